package overview

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"channeldesk/app"
	"channeldesk/app/health"
	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
)

const (
	stripHigh    = 104
	whoWide      = 252
	setupWide    = 396
	freshWide    = 560
	middleHigh   = 328
	stepHigh     = 40
	nextHigh     = 56
	freshHigh    = 60
	activityHigh = 36
	recentHead   = 40
	recentFoot   = 10
	whoAtWide    = 112
	whenWide     = 104
)

func (s *Screen) dashboard(m model) fyne.CanvasObject {
	return kit.Col(16,
		newHealthStrip(m),
		viewerNote(m),
		s.endsCard(m),
		newHalves(s.setup(m), s.deliveries(m)),
		kit.Grow(s.recent(m)),
	)
}

func who(m model) fyne.CanvasObject {
	o := m.overview
	if o.Number == "" {
		icon := kit.Stack(kit.NewBox(kit.NeutralTint, kit.Transparent, 20, 0), kit.Mid(40, 40, kit.NewIcon("phone", 18, kit.Text3)))
		return kit.Row(12, kit.Fix(40, 40, icon), kit.Grow(kit.Col(0,
			kit.NewCut(lang.L("No phone number yet"), kit.BodyStrong, kit.Text),
			kit.NewCut(lang.L("Added in the first step"), kit.Caption, kit.Text3))))
	}
	var name fyne.CanvasObject = kit.NewCutTip(kit.NewCut(o.Name, kit.Section, kit.Text))
	if o.NameOK {
		name = kit.Row(6, name, kit.NewIcon("badge-check", 16, kit.PrimaryText), kit.Grow(kit.Spring()))
	}
	avatar := kit.NewAvatar(app.Initials(o.Name), color.NRGBA{R: 0x0F, G: 0x5E, B: 0x4A, A: 0xFF}, 48, true)
	return kit.Row(12, avatar, kit.Grow(kit.Col(2, name,
		kit.NewCut(o.Number, kit.Mono, kit.Text2),
		kit.NewCut(frame.T(o.Line), kit.Caption, kit.Text3))))
}

var levelIcons = map[health.Level]string{health.Good: "circle-check", health.Warn: "triangle-alert", health.Bad: "circle-x", health.Neutral: ""}

func tile(t health.Tile) fyne.CanvasObject {
	value, ink := kit.Text, kit.Text2
	if frame.T(t.Value) == "-" {
		value = kit.Text3
	}
	switch t.Level {
	case health.Good:
		ink = kit.OkText
	case health.Warn:
		ink = kit.WarnText
	case health.Bad:
		ink = kit.DangerText
	case health.Neutral:
		ink = kit.Text3
	}
	meaning := []fyne.CanvasObject{kit.Grow(kit.NewCutTip(kit.NewCut(frame.T(t.Meaning), kit.Caption, ink)))}
	if icon := levelIcons[t.Level]; icon != "" && !t.Meaning.IsEmpty() {
		meaning = append([]fyne.CanvasObject{kit.NewIcon(icon, 14, ink)}, meaning...)
	}
	return kit.Col(4,
		kit.NewCut(frame.T(t.Label), kit.Caption, kit.Text3),
		kit.NewCut(frame.T(t.Value), kit.Title, value),
		kit.Row(6, meaning...))
}

// setup lists the steps; the next one is highlighted with its button.
func (s *Screen) setup(m model) fyne.CanvasObject {
	done, all := m.overview.Done(), len(m.overview.Steps)
	progress := kit.NewProgress(kit.KindOK)
	progress.SetShare(float64(done) / float64(all))
	rows := []fyne.CanvasObject{
		kit.Pad(0, 16, 0, 16, kit.Fix(0, 24, kit.Row(8, kit.Grow(kit.NewLine(lang.L("Setup"), kit.Section, kit.Text)),
			kit.NewLine(doneText(done, all), kit.Caption, kit.Text2)))),
		kit.Pad(8, 16, 8, 16, progress),
	}
	next, _ := m.overview.Next()
	for _, step := range m.overview.Steps {
		if step.ID == next.ID {
			rows = append(rows, s.nextStep(m, step))
			continue
		}
		rows = append(rows, plainStep(step))
	}
	return kit.NewCard(kit.Pad(12, 0, 0, 0, kit.Col(0, rows...)))
}

func doneText(done, all int) string {
	return lang.L("{{.Done}} of {{.All}} done", map[string]any{"Done": done, "All": all})
}

