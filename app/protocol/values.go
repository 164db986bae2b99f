package protocol

import (
	"net/url"
	"strings"
	"unicode/utf8"

	"channeldesk/app"
)

// What WhatsApp takes of a template's values, whoever passes the message on, in
// characters.
const (
	headingMax   = 60
	linkMax      = 2000
	payloadMax   = 256
	codeMax      = 20
	filenameMax  = 240
	placeMax     = 1000
	buttonValues = 10
)

// buttonValueMax are the longest values of the kinds of button.
var buttonValueMax = map[string]int{"url": linkMax, "quick_reply": payloadMax, "copy_code": codeMax}

var valueBlanks = strings.Repeat(" ", 5)

// CheckTemplateHeader says what is wrong with what fills a heading; nil when it
// can be sent, and for none.
func CheckTemplateHeader(h *TemplateHeader) *app.Error {
	if h == nil {
		return nil
	}
	switch h.Kind {
	case "text":
		if h.Text == "" {
			return app.NewError(app.CodeIncomplete, app.Say("Fill in the value of the heading.")).WithField("header")
		}
		if e := CheckLength("header", h.Text, headingMax); e != nil {
			return e
		}
		return checkBlanks("header", h.Text)
	case "location":
		return checkPlace(h.Place)
	case "image", "video", "document", "gif":
		u, err := url.Parse(h.Link)
		if err != nil || u.Host == "" || u.Scheme != "https" && !IsLoopback(u.Hostname()) {
			return app.Invalid("header", "The file needs a link that begins with https.")
		}
		if len(h.Link) > linkMax {
			return app.Invalid("header", "The link to the file is too long.")
		}
		return CheckLength("header", h.Filename, filenameMax)
	}
	return app.Invalid("header", "The heading is a text, an image, a video, a document or a place.")
}

// checkPlace holds what a place on the map needs.
func checkPlace(p *app.Place) *app.Error {
	if p == nil || p.Latitude < -90 || p.Latitude > 90 || p.Longitude < -180 || p.Longitude > 180 || strings.TrimSpace(p.Name) == "" || strings.TrimSpace(p.Address) == "" {
		return app.Invalid("header", "A place needs its latitude and longitude, a name and an address.")
	}
	if e := CheckLength("header", p.Name, placeMax); e != nil {
		return e
	}
	return CheckLength("header", p.Address, placeMax)
}

// CheckTemplateButtons says what is wrong with what fills the buttons of a
// template; nil when it can be sent.
func CheckTemplateButtons(list []TemplateButton) *app.Error {
	seen := map[int]bool{}
	for _, b := range list {
		most := buttonValueMax[b.Kind]
		switch {
		case most == 0:
			return app.Invalid("buttons", "A button takes the end of a link, a mark or a code.")
		case b.Index < 0 || b.Index >= buttonValues || seen[b.Index]:
			return app.Invalid("buttons", "The buttons of a template are counted from 0, and each takes one value.")
		}
		seen[b.Index] = true
		if e := CheckTemplateValue("buttons", b.Index+1, b.Value, most); e != nil {
			return e
		}
	}
	return nil
}

// CheckTemplateValue holds what WhatsApp says about the text of value n of a
// template, which has at most so many characters.
func CheckTemplateValue(field string, n int, v string, most int) *app.Error {
	if strings.TrimSpace(v) == "" {
		return app.NewError(app.CodeIncomplete, app.Say("Fill in value {{.N}} of the template.", "N", n)).WithField(field)
	}
	if e := CheckLength(field, v, most); e != nil {
		return e
	}
	return checkBlanks(field, v)
}

func checkBlanks(field, v string) *app.Error {
	switch {
	case strings.ContainsAny(v, "\n\r\t\v\f\u2028\u2029"):
		return app.Invalid(field, "A value has a line break or a tab, which WhatsApp does not take in a template.")
	case strings.Contains(v, valueBlanks):
		return app.Invalid(field, "A value has more than four blanks in a row, which WhatsApp does not take in a template.")
	}
	return nil
}

// CheckLength says what is wrong with a text of at most so many characters.
func CheckLength(field, v string, most int) *app.Error {
	if n := utf8.RuneCountInString(v); n > most {
		return app.Invalid(field, "The text has {{.N}} characters. At most {{.Max}} fit.", "N", n, "Max", most)
	}
	if !utf8.ValidString(v) {
		return app.Invalid(field, "The text has characters that cannot be sent.")
	}
	return nil
}
