package main

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// What an address does not want is listed, and sent again when it is asked for; the
// secret that is printed is the one that signed it.
func TestForwardOnTheCommandLine(t *testing.T) {
	b := newBench(t)
	var wants atomic.Bool
	got := make(chan *http.Request, 8)
	agent := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !wants.Load() {
			w.WriteHeader(http.StatusGone)
		}
		got <- r
	}))
	t.Cleanup(agent.Close)
	b.must("settings", "set", "public-address", "https://wa.example")
	b.must("apply", "-f", b.file("channel.yaml", strings.Replace(b.good(), "https://agent.example/in", agent.URL, 1)))
	s := b.serve()
	body := metaInbound(b.values.WABAID, b.values.PhoneNumberID, "wamid.in1", "halo")
	hook := strings.TrimPrefix(s.started.Channels[0].WebhookURL, "https://wa.example")
	status, answer := s.ask("POST", hook, body, "X-Hub-Signature-256", signature(b.values.AppSecret, body))
	require.Equal(t, 200, status, answer)
	first := <-got
	dead := func() (list []forwardJSON) {
		require.NoError(t, json.Unmarshal([]byte(b.must("--json", "forward", "list")), &list))
		return list
	}
	require.Eventually(t, func() bool { return len(dead()) == 1 }, soon, soon/100)
	one := dead()[0]
	assert.Equal(t, first.Header.Get("X-ChannelDesk-Delivery"), one.Delivery)
	assert.Contains(t, b.must("forward"), one.Delivery)
	assert.NotContains(t, b.must("forward"), "halo")

	wants.Store(true)
	b.must("forward", "replay", itoa(int(one.ID)))
	assert.Equal(t, one.Delivery, (<-got).Header.Get("X-ChannelDesk-Delivery"), "the running gateway hears of it")
	require.Eventually(t, func() bool { return len(dead()) == 0 }, soon, soon/100)
	assert.Contains(t, b.run("forward", "replay", itoa(int(one.ID))).err, "not given up")
	assert.Contains(t, b.must("forward", "replay", "--all"), "Nothing of Nusantara Bank Assistant, Published was given up.")
	assert.Contains(t, b.must("forward", "list", "--state", "done"), one.Delivery)

	assert.Equal(t, exitUsage, b.run("forward", "secret").code, "it asks first")
	assert.Regexp(t, `^fwd_[0-9a-f]{64}\n$`, b.must("forward", "secret", "--yes"))
	assert.Contains(t, b.must("activity"), "revealed the secret that signs")
	for _, args := range [][]string{{"forward", "replay"}, {"forward", "replay", "1", "--all"}, {"forward", "list", "--state", "lost"}} {
		assert.Equal(t, exitUsage, b.run(args...).code, args)
	}
	b.must("members", "add", "Tono", "--role", "viewer")
	for _, args := range [][]string{{"forward", "secret", "--yes"}, {"forward", "replay", "--all"}} {
		r := b.run(append([]string{"--member", "Tono"}, args...)...)
		assert.Equal(t, exitFailed, r.code)
		assert.Contains(t, r.err, "[forbidden]")
		assert.NotContains(t, r.out, "fwd_")
	}
}
