package main

import (
	"context"
	"fmt"
	"time"

	"channeldesk/app"
	"channeldesk/app/channel"
	"channeldesk/app/sandbox"
	"channeldesk/screens/frame"
)

// scene is the window in one state. Scenes follow each other on the same desk,
// each with a window of its own.
type scene struct {
	name string
	// prepare changes the desk before the window opens; may be nil.
	prepare func(context.Context, *desk) error
	agent   string
	env     app.Environment
	page    string
	part    string
	// door is how the store stands while the page is entered.
	door doorState
	// play does something in the window; may be nil.
	play func(*player)
	// after ends what play began, when the picture is taken; may be nil.
	after func(*player)
	// least is how long to wait before coming to rest.
	least time.Duration
}

// loadingShows is when a skeleton is there for sure.
const loadingShows = 500 * time.Millisecond

func scenes() []scene {
	var all []scene
	for _, page := range []string{frame.Overview, frame.Channel, frame.Handoff, frame.Send, frame.Activity, frame.Settings} {
		all = append(all,
			scene{name: page + "-loading", agent: sampleAgent, env: app.Published, page: page, door: doorShut, least: loadingShows},
			scene{name: page + "-failed", agent: sampleAgent, env: app.Published, page: page, door: doorBroken},
			scene{name: page + "-new-agent", agent: emptyAgent, env: app.Published, page: page})
	}
	for _, more := range [][]scene{channelScenes(), otherScenes(), qontakScenes(), costerScenes(), versionScenes(), sendScenes(), activityScenes(), peopleScenes()} {
		all = append(all, more...)
	}
	return all
}

// channelScenes go through the states of a check.
func channelScenes() []scene {
	draft := func(name string, prepare func(context.Context, *desk) error) scene {
		return scene{name: name, prepare: prepare, agent: sampleAgent, env: app.Draft, page: frame.Channel}
	}
	wait := draft("channel-check-running", func(_ context.Context, d *desk) error {
		d.box.Meta.Inject(sandbox.Fault{Kind: sandbox.FaultHang})
		return nil
	})
	wait.play, wait.least = func(p *player) { p.tap("Run check") }, loadingShows
	second := draft("channel-webhook-tab", nil)
	second.part = frame.PartWebhook
	ask := draft("channel-session-asks", nil)
	ask.part, ask.play = frame.PartWebhook, func(p *player) { p.tap("Ask user to end session") }
	held := scene{name: "channel-held-edits", agent: sampleAgent, env: app.Published, page: frame.Channel, part: frame.PartWebhook}
	held.play = func(p *player) {
		p.tap("Edit published settings")
		p.tap("Ask user to end session")
	}
	review := held
	review.name, review.play = "channel-held-review", func(p *player) {
		held.play(p)
		p.tap("Review and save")
	}
	locked := draft("channel-locked-keychain", func(_ context.Context, d *desk) error { d.secrets.locked.Store(true); return nil })
	return []scene{
		draft("channel-draft", nil), wait,
		draft("channel-webhook-missing", func(ctx context.Context, d *desk) error {
			d.box.Meta.ClearFaults()
			return d.check(ctx, app.Draft)
		}),
		draft("channel-wrong-token", func(ctx context.Context, d *desk) error {
			return d.withToken(ctx, d.box.Sample().ExpiredToken)
		}),
		draft("channel-no-answer", func(ctx context.Context, d *desk) error {
			d.box.Meta.Inject(sandbox.Fault{Kind: sandbox.FaultStatus, Status: 503})
			defer d.box.Meta.ClearFaults()
			return d.withToken(ctx, d.box.Sample().Token)
		}),
		draft("channel-all-passed", func(ctx context.Context, d *desk) error {
			a, err := d.FindAgent(ctx, sampleAgent)
			if err != nil {
				return err
			}
			if err := d.Subscribe(ctx, a.ID, app.Draft); err != nil {
				return err
			}
			return d.check(ctx, app.Draft)
		}),
		second, ask, locked,
		{name: "channel-published", prepare: func(ctx context.Context, d *desk) error {
			d.secrets.locked.Store(false)
			return d.check(ctx, app.Published)
		}, agent: sampleAgent, env: app.Published, page: frame.Channel},
		held, review,
	}
}

