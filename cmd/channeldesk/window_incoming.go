package main

import (
	"context"
	"time"

	"channeldesk/app"
	"channeldesk/app/inbox"
	"channeldesk/app/outside"
)

// Arrivals gives what came in by webhook.
func (d channelDeps) Arrivals(ctx context.Context, agent app.AgentID, env app.Environment, before app.ArrivalID, limit int) ([]app.Arrival, error) {
	return d.services().Inbox.Recent(ctx, agent, env, before, limit)
}

// ArrivalBody gives what the provider sent.
func (d channelDeps) ArrivalBody(ctx context.Context, agent app.AgentID, env app.Environment, id app.ArrivalID) ([]byte, error) {
	return d.services().Inbox.Body(ctx, agent, env, id)
}

// ApplyAgain applies a webhook again.
func (d channelDeps) ApplyAgain(ctx context.Context, agent app.AgentID, env app.Environment, id app.ArrivalID) error {
	return d.services().Inbox.Again(ctx, agent, env, id)
}

// Sessions tells how the sessions stand.
func (d channelDeps) Sessions(ctx context.Context, agent app.AgentID, env app.Environment, most int) (inbox.Sessions, error) {
	return d.services().Inbox.Sessions(ctx, agent, env, most)
}

// HandedAt is when the address was handed over last.
func (d channelDeps) HandedAt(ctx context.Context, agent app.AgentID, env app.Environment) (at time.Time, err error) {
	if _, err := d.w.Access.Require(ctx, agent, app.MaySee); err != nil {
		return at, err
	}
	return at, d.w.Store.View(ctx, func(tx app.Tx) error {
		c, err := tx.GetChannel(agent, env)
		if err != nil {
			return err
		}
		list, err := tx.ListHandoffs(c.ID)
		for _, h := range list {
			if h.Way != app.HandoffNote && h.At.After(at) {
				at = h.At
			}
		}
		return err
	})
}

// CheckOutside plays the provider against the public webhook address.
func (d channelDeps) CheckOutside(ctx context.Context, agent app.AgentID, env app.Environment, report func(outside.Step)) (outside.Report, error) {
	return d.w.newOutside().Check(ctx, agent, env, report)
}

// Forwardings gives what is forwarded in a state.
func (d channelDeps) Forwardings(ctx context.Context, agent app.AgentID, env app.Environment, state app.ForwardState) ([]app.Forwarding, error) {
	return d.services().Forward.List(ctx, agent, env, state)
}

// ForwardAgain sends what was given up again, ForwardAllAgain all of it.
func (d channelDeps) ForwardAgain(ctx context.Context, id app.ForwardID) error {
	return d.services().Forward.Replay(ctx, id)
}

// ForwardAllAgain sends all that was given up again.
func (d channelDeps) ForwardAllAgain(ctx context.Context, agent app.AgentID, env app.Environment) (int, error) {
	return d.services().Forward.ReplayAll(ctx, agent, env)
}

// SigningSecret gives the secret that signs what is forwarded.
func (d channelDeps) SigningSecret(ctx context.Context, agent app.AgentID, env app.Environment) (app.Secret, error) {
	return d.services().Forward.SigningSecret(ctx, agent, env)
}
