package main

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"channeldesk/app"
	conversation "channeldesk/app/session"
)

// soon is how quickly a running gateway has to use what was changed.
const soon = 2 * time.Second

// visitors are those who came to a server of a test: a provider that takes every
// message, or an address to which messages are forwarded.
type visitors struct {
	mu  sync.Mutex
	got []string
}

func (v *visitors) add(s string) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.got = append(v.got, s)
}

func (v *visitors) last() string {
	v.mu.Lock()
	defer v.mu.Unlock()
	if len(v.got) == 0 {
		return ""
	}
	return v.got[len(v.got)-1]
}

// provider takes every message and remembers the token that came with it.
func (v *visitors) provider(t *testing.T) string {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodPost || !strings.HasSuffix(r.URL.Path, "/messages") {
			http.NotFound(w, r)
			return
		}
		v.add(strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer "))
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, `{"messaging_product":"whatsapp","contacts":[{"input":"628123456789","wa_id":"628123456789"}],"messages":[{"id":"wamid.HBgN1"}]}`)
	}))
	t.Cleanup(server.Close)
	return server.URL
}

// agent takes what is forwarded and remembers the events.
func (v *visitors) agent(t *testing.T) string {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		v.add(r.Header.Get("X-ChannelDesk-Event"))
	}))
	t.Cleanup(server.Close)
	return server.URL
}

// changeBench is a gateway in a process of its own, with what it talks to.
type changeBench struct {
	*bench
	s                 *served
	key, hook, secret string
	sent, first, next visitors
	firstURL, nextURL string
	messages          int
}

func newChangeBench(t *testing.T) *changeBench {
	c := &changeBench{bench: newBench(t)}
	c.meta, c.secret = c.sent.provider(t), c.values.AppSecret
	c.firstURL, c.nextURL = c.first.agent(t), c.next.agent(t)
	c.useFileStore()
	c.command("settings", "set", "public-address", "https://wa.example")
	c.apply(c.firstURL, "12m")
	var k keyJSON
	require.NoError(t, json.Unmarshal([]byte(c.command("--json", "keys", "create", "Billing")), &k))
	c.key = k.Key
	c.s = c.serveProcess(t)
	c.hook = strings.TrimPrefix(c.s.started.Channels[0].WebhookURL, "https://wa.example")
	return c
}

// apply writes the channel's settings in another process.
func (c *changeBench) apply(forward, askMore string) {
	c.t.Helper()
	c.command("apply", "-f", c.file("channel.yaml", strings.NewReplacer("https://agent.example/in", forward, "12m", askMore).Replace(c.good())))
}

// write is a customer who writes; the status of the webhook is given.
func (c *changeBench) write(secret string) int {
	c.messages++
	body := metaInbound(c.values.WABAID, c.values.PhoneNumberID, "wamid.in"+itoa(c.messages), "halo")
	status, _ := c.s.ask("POST", c.hook, body, "X-Hub-Signature-256", signature(secret, body))
	return status
}

// metaInbound is a customer's text as Meta tells it.
func metaInbound(waba, number, id, text string) string {
	return strings.NewReplacer("<waba>", waba, "<number>", number, "<id>", id, "<text>", text, "<at>", itoa(int(time.Now().Unix()))).Replace(
		`{"object":"whatsapp_business_account","entry":[{"id":"<waba>","changes":[{"field":"messages","value":{"messaging_product":"whatsapp",
		"metadata":{"display_phone_number":"628115550188","phone_number_id":"<number>"},"contacts":[{"profile":{"name":"Budi"},"wa_id":"628123456789"}],
		"messages":[{"from":"628123456789","id":"<id>","timestamp":"<at>","type":"text","text":{"body":"<text>"}}]}}]}]}`)
}

// revision is what the API says that the gateway works with.
func (c *changeBench) revision() int64 {
	_, ch := c.s.api("GET", "/v1/channel", "", c.key)
	return int64(ch["revision"].(float64))
}

// tells demands that the gateway says everywhere which revision it uses.
func (c *changeBench) tells(what string, before int64) int64 {
	c.t.Helper()
	now := c.revision()
	assert.Greater(c.t, now, before, what)
	require.Eventually(c.t, func() bool {
		_, answer := c.s.ask("GET", "/readyz", "")
		var ready struct{ Channels []struct{ Revision int64 } }
		said := c.s.changed(c.t)
		return json.Unmarshal([]byte(answer), &ready) == nil && len(ready.Channels) == 1 && ready.Channels[0].Revision == now &&
			len(said) > 0 && said[len(said)-1] == now
	}, soon, 20*time.Millisecond, what)
	log, err := os.ReadFile(filepath.Join(c.data, logFolder, logFile))
	require.NoError(c.t, err)
	assert.Contains(c.t, string(log), `"revision":`+itoa(int(now)), what)
	return now
}

