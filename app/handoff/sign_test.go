package handoff_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"channeldesk/app"
	"channeldesk/app/handoff"
)

func (b *bench) hand(t *testing.T, env app.Environment, r handoff.Request) {
	t.Helper()
	_, err := b.service.Record(as(app.Owner), 1, env, r, app.HandoffFullScreen)
	require.NoError(t, err)
}

func signs(t *testing.T, b *bench, env app.Environment) (out []time.Time) {
	t.Helper()
	entries, err := b.service.Log(as(app.Owner), 1, env)
	require.NoError(t, err)
	for _, e := range entries {
		out = append(out, e.FirstSignAt)
	}
	return out
}

func TestTheFirstWebhookIsTheSignOfLife(t *testing.T) {
	b := newBench(t)
	published := handoff.Request{Audience: app.ForProvider, Language: handoff.English}
	b.hand(t, app.Published, published)
	start := b.now
	b.now = start.Add(time.Hour)
	b.hand(t, app.Published, handoff.Request{Audience: app.ForClientIT, Language: handoff.Indonesian})
	require.NoError(t, b.service.AddNote(as(app.Owner), 1, app.Published, "Budi", "Phoned"))
	b.hand(t, app.Draft, published)
	heard := make(chan app.Event, 10)
	defer b.bus.Subscribe(func(e app.Event) { heard <- e }).Close()

	ctx := context.Background() // nobody is signed in
	require.NoError(t, b.service.SawWebhook(ctx, 11, start))
	assert.Equal(t, []time.Time{{}, {}, {}}, signs(t, b, app.Published), "nothing is older")

	between := start.Add(time.Minute)
	require.NoError(t, b.service.SawWebhook(ctx, 11, between))
	assert.Equal(t, app.Event{Kind: app.HandoffsChanged, AgentID: 1, Environment: app.Published}, <-heard)
	assert.Equal(t, []time.Time{{}, {}, between}, signs(t, b, app.Published))

	later := start.Add(2 * time.Hour)
	for range 3 {
		require.NoError(t, b.service.SawWebhook(ctx, 11, later))
		later = later.Add(time.Minute)
	}
	assert.Equal(t, []time.Time{{}, start.Add(2 * time.Hour), between}, signs(t, b, app.Published), "each once, a note never")
	assert.Equal(t, []time.Time{{}}, signs(t, b, app.Draft), "another channel")
	entries, err := b.service.Log(as(app.Owner), 1, app.Published)
	require.NoError(t, err)
	assert.Equal(t, []handoff.State{handoff.Noted, handoff.SignSeen, handoff.SignSeen}, []handoff.State{entries[0].State, entries[1].State, entries[2].State})
	<-heard
	assert.Empty(t, heard, "one event for each change")
}

func TestASheetThatIsOutOfDateSeesNoSign(t *testing.T) {
	b := newBench(t)
	b.hand(t, app.Published, handoff.Request{Audience: app.ForProvider, Language: handoff.English})
	b.change(func(c *app.Channel) { c.Webhook.Secret.Ref = "r-hook2" })
	require.NoError(t, b.service.SawWebhook(context.Background(), 11, b.now.Add(time.Hour)))
	assert.Equal(t, []time.Time{{}}, signs(t, b, app.Published))
	require.NoError(t, b.service.SawWebhook(context.Background(), 99, b.now.Add(time.Hour)), "nothing waits there")
}

func TestAConfirmedSheetStillSeesItsFirstSign(t *testing.T) {
	b := newBench(t)
	b.hand(t, app.Published, handoff.Request{Audience: app.ForProvider, Language: handoff.English})
	require.NoError(t, b.service.Confirm(as(app.Owner), 1))
	at := b.now.Add(time.Hour)
	require.NoError(t, b.service.SawWebhook(context.Background(), 11, at))
	entries, err := b.service.Log(as(app.Owner), 1, app.Published)
	require.NoError(t, err)
	assert.Equal(t, handoff.Confirmed, entries[0].State)
	assert.Equal(t, at, entries[0].FirstSignAt)
}
