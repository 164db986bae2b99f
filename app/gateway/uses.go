package gateway

import (
	"context"
	"slices"
	"sync"
	"time"

	"channeldesk/app"
)

// Use is a channel as the running gateway works with it.
type Use struct {
	Channel     app.ChannelID
	Agent       app.AgentID
	Environment app.Environment
	// Key is the channel's part of its webhook address.
	Key      string
	Protocol app.ProtocolID
	// Version is the published version; 0 in Draft. Revision grows with each change
	// of a setting or a secret.
	Version  int
	Revision int64
	// Since is when this revision was taken up.
	Since time.Time
}

// uses keeps which revision of each channel is at work. Every webhook, message and
// forwarding reads its channel anew: this tells of it and decides nothing. Safe for
// concurrent use.
type uses struct {
	mu   sync.Mutex
	list []Use
}

func (u *uses) get() []Use {
	u.mu.Lock()
	defer u.mu.Unlock()
	return slices.Clone(u.list)
}

// take keeps the present channels and gives those that are other than before.
func (u *uses) take(channels []app.Channel, now time.Time) (changed []Use) {
	u.mu.Lock()
	defer u.mu.Unlock()
	var list []Use
	for _, c := range channels {
		if c.Protocol == "" {
			continue
		}
		use := Use{Channel: c.ID, Agent: c.AgentID, Environment: c.Environment, Key: c.Key, Protocol: c.Protocol, Version: c.Version, Revision: c.Revision, Since: now}
		i := slices.IndexFunc(u.list, func(before Use) bool { return before.Channel == c.ID })
		if i >= 0 && u.list[i].Revision == c.Revision && u.list[i].Version == c.Version {
			use = u.list[i]
		} else {
			changed = append(changed, use)
		}
		list = append(list, use)
	}
	u.list = list
	return changed
}

// readUses looks which revisions are there now, says in the log which are new, and
// gives those.
func (r *running) readUses(ctx context.Context) ([]Use, error) {
	var all []app.Channel
	err := r.s.p.Store.View(ctx, func(tx app.Tx) (err error) {
		all, err = tx.ListChannels()
		return err
	})
	if err != nil {
		return nil, err
	}
	before := len(r.uses.get())
	changed := r.uses.take(all, r.s.p.Clock.Now())
	for _, u := range changed {
		r.s.p.Log.Info("the gateway uses a channel's settings", "channel", u.Key, "environment", string(u.Environment), "version", u.Version, "revision", u.Revision)
	}
	if len(changed) > 0 || before != len(r.uses.get()) {
		r.s.p.Bus.Publish(app.Event{Kind: app.GatewayChanged})
	}
	return changed, nil
}

// follow takes up what an event says was changed.
func (r *running) follow(ctx context.Context, e app.Event) {
	var err error
	switch e.Kind {
	case app.SettingsChanged:
		err = r.readPublicAddress(ctx)
	case app.ChannelChanged:
		_, err = r.readUses(ctx)
	case app.AgentsChanged, app.SecretsChanged:
		// Another process says only that something changed: the background work hears
		// which channels it was.
		var changed []Use
		changed, err = r.readUses(ctx)
		for _, u := range changed {
			r.s.p.Bus.Publish(app.Event{Kind: app.ChannelChanged, AgentID: u.Agent, Environment: u.Environment})
		}
	}
	if err != nil && ctx.Err() == nil {
		r.s.p.Log.Warn("read what changed", "event", string(e.Kind), "cause", err)
	}
}
