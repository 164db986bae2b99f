package templatepage

import (
	"context"
	"reflect"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"channeldesk/app"
	"channeldesk/app/template"
	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
	"channeldesk/screens/templateview"
)

// facts are what only asking tells of a template.
type facts struct {
	uses       template.Uses
	mayEdit    error
	mayUnpause error // of one that is not paused it says nothing
}

// same reports whether others would show nothing new.
func (f facts) same(o facts) bool {
	return errorWords(f.mayEdit) == errorWords(o.mayEdit) && errorWords(f.mayUnpause) == errorWords(o.mayUnpause) && reflect.DeepEqual(f.uses, o.uses)
}

func errorWords(err error) string {
	if err == nil {
		return ""
	}
	return frame.ErrorText(err)
}

// detail shows one template in one language. UI thread only.
type detail struct {
	s       *Screen
	card    *fyne.Container
	head    *fyne.Container
	body    *fyne.Container
	foot    *fyne.Container
	preview *kit.MessageView
	used    *fyne.Container
	sent    *kit.Link // to the messages that were sent with it

	shown   entry
	drawn   drawn
	facts   *facts // nil until they came
	samples map[string]string
	typed   map[app.TemplateID]map[string]string // what was typed for each template
	load    kit.Task
	act     kit.Task
}

// drawn is what the details were drawn for, besides the entry.
type drawn struct {
	languages string
	mayDo     bool
	other     bool // the other environment can take a copy
	any       bool
}

func newDetail(s *Screen) *detail {
	d := &detail{s: s, head: kit.Col(0), body: kit.Col(12), foot: kit.Stack(), used: kit.Col(2), typed: map[app.TemplateID]map[string]string{}}
	d.sent = kit.NewLink(lang.L("Open in History"), "history", func() {
		s.shell.Go(frame.History, frame.HistoryPart(frame.HistoryLink{Template: d.shown.template.Name}))
	})
	d.preview = kit.NewMessageView()
	scroll := kit.ScrollBox(kit.Pad(0, 16, 12, 16, d.body))
	d.card = kit.NewCard(d.head, kit.Grow(scroll), d.foot)
	return d
}

func (d *detail) forget() {
	d.leave()
	d.shown, d.drawn, d.facts = entry{}, drawn{}, nil
	clear(d.typed)
}

func (d *detail) leave() { d.load.Cancel() }

// show follows what is chosen in the list; the same thing again is left alone.
func (d *detail) show() {
	g, e, ok := d.s.chosen()
	if !ok {
		d.shown, d.drawn = entry{}, drawn{}
		d.load.Cancel()
		d.head.Objects, d.body.Objects, d.foot.Objects = nil, []fyne.CanvasObject{kit.Pad(16, 0, 0, 0, kit.NewParagraph(kit.Text3, kit.Caption, lang.L("Nothing is chosen.")))}, nil
		d.card.Refresh()
		return
	}
	now := drawn{languages: shortLanguages(g), mayDo: d.s.mayDo, other: d.s.got.view.Agent.HasDraft, any: true}
	again := same(e, d.shown) && now == d.drawn
	another := e.template.ID != d.shown.template.ID || e.draft.ID != d.shown.draft.ID
	if again {
		d.ask()
		return
	}
	if another {
		d.facts = nil
	}
	d.shown, d.drawn = e, now
	d.build(g, e)
	d.ask()
}

// ask reads what uses the template and whether it may be changed.
func (d *detail) ask() {
	e := d.shown
	if !e.known() {
		return
	}
	mayDo := d.s.mayDo
	kit.Start(&d.load, d.s.ctx, func(ctx context.Context) (f facts, err error) {
		if f.uses, err = d.s.deps.Templates.Uses(ctx, e.template.ID, false); err != nil {
			return f, err
		}
		if mayDo {
			f.mayEdit = d.s.deps.Templates.MayEdit(ctx, e.template.ID)
			if e.template.Status == app.TemplatePaused {
				f.mayUnpause = d.s.deps.Templates.MayUnpause(ctx, e.template.ID)
			}
		}
		return f, nil
	}, func(f facts, err error) {
		if err != nil || d.shown.template.ID != e.template.ID {
			return
		}
		before := d.facts
		if d.facts = &f; before != nil && before.same(f) {
			return // the buttons that stand there may have the keyboard
		}
		d.tellUses()
		d.buildFoot()
		d.card.Refresh()
	})
}

