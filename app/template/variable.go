package template

import (
	"strconv"

	"channeldesk/app"
)

// Kind is what a value of a variable must be.
type Kind string

// The kinds of value.
const (
	Plain  Kind = "text"
	Link   Kind = "link"     // of a file, beginning with https
	File   Kind = "filename" // the name under which a document is shown
	Number Kind = "number"   // a degree of latitude or longitude
	Code   Kind = "code"     // a code to copy or to sign in with
	Ending Kind = "ending"   // the end of a button's address
	Moment Kind = "time"     // a time as RFC 3339, or milliseconds since 1970
)

// Variable is something that is filled in for each message.
type Variable struct {
	// Key names it: "1" or "amount" for the body's, "header", "header.filename",
	// "header.latitude", "button.0", "offer.ends", "card.1.2" for the body of the
	// second card, "card.1.header", "card.1.button.0". Cards and buttons are counted
	// from 0. A body's variable with the name header is "body.header".
	Key string
	// Name is what it is called in columns and lists: our own label, or its name or
	// number in the template. It is not unique.
	Name string
	// Label is Name for people, with where it stands when nobody named it.
	Label app.Text
	// Sample is the example that the template was submitted with.
	Sample string
	// Where is the part: header, body, buttons.0, offer, cards.1.header,
	// cards.1.body, cards.1.buttons.0.
	Where string
	Kind  Kind
	// Max is the most characters; 0 for no own limit.
	Max int
	// Optional is true when it may stay empty.
	Optional bool
}

// Variables are what must be filled in for a message, in the order in which a
// person reads them.
func Variables(t app.Template) []Variable {
	r := reader{labels: t.Labels, named: t.Design.Named}
	d := t.Design
	if d.Code != nil {
		r.add(Variable{Key: "1", Name: "code", Label: app.Say("Code"), Sample: first(d.Samples["1"], "123456"), Where: "body", Kind: Code, Max: codeMax})
		return r.out
	}
	if d.Header != nil {
		r.header("header", "header", *d.Header)
	}
	if d.Offer != nil && d.Offer.Ends {
		r.add(Variable{Key: "offer.ends", Name: "offer.ends", Label: app.Say("When the offer ends"), Where: "offer", Kind: Moment})
	}
	r.body("", "body", d.Body, d.Samples)
	r.buttons("", "buttons", d.Buttons)
	for i, card := range d.Cards {
		key, where := "card."+strconv.Itoa(i)+".", "cards."+strconv.Itoa(i)+"."
		r.header(key+"header", where+"header", card.Header)
		r.body(key, where+"body", card.Body, card.Samples)
		r.buttons(key, where+"buttons", card.Buttons)
	}
	return r.out
}

const (
	codeMax    = 15
	couponMax  = 20
	endingMax  = 2000
	headingMax = 60
	bodyMax    = 1024
)

type reader struct {
	labels map[string]string
	named  bool
	out    []Variable
}

// add takes a variable, with our own label before the one that it has.
func (r *reader) add(v Variable) {
	if label := r.labels[v.Key]; label != "" {
		v.Name, v.Label = label, app.Say("{{.Label}}", "Label", label)
	}
	r.out = append(r.out, v)
}

func (r *reader) header(key, where string, h app.HeaderDesign) {
	switch {
	case h.Kind == app.HeaderText:
		for _, name := range app.Placeholders(h.Text) {
			r.add(Variable{Key: key, Name: key, Label: app.Say("Heading"), Sample: h.Samples[name], Where: where, Kind: Plain, Max: headingMax})
			return // there is one at most
		}
	case h.Kind.IsFile():
		sample := ""
		if isLink(h.Handle) {
			sample = h.Handle
		}
		r.add(Variable{Key: key, Name: key, Label: fileLabel(h.Kind), Sample: sample, Where: where, Kind: Link, Max: endingMax})
		if h.Kind == app.HeaderDocument {
			r.add(Variable{Key: key + ".filename", Name: key + ".filename", Label: app.Say("Name of the document"), Sample: h.File, Where: where, Kind: File, Max: 240, Optional: true})
		}
	case h.Kind == app.HeaderLocation:
		r.add(Variable{Key: key + ".latitude", Name: key + ".latitude", Label: app.Say("Latitude"), Sample: "-6.1754", Where: where, Kind: Number})
		r.add(Variable{Key: key + ".longitude", Name: key + ".longitude", Label: app.Say("Longitude"), Sample: "106.8272", Where: where, Kind: Number})
		r.add(Variable{Key: key + ".name", Name: key + ".name", Label: app.Say("Name of the place"), Where: where, Kind: Plain})
		r.add(Variable{Key: key + ".address", Name: key + ".address", Label: app.Say("Address of the place"), Where: where, Kind: Plain})
	}
}

func fileLabel(k app.HeaderKind) app.Text {
	switch k {
	case app.HeaderImage:
		return app.Say("Link to the image")
	case app.HeaderVideo, app.HeaderGIF:
		return app.Say("Link to the video")
	}
	return app.Say("Link to the document")
}

func (r *reader) body(key, where, text string, samples map[string]string) {
	for _, name := range app.Placeholders(text) {
		label := app.Say("Value {{.N}}", "N", name)
		if r.named {
			label = app.Say("{{.Name}}", "Name", name)
		}
		r.add(Variable{Key: key + bodyKey(key, name), Name: name, Label: label, Sample: samples[name], Where: where, Kind: Plain, Max: bodyMax})
	}
}

// bodyKey keeps a variable with the name header apart from the header.
func bodyKey(prefix, name string) string {
	if prefix == "" && name == "header" {
		return "body.header"
	}
	return name
}

func (r *reader) buttons(key, where string, list []app.ButtonDesign) {
	for i, b := range list {
		n := strconv.Itoa(i)
		v := Variable{Key: key + "button." + n, Name: key + "button." + n, Sample: b.Sample, Where: where + "." + n}
		switch {
		case b.Kind == app.ButtonURL && len(app.Placeholders(b.URL)) > 0:
			v.Label, v.Kind, v.Max = app.Say("End of the address of “{{.Button}}”", "Button", b.Text), Ending, endingMax
			v.Sample = endingOf(b)
		case b.Kind == app.ButtonCopyCode:
			v.Label, v.Kind, v.Max = app.Say("Code to copy"), Code, couponMax
		default:
			continue
		}
		r.add(v)
	}
}

func first(values ...string) string {
	for _, v := range values {
		if v != "" {
			return v
		}
	}
	return ""
}
