package main

import (
	"context"
	"time"

	"channeldesk/app"
	"channeldesk/app/outside"
)

// newOutside makes the check from outside.
func (w *workspace) newOutside() *outside.Service {
	return outside.New(outside.Params{
		Store: w.Store, Guard: w.Access, Clock: w.Clock, Log: w.Log, UserAgent: userAgent(),
		Channels: outside.ChannelsFunc(func(ctx context.Context, id app.ChannelID) (outside.Live, error) {
			live, err := w.Channel.LiveByID(ctx, id)
			return outside.Live(live), err
		}),
	})
}

// outsideJSON is what "check --outside --json" prints: as "check --json", with
// who must act. Scripts rely on its keys.
type outsideJSON struct {
	OK    bool              `json:"ok"`
	Steps []outsideStepJSON `json:"steps"`
	At    time.Time         `json:"at"`
	Host  string            `json:"host"`
	Note  string            `json:"note"`
}

type outsideStepJSON struct {
	stepJSON
	Actor outside.Actor `json:"actor"` // you, server, provider, or ""
	Who   string        `json:"who"`
}

func outsideOf(r outside.Report) outsideJSON {
	steps := make([]app.CheckStep, len(r.Steps))
	for i, s := range r.Steps {
		steps[i] = s.CheckStep
	}
	plain := checkOf(app.CheckReport{Steps: steps})
	out := outsideJSON{OK: plain.OK, Steps: make([]outsideStepJSON, len(steps)), At: r.At.UTC(), Host: r.Host, Note: r.Note.String()}
	for i, s := range r.Steps {
		out.Steps[i] = outsideStepJSON{stepJSON: plain.Steps[i], Actor: s.Actor, Who: s.Who.String()}
	}
	return out
}

// checkOutside plays the provider against the public webhook address and fails
// when a step failed.
func checkOutside(s *session) error {
	return s.withDesk(true, func(d *desk) error {
		v, err := d.target()
		if err != nil {
			return err
		}
		report, err := d.newOutside().Check(d.ctx, v.Agent.ID, v.Channel.Environment, func(step outside.Step) {
			if step.State == app.StepRunning {
				s.console.progress("%s ...\n", step.Title)
			}
		})
		if err != nil {
			return err
		}
		if s.flags.JSON {
			err = s.console.json(outsideOf(report))
		} else {
			printOutside(s.console, report)
		}
		failed, some := report.FirstFailed()
		if err != nil || !some {
			return err
		}
		return app.NewError(codeCheckFailed, app.Say("The check from outside failed: {{.Step}}.", "Step", failed.Title)).
			WithFix(failed.Fix).WithField(failed.Field).WithDetail(failed.Code)
	})
}

func printOutside(c console, r outside.Report) {
	for _, s := range r.Steps {
		printReport(c, app.CheckReport{Steps: []app.CheckStep{s.CheckStep}})
		if who := s.Who.String(); who != "" {
			c.printf("%-12s   Who must act: %s\n", "", oneLine(who))
		}
	}
	for _, line := range []string{r.Next.String(), r.Note.String()} {
		if line != "" {
			c.printf("\n%s\n", oneLine(line))
		}
	}
}
