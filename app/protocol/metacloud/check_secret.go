package metacloud

import (
	"context"
	"net/url"

	"channeldesk/app"
)

// checkSecret proves the App Secret. The look-up of the token did so on the way;
// without a token the app is asked for its own name.
func (r *checkRun) checkSecret(ctx context.Context) app.CheckStep {
	if s, stop := r.missing(fieldApp, secretApp); stop {
		return s
	}
	if r.gone != nil {
		return unknown(r.gone)
	}
	e := r.in.appErr
	if !r.in.appAsked {
		e = nil
		var self accountAnswer
		err := r.k.do(ctx, call{method: "GET", path: r.k.appID, query: url.Values{"fields": {"id,name"}}, as: r.k.appToken(), read: true}, &self)
		if err != nil {
			e = app.AsError(err)
		} else {
			r.fact("app_name", self.Name)
		}
	}
	if e == nil {
		r.report.Secrets[secretApp] = app.SecretFacts{Verified: true, NeverExpires: true}
		return passed(app.Say("Incoming messages can be trusted"))
	}
	if e.Code != app.CodeProviderRefused {
		return r.refused(e, secretApp)
	}
	s := failed(secretApp,
		app.Say("Meta refused the App ID and the App Secret as a pair, so incoming messages cannot be trusted."),
		app.Say("Copy both again from the app's settings at Meta, Basic. If the App Secret was reset there, the new one is needed here."))
	s.Code = e.Detail
	return s
}
