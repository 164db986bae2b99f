package inbox_test

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"log/slog"
	"net/http"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"channeldesk/app"
	"channeldesk/app/access"
	"channeldesk/app/channel"
	"channeldesk/app/inbox"
	"channeldesk/app/protocol"
	"channeldesk/app/protocol/coster"
	"channeldesk/app/protocol/metacloud"
	"channeldesk/app/protocol/qontak"
	"channeldesk/storage"
	"channeldesk/storage/secret"
	"channeldesk/storage/storagetest"
)

// What the channels of the tests are set up with.
const (
	accountCode = "+6281155500188"
	wabaID      = "118204417730915"
	numberID    = "104729385561027"
	appSecret   = "0123456789abcdef0123456789abcdef"
	roomChannel = "0b5f0c52-5a35-4c53-9a8e-3f1f7ab0d111"
	accountID   = "aaaaaaaa00001111222233334444ffff"
	rina        = "+6281255507001"
)

// office is the service on a real database with the real protocols and channels.
type office struct {
	*inbox.Service
	templates inbox.Templates // nil for none
	t         testing.TB
	db        inbox.Store
	bus       *app.Bus
	channels  *channel.Service
	clock     *clock
	ctx       context.Context // of an owner
	member    app.Member
	guard     *access.Service
	forward   *forwarded
	signs     *signs
}

type clock struct {
	mu sync.Mutex
	at time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

// forwarded keeps what would be forwarded, in the store, so that it goes when the
// transaction does.
type forwarded struct{ fail func(person string) }

func (f *forwarded) Add(tx app.Tx, c app.Channel, kind, person string, body any) error {
	if f.fail != nil {
		f.fail(person)
	}
	_, err := tx.AddForwarding(app.Forwarding{
		ChannelID: c.ID, Person: person, Kind: kind, Body: fmt.Appendf(nil, "%+v", body), State: app.ForwardWaiting,
	})
	return err
}

func (f *forwarded) Wake() {}

// live is what the program composes.
func live(s *channel.Service) inbox.Channels {
	return inbox.ChannelsFunc(func(ctx context.Context, hookPath, key string) (inbox.Live, error) {
		l, err := s.LiveByKey(ctx, hookPath, key)
		return inbox.Live(l), err
	})
}

type signs struct {
	mu   sync.Mutex
	seen []app.ChannelID
}

func (s *signs) SawWebhook(_ context.Context, id app.ChannelID, _ time.Time) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.seen = append(s.seen, id)
	return nil
}

var monday = time.Date(2026, 11, 23, 3, 0, 0, 0, time.UTC)

func newOffice(t testing.TB) *office { return newOfficeOn(t, storagetest.New(t)) }

func newOfficeOn(t testing.TB, db inbox.Store) *office {
	t.Helper()
	o := &office{t: t, db: db, bus: &app.Bus{}, clock: &clock{at: monday}, forward: &forwarded{}, signs: &signs{}}
	o.open(o.clock)
	return o
}

// open makes the services on the office's store.
func (o *office) open(c app.Clock) {
	o.guard = access.New(o.db, c, o.bus)
	protocols := protocol.NewRegistry(metacloud.New(metacloud.Options{Clock: c}), qontak.New(qontak.Options{Clock: c}), coster.New(coster.Options{Clock: c}))
	log := slog.New(slog.DiscardHandler)
	o.channels = channel.New(channel.Params{
		Store: o.db, Guard: o.guard, Bus: o.bus, Clock: c, Log: log, Protocols: protocols,
		Secrets: secret.NewRouter(map[app.SecretStoreKind]secret.Place{app.SecretsInMemory: secret.NewMemory()}, app.SecretsInMemory, nil),
	})
	owner, err := o.guard.EnsureOwner(context.Background(), "Sari")
	require.NoError(o.t, err)
	o.member, o.ctx = owner, app.WithMember(context.Background(), owner)
	o.Service = inbox.New(inbox.Params{
		Store: o.db, Channels: live(o.channels), Protocols: protocols, Guard: o.guard, Bus: o.bus, Clock: c, Log: log,
		Forward: o.forward, Handoff: o.signs, Templates: o.templates,
	})
	o.t.Cleanup(o.Wait)
}

func ptr[T any](v T) *T { return &v }

// agent makes an agent whose Published has these settings.
func (o *office) agent(name string, e channel.Edits) app.Channel {
	o.t.Helper()
	a, err := o.channels.CreateAgent(o.ctx, channel.NewAgent{Name: name})
	require.NoError(o.t, err)
	e.Forward = &app.Forward{URL: "https://agent.example/in"}
	e.Session = ptr(app.DefaultSession())
	e.Session.AskUserToEnd = true
	require.NoError(o.t, o.channels.Save(o.ctx, a.ID, app.Published, e, ""))
	return o.channel(a.ID)
}

