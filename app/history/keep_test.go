package history

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// What is removed at once follows the time that it takes.
func TestPortionsOfWhatIsRemoved(t *testing.T) {
	require.Equal(t, 80, pruneAfter(40, time.Millisecond), "at most twice as many")
	require.Equal(t, 40, pruneAfter(80, time.Second), "not less than half: one slow commit says little")
	require.Equal(t, pruneLeast, pruneAfter(pruneLeast, time.Second))
	require.Equal(t, pruneMost, pruneAfter(pruneMost, time.Microsecond))
	require.Equal(t, 80, pruneAfter(40, 0), "a clock that stands still")
	n := pruneFirst
	for range 20 { // 0.4 ms for each message
		n = pruneAfter(n, time.Duration(n)*400*time.Microsecond)
	}
	require.Equal(t, 25, n)
}
