package storage

import (
	"encoding/json"

	"channeldesk/app"
)

// readText reads a sentence; "" is none.
func readText(s string) (t app.Text, err error) {
	if s == "" {
		return t, nil
	}
	p := plainJSON{s}
	if plainText(&p, &t) && p.rest == "" {
		return t, nil
	}
	var r textRecord
	if err := json.Unmarshal([]byte(s), &r); err != nil {
		return app.Text{}, err
	}
	return r.text(), nil
}

// plainText reads what appendText writes.
func plainText(p *plainJSON, t *app.Text) bool {
	return p.object(func(name string) bool {
		switch {
		case name == "t":
			return p.textInto(&t.Template)
		case name == "a" && t.Args == nil:
			return p.object(func(name string) bool {
				v, ok := plainArgument(p)
				if t.Args == nil {
					t.Args = map[string]any{}
				}
				t.Args[name] = v
				return ok
			})
		}
		return false
	})
}

func plainArgument(p *plainJSON) (v any, ok bool) {
	if p.is(`{"` + innerKey + `":`) {
		var t app.Text
		ok = plainText(p, &t) && p.is(`}`)
		return t, ok
	}
	if s, ok := p.text(); ok {
		return s, true
	}
	return p.whole()
}
