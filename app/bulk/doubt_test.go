package bulk_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"channeldesk/app"
	"channeldesk/app/bulk"
)

// A provider that stops answering leaves every message in doubt: the bulk send stops
// by itself before there are many of them, also without a limit for failures, and
// whoever goes on has it stop again.
func TestDoubtsStopIt(t *testing.T) {
	for name, limit := range map[string]int{"with a limit": 5, "without one": 0} {
		t.Run(name, func(t *testing.T) {
			bubble(t, func(t *testing.T, o *office) {
				silent := but(app.MessageUnknown, func(n int) bool { return n > 60 })
				o.queue.state = silent
				order := o.order(150)
				order.Pace, order.FailLimit = 10, limit
				b := o.prepare(order)
				o.run()
				b, n := o.after(time.Minute, b.ID)
				require.Equal(t, app.BulkStopped, b.Status)
				require.Contains(t, b.Why.String(), "The provider gave no clear answer to 11 of the latest 20 messages")
				require.False(t, bulk.StoppedAtLimit(b), "it is another reason")
				require.LessOrEqual(t, n.Unknown, 25)

				before := n.Unknown
				require.NoError(t, o.ResumeAnyway(t.Context(), b.ID))
				b, n = o.after(time.Minute, b.ID)
				require.Equal(t, app.BulkStopped, b.Status)
				require.Contains(t, b.Why.String(), "no clear answer")
				require.LessOrEqual(t, n.Unknown-before, 15)

				before = n.Unknown
				o.becomes(func(app.Message) app.MessageStatus { return app.MessageDelivered })
				require.NoError(t, o.Resume(t.Context(), b.ID))
				b, n = o.after(time.Minute, b.ID)
				require.Equal(t, app.BulkDone, b.Status, "the doubts of before do not stop it again")
				require.Equal(t, app.BulkCounts{Delivered: 150 - before, Unknown: before}, n)
			})
		})
	}
}

// Fewer doubts than answers hold nobody up.
func TestAFewDoubtsDoNotStopIt(t *testing.T) {
	bubble(t, func(t *testing.T, o *office) {
		o.queue.state = but(app.MessageUnknown, func(n int) bool { return n%20 > 10 })
		order := o.order(200)
		order.Pace, order.FailLimit = 10, 0
		b := o.prepare(order)
		o.run()
		b, n := o.after(time.Minute, b.ID)
		require.Equal(t, app.BulkDone, b.Status)
		require.Equal(t, app.BulkCounts{Delivered: 110, Unknown: 90}, n)
	})
}

// stuck is a queue whose channel waits: it sends nothing.
type stuck struct{ *queue }

func (stuck) Wake() {}

// What was released and waits is taken back by a pause and by a stop: nothing leaves
// later, when the channel sends again.
func TestNothingWaitingLeavesAfterAPause(t *testing.T) {
	bubble(t, func(t *testing.T, o *office) {
		o.use(stuck{o.queue})
		order := o.order(200)
		order.Pace = 10
		b := o.prepare(order)
		o.run()
		_, n := o.after(time.Minute, b.ID)
		require.Equal(t, app.BulkCounts{Held: 179, Queued: 21}, n)
		require.NoError(t, o.Pause(t.Context(), b.ID))
		_, n = o.get(b.ID)
		require.Equal(t, app.BulkCounts{Held: 200}, n)
		require.NoError(t, o.Resume(t.Context(), b.ID))
		b, n = o.after(time.Minute, b.ID)
		require.Equal(t, app.BulkCounts{Held: 179, Queued: 21}, n)
		o.saveTemplate(app.TemplatePaused)
		b, n = o.after(time.Minute, b.ID)
		require.Equal(t, app.BulkStopped, b.Status)
		require.Equal(t, app.BulkCounts{Held: 200}, n)
	})
}
