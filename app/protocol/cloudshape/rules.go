package cloudshape

import (
	"net/url"
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
	headerMax     = 60
	suffixMax     = 2000
	codeMax       = 20
	payloadMax    = 256
	titleMax      = 20
	buttonIDMax   = 256
	nameMax       = 512
	languageMax   = 32
	idSpan        = 64
	filenameMax   = 240
	buttonsMax    = 10
)

var (
	e164   = regexp.MustCompile(`^\+[1-9][0-9]{6,14}$`)
	ownID  = regexp.MustCompile(`^[A-Za-z0-9_-]*$`)
	blanks = strings.Repeat(" ", 5)
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
	if e := checkLength("text", m.Text, most); e != nil {
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
		if e := checkHeader(m.Header); e != nil {
			return e
		}
	}
	all := 0
	for i, v := range m.Body {
		if e := checkValue("values", i+1, v, bodyMax); e != nil {
			return e
		}
		all += utf8.RuneCountInString(v)
	}
	if all > bodyMax {
		return app.Invalid("values", "The values have {{.N}} characters together. At most {{.Max}} fit.", "N", all, "Max", bodyMax)
	}
	if e := checkButtons(m.Buttons); e != nil {
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
		if e := checkHeader(card.Header); e != nil {
			return e.WithField("cards")
		}
	}
	for i, v := range card.Body {
		if e := checkValue("cards", i+1, v, cardBodyMax); e != nil {
			return e
		}
	}
	if e := checkButtons(card.Buttons); e != nil {
		return e.WithField("cards")
	}
	return nil
}

func checkHeader(h *protocol.TemplateHeader) *app.Error {
	switch h.Kind {
	case KindText:
		if h.Text == "" {
			return app.NewError(app.CodeIncomplete, app.Say("Fill in the value of the heading.")).WithField("header")
		}
		if e := checkLength("header", h.Text, headerMax); e != nil {
			return e
		}
		return checkBlanks("header", h.Text)
	case KindLocation:
		p := h.Place
		if p == nil || p.Latitude < -90 || p.Latitude > 90 || p.Longitude < -180 || p.Longitude > 180 || strings.TrimSpace(p.Name) == "" || strings.TrimSpace(p.Address) == "" {
			return app.Invalid("header", "A place needs its latitude and longitude, a name and an address.")
		}
		return nil
	case KindImage, KindVideo, KindDocument, KindGIF:
		u, err := url.Parse(h.Link)
		if err != nil || u.Host == "" || u.Scheme != "https" && !protocol.IsLoopback(u.Hostname()) {
			return app.Invalid("header", "The file needs a link that begins with https.")
		}
		if len(h.Link) > suffixMax {
			return app.Invalid("header", "The link to the file is too long.")
		}
		return checkLength("header", h.Filename, filenameMax)
	}
	return app.Invalid("header", "The heading is a text, an image, a video, a document or a place.")
}

func checkButtons(list []protocol.TemplateButton) *app.Error {
	seen := map[int]bool{}
	for _, b := range list {
		most := map[string]int{KindURL: suffixMax, KindQuickReply: payloadMax, KindCopyCode: codeMax}[b.Kind]
		switch {
		case most == 0:
			return app.Invalid("buttons", "A button takes the end of a link, a mark or a code.")
		case b.Index < 0 || b.Index >= buttonsMax || seen[b.Index]:
			return app.Invalid("buttons", "The buttons of a template are counted from 0, and each takes one value.")
		}
		seen[b.Index] = true
		if e := checkValue("buttons", b.Index+1, b.Value, most); e != nil {
			return e
		}
	}
	return nil
}

// checkValue holds what WhatsApp says about the text of a value.
func checkValue(field string, n int, v string, most int) *app.Error {
	if strings.TrimSpace(v) == "" {
		return app.NewError(app.CodeIncomplete, app.Say("Fill in value {{.N}} of the template.", "N", n)).WithField(field)
	}
	if e := checkLength(field, v, most); e != nil {
		return e
	}
	return checkBlanks(field, v)
}

func checkBlanks(field, v string) *app.Error {
	switch {
	case strings.ContainsAny(v, "\n\r\t\v\f\u2028\u2029"):
		return app.Invalid(field, "A value has a line break or a tab, which WhatsApp does not take in a template.")
	case strings.Contains(v, blanks):
		return app.Invalid(field, "A value has more than four blanks in a row, which WhatsApp does not take in a template.")
	}
	return nil
}

func checkLength(field, v string, most int) *app.Error {
	if n := utf8.RuneCountInString(v); n > most {
		return app.Invalid(field, "The text has {{.N}} characters. At most {{.Max}} fit.", "N", n, "Max", most)
	}
	if !utf8.ValidString(v) {
		return app.Invalid(field, "The text has characters that cannot be sent.")
	}
	return nil
}
