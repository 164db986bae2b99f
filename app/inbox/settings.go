package inbox

import (
	"context"
	"sync"

	"channeldesk/app"
	"channeldesk/app/session"
)

// changes are the channels whose settings may have changed.
type changes struct {
	mu    sync.Mutex
	first bool // all of them: they may have changed while nobody ran
	some  map[place]bool
}

type place struct {
	agent app.AgentID
	env   app.Environment
}

func (c *changes) add(e app.Event) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.some == nil {
		c.some = map[place]bool{}
	}
	c.some[place{e.AgentID, e.Environment}] = true
}

// take gives what changed, and forgets it. An event may leave out the environment.
func (c *changes) take() (changed func(app.Channel) bool, any bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	first, some := c.first, c.some
	c.first, c.some = false, nil
	return func(ch app.Channel) bool {
		return first || some[place{ch.AgentID, ch.Environment}] || some[place{ch.AgentID, ""}] || some[place{}]
	}, first || len(some) > 0
}

func (c *changes) again() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.first = true
}

// adoptMax is how many running sessions are looked at after a change; those
// beyond take the new settings with their next input.
const adoptMax = 20_000

// adopt makes running sessions use changed settings from their next step on, so
// that questions which were just switched on, or a shorter wait, need no message
// of the customer's first.
func (s *Service) adopt(ctx context.Context, changed *changes) error {
	is, any := changed.take()
	if !any {
		return nil
	}
	err := s.adoptIn(ctx, is)
	if err != nil {
		changed.again()
	}
	return err
}

func (s *Service) adoptIn(ctx context.Context, changed func(app.Channel) bool) error {
	channels := map[app.ChannelID]app.Channel{}
	var running []app.Person
	err := s.p.Store.View(ctx, func(tx app.Tx) (err error) {
		err = eachChannel(tx, func(c app.Channel) {
			if changed(c) {
				channels[c.ID] = c
			}
		})
		if err != nil || len(channels) == 0 {
			return err
		}
		running, err = tx.DueSessions(s.now().Add(2*app.SessionWindow), adoptMax)
		return err
	})
	if err != nil {
		return err
	}
	adopted := map[app.ChannelID]int{}
	for _, p := range running {
		c, ok := channels[p.ChannelID]
		if !ok || !s.differs(c, p) {
			continue
		}
		if err := s.adoptOne(ctx, c, p.Key); err != nil {
			if app.IsStoreFailure(err) || ctx.Err() != nil {
				return err
			}
			s.p.Log.Error("a session did not take the changed settings", "channel", c.Key, "cause", err)
			continue
		}
		adopted[c.ID]++
	}
	for id, n := range adopted {
		if err := s.recordAdopted(ctx, channels[id], n); err != nil {
			return err
		}
	}
	return nil
}

// differs reports whether the channel's settings change something for a session.
func (s *Service) differs(c app.Channel, p app.Person) bool {
	state := s.state(c, p, s.now())
	if state.Settings == c.Revision {
		return false
	}
	next, out := state.Advance(session.SettingsChanged{}, rules(c), s.now())
	return len(out.Actions) > 0 || !next.Due.Equal(state.Due)
}

func (s *Service) adoptOne(ctx context.Context, c app.Channel, key string) error {
	var a after
	err := s.group(ctx, func(tx app.Tx) error {
		a = after{}
		c, err := tx.GetChannel(c.AgentID, c.Environment)
		if err != nil {
			return err
		}
		p, err := tx.GetPerson(c.ID, key)
		if err != nil {
			return err
		}
		return s.feed(tx, c, p, session.SettingsChanged{}, s.now(), &a)
	})
	if err == nil {
		s.tell(a)
	}
	if app.ErrorCode(err) == app.CodeNotFound {
		return nil
	}
	return err
}

// recordAdopted keeps that running sessions changed their settings.
func (s *Service) recordAdopted(ctx context.Context, c app.Channel, n int) error {
	text := app.Say("The changed session settings count for {{.N}} running sessions from their next step", "N", n)
	if n == 1 {
		text = app.Say("The changed session settings count for 1 running session from its next step")
	}
	return s.p.Store.Group(ctx, func(tx app.Tx) error {
		return tx.AddActivity(app.Activity{
			At: s.now(), By: "Channel Desk", AgentID: c.AgentID, Environment: c.Environment, Kind: app.ActSettingChanged, Text: text,
		})
	})
}
