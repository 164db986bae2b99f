package storage

import (
	"path/filepath"
	"testing"
	"time"

	"channeldesk/app"

	"github.com/stretchr/testify/require"
)

const version5Rows = `
INSERT INTO people (channel_id, key, number, name, room, last_inbound_at, session) VALUES
	(9, '+1', '+1', '', '', 300000, x'7b7d'), (9, '+2', '+2', '', '', 299999, x'7b7d'), (9, '+3', '+3', '', '', NULL, NULL);
INSERT INTO arrivals (id, channel_id, at, state, events, fresh, what, body) VALUES
	(5, 9, 1, 'applied', 1, 1, NULL, x'01'), (63, 10, 2, 'applied', 1, 1, NULL, x'02'), (64, 9, 3, 'waiting', 1, 1, NULL, x'03'),
	(1000, 10, 4, 'applied', 1, 1, NULL, x'04');
`

// Webhooks stay with their channels and their numbers, and people with when they wrote.
func TestVersion5IsBroughtUpToDate(t *testing.T) {
	dir := version3(t, 3)
	pool := raw(t, filepath.Join(dir, FileName))
	require.NoError(t, runMigrations(t.Context(), pool, migrationsUpTo(t, 5)))
	run(t, pool, version5Rows)
	require.NoError(t, pool.Close())
	openFails(t, CodeOlder, Options{Dir: dir, ReadOnly: true})
	db := open(t, dir)
	of := func(channel app.ChannelID) (ids []app.ArrivalID) {
		require.NoError(t, db.View(t.Context(), func(tx app.Tx) error {
			all, err := tx.ListArrivals(channel, 0, 10)
			for _, a := range all {
				ids = append(ids, a.ID)
			}
			return err
		}))
		return ids
	}
	require.Equal(t, []app.ArrivalID{64, 5}, of(9))
	require.Equal(t, []app.ArrivalID{1000, 63}, of(10))
	require.Equal(t, []app.ArrivalID{1000, 64, 63, 5}, of(0))
	require.NoError(t, db.Update(t.Context(), func(tx app.Tx) error {
		waiting, err := tx.WaitingArrivals(9)
		require.NoError(t, err)
		require.Len(t, waiting, 1)
		require.Equal(t, []byte{3}, waiting[0].Body)
		numbers, err := tx.OpenWindows(9, time.UnixMilli(299_999))
		require.NoError(t, err)
		require.ElementsMatch(t, []string{"+1", "+2"}, numbers)
		numbers, err = tx.OpenWindows(9, time.UnixMilli(300_000))
		require.NoError(t, err)
		require.Equal(t, []string{"+1"}, numbers)
		people, err := tx.RecentSessions(9, 1)
		require.NoError(t, err)
		require.Equal(t, "+1", people[0].Key)
		id, err := tx.AddArrival(app.Arrival{ChannelID: 9})
		require.EqualValues(t, 1001, id)
		return err
	}))
	require.Equal(t, []app.ArrivalID{1001, 64, 5}, of(9))
	run(t, db.write, `DELETE FROM channels WHERE id = 10`)
	require.Equal(t, []app.ArrivalID{1001, 64, 5}, of(0), "they go with their channel")
	problems, err := db.Integrity(t.Context())
	require.NoError(t, err)
	require.Empty(t, problems)
}
