package screens

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"channeldesk/app"
	"channeldesk/app/channel"
	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
)

// reviewCheck is the connection check within a review: the latest one when it saw
// the settings as they are, else a new one whose steps turn one by one. A failed
// step keeps credentials and identity from being published; behaviour may go, for
// it changes nothing about the connection.
type reviewCheck struct {
	d       *reviewDialog
	content *fyne.Container
	report  app.CheckReport
	current bool
	running bool
	steps   []app.CheckStep // of the run under way
	problem error           // why the check could not run
	task    kit.Task
}

func newReviewCheck(d *reviewDialog) *reviewCheck {
	return &reviewCheck{d: d, content: kit.Col(8)}
}

// take shows what is known from a review.
func (c *reviewCheck) take(r channel.Review) {
	if !c.running {
		c.report, c.current = r.Report, r.ReportCurrent
	}
	c.draw()
}

// start checks again when the latest check did not see the present settings.
func (c *reviewCheck) start() {
	if c.d.rd.check == nil || c.current || c.running {
		return
	}
	c.running, c.steps, c.problem = true, nil, nil
	c.turned()
	kit.Start(&c.task, c.d.w.ctx(), func(ctx context.Context) (app.CheckReport, error) {
		return c.d.rd.check(ctx, func(step app.CheckStep) { kit.Do(func() { c.turn(step) }) })
	}, func(r app.CheckReport, err error) {
		c.running, c.problem = false, err
		if err == nil {
			c.report, c.current = r, true
		}
		c.turned()
	})
}

func (c *reviewCheck) turn(step app.CheckStep) {
	if !c.running {
		return
	}
	if i := slices.IndexFunc(c.steps, func(s app.CheckStep) bool { return s.ID == step.ID }); i >= 0 {
		c.steps[i] = step
	} else {
		c.steps = append(c.steps, step)
	}
	c.turned()
}

// turned shows a new state and what it allows.
func (c *reviewCheck) turned() {
	c.draw()
	c.d.able()
	if c.d.dialog != nil {
		c.d.dialog.Refresh()
	}
}

// stops reports whether rows of the groups must not go now.
func (c *reviewCheck) stops(groups []channel.Group) bool {
	risky := slices.Contains(groups, channel.Credentials) || slices.Contains(groups, channel.Identity)
	_, failed := c.report.FirstFailed()
	return risky && c.d.rd.check != nil && (c.running || failed && c.current)
}

// draw lists the steps in two columns below a head that sums them up.
func (c *reviewCheck) draw() {
	steps := c.report.Steps
	if c.running {
		steps = c.steps
	}
	c.content.Hidden = len(steps) == 0 && !c.running && c.problem == nil
	kind, icon, text := c.sum()
	rows := []fyne.CanvasObject{
		kit.Row(8, kit.Grow(kit.NewLine(lang.L("Connection check"), kit.Section, kit.Text)), kit.NewChip(kind, icon, text, true)),
	}
	for pair := range slices.Chunk(steps, 2) {
		cells := []fyne.CanvasObject{kit.Spring(), kit.Spring()}
		for i, s := range pair {
			cells[i] = reviewStep(s)
		}
		rows = append(rows, kit.Even(24, cells...))
	}
	if c.problem != nil {
		again := kit.NewLink(lang.L("Check again"), "refresh-cw", c.start)
		rows = append(rows, kit.NewNote(kit.KindWarn, kit.NewParagraph(kit.Text, kit.Caption, frame.ErrorText(c.problem)), again))
	} else if failed, ok := c.report.FirstFailed(); ok && !c.running {
		rows = append(rows, c.fixNote(failed))
	}
	c.content.Objects = rows
}

func (c *reviewCheck) fixNote(failed app.CheckStep) fyne.CanvasObject {
	words := []kit.Run{{Text: frame.T(failed.Title) + ". ", Bold: true}, {Text: frame.T(failed.Detail) + " " + frame.T(failed.Fix)}}
	if c.d.rd.check != nil {
		words = append(words, kit.Run{Text: " " + lang.L("Behaviour can be published all the same; credentials and identity wait for it.")})
	}
	mend := kit.NewLink(lang.L("Mend it on the Channel page"), "arrow-right", func() {
		c.d.dialog.Close()
		c.d.w.Go(frame.Channel, frame.PartAccount)
	})
	return kit.NewNote(kit.KindDanger, kit.NewRuns(kit.Caption, words...), mend)
}

// sum says in a chip how the check stands.
func (c *reviewCheck) sum() (kind kit.Kind, icon, text string) {
	switch r := c.report; {
	case c.running:
		return kit.KindNeutral, "loader-circle", lang.L("Checking")
	case !c.current:
		return kit.KindWarn, "triangle-alert", lang.L("Settings changed since the check")
	case r.Complete():
		return kit.KindOK, "circle-check", lang.L("All {{.N}} passed", map[string]any{"N": len(r.Steps)})
	default:
		return kit.KindWarn, "triangle-alert", lang.L("{{.Passed}} of {{.All}} passed",
			map[string]any{"Passed": r.Count(app.StepPassed), "All": len(r.Steps)})
	}
}

func reviewStep(s app.CheckStep) fyne.CanvasObject {
	icon, ink := "circle-check", kit.OkText
	switch s.State {
	case app.StepPassed:
	case app.StepFailed:
		icon, ink = "circle-x", kit.DangerText
	case app.StepRunning:
		icon, ink = "loader-circle", kit.Text3
	case app.StepSkipped:
		icon, ink = "circle-dashed", kit.Text3
	default:
		icon, ink = "triangle-alert", kit.WarnText
	}
	return kit.Row(8, kit.NewIcon(icon, 16, ink), kit.Grow(kit.NewCut(frame.T(s.Title), kit.Body, kit.Text)))
}
