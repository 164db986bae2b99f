package bulk_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"channeldesk/app"
	"channeldesk/app/bulk"
	"channeldesk/storage/storagetest"
)

// stoppedAtLimit is a bulk send of 1,000 with one failure in ten, which stopped at
// its limit of five in a hundred.
func stoppedAtLimit(t *testing.T, o *office) app.BulkSend {
	o.queue.state = but(app.MessageFailed, func(n int) bool { return n%10 == 0 })
	order := o.order(1000)
	order.Pace = 10
	b := o.prepare(order)
	b, n := o.after(time.Minute, b.ID)
	require.True(t, bulk.StoppedAtLimit(b), "%s %s", b.Status, b.Why)
	require.Positive(t, n.Failed)
	return b
}

// Who goes on with the same limit has the whole span before it stops again, and not
// only the next twenty messages.
func TestGoOnWithTheSameLimit(t *testing.T) {
	bubble(t, func(t *testing.T, o *office) {
		o.run()
		b := stoppedAtLimit(t, o)
		before := len(o.queue.sent)
		require.NoError(t, o.Resume(t.Context(), b.ID))
		b, _ = o.after(time.Minute, b.ID)
		require.True(t, bulk.StoppedAtLimit(b), "five in a hundred is still the limit")
		require.Equal(t, 5, b.FailLimit)
		require.Greater(t, len(o.queue.sent)-before, 90, "11 of 200 are more than 5%")
		require.Less(t, len(o.queue.sent)-before, 160)

		// Fewer failures than that never stop it again.
		o.becomes(but(app.MessageFailed, func(n int) bool { return n%25 == 0 }))
		require.NoError(t, o.Resume(t.Context(), b.ID))
		b, _ = o.after(3*time.Minute, b.ID)
		require.Equal(t, app.BulkDone, b.Status)
	})
}

// Who goes on whatever fails is not stopped again.
func TestGoOnWhateverFails(t *testing.T) {
	bubble(t, func(t *testing.T, o *office) {
		o.run()
		b := stoppedAtLimit(t, o)
		require.NoError(t, o.ResumeAnyway(t.Context(), b.ID))
		b, n := o.after(3*time.Minute, b.ID)
		require.Equal(t, app.BulkDone, b.Status)
		require.Zero(t, b.FailLimit)
		require.Equal(t, app.BulkCounts{Delivered: 900, Failed: 100}, n)
		storagetest.RequireCode(t, app.CodeConflict, o.ResumeAnyway(t.Context(), b.ID))
		require.False(t, bulk.StoppedAtLimit(b))
		o.rows.View(func(tx app.Tx) error {
			lines, err := tx.ListActivity(o.agent.ID, 10)
			require.Equal(t, "Went on with the bulk send november-due, whatever fails", lines[0].Text.String())
			return err
		})
	})
}
