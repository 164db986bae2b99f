package bulk_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"channeldesk/app"
	"channeldesk/app/protocol"
	"channeldesk/storage/storagetest"
)

// clocked runs a test with an office whose clock can be set.
func clocked(t *testing.T, fn func(t *testing.T, o *office, clock *storagetest.Clock)) {
	t.Helper()
	bubble(t, func(t *testing.T, o *office) {
		clock := &storagetest.Clock{}
		o.params.Clock = clock
		o.use(o.queue)
		fn(t, o, clock)
	})
}

// A clock that is set while a bulk send runs changes nothing of its pace.
func TestClockSetWhileItRuns(t *testing.T) {
	clocked(t, func(t *testing.T, o *office, clock *storagetest.Clock) {
		o.knows(protocol.Sending{PerSecond: 5})
		order := o.order(300)
		order.Pace = 10
		b := o.prepare(order)
		o.run()
		for _, by := range []time.Duration{-time.Hour, 0, 24 * time.Hour, -24 * time.Hour} {
			before := len(o.queue.sent)
			pass(10 * time.Second)
			require.InDelta(t, 50, len(o.queue.sent)-before, 6, by)
			clock.Set(by)
		}
		b, _ = o.after(time.Minute, b.ID)
		require.Equal(t, app.BulkDone, b.Status)
		require.Len(t, o.queue.sent, 300)
	})
}

// What was to begin at once does so when the clock was set back meanwhile; what was
// planned begins at its time by the clock.
func TestClockSetBackBeforeItBegins(t *testing.T) {
	clocked(t, func(t *testing.T, o *office, clock *storagetest.Clock) {
		now, started, planned := o.prepare(o.order(3)), o.order(3), o.order(3)
		started.DueAt, planned.DueAt = clock.Now().Add(time.Hour), clock.Now().Add(time.Hour)
		soon, later := o.prepare(started), o.prepare(planned)
		require.NoError(t, o.StartNow(t.Context(), soon.ID))
		clock.Set(-24 * time.Hour)
		o.run()
		pass(time.Minute)
		for _, b := range []app.BulkSend{now, soon} {
			b, _ = o.get(b.ID)
			require.Equal(t, app.BulkDone, b.Status)
		}
		b, _ := o.after(2*time.Hour, later.ID)
		require.Equal(t, app.BulkScheduled, b.Status)
		clock.Set(0)
		b, _ = o.after(2*time.Minute, later.ID)
		require.Equal(t, app.BulkDone, b.Status)
	})
}

// The two minutes for the states of the first few pass while a gateway runs, whatever
// the clock says, and not while there is none.
func TestClockSetWhileTheFirstFewAreWaitedFor(t *testing.T) {
	trial := func(o *office) app.BulkSend {
		o.becomes(func(app.Message) app.MessageStatus { return app.MessageAccepted })
		order := o.order(50)
		order.Trial = 5
		return o.prepare(order)
	}
	for name, by := range map[string]time.Duration{"back": -24 * time.Hour, "forward": time.Hour} {
		t.Run(name, func(t *testing.T) {
			clocked(t, func(t *testing.T, o *office, clock *storagetest.Clock) {
				b := trial(o)
				o.run()
				pass(30 * time.Second)
				clock.Set(by)
				b, _ = o.after(80*time.Second, b.ID)
				require.Equal(t, app.BulkTrying, b.Status)
				b, _ = o.after(15*time.Second, b.ID)
				require.Equal(t, app.BulkStopped, b.Status)
			})
		})
	}
	t.Run("no gateway", func(t *testing.T) {
		bubble(t, func(t *testing.T, o *office) {
			b := trial(o)
			stop := o.run()
			pass(5 * time.Second)
			stop()
			pass(time.Hour)
			o.run()
			b, _ = o.after(time.Minute, b.ID)
			require.Equal(t, app.BulkTrying, b.Status)
			b, _ = o.after(2*time.Minute, b.ID)
			require.Equal(t, app.BulkStopped, b.Status)
		})
	})
}
