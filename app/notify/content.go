package notify

import (
	"strings"
	"unicode/utf8"

	"channeldesk/app"
	"channeldesk/app/protocol"
)

// What WhatsApp takes whoever passes the message on, in characters. What only one
// provider refuses is told by its protocol.
const (
	textMax       = 4096
	choiceTextMax = 1024 // a text with buttons below it
	bodyMax       = 1024
	titleMax      = 20
	buttonIDMax   = 256
	nameMax       = 512
	languageMax   = 32
	buttonsMax    = 10
	valuesMax     = 256
	cardsMax      = 10
	personNameMax = 256
)

// checkContent says what of a message nobody could send.
func checkContent(c app.Content) *app.Error {
	switch {
	case c.Template != nil && (c.Text != "" || len(c.Buttons) > 0):
		return app.Invalid("text", "A message is either a template or a text, not both.")
	case c.Template != nil:
		return checkTemplate(c.Template)
	case strings.TrimSpace(c.Text) == "":
		return app.NewError(app.CodeIncomplete, app.Say("Write a text, or choose a template.")).WithField("text")
	case len(c.Buttons) > buttonsMax:
		return app.Invalid("buttons", "A text has at most {{.Max}} buttons.", "Max", buttonsMax)
	}
	most := textMax
	if len(c.Buttons) > 0 {
		most = choiceTextMax
	}
	if e := protocol.CheckLength("text", c.Text, most); e != nil {
		return e
	}
	return checkReplies(c.Buttons)
}

func checkReplies(list []app.ReplyButton) *app.Error {
	titles, ids := map[string]bool{}, map[string]bool{}
	for _, b := range list {
		switch n := utf8.RuneCountInString(b.Title); {
		case strings.TrimSpace(b.Title) == "" || strings.TrimSpace(b.ID) == "":
			return app.NewError(app.CodeIncomplete, app.Say("Each button needs a word.")).WithField("buttons")
		case n > titleMax:
			return app.Invalid("buttons", "A button has {{.N}} characters. At most {{.Max}} fit.", "N", n, "Max", titleMax)
		case len(b.ID) > buttonIDMax || !utf8.ValidString(b.ID+b.Title):
			return app.Invalid("buttons", "The mark of a button is too long, or has characters that cannot be sent.")
		case titles[b.Title] || ids[b.ID]:
			return app.Invalid("buttons", "Two buttons have the same word or the same mark.")
		}
		titles[b.Title], ids[b.ID] = true, true
	}
	return nil
}

func checkTemplate(t *app.TemplateMessage) *app.Error {
	switch {
	case t.Name == "" && t.ID == "":
		return app.NewError(app.CodeIncomplete, app.Say("Choose a template.")).WithField("template")
	case t.Language == "":
		return app.NewError(app.CodeIncomplete, app.Say("Choose the language of the template.")).WithField("language")
	case len(t.Name) > nameMax || len(t.ID) > nameMax || len(t.Language) > languageMax || !utf8.ValidString(t.Name+t.ID+t.Language):
		return app.Invalid("template", "This is not the name of a template.")
	case len(t.Body) > valuesMax:
		return app.Invalid("values", "A template takes at most {{.Max}} values.", "Max", valuesMax)
	}
	if e := protocol.CheckTemplateHeader(t.Header); e != nil {
		return e
	}
	all := 0
	for i, v := range t.Body {
		if e := protocol.CheckTemplateValue("values", i+1, v, bodyMax); e != nil {
			return e
		}
		all += utf8.RuneCountInString(v)
	}
	if all > bodyMax {
		return app.Invalid("values", "The values have {{.N}} characters together. At most {{.Max}} fit.", "N", all, "Max", bodyMax)
	}
	if e := protocol.CheckTemplateButtons(t.Buttons); e != nil {
		return e
	}
	return checkExtras(t)
}

// checkExtras holds names of values, the end of an offer, and cards.
func checkExtras(t *app.TemplateMessage) *app.Error {
	switch {
	case len(t.Names) > 0 && len(t.Names) != len(t.Body):
		return app.Invalid("values", "Each value of the template needs the name of its variable.")
	case t.OfferEnds < 0:
		return app.Invalid("offer", "The end of the offer is not a time.")
	case len(t.Cards) > cardsMax:
		return app.Invalid("cards", "A carousel has at most {{.Max}} cards.", "Max", cardsMax)
	}
	for _, card := range t.Cards {
		if e := protocol.CheckTemplateHeader(card.Header); e != nil {
			return e.WithField("cards")
		}
		for i, v := range card.Body {
			if e := protocol.CheckTemplateValue("cards", i+1, v, bodyMax); e != nil {
				return e
			}
		}
		if e := protocol.CheckTemplateButtons(card.Buttons); e != nil {
			return e.WithField("cards")
		}
	}
	return nil
}