func (d *detail) build(g group, e entry) {
	t := e.template
	kind, icon, word := templateview.NotSent()
	if e.known() {
		kind, icon, word = templateview.Status(t)
	} else {
		t = templateview.OfDraft(e.draft)
	}
	name := g.name
	if name == "" {
		name = lang.L("Without a name")
	}
	title := kit.NewCutTip(kit.NewCut(name, kit.Section, kit.Text))
	d.head.Objects = []fyne.CanvasObject{
		kit.Pad(16, 16, 8, 16, kit.Row(8, kit.Grow(title), kit.NewChip(kind, icon, word, true))),
		kit.Pad(0, 16, 12, 16, kit.NewParagraph(kit.Text3, kit.Caption, captionText(t, e, d.s.clock.Now()))),
	}
	d.samples = templateview.Samples(t)
	for k, v := range d.typed[t.ID] {
		d.samples[k] = v
	}
	var parts []fyne.CanvasObject
	if len(g.entries) > 1 {
		parts = append(parts, d.languages(g, e))
	}
	parts = append(parts, d.notes(e)...)
	d.drawPreview(t)
	parts = append(parts, d.preview)
	if note := templateview.CodeNote(t); note != "" {
		parts = append(parts, kit.NewParagraph(kit.Text3, kit.Caption, note))
	}
	parts = append(parts, d.sampleFields(t)...)
	if e.known() {
		d.tellUses()
		parts = append(parts, d.used)
	}
	parts = append(parts, d.links(e)...)
	parts = append(parts, kit.Grow(kit.Spring()), d.protocolNote(e))
	d.body.Objects = parts
	d.buildFoot()
	d.card.Refresh()
}

// languages is the switch between the languages of one template.
func (d *detail) languages(g group, e entry) fyne.CanvasObject {
	var options []kit.Option
	at := 0
	for i, x := range g.entries {
		label := templateview.Language(x.language)
		options = append(options, kit.Option{Value: strconv.Itoa(i), Label: label})
		if same(x, e) {
			at = i
		}
	}
	turn := func(v string) {
		if i, err := strconv.Atoi(v); err == nil && i < len(g.entries) {
			d.s.choose(g.name, g.entries[i].language)
		}
	}
	beside := kit.NewLink(lang.L("Side by side"), "", func() { d.sideBySide(g) })
	if len(options) <= 3 {
		c := kit.NewSegmented(options).Small()
		c.SetSpoken(lang.L("Language"))
		c.SetValue(strconv.Itoa(at))
		c.OnChanged = turn
		return kit.Wrap(12, c, kit.Mid(0, 28, beside))
	}
	c := kit.NewSelect("", options)
	c.SetPrefix(lang.L("Language"))
	c.SetValue(strconv.Itoa(at))
	c.OnChanged = turn
	return kit.Col(4, c, kit.Row(0, beside, kit.Spring()))
}

func (d *detail) drawPreview(t app.Template) {
	m := templateview.Message(t, d.samples, d.s.clock.Now().Local().Format("15:04"))
	m.Hint = lang.L("Nothing is written yet.")
	d.preview.Set(m)
}

// sampleFields let a person try values; they stay on this page.
func (d *detail) sampleFields(t app.Template) []fyne.CanvasObject {
	var fields []fyne.CanvasObject
	for _, v := range template.Variables(t) {
		switch v.Kind {
		case template.Plain, template.Code, template.File:
		default:
			continue // nothing of it is to be seen
		}
		f := kit.NewTextField(sampleLabel(t, v))
		f.SetText(d.samples[v.Key])
		f.OnChanged = func(text string) {
			d.samples[v.Key] = text
			if d.typed[t.ID] == nil {
				d.typed[t.ID] = map[string]string{}
			}
			d.typed[t.ID][v.Key] = text
			d.drawPreview(t)
		}
		fields = append(fields, f)
	}
	var rows []fyne.CanvasObject
	for i := 0; i < len(fields); i += 2 {
		second := fyne.CanvasObject(kit.Spring())
		if i+1 < len(fields) {
			second = fields[i+1]
		}
		rows = append(rows, kit.Even(12, fields[i], second))
	}
	return rows
}

// sampleLabel names a field by what stands in the text, or by our own name.
func sampleLabel(t app.Template, v template.Variable) string {
	if t.Labels[v.Key] == "" && v.Where == "body" && v.Kind == template.Plain {
		return lang.L("Sample for {{.Variable}}", map[string]any{"Variable": "{{" + v.Name + "}}"})
	}
	return frame.T(v.Label)
}

// tellUses says what would miss the template.
func (d *detail) tellUses() {
	lines := []string{lang.L("Looking what uses it")}
	if d.facts != nil {
		lines = usesText(d.facts.uses)
	}
	title := []fyne.CanvasObject{kit.NewLine(lang.L("What uses it"), kit.CaptionStrong, kit.Text2), kit.Spring()}
	if d.facts != nil && (d.facts.uses.Waiting > 0 || len(d.facts.uses.Sent) > 0) {
		title = append(title, d.sent)
	}
	d.used.Objects = []fyne.CanvasObject{kit.Row(8, title...)}
	for _, text := range lines {
		d.used.Objects = append(d.used.Objects, kit.NewParagraph(kit.Text3, kit.Caption, text))
	}
}

// protocolNote says what can be done here with this provider's templates.
func (d *detail) protocolNote(e entry) fyne.CanvasObject {
	return kit.NewNote(kit.KindNeutral, kit.NewParagraph(kit.Text2, kit.Caption, protocolText(d.s.got.view.Declaration.Name, d.s.got.offer)))
}
