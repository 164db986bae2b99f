//go:build linux

package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"runtime/pprof"
	"time"

	"channeldesk/app"
	"channeldesk/app/access"
	"channeldesk/app/apikey"
	"channeldesk/app/channel"
	"channeldesk/app/forward"
	"channeldesk/app/gateway"
	"channeldesk/app/inbox"
	"channeldesk/app/notify"
	"channeldesk/app/protocol"
	"channeldesk/app/protocol/metacloud"
	"channeldesk/storage"
	"channeldesk/storage/secret"
)

const (
	hookPath    = "meta"
	phoneNumber = "106500001110002"
	account     = "102200001110001"
	// people is how many customers write, and messages how many of ours get states:
	// more than there is time for, since states of strangers are other work.
	people, messages = 2000, 120_000
	text             = "Your parcel is on its way."
)

// desk is a data folder with one Meta channel and what the gateway is made of.
type desk struct {
	db       *storage.DB
	channels *channel.Service
	notify   *notify.Service
	params   gateway.Params
	channel  app.Channel
}

// openDesk makes it, with the services put together as the program does.
func openDesk(ctx context.Context, dir string, meta protocol.Protocol, address string) (d *desk, err error) {
	d = &desk{}
	if d.db, err = storage.Open(ctx, storage.Options{Dir: dir}); err != nil {
		return nil, err
	}
	bus, clock, log := &app.Bus{}, app.SystemClock, slog.New(slog.DiscardHandler)
	guard, protocols := access.New(d.db, clock, bus), protocol.NewRegistry(meta)
	secrets := secret.NewRouter(map[app.SecretStoreKind]secret.Place{app.SecretsInMemory: secret.NewMemory()}, app.SecretsInMemory, nil)
	d.channels = channel.New(channel.Params{Store: d.db, Secrets: secrets, Guard: guard, Bus: bus, Clock: clock, Log: log, Protocols: protocols})
	owner, err := guard.EnsureOwner(ctx, "Raka Pratama")
	if err != nil {
		return nil, err
	}
	if err := d.makeChannel(app.WithMember(ctx, owner), address); err != nil {
		return nil, err
	}
	meter := gateway.NewMeter()
	store := gateway.CountingStore{Store: d.db, Grouper: d.db, Meter: meter}
	keys := apikey.New(apikey.Params{Store: d.db, Guard: guard, Bus: bus, Clock: clock, Log: log})
	pass := forward.New(forward.Params{Store: store, Secrets: secrets, Guard: guard, Bus: bus, Clock: clock, Log: log})
	var in *inbox.Service
	out := notify.New(notify.Params{
		Store: store, Guard: guard, Bus: bus, Clock: clock, Log: log, Answers: answers{&in},
		Channels: notify.ChannelsFunc(func(ctx context.Context, id app.ChannelID) (notify.Live, error) {
			live, err := d.channels.LiveByID(ctx, id)
			return notify.Live(live), err
		}),
	})
	in = inbox.New(inbox.Params{
		Store: store, Protocols: protocols, Guard: guard, Bus: bus, Clock: clock, Log: log, Forward: pass, Outbox: out,
		Channels: inbox.ChannelsFunc(func(ctx context.Context, hookPath, key string) (inbox.Live, error) {
			live, err := d.channels.LiveByKey(ctx, hookPath, key)
			return inbox.Live(live), err
		}),
	})
	d.notify = out
	d.params = gateway.Params{
		Store: d.db, Group: d.db, Protocols: protocols, Inbox: taker{in}, Keys: checker{keys}, Messages: accepter{out},
		Lock: storage.NewWorkspaceLock(dir), Bus: bus, Clock: clock, Log: log, Version: "bench", Meter: meter,
		Runners: []gateway.Runner{
			{Name: "sending", Run: func(ctx context.Context) error { out.Run(ctx); return nil }},
			{Name: "sessions", Run: func(ctx context.Context) error { in.RunSessions(ctx); in.Wait(); return nil }},
			{Name: "forwarding", Run: pass.Run},
			{Name: "keys", Run: keys.Run},
			{Name: "tidying", Run: func(ctx context.Context) error { in.Tidy(ctx); return nil }},
		},
	}
	return d, nil
}

