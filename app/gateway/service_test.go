package gateway_test

import (
	"context"
	"errors"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"channeldesk/app"
	"channeldesk/app/gateway"
	"channeldesk/storage"
)

func TestStartAndStop(t *testing.T) {
	before := goroutines()
	ran := make(chan string, 4)
	d := newDesk(t, func(p *gateway.Params) {
		p.Runners = []gateway.Runner{{Name: "sending", Run: func(ctx context.Context) error {
			ran <- "begins"
			<-ctx.Done()
			ran <- "ends"
			return nil
		}}}
	})
	assert.Equal(t, gateway.Status{}, d.Status())
	require.NoError(t, d.Stop(t.Context()), "stopping what does not run is nothing")
	for range 2 {
		ctx, cancel := context.WithCancel(t.Context())
		require.NoError(t, d.Start(ctx, gateway.Options{Listen: "127.0.0.1:0", PublicAddress: "https://wa.example/"}))
		cancel() // it goes on until Stop
		assert.Equal(t, "begins", <-ran)
		st := d.Status()
		assert.True(t, st.Running)
		assert.Equal(t, "https://wa.example", st.Public)
		assert.Equal(t, d.Now(), st.Since)
		assert.Equal(t, []gateway.RunnerStatus{{Name: "sending", OK: true}}, st.Runners)
		d.base = "http://" + st.Listen
		assert.Equal(t, http.StatusOK, d.send("GET", "/healthz", "").StatusCode)
		_, key := d.key(app.Published)
		d.api("POST", "/v1/messages", sendText, key)
		require.NoError(t, d.Stop(t.Context()))
		assert.Equal(t, "ends", <-ran)
		assert.False(t, d.Status().Running)
		_, err := net.Dial("tcp", st.Listen)
		assert.Error(t, err, "the port is free again")
	}
	d.client.CloseIdleConnections()
	require.Eventually(t, func() bool { return goroutines() <= before }, 5*time.Second, 5*time.Millisecond, "nothing is left running")
}

func TestOneAtATime(t *testing.T) {
	d := start(t)
	var e *app.Error
	require.ErrorAs(t, d.Start(t.Context(), gateway.Options{Listen: "127.0.0.1:0"}), &e)
	assert.Equal(t, gateway.CodeAlreadyRunning, e.Code)

	dir := t.TempDir()
	other := storage.NewWorkspaceLock(dir)
	ok, err := other.TryGateway()
	require.NoError(t, err)
	require.True(t, ok)
	second := newDesk(t, func(p *gateway.Params) { p.Lock = storage.NewWorkspaceLock(dir) })
	require.ErrorAs(t, second.Start(t.Context(), gateway.Options{Listen: "127.0.0.1:0"}), &e)
	assert.Equal(t, gateway.CodeAlreadyRunning, e.Code)
	assert.Equal(t, "The gateway of this workspace is running already.", second.Status().LastError.What.String())
	require.NoError(t, other.Close())
	second.begin(gateway.Options{Listen: "127.0.0.1:0"})
}

func TestPortIsTaken(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	d := newDesk(t)
	err = d.Start(t.Context(), gateway.Options{Listen: l.Addr().String()})
	var e *app.Error
	require.ErrorAs(t, err, &e)
	assert.Equal(t, gateway.CodeCannotListen, e.Code)
	assert.Contains(t, e.Error(), l.Addr().String())
	assert.Equal(t, d.Now(), d.Status().LastErrorAt)
	require.NoError(t, l.Close())
	d.begin(gateway.Options{Listen: l.Addr().String()})
}

