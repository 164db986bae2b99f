package storage

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"channeldesk/app"

	"github.com/stretchr/testify/require"
)

// version1Rows are rows as the first program wrote them.
const version1Rows = `
INSERT INTO settings VALUES ('public_address', 'https://desk.example');
INSERT INTO members (id, name, role, created_at) VALUES
	(1, 'Éva Kartika', 'owner', 1700000000000), (2, 'Budi', 'viewer', NULL), (4, 'éva KARTIKA', 'viewer', NULL);
INSERT INTO agents (id, name, name_key, country, contact, sandbox, sheets, created_at)
	VALUES (5, 'Nusa Bakery', 'nusa bakery', 'ID', 'Sari', 0, 2, 1700000000000);
INSERT INTO channels (id, agent_id, environment, key, protocol, account_code, fields, session, registration,
	previous_until, previous_last_used, forward_url, revision, version, updated_at, updated_by)
VALUES (9, 5, 'published', 'nb-41c0d7', 'meta_cloud', '+6281234567890', '{"waba_id":"102290129340398"}', '{"ask":true,"ask_more_after_ms":600000}',
	'{"url":"https://desk.example/w/nb-41c0d7","at":1700000000000,"ok":true,"scope":"waba","secret_ref":"k:2"}',
	1700000500000, NULL, 'https://agent.example/in', 12, 1, 1700000000000, 'Éva Kartika'),
	(10, 5, 'draft', 'nb-000001', '', '', '{}', '{}', NULL, NULL, NULL, '', 1, 0, NULL, '');
INSERT INTO secret_refs VALUES ('k:1', 1700000000000), ('k:2', 1700000000000), ('k:old', 1600000000000);
INSERT INTO channel_secrets VALUES (9, 'access_token', 'k:1', 'k:1', 1700000000000, 'Éva Kartika', 'x7Qz', NULL, 1, NULL),
	(9, 'webhook_secret', 'k:2', 'k:2', 1700000000000, 'Éva Kartika', '', NULL, 0, NULL);
INSERT INTO versions VALUES (3, 9, 1, 1700000000000, 'Éva Kartika', 'first', '[{"t":"The number is {{.N}}","a":{"N":"+62"}}]',
	'{"id":9,"agent_id":5,"environment":"published","key":"nb-41c0d7","protocol":"meta_cloud","account_code":"+62","fields":{"waba_id":"1"},
	"secrets":{"access_token":{"set_by":"Éva Kartika","last4":"x7Qz"}},"session":{},"forward_url":"","revision":11,"version":1,"updated_by":""}');
INSERT INTO version_secrets VALUES (3, 'access_token', 'k:1');
INSERT INTO checks VALUES (9, '{"facts":{"quality":"GREEN"}}');
INSERT INTO handoffs VALUES (6, 9, 'NB-0002', 1700000000000, 'Éva Kartika', 'Pak Joko', 'client_it', 'pdf', 'id', 1, 1, '', 'f00', NULL, NULL, '');
`

// version1 makes a workspace as the first program left it, with so many lines
// in its audit log, and gives the data folder.
func version1(t *testing.T, lines int) (dir string) {
	t.Helper()
	dir = t.TempDir()
	pool := raw(t, filepath.Join(dir, FileName))
	require.NoError(t, runMigrations(t.Context(), pool, migrationsUpTo(t, 1)))
	run(t, pool, version1Rows)
	prev := []byte{}
	for i := range lines {
		r := activityRow{id: int64(i + 1), at: time.UnixMilli(1_700_000_000_000), by: "Éva Kartika", agent: 5, kind: app.ActChecked, text: `{"t":"Checked"}`, prev: prev}
		prev = r.sum()
		run(t, pool, `INSERT INTO activity VALUES (?, ?, ?, ?, '', ?, ?, '', '', ?, ?)`, r.id, millis(r.at), r.by, r.agent, r.kind, r.text, r.prev, prev)
	}
	require.NoError(t, pool.Close())
	return dir
}

func TestVersion1IsBroughtUpToDate(t *testing.T) {
	dir := version1(t, 3)
	openFails(t, CodeOlder, Options{Dir: dir, ReadOnly: true})
	db := open(t, dir)
	v, err := db.Version(t.Context())
	require.NoError(t, err)
	require.EqualValues(t, schemaVersion, v)
	copies, err := filepath.Glob(filepath.Join(dir, backupFolder, "channeldesk-1-*.db"))
	require.NoError(t, err)
	require.Len(t, copies, 1)
	problems, err := db.Integrity(t.Context())
	require.NoError(t, err)
	require.Empty(t, problems)

	require.NoError(t, db.View(t.Context(), func(tx app.Tx) error {
		requireVersion1Channel(t, tx)
		requireVersion1Records(t, tx, 3)
		return nil
	}))
	require.EqualValues(t, 3, proof(t, db).Lines)
	addLines(t, db, 2)
	require.Equal(t, app.ActivityProof{Lines: 5, Head: proof(t, db).Head}, proof(t, db))

	// The copy is the workspace as it was, and can be brought up to date again.
	b, err := os.ReadFile(copies[0])
	require.NoError(t, err)
	again := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(again, FileName), b, 0o600))
	require.EqualValues(t, 3, proof(t, open(t, again)).Lines)
}

