package main

import (
	"context"
	"time"

	"channeldesk/app"
)

// lookForGateway is how often the window looks whether a gateway began or ended in
// another program.
const lookForGateway = 3 * time.Second

// gatewayAnywhere reports whether a gateway works in this workspace: in this
// program, or in another one. Safe for concurrent use; it answers at once.
func (d *windowDesk) gatewayAnywhere() bool { return d.GatewayRuns() || d.w.gatewayElsewhere() }

// gatewayElsewhere reports whether a gateway works in another program; while the
// one in this program starts or stops it does not look. Safe for concurrent use.
func (d *windowDesk) gatewayElsewhere() bool {
	if !d.gate.mu.TryLock() {
		return false
	}
	defer d.gate.mu.Unlock()
	if d.gate.live != nil && d.gate.live.Gateway.Status().Running {
		return false
	}
	return d.w.gatewayElsewhere()
}

// gatewayElsewhere reports whether another process runs the gateway. It is not to
// be asked while this one does. Safe for concurrent use.
func (w *workspace) gatewayElsewhere() bool {
	taken, err := w.Lock.GatewayTaken()
	if err != nil {
		w.Log.Warn("look whether a gateway runs", "cause", logged(err))
	}
	return taken
}

// followGateway tells the pages when a gateway began or ended in another program,
// until ctx ends.
func (d *windowDesk) followGateway(ctx context.Context) {
	follow(ctx, d.gatewayElsewhere, func() { d.w.Bus.Publish(app.Event{Kind: app.GatewayChanged}) })
}

// follow looks every now and then and tells when it sees something else.
func follow(ctx context.Context, look func() bool, changed func()) {
	tick := time.NewTicker(lookForGateway)
	defer tick.Stop()
	for was := look(); ; {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		if is := look(); is != was {
			was = is
			changed()
		}
	}
}
