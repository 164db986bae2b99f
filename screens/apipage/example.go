package apipage

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"channeldesk/app"
	"channeldesk/app/apikey"
	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
)

// example is the card with a program that uses the API. UI thread only.
type example struct {
	s         *Screen
	tabs      *kit.Tabs
	operation *kit.Select
	copy      *kit.Button
	send      *kit.Button
	code      *kit.CodeBlock
	problem   *fyne.Container
	how       *kit.Paragraph // how to run it
	needs     *kit.Paragraph // what the key must be allowed
	repeat    *fyne.Container
	card      *fyne.Container
	text      string // the program as it is copied
}

func newExample(s *Screen) *example {
	e := &example{s: s, code: kit.NewCodeBlock(""), problem: kit.Stack(), how: kit.NewParagraph(kit.Text2, kit.Caption, ""), needs: kit.NewParagraph(kit.Text2, kit.Caption, "")}
	languages := make([]kit.Option, len(apikey.Languages))
	for i, l := range apikey.Languages {
		languages[i] = kit.Option{Value: string(l), Label: l.Label()}
	}
	e.tabs = kit.NewTabHead(20, languages)
	e.tabs.OnSelected = func(string) { e.turn() }
	operations := make([]kit.Option, len(apikey.Operations))
	for i, o := range apikey.Operations {
		operations[i] = kit.Option{Value: string(o), Label: lang.L(o.Label())}
	}
	e.operation = kit.NewSelect("", operations)
	e.operation.SetSpoken(lang.L("What the example does"))
	e.operation.SetValue(string(apikey.SendTemplate))
	e.operation.OnChanged = func(string) { e.turn() }
	e.copy = kit.NewButton(lang.L("Copy"), func() { s.shell.CopyText(e.text, lang.L("Example copied")) }).WithIcon("copy")
	e.copy.Label = lang.L("Copy the example")
	e.send = kit.NewButton(lang.L("Run it now"), s.askSend).WithIcon("send")
	e.send.Hide()
	e.problem.Hide()
	e.repeat = noteLine("info", kit.NewParagraph(kit.Text2, kit.Caption, lang.L("The same Idempotency-Key never sends twice, so a retry after a timeout is safe.")))
	head := kit.Ends(8, kit.Row(24, kit.NewLine(lang.L("Example"), kit.Section, kit.Text), e.tabs),
		kit.Row(8, kit.Fix(216, 0, e.operation), kit.Grow(kit.Spring()), e.send, e.copy))
	below := kit.Col(6, noteLine("book", e.how), noteLine("key-round", e.needs), e.repeat)
	e.card = kit.NewCard(kit.Pad(0, 16, 15, 16, kit.Col(6, head, e.code, e.problem, kit.Pad(4, 0, 0, 0, below))))
	return e
}

func noteLine(icon string, text *kit.Paragraph) *fyne.Container {
	return kit.RowTop(6, kit.Pad(1, 0, 0, 0, kit.NewIcon(icon, 14, kit.Text3)), kit.Grow(text))
}

// values are the agent's own ones with the base address.
func (e *example) values() apikey.Values {
	v := e.s.got.values
	if v.BaseURL = e.s.address.base(); v.BaseURL == "" {
		v.BaseURL = sampleAddress + apiPath
	}
	return v
}

func (e *example) show() { e.turn() }

// turn writes the example of what is chosen.
func (e *example) turn() {
	o, l := apikey.Operation(e.operation.Value()), apikey.Language(e.tabs.Selected())
	written, err := e.s.deps.Examples(o, l, e.values())
	same := e.text == written.Code && err == nil
	e.text = written.Code
	e.copy.SetDisabled(err != nil)
	e.code.Hidden, e.problem.Hidden = err != nil, err == nil
	e.repeat.Hidden = o.Scope() != app.ScopeSend
	e.send.Hidden = !e.maySend(o)
	if err != nil {
		e.problem.Objects = []fyne.CanvasObject{kit.NewNote(kit.KindWarn, kit.NewParagraph(kit.Text, kit.Caption, frame.ErrorText(err)))}
		e.how.SetText("")
	} else if !same {
		e.code.SetRuns(colour(l, written.Code))
		e.how.SetText(frame.T(written.Comment))
	}
	e.needs.SetText(lang.L("It needs a key that may read."))
	if o.Scope() == app.ScopeSend {
		e.needs.SetText(lang.L("It needs a key that may send."))
	}
	e.card.Refresh()
	e.s.content.Refresh()
}

// maySend reports whether the page itself can do what the example does: a
// template only when the agent has one.
func (e *example) maySend(o apikey.Operation) bool {
	if e.s.deps.SendNow == nil || !e.s.mayManage {
		return false
	}
	return o == apikey.SendText || o == apikey.SendTemplate && e.s.got.values.Template.Name != ""
}