func requireVersion1Channel(t *testing.T, tx app.Tx) {
	t.Helper()
	at := time.UnixMilli(1_700_000_000_000).UTC()
	c, err := tx.GetChannel(5, app.Published)
	require.NoError(t, err)
	require.EqualValues(t, 9, c.ID)
	require.EqualValues(t, 12, c.Revision)
	require.Equal(t, map[string]string{"waba_id": "102290129340398"}, c.Fields)
	require.Equal(t, "x7Qz", c.Secrets["access_token"].Last4)
	require.True(t, c.Secrets["access_token"].NeverExpires)
	require.EqualValues(t, "k:2", c.Webhook.Secret.Ref)
	require.Equal(t, app.Registration{URL: "https://desk.example/w/nb-41c0d7", At: at, OK: true, Scope: "waba", SecretRef: "k:2"}, c.Webhook.Registered)
	require.Equal(t, 10*time.Minute, c.Session.AskMoreAfter)
	require.Equal(t, at.Add(500*time.Second), c.Webhook.PreviousUntil)
	require.Zero(t, c.Webhook.LastTry)
	require.Empty(t, c.Parked)
	draft, err := tx.GetChannel(5, app.Draft)
	require.NoError(t, err)
	require.True(t, draft.IsEmpty())
	orphans, err := tx.OrphanSecretRefs(at.Add(time.Hour))
	require.NoError(t, err)
	require.Equal(t, []app.SecretRef{"k:old"}, orphans)
}

func requireVersion1Records(t *testing.T, tx app.Tx, activity int) {
	t.Helper()
	v, err := tx.GetVersion(9, 1)
	require.NoError(t, err)
	require.Equal(t, "The number is +62", v.Changes[0].String())
	require.EqualValues(t, "k:1", v.Snapshot.Secrets["access_token"].Ref)
	check, err := tx.GetCheck(9)
	require.NoError(t, err)
	require.Equal(t, "GREEN", check.Facts["quality"])
	next, err := tx.NextSheet(5)
	require.NoError(t, err)
	require.Equal(t, "NB-0003", next)
	h, err := tx.GetHandoff(6)
	require.NoError(t, err)
	require.Equal(t, "Pak Joko", h.To)

	members, err := tx.ListMembers()
	require.NoError(t, err)
	require.Len(t, members, 3)
	first := members[0]
	first.HasPassphrase = false
	require.Equal(t, app.Member{
		ID: 1, Name: "Éva Kartika", Role: app.Owner, Roles: map[app.AgentID]app.Role{}, CreatedAt: time.UnixMilli(1_700_000_000_000).UTC(),
	}, first)
	require.Equal(t, "éva KARTIKA (4)", members[2].Name, "one of two equal names")
	lines, err := tx.FindActivity(app.ActivityFilter{Agent: 5, By: "Éva Kartika"})
	require.NoError(t, err)
	require.Len(t, lines, activity)
	require.Equal(t, "Checked", lines[0].Text.String())
	public, err := tx.Setting(app.SettingPublicAddress)
	require.NoError(t, err)
	require.Equal(t, "https://desk.example", public)
}

func TestVersion1Names(t *testing.T) {
	db := open(t, version1(t, 0))
	for name, code := range map[string]app.Code{"ÉVA kartika": app.CodeConflict, "BUDI": app.CodeConflict, "Dewi": ""} {
		err := db.Update(t.Context(), func(tx app.Tx) error { _, err := tx.AddMember(app.Member{Name: name}); return err })
		if code == "" {
			require.NoError(t, err)
			continue
		}
		require.Equal(t, code, app.ErrorCode(err), name)
	}
	require.Equal(t, app.ActivityProof{}, proof(t, db), "an empty log has an empty head")
	addLines(t, db, 1)
	require.EqualValues(t, 1, proof(t, db).Lines)
}

// A log that was broken before still is afterwards.
func TestVersion1BrokenLog(t *testing.T) {
	dir := version1(t, 4)
	pool := raw(t, filepath.Join(dir, FileName))
	run(t, pool, `DROP TRIGGER activity_no_delete; DELETE FROM activity WHERE id = 2`)
	require.NoError(t, pool.Close())
	require.EqualValues(t, 2, proof(t, open(t, dir)).BrokenAt)
}

// Two programs that start at once on an older workspace bring it up to date once.
func TestVersion1OpenedTwice(t *testing.T) {
	dir := version1(t, 2)
	done := make(chan error, 4)
	for range cap(done) {
		go func() {
			db, err := Open(t.Context(), Options{Dir: dir})
			if err == nil {
				err = db.Close()
			}
			done <- err
		}()
	}
	for range cap(done) {
		require.NoError(t, <-done)
	}
	require.EqualValues(t, 2, proof(t, open(t, dir)).Lines)
	copies, err := filepath.Glob(filepath.Join(dir, backupFolder, "*.db"))
	require.NoError(t, err)
	require.Len(t, copies, 1)
}
