package storage

import (
	"crypto/sha256"
	"testing"
	"time"

	"channeldesk/app"

	"github.com/stretchr/testify/require"
)

func addLines(t testing.TB, db *DB, n int) {
	t.Helper()
	require.NoError(t, db.Update(t.Context(), func(tx app.Tx) error {
		for i := range n {
			err := tx.AddActivity(app.Activity{
				At: time.UnixMilli(int64(i)), By: "Dewi", AgentID: app.AgentID(i % 3), Kind: app.ActChecked, Text: app.Say("Checked"),
			})
			if err != nil {
				return err
			}
		}
		return nil
	}))
}

func proof(t testing.TB, db *DB) (p app.ActivityProof) {
	t.Helper()
	require.NoError(t, db.View(t.Context(), func(tx app.Tx) (err error) { p, err = tx.VerifyActivity(); return err }))
	return p
}

func withLines(t *testing.T, n int) *DB {
	t.Helper()
	db := open(t, t.TempDir())
	addLines(t, db, n)
	problems, err := db.Integrity(t.Context())
	require.NoError(t, err)
	require.Empty(t, problems)
	return db
}

func TestActivityCannotBeChanged(t *testing.T) {
	db := withLines(t, 3)
	for _, query := range []string{
		`UPDATE activity SET actor = 'Mallory' WHERE id = 2`,
		`DELETE FROM activity`,
		`INSERT OR REPLACE INTO activity SELECT id, at, 'Mallory', agent_id, environment, kind, text, value_before, value_after, prev_hash, hash FROM activity WHERE id = 2`,
		`DELETE FROM activity_head`,
		`UPDATE activity_head SET hash = x'00'`,
		`UPDATE activity_head SET last_id = 2`,
	} {
		_, err := db.write.ExecContext(t.Context(), query)
		require.ErrorContains(t, err, "append-only", query)
	}
	_, err := db.write.ExecContext(t.Context(), `INSERT INTO activity_head VALUES (2, 3, x'00')`)
	require.Error(t, err, "a second head")
}

func TestIntegritySeesMissingRows(t *testing.T) {
	db := open(t, t.TempDir())
	run(t, db.write, "PRAGMA foreign_keys = 0")
	run(t, db.write, `INSERT INTO checks (channel_id, report) VALUES (77, '{}')`)
	run(t, db.write, `INSERT INTO member_passphrases (member_id, hash) VALUES (78, 'x')`)
	problems, err := db.Integrity(t.Context())
	require.NoError(t, err)
	require.ElementsMatch(t, []string{
		"row 77 of checks refers to a missing row of channels",
		"row 78 of member_passphrases refers to a missing row of members",
	}, problems)
}

// Lines that differ only in where one value ends and the next begins have
// different hashes.
func TestHashSeparatesValues(t *testing.T) {
	a := activityRow{id: 1, before: "ab", after: "c"}
	b := activityRow{id: 1, before: "a", after: "bc"}
	require.NotEqual(t, a.sum(), b.sum())
}

// What is hashed never changes: logs of older programs would look broken.
func TestHashStaysTheSame(t *testing.T) {
	r := activityRow{
		id: 7, at: time.UnixMilli(1_700_000_000_000), by: "Dewi", agent: 3, environment: "draft", kind: "checked",
		text: `{"t":"Checked"}`, before: "a", after: "é", prev: []byte{1, 2},
	}
	read := "2:\x01\x021:713:17000000000004:Dewi1:35:draft7:checked15:{\"t\":\"Checked\"}1:a2:é"
	require.Equal(t, sha256.Sum256([]byte(read)), [32]byte(r.sum()))
}
