package channelpage

import (
	"context"
	"fmt"
	"time"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"channeldesk/app"
	"channeldesk/app/protocol"
	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
)

// checkPanel answers "will it work?": the steps of the connection check, each
// failed one with what mends it.
type checkPanel struct {
	s       *Screen
	card    *fyne.Container
	caption *kit.Cut
	run     *kit.Button
	body    *fyne.Container
	passed  *kit.Cut
	report  *kit.Link
	key     string // what the body shows, so that a reload disturbs nothing
}

func newCheckPanel(s *Screen) *checkPanel {
	p := &checkPanel{s: s, caption: kit.NewCut("", kit.Caption, kit.Text3), body: kit.Col(0)}
	p.run = kit.NewButton(lang.L("Run again"), p.toggle).WithIcon("refresh-cw")
	p.passed = kit.NewCut("", kit.Caption, kit.Text3)
	p.report = kit.NewLink(lang.L("Copy report"), "copy", func() {
		s.shell.CopyText(reportText(s.m, s.clock.Now()), lang.L("Report copied, without secrets"))
	})
	head := kit.CardHeadTwo(kit.NewCut(lang.L("Connection check"), kit.Section, kit.Text), p.caption, p.run)
	p.card = kit.NewCard(head, kit.Pad(8, 0, 8, 0, p.body), kit.Spring(), kit.CardFoot(kit.Grow(p.passed), p.report))
	return p
}

func (p *checkPanel) apply() {
	m := p.s.m
	text, tok := checkCaption(m, p.s.clock.Now())
	p.caption.SetText(text)
	p.caption.SetToken(tok)
	switch {
	case m.running:
		p.run.SetText(lang.L("Cancel"))
		p.run.SetIcon("x")
	case m.report().At.IsZero():
		p.run.SetText(lang.L("Run check"))
		p.run.SetIcon("refresh-cw")
	default:
		p.run.SetText(lang.L("Run again"))
		p.run.SetIcon("refresh-cw")
	}
	p.run.SetDisabled(!m.canCheck())
	setShown(p.run, !m.looksOnly())
	rows := m.rows()
	ran := m.running || !m.report().At.IsZero()
	setShown(p.report, !m.running && ran)
	p.passed.SetText(plural(len(rows), "1 step", "{{.N}} steps"))
	if ran {
		p.passed.SetText(passedText(rows))
	}
	problem := ""
	if m.actionProblem != nil {
		problem = frame.ErrorText(m.actionProblem)
	}
	if key := fmt.Sprint(m.running, m.readOnly(), m.looksOnly(), m.abilities.Register, m.abilities.TestSend, m.held.Protocol != nil, problem, rows); key != p.key {
		p.key = key
		p.fill(rows, problem)
	}
}

func (p *checkPanel) fill(rows []app.CheckStep, problem string) {
	p.body.Objects = nil
	add := func(o fyne.CanvasObject) { p.body.Objects = append(p.body.Objects, o) }
	if len(rows) == 0 {
		add(kit.Pad(9, 16, 9, 16, kit.NewParagraph(kit.Text2, kit.Body, lang.L("Choose a protocol. The check then shows here, step by step, whether the channel works."))))
	}
	var doubtful *app.CheckStep
	for _, step := range rows {
		switch {
		case step.State == app.StepFailed:
			add(kit.Pad(8, 16, 8, 16, p.fixBox(step, problem)))
		case step.State == app.StepPassed && step.Warning:
			add(warnedStep(step))
		case p.offers(step) && isLast(rows, step):
			add(p.offeredStep(step))
		default:
			add(plainStep(step))
		}
		if step.State == app.StepUnknown && doubtful == nil && !step.Fix.IsEmpty() && !p.offers(step) {
			doubtful = &step
		}
	}
	if doubtful != nil {
		add(kit.Pad(8, 16, 0, 16, p.doubtNote(*doubtful)))
	}
}

// doubtNote calms about a step that could not be decided, and says to who may do
// it what would; what it is about stands at the step itself.
func (p *checkPanel) doubtNote(step app.CheckStep) fyne.CanvasObject {
	runs := []kit.Run{{Text: lang.L("Nothing is known to be wrong."), Bold: true}}
	if !p.s.m.looksOnly() {
		runs = append(runs, kit.Run{Text: " " + frame.T(step.Fix)})
	}
	return kit.NewNote(kit.KindNeutral, kit.NewRuns(kit.Caption, runs...))
}

func kitState(s app.StepState) kit.StepState {
	switch s {
	case app.StepPassed:
		return kit.StepPassed
	case app.StepUnknown:
		return kit.StepUnknown
	case app.StepRunning:
		return kit.StepRunning
	case app.StepFailed:
		return kit.StepFailed
	}
	return kit.StepWaiting
}

