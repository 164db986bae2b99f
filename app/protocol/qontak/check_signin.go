package qontak

import (
	"context"
	"net/http"

	"channeldesk/app"
)

// checkSignIn lists the organisation's channels: that alone proves the sign-in.
func (r *checkRun) checkSignIn(ctx context.Context) app.CheckStep {
	if e := r.k.needSignIn(); e != nil {
		return app.CheckStep{State: app.StepSkipped, Detail: e.What, Field: e.Field}
	}
	list, first, e := r.k.integrations(ctx)
	if e != nil {
		return r.refused(e, fieldAddress)
	}
	r.list = list
	for _, s := range r.p.declaration.Secrets {
		if s.When != nil && s.When.Value == r.k.auth {
			r.report.Secrets[s.Name] = app.SecretFacts{Verified: true}
		}
	}
	if what, fix, warn := r.signInWarning(first.Header); warn {
		return warned(what, fix)
	}
	if len(list) == 1 {
		return passed(app.Say("The sign-in sees one WhatsApp channel"))
	}
	return passed(app.Say("The sign-in sees {{.N}} WhatsApp channels", "N", len(list)))
}

// signInWarning is what needs a look although Qontak accepted the sign-in, the
// gravest first.
func (r *checkRun) signInWarning(h http.Header) (what, fix app.Text, warn bool) {
	if what, fix, bad := misfit(r.k.address, r.k.auth); bad {
		return what, fix, true
	}
	if wantedAuth(r.k.address) == "" && !isLocal(r.k.address) {
		return app.Say("{{.Host}} is not an address of Qontak's that we know. The sign-in goes there.", "Host", hostOf(r.k.address)),
			app.Say("Make sure that it is right, or enter {{.Address}} as the API address.", "Address", defaultFor(r.k.auth)), true
	}
	if ahead, off := clockOff(r.p.clock.Now(), h); off {
		return clockWords(ahead), app.Say("Set the date and time of this computer, best automatically: Qontak refuses signed calls with a wrong time."), true
	}
	if what, near := nearLimit(h); near {
		return what, app.Say("Wait a minute before the next check."), true
	}
	return app.Text{}, app.Text{}, false
}
