package notify_test

import (
	"testing"
	"time"

	"channeldesk/app"

	"github.com/stretchr/testify/require"
)

// While nothing changes a channel is not read for each batch of its messages, but
// every second; what changed counts for the next batch.
func TestAChannelIsReadWhenItChanged(t *testing.T) {
	bubble(t, func(t *testing.T, o *office) {
		o.add(0, 800, nil)
		stop := o.run()
		pass(9 * time.Second)
		sent := len(o.fake.sent())
		require.Greater(t, sent, 600)
		require.LessOrEqual(t, o.reads.Load(), int64(11))
		require.GreaterOrEqual(t, o.reads.Load(), int64(8))
		pass(time.Minute)
		next := 1000
		send := func() int64 {
			before := o.reads.Load()
			next++
			o.add(next, 1, nil)
			o.Wake()
			pass(100 * time.Millisecond)
			return o.reads.Load() - before
		}
		require.EqualValues(t, 1, send())
		require.Zero(t, send(), "it was read just now")
		c := o.rows.Get(o.agent.ID, app.Published)
		o.rows.Update(func(tx app.Tx) error { return tx.UpdateChannel(c) })
		require.EqualValues(t, 1, send(), "it is another one")
		require.Zero(t, send())
		o.bus.Publish(app.Event{Kind: app.CheckChanged})
		require.EqualValues(t, 1, send(), "a check may have found out something")
		stop()
	})
}
