package channelpage

import (
	"context"
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
)

// endpointSection tells the provider the channel's address by one call, for
// protocols that offer it, and shows in every state what stands there and what
// to do next.
type endpointSection struct {
	s      *Screen
	col    *fyne.Container
	box    *fyne.Container
	spin   *kit.Activity
	seen   *kit.Paragraph
	scope  *kit.Paragraph
	read   *kit.Link
	remove *kit.Link
	foot   *fyne.Container
	key    string
	task   kit.Task
	stop   context.CancelFunc // ends a registration that is under way
}

func newEndpointSection(s *Screen) *endpointSection {
	e := &endpointSection{s: s, box: kit.Stack(), spin: kit.NewActivity(16, kit.PrimaryText)}
	e.seen = kit.NewParagraph(kit.Text2, kit.Caption, "")
	e.scope = kit.NewParagraph(kit.Text3, kit.Caption, "")
	e.read = kit.NewLink(lang.L("Read what stands there now"), "refresh-cw", e.readNow)
	e.remove = kit.NewLink(lang.L("Unregister"), "", e.askUnregister).SetToken(kit.DangerText)
	e.foot = kit.Row(16, e.read, e.remove)
	e.col = kit.Col(8, e.box, e.seen, kit.RowTop(24, kit.Grow(e.scope), e.foot))
	e.col.Hide()
	return e
}

func (e *endpointSection) apply() {
	m := e.s.m
	setShown(e.col, m.abilities.Register)
	if !m.abilities.Register {
		return
	}
	m.endpoint.lacks = e.s.deps.Registerable(m.view)
	state := m.endpointState()
	e.scope.SetText(frame.T(m.abilities.EndpointScope))
	text := endpointSeenText(m, e.s.clock.Now())
	e.seen.SetText(text)
	setShown(e.seen, text != "")
	busy := m.endpoint.working || m.endpoint.reading
	e.read.SetDisabled(busy)
	e.read.SetText(lang.L("Read what stands there now"))
	if m.endpoint.reading {
		e.read.SetText(say("Asking {{.Provider}}", "Provider", m.view.Declaration.Name))
	}
	setShown(e.read, state != endpointBlocked)
	e.remove.SetDisabled(busy)
	setShown(e.remove, m.canUnregister())
	setShown(e.foot, !m.looksOnly() && (e.read.Visible() || e.remove.Visible()))
	e.turn(state == endpointWorking)
	w := m.view.Channel.Webhook
	key := fmt.Sprint(state, m.endpoint.lacks, m.endpoint.view, m.endpoint.problem, w.Registered, w.LastTry, w.Secret.Ref,
		m.view.WebhookURL, m.view.Declaration.ID, m.looksOnly(), e.s.clock.Now().YearDay())
	if key == e.key {
		return
	}
	e.key = key
	e.box.Objects = []fyne.CanvasObject{kit.Col(8, e.boxes(state)...)}
}

func (e *endpointSection) turn(on bool) {
	if on {
		e.spin.Start()
		return
	}
	e.spin.Stop()
}

// boxes are a call that went wrong by itself, and how the registration stands.
func (e *endpointSection) boxes(state endpointState) []fyne.CanvasObject {
	m := e.s.m
	var out []fyne.CanvasObject
	if p := m.endpoint.problem; p != nil {
		out = append(out, kit.NewNote(kit.KindDanger, kit.NewParagraph(kit.Text, kit.Caption, frame.ErrorText(p))))
	}
	name := m.view.Declaration.Name
	switch state {
	case endpointWorking:
		wait := say("It has up to {{.N}} seconds to answer.", "N", int(registerFor.Seconds()))
		stop := kit.NewButton(lang.L("Stop waiting"), e.cancel)
		return append(out, statusBoxWith(kit.KindInfo, e.spin, say("Waiting for {{.Provider}}", "Provider", name), wait, stop))
	case endpointBlocked:
		return append(out, e.blocked())
	case endpointFailed:
		return append(out, e.failed())
	}
	t := endpointWords(m, state, e.s.clock.Now())
	return append(out, statusBox(t.kind, t.title, t.text, e.button(t.action, t.kind)...))
}

// button is the one that registers; none for who may only look.
func (e *endpointSection) button(text string, kind kit.Kind) []fyne.CanvasObject {
	if text == "" || e.s.m.looksOnly() {
		return nil
	}
	b := kit.NewPrimary(text, func() { e.register("") })
	if kind == kit.KindOK {
		b.As(kit.VariantSecondary)
	}
	b.SetDisabled(!e.s.m.canRegister())
	return []fyne.CanvasObject{b}
}

// blocked lists what must be saved first, with the ways there.
func (e *endpointSection) blocked() fyne.CanvasObject {
	m := e.s.m
	texts := []*kit.Paragraph{kit.NewParagraph(kit.Text, kit.Caption, bullets(m.endpoint.lacks))}
	var ways []fyne.CanvasObject
	v := m.view
	if len(v.Declaration.Missing(v.Channel)) > 0 {
		ways = append(ways, kit.NewButton(lang.L("Go to account and credentials"), func() {
			e.s.selectPart(frame.PartAccount)
		}))
	}
	if v.PublicAddress == "" {
		ways = append(ways, kit.NewButton(lang.L("Enter the public address"), func() { e.s.shell.Go(frame.Settings, frame.PartGateway) }))
	}
	if m.looksOnly() {
		ways = nil
	}
	return kit.NewFixBox(kit.KindInfo, lang.L("Before the endpoint can be registered"), texts, ways...)
}

// failed tells how the latest try ended, why, and what to do.
func (e *endpointSection) failed() fyne.CanvasObject {
	m := e.s.m
	t := tryWords(m, e.s.clock.Now())
	try := m.view.Channel.Webhook.LastTry
	var texts []*kit.Paragraph
	if t.text != "" {
		texts = append(texts, kit.NewParagraph(kit.Text, kit.Caption, t.text))
	}
	if t.fix != "" {
		texts = append(texts, kit.NewRuns(kit.Caption, kit.Run{Text: lang.L("To fix it:"), Bold: true}, kit.Run{Text: " " + fixText(t.fix, m.view.Declaration)}))
	}
	last := t.when
	if try.Detail != "" {
		last += " " + try.Detail
	}
	texts = append(texts, kit.NewParagraph(kit.Text2, kit.Caption, last))
	if len(m.endpoint.lacks) > 0 {
		texts = append(texts, kit.NewParagraph(kit.Text, kit.Caption, bullets(m.endpoint.lacks)))
	}
	buttons := e.button(lang.L("Register again"), kit.KindWarn)
	if try.Detail != "" {
		copyIt := kit.NewQuiet(lang.L("Copy details"), func() { e.s.shell.CopyText(tryDetails(try), lang.L("Details copied")) })
		buttons = append(buttons, copyIt)
	}
	return kit.NewFixBox(t.kind, t.title, texts, buttons...)
}
