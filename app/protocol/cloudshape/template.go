package cloudshape

import (
	"strconv"

	"channeldesk/app"
	"channeldesk/app/protocol"
)

// Component is a part of a template with its values, as it is sent.
type Component struct {
	Type    string `json:"type"`
	SubType string `json:"sub_type,omitempty"`
	// Index of a button is a number or a text, as the provider wants it.
	Index any `json:"index,omitempty"`
	// Cards are those of a carousel, which has no parameters.
	Cards      []CardValues `json:"cards,omitempty"`
	Parameters []Parameter  `json:"parameters,omitempty"`
}

// CardValues are the parts of one card that have values.
type CardValues struct {
	Index      int         `json:"card_index"`
	Components []Component `json:"components"`
}

// Parameter is one value.
type Parameter struct {
	Type string `json:"type"`
	// Name is that of the variable, where the template's have names.
	Name     string     `json:"parameter_name,omitempty"`
	Text     string     `json:"text,omitempty"`
	Payload  string     `json:"payload,omitempty"`
	Coupon   string     `json:"coupon_code,omitempty"`
	Image    *File      `json:"image,omitempty"`
	Video    *File      `json:"video,omitempty"`
	Document *File      `json:"document,omitempty"`
	GIF      *File      `json:"gif,omitempty"`
	Location *app.Place `json:"location,omitempty"`
	Offer    *OfferEnd  `json:"limited_time_offer,omitempty"`
}

// OfferEnd is when a limited-time offer ends, in milliseconds since 1970.
type OfferEnd struct {
	Ends int64 `json:"expiration_time_ms"`
}

// File is a file by its link.
type File struct {
	Link     string `json:"link"`
	Filename string `json:"filename,omitempty"`
}

// The kinds of headers and of buttons that take a value.
const (
	KindText       = "text"
	KindImage      = "image"
	KindVideo      = "video"
	KindDocument   = "document"
	KindGIF        = "gif"
	KindLocation   = "location"
	KindURL        = "url"
	KindQuickReply = "quick_reply"
	KindCopyCode   = "copy_code"
)

// Components are the parts of a template that have values, and no others. The
// index of a button is a number when numberIndex is true, else a text.
func Components(m *protocol.TemplateMessage, numberIndex bool) []Component {
	var out []Component
	if m.Header != nil {
		out = append(out, Component{Type: "header", Parameters: []Parameter{headerValue(m.Header)}})
	}
	if m.OfferEnds != 0 {
		out = append(out, Component{Type: "limited_time_offer", Parameters: []Parameter{{Type: "limited_time_offer", Offer: &OfferEnd{m.OfferEnds}}}})
	}
	out = append(out, bodyValues(m.Body, m.Names)...)
	out = append(out, buttonValues(m.Buttons, numberIndex)...)
	if len(m.Cards) == 0 {
		return out
	}
	carousel := Component{Type: "carousel"}
	for i, card := range m.Cards {
		values := []Component{}
		if card.Header != nil {
			values = append(values, Component{Type: "header", Parameters: []Parameter{headerValue(card.Header)}})
		}
		values = append(append(values, bodyValues(card.Body, nil)...), buttonValues(card.Buttons, numberIndex)...)
		carousel.Cards = append(carousel.Cards, CardValues{i, values})
	}
	return append(out, carousel)
}

func bodyValues(values, names []string) []Component {
	if len(values) == 0 {
		return nil
	}
	body := Component{Type: "body"}
	for i, v := range values {
		p := Parameter{Type: KindText, Text: v}
		if i < len(names) {
			p.Name = names[i]
		}
		body.Parameters = append(body.Parameters, p)
	}
	return []Component{body}
}

func buttonValues(list []protocol.TemplateButton, numberIndex bool) (out []Component) {
	for _, b := range list {
		c := Component{Type: "button", SubType: b.Kind, Index: strconv.Itoa(b.Index), Parameters: []Parameter{buttonValue(b)}}
		if numberIndex {
			c.Index = b.Index
		}
		out = append(out, c)
	}
	return out
}

func headerValue(h *protocol.TemplateHeader) Parameter {
	switch h.Kind {
	case KindImage:
		return Parameter{Type: KindImage, Image: &File{Link: h.Link}}
	case KindVideo:
		return Parameter{Type: KindVideo, Video: &File{Link: h.Link}}
	case KindDocument:
		return Parameter{Type: KindDocument, Document: &File{Link: h.Link, Filename: h.Filename}}
	}
	if h.Kind == KindGIF {
		return Parameter{Type: KindGIF, GIF: &File{Link: h.Link}}
	}
	if h.Kind == KindLocation && h.Place != nil {
		return Parameter{Type: KindLocation, Location: h.Place}
	}
	return Parameter{Type: KindText, Name: h.TextName, Text: h.Text}
}

func buttonValue(b protocol.TemplateButton) Parameter {
	switch b.Kind {
	case KindQuickReply:
		return Parameter{Type: "payload", Payload: b.Value}
	case KindCopyCode:
		return Parameter{Type: "coupon_code", Coupon: b.Value}
	}
	return Parameter{Type: KindText, Text: b.Value}
}
