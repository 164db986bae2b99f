package channelpage

import (
	"context"
	"fmt"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"channeldesk/app"
	"channeldesk/app/outside"
	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
)

// outsidePanel answers "would the provider get through?": the steps of the check
// from outside, each failed one with who must act.
type outsidePanel struct {
	in      *incoming
	card    *fyne.Container
	caption *kit.Cut
	run     *kit.Button
	body    *fyne.Container
	passed  *kit.Cut
	report  *kit.Link
	key     string
}

func newOutsidePanel(in *incoming) *outsidePanel {
	p := &outsidePanel{in: in, caption: kit.NewCut("", kit.Caption, kit.Text3), body: kit.Col(0), passed: kit.NewCut("", kit.Caption, kit.Text3)}
	p.run = kit.NewButton(lang.L("Run check"), p.toggle).WithIcon("refresh-cw")
	p.report = kit.NewLink(lang.L("Copy report"), "copy", func() {
		in.s.shell.CopyText(outsideReport(in.m.report), lang.L("Report copied, without secrets"))
	})
	head := kit.CardHeadTwo(kit.NewCut(lang.L("Check from outside"), kit.Section, kit.Text), p.caption, p.run)
	p.card = kit.NewCard(head, kit.Pad(8, 0, 8, 0, p.body), kit.CardFoot(kit.Grow(p.passed), p.report))
	return p
}

func (p *outsidePanel) apply() {
	m, s := p.in.m, p.in.s
	p.caption.SetText(outsideCaption(m, s.clock.Now()))
	icon, text := "refresh-cw", lang.L("Run check")
	switch {
	case m.checking:
		icon, text = "x", lang.L("Cancel")
	case !m.report.At.IsZero():
		text = lang.L("Run again")
	}
	p.run.SetText(text)
	p.run.SetIcon(icon)
	setShown(p.run, !s.m.looksOnly())
	p.run.SetDisabled(s.m.view.Channel.Protocol == "")
	rows := m.stepRows()
	ran := m.checking || !m.report.At.IsZero()
	setShown(p.report, ran && !m.checking)
	p.passed.SetText(outsidePassed(rows, ran, m.checking))
	if key := fmt.Sprint(ran, m.checking, s.m.looksOnly(), rows); key != p.key {
		p.key = key
		p.fill(rows, ran)
	}
}

func (p *outsidePanel) fill(rows []outside.Step, ran bool) {
	p.body.Objects = nil
	add := func(o fyne.CanvasObject) { p.body.Objects = append(p.body.Objects, o) }
	for _, s := range rows {
		switch {
		case s.State == app.StepFailed:
			add(kit.Pad(8, 16, 8, 16, p.fixBox(s)))
		case s.State == app.StepPassed && s.Warning:
			add(warnedStep(s.CheckStep))
		case s.State == app.StepUnknown:
			add(p.openStep(s))
		case s.State == app.StepSkipped && ran && utf8.RuneCountInString(frame.T(s.Detail)) > detailRoom:
			add(wholeStep(s.CheckStep, kit.NewParagraph(kit.Text3, kit.Caption, frame.T(s.Detail))))
		default:
			add(plainStep(s.CheckStep))
		}
	}
	text := lang.L("Plays the provider against your public address. Nothing it sends is kept or counts as a message.")
	if r := p.in.m.report; ran && !p.in.m.checking {
		text = frame.T(r.Note)
		if !r.Next.IsEmpty() {
			text = frame.T(r.Next) + " " + text
		}
	}
	add(kit.Pad(8, 16, 8, 16, kit.NewNote(kit.KindNeutral, kit.NewParagraph(kit.Text2, kit.Caption, text))))
}

// openStep could not be decided: it says what would decide it.
func (p *outsidePanel) openStep(s outside.Step) fyne.CanvasObject {
	below := []fyne.CanvasObject{kit.NewParagraph(kit.Text3, kit.Caption, frame.T(s.Detail))}
	if !s.Fix.IsEmpty() {
		below = append(below, kit.NewParagraph(kit.Text2, kit.Caption, frame.T(s.Fix)))
	}
	return wholeStep(s.CheckStep, below...)
}

