package templateeditor

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"channeldesk/app"
	"channeldesk/screens/kit"
	"channeldesk/screens/templateview"
)

// buttonLine is one button: what it does, what stands on it, where it leads. UI
// thread only.
type buttonLine struct {
	l  *buttonList
	at int

	kind    *kit.Select
	text    *kit.TextField
	value   *kit.TextField // address, number, code or flow
	order   *kit.Press
	remove  *kit.Button
	sample  *kit.TextField
	example *fyne.Container
	narrow  *fyne.Container // the text at its width
	wide    *fyne.Container // the text where there is no value
	content *fyne.Container
	asked   bool // the example was asked for
}

// kindWide is the room of what a button does.
const kindWide = 152

func newButtonLine(l *buttonList, at int) *buttonLine {
	b := &buttonLine{l: l, at: at, kind: kit.NewSelect("", nil), text: kit.NewTextField(""), value: kit.NewTextField("").Mono(), sample: kit.NewTextField("").Mono()}
	b.kind.OnChanged = func(value string) {
		l.change(at, func(d *app.ButtonDesign) { d.Kind = app.ButtonKind(value) })
		l.altered()
		b.kind.Focus()
	}
	b.text.SetPlaceholder(lang.L("Words on it"))
	b.text.OnChanged = func(text string) { l.change(at, func(d *app.ButtonDesign) { d.Text = text }) }
	b.value.OnChanged = b.typed
	b.sample.SetPlaceholder("https://pay.example.com/123")
	b.sample.OnChanged = func(text string) { l.change(at, func(d *app.ButtonDesign) { d.Sample = text }) }
	b.order = kit.NewPress(kit.Mid(16, 32, kit.NewIcon("chevrons-up-down", 14, kit.Text2)), 4, func(s kit.PressState) kit.Face {
		if s.Hovered {
			return kit.Face{Fill: kit.NeutralTint}
		}
		return kit.Face{}
	}, b.askOrder)
	kit.AttachTooltip(b.order, lang.L("Move the button"))
	b.remove = kit.NewIconButton("trash-2", lang.L("Remove the button"), func() { l.removeAt(at) })
	kit.AttachTooltip(b.remove, lang.L("Remove the button"))
	b.name()
	b.narrow, b.wide = kit.Stack(), kit.Grow(kit.Stack())
	b.example = kit.Row(8, kit.Fix(kindWide, 0, kit.Pad(0, 0, 0, 12, kit.NewCut(lang.L("Example of the link"), kit.Caption, kit.Text3))), kit.Grow(b.sample))
	b.example.Hide()
	b.content = kit.Col(8, kit.Row(8, kit.Fix(kindWide, 0, b.kind), b.narrow, b.wide, b.order, b.remove), b.example)
	return b
}

// name says for screen readers which button each field belongs to.
func (b *buttonLine) name() {
	args := map[string]any{"N": b.at + 1}
	b.kind.SetSpoken(lang.L("What button {{.N}} does", args))
	b.text.SetSpoken(lang.L("Words on button {{.N}}", args))
	b.sample.SetSpoken(lang.L("Example of the link of button {{.N}}", args))
	b.order.Label = lang.L("Move button {{.N}}", args)
	b.remove.Label = lang.L("Remove button {{.N}}", args)
}

// valueName says what the value of a kind of button is.
func valueName(k app.ButtonKind, n int) string {
	args := map[string]any{"N": n}
	switch k {
	case app.ButtonPhone:
		return lang.L("Phone number of button {{.N}}", args)
	case app.ButtonCopyCode:
		return lang.L("Example code of button {{.N}}", args)
	case app.ButtonFlow:
		return lang.L("Flow of button {{.N}}", args)
	}
	return lang.L("Address of button {{.N}}", args)
}

// fixedWords are the kinds on which the provider's own words stand.
func fixedWords(k app.ButtonKind) bool { return k == app.ButtonCopyCode || k == app.ButtonOther }

