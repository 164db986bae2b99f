package sandbox

import (
	"fmt"
	"unicode/utf8"
)

// interactiveForm is a message with buttons, a list or a link.
type interactiveForm struct {
	Type   string `json:"type"`
	Header *struct {
		Type string `json:"type"`
		Text string `json:"text"`
	} `json:"header"`
	Body struct {
		Text string `json:"text"`
	} `json:"body"`
	Footer struct {
		Text string `json:"text"`
	} `json:"footer"`
	Action struct {
		Name    string `json:"name"`
		Button  string `json:"button"`
		Buttons []struct {
			Type  string    `json:"type"`
			Reply replyForm `json:"reply"`
		} `json:"buttons"`
		Sections []struct {
			Title string      `json:"title"`
			Rows  []replyForm `json:"rows"`
		} `json:"sections"`
		Parameters struct {
			DisplayText string `json:"display_text"`
			URL         string `json:"url"`
		} `json:"parameters"`
	} `json:"action"`
}

type replyForm struct {
	ID    string `json:"id"`
	Title string `json:"title"`
}

// compose reads the message and says what Meta refuses about it.
func (f *interactiveForm) compose(b *Bubble) *graphError {
	notValid := func(format string, args ...any) *graphError {
		return coded(131009, "Parameter value is not valid").with(fmt.Sprintf(format, args...))
	}
	if f == nil {
		return missingParameter("interactive")
	}
	if f.Body.Text == "" {
		return missingParameter("interactive['body']['text']")
	}
	if utf8.RuneCountInString(f.Body.Text) > 1024 {
		return notValid("Body text length invalid. Min length: 1, Max length: 1024")
	}
	b.Text, b.Footer = f.Body.Text, f.Footer.Text
	if f.Header != nil {
		b.HeaderKind, b.Header = f.Header.Type, f.Header.Text
	}
	switch f.Type {
	case "button":
		return f.buttons(b, notValid)
	case "list":
		for _, s := range f.Action.Sections {
			for _, row := range s.Rows {
				b.Buttons = append(b.Buttons, BubbleButton{Kind: "reply", Text: row.Title, Value: row.ID})
			}
		}
		if f.Action.Button == "" || len(b.Buttons) == 0 || len(b.Buttons) > 10 {
			return notValid("Total row count exceed max allowed count: 10, and there must be at least one")
		}
	case "cta_url":
		b.Buttons = []BubbleButton{{Kind: "url", Text: f.Action.Parameters.DisplayText, Value: f.Action.Parameters.URL}}
	default:
		return notValid("interactive type %q is not offered by the sandbox", f.Type)
	}
	return nil
}

func (f *interactiveForm) buttons(b *Bubble, notValid func(string, ...any) *graphError) *graphError {
	if n := len(f.Action.Buttons); n < 1 || n > 3 {
		return notValid("Invalid buttons count. Min allowed buttons: 1, Max allowed buttons: 3")
	}
	titles, ids := map[string]bool{}, map[string]bool{}
	for _, one := range f.Action.Buttons {
		length := utf8.RuneCountInString(one.Reply.Title)
		switch {
		case one.Type != "reply":
			return notValid("Button type must be reply")
		case length < 1 || length > 20:
			return notValid("Button title length invalid. Min length: 1, Max length: 20")
		case one.Reply.ID == "" || len(one.Reply.ID) > 256:
			return notValid("Button id length invalid. Min length: 1, Max length: 256")
		case titles[one.Reply.Title]:
			return notValid("Button titles must be unique")
		case ids[one.Reply.ID]:
			return notValid("Button ids must be unique")
		}
		titles[one.Reply.Title], ids[one.Reply.ID] = true, true
		b.Buttons = append(b.Buttons, BubbleButton{Kind: "reply", Text: one.Reply.Title, Value: one.Reply.ID})
	}
	return nil
}
