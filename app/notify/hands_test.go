package notify

import (
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
)

// Everything that is given to hands is done, at once and beside each other; a few of
// them stay for more, and none after the end.
func TestHandsDoAll(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHands()
		var done atomic.Int64
		for range 3 {
			for range 5 * spareHands {
				h.do(func() {
					time.Sleep(time.Second)
					done.Add(1)
				})
			}
			began := time.Now()
			h.work.Wait()
			require.Equal(t, time.Second, time.Since(began), "nobody waits for a hand")
			synctest.Wait()
			require.Len(t, h.spare, spareHands)
		}
		require.EqualValues(t, 15*spareHands, done.Load())
		again := make(chan struct{})
		h.do(func() { <-again })
		synctest.Wait()
		require.Len(t, h.spare, spareHands-1, "one of those that stayed took it")
		h.rest()
		close(again)
		h.work.Wait()
	})
}
