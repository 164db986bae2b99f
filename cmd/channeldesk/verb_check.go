package main

import (
	"strings"

	"channeldesk/app"
	"channeldesk/app/protocol"
)

type checkVerb struct {
	Outside bool `help:"Play the provider against the public webhook address instead: name, certificate, answer, secrets."`
}

// codeCheckFailed is the code of a check in which a step failed.
const codeCheckFailed app.Code = "check_failed"

// checkJSON is what "check --json" prints. Scripts rely on its keys.
type checkJSON struct {
	OK    bool       `json:"ok"`
	Steps []stepJSON `json:"steps"`
}

type stepJSON struct {
	ID     string        `json:"id"`
	State  app.StepState `json:"state"`
	Title  string        `json:"title"`
	Detail string        `json:"detail"`
	Fix    string        `json:"fix"`
}

func checkOf(r app.CheckReport) checkJSON {
	out := checkJSON{OK: r.OK(), Steps: make([]stepJSON, len(r.Steps))}
	for i, s := range r.Steps {
		out.Steps[i] = stepJSON{ID: s.ID, State: s.State, Title: s.Title.String(), Detail: s.Detail.String(), Fix: s.Fix.String()}
	}
	return out
}

// Run checks the connection and fails when a step failed.
func (v checkVerb) Run(s *session) error {
	if v.Outside {
		return checkOutside(s)
	}
	return s.withDesk(true, func(d *desk) error {
		v, err := d.target()
		if err != nil {
			return err
		}
		report, err := d.Channel.Check(d.ctx, v.Agent.ID, v.Channel.Environment, func(step app.CheckStep) {
			if step.State == app.StepRunning {
				s.console.progress("%s ...\n", step.Title)
			}
		})
		if err != nil {
			return err
		}
		if s.flags.JSON {
			err = s.console.json(checkOf(report))
		} else {
			printReport(s.console, report)
		}
		if err != nil || report.OK() {
			return err
		}
		failed, _ := report.FirstFailed()
		return app.NewError(codeCheckFailed, app.Say("The check failed: {{.Summary}}.", "Summary", summary(report))).
			WithFix(failed.Fix).WithField(failed.Field).WithDetail(failed.Code)
	})
}

func printReport(c console, r app.CheckReport) {
	for _, s := range r.Steps {
		state := string(s.State)
		if s.Warning {
			state = "passed, but"
		}
		c.printf("%-12s %s\n", state, oneLine(s.Title.String()))
		for _, line := range []string{s.Detail.String(), s.Fix.String(), commandFor(s)} {
			if line != "" {
				c.printf("%-12s   %s\n", "", oneLine(line))
			}
		}
		if s.Code != "" && s.State != app.StepPassed {
			c.printf("%-12s   [%s]\n", "", oneLine(s.Code))
		}
	}
}

// commandFor says with which command a step is mended, where it is.
func commandFor(s app.CheckStep) string {
	command := map[protocol.Ability]string{
		protocol.AbilitySubscribe: "channeldesk subscribe", protocol.AbilityOverride: "channeldesk webhook set",
		protocol.AbilityRegister: "channeldesk register", protocol.AbilityTestSend: "channeldesk test-message",
	}[protocol.Ability(s.Action)]
	if command == "" || s.State == app.StepPassed {
		return ""
	}
	return "With a command: " + command
}

// summary counts the steps by state: "4 passed, 1 failed, 1 skipped".
func summary(r app.CheckReport) string {
	var parts []string
	for _, state := range []app.StepState{app.StepPassed, app.StepFailed, app.StepUnknown, app.StepSkipped} {
		if n := r.Count(state); n > 0 {
			parts = append(parts, itoa(n)+" "+string(state))
		}
	}
	return strings.Join(parts, ", ")
}
