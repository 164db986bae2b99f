package coster

import (
	"context"
	"time"

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
}

// Check looks at the form of the identifiers, at the lines to the hosts, and at
// what earlier messages proved of the tokens. It sends neither a token nor any
// other request: Coster has no call that changes nothing.
func (p *Protocol) Check(ctx context.Context, c protocol.Config, report func(app.CheckStep)) (app.CheckReport, error) {
	if report == nil {
		report = func(app.CheckStep) {}
	}
	r := &checkRun{p: p, c: c, tell: report}
	start := p.clock.Now()
	r.report = app.CheckReport{At: start, Facts: map[string]string{}, Secrets: map[string]app.SecretFacts{}}
	k, bad := p.connect(c)
	r.k = k
	steps := map[string]func(context.Context) app.CheckStep{
		stepIdentifiers: r.checkIdentifiers, stepHosts: r.checkHosts, stepTokens: r.checkTokens,
	}
	for _, decl := range p.declaration.Steps {
		if ctx.Err() != nil {
			break
		}
		switch {
		case bad != nil && decl.ID == stepIdentifiers:
			r.finish(ctx, decl, failed(bad.Field, bad.What, fixOf(bad)))
		case bad != nil:
			r.finish(ctx, decl, app.CheckStep{State: app.StepSkipped, Detail: app.Say("Waits for the settings")})
		default:
			r.tell(app.CheckStep{ID: decl.ID, State: app.StepRunning, Title: decl.Title})
			r.finish(ctx, decl, steps[decl.ID](ctx))
		}
	}
	r.report.Took = p.clock.Now().Sub(start)
	if err := ctx.Err(); err != nil {
		return r.report, p.conversation.Cancelled(err)
	}
	return r.report, nil
}

// finish completes a step with id and title and tells about it. After a cancel
// nothing is told any more: the result would be about the cancel.
func (r *checkRun) finish(ctx context.Context, decl protocol.StepDecl, s app.CheckStep) {
	if ctx.Err() != nil {
		return
	}
	s.ID, s.Title = decl.ID, titleOf(decl, s.State)
	r.report.Steps = append(r.report.Steps, s)
	r.tell(s)
}

// titleOf gives a step's title for how it ended.
func titleOf(decl protocol.StepDecl, state app.StepState) app.Text {
	switch {
	case state == app.StepFailed && decl.ID == stepIdentifiers:
		return app.Say("IDs are not right")
	case state == app.StepUnknown && decl.ID == stepHosts:
		return app.Say("The line to Coster could not be checked")
	case state == app.StepUnknown && decl.ID == stepTokens:
		return app.Say("Tokens are not proved yet")
	}
	return decl.Title
}

func failed(field string, detail, fix app.Text) app.CheckStep {
	return app.CheckStep{State: app.StepFailed, Field: field, Detail: detail, Fix: fix}
}

// fixOf gives what to do about a value of a wrong form.
func fixOf(e *app.Error) app.Text {
	if !e.Fix.IsEmpty() {
		return e.Fix
	}
	return app.Say("Copy it again from what Coster's staff sent.")
}

// checkIdentifiers looks at what is there; whether Coster knows it, nobody can
// ask.
func (r *checkRun) checkIdentifiers(context.Context) app.CheckStep {
	if e := r.k.need(fieldAccount, fieldDivision); e != nil {
		return app.CheckStep{State: app.StepSkipped, Detail: e.What, Field: e.Field}
	}
	if r.k.values[fieldAccount] == r.k.values[fieldDivision] {
		return failed(fieldDivision, app.Say("Account ID and Division ID are the same value, so one of them is not right."),
			app.Say("Compare both with what Coster's staff sent. They look alike, but they are two different IDs."))
	}
	return app.CheckStep{State: app.StepPassed, Detail: app.Say("Both have the right form. Only a test message shows whether Coster knows them.")}
}

// checkTokens tells what earlier messages proved.
func (r *checkRun) checkTokens(context.Context) app.CheckStep {
	both := []string{secretConversation, secretPush}
	var there, unproved []string
	for _, n := range both {
		if !r.k.has(n) {
			continue
		}
		there = append(there, n)
		if r.provedAt(n).IsZero() {
			unproved = append(unproved, n)
		}
	}
	if len(there) == 0 {
		return app.CheckStep{State: app.StepSkipped, Field: secretConversation,
			Detail: app.Say("Enter the Conversation token or the Push token first.")}
	}
	if len(unproved) == 0 {
		return app.CheckStep{State: app.StepPassed, Detail: r.proved(there)}
	}
	s := app.CheckStep{
		State: app.StepUnknown, Field: unproved[0], Action: string(protocol.AbilityTestSend),
		Detail: app.Say("Coster cannot check a token without a message, and no message has proved the {{.Label}} yet.", "Label", app.Say(r.p.label(unproved[0]))),
		Fix:    app.Say("Send a test message to your own number."),
	}
	switch {
	case len(there) == 2 && r.k.conversation.Expose() == r.k.push.Expose():
		s.Detail = app.Say("The same token is stored in both places, but Coster's staff hand out two different ones.")
		s.Fix = app.Say("Compare both with what Coster's staff sent, then send a test message to your own number.")
	case len(unproved) == 2:
		s.Detail = app.Say("Coster cannot check a token without a message, and no message has proved either token yet.")
		s.Fix = app.Say("Send a test message to your own number: one with a template and one without.")
	}
	return s
}

func (r *checkRun) provedAt(n string) time.Time { return r.c.Channel.Secrets[n].VerifiedAt }

// proved says since when each token is known to work.
func (r *checkRun) proved(there []string) app.Text {
	first := app.Day(r.provedAt(there[0]))
	switch {
	case len(there) == 2:
		return app.Say("Coster accepted the Conversation token on {{.A}} and the Push token on {{.B}}", "A", first, "B", app.Day(r.provedAt(there[1])))
	case there[0] == secretPush:
		return app.Say("Coster accepted the Push token on {{.Date}}. Without a Conversation token customers cannot be answered.", "Date", first)
	}
	return app.Say("Coster accepted the Conversation token on {{.Date}}. Without a Push token no templates can be sent.", "Date", first)
}
