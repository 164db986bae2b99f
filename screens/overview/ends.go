package overview

import (
	"context"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"channeldesk/app"
	"channeldesk/app/radar"
	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
)

const (
	endsMost = 4 // rows of the card; more are counted
	endHigh  = 48
	endWide  = 96  // of the date
	leftWide = 148 // of the chip with the days
	mendWide = 104 // of the button
)

// endRow is one thing that ends soon or has ended, ready to be drawn.
type endRow struct {
	label, note string
	env         app.Environment
	date        string
	left        string
	kind        kit.Kind
	action      string
	page, part  string
}

// endsOf reads what ends with one agent; more is how many did not fit.
func endsOf(ctx context.Context, deps Deps, agent app.AgentID, now time.Time) (rows []endRow, more int, err error) {
	ends, err := deps.Ahead(ctx)
	if app.ErrorCode(err) == app.CodeForbidden {
		return nil, 0, nil // then there is nothing to see of it
	}
	for _, e := range ends {
		switch {
		case e.Agent.ID != agent:
		case len(rows) == endsMost:
			more++
		default:
			rows = append(rows, newEndRow(e, now))
		}
	}
	return rows, more, err
}

func newEndRow(e radar.End, now time.Time) endRow {
	r := endRow{
		label: frame.T(e.Label), note: frame.T(e.Note), env: e.Environment, date: endDate(e.EndsAt, now),
		left: daysText(e.Days), kind: endKind(e), action: lang.L("Replace it"), page: e.Page, part: e.Part,
	}
	switch e.Kind {
	case radar.KindOldWebhookSecret:
		r.action = lang.L("Look at it")
	case radar.KindAPIKey:
		r.action = lang.L("Rotate it")
	case radar.KindSecret:
	}
	return r
}

// endDate is the day of an end, with the time when it is today.
func endDate(t, now time.Time) string {
	t = t.Local()
	if frame.Date(t) == frame.Date(now) {
		return frame.When(t, now)
	}
	return frame.Date(t)
}

// daysText says how long is left.
func daysText(days int) string {
	switch {
	case days < 0:
		return lang.L("Ended")
	case days == 0:
		return lang.L("Less than a day")
	case days == 1:
		return lang.L("1 day left")
	}
	return lang.L("{{.N}} days left", map[string]any{"N": days})
}

// weekAhead is from when on an end is urgent.
const weekAhead = 7

// endKind is how urgent it is. A replaced webhook secret is meant to end; it is
// worth a warning only while sheets were handed over with it.
func endKind(e radar.End) kit.Kind {
	switch {
	case e.Kind == radar.KindOldWebhookSecret && e.Note.IsEmpty():
		return kit.KindNeutral
	case e.Kind == radar.KindOldWebhookSecret:
		return kit.KindWarn
	case e.Days <= weekAhead:
		return kit.KindDanger
	}
	return kit.KindWarn
}

// endsCard lists what ends soon; nil when nothing does.
func (s *Screen) endsCard(m model) fyne.CanvasObject {
	if len(m.ends) == 0 {
		return nil
	}
	rows := []fyne.CanvasObject{kit.Fix(0, 36, kit.Pad(8, 16, 0, 16, kit.Row(8, kit.Grow(kit.NewLine(lang.L("Ends soon"), kit.Section, kit.Text)))))}
	for i, e := range m.ends {
		if i > 0 {
			rows = append(rows, kit.Pad(0, 16, 0, 44, kit.HLine()))
		}
		rows = append(rows, s.endLine(m, e))
	}
	if m.moreEnds > 0 {
		text := lang.L("1 more ends within 30 days.")
		if m.moreEnds > 1 {
			text = lang.L("{{.N}} more end within 30 days.", map[string]any{"N": m.moreEnds})
		}
		rows = append(rows, kit.Pad(4, 16, 8, 44, kit.NewCut(text, kit.Caption, kit.Text3)))
	}
	rows = append(rows, kit.Fix(0, 6, kit.Spring()))
	return kit.NewCard(kit.Col(0, rows...))
}

// endLine is one row: what, where, when, how long, and the way to mend it.
func (s *Screen) endLine(m model, e endRow) fyne.CanvasObject {
	env := kit.KindPublished
	if e.env == app.Draft {
		env = kit.KindDraft
	}
	what := []fyne.CanvasObject{kit.NewCut(e.label, kit.BodyStrong, kit.Text), kit.NewChip(env, env.IconName(), frame.EnvironmentName(e.env), true), kit.Spring()}
	words := []fyne.CanvasObject{kit.Row(8, what...)}
	if e.note != "" {
		words = append(words, kit.NewCutTip(kit.NewCut(e.note, kit.Caption, kit.Text2)))
	}
	date := kit.NewCut(e.date, kit.Caption, kit.Text2)
	icon := e.kind.IconName()
	if e.kind == kit.KindNeutral {
		icon = "clock"
	}
	row := kit.Row(12, kit.NewIcon("clock", 16, e.kind.Ink()), kit.Grow(kit.Col(0, words...)), kit.Fix(endWide, 0, date),
		kit.Fix(leftWide, 0, kit.Row(0, kit.NewChip(e.kind, icon, e.left, false), kit.Spring())))
	if !m.viewer {
		mend := kit.NewButton(e.action, func() { s.mend(m, e) })
		mend.Label = e.action + ": " + e.label + ", " + frame.EnvironmentName(e.env)
		row.Add(kit.Fix(mendWide, 0, kit.Row(0, kit.Spring(), mend)))
	}
	return kit.Fix(0, endHigh, kit.Pad(0, 16, 0, 16, row))
}

// mend leads to where an end is mended, in its environment.
func (s *Screen) mend(m model, e endRow) {
	if e.env != m.env {
		s.shell.ChooseEnvironment(e.env)
	}
	s.shell.Go(e.page, e.part)
}

// viewerNote tells who may only look; nil for everybody else.
func viewerNote(m model) fyne.CanvasObject {
	if !m.viewer {
		return nil
	}
	return kit.NewNote(kit.KindNeutral, kit.NewRuns(kit.Caption,
		kit.Run{Text: lang.L("You can look, not change.") + " ", Bold: true, Token: kit.Text},
		kit.Run{Text: lang.L("Your role on {{.Agent}} is Viewer. Ask an Owner if you need to edit.", map[string]any{"Agent": m.agent.Name}), Token: kit.Text2})).SetIcon("eye")
}