func (b *buttonLine) show(d app.ButtonDesign, n int) {
	b.kind.SetOptions(b.l.kindOptions(d.Kind))
	b.kind.SetValue(string(d.Kind))
	b.kind.SetLeading(templateview.ButtonIcon(d.Kind))
	b.text.SetText(d.Text)
	value, hint := "", ""
	switch d.Kind {
	case app.ButtonURL:
		value, hint = d.URL, "https://example.com/pay/{{1}}"
	case app.ButtonPhone:
		value, hint = d.Phone, "+62 21 555 0188"
	case app.ButtonCopyCode:
		value, hint = d.Sample, lang.L("Example code, like 25OFF")
	case app.ButtonFlow:
		value, hint = d.Flow, lang.L("Number of the flow")
	}
	b.value.SetText(value)
	b.value.SetPlaceholder(hint)
	b.value.SetSpoken(valueName(d.Kind, b.at+1))
	b.sample.SetText(d.Sample)
	hasValue, hasText := hint != "", !fixedWords(d.Kind)
	b.place(hasText, hasValue)
	b.order.Hidden = n < 2
	b.showExample(d)
	b.content.Refresh()
}

// place puts the words at their narrow width when a value follows, and over the whole
// width otherwise.
func (b *buttonLine) place(hasText, hasValue bool) {
	wide := b.wide.Objects[0].(*fyne.Container)
	b.narrow.Objects, wide.Objects = nil, nil
	switch {
	case hasText && hasValue:
		b.narrow.Objects = []fyne.CanvasObject{kit.Fix(128, 0, b.text)}
		wide.Objects = []fyne.CanvasObject{b.value}
	case hasValue:
		wide.Objects = []fyne.CanvasObject{b.value}
	case hasText:
		wide.Objects = []fyne.CanvasObject{b.text}
	}
	b.narrow.Hidden = len(b.narrow.Objects) == 0
}

// showExample shows the line for the example of an address when it has a variable,
// and the example is there or was asked for.
func (b *buttonLine) showExample(d app.ButtonDesign) {
	needs := d.Kind == app.ButtonURL && len(app.PlaceholderSpans(d.URL)) > 0
	hidden := !needs || d.Sample == "" && !b.asked
	if b.example.Hidden != hidden {
		b.example.Hidden = hidden
		b.content.Refresh()
		b.l.s.form.relayout()
	}
}

func (b *buttonLine) typed(text string) {
	b.l.change(b.at, func(d *app.ButtonDesign) {
		switch d.Kind {
		case app.ButtonURL:
			d.URL = text
		case app.ButtonPhone:
			d.Phone = text
		case app.ButtonCopyCode:
			d.Sample = text
		case app.ButtonFlow:
			d.Flow = text
		}
	})
	if list := b.l.list(); b.at < len(list) {
		b.showExample(list[b.at])
	}
}

func (b *buttonLine) askOrder() {
	n := len(b.l.list())
	kit.ShowMenu(b.order, []kit.MenuItem{
		{Text: lang.L("Move up"), Disabled: b.at == 0, Do: func() { b.l.move(b.at, -1) }},
		{Text: lang.L("Move down"), Disabled: b.at == n-1, Do: func() { b.l.move(b.at, 1) }},
	})
}

func (b *buttonLine) lock(locked bool) {
	b.kind.SetReadOnly(locked)
	for _, f := range []*kit.TextField{b.text, b.value, b.sample} {
		f.SetReadOnly(locked)
	}
	b.order.SetDisabled(locked)
	b.remove.SetDisabled(locked)
}

// mark marks the field that a rule is about.
func (b *buttonLine) mark(rule string) {
	about := b.fieldOf(rule)
	b.kind.SetFault(rule != "" && about == nil)
	for _, f := range []*kit.TextField{b.text, b.value, b.sample} {
		f.SetFault(about != nil && f == about)
	}
	if rule == "button_url_sample" && b.example.Hidden {
		b.value.SetFault(true)
	}
}

// fieldOf is the field that a rule is about; nil for the kind.
func (b *buttonLine) fieldOf(rule string) *kit.TextField {
	switch rule {
	case "button_label", "button_label_length", "button_label_variables":
		return b.text
	case "button_url", "button_url_length", "button_url_variable", "button_phone", "button_code", "button_flow":
		return b.value
	case "button_url_sample":
		return b.sample
	}
	return nil
}

func (b *buttonLine) focus(rule string) {
	if rule == "button_url_sample" {
		b.asked = true
		if list := b.l.list(); b.at < len(list) {
			b.showExample(list[b.at])
		}
	}
	f := b.fieldOf(rule)
	switch {
	case f != nil:
		b.l.s.focusOn(f)
	case rule != "":
		b.kind.Focus()
	case !b.narrow.Hidden || b.wide.Objects[0].(*fyne.Container).Objects[0] == fyne.CanvasObject(b.text):
		b.l.s.focusOn(b.text)
	default:
		b.l.s.focusOn(b.value)
	}
}
