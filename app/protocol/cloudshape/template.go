package cloudshape

import (
	"strconv"

	"channeldesk/app/protocol"
)

// Component is a part of a template with its values, as it is sent.
type Component struct {
	Type    string `json:"type"`
	SubType string `json:"sub_type,omitempty"`
	// Index of a button is a number or a text, as the provider wants it.
	Index      any         `json:"index,omitempty"`
	Parameters []Parameter `json:"parameters"`
}

// Parameter is one value.
type Parameter struct {
	Type     string `json:"type"`
	Text     string `json:"text,omitempty"`
	Payload  string `json:"payload,omitempty"`
	Coupon   string `json:"coupon_code,omitempty"`
	Image    *File  `json:"image,omitempty"`
	Video    *File  `json:"video,omitempty"`
	Document *File  `json:"document,omitempty"`
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
	if len(m.Body) > 0 {
		body := Component{Type: "body"}
		for _, v := range m.Body {
			body.Parameters = append(body.Parameters, Parameter{Type: KindText, Text: v})
		}
		out = append(out, body)
	}
	for _, b := range m.Buttons {
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
	return Parameter{Type: KindText, Text: h.Text}
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
