package handoff_test

import (
	"context"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"channeldesk/app"
	"channeldesk/app/handoff"
	"channeldesk/app/protocol"
)

// The secrets of the test channel. None but the webhook's may ever be seen.
const (
	accessToken   = "EAAtoken-which-must-stay-inside-0123456789"
	appSecret     = "0123456789abcdef0123456789abcdef"
	webhookSecret = "k7QvX2mZp0Rw8Ys4Tn6Ub1Lc3Hd5Jf9Ga-Eo_Ki7VxQ"
)

// fakeStore keeps a workspace in memory; an update that fails leaves no trace.
type fakeStore struct {
	mu    sync.Mutex
	state fakeState
}

type fakeState struct {
	agents     map[app.AgentID]app.Agent
	channels   []app.Channel
	settings   map[string]string
	handoffs   []app.Handoff
	activities []app.Activity
	sheets     int
}

func (s fakeState) clone() fakeState {
	s.agents, s.settings = maps.Clone(s.agents), maps.Clone(s.settings)
	s.channels, s.handoffs, s.activities = slices.Clone(s.channels), slices.Clone(s.handoffs), slices.Clone(s.activities)
	return s
}

func (f *fakeStore) View(_ context.Context, fn func(app.Tx) error) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	s := f.state.clone()
	return fn(&fakeTx{s: &s})
}

func (f *fakeStore) Update(_ context.Context, fn func(app.Tx) error) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	s := f.state.clone()
	if err := fn(&fakeTx{s: &s}); err != nil {
		return err
	}
	f.state = s
	return nil
}

// fakeTx answers what hand-offs need; anything else panics on the nil Tx.
type fakeTx struct {
	app.Tx
	s *fakeState
}

func gone() error { return app.NewError(app.CodeNotFound, app.Say("It is not there.")) }

func (t *fakeTx) GetAgent(id app.AgentID) (app.Agent, error) {
	if a, ok := t.s.agents[id]; ok {
		return a, nil
	}
	return app.Agent{}, gone()
}

func (t *fakeTx) GetChannel(id app.AgentID, env app.Environment) (app.Channel, error) {
	for _, c := range t.s.channels {
		if c.AgentID == id && c.Environment == env {
			return c.Clone(), nil
		}
	}
	return app.Channel{}, gone()
}

func (t *fakeTx) ListChannels() ([]app.Channel, error) { return t.s.channels, nil }
func (t *fakeTx) Setting(name string) (string, error)  { return t.s.settings[name], nil }
func (t *fakeTx) NextSheet(app.AgentID) (string, error) {
	return fmt.Sprintf("NB-%04d", t.s.sheets+1), nil
}
func (t *fakeTx) AddActivity(a app.Activity) error {
	t.s.activities = append(t.s.activities, a)
	return nil
}

func (t *fakeTx) AddHandoff(h app.Handoff) (app.Handoff, error) {
	if h.Sheet == "" {
		h.Sheet, _ = t.NextSheet(1)
		t.s.sheets++
	}
	h.ID = app.HandoffID(len(t.s.handoffs) + 1)
	t.s.handoffs = append(t.s.handoffs, h)
	return h, nil
}

func (t *fakeTx) ListHandoffs(id app.ChannelID) (out []app.Handoff, err error) {
	for _, h := range slices.Backward(t.s.handoffs) {
		if h.ChannelID == id {
			out = append(out, h)
		}
	}
	return out, nil
}

func (t *fakeTx) GetHandoff(id app.HandoffID) (app.Handoff, error) {
	if id < 1 || int(id) > len(t.s.handoffs) {
		return app.Handoff{}, gone()
	}
	return t.s.handoffs[id-1], nil
}

func (t *fakeTx) UpdateHandoff(h app.Handoff) error { t.s.handoffs[h.ID-1] = h; return nil }

// fakeSecrets remembers what was asked for.
type fakeSecrets struct {
	app.SecretStore
	values map[app.SecretRef]string
	mu     sync.Mutex
	asked  []app.SecretRef
	// onGet runs during Get, for what happens meanwhile.
	onGet func()
}

func (f *fakeSecrets) Get(_ context.Context, ref app.SecretRef) (app.Secret, error) {
	f.mu.Lock()
	f.asked = append(f.asked, ref)
	f.mu.Unlock()
	if f.onGet != nil {
		f.onGet()
	}
	v, ok := f.values[ref]
	if !ok {
		return app.Secret{}, app.NewError(app.CodeSecretMissing, app.Say("The secret is not there."))
	}
	return app.NewSecret(v), nil
}

// manyEvents are as many as a real provider has.
var manyEvents = []string{
	"messages", "message_template_status_update", "message_template_quality_update", "message_template_components_update",
	"template_category_update", "phone_number_quality_update", "phone_number_name_update", "account_update",
	"account_review_update", "account_alerts", "business_capability_update", "security", "user_preferences",
}

type roleGuard struct{}

func (roleGuard) Require(ctx context.Context, _ app.AgentID, p app.Permission) (app.Member, error) {
	m, ok := app.ActingMember(ctx)
	if !ok || !m.Role.Allows(p) {
		return m, app.NewError(app.CodeForbidden, app.Say("Not allowed."))
	}
	return m, nil
}

