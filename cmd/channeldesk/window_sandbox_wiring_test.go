package main

import (
	"context"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"channeldesk/app"
	"channeldesk/app/channel"
	"channeldesk/app/protocol/coster"
)

// The sandbox of the window posts to the window's gateway while that runs, and its
// Coster knows the address of a sandbox agent's channel.
func TestTheSandboxFollowsTheWindowsGateway(t *testing.T) {
	b := newBench(t)
	b.must("settings", "set", "gateway-listen", freeAddress(t))
	b.must("settings", "set", "public-address", "https://wa.example")
	d := b.windowOf()
	members, err := d.Members(app.WithMember(t.Context(), app.Member{Role: app.Owner}))
	require.NoError(t, err)
	ctx := app.WithMember(context.Background(), members[0])
	assert.Empty(t, d.CustomerPhone())
	agent, err := d.StartSandbox(ctx)
	require.NoError(t, err)
	sb, err := d.sandbox(ctx)
	require.NoError(t, err)
	assert.Equal(t, sb.PhoneURL(), d.CustomerPhone())
	gateway := func(want string) {
		t.Helper()
		require.Eventually(t, func() bool {
			return sb.Meta.Delivery().Gateway == want && sb.Qontak.Delivery().Gateway == want && sb.Coster.Delivery().Gateway == want
		}, 10*time.Second, 5*time.Millisecond, "not %q", want)
	}
	require.NoError(t, d.RunGateway(ctx, true))
	gateway("http://" + d.gatewayStatus().Listen)

	v := sb.SampleCoster()
	edits := channel.SetProtocol(coster.ID).Merge(channel.SetAccountCode(v.AccountCode))
	edits.Fields = map[string]string{"account_id": v.AccountID, "division_id": v.DivisionID}
	require.NoError(t, d.Save(ctx, agent.ID, app.Draft, edits, ""))
	require.NoError(t, d.RegenerateWebhookSecret(ctx, agent.ID, app.Draft, 0))
	require.Eventually(t, func() bool {
		res, err := http.Get(sb.URL() + "/_sandbox/webhooks") //nolint:noctx // a question of a test
		if err != nil {
			return false
		}
		defer func() { _ = res.Body.Close() }()
		said, err := io.ReadAll(res.Body)
		return err == nil && strings.Contains(string(said), "https://wa.example/…")
	}, 10*time.Second, 10*time.Millisecond)

	require.NoError(t, d.RunGateway(ctx, false))
	gateway("")
}

func TestGatewayBase(t *testing.T) {
	for listen, want := range map[string]string{
		"": "", "127.0.0.1:8080": "http://127.0.0.1:8080", "0.0.0.0:8081": "http://127.0.0.1:8081", "[::]:8081": "http://127.0.0.1:8081",
		"[::1]:80": "http://[::1]:80", ":8080": "http://127.0.0.1:8080",
	} {
		assert.Equal(t, want, gatewayBase(listen), listen)
	}
}
