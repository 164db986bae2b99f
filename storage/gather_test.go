package storage

import (
	"testing"
	"testing/synctest"
	"time"

	"channeldesk/app"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A commit waits for others only when there were others lately, never for long, and
// no longer than until they are there.
func TestGroupWaitsForOthers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		db := open(t, t.TempDir())
		one := func() error { return db.Group(t.Context(), func(app.Tx) error { return nil }) }
		took := func() time.Duration {
			began := time.Now()
			require.NoError(t, one())
			return time.Since(began)
		}
		crowd := func(n int) {
			synctest.Wait() // the writer rests
			db.group.crowd = n
		}
		require.Zero(t, took(), "alone")
		crowd(64)
		require.Equal(t, gatherTime, took(), "the others are gone")
		n := 0
		for ; took() > 0; n++ {
			require.Less(t, n, 20)
		}
		require.Positive(t, n, "it does not forget them at once")
		crowd(6)
		began, ended := time.Now(), make(chan struct{})
		for range 3 {
			go func() {
				assert.NoError(t, one())
				ended <- struct{}{}
			}()
		}
		for range 3 {
			<-ended
		}
		require.Zero(t, time.Since(began), "half of them is enough")
		require.NoError(t, db.Close())
	})
}