// A webhook that is being taken is answered before the gateway ends.
func TestStopDrains(t *testing.T) {
	d := newDesk(t)
	require.NoError(t, d.Start(t.Context(), gateway.Options{Listen: "127.0.0.1:0"}))
	d.base = "http://" + d.Status().Listen
	in, hold := make(chan struct{}), make(chan struct{})
	d.inbox.answer = func(gateway.Hook) gateway.Answer { close(in); <-hold; return gateway.Answer{Status: 200, Body: "OK"} }
	got := make(chan reply, 1)
	go func() { got <- d.send("POST", "/hooks/meta/nb-41c0d7", "{}") }()
	<-in
	stopped := make(chan error, 1)
	go func() { stopped <- d.Stop(context.Background()) }()
	require.Eventually(t, func() bool { _, err := net.Dial("tcp", d.host()); return err != nil }, 5*time.Second, time.Millisecond)
	close(hold)
	assert.Equal(t, http.StatusOK, (<-got).StatusCode)
	require.NoError(t, <-stopped)
}

// What does not end is cut off after the time.
func TestStopIsBounded(t *testing.T) {
	hold := make(chan struct{})
	defer close(hold)
	d := newDesk(t, func(p *gateway.Params) {
		p.Runners = []gateway.Runner{{Name: "stubborn", Run: func(context.Context) error { <-hold; return nil }}}
	})
	require.NoError(t, d.Start(t.Context(), gateway.Options{Listen: "127.0.0.1:0"}))
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	err := d.Stop(ctx)
	require.ErrorContains(t, err, "stubborn")
	assert.False(t, d.Status().Running)
}

func TestReady(t *testing.T) {
	fail := make(chan error)
	d := newDesk(t, func(p *gateway.Params) {
		p.Runners = []gateway.Runner{
			{Name: "sending", Run: func(ctx context.Context) error {
				select {
				case err := <-fail:
					return err
				case <-ctx.Done():
					return nil
				}
			}},
		}
	})
	d.begin(gateway.Options{Listen: "127.0.0.1:0"})
	res := d.send("GET", "/readyz", "")
	require.Equal(t, http.StatusOK, res.StatusCode, res.body)
	checks := res.json(t)["checks"].([]any)
	assert.Len(t, checks, 3)
	assert.Equal(t, true, res.json(t)["ready"])

	heard := make(chan app.Event, 8)
	sub := d.params.Bus.Subscribe(func(e app.Event) { heard <- e })
	defer sub.Close()
	fail <- errors.New("broken: +628123456789")
	assert.Equal(t, app.GatewayChanged, (<-heard).Kind)
	st := d.Status()
	assert.False(t, st.Runners[0].OK)
	assert.Equal(t, 1, st.Runners[0].Failures)
	assert.Contains(t, st.LastError.What.String(), "sending")

	// Looked at anew, as after the few seconds for which it is remembered.
	require.NoError(t, d.Stop(t.Context()))
	d.params.Runners = []gateway.Runner{{Name: "sending", Run: func(context.Context) error { panic("broken") }}}
	d.Service = gateway.New(d.params)
	d.begin(gateway.Options{Listen: "127.0.0.1:0"})
	require.Eventually(t, func() bool { return d.Status().Runners[0].Failures > 0 }, 5*time.Second, time.Millisecond)
	res = d.send("GET", "/readyz", "")
	assert.Equal(t, http.StatusServiceUnavailable, res.StatusCode)
	assert.Contains(t, res.body, `{"name":"sending","ok":false,"detail":"Failed and is started again."}`)
	assert.NotContains(t, res.body, "broken")
	assert.Equal(t, http.StatusOK, d.send("GET", "/healthz", "").StatusCode, "the process lives")
}

func TestNotReadyWithoutDisk(t *testing.T) {
	d := start(t, func(p *gateway.Params) { p.Group = brokenDisk{} })
	res := d.send("GET", "/readyz", "")
	assert.Equal(t, http.StatusServiceUnavailable, res.StatusCode)
	assert.Contains(t, res.body, "The store does not take changes.")
}

type brokenDisk struct{}

func (brokenDisk) Group(context.Context, func(app.Tx) error) error { return errors.New("disk full") }

