package handoff

import (
	"context"
	"slices"
	"time"

	"channeldesk/app"
)

// SawWebhook tells that a webhook of a channel arrived at a time. For every
// sheet that left before, that has seen none and that is still right, it is the
// first sign of life; it is kept once. It takes no permission: the gateway calls
// it, for each webhook, and it writes only when a sheet waits. Safe for
// concurrent use.
func (s *Service) SawWebhook(ctx context.Context, channel app.ChannelID, at time.Time) error {
	var c app.Channel
	var waiting []app.Handoff
	look := func(tx app.Tx) (err error) {
		c, waiting, err = s.waitingFor(tx, channel, at)
		return err
	}
	if err := s.p.Store.View(ctx, look); err != nil || len(waiting) == 0 {
		return err
	}
	err := s.p.Store.Update(ctx, func(tx app.Tx) error {
		if err := look(tx); err != nil {
			return err
		}
		for _, h := range waiting {
			h.FirstSignAt = at
			if err := tx.UpdateHandoff(h); err != nil {
				return err
			}
		}
		return nil
	})
	if err == nil && len(waiting) > 0 {
		s.p.Bus.Publish(app.Event{Kind: app.HandoffsChanged, AgentID: c.AgentID, Environment: c.Environment})
	}
	return err
}

// waitingFor gives the hand-offs of a channel for which a webhook at that time is
// the first sign of life.
func (s *Service) waitingFor(tx app.Tx, id app.ChannelID, at time.Time) (c app.Channel, waiting []app.Handoff, err error) {
	list, err := tx.ListHandoffs(id)
	if err != nil {
		return c, nil, err
	}
	waiting = slices.DeleteFunc(list, func(h app.Handoff) bool {
		return h.Way == app.HandoffNote || !h.FirstSignAt.IsZero() || !h.At.Before(at)
	})
	if len(waiting) == 0 {
		return c, nil, nil
	}
	all, err := tx.ListChannels()
	if err != nil {
		return c, nil, err
	}
	i := slices.IndexFunc(all, func(c app.Channel) bool { return c.ID == id })
	if i < 0 {
		return c, nil, app.NewError(app.CodeNotFound, app.Say("This channel does not exist any more."))
	}
	d, err := s.read(tx, all[i].AgentID, all[i].Environment)
	if err != nil {
		return c, nil, err
	}
	// What a sheet says that is out of date did not bring this webhook about.
	return d.channel, slices.DeleteFunc(waiting, func(h app.Handoff) bool {
		r := Request{Audience: h.Audience, Language: h.Language, IncludeSecret: h.WithSecret}
		return h.Fingerprint != fingerprint(d, r)
	}), nil
}
