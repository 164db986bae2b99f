package main

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"channeldesk/app"
	"channeldesk/app/gateway"
	"channeldesk/app/sandbox"
)

// leapClock goes as the computer's does, and leaps when a test says so.
type leapClock struct {
	mu    sync.Mutex
	ahead time.Duration
}

func (c *leapClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return time.Now().UTC().Add(c.ahead)
}

func (c *leapClock) leap(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.ahead += d
}

// talk is a gateway with the simulated provider, a customer's phone on its one
// side, and the agent's own server on the other one.
type talk struct {
	*served
	clock *leapClock
	work  *workspace
	live  *liveServices
	line  sandbox.Line
	key   string
	agent *talkAgent
}

// talkAgent is the agent's own server. It keeps what is signed as it must be.
type talkAgent struct {
	url    string
	mu     sync.Mutex
	secret string
	got    []map[string]any
}

func newTalkAgent(t *testing.T, clock app.Clock) *talkAgent {
	a := &talkAgent{}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		assert.NoError(t, err)
		a.mu.Lock()
		defer a.mu.Unlock()
		var v map[string]any
		assert.NoError(t, json.Unmarshal(body, &v))
		assert.Equal(t, v["event"], r.Header.Get("X-ChannelDesk-Event"))
		assert.Equal(t, v["delivery"], r.Header.Get("X-ChannelDesk-Delivery"))
		if !a.signed(r.Header.Get("X-ChannelDesk-Signature"), string(body), clock.Now()) {
			t.Errorf("the signature %q does not fit", r.Header.Get("X-ChannelDesk-Signature"))
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		a.got = append(a.got, v)
	}))
	t.Cleanup(server.Close)
	a.url = server.URL
	return a
}

// signed checks a signature as an agent's server does: HMAC-SHA256 of the time, a
// full stop and the body. A server would refuse an old time too; here the clock may
// leap on the way.
func (a *talkAgent) signed(header, body string, now time.Time) bool {
	stamp, sum, ok := strings.Cut(strings.TrimPrefix(header, "t="), ",v1=")
	at, err := strconv.ParseInt(stamp, 10, 64)
	h := hmac.New(sha256.New, []byte(a.secret))
	h.Write([]byte(stamp + "." + body))
	return ok && err == nil && !time.Unix(at, 0).After(now) &&
		hmac.Equal([]byte(hex.EncodeToString(h.Sum(nil))), []byte(sum))
}

// texts are what customers wrote.
func (a *talkAgent) texts() (out []string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	for _, v := range a.got {
		if v["event"] == "message" {
			out = append(out, v["text"].(string))
		}
	}
	return out
}

// states are those of a message, in the order in which they came.
func (a *talkAgent) states(mark string) (out []string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	for _, v := range a.got {
		if v["event"] == "status" && v["id"] == mark {
			out = append(out, v["status"].(string))
		}
	}
	return out
}

// newTalk starts the gateway and sets a channel of a protocol up, as a person does
// on the command line, with the provider telling everything at once.
func newTalk(t *testing.T, protocol app.ProtocolID) *talk {
	t.Helper()
	clock := &leapClock{}
	quick := sandbox.QuickDelivery()
	quick.ReadShare = 100
	b := newBenchWith(t, sandbox.Options{Clock: clock, Delivery: &quick})
	k := &talk{clock: clock, agent: newTalkAgent(t, clock)}
	var err error
	k.work, err = openWorkspace(&session{ctx: t.Context(), env: environment{Memory: b.memory, Clock: clock}, flags: globals{Data: b.data, Secrets: "memory"}})
	require.NoError(t, err)
	t.Cleanup(k.work.Close)
	k.live = k.work.newLiveServices()
	require.NoError(t, k.live.Gateway.Start(t.Context(), gateway.Options{Listen: "127.0.0.1:0"}))
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), stopWithin)
		defer cancel()
		assert.NoError(t, k.live.Gateway.Stop(ctx))
	})
	unwatch, err := k.work.Store.Watch(func() { k.live.others(k.work.Bus) })
	require.NoError(t, err)
	t.Cleanup(unwatch)
	k.served = &served{b: b, base: "http://" + k.live.Gateway.Status().Listen}

	b.must("settings", "set", "public-address", k.base)
	session := `, session: {ask_user_to_end: true, ask_more_after: 12m, end_confirmation_after: 3m}, forward: {url: "` + k.agent.url + `"}}`
	switch protocol {
	case "meta_cloud":
		b.must("apply", "-f", b.file("channel.yaml", strings.Replace(b.good(), "https://agent.example/in", k.agent.url, 1)))
		b.must("subscribe")
		b.must("--yes", "webhook", "set")
		k.line = sandbox.Line{Provider: "meta", Account: b.values.PhoneNumberID, Customer: b.values.Customer}
	case "qontak":
		b.put("published", strings.TrimSuffix(b.qontakSettings(false), "}")+session)
		b.must("--yes", "register")
		k.line = sandbox.Line{Provider: "qontak", Account: b.qontak.ChannelIntegrationID, Customer: b.qontak.Customer}
	case "coster":
		b.put("published", strings.TrimSuffix(b.costerSettings(), "}")+session)
		k.line = sandbox.Line{Provider: "coster", Account: b.coster.AccountID, Customer: b.coster.Customer}
		require.NoError(t, b.sb.Coster.SetCallback("", k.hookAddress()))
	}
	k.line.Name = "Rina"
	k.key = b.newKey("published", "Agent")
	k.learnSecret()
	return k
}

