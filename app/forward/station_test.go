package forward_test

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"channeldesk/app"
	"channeldesk/app/access"
	"channeldesk/app/forward"
	"channeldesk/app/inbox"
	"channeldesk/storage"
	"channeldesk/storage/secret"
	"channeldesk/storage/storagetest"
)

var _ inbox.Forwarder = (*forward.Service)(nil)

// station is the service on a real database, inside a bubble where time passes by
// itself, with receivers that are reached without a network.
type station struct {
	*forward.Service
	t       *testing.T
	store   *storage.DB
	secrets app.SecretStore
	guard   *access.Service
	bus     *app.Bus
	log     bytes.Buffer
	make    *storagetest.Factory
	owner   app.Member
	agent   app.Agent
	channel app.Channel
	webhook app.Secret
	clock   app.Clock
	cancel  context.CancelFunc
	done    chan struct{}

	mu sync.Mutex
	// answer gives what a receiver answers; nil is 200.
	answer func(delivery) (status int, header http.Header)
	got    []delivery
}

// delivery is a request as it came.
type delivery struct {
	at     time.Time
	url    string
	header http.Header
	body   string
	event  struct{ Delivery, Event, Text, From string }
	ctx    context.Context
}

func newStation(t *testing.T) *station {
	store, err := storage.Open(t.Context(), storage.Options{Dir: t.TempDir()})
	require.NoError(t, err)
	s := &station{t: t, store: store, bus: &app.Bus{}, clock: app.SystemClock, make: storagetest.NewFactory(t, store)}
	s.secrets = secret.NewRouter(map[app.SecretStoreKind]secret.Place{app.SecretsInMemory: secret.NewMemory()}, app.SecretsInMemory, nil)
	s.guard = access.New(store, app.SystemClock, s.bus)
	s.owner, err = s.guard.EnsureOwner(t.Context(), "Sari")
	require.NoError(t, err)
	s.agent = s.make.Agent("Bank")
	s.channel = s.open(s.agent, app.Published, "https://agent.example/in?token=hidden-token")
	s.webhook = app.NewSecret("the webhook secret")
	s.channel.Webhook.Secret = s.keep(s.webhook)
	s.channel = s.save(s.channel)
	s.Service = s.service()
	return s
}

// service is one more on the same database, as after a restart.
func (s *station) service() *forward.Service {
	return forward.New(forward.Params{
		Store: s.store, Secrets: s.secrets, Guard: s.guard, Bus: s.bus, Clock: s.clock,
		Log: slog.New(slog.NewTextHandler(&s.log, &slog.HandlerOptions{Level: slog.LevelDebug})), Client: &http.Client{Transport: s},
	})
}

func (s *station) keep(value app.Secret) app.SecretInfo {
	ref := s.secrets.NewRef()
	require.NoError(s.t, s.secrets.Put(s.t.Context(), ref, value))
	return app.SecretInfo{Ref: ref, Origin: ref, SetAt: time.Now(), SetBy: "Sari"}
}

func (s *station) open(a app.Agent, env app.Environment, url string) app.Channel {
	c := s.make.Channel(a.ID, env)
	c.Forward.URL = url
	c.Webhook.Secret = s.keep(app.NewSecret("another webhook secret"))
	return s.save(c)
}

func (s *station) save(c app.Channel) app.Channel {
	s.make.Update(func(tx app.Tx) error { return tx.UpdateChannel(c) })
	return s.make.Get(c.AgentID, c.Environment)
}

// RoundTrip plays the network and the receivers behind it.
func (s *station) RoundTrip(r *http.Request) (*http.Response, error) {
	b, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	d := delivery{at: time.Now(), url: r.URL.String(), header: r.Header, body: string(b), ctx: r.Context()}
	if err := json.Unmarshal(b, &d.event); err != nil {
		return nil, err
	}
	s.mu.Lock()
	s.got = append(s.got, d)
	answer := s.answer
	s.mu.Unlock()
	status, header := http.StatusOK, http.Header{}
	if answer != nil {
		status, header = answer(d)
	}
	switch {
	case r.Context().Err() != nil:
		return nil, r.Context().Err()
	case status == 0:
		return nil, fmt.Errorf("dial tcp: connection refused")
	}
	return &http.Response{StatusCode: status, Header: header, Body: io.NopCloser(strings.NewReader("thank you")), Request: r}, nil
}

func (s *station) answers(fn func(delivery) (int, http.Header)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.answer = fn
}

func (s *station) start() {
	ctx, cancel := context.WithCancel(s.t.Context())
	s.cancel, s.done = cancel, make(chan struct{})
	go func() { defer close(s.done); assert.NoError(s.t, s.Run(ctx)) }()
}

func (s *station) stop() { s.cancel(); <-s.done }

// restart is a kill and a new start.
func (s *station) restart() { s.stop(); s.Service = s.service(); s.start() }

func (s *station) close() {
	if s.cancel != nil {
		s.stop()
	}
	require.NoError(s.t, s.store.Close())
	for _, hidden := range []string{s.webhook.Expose(), "fwd_", "hidden-token"} {
		require.NotContains(s.t, s.log.String(), hidden)
	}
}

// writes lets customers write to a channel and tells of it as the inbox does.
func (s *station) writes(c app.Channel, from string, texts ...string) {
	s.t.Helper()
	s.make.Update(func(tx app.Tx) error {
		for _, text := range texts {
			event := inbox.ForwardedMessage{Event: "message", Channel: c.Key, Environment: c.Environment, ID: "wamid." + text, At: time.Now(), From: from, Person: from, Type: "text", Text: text}
			if err := s.Add(tx, c, event.Event, from, event); err != nil {
				return err
			}
		}
		return nil
	})
	s.bus.Publish(app.Event{Kind: app.InboxChanged, AgentID: c.AgentID, Environment: c.Environment})
}

func (s *station) taken() []delivery {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.got)
}

// texts are those of the deliveries, in the order in which they were sent.
func (s *station) texts(only ...string) (out []string) {
	for _, d := range s.taken() {
		if len(only) == 0 || slices.Contains(only, d.event.From) {
			out = append(out, d.event.Text)
		}
	}
	return out
}

func (s *station) list(state app.ForwardState) []app.Forwarding {
	s.t.Helper()
	out, err := s.List(app.WithMember(s.t.Context(), s.owner), s.agent.ID, app.Published, state)
	require.NoError(s.t, err)
	return out
}

// requireSigned checks a signature as a receiver does.
func requireSigned(t *testing.T, d delivery, key string) {
	t.Helper()
	parts := strings.Split(d.header.Get("X-ChannelDesk-Signature"), ",")
	stamp := strings.TrimPrefix(parts[0], "t=")
	require.Equal(t, fmt.Sprint(d.at.Unix()), stamp)
	mac := hmac.New(sha256.New, []byte(key))
	mac.Write([]byte(stamp + "." + d.body))
	require.Contains(t, parts[1:], "v1="+hex.EncodeToString(mac.Sum(nil)))
}
