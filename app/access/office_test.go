package access_test

import (
	"context"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"channeldesk/app"
	"channeldesk/app/access"
	"channeldesk/app/channel"
	"channeldesk/app/handoff"
	"channeldesk/app/protocol"
	"channeldesk/app/radar"
	"channeldesk/storage/secret"
	"channeldesk/storage/storagetest"
)

// office is a workspace with all services on a real database: one agent with
// Published, a Draft and a sheet that was handed off, another agent, and a member
// to manage.
type office struct {
	t       *testing.T
	store   app.Store
	make    *storagetest.Factory
	access  *access.Service
	channel *channel.Service
	radar   *radar.Service
	sheets  *handoff.Service
	params  handoff.Params

	owner, target app.Member
	agent, other  app.AgentID
	sheet         app.HandoffID
	file          string
	hired         int
}

func newOffice(t *testing.T) *office {
	t.Helper()
	store := storagetest.New(t)
	clock := app.ClockFunc(func() time.Time { return storagetest.Now })
	bus := &app.Bus{}
	secrets := secret.NewRouter(map[app.SecretStoreKind]secret.Place{app.SecretsInMemory: secret.NewMemory()}, app.SecretsInMemory, nil)
	protocols := protocol.NewRegistry(carrier{})
	o := &office{t: t, store: store, make: storagetest.NewFactory(t, store), file: filepath.Join(t.TempDir(), "sheet.txt")}
	o.access = access.New(store, clock, bus)
	o.access.SetCost(64, 1)
	o.channel = channel.New(channel.Params{
		Store: store, Secrets: secrets, Protocols: protocols, Guard: o.access, Bus: bus, Clock: clock, Log: slog.New(slog.DiscardHandler),
	})
	o.radar = radar.New(radar.Params{Store: store, Protocols: protocols, Sight: o.access, Clock: clock})
	o.params = handoff.Params{Store: store, Secrets: secrets, Protocols: protocols, Guard: o.access, Bus: bus, Clock: clock, Location: time.UTC}
	o.fill()
	return o
}

// fill sets the workspace up through the services, as its Owner.
func (o *office) fill() {
	o.t.Helper()
	check := func(err error) { o.t.Helper(); require.NoError(o.t, err) }
	var err error
	o.owner, err = o.access.EnsureOwner(o.t.Context(), "Sari")
	check(err)
	ctx := app.WithMember(o.t.Context(), o.owner)
	o.target, err = o.access.AddMember(ctx, access.NewMember{Name: "Target", Role: app.Viewer})
	check(err)
	check(o.channel.SetPublicAddress(ctx, "https://wa.example"))
	one, err := o.channel.CreateAgent(ctx, channel.NewAgent{Name: "Bank"})
	check(err)
	two, err := o.channel.CreateAgent(ctx, channel.NewAgent{Name: "Kopi"})
	check(err)
	o.agent, o.other = one.ID, two.ID
	carrierID, code := app.ProtocolID("carrier"), "+6281155500188"
	check(o.channel.Save(ctx, o.agent, app.Published, channel.Edits{
		Protocol: &carrierID, AccountCode: &code, Fields: map[string]string{"id": "12345678"},
		Secrets: map[string]app.Secret{"token": app.NewSecret("a-token-of-some-length-0123456789")},
	}, "first"))
	note := channel.SetField("note", "second")
	note.BaseVersion = o.version()
	check(o.channel.Save(ctx, o.agent, app.Published, note, "second"))
	check(o.channel.CreateDraft(ctx, o.agent))
	check(o.channel.Save(ctx, o.agent, app.Draft, channel.SetField("note", "draft"), ""))
	o.make.Update(func(tx app.Tx) error {
		c, err := tx.GetChannel(o.agent, app.Published)
		if err != nil {
			return err
		}
		h, err := tx.AddHandoff(app.Handoff{ChannelID: c.ID, At: storagetest.Now, Way: app.HandoffPDF, Audience: app.ForProvider, Language: "en"})
		o.sheet = h.ID
		return err
	})
}

func (o *office) version() (n int) {
	o.make.View(func(tx app.Tx) error {
		c, err := tx.GetChannel(o.agent, app.Published)
		n = c.Version
		return err
	})
	return n
}

// handoff makes the service when it is first needed: it reads fonts.
func (o *office) handoff() *handoff.Service {
	if o.sheets == nil {
		read := func(name string) []byte {
			data, err := os.ReadFile("../../assets/fonts/" + name)
			require.NoError(o.t, err)
			return data
		}
		o.params.Fonts = handoff.Fonts{Regular: read("Inter-Regular.ttf"), SemiBold: read("Inter-SemiBold.ttf"), Mono: read("JetBrainsMono-Regular.ttf")}
		o.sheets = handoff.New(o.params)
	}
	return o.sheets
}

