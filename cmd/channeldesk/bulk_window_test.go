package main

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"channeldesk/app"
	"channeldesk/app/gateway"
)

// A window that is closed while it stores the recipients leaves nothing behind: the
// gateway of another process goes on with it and sends. The window cannot become a
// second gateway meanwhile.
func TestTheGatewayGoesOnAfterTheWindow(t *testing.T) {
	r := newBulkRoom(t, true, false)
	stop, err := r.desk.Store.Watch(func() { r.live.others(r.desk.Bus) })
	require.NoError(t, err)
	defer stop()

	w, err := openWorkspace(&session{ctx: t.Context(), env: environment{Memory: r.memory}, flags: globals{Data: r.data, Secrets: "memory"}})
	require.NoError(t, err)
	window := w.newLiveServices()
	require.Equal(t, gateway.CodeAlreadyRunning, app.ErrorCode(window.Gateway.Start(t.Context(), gateway.Options{Listen: "127.0.0.1:0"})))

	ctx, closed := context.WithCancel(r.desk.ctx)
	reached := 0
	b, err := window.Bulk.Prepare(ctx, r.order(3000, 1000), func(stored, _ int) {
		if reached = stored; stored >= 600 {
			closed()
		}
	})
	closed()
	w.Close()
	if reached < 3000 { // otherwise the gateway was quicker than the window
		require.ErrorIs(t, err, context.Canceled)
	}
	r.until(b.ID, app.BulkDone, time.Minute)
	r.eachOnce(b.ID, 3000)
}
