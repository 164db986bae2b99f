package gateway_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"channeldesk/app"
	"channeldesk/app/access"
	"channeldesk/app/apikey"
	"channeldesk/app/gateway"
	"channeldesk/app/protocol"
	"channeldesk/storage"
	"channeldesk/storage/storagetest"
)

// Dates are shown as the computer's zone has them.
func TestMain(m *testing.M) {
	time.Local = time.UTC
	os.Exit(m.Run())
}

// desk is a gateway on a real store with real keys. Webhooks and messages go to
// doubles that a test replaces.
type desk struct {
	*gateway.Service
	t       testing.TB
	params  gateway.Params
	store   *storage.DB
	make    *storagetest.Factory
	keys    *apikey.Service
	guard   *access.Service
	agent   app.Agent
	channel app.Channel
	ctx     context.Context
	inbox   *inboxDouble
	sender  *senderDouble
	log     *syncBuffer
	base    string
	client  *http.Client

	mu  sync.Mutex
	now time.Time
}

func (d *desk) Now() time.Time {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.now
}

func (d *desk) pass(by time.Duration) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.now = d.now.Add(by)
}

// newDesk makes a gateway that does not run yet.
func newDesk(t testing.TB, change ...func(*gateway.Params)) *desk {
	t.Helper()
	dir := t.TempDir()
	store := storagetest.Open(t, dir)
	d := &desk{t: t, store: store, make: storagetest.NewFactory(t, store), now: storagetest.Now, log: &syncBuffer{}}
	bus, log := &app.Bus{}, slog.New(slog.NewJSONHandler(d.log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	d.guard = access.New(store, d, bus)
	owner, err := d.guard.EnsureOwner(t.Context(), "Sari")
	require.NoError(t, err)
	d.ctx = app.WithMember(t.Context(), owner)
	d.keys = apikey.New(apikey.Params{Store: store, Guard: d.guard, Bus: bus, Clock: d, Log: log})
	d.agent = d.make.Agent("Nusantara Bank Assistant")
	d.channel = d.make.Channel(d.agent.ID, app.Published)
	d.make.Channel(d.agent.ID, app.Draft)
	d.inbox, d.sender = &inboxDouble{}, &senderDouble{d: d}
	lock := storage.NewWorkspaceLock(dir)
	t.Cleanup(func() { require.NoError(t, lock.Close()) })
	d.params = gateway.Params{
		Store: store, Group: store, Protocols: protocol.NewRegistry(metaDouble{}), Inbox: d.inbox, Keys: keysOf{d.keys}, Messages: d.sender,
		Lock: lock, Bus: bus, Clock: d, Log: log, Version: "1.2.3",
	}
	for _, fn := range change {
		fn(&d.params)
	}
	d.Service = gateway.New(d.params)
	d.client = &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 16}, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	return d
}

// start starts it on a free port of this computer.
func start(t testing.TB, change ...func(*gateway.Params)) *desk {
	t.Helper()
	d := newDesk(t, change...)
	d.begin(gateway.Options{Listen: "127.0.0.1:0"})
	return d
}

func (d *desk) begin(o gateway.Options) {
	d.t.Helper()
	require.NoError(d.t, d.Start(d.t.Context(), o))
	d.t.Cleanup(func() {
		d.client.CloseIdleConnections()
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		require.NoError(d.t, d.Stop(ctx))
	})
	d.base = "http://" + d.Status().Listen
}

func (d *desk) host() string { return strings.TrimPrefix(d.base, "http://") }

// key makes an API key.
func (d *desk) key(env app.Environment, scopes ...app.KeyScope) (app.APIKey, string) {
	d.t.Helper()
	if len(scopes) == 0 {
		scopes = apikey.Scopes
	}
	k, value, err := d.keys.Create(d.ctx, d.agent.ID, env, apikey.NewKey{Name: fmt.Sprintf("Key %d", time.Now().UnixNano()), Scopes: scopes})
	require.NoError(d.t, err)
	return k, value.Expose()
}

// reply is an answer that was read whole.
type reply struct {
	*http.Response
	body string
}

// problem is the code of a problem document; it fails when the answer is none.
func (r reply) problem(t testing.TB) gateway.Problem {
	t.Helper()
	require.Equal(t, "application/problem+json", r.Header.Get("Content-Type"), r.body)
	var p gateway.Problem
	d := json.NewDecoder(strings.NewReader(r.body))
	d.DisallowUnknownFields()
	require.NoError(t, d.Decode(&p), r.body)
	require.Equal(t, r.StatusCode, p.Status)
	require.Equal(t, http.StatusText(r.StatusCode), p.Title)
	require.True(t, strings.HasSuffix(p.Type, "/docs#"+p.Code), p.Type)
	require.Equal(t, r.Header.Get("X-Request-Id"), p.RequestID)
	require.NotEmpty(t, p.RequestID)
	require.NotEmpty(t, p.Detail)
	return p
}

func (r reply) json(t testing.TB) map[string]any {
	t.Helper()
	require.Equal(t, "application/json", r.Header.Get("Content-Type"), r.body)
	var v map[string]any
	require.NoError(t, json.Unmarshal([]byte(r.body), &v), r.body)
	return v
}

// send asks the gateway; headers are pairs.
func (d *desk) send(method, path, body string, headers ...string) reply {
	d.t.Helper()
	req, err := http.NewRequestWithContext(d.t.Context(), method, d.base+path, strings.NewReader(body))
	require.NoError(d.t, err)
	for i := 0; i+1 < len(headers); i += 2 {
		if headers[i] == "Host" {
			req.Host = headers[i+1]
			continue
		}
		req.Header.Set(headers[i], headers[i+1])
	}
	return d.do(req)
}

func (d *desk) do(req *http.Request) reply {
	d.t.Helper()
	res, err := d.client.Do(req)
	require.NoError(d.t, err)
	defer res.Body.Close()
	data, err := io.ReadAll(res.Body)
	require.NoError(d.t, err)
	return reply{res, string(data)}
}

// raw writes bytes as they are and gives everything that comes back.
func (d *desk) raw(request string) string {
	d.t.Helper()
	conn, err := net.Dial("tcp", d.host())
	require.NoError(d.t, err)
	defer conn.Close()
	_, err = io.WriteString(conn, request)
	require.NoError(d.t, err)
	require.NoError(d.t, conn.SetReadDeadline(time.Now().Add(10*time.Second)))
	data, _ := io.ReadAll(conn)
	return string(data)
}

func (d *desk) api(method, path, body, key string, headers ...string) reply {
	d.t.Helper()
	if body != "" {
		headers = append(headers, "Content-Type", "application/json")
	}
	if key != "" {
		headers = append(headers, "Authorization", "Bearer "+key)
	}
	return d.send(method, path, body, headers...)
}

// keysOf is the real service as the gateway sees it.
type keysOf struct{ *apikey.Service }

func (k keysOf) Check(ctx context.Context, value app.Secret, scope app.KeyScope, from string) (gateway.Caller, *app.Error) {
	c, err := k.Service.Check(ctx, value, scope, from)
	return gateway.Caller(c), err
}

// inboxDouble takes webhooks and answers as a test says.
type inboxDouble struct {
	mu     sync.Mutex
	hooks  []gateway.Hook
	answer func(gateway.Hook) gateway.Answer
}

func (i *inboxDouble) Take(_ context.Context, h gateway.Hook) gateway.Answer {
	i.mu.Lock()
	defer i.mu.Unlock()
	h.Body = bytes.Clone(h.Body)
	i.hooks = append(i.hooks, h)
	if i.answer != nil {
		return i.answer(h)
	}
	return gateway.Answer{Status: http.StatusOK, Body: "OK\n", ContentType: "text/plain; charset=utf-8"}
}

func (i *inboxDouble) Handshake(_ context.Context, h gateway.Hook) gateway.Answer {
	return gateway.Answer{Status: http.StatusOK, Body: h.Query.Get("hub.challenge")}
}

func (i *inboxDouble) taken() []gateway.Hook {
	i.mu.Lock()
	defer i.mu.Unlock()
	return i.hooks
}

// senderDouble keeps messages in the store without sending them.
type senderDouble struct {
	d     *desk
	mu    sync.Mutex
	n     int
	err   error
	hold  chan struct{} // when set, Accept waits for it
	holds chan struct{} // told when it waits
}

func (s *senderDouble) Accept(ctx context.Context, n gateway.NewMessage, with func(app.Tx, app.Message) error) (app.Message, error) {
	s.mu.Lock()
	s.n++
	mark, err, hold := fmt.Sprintf("msg_%04d", s.n), s.err, s.hold
	s.mu.Unlock()
	if hold != nil {
		s.holds <- struct{}{}
		<-hold
	}
	if err != nil {
		return app.Message{}, err
	}
	to, err := app.ParseAccountCode(n.To, n.Caller.Agent.Country)
	if err != nil {
		return app.Message{}, app.AsError(err).WithField("to")
	}
	m := app.Message{
		Mark: mark, ChannelID: n.Caller.Channel.ID, AgentID: n.Caller.Agent.ID, Environment: n.Caller.Environment, To: to, Name: n.Name,
		Content: n.Content, Source: app.SourceAPI, KeyID: n.Caller.Key.ID, Status: app.MessageQueued, CreatedAt: s.d.Now(), DueAt: n.DueAt, BestBefore: n.BestBefore,
	}
	err = s.d.store.Group(ctx, func(tx app.Tx) error {
		if m.ID, err = tx.AddMessage(m); err != nil {
			return err
		}
		return with(tx, m)
	})
	return m, err
}

// metaDouble is a protocol that signs.
type metaDouble struct{}

func (metaDouble) Declaration() protocol.Declaration {
	return protocol.Declaration{ID: "meta_cloud", Name: "Meta Cloud", HookPath: "meta"}
}

func (metaDouble) Check(context.Context, protocol.Config, func(app.CheckStep)) (app.CheckReport, error) {
	return app.CheckReport{}, nil
}

// syncBuffer is a buffer for several goroutines.
type syncBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (s *syncBuffer) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

func (s *syncBuffer) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}

// goroutines are those that belong to the gateway or its connections.
func goroutines() int {
	buf := make([]byte, 1<<20)
	n := 0
	for _, g := range strings.Split(string(buf[:runtime.Stack(buf, true)]), "\n\n") {
		if strings.Contains(g, "channeldesk/app/gateway.") && !strings.Contains(g, "gateway_test.goroutines") || strings.Contains(g, "net/http.(*conn)") {
			n++
		}
	}
	return n
}
