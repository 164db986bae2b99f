package storage

import (
	"path/filepath"
	"testing"
	"time"

	"channeldesk/app"

	"github.com/stretchr/testify/require"
)

// version4Rows are versions of a Published channel that changed its protocol twice,
// and once more without a version; and a draft.
const version4Rows = `
DELETE FROM version_secrets;
DELETE FROM versions;
INSERT INTO versions (channel_id, number, at, actor, note, changes, snapshot) VALUES
	(9, 1, 1000, '', '', '[]', '{"protocol":"meta_cloud"}'), (9, 2, 2000, '', '', '[]', '{"protocol":"meta_cloud"}'),
	(9, 3, 3000, '', '', '[]', '{"protocol":"qontak"}'), (9, 4, NULL, '', '', '[]', '{"protocol":"qontak"}'),
	(9, 5, 5000, '', '', '[]', '{"protocol":"coster"}');
UPDATE channels SET protocol = 'meta_cloud', updated_at = 4000 WHERE id = 9;
UPDATE channels SET protocol = 'qontak' WHERE id = 10;
INSERT INTO people (channel_id, key, number, name, room, last_inbound_at, session) VALUES
	(9, '+1', '+1', '', '', 1000, x'7b7d'), (9, '+2', '+2', '', '', 2000, NULL), (9, '+3', '+3', '', '', NULL, NULL);
`

// Since when a channel has its protocol is taken from what was published, and who
// wrote is found as before.
func TestVersion4IsBroughtUpToDate(t *testing.T) {
	dir := version3(t, 3)
	pool := raw(t, filepath.Join(dir, FileName))
	require.NoError(t, runMigrations(t.Context(), pool, migrationsUpTo(t, 4)))
	run(t, pool, version4Rows)
	require.NoError(t, pool.Close())
	openFails(t, CodeOlder, Options{Dir: dir, ReadOnly: true})
	db := open(t, dir)
	at := func(ms int64) time.Time { return time.UnixMilli(ms).UTC() }
	require.NoError(t, db.View(t.Context(), func(tx app.Tx) error {
		got, err := tx.ProtocolsOf(9)
		require.NoError(t, err)
		require.Equal(t, []app.ProtocolSince{{Protocol: "meta_cloud", Since: at(1000)}, {Protocol: "qontak", Since: at(3000)}, {Protocol: "coster", Since: at(5000)}, {Protocol: "meta_cloud", Since: at(5001)}}, got)
		got, err = tx.ProtocolsOf(10)
		require.NoError(t, err)
		require.Equal(t, []app.ProtocolSince{{Protocol: "qontak", Since: at(0)}}, got)
		numbers, err := tx.OpenWindows(9, at(2000))
		require.NoError(t, err)
		require.Equal(t, []string{"+2"}, numbers)
		people, err := tx.RecentSessions(9, 10)
		require.NoError(t, err)
		require.Len(t, people, 1)
		require.Equal(t, "+1", people[0].Key)
		return nil
	}))
	problems, err := db.Integrity(t.Context())
	require.NoError(t, err)
	require.Empty(t, problems)
}