func plainStep(step health.Step) fyne.CanvasObject {
	icon, ink, result := "circle-check", kit.OkText, frame.T(step.Result)
	if !step.Done {
		icon, ink, result = "circle-dashed", kit.Text3, ""
	}
	return kit.Fix(0, stepHigh, kit.Pad(0, 16, 0, 16, kit.Row(12, kit.NewIcon(icon, 18, ink),
		kit.Grow(kit.NewCut(frame.T(step.Title), kit.Body, kit.Text)),
		kit.NewLine(result, kit.Caption, kit.Text3))))
}

func (s *Screen) nextStep(m model, step health.Step) fyne.CanvasObject {
	row := kit.Row(12, kit.NewIcon("circle-dot", 18, kit.PrimaryText),
		kit.Grow(kit.Col(0, kit.NewParagraph(kit.Text, kit.BodyStrong, frame.T(step.Title)), kit.NewParagraph(kit.Text2, kit.Caption, frame.T(step.Short)))))
	if !m.viewer {
		s.next = func() { s.goTo(m, step) }
		s.button = kit.NewPrimary(frame.T(step.Action), s.next)
		row.Add(s.button)
	}
	return kit.Stack(kit.NewRect(kit.Tint).SetMin(0, nextHigh), kit.Pad(2, 16, 2, 16, row))
}

// goTo leads to where a step is done. Published is locked, so with a Draft the
// work is done there.
func (s *Screen) goTo(m model, step health.Step) {
	if step.Page == frame.Channel && m.env == app.Published && m.agent.HasDraft && step.ID != "token" && step.ID != "webhook" {
		s.shell.ChooseEnvironment(app.Draft)
	}
	s.shell.Go(step.Page, step.Part)
}

// deliveries is empty until messages are sent from here.
func (s *Screen) deliveries(m model) fyne.CanvasObject {
	if m.sent.total > 0 {
		s.sent = s.newDeliveryCard(m.sent)
		return s.sent.card
	}
	title := lang.L("No deliveries yet")
	text := lang.L("The last 7 days of messages show up here once this channel sends some.")
	if m.agent.Sandbox || m.viewer || s.extras.OpenSandbox == nil {
		return middle(kit.NewEmptyLarge(kit.KindNeutral, "chart-column", title, text))
	}
	return middle(kit.NewEmptyLarge(kit.KindNeutral, "chart-column", title, text,
		kit.NewButton(lang.L("Try it in the sandbox first"), s.extras.OpenSandbox).WithIcon("flask-conical")))
}

// middle is a card with one thing in the middle of its height.
func middle(o fyne.CanvasObject) fyne.CanvasObject {
	return kit.NewCard(kit.Grow(kit.Col(0, kit.Grow(kit.Spring()), o, kit.Grow(kit.Spring()))))
}

func (s *Screen) recent(m model) fyne.CanvasObject {
	all := kit.NewQuiet(lang.L("All activity"), func() { s.shell.Go(frame.Activity, "") }).WithTrailing("chevron-right")
	rows := []fyne.CanvasObject{kit.Fix(0, recentHead, kit.Pad(8, 3, 0, 16, kit.Row(8, kit.Grow(kit.NewLine(lang.L("Recent activity"), kit.Section, kit.Text)), all)))}
	for _, r := range m.activity {
		ink := kit.Text2
		if r.warn {
			ink = kit.WarnText
		}
		when := kit.NewCut(r.when, kit.Caption, kit.Text3)
		when.SetAlign(fyne.TextAlignTrailing)
		rows = append(rows, kit.Fix(0, activityHigh, kit.Pad(0, 16, 0, 16, kit.Row(12, kit.NewIcon(r.icon, 16, ink),
			kit.Grow(kit.NewCutTip(kit.NewCut(r.text, kit.Body, kit.Text))),
			kit.Fix(whoAtWide, 0, kit.NewCut(r.who, kit.Caption, kit.Text3)), kit.Fix(whenWide, 0, when)))))
	}
	if len(m.activity) == 0 {
		rows = append(rows, kit.Pad(0, 16, 16, 16, kit.NewParagraph(kit.Text3, kit.Caption, lang.L("What people change, reveal and hand over is written down here."))))
	}
	rows = append(rows, kit.Fix(0, recentFoot, kit.Spring()))
	return kit.NewCard(kit.Col(0, rows...))
}
