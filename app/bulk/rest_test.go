package bulk

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
)

// After a portion others have the disk for as long, but a slow disk does not make
// a bulk send of many rest for long; and a rest ends with its caller.
func TestRestBetweenPortions(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		require.NoError(t, rest(t.Context(), 60, 5*time.Millisecond))
		require.Equal(t, 5*time.Millisecond, time.Since(start))
		require.NoError(t, rest(t.Context(), 60, time.Second))
		require.Equal(t, 5*time.Millisecond+60*restEach, time.Since(start))
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		require.ErrorIs(t, rest(ctx, 10_000, time.Second), context.Canceled)
	})
}
