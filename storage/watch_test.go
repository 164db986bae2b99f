package storage

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// arrives waits for a call; the time is only a limit for a broken program.
func arrives(t *testing.T, calls <-chan struct{}) {
	t.Helper()
	select {
	case <-calls:
	case <-time.After(20 * time.Second):
		t.Fatal("the change was not noticed")
	}
}

func TestWatch(t *testing.T) {
	dir := t.TempDir()
	db, other := open(t, dir), open(t, dir)
	calls := make(chan struct{}, 100)
	stop, err := db.Watch(func() { calls <- struct{}{} })
	require.NoError(t, err)
	defer stop()

	set(t, other, "a", "1")
	arrives(t, calls)

	// Own changes and other files do not count: had one of these called, the
	// foreign change after them would be the second call.
	set(t, db, "a", "2")
	require.NoError(t, os.WriteFile(filepath.Join(dir, "channeldesk.log"), []byte("x"), 0o600))
	for range 20 {
		set(t, other, "a", "3")
	}
	arrives(t, calls)
	require.LessOrEqual(t, len(calls), 5, "a burst is one call or few")
	stop()
	for len(calls) > 0 {
		<-calls
	}
	set(t, other, "a", "4")
	stop() // twice is fine
	require.Empty(t, calls)
}

func TestOwnCommitsAreNotForeign(t *testing.T) {
	dir := t.TempDir()
	db, other := open(t, dir), open(t, dir)
	called := 0
	w := &watch{db: db, fn: func() { called++ }}
	var err error
	w.version, err = db.dataVersion(t.Context())
	require.NoError(t, err)
	set(t, db, "a", "1")
	w.look(t.Context())
	require.Zero(t, called)
	set(t, other, "a", "2")
	set(t, db, "a", "3") // sees the other's change on its way
	w.look(t.Context())
	require.Equal(t, 1, called)
	w.look(t.Context())
	require.Equal(t, 1, called)
}

func TestWatchOfAReader(t *testing.T) {
	dir := t.TempDir()
	writer := open(t, dir)
	db, err := Open(t.Context(), Options{Dir: dir, ReadOnly: true})
	require.NoError(t, err)
	defer db.Close()
	calls := make(chan struct{}, 10)
	stop, err := db.Watch(func() { calls <- struct{}{} })
	require.NoError(t, err)
	defer stop()
	set(t, writer, "a", "1")
	arrives(t, calls)
}
