package template

import (
	"net"
	"net/url"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"channeldesk/app"
)

// Fill makes a message of a template and values by the keys of its Variables. The
// error is an *app.Error whose Field is the key of the value at fault.
func Fill(t app.Template, values map[string]string) (app.TemplateMessage, error) {
	return NewFiller(t).Fill(func(key string) string { return values[key] })
}

// Filler fills one template many times. It is not changed by filling and safe for
// concurrent use.
type Filler struct {
	t         app.Template
	variables []Variable
	names     []string
	code      bool
	// around is how many characters the body has without its variables, and places
	// how often each stands in it.
	around int
	places map[string]int
}

// NewFiller prepares a template.
func NewFiller(t app.Template) *Filler {
	f := &Filler{t: t, variables: Variables(t), places: map[string]int{}}
	f.code = t.Design.Code != nil
	if f.code {
		return f
	}
	at := 0
	for _, s := range app.PlaceholderSpans(t.Design.Body) {
		f.around += utf8.RuneCountInString(t.Design.Body[at:s.From])
		f.places[s.Name]++
		at = s.To
	}
	f.around += utf8.RuneCountInString(t.Design.Body[at:])
	f.names = app.Placeholders(t.Design.Body)
	return f
}

// Fill makes a message of values by key.
func (f *Filler) Fill(value func(key string) string) (m app.TemplateMessage, err error) {
	m = app.TemplateMessage{Name: f.t.Name, Language: f.t.Language, ID: f.t.ProviderID}
	for i := range f.variables {
		if e := check(&f.variables[i], value(f.variables[i].Key)); e != nil {
			return m, e
		}
	}
	if f.code {
		// The code stands in the body and, once more, in the button.
		code := value("1")
		m.Body, m.Buttons = []string{code}, []app.TemplateButton{{Index: 0, Kind: "url", Value: code}}
		return m, nil
	}
	d := f.t.Design
	if m.Header, err = f.header("header", d.Header, value); err != nil {
		return m, err
	}
	long := f.around
	for _, name := range f.names {
		v := value(bodyKey("", name))
		m.Body = append(m.Body, v)
		long += f.places[name] * utf8.RuneCountInString(v)
	}
	if long > bodyMax {
		return m, app.Invalid("body", "The text has {{.N}} characters with its values. At most {{.Max}} fit.", "N", long, "Max", bodyMax)
	}
	if d.Named {
		m.Names = f.names
	}
	m.Buttons = buttons("", d.Buttons, value)
	if d.Offer != nil && d.Offer.Ends {
		ends, _ := moment(value("offer.ends"))
		m.OfferEnds = ends
	}
	for i, card := range d.Cards {
		key := "card." + strconv.Itoa(i) + "."
		c := app.TemplateCard{Buttons: buttons(key, card.Buttons, value)}
		if c.Header, err = f.header(key+"header", &card.Header, value); err != nil {
			return m, err
		}
		for _, name := range app.Placeholders(card.Body) {
			c.Body = append(c.Body, value(key+name))
		}
		m.Cards = append(m.Cards, c)
	}
	return m, nil
}

func (f *Filler) header(key string, h *app.HeaderDesign, value func(string) string) (*app.TemplateHeader, error) {
	switch {
	case h == nil:
		return nil, nil
	case h.Kind == app.HeaderText:
		names := app.Placeholders(h.Text)
		if len(names) == 0 {
			return nil, nil
		}
		out := &app.TemplateHeader{Kind: "text", Text: value(key)}
		if f.t.Design.Named {
			out.TextName = names[0]
		}
		return out, nil
	case h.Kind.IsFile():
		return &app.TemplateHeader{Kind: string(h.Kind), Link: value(key), Filename: value(key + ".filename")}, nil
	case h.Kind == app.HeaderLocation:
		p := &app.Place{Name: value(key + ".name"), Address: value(key + ".address")}
		p.Latitude, _ = strconv.ParseFloat(strings.TrimSpace(value(key+".latitude")), 64)
		p.Longitude, _ = strconv.ParseFloat(strings.TrimSpace(value(key+".longitude")), 64)
		switch {
		case p.Latitude < -90 || p.Latitude > 90:
			return nil, app.Invalid(key+".latitude", "A latitude lies between -90 and 90.")
		case p.Longitude < -180 || p.Longitude > 180:
			return nil, app.Invalid(key+".longitude", "A longitude lies between -180 and 180.")
		}
		return &app.TemplateHeader{Kind: "location", Place: p}, nil
	}
	return nil, nil
}

