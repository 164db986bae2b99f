package bulk

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// Portions become as large as fit into their time, by steps, and never so large
// that somebody waits for long.
func TestPortionsFollowTheTimeTheyTake(t *testing.T) {
	require.Equal(t, 60, portionAfter(30, time.Millisecond), "at most twice as many")
	require.Equal(t, 45, portionAfter(30, portionTime*2/3))
	require.Equal(t, 30, portionAfter(60, time.Second), "not less than half: one slow commit says little")
	require.Equal(t, portionFirst/2, portionAfter(portionFirst/2, time.Second))
	require.Equal(t, portionMost, portionAfter(portionMost, time.Microsecond))
	require.Equal(t, portionMost, portionAfter(10, 0), "a clock that stands still")
	n := portionFirst
	for range 20 { // 0.2 ms for each message
		n = portionAfter(n, time.Duration(n)*200*time.Microsecond)
	}
	require.Equal(t, int(portionTime/(200*time.Microsecond)), n)
}
