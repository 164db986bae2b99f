package main

import (
	"context"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"channeldesk/app"
	"channeldesk/app/access"
	"channeldesk/app/channel"
	"channeldesk/app/handoff"
	"channeldesk/app/price/lists"
	"channeldesk/app/protocol"
	"channeldesk/app/protocol/coster"
	"channeldesk/app/protocol/metacloud"
	"channeldesk/app/protocol/qontak"
	"channeldesk/app/radar"
	"channeldesk/app/sandbox"
	"channeldesk/assets"
	"channeldesk/storage"
)

// desk is a workspace with sample data that lives for one run: the real services
// on a real database and the simulated providers, with a door before the store
// and the secrets that can be held shut. So every page can be seen in each of its
// states, with data that fits together. Safe for concurrent use.
type desk struct {
	*channel.Service
	members *access.Service
	sheets  *handoff.Service
	store   *door
	secrets *vault
	box     *sandbox.Sandbox
	bus     *app.Bus
	clock   app.Clock
	owner   app.Member // who prepares the scenes
	db      *storage.DB
	look    func(mode string) // changes the theme, for the settings page

	prices    *lists.Service
	sending   *sending
	protocols *protocol.Registry
	ends      *radar.Service
	brokenAt  atomic.Int64 // where the audit log is said to be broken; 0 for nowhere

	mu     sync.Mutex
	me     app.Member // who acts in the window; nobody for the zero one
	prefs  map[string]string
	agents []app.Agent
}

// sampleTime is when everything on the pictures happens.
var sampleTime = time.Date(2026, time.November, 17, 9, 41, 0, 0, time.Local)

// openDesk makes the workspace in a folder that the caller removes.
func openDesk(ctx context.Context, dir string) (*desk, error) {
	var ticks atomic.Int64 // nothing happens twice at the same moment
	now := app.ClockFunc(func() time.Time { return sampleTime.UTC().Add(time.Duration(ticks.Add(1)) * time.Millisecond) })
	db, err := storage.Open(ctx, storage.Options{Dir: dir, Now: now.Now})
	if err != nil {
		return nil, err
	}
	box, err := sandbox.Start(ctx, sandbox.Options{Clock: now})
	if err != nil {
		return nil, err
	}
	quiet := slog.New(slog.DiscardHandler)
	d := &desk{store: &door{Store: db}, secrets: newVault(), box: box, bus: &app.Bus{}, clock: now, db: db, prefs: map[string]string{}}
	d.protocols = protocol.NewRegistry(
		metacloud.New(metacloud.Options{Clock: now, Log: quiet}),
		coster.New(coster.Options{Clock: now, Log: quiet}),
		qontak.New(qontak.Options{Clock: now, Log: quiet}),
	)
	box.Qontak.Change(func(w *sandbox.QontakWorld) { w.Limits = sandbox.QontakLimits{} }) // time hardly goes on here
	d.members = access.New(d.store, now, d.bus)
	d.Service = channel.New(channel.Params{
		Store: d.store, Secrets: d.secrets, Protocols: d.protocols, Guard: d.members, Bus: d.bus, Clock: now, Log: quiet,
	})
	d.prices = lists.New(lists.Params{Store: d.store, Guard: d.members, Protocols: d.protocols, Bus: d.bus, Clock: now})
	d.sending = newSending(dir)
	d.ends = radar.New(radar.Params{Store: d.store, Protocols: d.protocols, Sight: d.members, Clock: now})
	d.sheets = handoff.New(handoff.Params{
		Store: d.store, Secrets: d.secrets, Protocols: d.protocols, Guard: d.members, Bus: d.bus, Clock: now,
		Fonts: handoff.Fonts{Regular: assets.PaperRegular(), SemiBold: assets.PaperSemiBold(), Mono: assets.FontMono()},
	})
	return d, nil
}

// close ends the sandbox and the database.
func (d *desk) close(ctx context.Context) {
	_ = d.box.Close(ctx)
	_ = d.db.Close()
}

// as is a context with the Owner acting.
func (d *desk) as(ctx context.Context) context.Context { return app.WithMember(ctx, d.owner) }

const (
	sampleAgent = "Nusantara Bank Assistant"
	otherAgent  = "Kopi Lima Assistant"
	emptyAgent  = "Senja Travel Assistant"
)

// fill makes the people and agents of the pictures: one with all there is, one
// without a draft, and one that is new.
func (d *desk) fill(ctx context.Context) (err error) {
	if d.owner, err = d.members.EnsureOwner(ctx, "Raka Pratama"); err != nil {
		return err
	}
	d.SetMe(d.owner)
	ctx = d.as(ctx)
	if err := d.SetPublicAddress(ctx, "https://wa.channeldesk.example"); err != nil {
		return err
	}
	v := d.box.Sample()
	full, err := d.agent(ctx, sampleAgent, v, v.PhoneNumberID, v.AccountCode)
	if err != nil {
		return err
	}
	if err := d.CreateDraft(ctx, full.ID); err != nil {
		return err
	}
	if _, err := d.agent(ctx, otherAgent, v, v.SecondPhoneNumberID, v.SecondAccountCode); err != nil {
		return err
	}
	if _, err = d.CreateAgent(ctx, channel.NewAgent{Name: emptyAgent}); err != nil {
		return err
	}
	return d.fillOthers(ctx)
}

func (d *desk) agent(ctx context.Context, name string, v sandbox.SampleValues, number, account string) (app.Agent, error) {
	a, err := d.CreateAgent(ctx, channel.NewAgent{Name: name, Contact: "Dewi Kartika, +62 811-2000-300"})
	if err != nil {
		return a, err
	}
	edits := channel.SetProtocol(metacloud.ID).Merge(channel.SetAccountCode(account))
	edits.Fields = map[string]string{"waba_id": v.WABAID, "phone_number_id": number, "app_id": v.AppID, "api_address": d.box.MetaURL()}
	if err := d.Save(ctx, a.ID, app.Published, edits, "Set up with the client"); err != nil {
		return a, err
	}
	secrets := channel.SetSecret("app_secret", v.AppSecret).Merge(channel.SetSecret("access_token", v.Token))
	secrets.BaseVersion = 1
	return a, d.Save(ctx, a.ID, app.Published, secrets, "")
}
