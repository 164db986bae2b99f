// Package protocoltest is the suite that every protocol must pass: its
// declaration is whole, its calls end with the context, broken answers are told
// in words and never taken for a result, and no secret comes out of it.
package protocoltest

import (
	"bytes"
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"testing"
	"time"

	"channeldesk/app"
	"channeldesk/app/protocol"

	"github.com/stretchr/testify/require"
)

// Env is what the suite gives a protocol to be made with.
type Env struct {
	// Log must get all log lines: the suite searches them for secrets.
	Log *slog.Logger
	// Client, when not nil, must carry all calls.
	Client *http.Client
	// Sleep must be used for waits between tries; it does not wait.
	Sleep func(ctx context.Context, d time.Duration) error
}

// Suite describes the protocol under test.
type Suite struct {
	// New makes the protocol.
	New func(t *testing.T, env Env) protocol.Protocol
	// Config gives a complete configuration, webhook address and secret
	// included, that speaks to baseURL. Its secrets must be found in no other
	// value.
	Config func(baseURL string) protocol.Config
	// Good is a provider that knows that configuration, and to which the
	// webhook can be set up. It is made anew for each test.
	Good func(t *testing.T) http.Handler
	// Silent are the check's steps that ask nobody, so that no answer and no
	// missing line turns them.
	Silent []string
	// LineOnly are the check's steps that only try the line, so that no answer
	// turns them.
	LineOnly []string
	// Messages are test messages that Good accepts; needed for a TestSender.
	Messages []protocol.TestMessage
	// Webhooks are what the provider posts; needed for a WebhookReceiver.
	Webhooks *Webhooks
	// Outgoing are messages that Good accepts; needed for a Sender.
	Outgoing []protocol.Outgoing
	// ByStatus is true for a message that counts as sent by the status of an empty
	// answer alone, and then without a message id; nil is none.
	ByStatus func(m protocol.Outgoing) bool
}

// asks reports whether a step makes requests.
func (s Suite) asks(step string) bool {
	return !slices.Contains(s.Silent, step) && !slices.Contains(s.LineOnly, step)
}

// asksAnything reports whether the provider has calls that only look.
func (s Suite) asksAnything(d protocol.Declaration) bool {
	return slices.ContainsFunc(d.Steps, func(step protocol.StepDecl) bool { return s.asks(step.ID) })
}

// Run runs the whole suite.
func Run(t *testing.T, s Suite) {
	t.Run("declaration", s.testDeclaration)
	t.Run("good provider", s.testGood)
	t.Run("nothing filled in", s.testEmpty)
	t.Run("cancel", s.testCancel)
	t.Run("no answer", s.testNoAnswer)
	t.Run("offline", s.testOffline)
	t.Run("broken answers", s.testBroken)
	t.Run("redirect", s.testRedirect)
	t.Run("echoed secrets", s.testEcho)
	t.Run("endpoint", s.testEndpoint)
	t.Run("offers", s.testOffers)
	t.Run("test message", s.testSend)
	t.Run("webhooks", s.testWebhooks)
	t.Run("sending", s.testSender)
	t.Run("concurrent", s.testConcurrent)
}

// bench is one protocol with its captured log.
type bench struct {
	t        *testing.T
	suite    Suite
	p        protocol.Protocol
	c        protocol.Config
	log      *captured
	provider *httptest.Server
}

// captured is a log in memory, safe for concurrent use.
type captured struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (c *captured) Write(b []byte) (int, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.buf.Write(b)
}

func (c *captured) String() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.buf.String()
}

func noSleep(ctx context.Context, _ time.Duration) error { return ctx.Err() }

// start serves the handler on loopback and makes a protocol that speaks to it.
func (s Suite) start(t *testing.T, h http.Handler) *bench {
	t.Helper()
	server := httptest.NewServer(h)
	t.Cleanup(server.Close)
	b := s.with(t, server.URL, nil)
	b.provider = server
	return b
}

func (s Suite) with(t *testing.T, baseURL string, client *http.Client) *bench {
	t.Helper()
	b := &bench{t: t, suite: s, log: &captured{}, c: s.Config(baseURL)}
	log := slog.New(slog.NewTextHandler(b.log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	b.p = s.New(t, Env{Log: log, Client: client, Sleep: noSleep})
	return b
}

// secrets are all values that must not come out.
func (b *bench) secrets() []string {
	out := []string{b.c.WebhookSecret.Expose()}
	for _, v := range b.c.Secrets {
		out = append(out, v.Expose())
	}
	return out
}

// noSecretIn fails when a secret stands in any of the texts.
func (b *bench) noSecretIn(texts ...string) {
	b.t.Helper()
	for _, text := range texts {
		for _, secret := range b.secrets() {
			if secret != "" {
				require.NotContains(b.t, text, secret, "a secret came out")
			}
		}
	}
}

var knownCodes = map[app.Code]bool{
	app.CodeInternal: true, app.CodeInvalid: true, app.CodeNotFound: true, app.CodeConflict: true,
	app.CodeProviderUnreachable: true, app.CodeProviderRefused: true, app.CodeProviderAnswer: true,
	app.CodeCancelled: true, app.CodeUnsupported: true, app.CodeIncomplete: true,
	app.CodeForbidden: true, protocol.CodeSlowDown: true,
}

// proper fails unless the error is one for people, without secrets.
func (b *bench) proper(err error) *app.Error {
	b.t.Helper()
	require.Error(b.t, err)
	var e *app.Error
	require.ErrorAs(b.t, err, &e, "an error that is not an *app.Error")
	require.True(b.t, knownCodes[e.Code], "the code %q is not one of app's", e.Code)
	require.NotEmpty(b.t, e.What.String(), "an error without a sentence")
	b.noSecretIn(e.Error(), e.Detail, e.LogValue().String(), e.Field)
	if cause := e.Unwrap(); cause != nil {
		b.noSecretIn(cause.Error())
	}
	return e
}
