package qontak

import (
	"context"
	"net/http"
	"slices"

	"channeldesk/app"
	"channeldesk/app/protocol"
)

// checkWebhook reads what is registered and compares it with our own address.
func (r *checkRun) checkWebhook(ctx context.Context) app.CheckStep {
	if s, stop := r.waits(); stop {
		return s
	}
	if e := r.k.checkOwnAddress(r.c); e != nil {
		return waitsFor(e.What)
	}
	now, e := r.k.endpoint(ctx, r.c.WebhookURL)
	switch {
	case isStatus(e, http.StatusNotFound, http.StatusMethodNotAllowed):
		return app.CheckStep{State: app.StepUnknown, Code: e.Detail,
			Detail: app.Say("This Qontak does not tell what is registered."),
			Fix:    app.Say("The answer to the registration itself shows it. Send a message to the number to be sure.")}
	case e != nil:
		return r.refused(e, "")
	}
	return r.judgeEndpoint(now)
}

func (r *checkRun) judgeEndpoint(now protocol.Endpoint) app.CheckStep {
	register := func(what, fix app.Text) app.CheckStep {
		s := failed("", what, fix)
		s.Action = "register"
		return s
	}
	shared := app.Say("Register this channel's address. That replaces the other address for the whole Qontak organisation, so ask first who uses it.")
	switch {
	case now.URL == "":
		return register(app.Say("Nothing is registered in Qontak yet, so no customer message arrives here."), app.Say("Register this channel's address."))
	case now.URL != r.c.WebhookURL && sameButSecret(now.URL, r.c.WebhookURL):
		return register(app.Say("Qontak has this channel's address with another webhook secret, probably an older one."), app.Say("Register the address again."))
	case now.URL != r.c.WebhookURL && !anyOn(now):
		return register(app.Say("Another address, at {{.Host}}, stands in Qontak but is switched off, so no customer message arrives here.", "Host", r.k.clean(hostOf(now.URL))), shared)
	case now.URL != r.c.WebhookURL:
		return register(app.Say("Qontak sends customer messages to another address, at {{.Host}}.", "Host", r.k.clean(hostOf(now.URL))), shared)
	}
	for _, name := range events {
		if !now.Events[name] {
			return register(app.Say("This channel's address is registered, but {{.Event}} is switched off.", "Event", name), app.Say("Register the address again."))
		}
	}
	if now.Events[agentEcho] {
		return warned(app.Say("This channel's address is registered, but Qontak also sends back what agents write."),
			app.Say("Register the address again: that switches {{.Event}} off.", "Event", agentEcho))
	}
	return passed(app.Say("Qontak sends customer messages and delivery states to this agent"))
}

// anyOn reports whether any of the wanted events is switched on.
func anyOn(e protocol.Endpoint) bool {
	return slices.ContainsFunc(events, func(name string) bool { return e.Events[name] })
}
