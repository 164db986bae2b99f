package storage

import (
	"path/filepath"
	"testing"
	"time"

	"channeldesk/app"

	"github.com/stretchr/testify/require"
)

// Webhooks that the third program kept stay as they are, with their numbers, and
// the next one gets a number after them.
func TestWebhooksOfVersion3Stay(t *testing.T) {
	dir := version3(t, 1)
	pool := raw(t, filepath.Join(dir, FileName))
	what, err := encodeText(app.Say("Nothing in it"))
	require.NoError(t, err)
	for id, state := range map[int]string{7: "applied", 8: "waiting"} {
		_, err := pool.Exec(`INSERT INTO arrivals (id, channel_id, at, state, events, fresh, what, body) VALUES (?, 9, ?, ?, 2, 1, ?, x'007b')`,
			id, 1_700_000_000_000+id, state, what)
		require.NoError(t, err)
	}
	require.NoError(t, pool.Close())
	db := open(t, dir)
	want := app.Arrival{
		ID: 7, ChannelID: 9, At: time.UnixMilli(1_700_000_000_007).UTC(), State: app.ArrivalApplied, Events: 2, Fresh: 1,
		What: app.Say("Nothing in it"), Body: []byte{0, '{'},
	}
	require.NoError(t, db.Update(t.Context(), func(tx app.Tx) error {
		got, err := tx.GetArrival(7)
		require.NoError(t, err)
		require.Equal(t, want, got)
		waiting, err := tx.WaitingArrivals(9)
		require.NoError(t, err)
		require.Len(t, waiting, 1)
		id, err := tx.AddArrival(app.Arrival{ChannelID: 9})
		require.EqualValues(t, 9, id)
		return err
	}))
}