func (d *desk) makeChannel(ctx context.Context, address string) error {
	a, err := d.channels.CreateAgent(ctx, channel.NewAgent{Name: "Nusantara Bank Assistant"})
	if err != nil {
		return err
	}
	edits := channel.SetProtocol(metacloud.ID).Merge(channel.SetAccountCode("+6281155500188"))
	edits.Fields = map[string]string{"waba_id": account, "phone_number_id": phoneNumber, "app_id": "634910020030040", "api_address": address}
	edits.Secrets = map[string]app.Secret{"access_token": app.NewSecret("EAAG-token-0123456789-abcdef"), "app_secret": app.NewSecret(appSecret)}
	session := app.DefaultSession()
	session.AskUserToEnd = true
	edits.Session = &session
	if err := d.channels.Save(ctx, a.ID, app.Published, edits, ""); err != nil {
		return err
	}
	v, err := d.channels.Get(ctx, a.ID, app.Published)
	d.channel = v.Channel
	return err
}

// addMessages keeps messages of ours that the provider accepted, or that wait.
func (d *desk) addMessages(ctx context.Context, n int, status app.MessageStatus) error {
	const atOnce = 2000
	for from := 0; from < n; from += atOnce {
		err := d.db.Update(ctx, func(tx app.Tx) error {
			for i := from; i < min(n, from+atOnce); i++ {
				m := app.Message{
					Mark: fmt.Sprintf("msg_%s_%08d", status, i), ChannelID: d.channel.ID, To: fmt.Sprintf("+62812%08d", i), Content: app.Content{Text: text},
					Source: app.SourceAPI, Status: status,
				}
				if status == app.MessageAccepted {
					m.ProviderID, m.AcceptedAt = wamid(i), time.Now()
				}
				if _, err := tx.AddMessage(m); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func wamid(i int) string { return fmt.Sprintf("wamid.HBgNNjI4MTI1NTUwNzAwMRUCABEYEj%08d", i) }

// serveOurs runs the gateway.
func serveOurs(ctx context.Context, dir, profile string) (err error) {
	d, err := openDesk(ctx, dir, metacloud.New(metacloud.Options{Clock: app.SystemClock}), "")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, d.db.Close()) }()
	if err := d.addMessages(ctx, messages, app.MessageAccepted); err != nil {
		return err
	}
	gateway.EaseRuntime()
	g := gateway.New(d.params)
	if err := g.Start(ctx, gateway.Options{Listen: "127.0.0.1:0"}); err != nil {
		return err
	}
	stop, err := profileTo(profile)
	if err != nil {
		return err
	}
	defer stop()
	ready(ctx, g.Status().Listen+"/hooks/"+hookPath+"/"+d.channel.Key)
	return g.Stop(context.WithoutCancel(ctx))
}

// profileTo writes a processor profile to a file until stop; "" writes none.
func profileTo(name string) (stop func(), err error) {
	if name == "" {
		return func() {}, nil
	}
	f, err := os.Create(name)
	if err != nil {
		return nil, err
	}
	if err := pprof.StartCPUProfile(f); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return func() { pprof.StopCPUProfile(); _ = f.Close() }, nil
}

// The services as their users see them.

type taker struct{ *inbox.Service }

func (t taker) Take(ctx context.Context, h gateway.Hook) gateway.Answer {
	return gateway.Answer(t.Service.Take(ctx, inbox.Hook(h)))
}

func (t taker) Handshake(ctx context.Context, h gateway.Hook) gateway.Answer {
	return gateway.Answer(t.Service.Handshake(ctx, inbox.Hook(h)))
}

type checker struct{ *apikey.Service }

func (c checker) Check(ctx context.Context, value app.Secret, scope app.KeyScope, from string) (gateway.Caller, *app.Error) {
	caller, err := c.Service.Check(ctx, value, scope, from)
	return gateway.Caller(caller), err
}

type accepter struct{ *notify.Service }

func (a accepter) Accept(ctx context.Context, m gateway.NewMessage, with func(app.Tx, app.Message) error) (app.Message, error) {
	return a.Service.Accept(ctx, notify.NewMessage{
		Agent: m.Caller.Agent.ID, Environment: m.Caller.Environment, To: m.To, Name: m.Name, Content: m.Content,
		Source: app.SourceAPI, Key: m.Caller.Key.ID, DueAt: m.DueAt, BestBefore: m.BestBefore, Also: with,
	})
}

type answers struct{ in **inbox.Service }

func (a answers) Answered(tx app.Tx, m app.Message, at time.Time) error {
	return (*a.in).Answered(tx, m, at)
}
