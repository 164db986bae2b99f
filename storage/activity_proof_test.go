package storage

import (
	"encoding/hex"
	"fmt"
	"testing"

	"channeldesk/app"

	"github.com/stretchr/testify/require"
)

// intruder is somebody with the file, who takes the triggers away.
func intruder(t *testing.T, db *DB) {
	t.Helper()
	for _, name := range []string{"activity_no_update", "activity_no_delete", "activity_no_replace", "activity_head_forward", "activity_head_no_delete"} {
		run(t, db.write, "DROP TRIGGER "+name)
	}
	var n int
	require.NoError(t, db.write.QueryRow(`SELECT count(*) FROM sqlite_schema WHERE type = 'trigger' AND tbl_name LIKE 'activity%'`).Scan(&n))
	require.Zero(t, n)
}

func sqlOf(query string) func(*testing.T, *DB) {
	return func(t *testing.T, db *DB) { t.Helper(); run(t, db.write, query) }
}

func storedLine(t *testing.T, db *DB, id int64) activityRow {
	t.Helper()
	r, err := scanActivity(db.write.QueryRow(activityColumns+`WHERE id = ?`, id))
	require.NoError(t, err)
	return r
}

// forge writes a line with a hash that fits what it says.
func forge(t *testing.T, db *DB, r activityRow) {
	t.Helper()
	run(t, db.write, `INSERT OR REPLACE INTO activity (id, at, actor, agent_id, environment, kind, text, value_before, value_after, prev_hash, hash)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		r.id, millis(r.at), r.by, r.agent, r.environment, r.kind, r.text, r.before, r.after, r.prev, r.sum())
}

// chain makes each line follow from the one before.
func chain(t *testing.T, db *DB, from, to int64) {
	t.Helper()
	for id := from; id <= to; id++ {
		r := storedLine(t, db, id)
		r.prev = storedLine(t, db, id-1).hash
		forge(t, db, r)
	}
}

// Line 3 and those behind it make room for another, or close the gap it left.
const (
	moveUp    = `UPDATE activity SET id = -id - 1 WHERE id >= 3; UPDATE activity SET id = -id WHERE id < 0`
	moveDown  = `UPDATE activity SET id = -id + 1 WHERE id > 3; UPDATE activity SET id = -id WHERE id < 0`
	swapPlace = `UPDATE activity SET id = -3 WHERE id = 3; UPDATE activity SET id = 3 WHERE id = 4; UPDATE activity SET id = 4 WHERE id = -3`
	lineCopy  = `SELECT at, actor, agent_id, environment, kind, text, value_before, value_after, prev_hash, hash FROM activity`
)

// tampering is what can be done to a log of six lines, and which line shows it.
var tampering = []struct {
	name  string
	do    func(t *testing.T, db *DB)
	found int64
}{
	{"first line changed", sqlOf(`UPDATE activity SET actor = 'Mallory' WHERE id = 1`), 1},
	{"actor changed", sqlOf(`UPDATE activity SET actor = 'Mallory' WHERE id = 3`), 3},
	{"time changed", sqlOf(`UPDATE activity SET at = at + 1 WHERE id = 3`), 3},
	{"time removed", sqlOf(`UPDATE activity SET at = NULL WHERE id = 3`), 3},
	{"agent changed", sqlOf(`UPDATE activity SET agent_id = 77 WHERE id = 3`), 3},
	{"environment changed", sqlOf(`UPDATE activity SET environment = 'draft' WHERE id = 3`), 3},
	{"kind changed", sqlOf(`UPDATE activity SET kind = 'x' WHERE id = 3`), 3},
	{"sentence changed", sqlOf(`UPDATE activity SET text = '{}' WHERE id = 3`), 3},
	{"value before changed", sqlOf(`UPDATE activity SET value_before = 'x' WHERE id = 3`), 3},
	{"value after changed", sqlOf(`UPDATE activity SET value_after = 'x' WHERE id = 3`), 3},
	{"last line changed", sqlOf(`UPDATE activity SET actor = 'Mallory' WHERE id = 6`), 6},
	{"hash changed", sqlOf(`UPDATE activity SET hash = x'00' WHERE id = 4`), 4},
	{"hash before changed", sqlOf(`UPDATE activity SET prev_hash = x'' WHERE id = 4`), 4},
	{"changed with its hash", func(t *testing.T, db *DB) { r := storedLine(t, db, 3); r.by = "Mallory"; forge(t, db, r) }, 4},
	{"last changed with its hash", func(t *testing.T, db *DB) { r := storedLine(t, db, 6); r.by = "Mallory"; forge(t, db, r) }, 6},

	{"first line gone", sqlOf(`DELETE FROM activity WHERE id = 1`), 1},
	{"middle line gone", sqlOf(`DELETE FROM activity WHERE id = 3`), 3},
	{"two lines gone", sqlOf(`DELETE FROM activity WHERE id IN (3, 4)`), 3},
	{"last line gone", sqlOf(`DELETE FROM activity WHERE id = 6`), 6},
	{"end gone", sqlOf(`DELETE FROM activity WHERE id > 2`), 3},
	{"all gone", sqlOf(`DELETE FROM activity`), 1},
	{"gone and closed up", sqlOf(`DELETE FROM activity WHERE id = 3; ` + moveDown), 3},
	{"gone, closed up and chained", func(t *testing.T, db *DB) {
		run(t, db.write, `DELETE FROM activity WHERE id = 3; `+moveDown)
		chain(t, db, 3, 5)
	}, 6},

	{"two changed places", sqlOf(swapPlace), 3},
	{"two changed places, chained", func(t *testing.T, db *DB) { run(t, db.write, swapPlace); chain(t, db, 3, 6) }, 6},

	{"line put in", sqlOf(moveUp + `; INSERT INTO activity SELECT 3, * FROM (` + lineCopy + ` WHERE id = 2)`), 3},
	{"line put in that follows", func(t *testing.T, db *DB) {
		run(t, db.write, moveUp)
		r := storedLine(t, db, 2)
		r.id, r.prev = 3, r.hash
		forge(t, db, r)
	}, 4},
	{"line put in front", sqlOf(`INSERT INTO activity SELECT 0, * FROM (` + lineCopy + ` WHERE id = 1)`), 1},
	{"line put far in front", sqlOf(`INSERT INTO activity SELECT -9, * FROM (` + lineCopy + ` WHERE id = 1)`), 1},
	{"line put behind", func(t *testing.T, db *DB) { r := storedLine(t, db, 6); r.id, r.prev = 7, r.hash; forge(t, db, r) }, 7},
	{"line put far behind", sqlOf(`INSERT INTO activity SELECT 99, * FROM (` + lineCopy + ` WHERE id = 6)`), 7},

	{"head gone", sqlOf(`DELETE FROM activity_head`), 7},
	{"head set back", sqlOf(`UPDATE activity_head SET last_id = 4, hash = (SELECT hash FROM activity WHERE id = 4)`), 5},
	{"head set on", sqlOf(`UPDATE activity_head SET last_id = 8`), 7},
	{"head of another log", sqlOf(`UPDATE activity_head SET hash = x'00'`), 6},
}

func TestTamperingIsSeen(t *testing.T) {
	for _, c := range tampering {
		t.Run(c.name, func(t *testing.T) {
			db := withLines(t, 6)
			intruder(t, db)
			c.do(t, db)
			require.Equal(t, app.ActivityProof{Lines: c.found - 1, BrokenAt: c.found}, proof(t, db))
			problems, err := db.Integrity(t.Context())
			require.NoError(t, err)
			require.Equal(t, []string{fmt.Sprintf("line %d of the audit log was changed or is missing", c.found)}, problems)

			// The program goes on writing, and what was done stays to be seen.
			addLines(t, db, 2)
			require.NotZero(t, proof(t, db).BrokenAt)
		})
	}
}

func TestProofOfAWholeLog(t *testing.T) {
	db := withLines(t, 6)
	want := app.ActivityProof{Lines: 6, Head: hex.EncodeToString(storedLine(t, db, 6).hash)}
	require.Equal(t, want, proof(t, db))
	require.NoError(t, db.Close())
	again := open(t, db.Dir())
	require.Equal(t, want, proof(t, again))

	copied := t.TempDir()
	require.NoError(t, again.Backup(t.Context(), copied+"/"+FileName))
	backup := open(t, copied)
	require.Equal(t, want, proof(t, backup))
	addLines(t, backup, 1)
	require.EqualValues(t, 7, proof(t, backup).Lines)
}
