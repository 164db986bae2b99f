package forward

import (
	"context"
	"time"

	"channeldesk/app"
)

// listMost is the most that List gives.
const listMost = 500

// List gives what is forwarded for a channel in a state, newest first: what waits,
// what was taken, and the dead letters, which were given up.
func (s *Service) List(ctx context.Context, agent app.AgentID, env app.Environment, state app.ForwardState) (out []app.Forwarding, err error) {
	if _, err := s.p.Guard.Require(ctx, agent, app.MaySee); err != nil {
		return nil, err
	}
	err = s.p.Store.View(ctx, func(tx app.Tx) error {
		c, err := tx.GetChannel(agent, env)
		if err != nil {
			return err
		}
		out, err = tx.ListForwardings(c.ID, state, listMost)
		return err
	})
	return out, err
}

// Replay sends a dead letter again, with the delivery id that it had. CodeConflict
// when it is none.
func (s *Service) Replay(ctx context.Context, id app.ForwardID) error {
	var f app.Forwarding
	var c app.Channel
	err := s.p.Store.View(ctx, func(tx app.Tx) (err error) {
		if f, err = tx.GetForwarding(id); err != nil {
			return err
		}
		c, err = channelOf(tx, f.ChannelID)
		return err
	})
	if err != nil {
		return err
	}
	member, err := s.p.Guard.Require(ctx, c.AgentID, app.MayEdit)
	if err != nil {
		return err
	}
	err = s.p.Store.Update(ctx, func(tx app.Tx) error {
		f, err := tx.GetForwarding(id)
		if err != nil {
			return err
		}
		if f.State != app.ForwardDead {
			return app.NewError(app.CodeConflict, app.Say("This was not given up: it is on its way, or it arrived."))
		}
		if err := s.revive(tx, f); err != nil {
			return err
		}
		return s.recordAgain(tx, c, member, app.Say("Forwarding of an event from {{.When}} started again", "When", app.Moment(f.CreatedAt)))
	})
	if err == nil {
		s.Wake()
	}
	return err
}

// ReplayAll sends all dead letters of a channel again, oldest first for each
// person, and gives how many there were.
func (s *Service) ReplayAll(ctx context.Context, agent app.AgentID, env app.Environment) (n int, err error) {
	member, err := s.p.Guard.Require(ctx, agent, app.MayEdit)
	if err != nil {
		return 0, err
	}
	for more := true; more; {
		err = s.p.Store.Update(ctx, func(tx app.Tx) error {
			c, err := tx.GetChannel(agent, env)
			if err != nil {
				return err
			}
			dead, err := tx.ListForwardings(c.ID, app.ForwardDead, listMost)
			if err != nil {
				return err
			}
			for _, f := range dead {
				if err := s.revive(tx, f); err != nil {
					return err
				}
			}
			n += len(dead)
			if more = len(dead) == listMost; more || n == 0 {
				return nil
			}
			text := app.Say("Forwarding of {{.N}} events started again", "N", n)
			if n == 1 {
				text = app.Say("Forwarding of 1 event started again")
			}
			return s.recordAgain(tx, c, member, text)
		})
		if err != nil {
			return n, err
		}
	}
	s.Wake()
	return n, nil
}

func (s *Service) revive(tx app.Tx, f app.Forwarding) error {
	f.State, f.Tries, f.DueAt, f.DoneAt, f.Problem = app.ForwardWaiting, 0, s.now(), time.Time{}, app.Text{}
	return tx.UpdateForwarding(f)
}

func (s *Service) recordAgain(tx app.Tx, c app.Channel, by app.Member, text app.Text) error {
	return tx.AddActivity(app.Activity{At: s.now(), By: by.Name, AgentID: c.AgentID, Environment: c.Environment, Kind: app.ActForwardedAgain, Text: text})
}

func channelOf(tx app.Tx, id app.ChannelID) (app.Channel, error) {
	all, err := tx.ListChannels()
	if err != nil {
		return app.Channel{}, err
	}
	for _, c := range all {
		if c.ID == id {
			return c, nil
		}
	}
	return app.Channel{}, app.NewError(app.CodeNotFound, app.Say("This channel does not exist any more."))
}