func (p *outsidePanel) fixBox(s outside.Step) fyne.CanvasObject {
	texts := []*kit.Paragraph{kit.NewParagraph(kit.Text, kit.Caption, frame.T(s.Detail))}
	if !s.Fix.IsEmpty() {
		texts = append(texts, kit.NewRuns(kit.Caption, kit.Run{Text: lang.L("To fix it:"), Bold: true}, kit.Run{Text: " " + lowerFirst(frame.T(s.Fix))}))
	}
	if !s.Who.IsEmpty() {
		texts = append(texts, kit.NewRuns(kit.Caption, kit.Run{Text: lang.L("Who must act:"), Bold: true}, kit.Run{Text: " " + frame.T(s.Who)}))
	}
	if s.Code != "" {
		texts = append(texts, kit.NewParagraph(kit.Text2, kit.Caption, s.Code))
	}
	var buttons []fyne.CanvasObject
	if b := p.mendButton(s); b != nil {
		buttons = append(buttons, b)
	}
	kind := kit.KindDanger
	if s.Actor == outside.You {
		kind = kit.KindWarn
	}
	return kit.NewFixBox(kind, p.wrong(s), texts, buttons...)
}

// wrong is the title of a failed step: what is wrong, and not what should be.
func (p *outsidePanel) wrong(s outside.Step) string {
	switch s.ID {
	case outside.StepName:
		return lang.L("The address leads nowhere")
	case outside.StepCertificate:
		return lang.L("The certificate is not right")
	case outside.StepReach:
		return lang.L("The gateway is not reached")
	case outside.StepHandshake:
		return lang.L("The provider's question is not answered")
	}
	return lang.L("The secret does not do its work")
}

// mendButton leads to where a failed step is mended, when that is in the program.
func (p *outsidePanel) mendButton(s outside.Step) fyne.CanvasObject {
	shell := p.in.s.shell
	switch {
	case p.in.s.m.looksOnly() || s.Actor != outside.You && s.ID != outside.StepName:
		return nil // a name may be mistyped in Settings, whoever else looks after it
	case s.Field == app.WebhookSecretName:
		return kit.NewButton(lang.L("Go to the webhook"), func() { p.in.s.selectPart(frame.PartWebhook) })
	case p.in.s.labelOf(s.Field) != "":
		return p.in.s.fieldButton(s.Field, p.in.s.labelOf(s.Field))
	}
	return kit.NewButton(lang.L("Open Settings"), func() { shell.Go(frame.Settings, frame.PartGateway) })
}

func (p *outsidePanel) toggle() {
	if p.in.m.checking {
		p.in.check.Cancel()
		p.in.m.checking, p.in.m.steps = false, nil
		p.apply()
		p.in.s.refresh()
		return
	}
	p.start()
}

// start runs the check.
func (p *outsidePanel) start() {
	in := p.in
	if in.m.checking || in.s.m.looksOnly() || in.s.m.view.Channel.Protocol == "" {
		return
	}
	at, m := in.s.m.at, in.m
	m.checking, m.steps = true, nil
	p.apply()
	in.s.refresh()
	turn := func(step outside.Step) {
		kit.Do(func() {
			if in.m == m && m.checking {
				m.turn(step)
				p.apply()
				in.s.refresh()
			}
		})
	}
	kit.Start(&in.check, in.s.ctx, func(ctx context.Context) (outside.Report, error) {
		return in.s.deps.CheckOutside(ctx, at.Agent, at.Environment, turn)
	}, func(r outside.Report, err error) {
		if in.m != m {
			return
		}
		m.checking, m.steps = false, nil
		if err == nil {
			m.report = r
		}
		p.apply()
		in.s.refresh()
		if err != nil {
			in.s.shell.ShowError(err)
		}
	})
}