func (o *office) channel(agent app.AgentID) app.Channel {
	o.t.Helper()
	v, err := o.channels.Get(o.ctx, agent, app.Published)
	require.NoError(o.t, err)
	return v.Channel
}

func (o *office) meta() app.Channel { return o.metaOf("Nusantara Bank") }

func (o *office) metaOf(name string) app.Channel {
	return o.agent(name, channel.Edits{
		Protocol: ptr(app.ProtocolID("meta_cloud")), AccountCode: ptr(accountCode),
		Fields:  map[string]string{"waba_id": wabaID, "phone_number_id": numberID, "app_id": "634910020030040"},
		Secrets: map[string]app.Secret{"access_token": app.NewSecret("EAAG-token-0123456789-abcdef"), "app_secret": app.NewSecret(appSecret)},
	})
}

func (o *office) qontak(name, id string) app.Channel {
	return o.agent(name, channel.Edits{
		Protocol: ptr(app.ProtocolID("qontak")), AccountCode: ptr(accountCode),
		Fields:  map[string]string{"channel_integration_id": id},
		Secrets: map[string]app.Secret{"access_token": app.NewSecret("qontak-token-0123456789-abcdef")},
	})
}

func (o *office) coster() app.Channel {
	return o.agent("Kopi Senja", channel.Edits{
		Protocol: ptr(app.ProtocolID("coster")), AccountCode: ptr(accountCode),
		Fields:  map[string]string{"account_id": accountID, "division_id": "bbbbbbbb00001111222233334444ffff"},
		Secrets: map[string]app.Secret{"conversation_token": app.NewSecret("talk-token-0123456789-abcdef"), "push_token": app.NewSecret("push-token-0123456789-abcdef")},
	})
}

// hook is a right webhook of the channel's provider.
func (o *office) hook(c app.Channel, body string) inbox.Hook {
	o.t.Helper()
	d := map[app.ProtocolID]string{"meta_cloud": "meta", "qontak": "qontak", "coster": "coster"}
	h := inbox.Hook{HookPath: d[c.Protocol], Key: c.Key, Body: []byte(body)}
	if c.Protocol == "meta_cloud" {
		h.Header = signed(appSecret, body)
		return h
	}
	l, err := o.channels.LiveByKey(o.ctx, h.HookPath, c.Key)
	require.NoError(o.t, err)
	h.Secret = l.Config.WebhookSecret.Expose()
	return h
}

func signed(key, body string) func(string) string {
	mac := hmac.New(sha256.New, []byte(key))
	mac.Write([]byte(body))
	value := "sha256=" + hex.EncodeToString(mac.Sum(nil))
	return func(name string) string {
		if http.CanonicalHeaderKey(name) == "X-Hub-Signature-256" {
			return value
		}
		return ""
	}
}

// take posts a right webhook that must be answered with 200.
func (o *office) take(c app.Channel, body string) {
	o.t.Helper()
	require.Equal(o.t, http.StatusOK, o.Take(context.Background(), o.hook(c, body)).Status)
}

func (o *office) view(fn func(app.Tx) error) {
	o.t.Helper()
	require.NoError(o.t, o.db.View(context.Background(), fn))
}

func (o *office) update(fn func(app.Tx) error) {
	o.t.Helper()
	require.NoError(o.t, o.db.Update(context.Background(), fn))
}

func (o *office) arrivals(c app.Channel) []app.Arrival {
	o.t.Helper()
	list, err := o.Recent(o.ctx, c.AgentID, c.Environment, 0, 500)
	require.NoError(o.t, err)
	return list
}

func (o *office) last(c app.Channel) app.Arrival {
	o.t.Helper()
	all := o.arrivals(c)
	require.NotEmpty(o.t, all)
	return all[0]
}

func (o *office) person(c app.Channel, key string) (p app.Person) {
	o.t.Helper()
	o.view(func(tx app.Tx) (err error) { p, err = tx.GetPerson(c.ID, key); return err })
	return p
}

func (o *office) forwardings(c app.Channel) (list []app.Forwarding) {
	o.t.Helper()
	o.view(func(tx app.Tx) (err error) {
		list, err = tx.ListForwardings(c.ID, app.ForwardWaiting, 5000)
		return err
	})
	return list
}

// sent are the messages of sessions, the oldest first.
func (o *office) sent(c app.Channel) (list []app.Message) {
	o.t.Helper()
	o.view(func(tx app.Tx) error {
		all, err := tx.ListMessages(app.MessageFilter{Agent: c.AgentID, Environment: c.Environment, Source: app.SourceSession})
		for _, m := range all {
			list = append([]app.Message{m}, list...)
		}
		return err
	})
	return list
}

