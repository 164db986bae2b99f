package templateview

import (
	"strconv"
	"time"

	"channeldesk/app"
	"channeldesk/screens/kit"
)

// Sent is what the customer saw of a message that was made from a template.
func Sent(t app.Template, m app.TemplateMessage, at string) kit.Message {
	return Message(t, Values(t, m), at)
}

// Values are the values of a message by the keys of template.Variables.
func Values(t app.Template, m app.TemplateMessage) map[string]string {
	out := map[string]string{}
	d := t.Design
	if d.Code != nil {
		if len(m.Body) > 0 {
			out["1"] = m.Body[0]
		}
		return out
	}
	headerValue(out, "header", m.Header)
	names := app.Placeholders(d.Body)
	if len(m.Names) == len(m.Body) && len(m.Names) > 0 {
		names = m.Names
	}
	for i, v := range m.Body {
		if i < len(names) {
			key := names[i]
			if key == "header" {
				key = "body.header"
			}
			out[key] = v
		}
	}
	buttonValues(out, "", m.Buttons)
	if m.OfferEnds > 0 {
		out["offer.ends"] = time.UnixMilli(m.OfferEnds).Local().Format("2006-01-02 15:04")
	}
	for i, c := range m.Cards {
		key := "card." + strconv.Itoa(i) + "."
		headerValue(out, key+"header", c.Header)
		buttonValues(out, key, c.Buttons)
		if i >= len(d.Cards) {
			continue
		}
		for n, name := range app.Placeholders(d.Cards[i].Body) {
			if n < len(c.Body) {
				out[key+name] = c.Body[n]
			}
		}
	}
	return out
}

func headerValue(out map[string]string, key string, h *app.TemplateHeader) {
	switch {
	case h == nil:
	case h.Kind == string(app.HeaderText):
		out[key] = h.Text
	case h.Place != nil:
		out[key+".name"], out[key+".address"] = h.Place.Name, h.Place.Address
		out[key+".latitude"] = strconv.FormatFloat(h.Place.Latitude, 'f', -1, 64)
		out[key+".longitude"] = strconv.FormatFloat(h.Place.Longitude, 'f', -1, 64)
	default:
		out[key], out[key+".filename"] = h.Link, h.Filename
	}
}

func buttonValues(out map[string]string, key string, list []app.TemplateButton) {
	for _, b := range list {
		out[key+"button."+strconv.Itoa(b.Index)] = b.Value
	}
}