// hookAddress is what the staff of Coster get on the hand-off sheet.
func (k *talk) hookAddress() string {
	k.b.t.Helper()
	var shown showJSON
	require.NoError(k.b.t, json.Unmarshal([]byte(k.b.must("--json", "show")), &shown))
	secret := strings.TrimSpace(k.b.must("--yes", "webhook-secret", "show"))
	return k.base + "/" + strings.Trim(shown.Webhook.URL, "…/") + "/" + secret
}

// learnSecret gives the agent's server the secret that it checks signatures with.
func (k *talk) learnSecret() {
	t := k.b.t
	t.Helper()
	me, err := k.work.Access.EnsureOwner(t.Context(), "Sari")
	require.NoError(t, err)
	ctx := app.WithMember(t.Context(), me)
	agents, err := k.work.Channel.ListAgents(ctx)
	require.NoError(t, err)
	secret, err := k.live.Forward.SigningSecret(ctx, agents[0].ID, app.Published)
	require.NoError(t, err)
	k.agent.secret = secret.Expose()
}

// silence lets time pass in which nobody says anything.
func (k *talk) silence(d time.Duration) {
	k.clock.leap(d)
	k.work.Bus.Publish(app.Event{Kind: app.ChannelChanged}) // the computer's timers did not leap
	k.live.Notify.Wake()
}

// until waits for a condition that the goroutines of the gateway bring about.
func (k *talk) until(holds func() bool, what ...any) {
	k.b.t.Helper()
	require.Eventually(k.b.t, holds, 20*time.Second, 5*time.Millisecond, what...)
}

// phone is what the customer sees: own messages begin with >, buttons stand in
// brackets.
func (k *talk) phone() (out []string) {
	for _, c := range k.b.sb.Phone.Chats() {
		if c.Provider != k.line.Provider || c.Account != k.line.Account {
			continue
		}
		c, _ = k.b.sb.Phone.Chat(c.ID)
		for _, bubble := range c.Bubbles {
			line := bubble.Text
			if bubble.Own {
				line = "> " + line
			} else if bubble.State == "accepted" || bubble.State == "failed" {
				line += " (" + bubble.State + ")"
			}
			for _, button := range bubble.Buttons {
				line += " [" + button.Text + "]"
			}
			out = append(out, line)
		}
	}
	return out
}

// sees waits until the customer's phone shows these, and nothing else since what
// was asked last.
func (k *talk) sees(all ...string) {
	k.b.t.Helper()
	var now []string
	k.until(func() bool { now = k.phone(); return assert.ObjectsAreEqual(all, now) }, "the phone shows %q", &now)
}

func (k *talk) writes(text string) {
	k.b.t.Helper()
	_, err := k.b.sb.Phone.Write(k.line, sandbox.Act{Text: text})
	require.NoError(k.b.t, err)
}

// hears waits until the agent's server got these texts.
func (k *talk) hears(all ...string) {
	k.b.t.Helper()
	k.until(func() bool { return assert.ObjectsAreEqual(all, k.agent.texts()) })
}

// says sends a message through the API and gives its id.
func (k *talk) says(body string) string {
	k.b.t.Helper()
	status, m := k.api("POST", "/v1/messages", body, k.key)
	require.Equal(k.b.t, http.StatusAccepted, status, m)
	return m["id"].(string)
}

// replies answers the customer as the agent does, and waits until it is delivered.
func (k *talk) replies(text string) {
	k.b.t.Helper()
	mark := k.says(`{"to":"` + k.line.Customer + `","text":"` + text + `"}`)
	k.until(func() bool { return k.message(mark)["status"] == "delivered" })
}

func (k *talk) message(mark string) map[string]any {
	k.b.t.Helper()
	status, m := k.api("GET", "/v1/messages/"+mark, "", k.key)
	require.Equal(k.b.t, http.StatusOK, status, m)
	return m
}
