package storage

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"testing/fstest"
	"time"

	"channeldesk/app"

	"github.com/stretchr/testify/require"
)

func TestNewestMigrationIsTheSchemaVersion(t *testing.T) {
	files, err := fs.Glob(migrationFiles, "migrations/*.sql")
	require.NoError(t, err)
	require.Len(t, files, schemaVersion, "each migration raises schemaVersion by one")
	for i, f := range files {
		require.Regexp(t, fmt.Sprintf(`/%04d_[a-z_]+\.sql$`, i+1), f)
		text, err := fs.ReadFile(migrationFiles, f)
		require.NoError(t, err)
		require.Contains(t, string(text), fmt.Sprintf("PRAGMA user_version = %d;", i+1))
	}
	db := open(t, t.TempDir())
	v, err := db.Version(t.Context())
	require.NoError(t, err)
	require.EqualValues(t, schemaVersion, v)
}

// oneMore are the migrations and one that no program has.
func oneMore(t *testing.T, sql string) fs.FS {
	t.Helper()
	files := migrationsUpTo(t, schemaVersion)
	files[fmt.Sprintf("%04d_more.sql", schemaVersion+1)] = &fstest.MapFile{
		Data: fmt.Appendf(nil, "-- +goose Up\nCREATE TABLE more (id INTEGER) STRICT;\nPRAGMA user_version = %d;\n%s\n", schemaVersion+1, sql),
	}
	return files
}

// migrationsUpTo are the migrations that the program of a version had.
func migrationsUpTo(t *testing.T, version int) fstest.MapFS {
	t.Helper()
	names, err := fs.Glob(migrationFiles, "migrations/*.sql")
	require.NoError(t, err)
	files := fstest.MapFS{}
	for _, name := range names[:version] {
		text, err := fs.ReadFile(migrationFiles, name)
		require.NoError(t, err)
		files[filepath.Base(name)] = &fstest.MapFile{Data: text}
	}
	return files
}

func TestFailedMigrationLeavesNothing(t *testing.T) {
	db := open(t, t.TempDir())
	require.Error(t, runMigrations(t.Context(), db.write, oneMore(t, "INSERT INTO no_such_table VALUES (1);")))
	s, err := readState(t.Context(), db.write)
	require.NoError(t, err)
	require.EqualValues(t, schemaVersion, s.version)
	var n int
	require.NoError(t, db.write.QueryRow(`SELECT count(*) FROM sqlite_schema WHERE name = 'more'`).Scan(&n))
	require.Zero(t, n)
}

func TestCopyBeforeMigration(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "odd [name] 100% *?")
	db := open(t, dir)
	at := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	db.now = func() time.Time { return at }
	set(t, db, "a", "kept")
	var last string
	for i := range 7 {
		var err error
		last, err = db.copyBeforeMigration(t.Context(), int64(1+i%2)) // the newest by time, whatever the version
		require.NoError(t, err)
		at = at.Add(time.Minute)
	}
	entries, err := os.ReadDir(filepath.Join(dir, backupFolder))
	require.NoError(t, err)
	require.Len(t, entries, backupsKept)
	require.Equal(t, "channeldesk-1-20260102-031005.000.db", filepath.Base(last))
	for _, e := range entries {
		require.GreaterOrEqual(t, stampOf(e.Name()), "20260102-030605.000.db", "an old copy was kept")
		info, err := e.Info()
		require.NoError(t, err)
		require.Zero(t, info.Mode().Perm()&0o077)
	}

	// A copy is a whole workspace: put in place, it opens.
	b, err := os.ReadFile(last)
	require.NoError(t, err)
	restored := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(restored, FileName), b, 0o600))
	require.Equal(t, "kept", setting(t, open(t, restored), "a"))
}

// An existing older database is copied, then brought up to date.
func TestOlderDatabaseIsCopiedFirst(t *testing.T) {
	dir := t.TempDir()
	db := open(t, dir)
	set(t, db, "a", "old")
	require.NoError(t, db.migrateTo(t.Context(), schemaVersion+1, oneMore(t, "")))
	v, err := db.Version(t.Context())
	require.NoError(t, err)
	require.EqualValues(t, schemaVersion+1, v)
	copies, err := filepath.Glob(filepath.Join(dir, backupFolder, fmt.Sprintf("channeldesk-%d-*.db", schemaVersion)))
	require.NoError(t, err)
	require.Len(t, copies, 1)
	require.Equal(t, "old", setting(t, db, "a"))
}

func TestBackupRefusesToReplace(t *testing.T) {
	db := open(t, t.TempDir())
	path := filepath.Join(t.TempDir(), "copy.db")
	require.NoError(t, db.Backup(t.Context(), path))
	require.Equal(t, app.CodeConflict, app.ErrorCode(db.Backup(t.Context(), path)))
	require.Error(t, db.Backup(t.Context(), filepath.Join(t.TempDir(), "no such folder", "copy.db")))
	entries, err := os.ReadDir(filepath.Dir(path))
	require.NoError(t, err)
	require.Len(t, entries, 1)
}