func stepDetail(s app.CheckStep) string {
	if s.Detail.IsEmpty() {
		switch s.State {
		case app.StepRunning:
			return lang.L("Checking")
		case app.StepUnknown:
			return lang.L("Could not check")
		case app.StepSkipped:
			return lang.L("Not checked yet")
		}
	}
	return frame.T(s.Detail)
}

// detailRoom is how many letters of a detail surely fit on one line of the panel.
const detailRoom = 44

// plainStep is a step that needs nothing done. A long detail is shown whole.
func plainStep(s app.CheckStep) fyne.CanvasObject {
	detail := stepDetail(s)
	if s.State == app.StepRunning || utf8.RuneCountInString(detail) <= detailRoom {
		return kit.NewCheckStep(kitState(s.State), frame.T(s.Title), detail)
	}
	return wholeStep(s, kit.NewParagraph(kit.Text3, kit.Caption, detail))
}

// wholeStep is a step with all of its texts, and what stands below them.
func wholeStep(s app.CheckStep, below ...fyne.CanvasObject) fyne.CanvasObject {
	name, ink, title := "circle-dashed", kit.Text3, kit.Text2
	switch s.State {
	case app.StepPassed:
		name, ink, title = "circle-check", kit.OkText, kit.Text
	case app.StepUnknown:
		name, ink, title = "circle-help", kit.WarnText, kit.Text
	}
	texts := append([]fyne.CanvasObject{kit.NewCut(frame.T(s.Title), kit.Body, title)}, below...)
	return kit.Pad(9, 16, 9, 16, kit.RowTop(12, kit.Pad(2, 0, 0, 0, kit.NewIcon(name, 16, ink)), kit.Grow(kit.Col(0, texts...))))
}

// warnedStep passed but needs attention soon: its texts are shown whole.
func warnedStep(s app.CheckStep) fyne.CanvasObject {
	texts := []fyne.CanvasObject{kit.NewCut(frame.T(s.Title), kit.Body, kit.Text), kit.NewParagraph(kit.WarnText, kit.Caption, frame.T(s.Detail))}
	if !s.Fix.IsEmpty() {
		texts = append(texts, kit.NewParagraph(kit.Text3, kit.Caption, frame.T(s.Fix)))
	}
	mark := kit.Pad(2, 0, 0, 0, kit.NewIcon("triangle-alert", 16, kit.WarnText))
	return kit.Pad(9, 16, 9, 16, kit.RowTop(12, mark, kit.Grow(kit.Col(0, texts...))))
}

// offers reports whether a step that is not decided can be from here, by a test
// message most of all.
func (p *checkPanel) offers(step app.CheckStep) bool {
	open := step.State == app.StepSkipped || step.State == app.StepUnknown
	return open && !p.s.m.running && p.s.actionButton(step) != nil
}

// isLast reports whether no later one of the steps has the same action: the
// button stands there once.
func isLast(rows []app.CheckStep, step app.CheckStep) bool {
	last := ""
	for _, r := range rows {
		if r.Action == step.Action {
			last = r.ID
		}
	}
	return last == step.ID
}

// offeredStep is such a step with its button.
func (p *checkPanel) offeredStep(step app.CheckStep) fyne.CanvasObject {
	below := []fyne.CanvasObject{kit.NewParagraph(kit.Text3, kit.Caption, stepDetail(step))}
	if !step.Fix.IsEmpty() {
		below = append(below, kit.NewParagraph(kit.Text2, kit.Caption, frame.T(step.Fix)))
	}
	b := p.s.actionButton(step).As(kit.VariantSecondary)
	return wholeStep(step, append(below, kit.Pad(8, 0, 4, 0, kit.Wrap(8, b)))...)
}

// actionButton is the button of the ability that mends a step from here; nil
// when there is none, or when the member may only look.
func (s *Screen) actionButton(step app.CheckStep) *kit.Button {
	var b *kit.Button
	can := s.m.abilities
	switch a := protocol.Ability(step.Action); {
	case s.m.looksOnly():
		return nil
	case a == protocol.AbilitySubscribe:
		b = kit.NewPrimary(lang.L("Subscribe now"), func() { s.subscribe(b) })
	case a == protocol.AbilityRegister && can.Register:
		b = kit.NewPrimary(lang.L("Register endpoint"), s.registerEndpoint)
	case a == protocol.AbilityTestSend && can.TestSend:
		about, _ := s.m.declaration().Secret(step.Field)
		b = kit.NewPrimary(lang.L("Send a test message"), func() { s.askTest(about.TestWith) }).WithIcon("send")
	default:
		return nil
	}
	b.SetDisabled(s.m.running)
	return b
}

