package transport

import (
	"bytes"
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"channeldesk/app"

	"github.com/stretchr/testify/require"
)

const testToken = "tok-0123456789abcdef0123456789"

// bench is a caller with a server on loopback.
type bench struct {
	t      *testing.T
	caller *Caller
	url    string
	log    bytes.Buffer
}

func newBench(t *testing.T, h http.Handler) *bench {
	t.Helper()
	b := &bench{t: t}
	server := httptest.NewServer(h)
	t.Cleanup(server.Close)
	b.url = server.URL
	b.caller = New(Options{
		Provider: "Acme", AddressLabel: "Push address",
		Log:   slog.New(slog.NewTextHandler(&b.log, &slog.HandlerOptions{Level: slog.LevelDebug})),
		Sleep: func(ctx context.Context, _ time.Duration) error { return ctx.Err() },
	})
	return b
}

func (b *bench) read() Request {
	return Request{
		Method: http.MethodGet, Base: b.url, Path: "v1/things/4711", Name: "/v1/things/{id}", Read: true,
		Header: http.Header{"Authorization": {"Bearer " + testToken}}, Hide: []app.Secret{app.NewSecret(testToken)},
	}
}

func (b *bench) write() Request {
	r := b.read()
	r.Method, r.Read, r.JSON = http.MethodPost, false, map[string]string{"a": "b"}
	return r
}

// fails makes the call, which must fail in words and without the token.
func (b *bench) fails(ctx context.Context, r Request) *app.Error {
	b.t.Helper()
	answer, e := b.caller.Do(ctx, r)
	require.NotNil(b.t, e, "an answer: %d %s", answer.Status, answer.Body)
	require.Zero(b.t, answer.Status)
	require.False(b.t, e.What.IsEmpty())
	require.NotContains(b.t, e.LogValue().String()+b.log.String(), testToken)
	require.NotContains(b.t, strings.ToLower(e.Error()), "{{")
	return e
}

func says(status int, contentType, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", contentType)
		w.WriteHeader(status)
		_, _ = w.Write([]byte(body))
	}
}
