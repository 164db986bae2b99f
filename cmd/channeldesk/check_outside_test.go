package main

import (
	"encoding/json"
	"net"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestCheckFromOutsideAgainstTheGateway(t *testing.T) {
	b := readyBench(t)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	address := l.Addr().String()
	require.NoError(t, l.Close())
	b.must("settings", "set", "public-address", "http://"+address)

	off := b.run("--json", "check", "--outside")
	assert.NotZero(t, off.code, "the gateway is off")
	gateway := b.serve("--listen", address)

	out := b.must("--json", "check", "--outside")
	var r outsideJSON
	require.NoError(t, json.Unmarshal([]byte(out), &r), out)
	assert.True(t, r.OK)
	states := map[string]string{}
	for _, s := range r.Steps {
		states[s.ID] = string(s.State)
	}
	assert.Equal(t, map[string]string{"name": "passed", "certificate": "skipped", "reach": "passed", "handshake": "passed", "signature": "passed"}, states, out)
	_, ready := gateway.ask("GET", "/metrics", "")
	assert.NotContains(t, ready, `channeldesk_webhooks_total{protocol="meta_cloud",status="200"}`, "a self-test is no webhook")
	assert.Contains(t, b.must("check", "--outside"), "Channel Desk answered in")
}
