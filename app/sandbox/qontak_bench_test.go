package sandbox

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"channeldesk/app"
)

// testClock is a clock that a test moves.
type testClock struct{ at atomic.Int64 }

func newTestClock() *testClock {
	c := &testClock{}
	c.at.Store(today.UnixNano())
	return c
}

func (c *testClock) Now() time.Time { return time.Unix(0, c.at.Load()).UTC() }

func (c *testClock) move(d time.Duration) { c.at.Add(int64(d)) }

// serve serves a provider to a client of its own.
func serve(t *testing.T, h http.Handler, stop func()) bench {
	t.Helper()
	server := httptest.NewServer(h)
	t.Cleanup(func() {
		stop()
		server.Close()
	})
	return bench{t: t, base: server.URL}
}

// qontakBench is a simulated Qontak with a client for it.
type qontakBench struct {
	bench
	k     *Qontak
	clock *testClock
	v     QontakValues
}

func newQontakBench(t *testing.T) qontakBench {
	t.Helper()
	clock := newTestClock()
	k := NewQontak(Options{Seed: t.Name(), Clock: app.Clock(clock)})
	k.Change(func(w *QontakWorld) { w.Limits.PerSecond = 0 })
	return qontakBench{bench: serve(t, k, k.Close), k: k, clock: clock, v: k.Sample()}
}

const bearerBase = "/" + qontakBearerBase

func (b qontakBench) get(path string) reply { return b.send("GET", bearerBase+path, b.v.Token, "", "") }

func (b qontakBench) call(method, path, body string) reply {
	return b.send(method, bearerBase+path, b.v.Token, "application/json", body)
}

// signed sends a call with HMAC; change may spoil it.
func (b qontakBench) signed(method, path, id, secret, body string, change func(*http.Request)) reply {
	b.t.Helper()
	req := b.request(b.t.Context(), method, "/"+qontakHMACBase+path, "", "", body)
	if body != "" {
		req.Header.Set("Content-Type", "application/json")
	}
	date := b.clock.Now().Format(http.TimeFormat)
	req.Header.Set("Date", date)
	line := method + " " + req.URL.RequestURI() + " HTTP/1.1"
	req.Header.Set("Authorization", `hmac username="`+id+`", algorithm="hmac-sha256", headers="date request-line", signature="`+
		qontakSignature(secret, "date: "+date+"\n"+line)+`"`)
	if change != nil {
		change(req)
	}
	r, err := b.do(req)
	require.NoError(b.t, err)
	return r
}

// refused checks an answer of the service's own error shape.
func (r reply) refused(t *testing.T, status int, messages ...string) {
	t.Helper()
	require.Equal(t, status, r.status, r.raw)
	want, err := json.Marshal(map[string]any{"status": "error", "error": map[string]any{"code": status, "messages": messages}})
	require.NoError(t, err)
	require.JSONEq(t, string(want), r.raw)
}

// keysOf lists the members of the object at a path in an answer, sorted.
func (r reply) keysOf(t *testing.T, path ...string) string {
	t.Helper()
	var at any = r.json(t)
	for _, name := range path {
		if list, ok := at.([]any); ok {
			at = list[0]
		}
		at = at.(map[string]any)[name]
	}
	if list, ok := at.([]any); ok {
		at = list[0]
	}
	values := map[string][]string{}
	for name := range at.(map[string]any) {
		values[name] = nil
	}
	return strings.Join(sortedKeys(values), " ")
}

func rulesIn(violations []Violation) []Rule {
	out := []Rule{}
	for _, v := range violations {
		out = append(out, v.Rule)
	}
	return out
}
