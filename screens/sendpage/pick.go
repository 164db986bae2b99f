package sendpage

import (
	"strconv"

	"fyne.io/fyne/v2/lang"

	"channeldesk/app"
	"channeldesk/app/template"
	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
	"channeldesk/screens/templateview"
)

// pick is the choice of a template. UI thread only.
type pick struct {
	field    *kit.Select
	chosen   app.Template // ID 0 while none is
	onChange func(app.Template)
	yes, no  []app.Template
	provider string
}

func newPick(onChange func(app.Template)) *pick {
	p := &pick{onChange: onChange, field: kit.NewSelect(lang.L("Template"), nil)}
	p.field.SetPlaceholder(lang.L("Choose a template"))
	p.field.OnChanged = func(id string) {
		for _, t := range p.yes {
			if strconv.FormatInt(int64(t.ID), 10) == id {
				p.choose(t)
			}
		}
	}
	return p
}

// setTemplates takes what there is to choose from. What was chosen stays while it
// can be sent.
func (p *pick) setTemplates(all []app.Template, provider string) {
	p.yes, p.no = sendable(all)
	p.provider = provider
	options := make([]kit.Option, 0, len(p.yes))
	for _, t := range p.yes {
		options = append(options, kit.Option{Value: strconv.FormatInt(int64(t.ID), 10), Label: t.Name + ", " + templateview.Language(t.Language)})
	}
	p.field.SetOptions(options)
	if p.chosen.ID == 0 {
		p.tell()
		return
	}
	for _, t := range all {
		if t.ID == p.chosen.ID {
			p.choose(t)
			return
		}
	}
	p.clear()
}

// choose takes a template; one that cannot be sent is told why.
func (p *pick) choose(t app.Template) {
	if !t.Sendable() {
		p.clear()
		p.field.SetError(say("{{.Name}} is {{.Status}}, so nothing can be sent from it.", "Name", t.Name, "Status", frame.T(template.StatusLabel(t))))
		return
	}
	p.chosen = t
	p.field.SetError("")
	p.field.SetValue(strconv.FormatInt(int64(t.ID), 10))
	p.tell()
	p.onChange(t)
}

func (p *pick) clear() {
	p.chosen = app.Template{}
	p.field.SetError("")
	p.field.SetValue("")
	p.tell()
	p.onChange(app.Template{})
}

// tell says below the field what the template is, or why others are missing.
func (p *pick) tell() {
	switch {
	case p.chosen.ID != 0:
		n := plural(len(template.Variables(p.chosen)), "1 variable", "{{.N}} variables")
		if len(template.Variables(p.chosen)) == 0 {
			n = lang.L("no variables")
		}
		text := say("Approved by {{.Provider}}, {{.N}}", "Provider", p.provider, "N", n)
		if p.chosen.Status == app.TemplateDeclared {
			text = say("Declared by you, {{.N}}", "N", n)
		}
		p.field.SetHelp(text)
	case len(p.yes) == 0 && len(p.no) == 0:
		p.field.SetHelp(lang.L("There is no template yet."))
	default:
		p.field.SetHelp(whyNot(p.no))
	}
}
