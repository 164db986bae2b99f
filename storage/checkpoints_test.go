package storage

import (
	"os"
	"strings"
	"testing"
	"time"

	"channeldesk/app"

	"github.com/stretchr/testify/require"
)

// writePages writes so many pages, more or less, in one transaction. What is there
// already would not be written again.
func writePages(t *testing.T, db *DB, n int) {
	t.Helper()
	require.NoError(t, db.Update(t.Context(), func(x app.Tx) error {
		was, err := x.Setting("pages")
		if err != nil {
			return err
		}
		letter := "a"
		if strings.HasPrefix(was, letter) {
			letter = "b"
		}
		return x.SetSetting("pages", strings.Repeat(letter, n*4096))
	}))
}

func sizeOf(t *testing.T, path string) int {
	t.Helper()
	info, err := os.Stat(path)
	require.NoError(t, err)
	return int(info.Size())
}

// A few megabytes are brought into the database long before the log is full: much
// at once holds up the commits beside it.
func TestPagesAreBroughtOverInSmallSteps(t *testing.T) {
	db := open(t, t.TempDir())
	before := sizeOf(t, db.path)
	writePages(t, db, 2*checkpointStep)
	require.Eventually(t, func() bool { return sizeOf(t, db.path) > before+checkpointStep*4096 }, 20*time.Second, time.Millisecond)
}

// However much is written, the log begins anew once it is full; also after somebody
// read in it for long.
func TestTheLogStaysBounded(t *testing.T) {
	db := open(t, t.TempDir())
	c := db.checks
	c.start.Do(func() { close(c.done) }) // only the test brings pages over
	pool, err := openPool(writerDSN(db.path), 1)
	require.NoError(t, err)
	defer pool.Close()
	write := func() {
		t.Helper()
		for range 3 * checkpointPages / checkpointStep {
			writePages(t, db, checkpointStep)
			require.NoError(t, c.make(t.Context(), pool))
		}
	}
	write()
	most := (checkpointPages + 3*checkpointStep) * 4120
	require.Less(t, sizeOf(t, db.path+"-wal"), most)
	writePages(t, db, 1) // is in the log alone, where the reader finds it
	require.NoError(t, db.View(t.Context(), func(x app.Tx) error {
		if _, err := x.Setting("pages"); err != nil {
			return err
		}
		_, _, err := checkpoint(t.Context(), pool)
		require.NoError(t, err)
		write()
		return nil
	}))
	require.Greater(t, sizeOf(t, db.path+"-wal"), most, "it is still read")
	write()
	pages, _, err := checkpoint(t.Context(), pool)
	require.NoError(t, err)
	require.Less(t, pages, checkpointPages+3*checkpointStep)
}
