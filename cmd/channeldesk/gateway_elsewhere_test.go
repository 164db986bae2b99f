package main

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"channeldesk/storage"
)

// While another program runs the gateway, no page says that nothing does.
func TestAGatewayInAnotherProgramIsSeenByThePages(t *testing.T) {
	b := readyBench(t)
	d := b.windowOf()
	pages := func() []bool {
		return []bool{overviewDeps{d.windowDesk}.GatewayRuns(), channelDeps{d.windowDesk}.GatewayRuns(), d.gatewayAnywhere(), d.needsGateway() == nil, d.Gateway().Elsewhere}
	}
	require.Equal(t, []bool{false, false, false, false, false}, pages())
	other := storage.NewWorkspaceLock(d.w.Dir)
	t.Cleanup(func() { _ = other.Close() })
	ok, err := other.TryGateway()
	require.NoError(t, err)
	require.True(t, ok)
	require.Equal(t, []bool{true, true, true, true, true}, pages())
	require.False(t, d.GatewayRuns(), "it is not ours")
}

func TestThePagesAreToldWhenAnotherProgramsGatewayBeginsAndEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		runs, told := false, 0
		ctx, stop := context.WithCancel(t.Context())
		go follow(ctx, func() bool { return runs }, func() { told++ })
		pass := func() {
			time.Sleep(lookForGateway)
			synctest.Wait()
		}
		pass()
		require.Zero(t, told)
		runs = true
		pass()
		pass()
		require.Equal(t, 1, told)
		runs = false
		pass()
		require.Equal(t, 2, told)
		stop()
	})
}