func TestMetrics(t *testing.T) {
	d := start(t)
	_, key := d.key(app.Published)
	d.send("POST", "/hooks/meta/nb-41c0d7", "{}")
	d.send("POST", "/hooks/made-up/x", "{}")
	d.api("POST", "/v1/messages", sendText, key)
	d.api("POST", "/v1/messages", "{}", key)
	d.api("GET", "/v1/channel", "", "")
	page := d.send("GET", "/metrics", "")
	require.Equal(t, http.StatusOK, page.StatusCode)
	for _, line := range []string{
		`channeldesk_webhooks_total{protocol="meta_cloud",status="200"} 1`,
		`channeldesk_webhooks_total{protocol="unknown",status="200"} 1`,
		`channeldesk_webhook_seconds_count{protocol="meta_cloud"} 1`,
		`channeldesk_api_requests_total{operation="send-message",status="202"} 1`,
		`channeldesk_api_requests_total{operation="send-message",status="422"} 1`,
		`channeldesk_api_requests_total{operation="get-channel",status="401"} 1`,
		`channeldesk_queue_length{state="queued"} 1`,
		`channeldesk_oldest_due_seconds{work="sending"} 0`,
		`go_goroutines`, `channeldesk_build_info{version="1.2.3"} 1`,
	} {
		assert.Contains(t, page.body, line)
	}
	for _, secret := range []string{"8123456789", "Nusantara", key, d.channel.Key, "made-up"} {
		assert.NotContains(t, page.body, secret)
	}
}

func TestMetricsAreClosed(t *testing.T) {
	d := newDesk(t)
	d.begin(gateway.Options{Listen: "127.0.0.1:0"})
	for name, headers := range map[string][]string{
		"through a proxy":            {"X-Forwarded-For", "203.0.113.9"},
		"through a proxy that lies":  {"X-Forwarded-For", "127.0.0.1"},
		"through another proxy":      {"Forwarded", "for=127.0.0.1"},
		"through one more":           {"X-Real-Ip", "127.0.0.1"},
		"under a name, by a browser": {"Host", "rebound.example"},
	} {
		res := d.send("GET", "/metrics", "", headers...)
		assert.Equal(t, http.StatusForbidden, res.StatusCode, name)
		assert.Equal(t, "metrics_closed", res.problem(t).Code)
	}
}

func TestCallersBehindProxies(t *testing.T) {
	d := newDesk(t)
	d.begin(gateway.Options{Listen: "127.0.0.1:0", TrustedProxies: prefixes(t, "127.0.0.0/8", "10.0.0.0/8"), MetricsFrom: prefixes(t, "203.0.113.0/24")})
	_, key := d.key(app.Published)
	from := func(headers ...string) string {
		d.api("GET", "/v1/channel", "", key, headers...)
		keys, err := d.keys.List(d.ctx, d.agent.ID, app.Published)
		require.NoError(t, err)
		return keys[0].LastUsedFrom
	}
	assert.Equal(t, "127.0.0.1", from())
	assert.Equal(t, "203.0.113.9", from("X-Forwarded-For", "203.0.113.9"))
	assert.Equal(t, "203.0.113.9", from("X-Forwarded-For", "8.8.8.8, 203.0.113.9"), "what the caller wrote itself does not count")
	assert.Equal(t, "203.0.113.9", from("X-Forwarded-For", "8.8.8.8, 203.0.113.9, 10.1.2.3"))
	assert.Equal(t, "127.0.0.1", from("X-Forwarded-For", "nonsense"))
	assert.Equal(t, "2001:db8::1", from("X-Forwarded-For", "2001:db8::1"))
	assert.Equal(t, http.StatusOK, d.send("GET", "/metrics", "", "X-Forwarded-For", "203.0.113.9").StatusCode)
	assert.Equal(t, http.StatusForbidden, d.send("GET", "/metrics", "", "X-Forwarded-For", "198.51.100.1").StatusCode)
	assert.Equal(t, http.StatusForbidden, d.send("GET", "/metrics", "", "X-Forwarded-For", "203.0.113.9, 198.51.100.1").StatusCode)

	other := newDesk(t)
	other.begin(gateway.Options{Listen: "127.0.0.1:0"})
	_, otherKey := other.key(app.Published)
	other.api("GET", "/v1/channel", "", otherKey, "X-Forwarded-For", "203.0.113.9")
	keys, err := other.keys.List(other.ctx, other.agent.ID, app.Published)
	require.NoError(t, err)
	assert.Equal(t, "127.0.0.1", keys[0].LastUsedFrom, "nobody is believed who was not named")
}

