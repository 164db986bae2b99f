package cloudshape

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"channeldesk/app"
	"channeldesk/app/protocol"
)

// What WhatsApp itself takes, whoever passes the message on, in characters.
const (
	textMax       = 4096
	choiceTextMax = 1024 // a text with buttons below it
	bodyMax       = 1024
	titleMax      = 20
	buttonIDMax   = 256
	nameMax       = 512
	languageMax   = 32
	idSpan        = 64
)

var (
	e164  = regexp.MustCompile(`^\+[1-9][0-9]{6,14}$`)
	ownID = regexp.MustCompile(`^[A-Za-z0-9_-]*$`)
)

// Check says what of a message WhatsApp would refuse, before it is sent. It does
// not know whether the provider can send it. Safe for concurrent use.
func Check(m protocol.Outgoing) *app.Error {
	switch {
	case m.To != "" && !e164.MatchString(m.To):
		return app.Invalid("to", "This is not a phone number. Write it with its country code, for example +62 811-5550-0188.")
	case len(m.ID) > idSpan || !ownID.MatchString(m.ID):
		return app.Invalid("id", "The message's own mark has at most {{.Max}} letters, digits, hyphens and underscores.", "Max", idSpan)
	case m.Template != nil && (m.Text != "" || len(m.Buttons) > 0):
		return app.Invalid("text", "A message is either a template or a text, not both.")
	case m.Template != nil:
		return checkTemplate(m.Template)
	}
	return checkSession(m)
}

func checkSession(m protocol.Outgoing) *app.Error {
	if strings.TrimSpace(m.Text) == "" {
		return app.NewError(app.CodeIncomplete, app.Say("Write a text, or choose a template.")).WithField("text")
	}
	most := textMax
	if len(m.Buttons) > 0 {
		most = choiceTextMax
	}
	if e := protocol.CheckLength("text", m.Text, most); e != nil {
		return e
	}
	titles, ids := map[string]bool{}, map[string]bool{}
	for _, b := range m.Buttons {
		switch n := utf8.RuneCountInString(b.Title); {
		case strings.TrimSpace(b.Title) == "" || strings.TrimSpace(b.ID) == "":
			return app.NewError(app.CodeIncomplete, app.Say("Each button needs a word.")).WithField("buttons")
		case n > titleMax:
			return app.Invalid("buttons", "The button “{{.Title}}” has {{.N}} characters. At most {{.Max}} fit.", "Title", b.Title, "N", n, "Max", titleMax)
		case len(b.ID) > buttonIDMax:
			return app.Invalid("buttons", "The mark of the button “{{.Title}}” is too long.", "Title", b.Title)
		case titles[b.Title] || ids[b.ID]:
			return app.Invalid("buttons", "Two buttons have the same word or the same mark.")
		}
		titles[b.Title], ids[b.ID] = true, true
	}
	return nil
}

func checkTemplate(m *protocol.TemplateMessage) *app.Error {
	switch {
	case m.Name == "" && m.ID == "":
		return app.NewError(app.CodeIncomplete, app.Say("Choose a template.")).WithField("template")
	case m.Language == "":
		return app.NewError(app.CodeIncomplete, app.Say("Choose the language of the template.")).WithField("language")
	case len(m.Name) > nameMax || len(m.ID) > nameMax || len(m.Language) > languageMax:
		return app.Invalid("template", "This is not the name of a template.")
	case len(m.Names) > 0 && len(m.Names) != len(m.Body):
		return app.Invalid("values", "Each value of the template needs the name of its variable.")
	case m.OfferEnds < 0:
		return app.Invalid("offer", "The end of the offer is not a time.")
	case len(m.Cards) > cardsMax:
		return app.Invalid("cards", "A carousel has at most {{.Max}} cards.", "Max", cardsMax)
	}
	if m.Header != nil {
		if e := protocol.CheckTemplateHeader(m.Header); e != nil {
			return e
		}
	}
	all := 0
	for i, v := range m.Body {
		if e := protocol.CheckTemplateValue("values", i+1, v, bodyMax); e != nil {
			return e
		}
		all += utf8.RuneCountInString(v)
	}
	if all > bodyMax {
		return app.Invalid("values", "The values have {{.N}} characters together. At most {{.Max}} fit.", "N", all, "Max", bodyMax)
	}
	if e := protocol.CheckTemplateButtons(m.Buttons); e != nil {
		return e
	}
	for _, card := range m.Cards {
		if e := checkCard(card); e != nil {
			return e
		}
	}
	return nil
}

func checkCard(card app.TemplateCard) *app.Error {
	if card.Header != nil {
		if e := protocol.CheckTemplateHeader(card.Header); e != nil {
			return e.WithField("cards")
		}
	}
	for i, v := range card.Body {
		if e := protocol.CheckTemplateValue("cards", i+1, v, cardBodyMax); e != nil {
			return e
		}
	}
	if e := protocol.CheckTemplateButtons(card.Buttons); e != nil {
		return e.WithField("cards")
	}
	return nil
}