type fakeProtocol struct{ d protocol.Declaration }

func (f fakeProtocol) Declaration() protocol.Declaration { return f.d }
func (f fakeProtocol) Check(context.Context, protocol.Config, func(app.CheckStep)) (app.CheckReport, error) {
	return app.CheckReport{}, nil
}

// bench is a service with a workspace around it.
type bench struct {
	store   *fakeStore
	secrets *fakeSecrets
	bus     *app.Bus
	service *handoff.Service
	now     time.Time
}

func fonts(t testing.TB) handoff.Fonts {
	t.Helper()
	read := func(name string) []byte {
		data, err := os.ReadFile("../../assets/fonts/" + name)
		require.NoError(t, err)
		return data
	}
	return handoff.Fonts{Regular: read("Inter-Regular.ttf"), SemiBold: read("Inter-SemiBold.ttf"), Mono: read("JetBrainsMono-Regular.ttf")}
}

func newBench(t testing.TB) *bench { return newBenchWith(t, nil) }

func newBenchWith(t testing.TB, other handoff.OtherFonts) *bench {
	files := fonts(t)
	files.Other = other
	b := &bench{
		store: &fakeStore{}, bus: &app.Bus{}, now: time.Date(2026, 11, 17, 9, 41, 0, 0, time.UTC),
		secrets: &fakeSecrets{values: map[app.SecretRef]string{"r-token": accessToken, "r-app": appSecret, "r-hook": webhookSecret, "r-hook2": strings.ToUpper(webhookSecret)}},
	}
	channel := app.Channel{
		ID: 11, AgentID: 1, Environment: app.Published, Key: "nb-41c0d7", Protocol: "meta_cloud", AccountCode: "+6281155500188",
		Secrets: map[string]app.SecretInfo{"access_token": {Ref: "r-token"}, "app_secret": {Ref: "r-app"}},
		Webhook: app.Webhook{Secret: app.SecretInfo{Ref: "r-hook"}}, Version: 4,
	}
	draft := channel.Clone()
	draft.ID, draft.Environment, draft.Key, draft.Protocol, draft.Version = 12, app.Draft, "kl-7f3a9c", "qontak", 0
	b.store.state = fakeState{
		agents:   map[app.AgentID]app.Agent{1: {ID: 1, Name: "Nusantara Bank Assistant", Country: "ID", Contact: "Dewi Kartika, 081255501423", HasDraft: true}},
		channels: []app.Channel{channel, draft}, sheets: 6,
		settings: map[string]string{app.SettingPublicAddress: "https://wa.banknusantara.example"},
	}
	b.service = handoff.New(handoff.Params{
		Store: b.store, Secrets: b.secrets, Guard: roleGuard{}, Bus: b.bus, Fonts: files, Location: time.UTC,
		Clock: app.ClockFunc(func() time.Time { return b.now }),
		Protocols: protocol.NewRegistry(
			fakeProtocol{protocol.Declaration{ID: "meta_cloud", Name: "Meta Cloud", HookPath: "meta", SecretWord: "verify token", Events: manyEvents}},
			fakeProtocol{protocol.Declaration{ID: "qontak", Name: "Qontak", HookPath: "qontak", SecretInAddress: true}},
		),
	})
	return b
}

// rename gives the test agent another name.
func (b *bench) rename(name string) {
	a := b.store.state.agents[1]
	a.Name = name
	b.store.state.agents[1] = a
}

// change edits the Published channel.
func (b *bench) change(fn func(*app.Channel)) { fn(&b.store.state.channels[0]) }

func (b *bench) sheet(t testing.TB, env app.Environment, r handoff.Request) handoff.Sheet {
	t.Helper()
	s, err := b.service.Sheet(as(app.Owner), 1, env, r)
	require.NoError(t, err)
	return s
}

func as(role app.Role) context.Context {
	return app.WithMember(context.Background(), app.Member{ID: 1, Name: "Dewi Kartika", Role: role})
}

// requests are all readers, languages and secret switches.
func requests() []handoff.Request {
	var out []handoff.Request
	for _, audience := range []app.Audience{app.ForProvider, app.ForClientIT} {
		for _, language := range []string{handoff.English, handoff.Indonesian} {
			for _, secret := range []bool{false, true} {
				out = append(out, handoff.Request{Audience: audience, To: "Surya Digital", Language: language, IncludeSecret: secret})
			}
		}
	}
	return out
}

// names are agent names that gave trouble somewhere.
var names = []string{
	"Nusantara Bank Assistant",
	strings.Repeat("Toko Bunga Melati ", 4) + "Bandung",
	"Toko 🌸 Bunga",
	"👩‍👩‍👧‍👦🇮🇩",
	strings.Repeat("🌸", 80),
	"=HYPERLINK(\"http://evil.example\")",
	"<script>alert(1)</script> & {{.Secret}} %s",
	"PT \u202Eelpmaxe\u202C Tbk\u2066\u200B",
	"مطعم النور",
	"北京烤鸭店",
	"Café Ñandú Żółć",
	"日本語ホテル ラウンジ",
}
