package outside

import (
	"context"
	"errors"
	"syscall"
	"time"

	"channeldesk/app"
)

// slowAfter is when an answer is slow: some providers wait five seconds in all.
const slowAfter = 3 * time.Second

// reach opens the address as a person would and looks who answers. The part of
// the address that is a secret is left out.
func (r *run) reach(ctx context.Context) Step {
	switch {
	case r.base == nil:
		return skipped(app.Say("Waits for an address"))
	case r.base.Scheme != "https" && !r.local:
		return skipped(app.Say("Waits for an address with https"))
	case r.nameless:
		return skipped(app.Say("Waits for the name"))
	case r.noAnswer != nil:
		return r.notReached(r.noAnswer)
	}
	if !r.trusted {
		r.client.distrust()
	}
	a, err := r.client.get(ctx, r.base.String())
	if err != nil {
		return r.notReached(err)
	}
	step := r.recognise(a)
	r.ours = step.State == app.StepPassed
	if r.ours && a.took > slowAfter {
		return warned(Server, app.Say("It answers, but took {{.N}} seconds. Providers give up after a few and send again.", "N", int(a.took.Round(time.Second)/time.Second)),
			app.Say("Ask who runs the server what holds it up."))
	}
	return step
}

func (r *run) notReached(err error) Step {
	gatewayHint := app.Say("Check that the gateway and the server in front of it run, and that the port is open in the firewall.")
	if r.local {
		gatewayHint = app.Say("Switch the gateway on in Settings, under Gateway, and compare the address at which it listens.")
	}
	who := Server
	if r.local {
		who = You
	}
	switch {
	case isTimeout(err):
		return failed(who, app.Say("Nothing answered in {{.N}} seconds. A firewall may keep the way shut, or the server is not there.", "N", int(r.s.p.StepLimit/time.Second)), gatewayHint).coded("timeout")
	case errors.Is(err, syscall.ECONNREFUSED):
		return failed(who, app.Say("The computer is there, but nothing listens at this port."), gatewayHint).coded(shortError(err))
	case errors.Is(err, syscall.ENETUNREACH), errors.Is(err, syscall.EHOSTUNREACH):
		return unknown(You, app.Say("This computer finds no way to the server."), app.Say("Check this computer's connection to the internet, then run the check again.")).coded(shortError(err))
	}
	return failed(who, app.Say("The connection broke off before an answer came."), gatewayHint).coded(shortError(err))
}