// message adds a message of ours that the provider accepted under an id.
func (o *office) message(c app.Channel, mark, providerID, reference string) app.Message {
	o.t.Helper()
	var m app.Message
	o.update(func(tx app.Tx) error { return addAccepted(tx, c, mark, providerID, reference, &m) })
	return m
}

func addAccepted(tx app.Tx, c app.Channel, mark, providerID, reference string, m *app.Message) error {
	id, err := tx.AddMessage(app.Message{
		Mark: mark, ChannelID: c.ID, AgentID: c.AgentID, Environment: c.Environment, To: rina, Content: app.Content{Text: "Halo"},
		Source: app.SourceAPI, Status: app.MessageQueued, CreatedAt: monday, DueAt: monday,
	})
	if err != nil {
		return err
	}
	if _, err := tx.ClaimMessages(monday, 1, nil); err != nil {
		return err
	}
	if err := tx.EndAttempt(app.AttemptEnd{Message: id, At: monday, Outcome: app.AttemptAccepted, ProviderID: providerID, Reference: reference}); err != nil {
		return err
	}
	*m, err = tx.GetMessage(id)
	return err
}

func (o *office) status(mark string) (m app.Message) {
	o.t.Helper()
	o.view(func(tx app.Tx) (err error) { m, err = tx.FindMessage(mark); return err })
	return m
}

// The shapes of the providers.

func metaPost(field, value string) string {
	return `{"object":"whatsapp_business_account","entry":[{"id":"` + wabaID + `","changes":[{"field":"` + field + `","value":` + value + `}]}]}`
}

const metaData = `"messaging_product":"whatsapp","metadata":{"display_phone_number":"+62 811-5550-0188","phone_number_id":"` + numberID + `"}`

func metaMessage(id string, at time.Time, rest string) string {
	return `{"from":"6281255507001","id":"` + id + `","timestamp":"` + strconv.FormatInt(at.Unix(), 10) + `",` + rest + `}`
}

func metaMessages(messages string) string {
	return metaPost("messages", `{`+metaData+`,"contacts":[{"wa_id":"6281255507001","profile":{"name":"Rina"}}],"messages":[`+messages+`]}`)
}

func metaText(id, text string, at time.Time) string {
	return metaMessages(metaMessage(id, at, `"type":"text","text":{"body":"`+text+`"}`))
}

func metaTap(id, button, title string, at time.Time) string {
	return metaMessages(metaMessage(id, at, `"type":"interactive","interactive":{"type":"button_reply","button_reply":{"id":"`+button+`","title":"`+title+`"}}`))
}

func metaStates(states string) string {
	return metaPost("messages", `{`+metaData+`,"statuses":[`+states+`]}`)
}

func metaState(id, state string, at time.Time) string {
	return `{"id":"` + id + `","status":"` + state + `","recipient_id":"6281255507001","timestamp":"` + strconv.FormatInt(at.Unix(), 10) + `"}`
}

func qontakText(id, channelID, text string, at time.Time) string {
	return `{"id":"` + id + `","type":"text","room_id":"room-1","sender_id":"c-1","sender_type":"Models::Contact","sender":{"name":"Rina"},
	 "participant_type":"customer","text":"` + text + `","external_id":"wamid.` + id + `","created_at":"` + at.Format(time.RFC3339) + `",
	 "room":{"id":"room-1","name":"Rina","account_uniq_id":"6281255507001","channel_integration_id":"` + channelID + `","session":"open"},
	 "data_event":"receive_message_from_customer","webhook_event":"message_interaction"}`
}

func qontakAgent(id, channelID, text string, at time.Time) string {
	return `{"id":"` + id + `","type":"text","room_id":"room-1","sender_id":"u-1","sender_type":"Models::User","participant_type":"agent",
	 "text":"` + text + `","created_at":"` + at.Format(time.RFC3339) + `",
	 "room":{"id":"room-1","name":"Rina","account_uniq_id":"6281255507001","channel_integration_id":"` + channelID + `"},
	 "data_event":"receive_message_from_agent","webhook_event":"message_interaction"}`
}

func costerText(id, text string, at time.Time) string {
	return `{"id":"e1","mid":"m","account":{"id":"` + accountID + `","account":"6281155500188"},"data":` + metaText(id, text, at) + `}`
}

// fresh opens a database in a folder, as another process would.
func fresh(t testing.TB, dir string) *storage.DB {
	t.Helper()
	db, err := storage.Open(context.Background(), storage.Options{Dir: dir})
	require.NoError(t, err)
	return db
}
