package inbox

import (
	"context"
	"slices"

	"channeldesk/app"
	"channeldesk/app/protocol"
)

// The kinds of activity that this package records.
const (
	// ActContentSeen is somebody looking at what a provider sent.
	ActContentSeen = "webhook_content_seen"
	// ActAppliedAgain is a webhook that somebody had applied again.
	ActAppliedAgain = "webhook_applied_again"
)

const (
	recentDefault = 50
	recentMax     = 500
)

// Recent gives the channel's webhooks older than before (0: from the newest), the
// newest first, without their bodies. limit 0 is 50, and 500 the most. Who may
// see the agent may see them.
func (s *Service) Recent(ctx context.Context, agent app.AgentID, env app.Environment, before app.ArrivalID, limit int) ([]app.Arrival, error) {
	if _, err := s.p.Guard.Require(ctx, agent, app.MaySee); err != nil {
		return nil, err
	}
	if limit <= 0 {
		limit = recentDefault
	}
	var out []app.Arrival
	return out, s.p.Store.View(ctx, func(tx app.Tx) error {
		c, err := tx.GetChannel(agent, env)
		if err != nil {
			return err
		}
		out, err = tx.ListArrivals(c.ID, before, min(limit, recentMax))
		return err
	})
}

// Body gives what the provider sent, byte by byte. It has what people wrote in
// it: it takes the permission to edit, and is recorded.
func (s *Service) Body(ctx context.Context, agent app.AgentID, env app.Environment, id app.ArrivalID) ([]byte, error) {
	member, err := s.p.Guard.Require(ctx, agent, app.MayEdit)
	if err != nil {
		return nil, err
	}
	var a app.Arrival
	err = s.p.Store.Update(ctx, func(tx app.Tx) (err error) {
		if a, _, err = arrivalOf(tx, agent, env, id); err != nil {
			return err
		}
		return tx.AddActivity(app.Activity{
			At: s.now(), By: member.Name, AgentID: agent, Environment: env, Kind: ActContentSeen,
			Text: app.Say("{{.Who}} looked at the content of the webhook of {{.At}}", "Who", member.Name, "At", app.Moment(a.At)),
		})
	})
	return a.Body, err
}

// arrivalOf gives a webhook of an agent's channel; one of another channel is not
// there.
func arrivalOf(tx app.Tx, agent app.AgentID, env app.Environment, id app.ArrivalID) (a app.Arrival, c app.Channel, err error) {
	if c, err = tx.GetChannel(agent, env); err != nil {
		return a, c, err
	}
	if a, err = tx.GetArrival(id); err != nil {
		return a, c, err
	}
	if a.ChannelID != c.ID {
		return app.Arrival{}, c, app.NewError(app.CodeNotFound, app.Say("This webhook is not kept any more."))
	}
	return a, c, nil
}

// Again applies a kept webhook again: what of it took effect stays as it is, and
// what did not is tried once more. Its new state tells how that ended. It takes
// the permission to edit, and is recorded.
func (s *Service) Again(ctx context.Context, agent app.AgentID, env app.Environment, id app.ArrivalID) error {
	member, err := s.p.Guard.Require(ctx, agent, app.MayEdit)
	if err != nil {
		return err
	}
	var a app.Arrival
	var c app.Channel
	err = s.p.Store.Update(ctx, func(tx app.Tx) (err error) {
		if a, c, err = arrivalOf(tx, agent, env, id); err != nil {
			return err
		}
		return tx.AddActivity(app.Activity{
			At: s.now(), By: member.Name, AgentID: agent, Environment: env, Kind: ActAppliedAgain,
			Text: app.Say("{{.Who}} had the webhook of {{.At}} applied again", "Who", member.Name, "At", app.Moment(a.At)),
		})
	})
	if err != nil {
		return err
	}
	return s.reapply(ctx, c, a)
}

// reapply applies a webhook that is kept.
func (s *Service) reapply(ctx context.Context, c app.Channel, a app.Arrival) error {
	p, err := s.p.Protocols.Get(c.Protocol)
	if err != nil {
		return err
	}
	receiver, ok := p.(protocol.WebhookReceiver)
	switch {
	case len(a.Body) == 0 && a.Events > 0:
		return app.NewError(app.CodeNotFound, app.Say("This webhook is not kept any more."))
	case !ok:
		return app.NewError(app.CodeUnsupported, app.Say("{{.Protocol}} does not offer this.", "Protocol", p.Declaration().Name))
	}
	w := &work{s: s, hook: &c, protocol: p, receiver: receiver, now: s.now(), arrival: a}
	s.underFormer(w)
	if err := w.read(ctx); err != nil {
		return err
	}
	if err := w.commit(ctx); err != nil {
		return err
	}
	w.after.changed(app.InboxChanged, &c)
	s.tell(w.after)
	return nil
}

// underFormer turns to a protocol that the channel had before when a kept webhook is
// of it: the present one reads nothing in it that is for the channel.
func (s *Service) underFormer(w *work) {
	if len(w.hook.Parked) == 0 || w.reads(w.hook) {
		return
	}
	for id := range w.hook.Parked {
		p, err := s.p.Protocols.Get(id)
		if err != nil {
			continue
		}
		receiver, ok := p.(protocol.WebhookReceiver)
		former := w.hook.Under(id)
		if ok && (&work{protocol: p, receiver: receiver, arrival: w.arrival}).reads(&former) {
			w.protocol, w.receiver, w.former = p, receiver, &former
			return
		}
	}
}

// reads reports whether the webhook holds something for a channel.
func (w *work) reads(c *app.Channel) bool {
	events, err := w.parse()
	d := w.protocol.Declaration()
	return err == nil && slices.ContainsFunc(events, func(e protocol.Received) bool {
		fits, _ := isFor(&d, c, e.For)
		return fits && isPlain(&e)
	})
}

// waitingAtOnce is how many webhooks ApplyWaiting reads in one go.
const waitingAtOnce = 50

// ApplyWaiting applies webhooks that were kept and not looked at. Call it at the
// start, before webhooks are taken.
func (s *Service) ApplyWaiting(ctx context.Context) error {
	for {
		var waiting []app.Arrival
		channels := map[app.ChannelID]app.Channel{}
		err := s.p.Store.View(ctx, func(tx app.Tx) (err error) {
			if waiting, err = tx.WaitingArrivals(waitingAtOnce); err != nil || len(waiting) == 0 {
				return err
			}
			return eachChannel(tx, func(c app.Channel) { channels[c.ID] = c })
		})
		if err != nil || len(waiting) == 0 {
			return err
		}
		for _, a := range waiting {
			if err := s.applyWaiting(ctx, channels[a.ChannelID], a); err != nil {
				return err
			}
		}
	}
}

// applyWaiting applies one; what cannot be applied at all is kept as a problem, so
// that it waits no longer.
func (s *Service) applyWaiting(ctx context.Context, c app.Channel, a app.Arrival) error {
	err := s.reapply(ctx, c, a)
	if err == nil || app.IsStoreFailure(err) || ctx.Err() != nil {
		return err
	}
	s.p.Log.Error("a webhook that waited could not be applied", "channel", c.Key, "cause", err)
	a.State, a.What = app.ArrivalHadProblem, app.AsError(err).What
	err = s.p.Store.Group(ctx, func(tx app.Tx) error { return tx.UpdateArrival(a) })
	if app.ErrorCode(err) == app.CodeNotFound {
		return nil
	}
	return err
}
