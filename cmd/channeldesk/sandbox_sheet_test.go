package main

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The simulated Coster has staff who enter the address of a hand-off sheet: then a
// customer's message comes to it.
func TestTheSandboxReadsCostersSheet(t *testing.T) {
	came := make(chan string, 8)
	gateway := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { came <- r.URL.Path }))
	t.Cleanup(gateway.Close)
	b := newBench(t)
	b.must("settings", "set", "public-address", "https://wa.example")
	b.put("published", b.costerSettings())
	whole, short := filepath.Join(b.files, "whole.json"), filepath.Join(b.files, "short.json")
	b.must("--yes", "handoff", "--format", "json", "--include-secret", "-o", whole)
	b.must("handoff", "--format", "json", "-o", short)
	for _, wrong := range []string{short, b.file("other.json", `{"protocol":"meta_cloud","webhook_url":"https://wa.example/x"}`), b.file("none.json", "{"), filepath.Join(b.files, "nothing.json")} {
		r := b.run("sandbox", "--coster-sheet", wrong)
		assert.Equal(t, exitFailed, r.code, wrong)
		assert.Contains(t, r.err, "[invalid]")
	}

	ctx, stop := context.WithCancel(t.Context())
	out, in := io.Pipe()
	done := make(chan int, 1)
	go func() {
		done <- run(ctx, []string{"sandbox", "--json", "--gateway", gateway.URL, "--coster-sheet", whole}, console{out: in, err: io.Discard}, environment{})
		_ = in.Close()
	}()
	var told struct{ Phone string }
	require.NoError(t, json.NewDecoder(out).Decode(&told))
	go func() { _, _ = io.Copy(io.Discard, out) }()
	res, err := http.Post(strings.TrimSuffix(told.Phone, "/phone")+"/_sandbox/phone/write", "application/json", //nolint:noctx // it is on this computer
		strings.NewReader(`{"provider":"coster","customer":"+6281255507001","name":"Budi","text":"Halo"}`))
	require.NoError(t, err)
	require.NoError(t, res.Body.Close())
	require.Equal(t, http.StatusOK, res.StatusCode)
	select {
	case path := <-came:
		assert.Equal(t, strings.TrimSpace(b.must("--yes", "webhook-secret", "show")), path[strings.LastIndex(path, "/")+1:])
	case <-time.After(20 * time.Second):
		assert.Fail(t, "nothing came")
	}
	stop()
	assert.Equal(t, exitDone, <-done)
}

// A step that a command mends names the command.
func TestCheckNamesTheCommand(t *testing.T) {
	b := newBench(t)
	b.must("settings", "set", "public-address", "https://wa.example")
	b.put("published", b.qontakSettings(false))
	r := b.run("check")
	assert.Equal(t, exitFailed, r.code)
	assert.Contains(t, r.out, "With a command: channeldesk register")
	b.must("--yes", "register")
	assert.NotContains(t, b.must("check"), "With a command")
}
