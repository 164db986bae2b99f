package protocoltest

import (
	"context"
	"io"
	"net/http"
	"sync/atomic"
	"testing"
	"testing/synctest"

	"channeldesk/app"
	"channeldesk/app/protocol"

	"github.com/stretchr/testify/require"
)

// endpointCalls are the calls of an EndpointRegistrar, in an order that leaves
// the address registered.
func endpointCalls(p protocol.Protocol) []call {
	r, ok := p.(protocol.EndpointRegistrar)
	if !ok {
		return nil
	}
	drop := func(do func(context.Context, protocol.Config) (protocol.Endpoint, error)) func(context.Context, protocol.Config) error {
		return func(ctx context.Context, c protocol.Config) error {
			_, err := do(ctx, c)
			return err
		}
	}
	return []call{
		{"read endpoint", drop(r.ReadEndpoint)},
		{"unregister endpoint", drop(r.UnregisterEndpoint)},
		{"register endpoint", drop(r.RegisterEndpoint)},
	}
}

// endpointChanges are those that change something.
func endpointChanges(p protocol.Protocol) []call {
	calls := endpointCalls(p)
	return calls[1:]
}

// testEndpoint: registering, reading and unregistering tell the truth, change
// things once, and say whether a failed change may have been carried out.
func (s Suite) testEndpoint(t *testing.T) {
	if _, ok := s.with(t, "http://127.0.0.1:9", nil).p.(protocol.EndpointRegistrar); !ok {
		return
	}
	t.Run("good provider", s.testEndpointGood)
	t.Run("no own address", s.testEndpointNoAddress)
	t.Run("refused", s.testEndpointRefused)
	t.Run("open", s.testEndpointOpen)
	t.Run("not sent", s.testEndpointNotSent)
	t.Run("cancel", s.testEndpointCancel)
}

func (s Suite) testEndpointGood(t *testing.T) {
	b := s.start(t, s.Good(t))
	r, decl := b.p.(protocol.EndpointRegistrar), b.p.Declaration()
	require.False(t, r.EndpointScope().IsEmpty())
	require.NotEmpty(t, decl.Events)

	before, err := r.ReadEndpoint(t.Context(), b.c)
	require.NoError(t, err)
	require.NotEqual(t, b.c.WebhookURL, before.URL, "the address is there before it is registered")
	e, err := r.RegisterEndpoint(t.Context(), b.c)
	require.NoError(t, err)
	require.Equal(t, b.c.WebhookURL, e.URL)
	require.True(t, e.IsOn(decl.Events))
	require.False(t, e.At.IsZero())
	e, err = r.ReadEndpoint(t.Context(), b.c)
	require.NoError(t, err)
	require.Equal(t, b.c.WebhookURL, e.URL)
	require.True(t, e.IsOn(decl.Events))
	e, err = r.UnregisterEndpoint(t.Context(), b.c)
	require.NoError(t, err)
	for _, name := range decl.Events {
		require.False(t, e.Events[name], "%s is still on", name)
	}
	b.noSecretIn(b.log.String())
}

// testEndpointNoAddress: what is not there is said before anything is sent.
func (s Suite) testEndpointNoAddress(t *testing.T) {
	b := s.start(t, http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		t.Errorf("a request %s %s without an own address", r.Method, r.URL.Path)
	}))
	c := b.c
	c.WebhookURL = ""
	for _, change := range endpointChanges(b.p) {
		err := change.do(t.Context(), c)
		require.Equal(t, app.CodeIncomplete, b.proper(err).Code, change.name)
		require.False(t, protocol.MaybeDone(err), change.name)
	}
}

// answering answers each request alike and counts those that change something.
func answering(changes *atomic.Int64, status int, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		if r.Method != http.MethodGet {
			changes.Add(1)
		}
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}
}

