package storage

import (
	"os"
	"runtime"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"

	"channeldesk/app"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// slowDisk lets each wait for the disk begin and end when the test says so.
type slowDisk struct {
	begun, end chan struct{}
	n          atomic.Int64
}

func (d *slowDisk) flush(f *os.File) error {
	d.n.Add(1)
	d.begun <- struct{}{}
	<-d.end
	return flushLog(f)
}

func onSlowDisk(t *testing.T, db *DB) *slowDisk {
	t.Helper()
	if db.owing == nil {
		t.Skip("commits wait for the disk themselves here")
	}
	d := &slowDisk{begun: make(chan struct{}), end: make(chan struct{})}
	db.settler.flush = d.flush
	return d
}

// While the disk is at work, others change things and see what was changed; but
// nobody is told that it is saved before the disk has it, and one wait serves all
// that came during the one before.
func TestCommitsGoOnWhileTheDiskWorks(t *testing.T) {
	db := open(t, t.TempDir())
	disk := onSlowDisk(t, db)
	var told atomic.Int64
	var all sync.WaitGroup
	set := func(name string) {
		all.Go(func() {
			assert.NoError(t, db.Group(t.Context(), func(tx app.Tx) error { return tx.SetSetting(name, "x") }))
			told.Add(1)
		})
	}
	set("first")
	<-disk.begun
	for _, name := range []string{"second", "third", "fourth"} {
		set(name)
		for seen := ""; seen == ""; runtime.Gosched() {
			require.NoError(t, db.View(t.Context(), func(tx app.Tx) (err error) { seen, err = tx.Setting(name); return err }))
		}
	}
	require.Zero(t, told.Load())
	disk.end <- struct{}{}
	<-disk.begun
	for told.Load() < 1 {
		runtime.Gosched()
	}
	require.EqualValues(t, 1, told.Load())
	close(disk.end)
	all.Wait()
	require.EqualValues(t, 2, disk.n.Load())
	require.Zero(t, db.settler.waiting())
}

// A commit by one alone waits for the disk itself, with all that was made before.
func TestUpdateWaitsForTheDisk(t *testing.T) {
	db := open(t, t.TempDir())
	disk := onSlowDisk(t, db)
	require.NoError(t, db.Update(t.Context(), func(tx app.Tx) error { return tx.SetSetting("a", "b") }))
	require.Zero(t, disk.n.Load())
	require.False(t, db.owing.owes)
}

// What waits for the disk when the workspace is closed is told how it ended.
func TestCloseWaitsForTheDisk(t *testing.T) {
	dir := t.TempDir()
	db := open(t, dir)
	disk := onSlowDisk(t, db)
	result, closed := make(chan error, 1), make(chan error, 1)
	go func() {
		result <- db.Group(t.Context(), func(tx app.Tx) error { return tx.SetSetting("a", "b") })
	}()
	<-disk.begun
	go func() { closed <- db.Close() }()
	close(disk.end)
	require.NoError(t, <-result)
	require.NoError(t, <-closed)
	require.Equal(t, "b", setting(t, open(t, dir), "a"))
}

// After the disk refused once nobody knows what of the log is on it: everybody who
// waits is told so, and so is who comes later, until the workspace is opened anew.
func TestNothingIsSavedAfterTheDiskRefused(t *testing.T) {
	dir := t.TempDir()
	db := open(t, dir)
	if db.owing == nil {
		t.Skip("commits wait for the disk themselves here")
	}
	require.NoError(t, db.Group(t.Context(), func(tx app.Tx) error { return tx.SetSetting("a", "b") }))
	tries := 0
	db.settler.flush = func(*os.File) error { tries++; return syscall.EIO }
	set := func(tx app.Tx) error { return tx.SetSetting("c", "d") }
	for range 3 {
		err := db.Group(t.Context(), set)
		require.Equal(t, CodeFolder, app.ErrorCode(err))
		require.ErrorIs(t, err, syscall.EIO)
		require.NotEmpty(t, app.AsError(err).Fix.String())
	}
	require.Equal(t, 1, tries)
	require.Equal(t, CodeFolder, app.ErrorCode(db.Update(t.Context(), set)))
	require.NoError(t, db.Close())
	again := open(t, dir)
	require.Equal(t, "b", setting(t, again, "a"))
	require.NoError(t, again.Group(t.Context(), set))
}