func buttons(key string, list []app.ButtonDesign, value func(string) string) (out []app.TemplateButton) {
	for i, b := range list {
		kind := ""
		switch {
		case b.Kind == app.ButtonURL && len(app.Placeholders(b.URL)) > 0:
			kind = "url"
		case b.Kind == app.ButtonCopyCode:
			kind = "copy_code"
		default:
			continue
		}
		out = append(out, app.TemplateButton{Index: i, Kind: kind, Value: value(key + "button." + strconv.Itoa(i))})
	}
	return out
}

// check says what of a value no provider takes.
func check(v *Variable, value string) *app.Error {
	if strings.TrimSpace(value) == "" {
		if v.Optional {
			return nil
		}
		return app.NewError(app.CodeIncomplete, app.Say("{{.Label}} is empty.", "Label", v.Label)).WithField(v.Key)
	}
	if n := utf8.RuneCountInString(value); v.Max > 0 && n > v.Max {
		return app.Invalid(v.Key, "{{.Label}} has {{.N}} characters. At most {{.Max}} fit.", "Label", v.Label, "N", n, "Max", v.Max)
	}
	switch {
	case !utf8.ValidString(value):
		return app.Invalid(v.Key, "{{.Label}} has characters that cannot be sent.", "Label", v.Label)
	case strings.ContainsAny(value, "\n\r\t\v\f\u2028\u2029"):
		return app.Invalid(v.Key, "{{.Label}} has a line break or a tab, which WhatsApp does not take in a template.", "Label", v.Label)
	case strings.Contains(value, "     "):
		return app.Invalid(v.Key, "{{.Label}} has more than four blanks in a row, which WhatsApp does not take in a template.", "Label", v.Label)
	}
	switch v.Kind {
	case Link:
		if !isLink(value) {
			return app.Invalid(v.Key, "{{.Label}} must be a web address that begins with https.", "Label", v.Label)
		}
	case Number:
		if _, err := strconv.ParseFloat(strings.TrimSpace(value), 64); err != nil {
			return app.Invalid(v.Key, "{{.Label}} is a number with a point, like -6.1754.", "Label", v.Label)
		}
	case Moment:
		if _, ok := moment(value); !ok {
			return app.Invalid(v.Key, "{{.Label}} is a date with a time, like 2026-12-31T23:59:00+07:00.", "Label", v.Label)
		}
	}
	return nil
}

// isLink reports whether a provider could fetch a file there; this computer counts
// for trying things out.
func isLink(s string) bool {
	u, err := url.Parse(s)
	if err != nil || u.Host == "" {
		return false
	}
	ip := net.ParseIP(u.Hostname())
	return u.Scheme == "https" || u.Scheme == "http" && (u.Hostname() == "localhost" || ip != nil && ip.IsLoopback())
}

// moment reads a time, in milliseconds since 1970.
func moment(s string) (int64, bool) {
	s = strings.TrimSpace(s)
	if n, err := strconv.ParseInt(s, 10, 64); err == nil {
		return n, n > 1e12
	}
	t, err := time.Parse(time.RFC3339, s)
	return t.UnixMilli(), err == nil
}

// endingOf is what the sample of a variable address has in place of the variable.
func endingOf(b app.ButtonDesign) string {
	before, _, _ := strings.Cut(b.URL, "{{")
	if rest, ok := strings.CutPrefix(b.Sample, before); ok {
		return rest
	}
	return b.Sample
}
