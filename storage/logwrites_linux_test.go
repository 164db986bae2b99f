package storage

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// The log has all of a commit when the commit has ended, however large it was, and
// another connection, which reads the file by itself, sees it.
func TestLogHasWholeCommits(t *testing.T) {
	require.Equal(t, logVFS, registerLogVFS())
	for _, sync := range []string{"FULL", "OFF"} {
		path := filepath.Join(t.TempDir(), "a.db")
		require.NoError(t, os.WriteFile(path, nil, 0o600))
		pool, err := openPool(writerDSN(path), 1)
		require.NoError(t, err)
		run(t, pool, `PRAGMA synchronous = `+sync)
		run(t, pool, `PRAGMA cache_size = 20`) // a large transaction does not fit, and is written to the log before its end
		run(t, pool, `CREATE TABLE t (id INTEGER PRIMARY KEY, b BLOB)`)
		sum := 0
		for i, rows := range []int{1, 3, 40, 400, 2} {
			tx, err := pool.Begin()
			require.NoError(t, err)
			for range rows {
				sum++
				_, err := tx.Exec(`INSERT INTO t (id, b) VALUES (?, ?)`, sum, bytes.Repeat([]byte{byte(sum)}, 5000))
				require.NoError(t, err)
			}
			_, err = tx.Exec(`UPDATE t SET b = CAST(b || x'01' AS BLOB) WHERE id % 7 = ?`, i) // reads back what was written
			require.NoError(t, err)
			require.NoError(t, tx.Commit())
			requireRows(t, path, sum)
			tx, err = pool.Begin()
			require.NoError(t, err)
			_, err = tx.Exec(`UPDATE t SET b = zeroblob(9000)`)
			require.NoError(t, err)
			require.NoError(t, tx.Rollback())
			requireRows(t, path, sum)
		}
		run(t, pool, `PRAGMA wal_checkpoint(TRUNCATE)`)
		run(t, pool, `DELETE FROM t WHERE id > 5`)
		requireRows(t, path, 5)
		require.NoError(t, pool.Close())
		requireRows(t, path, 5)
	}
}

// requireRows looks with a connection that goes SQLite's own way.
func requireRows(t *testing.T, path string, n int) {
	t.Helper()
	other := raw(t, path)
	defer func() { require.NoError(t, other.Close()) }()
	var rows, sum int
	var state string
	require.NoError(t, other.QueryRow(`SELECT count(*), sum(hex(substr(b, 1, 1)) = printf('%02X', id % 256)) FROM t`).Scan(&rows, &sum))
	require.NoError(t, other.QueryRow(`PRAGMA integrity_check`).Scan(&state))
	require.Equal(t, fmt.Sprint(n, n, "ok"), fmt.Sprint(rows, sum, state))
}