func TestCountingStore(t *testing.T) {
	d := newDesk(t)
	meter := gateway.NewMeter()
	d.params.Meter = meter
	d.Service = gateway.New(d.params)
	store := gateway.CountingStore{Store: d.store, Grouper: d.store, Meter: meter}
	var id app.MessageID
	require.NoError(t, store.Update(t.Context(), func(tx app.Tx) (err error) {
		id, err = tx.AddMessage(app.Message{Mark: "msg_1", ChannelID: d.channel.ID, To: "+628123456789", Source: app.SourceAPI, CreatedAt: d.Now()})
		require.NoError(t, err)
		_, err = tx.ClaimMessages(d.Now(), 1, nil)
		return err
	}))
	end := func(tx app.Tx) error {
		return tx.EndAttempt(app.AttemptEnd{Message: id, At: d.Now(), Outcome: app.AttemptAccepted, ProviderID: "wamid.1"})
	}
	require.ErrorIs(t, store.Group(t.Context(), func(tx app.Tx) error { return errors.Join(end(tx), assert.AnError) }), assert.AnError)
	require.NoError(t, store.Group(t.Context(), end))
	require.NoError(t, store.Group(t.Context(), func(tx app.Tx) error {
		s, err := tx.ApplyState(d.channel.ID, app.StateUpdate{ProviderID: "wamid.1", Status: app.MessageDelivered, At: d.Now()})
		require.True(t, s.Moved)
		return err
	}))
	require.NoError(t, store.Group(t.Context(), func(tx app.Tx) error {
		f := d.forwarding(tx)
		f.Tries, f.State = 1, app.ForwardDone
		return tx.UpdateForwarding(f)
	}))
	d.begin(gateway.Options{Listen: "127.0.0.1:0"})
	page := d.send("GET", "/metrics", "").body
	for _, line := range []string{
		`channeldesk_sends_total{outcome="accepted"} 1`, `channeldesk_delivery_states_total{state="delivered"} 1`, `channeldesk_forward_tries_total{outcome="done"} 1`,
	} {
		assert.Contains(t, page, line, "what was undone does not count")
	}
}

func (d *desk) forwarding(tx app.Tx) app.Forwarding {
	f := app.Forwarding{ChannelID: d.channel.ID, Person: "p", Kind: "message", Body: []byte("{}"), State: app.ForwardWaiting, CreatedAt: d.Now(), DueAt: d.Now()}
	var err error
	f.ID, err = tx.AddForwarding(f)
	require.NoError(d.t, err)
	return f
}

func TestNewNeedsItsParts(t *testing.T) {
	assert.PanicsWithValue(t, "gateway: Params.Inbox is missing", func() {
		p := newDesk(t).params
		p.Inbox = nil
		gateway.New(p)
	})
}

func TestStatusAfterRefusals(t *testing.T) {
	d := start(t)
	d.api("GET", "/v1/channel", "", "")
	d.api("GET", "/v1/channel", "", "cdk_pub_"+strings.Repeat("0", 49))
	st := d.Status()
	assert.EqualValues(t, 2, st.Requests)
	assert.EqualValues(t, 2, st.Refused)
	assert.Nil(t, st.LastError)
}