func (o *office) out() io.Writer { return io.Discard }

// state is everything that a call could change, and the newest lines of the log.
type state struct {
	lines    []app.Activity
	members  []app.Member
	hashes   []string
	agents   []app.Agent
	channels []app.Channel
	versions []app.Version
	sheets   []app.Handoff
	public   string
	file     bool
}

func (o *office) state() (s state) {
	o.t.Helper()
	o.make.View(func(tx app.Tx) (err error) {
		if s.lines, err = tx.ListActivity(0, 20); err != nil {
			return err
		}
		if s.members, err = tx.ListMembers(); err != nil {
			return err
		}
		for _, m := range s.members {
			hash, err := tx.PassphraseHash(m.ID)
			if err != nil {
				return err
			}
			s.hashes = append(s.hashes, hash)
		}
		if s.agents, err = tx.ListAgents(); err != nil {
			return err
		}
		if s.public, err = tx.Setting(app.SettingPublicAddress); err != nil {
			return err
		}
		if s.channels, err = tx.ListChannels(); err != nil {
			return err
		}
		for _, c := range s.channels {
			versions, err := tx.ListVersions(c.ID)
			if err != nil {
				return err
			}
			sheets, err := tx.ListHandoffs(c.ID)
			if err != nil {
				return err
			}
			s.versions, s.sheets = append(s.versions, versions...), append(s.sheets, sheets...)
		}
		return nil
	})
	_, err := os.Stat(o.file)
	s.file = err == nil
	return s
}

// carrier is a protocol with every ability, that says yes to everything.
type carrier struct{}

func (carrier) Declaration() protocol.Declaration {
	return protocol.Declaration{
		ID: "carrier", Name: "Carrier", HookPath: "carrier", Events: []string{"messages"},
		Fields: []protocol.Field{
			{Name: "id", Label: "Number ID", Kind: protocol.Digits, Required: true, Identity: true},
			{Name: "note", Label: "Note", Kind: protocol.Plain},
		},
		Secrets: []protocol.SecretField{{Name: "token", Label: "Access token", Required: true}},
	}
}

func (carrier) Check(context.Context, protocol.Config, func(app.CheckStep)) (app.CheckReport, error) {
	return app.CheckReport{Steps: []app.CheckStep{{ID: "access_token", State: app.StepPassed}}}, nil
}

func (carrier) ListNumbers(context.Context, protocol.Config) ([]protocol.Number, error) {
	return nil, nil
}

func (carrier) Subscribe(context.Context, protocol.Config) error { return nil }

func (carrier) ReadWebhook(context.Context, protocol.Config) (protocol.WebhookState, error) {
	return protocol.WebhookState{Subscribed: true}, nil
}

func (carrier) Scopes() []protocol.WebhookScope { return []protocol.WebhookScope{{ID: "number"}} }

func (carrier) SetWebhook(_ context.Context, c protocol.Config, scope string) (protocol.WebhookState, error) {
	return protocol.WebhookState{Subscribed: true, URL: c.WebhookURL, Scope: scope}, nil
}

func (carrier) RemoveWebhook(context.Context, protocol.Config, string) (protocol.WebhookState, error) {
	return protocol.WebhookState{Subscribed: true}, nil
}

func (carrier) RecogniseShape(string, string, app.Channel) (protocol.Placement, bool) {
	return protocol.Placement{}, false
}

func (carrier) RecogniseByAsking(context.Context, protocol.Config, string, string) (protocol.Placement, bool, error) {
	return protocol.Placement{}, false, nil
}

func (carrier) endpoint(c protocol.Config, on bool) (protocol.Endpoint, error) {
	return protocol.Endpoint{URL: c.WebhookURL, Events: map[string]bool{"messages": on}, At: storagetest.Now}, nil
}

func (p carrier) ReadEndpoint(_ context.Context, c protocol.Config) (protocol.Endpoint, error) {
	return p.endpoint(c, true)
}

func (p carrier) RegisterEndpoint(_ context.Context, c protocol.Config) (protocol.Endpoint, error) {
	return p.endpoint(c, true)
}

func (p carrier) UnregisterEndpoint(_ context.Context, c protocol.Config) (protocol.Endpoint, error) {
	return p.endpoint(c, false)
}

func (carrier) EndpointScope() app.Text { return app.Say("Holds for the whole company.") }

func (carrier) SendTest(context.Context, protocol.Config, protocol.TestMessage) (protocol.TestResult, error) {
	return protocol.TestResult{MessageID: "m1"}, nil
}
