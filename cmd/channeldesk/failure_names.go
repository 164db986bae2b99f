package main

import (
	"context"

	"channeldesk/app"
	"channeldesk/app/notify"
	"channeldesk/app/protocol"
)

// failureNames gives the short names of why messages of a channel failed, by their
// code, as the channel's protocol knows it. It reads the database.
func (w *workspace) failureNames(ctx context.Context, agent app.AgentID, env app.Environment) (func(code string) app.Text, error) {
	var p protocol.Protocol
	err := w.Store.View(ctx, func(tx app.Tx) error {
		c, err := tx.GetChannel(agent, env)
		if err != nil || c.Protocol == "" {
			return err
		}
		p, err = w.Protocols.Get(c.Protocol)
		return err
	})
	return func(code string) app.Text { return notify.FailureName(p, code) }, err
}
