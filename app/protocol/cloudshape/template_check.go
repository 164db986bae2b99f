package cloudshape

import (
	"slices"
	"strconv"

	"channeldesk/app"
	"channeldesk/app/protocol"
)

// subject is a template that is held against the rules.
type subject struct {
	name, language string
	d              app.TemplateDesign
	offer          protocol.TemplateOffer
	rule           string
	out            []protocol.TemplateFinding
}

// mend changes what a rule names.
type mend = func(name, language string, d app.TemplateDesign) (string, string, app.TemplateDesign)

func (s *subject) find(problem bool, part string, what, fix app.Text, m mend) {
	s.out = append(s.out, protocol.TemplateFinding{Problem: problem, Part: part, Rule: s.rule, What: what, Fix: fix, Mend: m})
}

// problem is something that the provider would refuse.
func (s *subject) problem(part string, what, fix app.Text, m mend) { s.find(true, part, what, fix, m) }

// advice is something that is taken, and not wise.
func (s *subject) advice(part string, what, fix app.Text, m mend) { s.find(false, part, what, fix, m) }

// templateRule is one rule. Each looks at one thing, and none relies on another
// having passed.
type templateRule struct {
	name  string
	check func(*subject)
}

// CheckTemplate holds a template against what WhatsApp takes and what the offer
// leaves of it. It asks nobody, and is quick.
func CheckTemplate(offer protocol.TemplateOffer, name, language string, d app.TemplateDesign) []protocol.TemplateFinding {
	s := &subject{name: name, language: language, d: d, offer: offer}
	for _, list := range [][]templateRule{identityRules, textRules, headerRules, buttonRules, codeRules, specialRules} {
		for _, r := range list {
			s.rule = r.name
			r.check(s)
		}
	}
	return s.out
}

// onDesign makes a mend of a change to the design alone. What the change touches
// is a copy.
func onDesign(change func(d *app.TemplateDesign)) mend {
	return func(name, language string, d app.TemplateDesign) (string, string, app.TemplateDesign) {
		d = cloneDesign(d)
		change(&d)
		return name, language, d
	}
}

func cloneDesign(d app.TemplateDesign) app.TemplateDesign {
	if d.Header != nil {
		h := *d.Header
		h.Samples = cloneSamples(h.Samples)
		d.Header = &h
	}
	if d.Code != nil {
		c := *d.Code
		c.Apps = slices.Clone(c.Apps)
		d.Code = &c
	}
	if d.Offer != nil {
		o := *d.Offer
		d.Offer = &o
	}
	d.Samples = cloneSamples(d.Samples)
	d.Buttons = slices.Clone(d.Buttons)
	d.Cards = slices.Clone(d.Cards)
	for i := range d.Cards {
		d.Cards[i].Samples = cloneSamples(d.Cards[i].Samples)
		d.Cards[i].Header.Samples = cloneSamples(d.Cards[i].Header.Samples)
		d.Cards[i].Buttons = slices.Clone(d.Cards[i].Buttons)
	}
	return d
}

func cloneSamples(m map[string]string) map[string]string {
	if m == nil {
		return nil
	}
	out := make(map[string]string, len(m))
	for k, v := range m {
		out[k] = v
	}
	return out
}

// field is a text with variables, and where it stands.
type field struct {
	part    string
	text    string
	samples map[string]string
	// set puts another text with its samples there.
	set func(d *app.TemplateDesign, text string, samples map[string]string)
}

// fields are the texts of the design that have variables of their own.
func (s *subject) fields() []field {
	var out []field
	if s.d.Code != nil {
		return nil
	}
	if h := s.d.Header; h != nil && h.Kind == app.HeaderText {
		out = append(out, field{"header", h.Text, h.Samples, func(d *app.TemplateDesign, text string, samples map[string]string) {
			d.Header.Text, d.Header.Samples = text, samples
		}})
	}
	out = append(out, field{"body", s.d.Body, s.d.Samples, func(d *app.TemplateDesign, text string, samples map[string]string) {
		d.Body, d.Samples = text, samples
	}})
	for i, c := range s.d.Cards {
		if c.Body == "" {
			continue
		}
		out = append(out, field{cardPart(i, "body"), c.Body, c.Samples, func(d *app.TemplateDesign, text string, samples map[string]string) {
			d.Cards[i].Body, d.Cards[i].Samples = text, samples
		}})
	}
	return out
}

func cardPart(i int, rest string) string {
	part := "cards." + strconv.Itoa(i)
	if rest != "" {
		part += "." + rest
	}
	return part
}

// row is a list of buttons, and where it stands.
type row struct {
	part string
	list []app.ButtonDesign
	put  func(d *app.TemplateDesign, list []app.ButtonDesign)
}

// rows are the buttons of the template and of each card.
func (s *subject) rows() []row {
	if s.d.Code != nil {
		return nil
	}
	out := []row{{
		"buttons", s.d.Buttons, func(d *app.TemplateDesign, list []app.ButtonDesign) { d.Buttons = list },
	}}
	for i, c := range s.d.Cards {
		out = append(out, row{
			cardPart(i, "buttons"), c.Buttons, func(d *app.TemplateDesign, list []app.ButtonDesign) { d.Cards[i].Buttons = list },
		})
	}
	return out
}

// buttonPart names one button of a row.
func (r row) buttonPart(i int) string { return r.part + "." + strconv.Itoa(i) }
