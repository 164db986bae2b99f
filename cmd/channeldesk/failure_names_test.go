package main

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"channeldesk/app"
	"channeldesk/app/channel"
	"channeldesk/app/protocol/coster"
)

// The History page names failures as the protocol of the channel knows them.
func TestTheWindowNamesFailures(t *testing.T) {
	b := newBench(t)
	b.must("settings", "set", "public-address", "https://wa.example")
	d := b.windowOf()
	members, err := d.Members(app.WithMember(t.Context(), app.Member{Role: app.Owner}))
	require.NoError(t, err)
	ctx := app.WithMember(context.Background(), members[0])
	agent, err := d.StartSandbox(ctx)
	require.NoError(t, err)
	names := func() func(string) app.Text {
		t.Helper()
		name, err := d.historyDeps().FailureNames(ctx, agent.ID, app.Draft)
		require.NoError(t, err)
		return name
	}
	name := names()
	assert.Equal(t, "No WhatsApp", name("131026").String())
	assert.Equal(t, "Window closed", name("window_closed").String())
	assert.True(t, name("2001").IsEmpty(), "only Coster knows it")

	require.NoError(t, d.Save(ctx, agent.ID, app.Draft, channel.SetProtocol(coster.ID), ""))
	assert.Equal(t, "No template", names()("2001").String())
	_, err = d.historyDeps().FailureNames(ctx, 999, app.Draft)
	assert.Error(t, err)
}
