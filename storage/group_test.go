package storage

import (
	"context"
	"fmt"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"channeldesk/app"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// held keeps the writer busy with one function until it is let go.
func held(t *testing.T, db *DB) (letGo func() error) {
	t.Helper()
	begun, finish, result := make(chan struct{}), make(chan struct{}), make(chan error, 1)
	go func() {
		result <- db.Group(context.Background(), func(app.Tx) error {
			close(begun)
			<-finish
			return nil
		})
	}()
	<-begun
	return func() error { close(finish); return <-result }
}

// wait until so many are in the queue.
func wait(db *DB, n int) {
	for len(db.group.queue) < n {
		runtime.Gosched()
	}
}

func TestGroupQueueIsBounded(t *testing.T) {
	db := open(t, t.TempDir())
	letGo := held(t, db)
	var ran atomic.Int64
	var wg sync.WaitGroup
	for range groupQueue {
		wg.Go(func() {
			assert.NoError(t, db.Group(t.Context(), func(app.Tx) error { ran.Add(1); return nil }))
		})
	}
	wait(db, groupQueue)
	err := db.Group(t.Context(), func(app.Tx) error { panic("it ran") })
	require.Equal(t, app.CodeBusy, app.ErrorCode(err))
	require.NotEmpty(t, app.AsError(err).Fix.String())
	require.NoError(t, letGo())
	wg.Wait()
	require.EqualValues(t, groupQueue, ran.Load())
	require.NoError(t, db.Group(t.Context(), func(app.Tx) error { return nil }), "there is room again")
}

func TestCloseSavesWhatWaits(t *testing.T) {
	dir := t.TempDir()
	db := open(t, dir)
	letGo := held(t, db)
	var wg sync.WaitGroup
	for i := range 300 {
		wg.Go(func() {
			assert.NoError(t, db.Group(t.Context(), func(tx app.Tx) error { return tx.SetSetting(fmt.Sprint(i), "x") }))
		})
	}
	wait(db, 300)
	wg.Go(func() { assert.NoError(t, db.Close()) })
	for ended := false; !ended; runtime.Gosched() {
		db.group.mu.RLock()
		ended = db.group.ended
		db.group.mu.RUnlock()
	}
	require.ErrorIs(t, db.Group(t.Context(), func(app.Tx) error { panic("it ran") }), errClosed)
	require.NoError(t, letGo())
	wg.Wait()
	require.NoError(t, db.Close())
	require.NoError(t, db.Close(), "twice is fine")
	again := open(t, dir)
	for i := range 300 {
		require.Equal(t, "x", setting(t, again, fmt.Sprint(i)))
	}
	unused := open(t, t.TempDir())
	require.NoError(t, unused.Close())
	require.Error(t, unused.Group(t.Context(), func(app.Tx) error { return nil }))
	reader, err := Open(t.Context(), Options{Dir: dir, ReadOnly: true})
	require.NoError(t, err)
	require.ErrorIs(t, reader.Group(t.Context(), func(app.Tx) error { return nil }), errReadOnly)
	require.NoError(t, reader.Close())
}

// Those who wait are gathered into one commit; one who gave up is left out.
func TestGroupGathers(t *testing.T) {
	db := open(t, t.TempDir())
	begun, finish := make(chan struct{}), make(chan struct{})
	var wg sync.WaitGroup
	var txs sync.Map
	note := func(inner app.Tx) { txs.Store(inner.(*tx).line, true) }
	wg.Go(func() {
		assert.NoError(t, db.Group(t.Context(), func(tx app.Tx) error { note(tx); close(begun); <-finish; return nil }))
	})
	<-begun
	gone, cancel := context.WithCancel(t.Context())
	given := make(chan error)
	go func() { given <- db.Group(gone, func(app.Tx) error { panic("it ran") }) }()
	wait(db, 1)
	for range 20 {
		wg.Go(func() { assert.NoError(t, db.Group(t.Context(), func(tx app.Tx) error { note(tx); return nil })) })
	}
	wait(db, 21)
	cancel()
	require.ErrorIs(t, <-given, context.Canceled)
	close(finish)
	wg.Wait()
	n := 0
	txs.Range(func(any, any) bool { n++; return true })
	require.Equal(t, 1, n, "commits")
}

// A function that ends its goroutine, as a failing test does, ends nothing else.
func TestGroupSurvivesGoexit(t *testing.T) {
	db := open(t, t.TempDir())
	var wg sync.WaitGroup
	wg.Go(func() {
		_ = db.Group(t.Context(), func(tx app.Tx) error {
			assert.NoError(t, tx.SetSetting("a", "x"))
			runtime.Goexit()
			return nil
		})
	})
	wg.Wait()
	require.NoError(t, db.Group(t.Context(), func(tx app.Tx) error { return tx.SetSetting("b", "y") }))
	require.Empty(t, setting(t, db, "a"))
	require.Equal(t, "y", setting(t, db, "b"))
}

func TestGroupWithoutRoom(t *testing.T) {
	db := open(t, t.TempDir())
	var pages int
	require.NoError(t, db.write.QueryRow(`PRAGMA max_page_count = 1`).Scan(&pages)) // becomes the present size
	err := db.Group(t.Context(), func(tx app.Tx) error { return tx.SetSetting("a", strings.Repeat("v", 1<<20)) })
	require.Equal(t, CodeDiskFull, app.ErrorCode(err), "%v", err)
	require.NoError(t, db.write.QueryRow(`PRAGMA max_page_count = 100000`).Scan(&pages))
	require.NoError(t, db.Group(t.Context(), func(tx app.Tx) error { return tx.SetSetting("a", "fits") }))
	require.Equal(t, "fits", setting(t, db, "a"))
}

// Another process writes for too long: all that wait are told.
func TestGroupBehindAnotherProcess(t *testing.T) {
	dir := t.TempDir()
	db, other := open(t, dir), open(t, dir)
	run(t, db.write, "PRAGMA busy_timeout = 10")
	require.NoError(t, other.Update(t.Context(), func(app.Tx) error {
		var wg sync.WaitGroup
		for range 5 {
			wg.Go(func() {
				err := db.Group(t.Context(), func(app.Tx) error { panic("it ran") })
				assert.Equal(t, CodeBusy, app.ErrorCode(err))
			})
		}
		wg.Wait()
		return nil
	}))
	run(t, db.write, "PRAGMA busy_timeout = 5000")
	require.NoError(t, db.Group(t.Context(), func(tx app.Tx) error { return tx.SetSetting("a", "b") }))
}

// One that leaves the whole transaction undone: those who share it are told why,
// and nobody is told that something was saved which was not.
func TestGroupTransactionLost(t *testing.T) {
	db := open(t, t.TempDir())
	begun, finish := make(chan struct{}), make(chan struct{})
	first, second := make(chan error, 1), make(chan error, 1)
	go func() {
		first <- db.Group(t.Context(), func(tx app.Tx) error { close(begun); <-finish; return tx.SetSetting("a", "x") })
	}()
	<-begun
	go func() {
		second <- db.Group(t.Context(), func(inner app.Tx) error {
			_, err := inner.(*tx).exec(`ROLLBACK`) // as SQLite does by itself when the disk fails
			return err
		})
	}()
	wait(db, 1)
	close(finish)
	require.Error(t, <-first)
	require.Error(t, <-second)
	require.Empty(t, setting(t, db, "a"))
	require.NoError(t, db.Group(t.Context(), func(tx app.Tx) error { return tx.SetSetting("a", "y") }))
	require.Equal(t, "y", setting(t, db, "a"))
}

// BenchmarkGroup writes one webhook with its key from 64 callers at once, a
// commit each and in groups.
func BenchmarkGroup(b *testing.B) {
	for _, way := range []string{"commit each", "group"} {
		b.Run(way, func(b *testing.B) {
			db := open(b, b.TempDir())
			queued(b, db, 0)
			save := db.Group
			if way == "commit each" {
				save = db.Update
			}
			var n atomic.Int64
			b.SetParallelism(32) // of two processors each
			b.ResetTimer()
			b.RunParallel(func(pb *testing.PB) {
				for pb.Next() {
					key := fmt.Sprint("key ", n.Add(1))
					err := save(b.Context(), func(tx app.Tx) error {
						if _, err := tx.AddArrival(app.Arrival{ChannelID: 1, Body: make([]byte, 500), State: app.ArrivalApplied}); err != nil {
							return err
						}
						_, err := tx.TakeKeys(1, []string{key}, db.now())
						return err
					})
					if err != nil {
						b.Error(err)
					}
				}
			})
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "saved/s")
		})
	}
}