// handshake is the provider's question with a verify token.
func (c *changeBench) handshake(token string) (int, string) {
	return c.s.ask("GET", c.hook+"?hub.mode=subscribe&hub.challenge=4242&hub.verify_token="+url.QueryEscape(token), "")
}

// A gateway that runs uses what other processes change, within two seconds, and
// says which revision it uses.
func TestChangesReachTheRunningGateway(t *testing.T) {
	c := newChangeBench(t)
	revision := c.revision()
	send := func() string {
		status, m := c.s.api("POST", "/v1/messages", `{"to":"+628123456789","template":{"name":"hello_world","language":"en_US"}}`, c.key)
		require.Equal(t, 202, status, m)
		path := "/v1/messages/" + m["id"].(string)
		require.Eventually(t, func() bool { _, m := c.s.api("GET", path, "", c.key); return m["status"] == "accepted" }, soon, 10*time.Millisecond)
		return c.sent.last()
	}
	assert.Equal(t, c.values.Token, send())

	c.command("secret", "set", "access_token", "--from-file", c.file("token", c.values.ExpiringToken))
	assert.Equal(t, c.values.ExpiringToken, send(), "the new token at once")
	revision = c.tells("token", revision)

	require.Equal(t, 200, c.write(c.secret))
	require.Eventually(t, func() bool { return c.first.last() == "message" }, soon, 10*time.Millisecond)
	c.apply(c.nextURL, "12m")
	require.Equal(t, 200, c.write(c.secret))
	require.Eventually(t, func() bool { return c.next.last() == "message" }, soon, 10*time.Millisecond, "the new forwarding address")
	revision = c.tells("forwarding address", revision)

	// Our answer starts the wait for the customer's.
	status, m := c.s.api("POST", "/v1/messages", `{"to":"+628123456789","text":"Halo"}`, c.key)
	require.Equal(t, 202, status, m)
	var due time.Time
	require.Eventually(t, func() bool {
		due = c.sessionDue()
		return !due.IsZero() && time.Until(due) < 20*time.Minute
	}, soon, 20*time.Millisecond, "asks more in 12 minutes")
	c.apply(c.nextURL, "40m")
	require.Eventually(t, func() bool { return c.sessionDue().Sub(due) > 20*time.Minute }, soon, 20*time.Millisecond, "the running session waits for the new time")
	revision = c.tells("session times", revision)

	const other = "0123456789abcdef0123456789abcdef"
	c.command("secret", "set", "app_secret", "--from-file", c.file("app", other))
	assert.Equal(t, 401, c.write(c.secret), "the old App Secret")
	assert.Equal(t, 200, c.write(other), "the new App Secret")
	revision = c.tells("App Secret", revision)

	old := strings.TrimSpace(c.command("webhook-secret", "show"))
	c.command("webhook-secret", "regenerate")
	fresh := strings.TrimSpace(c.command("webhook-secret", "show"))
	for _, token := range []string{old, fresh} {
		status, body := c.handshake(token)
		assert.Equal(t, []any{200, "4242"}, []any{status, body}, "both while they overlap")
	}
	revision = c.tells("webhook secret", revision)
	c.command("webhook-secret", "regenerate", "--leaked")
	for _, token := range []string{old, fresh} {
		status, body := c.handshake(token)
		assert.Equal(t, 403, status)
		assert.NotContains(t, body, "4242")
	}
	c.tells("leaked webhook secret", revision)
	assert.Equal(t, exitDone, c.s.stop())
	for _, secret := range []string{c.key, c.values.Token, c.values.ExpiringToken, c.values.AppSecret, other, old, fresh} {
		c.notWritten(secret)
	}
}

// sessionDue is when the next step of the only session is due, read by another
// process's eyes; zero when none is.
func (c *changeBench) sessionDue() (due time.Time) {
	c.t.Helper()
	s := &session{ctx: c.t.Context(), console: console{out: io.Discard, err: io.Discard}, flags: globals{Data: c.data, Secrets: "file"}}
	w, err := openWorkspace(s)
	require.NoError(c.t, err)
	defer w.Close()
	require.NoError(c.t, w.Store.View(context.Background(), func(tx app.Tx) error {
		people, err := tx.DueSessions(time.Now().Add(48*time.Hour), 2)
		if len(people) > 0 {
			var state conversation.State
			require.NoError(c.t, state.UnmarshalJSON(people[0].Session))
			due = state.Due
		}
		return err
	}))
	return due
}
