package notify

import (
	"net/url"
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
	headerMax     = 60
	linkMax       = 2000
	filenameMax   = 240
	titleMax      = 20
	buttonIDMax   = 256
	nameMax       = 512
	languageMax   = 32
	buttonsMax    = 10
	valuesMax     = 256
	cardsMax      = 10
	placeMax      = 1000
	personNameMax = 256
)

// buttonValueMax are the longest values of the kinds of button.
var buttonValueMax = map[string]int{"url": linkMax, "quick_reply": 256, "copy_code": 20}

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
	if e := checkLength("text", c.Text, most); e != nil {
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
	if e := checkHeader(t.Header); e != nil {
		return e
	}
	all := 0
	for i, v := range t.Body {
		if e := checkValue("values", i+1, v, bodyMax); e != nil {
			return e
		}
		all += utf8.RuneCountInString(v)
	}
	if all > bodyMax {
		return app.Invalid("values", "The values have {{.N}} characters together. At most {{.Max}} fit.", "N", all, "Max", bodyMax)
	}
	if e := checkTemplateButtons(t.Buttons); e != nil {
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
		if e := checkHeader(card.Header); e != nil {
			return e.WithField("cards")
		}
		for i, v := range card.Body {
			if e := checkValue("cards", i+1, v, bodyMax); e != nil {
				return e
			}
		}
		if e := checkTemplateButtons(card.Buttons); e != nil {
			return e.WithField("cards")
		}
	}
	return nil
}

// checkPlace holds what a place on the map needs.
func checkPlace(p *app.Place) *app.Error {
	if p == nil || p.Latitude < -90 || p.Latitude > 90 || p.Longitude < -180 || p.Longitude > 180 || strings.TrimSpace(p.Name) == "" || strings.TrimSpace(p.Address) == "" {
		return app.Invalid("header", "A place needs its latitude and longitude, a name and an address.")
	}
	if e := checkLength("header", p.Name, placeMax); e != nil {
		return e
	}
	return checkLength("header", p.Address, placeMax)
}

func checkHeader(h *app.TemplateHeader) *app.Error {
	if h == nil {
		return nil
	}
	switch h.Kind {
	case "text":
		if h.Text == "" {
			return app.NewError(app.CodeIncomplete, app.Say("Fill in the value of the heading.")).WithField("header")
		}
		if e := checkLength("header", h.Text, headerMax); e != nil {
			return e
		}
		return checkBlanks("header", h.Text)
	case "location":
		return checkPlace(h.Place)
	case "image", "video", "document", "gif":
		u, err := url.Parse(h.Link)
		if err != nil || u.Host == "" || u.Scheme != "https" && !protocol.IsLoopback(u.Hostname()) {
			return app.Invalid("header", "The file needs a link that begins with https.")
		}
		if len(h.Link) > linkMax {
			return app.Invalid("header", "The link to the file is too long.")
		}
		return checkLength("header", h.Filename, filenameMax)
	}
	return app.Invalid("header", "The heading is a text, an image, a video, a document or a place.")
}

func checkTemplateButtons(list []app.TemplateButton) *app.Error {
	seen := map[int]bool{}
	for _, b := range list {
		most := buttonValueMax[b.Kind]
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
	case strings.Contains(v, "     "):
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