func otherScenes() []scene {
	in := func(name, agent string, env app.Environment, page string, play func(*player)) scene {
		return scene{name: name, agent: agent, env: env, page: page, play: play}
	}
	return []scene{
		in("overview-published", sampleAgent, app.Published, frame.Overview, nil),
		in("overview-draft", sampleAgent, app.Draft, frame.Overview, nil),
		in("overview-no-draft", otherAgent, app.Published, frame.Overview, nil),
		in("no-draft-popover", otherAgent, app.Published, frame.Overview, func(p *player) { p.w.ChooseEnvironment(app.Draft) }),
		in("handoff-draft", sampleAgent, app.Draft, frame.Handoff, nil),
		in("handoff-with-secret", sampleAgent, app.Published, frame.Handoff, func(p *player) { p.tap("Include secret") }),
		in("handoff-full-screen", sampleAgent, app.Published, frame.Handoff, func(p *player) { p.tap("Show full screen") }),
		in("handoff-logged", sampleAgent, app.Published, frame.Handoff, nil),
		in("settings", sampleAgent, app.Published, frame.Settings, nil),
		in("review-publish", sampleAgent, app.Draft, frame.Overview, func(p *player) { p.w.ReviewPublish() }),
		in("new-agent", sampleAgent, app.Published, frame.Overview, func(p *player) { p.w.NewAgent() }),
		in("agents", sampleAgent, app.Published, frame.Overview, func(p *player) { p.w.OpenAgents() }),
		{name: "regenerate", agent: sampleAgent, env: app.Published, page: frame.Channel, part: frame.PartWebhook, play: func(p *player) { p.tap("Regenerate") }},
		in("toasts", sampleAgent, app.Published, frame.Overview, func(p *player) {
			p.w.ShowError(app.NewError(app.CodeInternal, app.Say("The database cannot be read.")))
			p.w.CopyText("nothing", "Webhook URL copied")
		}),
	}
}

// welcomeScenes are played on a desk without agents.
func welcomeScenes() []scene {
	return []scene{
		{name: "welcome"},
		{name: "welcome-new-agent", play: func(p *player) { p.w.NewAgent() }},
		{name: "welcome-locked-keychain", prepare: func(_ context.Context, d *desk) error { d.secrets.locked.Store(true); return nil }},
	}
}

// check checks an environment of the sample agent against the sandbox.
func (d *desk) check(ctx context.Context, env app.Environment) error {
	a, err := d.FindAgent(ctx, sampleAgent)
	if err != nil {
		return err
	}
	_, err = d.Check(ctx, a.ID, env, nil)
	return err
}

// withToken gives the sample agent's draft another token and checks it.
func (d *desk) withToken(ctx context.Context, token string) error {
	a, err := d.FindAgent(ctx, sampleAgent)
	if err != nil {
		return err
	}
	v, err := d.Get(ctx, a.ID, app.Draft)
	if err != nil {
		return err
	}
	edits := channel.SetSecret("access_token", token)
	edits.BaseVersion = v.Channel.Version
	if err := d.Save(ctx, a.ID, app.Draft, edits, ""); err != nil {
		return err
	}
	return d.check(ctx, app.Draft)
}

// play opens a window for a scene and takes its picture. A scene that asks for
// what is not there is an error, and the others go on.
func (s *stage) play(ctx context.Context, d *desk, sc scene) (failure error) {
	defer func() {
		if r := recover(); r != nil {
			failure = fmt.Errorf("%v", r)
		}
	}()
	if sc.prepare != nil {
		if err := sc.prepare(d.as(ctx), d); err != nil {
			return err
		}
	}
	if _, err := d.ListAgents(ctx); err != nil {
		return err
	}
	_ = d.SetPreference(app.SettingLastEnv, string(sc.env))
	w := s.open(d) //nolint:contextcheck // a window has a life of its own
	defer func() {
		d.store.set(doorOpen)
		w.Quit()
	}()
	if sc.page == frame.Overview {
		d.store.set(sc.door)
	}
	w.Open(sc.agent) //nolint:contextcheck // the same
	if sc.page != "" && sc.page != frame.Overview {
		s.settle(0)
		d.store.set(sc.door)
		w.Go(sc.page, sc.part)
	}
	p := &player{stage: s, w: w}
	if sc.play != nil {
		s.settle(0)
		sc.play(p)
	}
	s.settle(sc.least)
	err := s.save(sc.name, w.Window().Canvas().Capture())
	if sc.after != nil {
		sc.after(p)
	}
	return err
}
