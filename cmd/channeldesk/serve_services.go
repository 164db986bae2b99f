package main

import (
	"context"
	"time"

	"channeldesk/app"
	"channeldesk/app/apikey"
	"channeldesk/app/bulk"
	"channeldesk/app/forward"
	"channeldesk/app/gateway"
	"channeldesk/app/history"
	"channeldesk/app/inbox"
	"channeldesk/app/notify"
	"channeldesk/app/template"
)

// liveServices are the services of channels at work, with the gateway over them.
// The window and "serve" put them together in the same way.
type liveServices struct {
	Inbox   *inbox.Service
	Notify  *notify.Service
	Forward *forward.Service
	Keys    *apikey.Service
	// Templates keeps the templates of all channels up to date.
	Templates *template.Service
	Bulk      *bulk.Service
	History   *history.Service
	Gateway   *gateway.Service
}

// newLiveServices makes the services. Nothing runs until Gateway.Start.
func (w *workspace) newLiveServices() *liveServices {
	meter := gateway.NewMeter()
	store := gateway.CountingStore{Store: w.Store, Grouper: w.Store, Meter: meter}
	l := &liveServices{}
	l.Keys = apikey.New(apikey.Params{Store: w.Store, Guard: w.Access, Bus: w.Bus, Clock: w.Clock, Log: w.Log})
	l.Forward = forward.New(forward.Params{Store: store, Secrets: w.Secrets, Guard: w.Access, Bus: w.Bus, Clock: w.Clock, Log: w.Log})
	l.Notify = notify.New(notify.Params{
		Store: store, Guard: w.Access, Bus: w.Bus, Clock: w.Clock, Log: w.Log, Answers: sessionAnswers{l},
		Channels: notify.ChannelsFunc(func(ctx context.Context, id app.ChannelID) (notify.Live, error) {
			live, err := w.Channel.LiveByID(ctx, id)
			return notify.Live(live), err
		}),
	})
	l.Templates = w.Templates
	l.Bulk = w.newBulk(l.Notify)
	l.History = w.newHistory(l.Notify)
	l.Inbox = inbox.New(inbox.Params{
		Store: store, Protocols: w.Protocols, Guard: w.Access, Bus: w.Bus, Clock: w.Clock, Log: w.Log,
		Forward: l.Forward, Outbox: l.Notify, Handoff: handoffSigns{w}, Templates: l.Templates,
		Channels: inbox.ChannelsFunc(func(ctx context.Context, hookPath, key string) (inbox.Live, error) {
			live, err := w.Channel.LiveByKey(ctx, hookPath, key)
			return inbox.Live(live), err
		}),
	})
	l.Gateway = gateway.New(w.gatewayParams(l, meter))
	return l
}

// gatewayParams are what the gateway over the services works with.
func (w *workspace) gatewayParams(l *liveServices, meter *gateway.Meter) gateway.Params {
	return gateway.Params{
		Store: w.Store, Group: w.Store, Protocols: w.Protocols, Inbox: gatewayInbox{l.Inbox}, Keys: gatewayKeys{l.Keys}, Messages: gatewayMessages{l.Notify},
		Runners: l.runners(), Lock: w.Lock, Bus: w.Bus, Clock: w.Clock, Log: w.Log, Version: w.Version, Meter: meter,
	}
}

// runners are the background work of the gateway.
func (l *liveServices) runners() []gateway.Runner {
	return []gateway.Runner{
		{Name: "sending", Run: func(ctx context.Context) error { l.Notify.Run(ctx); return nil }},
		{Name: "sessions", Run: func(ctx context.Context) error {
			defer l.Inbox.Wait()
			if err := l.Inbox.ApplyWaiting(ctx); err != nil {
				return err
			}
			l.Inbox.RunSessions(ctx)
			return nil
		}},
		{Name: "forwarding", Run: l.Forward.Run},
		{Name: "keys", Run: l.Keys.Run},
		{Name: "bulk sends", Run: l.Bulk.Run},
		{Name: "templates", Run: func(ctx context.Context) error { l.Templates.Run(ctx); return nil }},
		{Name: "history", Run: l.History.Run},
		{Name: "tidying", Run: func(ctx context.Context) error { l.Inbox.Tidy(ctx); return nil }},
	}
}

// others tells the services that another process changed the workspace.
func (l *liveServices) others(bus *app.Bus) {
	bus.Publish(app.Event{Kind: app.AgentsChanged}, app.Event{Kind: app.SecretsChanged}, app.Event{Kind: app.SettingsChanged})
	l.Notify.Wake()
	l.Forward.Wake()
	l.Bulk.Wake()
}

// gatewayInbox is the inbox as the gateway sees it.
type gatewayInbox struct{ *inbox.Service }

func (g gatewayInbox) Take(ctx context.Context, h gateway.Hook) gateway.Answer {
	return gateway.Answer(g.Service.Take(ctx, inbox.Hook(h)))
}

func (g gatewayInbox) Handshake(ctx context.Context, h gateway.Hook) gateway.Answer {
	return gateway.Answer(g.Service.Handshake(ctx, inbox.Hook(h)))
}

// gatewayKeys are the API keys as the gateway sees them.
type gatewayKeys struct{ *apikey.Service }

func (g gatewayKeys) Check(ctx context.Context, value app.Secret, scope app.KeyScope, from string) (gateway.Caller, *app.Error) {
	c, err := g.Service.Check(ctx, value, scope, from)
	return gateway.Caller(c), err
}

// gatewayMessages is sending as the gateway sees it.
type gatewayMessages struct{ *notify.Service }

func (g gatewayMessages) Accept(ctx context.Context, m gateway.NewMessage, with func(app.Tx, app.Message) error) (app.Message, error) {
	return g.Service.Accept(ctx, notify.NewMessage{
		Agent: m.Caller.Agent.ID, Environment: m.Caller.Environment, To: m.To, Name: m.Name, Content: m.Content,
		Source: app.SourceAPI, Key: m.Caller.Key.ID, DueAt: m.DueAt, BestBefore: m.BestBefore, Also: with,
	})
}

// sessionAnswers tells sessions how messages ended. The inbox is made after what
// sends, so it is looked up when it is needed.
type sessionAnswers struct{ l *liveServices }

func (a sessionAnswers) Answered(tx app.Tx, m app.Message, at time.Time) error {
	return a.l.Inbox.Answered(tx, m, at)
}

func (a sessionAnswers) Refused(tx app.Tx, m app.Message, _ time.Time) error {
	return a.l.Inbox.Refused(tx, m)
}

// handoffSigns makes the hand-off service when the first webhook comes.
type handoffSigns struct{ w *workspace }

func (h handoffSigns) SawWebhook(ctx context.Context, id app.ChannelID, at time.Time) error {
	return h.w.Handoff().SawWebhook(ctx, id, at)
}
