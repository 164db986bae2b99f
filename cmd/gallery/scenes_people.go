package main

import (
	"context"
	"time"

	"channeldesk/app"
	"channeldesk/app/access"
	"channeldesk/screens/activitypage"
	"channeldesk/screens/frame"
)

// versionScenes are about going back, what ends soon, and the check before
// publishing.
func versionScenes() []scene {
	versions := func(name string, play func(*player)) scene {
		return scene{name: name, agent: sampleAgent, env: app.Published, page: frame.Activity, part: activitypage.PartVersions, play: play}
	}
	return []scene{
		versions("versions", nil),
		versions("versions-detail", func(p *player) { p.row(1) }),
		versions("versions-restore", func(p *player) {
			p.row(1)
			p.tap("Restore this version")
		}),
		{name: "review-check-failed", agent: qontakAgent, env: app.Draft, page: frame.Overview, play: func(p *player) { p.w.ReviewPublish() }, least: 2 * time.Second},
		{name: "overview-ends-soon", prepare: func(ctx context.Context, d *desk) error { return d.endSoon(ctx) }, agent: otherAgent, env: app.Published, page: frame.Overview},
		{name: "channel-token-ends-soon", agent: otherAgent, env: app.Published, page: frame.Channel},
	}
}

// activityScenes are about the audit log, which is full by now.
func activityScenes() []scene {
	in := func(name string, play func(*player)) scene {
		return scene{name: "activity-" + name, agent: qontakAgent, env: app.Published, page: frame.Activity, play: play}
	}
	broken := in("verify-broken", func(p *player) { p.tap("Verify") })
	broken.prepare = func(_ context.Context, d *desk) error { d.brokenAt.Store(17); return nil }
	whole := in("verify", func(p *player) { p.tap("Verify") })
	whole.prepare = func(_ context.Context, d *desk) error { d.brokenAt.Store(0); return nil }
	return []scene{
		in("full", nil), in("all-agents", func(p *player) { p.pick("all") }),
		in("filtered", func(p *player) { p.pick("secrets") }),
		in("nothing", func(p *player) {
			p.pick("members")
		}),
		in("detail", func(p *player) { p.row(2) }),
		in("export", func(p *player) { p.tap("Export CSV") }),
		broken, whole,
	}
}

// The people beside the Owner, and their passphrases.
const (
	secondOwner = "Dewi Kartika"
	viewer      = "Bima Saputra"
	sampleWords = "merah kuning hijau"
)

// invite makes the members that the last scenes are about, once.
func invite(ctx context.Context, d *desk) error {
	if members, err := d.members.Members(ctx); err != nil || len(members) > 1 {
		return err
	}
	words := app.NewSecret(sampleWords)
	for _, n := range []access.NewMember{{Name: secondOwner, Role: app.Owner, Passphrase: words}, {Name: viewer, Role: app.Viewer}, {Name: "Siti Rahmawati", Role: app.NoRole}} {
		m, err := d.members.AddMember(ctx, n)
		if err != nil {
			return err
		}
		if n.Role == app.NoRole {
			a, err := d.FindAgent(ctx, qontakAgent)
			if err != nil {
				return err
			}
			m.Roles = map[app.AgentID]app.Role{a.ID: app.Contributor}
			if err := d.members.UpdateMember(ctx, m); err != nil {
				return err
			}
		}
	}
	return nil
}

// become makes a member the acting one; "" is nobody.
func become(name string) func(context.Context, *desk) error {
	return func(ctx context.Context, d *desk) error {
		if err := invite(ctx, d); err != nil {
			return err
		}
		members, err := d.members.Members(ctx)
		d.SetMe(app.Member{})
		for _, m := range members {
			if m.Name == name {
				d.SetMe(m)
			}
		}
		return err
	}
}

// peopleScenes are about members, and about those who may only look.
func peopleScenes() []scene {
	members := func(name string, prepare func(context.Context, *desk) error, play func(*player)) scene {
		return scene{name: "members" + name, prepare: prepare, agent: sampleAgent, env: app.Published, page: frame.Settings, part: frame.PartMembers, play: play}
	}
	looks := func(name, agent, page, part string) scene {
		return scene{name: "viewer-" + name, prepare: become(viewer), agent: agent, env: app.Published, page: page, part: part}
	}
	door := func(name string, play func(*player)) scene {
		return scene{name: "sign-in" + name, prepare: become(""), play: play}
	}
	wrong := func(p *player) {
		p.write("not this one")
		p.tap("Sign in")
		p.rest()
	}
	return []scene{
		members("", invite, nil),
		members("-add", nil, func(p *player) { p.tap("Add member") }),
		members("-edit", nil, func(p *player) { p.tap("Edit Siti Rahmawati") }),
		members("-passphrase", nil, func(p *player) {
			p.tap("Edit " + secondOwner)
			p.tap("Change the passphrase")
		}),
		members("-remove", nil, func(p *player) {
			p.tap("Edit " + viewer)
			p.tap("Remove member")
		}),
		looks("channel", sampleAgent, frame.Channel, ""), looks("webhook", qontakAgent, frame.Channel, frame.PartWebhook),
		looks("overview", otherAgent, frame.Overview, ""), looks("settings", sampleAgent, frame.Settings, frame.PartMembers), looks("handoff", qontakAgent, frame.Handoff, ""),
		door("", nil),
		door("-passphrase", func(p *player) { p.tap(secondOwner) }),
		door("-wrong", func(p *player) {
			p.tap(secondOwner)
			wrong(p)
		}),
		door("-wait", func(p *player) {
			p.tap(secondOwner)
			for find(p.top(), "Sign in") != nil {
				wrong(p)
			}
		}),
	}
}
