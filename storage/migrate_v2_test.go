package storage

import (
	"path/filepath"
	"testing"
	"time"

	"channeldesk/app"

	"github.com/stretchr/testify/require"
)

// version2Rows are what the second program added to the rows of the first.
const version2Rows = `
UPDATE channels SET parked = '{"qontak":{"channel_integration_id":"0b21"}}',
	last_try = '{"at":1700000000000,"by":"Budi","result":"refused","url":"https://desk.example/w/…","what":{"t":"Refused"},"fix":{"t":""},"detail":"190"}' WHERE id = 9;
INSERT INTO secret_refs VALUES ('k:3', 1700000000000);
INSERT INTO channel_secrets VALUES (9, 'qontak/access_token', 'k:3', 'k:3', 1700000000000, 'Budi', '', NULL, 0, NULL);
INSERT INTO member_roles VALUES (2, 5, 'contributor');
INSERT INTO member_passphrases VALUES (1, '$argon2id$x');
INSERT INTO warnings VALUES ('token 9', 7, 1700000000000);
`

// version2 makes a workspace as the second program left it, with two lines in
// its audit log, and gives the data folder.
func version2(t *testing.T) (dir string) {
	t.Helper()
	dir = version1(t, 2)
	pool := raw(t, filepath.Join(dir, FileName))
	require.NoError(t, runMigrations(t.Context(), pool, migrationsUpTo(t, 2)))
	run(t, pool, version2Rows)
	var v int
	require.NoError(t, pool.QueryRow(`PRAGMA user_version`).Scan(&v))
	require.Equal(t, 2, v)
	require.NoError(t, pool.Close())
	return dir
}

func TestVersion2IsBroughtUpToDate(t *testing.T) {
	dir := version2(t)
	openFails(t, CodeOlder, Options{Dir: dir, ReadOnly: true})
	db := open(t, dir)
	v, err := db.Version(t.Context())
	require.NoError(t, err)
	require.EqualValues(t, schemaVersion, v)
	copies, err := filepath.Glob(filepath.Join(dir, backupFolder, "channeldesk-2-*.db"))
	require.NoError(t, err)
	require.Len(t, copies, 1)
	problems, err := db.Integrity(t.Context())
	require.NoError(t, err)
	require.Empty(t, problems)
	require.EqualValues(t, 2, proof(t, db).Lines)

	at := time.UnixMilli(1_700_000_000_000).UTC()
	require.NoError(t, db.View(t.Context(), func(tx app.Tx) error {
		requireVersion1Records(t, tx, 2)
		c, err := tx.GetChannel(5, app.Published)
		require.NoError(t, err)
		require.Equal(t, "0b21", c.Parked["qontak"].Fields["channel_integration_id"])
		require.EqualValues(t, "k:3", c.Parked["qontak"].Secrets["access_token"].Ref)
		require.Equal(t, app.ResultRefused, c.Webhook.LastTry.Result)
		require.Equal(t, at, c.Webhook.LastTry.At)
		m, err := tx.GetMember(2)
		require.NoError(t, err)
		require.Equal(t, map[app.AgentID]app.Role{5: app.Contributor}, m.Roles)
		hash, err := tx.PassphraseHash(1)
		require.NoError(t, err)
		require.Equal(t, "$argon2id$x", hash)
		days, ok, err := tx.Warned("token 9")
		require.True(t, ok)
		require.Equal(t, 7, days)
		return err
	}))
	requireTraffic(t, db, 9)

	// A copy of it holds the same.
	copied := t.TempDir()
	require.NoError(t, db.Backup(t.Context(), filepath.Join(copied, FileName)))
	requireTrafficThere(t, open(t, copied))
}

// requireTraffic uses the tables that version 3 brought, for an old channel.
func requireTraffic(t *testing.T, db *DB, channel app.ChannelID) {
	t.Helper()
	require.NoError(t, db.Group(t.Context(), func(tx app.Tx) error {
		if _, err := tx.AddMessage(app.Message{Mark: "msg_1", ChannelID: channel, Content: app.Content{Text: "x"}}); err != nil {
			return err
		}
		_, err := tx.AddArrival(app.Arrival{ChannelID: channel, Body: []byte("{}")})
		return err
	}))
	requireTrafficThere(t, db)
}

func requireTrafficThere(t *testing.T, db *DB) {
	t.Helper()
	require.NoError(t, db.View(t.Context(), func(tx app.Tx) error {
		m, err := tx.FindMessage("msg_1")
		require.NoError(t, err)
		require.EqualValues(t, 5, m.AgentID)
		require.Equal(t, app.Published, m.Environment)
		waiting, err := tx.WaitingArrivals(10)
		require.Len(t, waiting, 1)
		return err
	}))
}
