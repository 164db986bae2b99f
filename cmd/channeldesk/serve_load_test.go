package main

import (
	"net"
	"net/http"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Ten thousand connections that say nothing, more than twice what is let in, keep
// no webhook and no request out. The short form has a fifth more than the limit.
func TestLoadOfSilentConnections(t *testing.T) {
	total, askers := 5_000, 8
	if os.Getenv("CHANNELDESK_SOAK") != "" {
		total = 10_000
	}
	b := newBench(t)
	b.useFileStore()
	b.command("settings", "set", "public-address", "https://wa.example")
	b.command("apply", "-f", b.file("channel.yaml", b.good()))
	s := b.serveProcess(t)
	hook := strings.TrimPrefix(s.started.Channels[0].WebhookURL, "https://wa.example")

	open := make(chan net.Conn, total)
	var failed atomic.Int64
	var dialling sync.WaitGroup
	for range 16 {
		dialling.Go(func() {
			for range total / 16 {
				c, err := net.DialTimeout("tcp", s.started.Listen, 20*time.Second)
				if err != nil {
					failed.Add(1)
					continue
				}
				open <- c
			}
		})
	}
	// Meanwhile webhooks come, each on a connection of its own.
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}, Timeout: 20 * time.Second}
	var slowest atomic.Int64
	var asking sync.WaitGroup
	done := make(chan struct{})
	var taken atomic.Int64
	for asker := range askers {
		asking.Go(func() {
			for n := 0; ; n++ {
				select {
				case <-done:
					return
				default:
				}
				body := metaInbound(b.values.WABAID, b.values.PhoneNumberID, "wamid.load"+itoa(asker)+"-"+itoa(n), "halo")
				began := time.Now()
				req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.base+hook, strings.NewReader(body))
				if !assert.NoError(t, err) {
					return
				}
				req.Header.Set("X-Hub-Signature-256", signature(b.values.AppSecret, body))
				res, err := client.Do(req)
				if !assert.NoError(t, err) {
					return
				}
				_ = res.Body.Close()
				assert.Equal(t, http.StatusOK, res.StatusCode)
				taken.Add(1)
				slowest.Store(max(slowest.Load(), int64(time.Since(began))))
			}
		})
	}
	dialling.Wait()
	status, _ := s.ask("GET", "/readyz", "")
	assert.Equal(t, 200, status, "with all of them open")
	close(done)
	asking.Wait()
	t.Logf("%d silent connections, %d not made; %d webhooks beside them, the slowest in %v", len(open), failed.Load(), taken.Load(), time.Duration(slowest.Load()).Round(time.Millisecond))
	assert.Zero(t, failed.Load())
	assert.Greater(t, taken.Load(), int64(10))
	assert.Less(t, time.Duration(slowest.Load()), 5*time.Second)
	close(open)
	for c := range open {
		_ = c.Close()
	}
	require.Equal(t, exitDone, s.stop())
}
