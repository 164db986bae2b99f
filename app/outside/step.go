package outside

import (
	"time"

	"channeldesk/app"
)

// The steps, in their order.
const (
	StepName        = "name"
	StepCertificate = "certificate"
	StepReach       = "reach"
	StepHandshake   = "handshake"
	StepSignature   = "signature"
)

// Actor is who must act on a step.
type Actor string

// The actors. You is who reads this, with Channel Desk; Server is whoever runs the
// server, its name and certificate, or the tunnel in front of it; Provider are the
// provider's staff.
const (
	Nobody   Actor = ""
	You      Actor = "you"
	Server   Actor = "server"
	Provider Actor = "provider"
)

// Step is one step's result: Detail says what happened and why, Fix what to do.
type Step struct {
	app.CheckStep
	// Actor is who must act; Nobody on a step that passed.
	Actor Actor
	// Who names them.
	Who app.Text
}

// Report is the result of a whole check.
type Report struct {
	At   time.Time
	Took time.Duration
	// Host is the host of the address that was asked.
	Host  string
	Steps []Step
	// Note says what the check cannot know.
	Note app.Text
	// Next says who must act when everything passed and nothing arrives all the same;
	// empty while a step did not pass.
	Next app.Text
}

// OK reports whether no step failed.
func (r Report) OK() bool {
	for _, s := range r.Steps {
		if s.State == app.StepFailed {
			return false
		}
	}
	return true
}

// Passed is the number of steps that passed.
func (r Report) Passed() int {
	n := 0
	for _, s := range r.Steps {
		if s.State == app.StepPassed {
			n++
		}
	}
	return n
}

// FirstFailed gives the first failed step.
func (r Report) FirstFailed() (Step, bool) {
	for _, s := range r.Steps {
		if s.State == app.StepFailed {
			return s, true
		}
	}
	return Step{}, false
}

// Titles are the steps before they ran, in their order.
func Titles() []Step {
	var out []Step
	for _, id := range order {
		out = append(out, Step{CheckStep: app.CheckStep{ID: id, State: app.StepSkipped, Title: titles[id]}})
	}
	return out
}

var order = []string{StepName, StepCertificate, StepReach, StepHandshake, StepSignature}

var titles = map[string]app.Text{
	StepName:        app.Say("The name leads to a computer"),
	StepCertificate: app.Say("The certificate is trusted"),
	StepReach:       app.Say("The gateway answers"),
	StepHandshake:   app.Say("The provider's question is answered"),
	StepSignature:   app.Say("Only the provider gets in"),
}

// result makes the result of a step.
func result(state app.StepState, actor Actor, what, fix app.Text) Step {
	return Step{CheckStep: app.CheckStep{State: state, Detail: what, Fix: fix}, Actor: actor}
}

func passed(what app.Text) Step { return result(app.StepPassed, Nobody, what, app.Text{}) }

// warned is passed, but needs somebody soon.
func warned(actor Actor, what, fix app.Text) Step {
	s := result(app.StepPassed, actor, what, fix)
	s.Warning = true
	return s
}

func failed(actor Actor, what, fix app.Text) Step { return result(app.StepFailed, actor, what, fix) }

func unknown(actor Actor, what, fix app.Text) Step { return result(app.StepUnknown, actor, what, fix) }

func skipped(why app.Text) Step { return result(app.StepSkipped, Nobody, why, app.Text{}) }

// coded adds what a person who helps may ask for.
func (s Step) coded(code string) Step {
	s.Code = code
	return s
}

// at names the field or secret at fault.
func (s Step) at(field string) Step {
	s.Field = field
	return s
}