// fixBox is a failed step: what happened, what to do, and the buttons for it.
func (p *checkPanel) fixBox(step app.CheckStep, problem string) fyne.CanvasObject {
	s, d := p.s, p.s.m.declaration()
	var texts []*kit.Paragraph
	if !step.Detail.IsEmpty() {
		texts = append(texts, kit.NewParagraph(kit.Text, kit.Caption, frame.T(step.Detail)))
	}
	if !step.Fix.IsEmpty() {
		texts = append(texts, kit.NewRuns(kit.Caption, kit.Run{Text: lang.L("To fix it:"), Bold: true},
			kit.Run{Text: " " + fixText(frame.T(step.Fix), d)}))
	}
	if step.Code != "" {
		texts = append(texts, kit.NewParagraph(kit.Text2, kit.Caption, step.Code))
	}
	var buttons []fyne.CanvasObject
	if b := s.actionButton(step); b != nil {
		buttons = append(buttons, b)
		if problem != "" {
			texts = append(texts, kit.NewParagraph(kit.DangerText, kit.Caption, problem))
		}
	}
	if label := s.labelOf(step.Field); label != "" && !s.m.looksOnly() {
		buttons = append(buttons, s.fieldButton(step.Field, label))
	}
	if len(d.FindHelp) > 0 && step.Action != string(protocol.AbilityRegister) && step.Action != string(protocol.AbilityTestSend) {
		buttons = append(buttons, kit.NewQuiet(lang.L("Show me where"), s.showFindHelp))
	}
	kind := kit.KindDanger
	if step.Action != "" {
		kind = kit.KindWarn // one press mends it
	}
	return kit.NewFixBox(kind, frame.T(step.Title), texts, buttons...)
}

// fieldButton leads to the field or secret at fault.
func (s *Screen) fieldButton(name, label string) fyne.CanvasObject {
	text := say("Go to {{.Label}}", "Label", label)
	if _, ok := s.m.declaration().Secret(name); ok && !s.m.readOnly() {
		text = lang.L("Replace it")
	}
	return kit.NewButton(text, func() { s.focusField(name) })
}

func (s *Screen) labelOf(name string) string {
	d := s.m.declaration()
	if name == accountCode {
		return lang.L("Account code")
	}
	if f, ok := d.Field(name); ok {
		return lang.L(f.Label)
	}
	if f, ok := d.Secret(name); ok {
		return lang.L(f.Label)
	}
	return ""
}

func (p *checkPanel) toggle() {
	if p.s.m.running {
		p.s.cancelCheck()
		return
	}
	p.s.runCheck()
}

// runCheck checks what is saved, after what is being typed was saved.
func (s *Screen) runCheck() {
	if !s.m.canCheck() || s.m.running {
		return
	}
	s.commitTyped()
	s.saves.whenDone(s.startCheck)
}

// checkAnew runs the check after something was changed at the provider: one that
// is under way began before that and says nothing.
func (s *Screen) checkAnew() {
	if s.m.running {
		s.cancelCheck()
	}
	s.runCheck()
}

func (s *Screen) startCheck() {
	if s.ctx.Err() != nil {
		return // the page was left while something was being saved
	}
	at, m := s.m.at, s.m
	m.running, m.steps, m.actionProblem = true, nil, nil
	s.apply()
	s.shell.SetConnection(m.connection(s.clock.Now()), true)
	turn := func(step app.CheckStep) {
		kit.Do(func() {
			if s.m == m && m.running {
				m.turn(step)
				s.panel.apply()
				s.refresh()
			}
		})
	}
	kit.Start(&s.check, s.ctx, func(ctx context.Context) (app.CheckReport, error) {
		return s.deps.Check(ctx, at.Agent, at.Environment, turn)
	}, func(r app.CheckReport, err error) {
		if s.m != m {
			return
		}
		m.running = false
		if err == nil {
			m.view.Report = r
			if r.At.IsZero() {
				m.view.Report.At = s.clock.Now().Truncate(time.Millisecond)
			}
		}
		s.apply()
		s.shell.SetConnection(m.connection(s.clock.Now()), false)
		if err != nil {
			s.shell.ShowError(err)
			return
		}
		s.Reload()
	})
}

func (s *Screen) cancelCheck() {
	s.check.Cancel()
	s.m.running, s.m.steps = false, nil
	s.apply()
	s.shell.SetConnection(s.m.connection(s.clock.Now()), false)
}

// subscribe lets the provider pass messages on, then checks again.
func (s *Screen) subscribe(b *kit.Button) {
	at := s.m.at
	b.SetBusy(true)
	kit.Start(&s.act, s.ctx, func(ctx context.Context) (struct{}, error) {
		return struct{}{}, s.deps.Subscribe(ctx, at.Agent, at.Environment)
	}, func(_ struct{}, err error) {
		b.SetBusy(false)
		if at != s.m.at {
			return
		}
		s.m.remote = nil
		if err != nil {
			s.m.actionProblem = err
			s.apply()
			return
		}
		s.runCheck()
	})
}
