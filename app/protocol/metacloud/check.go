package metacloud

import (
	"context"
	"errors"
	"time"

	"channeldesk/app"
	"channeldesk/app/protocol"
)

// checkRun is one connection check on its way.
type checkRun struct {
	p      *Protocol
	k      *connection
	c      protocol.Config
	now    time.Time
	tell   func(app.CheckStep)
	report app.CheckReport
	states map[string]app.StepState

	in inspection
	// number is what Meta told about the number, nil while unknown.
	number *numberAnswer
	// gone is set when Meta cannot be reached: what is left is not tried.
	gone *app.Error
}

// Check tests the configuration step by step. A step that cannot be tried says
// what it waits for, and one without an answer says that it could not check.
func (p *Protocol) Check(ctx context.Context, c protocol.Config, report func(app.CheckStep)) (app.CheckReport, error) {
	if report == nil {
		report = func(app.CheckStep) {}
	}
	r := &checkRun{p: p, c: c, now: p.clock.Now(), tell: report, states: map[string]app.StepState{}}
	r.report = app.CheckReport{At: r.now, Facts: map[string]string{}, Secrets: map[string]app.SecretFacts{}}
	k, bad := p.connect(c)
	r.k = k
	steps := map[string]func(context.Context) app.CheckStep{
		stepToken: r.checkToken, stepPermissions: r.checkPermissions, stepNumber: r.checkNumber,
		stepSecret: r.checkSecret, stepWebhook: r.checkWebhook, stepHealth: r.checkHealth,
	}
	for _, decl := range p.declaration.Steps {
		if err := ctx.Err(); err != nil {
			break
		}
		switch {
		case bad != nil && decl.ID == stepToken:
			r.finish(decl, app.CheckStep{State: app.StepFailed, Detail: bad.What, Fix: bad.Fix, Field: bad.Field})
		case bad != nil:
			r.finish(decl, waitsFor(app.Say("Waits for the settings")))
		default:
			r.tell(app.CheckStep{ID: decl.ID, State: app.StepRunning, Title: decl.Title})
			r.finish(decl, steps[decl.ID](ctx))
		}
	}
	r.report.Took = p.clock.Now().Sub(r.now)
	if err := ctx.Err(); err != nil {
		return r.report, p.caller.Cancelled(err)
	}
	return r.report, nil
}

// finish completes a step with id and title and tells about it. After a cancel
// nothing is told any more: the result would be about the cancel.
func (r *checkRun) finish(decl protocol.StepDecl, s app.CheckStep) {
	s.ID = decl.ID
	if s.Title.IsEmpty() {
		s.Title = titleOf(decl, s.State)
	}
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
			return app.Say("Access token is not valid")
		case stepPermissions:
			return app.Say("Permissions are missing")
		case stepNumber:
			return app.Say("Phone number does not fit the account")
		case stepSecret:
			return app.Say("App Secret does not match")
		case stepWebhook:
			return app.Say("Webhook is not subscribed")
		case stepHealth:
			return app.Say("Not ready to send messages")
		}
	case app.StepUnknown:
		switch decl.ID {
		case stepToken:
			return app.Say("Access token could not be checked")
		case stepPermissions:
			return app.Say("Permissions could not be checked")
		case stepNumber:
			return app.Say("Phone number could not be checked")
		case stepSecret:
			return app.Say("App Secret could not be checked")
		case stepWebhook:
			return app.Say("Webhook could not be checked")
		case stepHealth:
			return app.Say("Sending could not be checked")
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

// missing is a skipped step for the first of the names that is not filled in.
func (r *checkRun) missing(names ...string) (app.CheckStep, bool) {
	e := r.k.need(names...)
	if e == nil {
		return app.CheckStep{}, false
	}
	return app.CheckStep{State: app.StepSkipped, Detail: e.What, Field: e.Field}, true
}

// waits is a skipped or unknown step when what it builds on is not there.
func (r *checkRun) waits() (app.CheckStep, bool) {
	if r.gone != nil {
		return unknown(r.gone), true
	}
	if s := r.states[stepToken]; s == app.StepFailed || s == app.StepSkipped {
		return waitsFor(app.Say("Waits for the access token")), true
	}
	return app.CheckStep{}, false
}

func unknown(e *app.Error) app.CheckStep {
	return app.CheckStep{State: app.StepUnknown, Detail: e.What, Fix: e.Fix, Code: e.Detail}
}

// refused turns a failure into a step: a plain no is failed, anything that says
// nothing about the settings is unknown.
func (r *checkRun) refused(e *app.Error, field string) app.CheckStep {
	switch e.Code {
	case app.CodeCancelled:
		return app.CheckStep{State: app.StepUnknown, Code: string(app.CodeCancelled)}
	case app.CodeProviderRefused, app.CodeInvalid, app.CodeIncomplete:
		if e.Field != "" {
			field = e.Field
		}
		return app.CheckStep{State: app.StepFailed, Detail: e.What, Fix: e.Fix, Field: field, Code: e.Detail}
	case app.CodeProviderUnreachable:
		var g *graphError
		if !errors.As(e, &g) || g.rule().retry == later {
			r.gone = e
		}
	}
	return unknown(e)
}

// fact keeps a value of Meta's for tiles and sheets.
func (r *checkRun) fact(name string, value text) {
	if v := r.k.clean(string(value)); v != "" {
		r.report.Facts[name] = v
	}
}
