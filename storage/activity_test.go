package storage

import (
	"testing"

	"channeldesk/app"

	"github.com/stretchr/testify/require"
)

func withLines(t *testing.T, n int) *DB {
	t.Helper()
	db := open(t, t.TempDir())
	require.NoError(t, db.Update(t.Context(), func(tx app.Tx) error {
		for range n {
			if err := tx.AddActivity(app.Activity{By: "Dewi", Kind: app.ActChecked, Text: app.Say("Checked")}); err != nil {
				return err
			}
		}
		return nil
	}))
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
	} {
		_, err := db.write.ExecContext(t.Context(), query)
		require.ErrorContains(t, err, "append-only", query)
	}
}

// Somebody with the file can take the triggers away, but not unseen.
func TestTamperingIsSeen(t *testing.T) {
	for name, query := range map[string]string{
		"value":       `UPDATE activity SET actor = 'Mallory' WHERE id = 2`,
		"moved value": `UPDATE activity SET value_before = 'x' WHERE id = 2`,
		"line gone":   `DELETE FROM activity WHERE id = 2`,
		"first gone":  `DELETE FROM activity WHERE id = 1`,
		"hash":        `UPDATE activity SET hash = x'00' WHERE id = 3`,
	} {
		t.Run(name, func(t *testing.T) {
			db := withLines(t, 4)
			for _, trigger := range []string{"activity_no_update", "activity_no_delete"} {
				run(t, db.write, "DROP TRIGGER "+trigger)
			}
			run(t, db.write, query)
			problems, err := db.Integrity(t.Context())
			require.NoError(t, err)
			require.Len(t, problems, 1)
			require.Contains(t, problems[0], "audit log")
		})
	}
}

func TestIntegritySeesMissingRows(t *testing.T) {
	db := open(t, t.TempDir())
	run(t, db.write, "PRAGMA foreign_keys = 0")
	run(t, db.write, `INSERT INTO checks (channel_id, report) VALUES (77, '{}')`)
	problems, err := db.Integrity(t.Context())
	require.NoError(t, err)
	require.Equal(t, []string{"row 77 of checks refers to a missing row of channels"}, problems)
}

// Lines that differ only in where one value ends and the next begins have
// different hashes.
func TestHashSeparatesValues(t *testing.T) {
	a := activityRow{id: 1, before: "ab", after: "c"}
	b := activityRow{id: 1, before: "a", after: "bc"}
	require.NotEqual(t, a.sum(), b.sum())
}
