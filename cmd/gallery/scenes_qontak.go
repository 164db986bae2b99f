package main

import (
	"context"

	"channeldesk/app"
	"channeldesk/app/channel"
	"channeldesk/app/sandbox"
	"channeldesk/screens/frame"
)

// elsewhere is an address of somebody else.
const elsewhere = "https://hooks.lama.example/qontak/bahana"

// registering makes the simulated Qontak such that a registration of Draft ends
// in a certain way, and tries it. What was changed there is put back.
func registering(spoil func(*desk)) func(context.Context, *desk) error {
	return func(ctx context.Context, d *desk) error {
		a, err := d.FindAgent(ctx, qontakAgent)
		if err != nil {
			return err
		}
		defer func() {
			d.box.Qontak.ClearFaults()
			d.box.Qontak.Change(func(w *sandbox.QontakWorld) { w.Quirks = sandbox.QontakQuirks{ShowsOff: true} })
		}()
		d.box.Qontak.ClearFaults()
		if spoil != nil {
			spoil(d)
		}
		_, _ = d.RegisterEndpoint(ctx, a.ID, app.Draft, "") // how it ended is on the picture
		return nil
	}
}

func quirk(change func(*sandbox.QontakQuirks)) func(*desk) {
	return func(d *desk) { d.box.Qontak.Change(func(w *sandbox.QontakWorld) { change(&w.Quirks) }) }
}

func fault(f sandbox.Fault) func(*desk) {
	return func(d *desk) { d.box.Qontak.Inject(f) }
}

// qontakScenes go through the forms of Qontak and all that can become of a
// registration.
func qontakScenes() []scene {
	account := func(name string, env app.Environment, prepare func(context.Context, *desk) error) scene {
		return scene{name: "qontak-" + name, prepare: prepare, agent: qontakAgent, env: env, page: frame.Channel}
	}
	webhook := func(name string, env app.Environment, prepare func(context.Context, *desk) error, play func(*player)) scene {
		s := account("endpoint-"+name, env, prepare)
		s.part, s.play = frame.PartWebhook, play
		return s
	}
	register := func(p *player) { p.tap("Register endpoint") }
	blocked := webhook("blocked", app.Published, nil, nil)
	blocked.agent = rawAgent
	waits := webhook("working", app.Draft, func(_ context.Context, d *desk) error {
		d.box.Qontak.SetEndpoint(d.box.SampleQontak().OrganisationID, "")
		d.box.Qontak.Inject(sandbox.Fault{Kind: sandbox.FaultHang, Method: "PUT"})
		return nil
	}, register)
	waits.least = loadingShows
	waits.after = func(p *player) { p.tap("Stop waiting") }
	return []scene{
		account("bearer", app.Draft, func(ctx context.Context, d *desk) error { return d.ask(ctx, qontakAgent, app.Draft) }),
		blocked,
		webhook("not-registered", app.Draft, nil, nil),
		webhook("asks", app.Draft, func(_ context.Context, d *desk) error {
			d.box.Qontak.SetEndpoint(d.box.SampleQontak().OrganisationID, elsewhere)
			return nil
		}, register),
		waits,
		webhook("open", app.Draft, nil, nil),
		webhook("refused", app.Draft, registering(fault(sandbox.Fault{Kind: sandbox.FaultError, Method: "PUT", Status: 403, Text: "Forbidden"})), nil),
		webhook("other-address", app.Draft, registering(quirk(func(q *sandbox.QontakQuirks) { q.KeepsAddress = true })), nil),
		webhook("events-off", app.Draft, registering(quirk(func(q *sandbox.QontakQuirks) { q.LeavesOff = []string{"status_message"} })), nil),
		webhook("registered", app.Draft, registering(nil), nil),
		webhook("read", app.Draft, nil, func(p *player) { p.tap("Read what stands there now") }),
		webhook("unregister", app.Draft, nil, func(p *player) { p.tap("Unregister") }),
		webhook("sibling", app.Published, nil, register),
		account("all-passed", app.Draft, func(ctx context.Context, d *desk) error { return d.ask(ctx, qontakAgent, app.Draft) }),
		{name: "qontak-overview", agent: qontakAgent, env: app.Draft, page: frame.Overview},
		webhook("stale", app.Draft, func(ctx context.Context, d *desk) error {
			a, err := d.FindAgent(ctx, qontakAgent)
			if err != nil {
				return err
			}
			return d.RegenerateWebhookSecret(ctx, a.ID, app.Draft, 0)
		}, nil),
		account("hmac", app.Draft, func(ctx context.Context, d *desk) error {
			q := d.box.SampleQontak()
			edits := channel.SetSecret("hmac_client_id", q.HMACClientID).Merge(channel.SetSecret("hmac_client_secret", q.WrongHMACSecret))
			edits.Fields = map[string]string{"auth": "hmac", "api_address": d.box.QontakHMACURL()}
			if err := d.edit(ctx, qontakAgent, app.Draft, edits); err != nil {
				return err
			}
			return d.ask(ctx, qontakAgent, app.Draft)
		}),
		webhook("not-asked", app.Draft, func(ctx context.Context, d *desk) error {
			if err := d.edit(ctx, qontakAgent, app.Draft, channel.SetField("api_address", "http://127.0.0.1:9")); err != nil {
				return err
			}
			return registering(nil)(ctx, d)
		}, nil),
	}
}
