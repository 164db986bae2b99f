package main

import (
	"context"

	"channeldesk/app"
	"channeldesk/app/history"
	"channeldesk/app/notify"
)

// newHistory makes the service of the history over what sends; nil for a verb
// that only reads.
func (w *workspace) newHistory(sending *notify.Service) *history.Service {
	outbox := history.OutboxFunc(func(ctx context.Context, r history.Request) (app.Message, error) {
		if sending == nil {
			return app.Message{}, app.NewError(app.CodeUnsupported, app.Say("Nothing is sent from here."))
		}
		return sending.Accept(ctx, notify.NewMessage{
			Agent: r.Agent, Environment: r.Environment, To: r.To, Name: r.Name, Content: r.Content, Source: r.Source, Again: r.Again, Also: r.Also,
		})
	})
	return history.New(history.Params{Store: w.Store, Guard: w.Access, Outbox: outbox, Bus: w.Bus, Clock: w.Clock, Log: w.Log})
}
