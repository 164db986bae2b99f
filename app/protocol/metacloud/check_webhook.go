package metacloud

import (
	"context"
	"net/url"

	"channeldesk/app"
	"channeldesk/app/protocol"
)

// checkWebhook asks whether the account passes messages to the app, and where
// they go.
func (r *checkRun) checkWebhook(ctx context.Context) app.CheckStep {
	if s, stop := r.waits(); stop {
		return s
	}
	if s, stop := r.missing(fieldWABA); stop {
		return s
	}
	if r.k.appID == "" && r.in.token != nil && isDigits(string(r.in.token.AppID)) {
		r.k.appID = string(r.in.token.AppID)
	}
	if s, stop := r.missing(fieldApp); stop {
		return s
	}
	var apps appsAnswer
	if err := r.k.get(ctx, r.k.waba+"/subscribed_apps", nil, &apps); err != nil {
		return r.refused(app.AsError(err), fieldWABA)
	}
	mine, subscribed := apps.find(r.k.appID)
	if !subscribed {
		s := failed("", app.Say("Meta is not passing customer messages to this agent yet, because the app is not subscribed to the account."),
			app.Say(`Subscribe the app, or ask the client's Meta admin to turn on "messages" under WhatsApp, Configuration.`))
		s.Action = "subscribe"
		return s
	}
	var at webhookAnswer
	if r.number != nil {
		at = r.number.Webhook
	}
	state := effective(true, mine, at)
	ours := r.c.WebhookURL
	switch {
	case ours == "" || state.URL == "":
		return passed(app.Say("The app is subscribed to the account"))
	case state.URL == ours:
		return passed(app.Say("Meta passes customer messages to this agent"))
	}
	return warned(
		app.Say("Customer messages go to another address, at {{.Host}}. It is set for {{.Place}}.", "Host", r.k.clean(hostOf(state.URL)), "Place", placeOf(state.Scope)),
		app.Say("Set this channel's own address under Webhook and session, or hand it over to whoever looks after the app."))
}

// effective gives the address in use: the number's, else the account's, else
// the app's.
func effective(subscribed bool, mine subscribedApp, at webhookAnswer) protocol.WebhookState {
	s := protocol.WebhookState{Subscribed: subscribed, Addresses: map[string]string{}}
	waba := string(mine.Override)
	if waba == "" {
		waba = string(at.WABA)
	}
	for _, place := range []struct{ scope, url string }{
		{scopeNumber, string(at.Number)}, {scopeAccount, waba}, {scopeApp, string(at.App)},
	} {
		if place.url == "" {
			continue
		}
		s.Addresses[place.scope] = place.url
		if s.URL == "" {
			s.URL, s.Scope = place.url, place.scope
		}
	}
	return s
}

// hostOf is all that is shown of a foreign address: the rest can be a secret.
func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return "?"
	}
	return u.Host
}

func placeOf(scope string) app.Text {
	switch scope {
	case scopeNumber:
		return app.Say("this number")
	case scopeAccount:
		return app.Say("the WhatsApp account")
	}
	return app.Say("the app")
}