// testEndpointRefused: a plain no was not carried out.
func (s Suite) testEndpointRefused(t *testing.T) {
	for _, status := range []int{400, 401, 403, 404, 422, 429} {
		var changes atomic.Int64
		b := s.start(t, answering(&changes, status, echoBody("no")))
		for n, change := range endpointChanges(b.p) {
			err := change.do(t.Context(), b.c)
			require.Equal(t, app.CodeProviderRefused, b.proper(err).Code, "%d: %s", status, change.name)
			require.False(t, protocol.MaybeDone(err), "%d: %s", status, change.name)
			require.EqualValues(t, n+1, changes.Load(), "%d: %s was repeated or not sent", status, change.name)
		}
		b.noSecretIn(b.log.String())
	}
}

// testEndpointOpen: an answer of which nobody can tell what it means leaves it
// open, and the change is not repeated.
func (s Suite) testEndpointOpen(t *testing.T) {
	var changes atomic.Int64
	counted := func(next http.HandlerFunc) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			_, _ = io.Copy(io.Discard, r.Body)
			if r.Method != http.MethodGet {
				changes.Add(1)
			}
			next(w, r)
		}
	}
	cases := map[string]http.HandlerFunc{
		"server error":       answering(&changes, 500, echoBody("no")),
		"server error, bare": answering(&changes, 503, ""),
		"gateway time-out":   answering(&changes, 504, `{"message":"time-out"}`),
		"empty success":      answering(&changes, 200, ""),
		"no data":            answering(&changes, 200, "{}"),
		"half":               answering(&changes, 200, `{"data":{`),
		"cut off":            counted(cutOff),
		"web page":           counted(broken()["html"]),
	}
	for name, handler := range cases {
		b := s.start(t, handler)
		for _, change := range endpointChanges(b.p) {
			changes.Store(0)
			err := change.do(t.Context(), b.c)
			b.proper(err)
			require.True(t, protocol.MaybeDone(err), "%s: %s", name, change.name)
			require.EqualValues(t, 1, changes.Load(), "%s: %s was repeated", name, change.name)
		}
		b.noSecretIn(b.log.String())
	}
	synctest.Test(t, func(t *testing.T) {
		b := s.with(t, "http://127.0.0.1:9", &http.Client{Transport: silent{}})
		for _, change := range endpointChanges(b.p) {
			err := change.do(t.Context(), b.c)
			require.Equal(t, app.CodeProviderUnreachable, b.proper(err).Code)
			require.True(t, protocol.MaybeDone(err), "time-out: %s", change.name)
		}
	})
}

// testEndpointNotSent: what never left is known not to be done.
func (s Suite) testEndpointNotSent(t *testing.T) {
	b := s.start(t, http.NotFoundHandler())
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	for _, change := range endpointChanges(b.p) {
		err := change.do(ended, b.c)
		require.Equal(t, app.CodeCancelled, b.proper(err).Code, change.name)
		require.False(t, protocol.MaybeDone(err), "cancelled before: %s", change.name)
	}
	b.provider.Close()
	for _, change := range endpointChanges(b.p) {
		err := change.do(t.Context(), b.c)
		require.Equal(t, app.CodeProviderUnreachable, b.proper(err).Code, change.name)
		require.False(t, protocol.MaybeDone(err), "offline: %s", change.name)
	}
}

// testEndpointCancel: a change that is cancelled under way stays open.
func (s Suite) testEndpointCancel(t *testing.T) {
	asked := make(chan struct{}, 8)
	over := make(chan struct{})
	b := s.start(t, http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		asked <- struct{}{}
		select {
		case <-r.Context().Done():
		case <-over:
		}
	}))
	defer close(over)
	for _, change := range endpointChanges(b.p) {
		ctx, cancel := context.WithCancel(t.Context())
		go func() {
			<-asked
			cancel()
		}()
		err := change.do(ctx, b.c)
		require.Equal(t, app.CodeCancelled, b.proper(err).Code, change.name)
		require.True(t, protocol.MaybeDone(err), "cancelled under way: %s", change.name)
		cancel()
	}
}
