package main

import (
	"context"

	"channeldesk/app"
	"channeldesk/app/channel"
	"channeldesk/app/protocol"
	"channeldesk/app/sandbox"
	"channeldesk/screens/frame"
)

// costerScenes are about what Coster cannot do, and its test message.
func costerScenes() []scene {
	in := func(name string, prepare func(context.Context, *desk) error, play func(*player)) scene {
		return scene{name: "coster-" + name, prepare: prepare, agent: costerAgent, env: app.Draft, page: frame.Channel, play: play}
	}
	webhook := in("not-offered", nil, func(p *player) { p.down() })
	webhook.part = frame.PartWebhook
	asked := func(p *player) {
		p.tap("Send a test message")
		p.turn(string(protocol.TestTemplate))
	}
	send := func(p *player) {
		asked(p)
		v := sandbox.SampleCoster("")
		p.fill(v.Customer, v.Template, v.TemplateLanguage, "Dewi\n500.000")
		p.tap("Send one message")
		p.rest()
	}
	return []scene{
		{name: "coster-overview", agent: costerAgent, env: app.Draft, page: frame.Overview},
		in("draft", func(ctx context.Context, d *desk) error { return d.ask(ctx, costerAgent, app.Draft) }, nil),
		in("draft-below", nil, func(p *player) { p.down() }),
		webhook,
		in("test-message", nil, asked),
		in("test-message-text", nil, func(p *player) {
			p.tap("Send a test message")
			p.turn(string(protocol.TestText))
		}),
		in("test-message-wrong", nil, func(p *player) {
			p.tap("Send a test message")
			p.fill("0812")
			p.tap("Send one message")
		}),
		in("test-message-open", func(_ context.Context, d *desk) error {
			d.box.Coster.Inject(sandbox.Fault{Kind: sandbox.FaultCut, Method: "POST"})
			return nil
		}, send),
		in("test-message-sent", func(_ context.Context, d *desk) error {
			d.box.Coster.ClearFaults()
			return nil
		}, send),
		in("test-message-refused", func(ctx context.Context, d *desk) error {
			return d.edit(ctx, costerAgent, app.Draft, channel.SetSecret("push_token", d.box.SampleCoster().ExpiredPushToken))
		}, send),
		in("after-refusal", nil, nil),
		{name: "coster-handoff", agent: costerAgent, env: app.Draft, page: frame.Handoff},
	}
}
