package storage

import (
	"os"
	"strings"
	"testing"

	"channeldesk/app"

	"github.com/stretchr/testify/require"
)

func configMark(t *testing.T, db *DB) (mark int64) {
	t.Helper()
	require.NoError(t, db.View(t.Context(), func(tx app.Tx) (err error) { mark, err = tx.ConfigMark(); return err }))
	return mark
}

func addMember(tx app.Tx) error {
	_, err := tx.AddMember(app.Member{Name: "Rina"})
	return err
}

// The mark stays while nothing that it stands for changes, and changes with it,
// whoever changed it.
func TestConfigMark(t *testing.T) {
	dir := t.TempDir()
	db, other := open(t, dir), open(t, dir)
	set(t, db, "a", "1")
	before := configMark(t, db)
	require.NotZero(t, before)
	require.NoError(t, db.Group(t.Context(), addMember))
	require.Equal(t, before, configMark(t, db), "members are none of it")

	failed := db.Update(t.Context(), func(tx app.Tx) error {
		require.NoError(t, tx.SetSetting("a", "2"))
		mark, err := tx.ConfigMark()
		require.NoError(t, err)
		require.Zero(t, mark, "who changed it knows no mark")
		return os.ErrInvalid
	})
	require.ErrorIs(t, failed, os.ErrInvalid)
	require.Equal(t, before, configMark(t, db), "undone")

	set(t, db, "a", "3")
	after := configMark(t, db)
	require.NotEqual(t, before, after)

	set(t, other, "a", "4")
	require.NoError(t, db.Group(t.Context(), func(tx app.Tx) error {
		mark, err := tx.ConfigMark()
		require.NotEqual(t, after, mark, "a writer sees what others changed")
		return err
	}))
}

// Of those who share a commit, none after a change sees the old mark.
func TestConfigMarkWithinACommit(t *testing.T) {
	db := open(t, t.TempDir())
	before := configMark(t, db)
	letGo := held(t, db)
	change, seen := make(chan error, 1), make(chan int64, 1)
	go func() {
		change <- db.Group(t.Context(), func(tx app.Tx) error { return tx.SetSetting("a", "b") })
	}()
	wait(db, 1)
	go func() {
		_ = db.GroupAgain(t.Context(), func(tx app.Tx) error {
			mark, err := tx.ConfigMark()
			seen <- mark
			return err
		})
	}()
	wait(db, 2)
	require.NoError(t, letGo())
	require.NoError(t, <-change)
	require.NotEqual(t, before, <-seen)
	require.NotEqual(t, before, configMark(t, db))
}

// The write-ahead log stays bounded however much is written, beside a reader that
// comes and goes.
func TestTheLogIsBounded(t *testing.T) {
	db := open(t, t.TempDir())
	const each, times, most = 256 << 10, 600, 96 << 20
	value := strings.Repeat("x", each)
	var largest int64
	for i := range times {
		require.NoError(t, db.Group(t.Context(), func(tx app.Tx) error { return tx.SetSetting("a", value[i:]) }))
		if i%10 == 0 {
			require.Len(t, setting(t, db, "a"), each-i)
		}
		info, err := os.Stat(db.path + "-wal")
		require.NoError(t, err)
		largest = max(largest, info.Size())
	}
	require.Less(t, largest, int64(most), "of %d MB that were written", each*times>>20)
	require.NoError(t, db.Close())
	_, err := os.Stat(db.path + "-wal")
	require.ErrorIs(t, err, os.ErrNotExist, "all is in the database")
}
