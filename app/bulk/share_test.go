package bulk_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"channeldesk/app"
	"channeldesk/app/bulk"
	"channeldesk/app/protocol"
)

// Bulk sends that run at the same time share what the number may send; one that
// wants less than its part leaves the rest to the others.
func TestBulkSendsShareTheNumber(t *testing.T) {
	bubble(t, func(t *testing.T, o *office) {
		o.knows(protocol.Sending{PerSecond: 100})
		var ids []app.BulkID
		for _, pace := range []float64{1000, 20, 60} {
			order := o.order(1000)
			order.Pace = pace
			b := o.prepare(order)
			ids = append(ids, b.ID)
		}
		o.run()
		pass(10 * time.Second)
		sent := func() (n []int) {
			o.queue.mu.Lock()
			defer o.queue.mu.Unlock()
			count := map[app.BulkID]int{}
			for _, m := range o.queue.sent {
				count[m.BulkID]++
			}
			for _, id := range ids {
				n = append(n, count[id])
			}
			return n
		}
		for i, want := range []float64{400, 200, 400} {
			require.InEpsilon(t, want, sent()[i], 0.03, "bulk send %d", i)
		}
		require.NoError(t, o.Pause(t.Context(), ids[0]))
		pass(time.Second)
		before := sent()
		pass(5 * time.Second)
		require.InEpsilon(t, 300, sent()[2]-before[2], 0.03, "its own pace when there is room")
	})
}

// What waits in the queue is no more than two seconds of what the number may send,
// so that a pause is one and other messages do not wait behind thousands.
func TestBacklogFollowsTheNumber(t *testing.T) {
	bubble(t, func(t *testing.T, o *office) {
		slow := &sleepyQueue{}
		o.params.Queue = slow
		o.Service = bulk.New(o.params)
		b := o.prepare(o.order(1000))
		o.run()
		_, n := o.after(time.Minute, b.ID)
		require.Equal(t, 161, n.Queued)
	})
}

// sleepyQueue sends nothing for a number that may send 80 a second.
type sleepyQueue struct{}

func (sleepyQueue) Wake()                                              {}
func (sleepyQueue) Paused(app.ChannelID) (what, fix app.Text, ok bool) { return what, fix, false }

func (sleepyQueue) Sending(context.Context, app.ChannelID) (protocol.Sending, error) {
	return protocol.Sending{PerSecond: 80}, nil
}

// Who began to cancel may be gone before the end: the runner goes on with it.
func TestCancellationOfAnotherProcessIsFinished(t *testing.T) {
	bubble(t, func(t *testing.T, o *office) {
		order := o.order(1000)
		order.DueAt = time.Now().Add(time.Hour)
		b := o.prepare(order)
		o.run()
		time.Sleep(time.Second)
		o.rows.Update(func(tx app.Tx) error {
			b.Status = app.BulkCancelled
			if _, err := tx.CancelHeld(b.ID, time.Now(), 300); err != nil {
				return err
			}
			return tx.UpdateBulk(b)
		})
		o.Wake()
		_, n := o.after(time.Second, b.ID)
		require.Equal(t, app.BulkCounts{Cancelled: 1000}, n)
	})
}

// Two processes that store the same recipients at the same time both end well.
func TestStoredByAnotherProcess(t *testing.T) {
	bubble(t, func(t *testing.T, o *office) {
		other := bulk.New(o.params)
		begun := false
		b, err := o.Prepare(t.Context(), o.order(2000), func(stored, _ int) {
			if stored == 600 && !begun {
				begun = true
				list, err := o.List(t.Context(), o.agent.ID, app.Published)
				require.NoError(t, err)
				b, err := other.Continue(t.Context(), list[0].ID, nil)
				require.NoError(t, err)
				require.Equal(t, app.BulkScheduled, b.Status)
			}
		})
		require.NoError(t, err)
		require.Equal(t, app.BulkScheduled, b.Status)
		_, n := o.get(b.ID)
		require.Equal(t, app.BulkCounts{Held: 2000}, n)
	})
}
