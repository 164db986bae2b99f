package storage

import (
	"encoding/json"

	"channeldesk/app"
)

// readContent reads what a message says: a page of the history has fifty of them,
// and encoding/json takes longer for those than SQLite for the page.
func readContent(s string) (c app.Content, err error) {
	p := plainJSON{s}
	if plainContent(&p, &c) && p.rest == "" {
		return c, nil
	}
	c = app.Content{}
	return c, json.Unmarshal([]byte(s), &c)
}

func plainContent(p *plainJSON, c *app.Content) bool {
	return p.object(func(name string) bool {
		switch {
		case name == "text":
			return p.textInto(&c.Text)
		case name == "template" && c.Template == nil:
			c.Template = &app.TemplateMessage{}
			return plainTemplate(p, c.Template)
		}
		return false
	})
}

// plainTemplate reads templates but those with cards or a header that is no text.
func plainTemplate(p *plainJSON, t *app.TemplateMessage) bool {
	return p.object(func(name string) bool {
		switch name {
		case "name":
			return p.textInto(&t.Name)
		case "language":
			return p.textInto(&t.Language)
		case "id":
			return p.textInto(&t.ID)
		case "header":
			if t.Header != nil {
				return false
			}
			t.Header = &app.TemplateHeader{}
			return plainHeader(p, t.Header)
		case "body":
			return p.textsInto(&t.Body)
		case "names":
			return p.textsInto(&t.Names)
		case "buttons":
			return t.Buttons == nil && p.list(func() bool {
				t.Buttons = append(t.Buttons, app.TemplateButton{})
				return plainButton(p, &t.Buttons[len(t.Buttons)-1])
			}) && t.Buttons != nil
		}
		return false
	})
}

func plainHeader(p *plainJSON, h *app.TemplateHeader) bool {
	return p.object(func(name string) bool {
		switch name {
		case "kind":
			return p.textInto(&h.Kind)
		case "text":
			return p.textInto(&h.Text)
		case "text_name":
			return p.textInto(&h.TextName)
		case "link":
			return p.textInto(&h.Link)
		case "filename":
			return p.textInto(&h.Filename)
		}
		return false
	})
}

func plainButton(p *plainJSON, b *app.TemplateButton) bool {
	return p.object(func(name string) (ok bool) {
		switch name {
		case "index":
			var n int64
			n, ok = p.whole()
			b.Index = int(n)
			return ok
		case "kind":
			return p.textInto(&b.Kind)
		case "value":
			return p.textInto(&b.Value)
		}
		return false
	})
}

// textsInto takes a list that is not empty.
func (p *plainJSON) textsInto(to *[]string) bool {
	var room [8]string
	all := room[:0]
	ok := p.list(func() bool {
		s, ok := p.text()
		all = append(all, s)
		return ok
	})
	*to = append([]string(nil), all...)
	return ok && len(all) > 0
}
