package main

import (
	"context"
	"time"

	"channeldesk/app"
	"channeldesk/app/bulk"
	"channeldesk/app/price"
	"channeldesk/app/protocol/metacloud"
	"channeldesk/screens/frame"
)

// samplePrices is the day from which the invented prices hold.
const samplePrices price.Date = "2026-11-01"

// sendScenes are about sending, and about what it costs.
func sendScenes() []scene {
	out := composeScenes()
	out = append(out, progressScenes()...)
	return append(out, priceScenes()...)
}

// composeScenes are the page on which messages are put together.
func composeScenes() []scene {
	in := func(name string, damaged bool, play func(*player)) scene {
		return scene{name: "send-" + name, prepare: func(_ context.Context, d *desk) error {
			*d.sending = *newSending(d.sending.dir)
			if damaged {
				d.sending.findings = []bulk.Finding{costOf(1)}
			}
			return d.sending.people(damaged)
		}, agent: sampleAgent, env: app.Published, page: frame.Send, play: play}
	}
	filled := func(p *player) {
		p.pick("5")
		p.tap("Browse")
	}
	limited := in("limit", false, filled)
	limited.prepare = func(_ context.Context, d *desk) error {
		*d.sending = *newSending(d.sending.dir)
		d.sending.gateway = false
		d.sending.findings = []bulk.Finding{{ID: bulk.FindGateway, Level: bulk.Warning, What: app.Say("The gateway does not run, so nothing is sent until it does.")},
			{ID: bulk.FindLimit, Level: bulk.Warning, Number: 1200, What: app.Say("The messaging limit leaves room for {{.Left}} people within 24 hours, and {{.N}} are in the file.", "Left", "1,200", "N", "2,415")}}
		return d.sending.people(false)
	}
	return []scene{
		in("empty", false, nil), in("file-first", false, func(p *player) { p.tap("Browse") }),
		in("matched", false, filled), in("damaged", true, filled), limited,
		in("later", false, func(p *player) { filled(p); p.turn("later") }),
		in("edit-row", false, func(p *player) { filled(p); p.row(0) }),
		in("confirm", false, func(p *player) { filled(p); p.tap("Send to 2,415 people") }),
		in("test", false, func(p *player) { filled(p); p.tap("Send a test to my phone first") }),
		in("one", false, func(p *player) { p.turn("one"); p.pick("5") }),
		in("opt-outs", false, func(p *player) { p.tap("Opt-out list, 2") }),
		in("bulk-sends", false, func(p *player) { p.turn("sends") }),
	}
}

// progressScenes are the page of one bulk send, from its plan to its end.
func progressScenes() []scene {
	in := func(name string, change func(*sending), play func(*player)) scene {
		return scene{name: "bulk-" + name, prepare: func(_ context.Context, d *desk) error {
			*d.sending = *newSending(d.sending.dir)
			if change != nil {
				change(d.sending)
			}
			return nil
		}, agent: sampleAgent, env: app.Published, page: frame.SendProgress, part: frame.BulkPart(sendingID), play: play}
	}
	planned := func(s *sending) {
		s.stand(app.BulkScheduled, app.BulkCounts{Held: 2415})
		s.latest, s.bulks[0].DueAt, s.bulks[0].StartedAt = nil, sampleTime.Add(23*time.Hour+19*time.Minute), time.Time{}
	}
	trying := func(s *sending) {
		s.stand(app.BulkTrying, app.BulkCounts{Held: 2410, Sent: 3, Delivered: 2})
		s.latest = s.latest[:2]
	}
	stopped := func(s *sending) {
		s.bulks[0].Status = app.BulkStopped
		s.bulks[0].Why = app.Say("{{.Failed}} of the latest {{.N}} messages failed. That is more than {{.Limit}}%.", "Failed", 11, "N", 200, "Limit", 5)
	}
	ended := func(s *sending) {
		s.stand(app.BulkDone, app.BulkCounts{Delivered: 1800, Read: 591, Failed: 24})
		s.bulks[0].EndedAt = sampleTime.Add(-3 * time.Second)
	}
	given := func(s *sending) {
		s.stand(app.BulkCancelled, app.BulkCounts{Cancelled: 909, Delivered: 1000, Read: 482, Failed: 24})
	}
	return []scene{
		in("planned", planned, nil), in("cancel-plan", planned, func(p *player) { p.tap("Cancel all") }), in("trying", trying, nil),
		in("running", nil, nil), in("failed-only", nil, func(p *player) { p.turn("failed") }),
		in("paused", func(s *sending) { s.bulks[0].Status, s.gateway = app.BulkPaused, false }, nil),
		in("stopped", stopped, nil), in("go-on", stopped, func(p *player) { p.tap("Go on") }),
		in("done", ended, nil), in("report", ended, func(p *player) { p.tap("Save report") }), in("cancelled", given, nil),
	}
}

// priceScenes are the price lists in Settings, and a price before sending.
func priceScenes() []scene {
	at := func(name string, prepare func(context.Context, *desk) error, play func(*player)) scene {
		return scene{name: "settings-prices" + name, prepare: prepare, agent: sampleAgent, env: app.Published, page: frame.Settings, part: frame.PartPrices, play: play}
	}
	listed := func(ctx context.Context, d *desk) error {
		return d.prices.Import(ctx, []price.List{price.Sample(metacloud.ID, samplePrices)})
	}
	return []scene{
		at("-none", nil, nil), at("", listed, nil), at("-new", nil, func(p *player) { p.tap("Add price list") }),
		{name: "send-one-cost", agent: sampleAgent, env: app.Published, page: frame.Send, play: func(p *player) { p.turn("one"); p.pick("5") }},
	}
}
