package apipage

import (
	"context"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"channeldesk/app"
	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
)

const (
	apiPath   = "/v1"
	guidePath = "/docs"
	// sampleAddress stands in the examples while there is no public address.
	sampleAddress = "https://wa.client.example"
	addressWide   = 400
)

// address is the card with the base URL. UI thread only.
type address struct {
	s       *Screen
	env     *kit.Line
	url     *kit.Cut
	copy    *kit.Button
	icon    *kit.Icon
	answer  *kit.Line
	guide   *kit.Button
	state   *fyne.Container
	missing *fyne.Container
	card    *fyne.Container
	last    time.Time // when it answered last; zero for never
	task    kit.Task
}

func newAddress(s *Screen) *address {
	a := &address{s: s, env: kit.NewLine("", kit.Caption, kit.Text3), url: kit.NewCut("", kit.MonoBody, kit.Text),
		icon: kit.NewIcon("circle-check", 14, kit.OkText), answer: kit.NewLine("", kit.Caption, kit.OkText)}
	a.copy = kit.NewButton(lang.L("Copy"), func() { s.shell.CopyText(a.base(), lang.L("Base URL copied")) }).WithIcon("copy")
	a.copy.Label = lang.L("Copy base URL")
	a.guide = kit.NewButton(lang.L("API guide"), func() { s.shell.OpenLink(s.got.view.PublicAddress + guidePath) }).WithIcon("book")
	a.state = kit.Row(6, a.icon, a.answer)
	a.state.Hide()
	box := kit.Fix(addressWide, 32, kit.Stack(kit.NewBox(kit.Sunken, kit.Border, 6, 1), kit.Pad(6, 11, 6, 11, kit.NewCutTip(a.url))))
	name := kit.Fix(104, 0, kit.Col(0, kit.NewLine(lang.L("Base URL"), kit.BodyStrong, kit.Text), a.env))
	row := kit.Ends(12, kit.Row(12, name, box, a.copy), kit.Row(12, a.state, a.guide))
	a.missing = kit.Stack()
	a.card = kit.NewCard(kit.Pad(11, 16, 11, 16, kit.Col(12, row, a.missing)))
	return a
}

// base is the base URL, "" when there is no public address.
func (a *address) base() string {
	if a.s.got.view.PublicAddress == "" {
		return ""
	}
	return strings.TrimRight(a.s.got.view.PublicAddress, "/") + apiPath
}

func (a *address) forget() {
	a.task.Cancel()
	a.last = time.Time{}
	a.state.Hide()
}

func (a *address) show() {
	a.env.SetText(frame.EnvironmentName(a.s.at.Environment))
	base := a.base()
	has := base != ""
	a.copy.SetDisabled(!has)
	a.guide.Hidden = !has
	a.missing.Hidden = has
	if !has {
		a.url.SetText(lang.L("No public address yet"))
		a.url.SetToken(kit.Text3)
		a.url.SetStyle(kit.Body)
		a.state.Hide()
		a.missing.Objects = []fyne.CanvasObject{a.whatToDo()}
		return
	}
	a.url.SetToken(kit.Text)
	a.url.SetStyle(kit.MonoBody)
	a.url.SetText(base)
	a.ask(base)
}

// whatToDo says what the page lacks without a public address.
func (a *address) whatToDo() fyne.CanvasObject {
	var actions []fyne.CanvasObject
	if a.s.role.Allows(app.MayEdit) {
		actions = append(actions, kit.NewLink(lang.L("Enter the public address"), "arrow-right", func() { a.s.shell.Go(frame.Settings, frame.PartGateway) }))
	}
	return kit.NewNote(kit.KindWarn, kit.NewRuns(kit.Caption,
		kit.Run{Text: lang.L("The client's systems cannot reach the API yet.") + " ", Bold: true},
		kit.Run{Text: lang.L("They need the address under which the internet reaches the gateway. Keys can be made already; the examples show {{.Sample}} in its place.", map[string]any{"Sample": sampleAddress})}), actions...)
}

// ask finds out whether the base URL answers.
func (a *address) ask(base string) {
	if a.s.deps.Reach == nil {
		return
	}
	kit.Start(&a.task, a.s.ctx, func(ctx context.Context) (time.Duration, error) {
		return a.s.deps.Reach(ctx, base)
	}, a.told)
}

func (a *address) told(took time.Duration, err error) {
	if app.ErrorCode(err) == app.CodeCancelled {
		return
	}
	kind, icon := kit.KindOK, "circle-check"
	text := lang.L("Answering, {{.N}} ms", map[string]any{"N": max(int(took.Milliseconds()), 1)})
	switch {
	case err == nil:
		a.last = a.s.clock.Now()
	case a.last.IsZero():
		kind, icon, text = kit.KindDanger, "circle-x", lang.L("Not answering")
	default:
		kind, icon, text = kit.KindDanger, "circle-x", lang.L("Not answering, last {{.Time}}", map[string]any{"Time": frame.When(a.last, a.s.clock.Now())})
	}
	a.icon.SetName(icon)
	a.icon.SetToken(kind.Ink())
	a.answer.SetToken(kind.Ink())
	a.answer.SetText(text)
	a.state.Show()
	a.card.Refresh()
}
