package qontak

import (
	"context"

	"channeldesk/app"
	"channeldesk/app/protocol"
)

// checkRun is one connection check on its way.
type checkRun struct {
	p      *Protocol
	k      *connection
	c      protocol.Config
	tell   func(app.CheckStep)
	report app.CheckReport
	states map[string]app.StepState

	// list are the organisation's WhatsApp channels, found the one that is set up.
	list  []integration
	found *integration
	// gone is set when Qontak cannot be asked any more: what is left is not tried.
	gone *app.Error
}

// Check tests the configuration step by step. A step that cannot be tried says
// what it waits for, and one without an answer says that it could not check.
func (p *Protocol) Check(ctx context.Context, c protocol.Config, report func(app.CheckStep)) (app.CheckReport, error) {
	if report == nil {
		report = func(app.CheckStep) {}
	}
	start := p.clock.Now()
	r := &checkRun{p: p, c: c, tell: report, states: map[string]app.StepState{}}
	r.report = app.CheckReport{At: start, Facts: map[string]string{}, Secrets: map[string]app.SecretFacts{}}
	k, bad := p.connect(c)
	r.k = k
	steps := map[string]func(context.Context) app.CheckStep{
		stepToken: r.checkSignIn, stepChannel: r.checkChannel, stepNumber: r.checkNumber, stepWebhook: r.checkWebhook,
	}
	for _, decl := range p.declaration.Steps {
		if ctx.Err() != nil {
			break
		}
		switch {
		case bad != nil && decl.ID == stepToken:
			r.finish(decl, app.CheckStep{State: app.StepFailed, Detail: bad.What, Fix: fixOf(bad), Field: bad.Field})
		case bad != nil:
			r.finish(decl, waitsFor(app.Say("Waits for the settings")))
		default:
			r.tell(app.CheckStep{ID: decl.ID, State: app.StepRunning, Title: decl.Title})
			r.finish(decl, steps[decl.ID](ctx))
		}
	}
	r.report.Took = p.clock.Now().Sub(start)
	if err := ctx.Err(); err != nil {
		return r.report, p.caller.Cancelled(err)
	}
	return r.report, nil
}

// fixOf is the error's own advice; what was typed wrong says itself what to do.
func fixOf(e *app.Error) app.Text {
	if e.Fix.IsEmpty() {
		return app.Say("Correct it, then check again.")
	}
	return e.Fix
}

// finish completes a step with id and title and tells about it. After a cancel
// nothing is told any more: the result would be about the cancel.
func (r *checkRun) finish(decl protocol.StepDecl, s app.CheckStep) {
	s.ID = decl.ID
	s.Title = titleOf(decl, s.State)
	if s.Code == string(app.CodeCancelled) {
		return
	}
	r.states[s.ID] = s.State
	r.report.Steps = append(r.report.Steps, s)
	r.tell(s)
}

// titleOf gives a step's title for how it ended.
func titleOf(decl protocol.StepDecl, state app.StepState) app.Text {
	switch state {
	case app.StepFailed:
		switch decl.ID {
		case stepToken:
			return app.Say("Qontak refuses the sign-in")
		case stepChannel:
			return app.Say("Channel cannot be used")
		case stepNumber:
			return app.Say("Phone number does not fit the channel")
		case stepWebhook:
			return app.Say("Webhook address is not registered")
		}
	case app.StepUnknown:
		switch decl.ID {
		case stepToken:
			return app.Say("Sign-in could not be checked")
		case stepChannel:
			return app.Say("Channel could not be checked")
		case stepNumber:
			return app.Say("Phone number could not be checked")
		case stepWebhook:
			return app.Say("Registration could not be checked")
		}
	}
	return decl.Title
}

func passed(detail app.Text) app.CheckStep {
	return app.CheckStep{State: app.StepPassed, Detail: detail}
}

func warned(detail, fix app.Text) app.CheckStep {
	return app.CheckStep{State: app.StepPassed, Warning: true, Detail: detail, Fix: fix}
}

func failed(field string, detail, fix app.Text) app.CheckStep {
	return app.CheckStep{State: app.StepFailed, Field: field, Detail: detail, Fix: fix}
}

func waitsFor(what app.Text) app.CheckStep {
	return app.CheckStep{State: app.StepSkipped, Detail: what}
}

func unknown(e *app.Error) app.CheckStep {
	return app.CheckStep{State: app.StepUnknown, Detail: e.What, Fix: e.Fix, Code: e.Detail}
}

// waits is a skipped or unknown step when what it builds on is not there.
func (r *checkRun) waits() (app.CheckStep, bool) {
	if r.gone != nil {
		return unknown(r.gone), true
	}
	if r.states[stepToken] != app.StepPassed {
		return waitsFor(app.Say("Waits for the sign-in")), true
	}
	return app.CheckStep{}, false
}

// refused turns a failure into a step: a plain no is failed, anything that says
// nothing about the settings is unknown.
func (r *checkRun) refused(e *app.Error, field string) app.CheckStep {
	switch {
	case e.Code == app.CodeCancelled:
		return app.CheckStep{State: app.StepUnknown, Code: string(app.CodeCancelled)}
	case e.Code == app.CodeProviderUnreachable, isStatus(e, 429):
		r.gone = e
	case e.Code == app.CodeProviderRefused:
		if e.Field != "" {
			field = e.Field
		}
		return app.CheckStep{State: app.StepFailed, Detail: e.What, Fix: e.Fix, Field: field, Code: e.Detail}
	}
	return unknown(e)
}
