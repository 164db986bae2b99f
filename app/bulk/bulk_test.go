package bulk_test

import (
	"context"
	"errors"
	"os"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"channeldesk/app"
	"channeldesk/app/bulk"
	"channeldesk/storage/storagetest"
)

func TestEverybodyGetsOneMessage(t *testing.T) {
	bubble(t, func(t *testing.T, o *office) {
		var told []int
		b, err := o.Prepare(t.Context(), o.order(1000), func(stored, all int) {
			require.Equal(t, 1000, all)
			told = append(told, stored)
		})
		require.NoError(t, err)
		require.Equal(t, app.BulkScheduled, b.Status)
		require.Equal(t, []int{30, 330, 630, 930, 1000}, told)
		require.Equal(t, "november-due", b.Name)
		_, n := o.get(b.ID)
		require.Equal(t, app.BulkCounts{Held: 1000}, n)
		left, err := os.ReadDir(o.params.Dir)
		require.NoError(t, err)
		require.Empty(t, left, "the copy of the recipients is gone")

		stop := o.run()
		b, n = o.after(5*time.Second, b.ID)
		require.Equal(t, app.BulkDone, b.Status)
		require.Equal(t, app.BulkCounts{Delivered: 1000}, n)
		require.Len(t, o.queue.sent, 1000)
		seen := map[string]bool{}
		for i, m := range o.queue.sent {
			require.False(t, seen[m.To])
			seen[m.To] = true
			require.Equal(t, i+2, m.BulkRow, "in the order of the file")
		}
		require.Equal(t, []string{"Ibu 0", "Rp 0"}, o.queue.sent[0].Content.Template.Body)
		stop()
	})
}

func TestPaceHolds(t *testing.T) {
	for _, pace := range []float64{0.5, 20, 1000} {
		bubble(t, func(t *testing.T, o *office) {
			count := int(max(pace*5, 10))
			order := o.order(count)
			order.Pace = pace
			b := o.prepare(order)
			stop := o.run()
			b, _ = o.after(time.Duration(float64(count)/pace*float64(time.Second))+5*time.Second, b.ID)
			require.Equal(t, app.BulkDone, b.Status)
			took := o.queue.times[count-1].Sub(o.queue.times[0]).Seconds()
			want := float64(count-1) / pace
			require.InEpsilon(t, want, took, 0.05, "pace %v", pace)
			stop()
		})
	}
}

func TestTheFirstFewGoFirst(t *testing.T) {
	bubble(t, func(t *testing.T, o *office) {
		state := app.MessageAccepted
		o.queue.state = func(app.Message) app.MessageStatus { return state }
		order := o.order(50)
		order.Trial = 5
		b := o.prepare(order)
		o.run()
		b, n := o.after(30*time.Second, b.ID)
		require.Equal(t, app.BulkTrying, b.Status)
		require.Len(t, o.queue.sent, 5)
		require.Equal(t, 45, n.Held)
		for _, m := range o.queue.sent { // their states come
			o.rows.Update(func(tx app.Tx) error {
				_, err := tx.ApplyState(m.ChannelID, app.StateUpdate{ProviderID: "wamid." + m.Mark, Status: app.MessageDelivered, At: time.Now()})
				return err
			})
		}
		b, _ = o.after(5*time.Second, b.ID)
		require.Equal(t, app.BulkDone, b.Status)
		require.Len(t, o.queue.sent, 50)
	})
}

func TestNoStatesOfTheFirstFewStopsIt(t *testing.T) {
	bubble(t, func(t *testing.T, o *office) {
		o.queue.state = func(app.Message) app.MessageStatus { return app.MessageAccepted }
		order := o.order(50)
		order.Trial = 5
		b := o.prepare(order)
		o.run()
		b, _ = o.after(3*time.Minute, b.ID)
		require.Equal(t, app.BulkStopped, b.Status)
		require.Contains(t, b.Why.String(), "no state came for any of them")
		require.Len(t, o.queue.sent, 5)
		require.NoError(t, o.Resume(t.Context(), b.ID))
		b, _ = o.after(5*time.Second, b.ID)
		require.Equal(t, app.BulkDone, b.Status, "who goes on does not wait for them again")
	})
}

func TestTooManyFailuresStopIt(t *testing.T) {
	bubble(t, func(t *testing.T, o *office) {
		o.queue.state = but(app.MessageFailed, func(n int) bool { return n > 100 && n%4 == 0 })
		order := o.order(5000)
		order.Pace = 100
		b := o.prepare(order)
		o.run()
		b, n := o.after(time.Minute, b.ID)
		require.Equal(t, app.BulkStopped, b.Status)
		require.Contains(t, b.Why.String(), "That is more than 5%")
		require.Less(t, len(o.queue.sent), 400)
		require.Equal(t, 5000-len(o.queue.sent), n.Held)
		reasons, err := o.Failures(t.Context(), b.ID)
		require.NoError(t, err)
		require.Equal(t, "131026", reasons[0].Code)
		require.Equal(t, n.Failed, reasons[0].Count)
		o.becomes(func(app.Message) app.MessageStatus { return app.MessageDelivered })
		require.NoError(t, o.Resume(t.Context(), b.ID))
		b, _ = o.after(2*time.Minute, b.ID)
		require.Equal(t, app.BulkDone, b.Status, "the failures of before do not stop it again")
	})
}

func TestPauseGoOnCancel(t *testing.T) {
	bubble(t, func(t *testing.T, o *office) {
		order := o.order(1000)
		order.Pace, order.DueAt = 10, time.Now().Add(time.Hour)
		b := o.prepare(order)
		o.run()
		time.Sleep(59 * time.Minute)
		require.Empty(t, o.queue.sent, "not before its time")
		time.Sleep(2 * time.Minute)
		require.NoError(t, o.Pause(t.Context(), b.ID))
		synctest.Wait()
		sent := len(o.queue.sent)
		require.InDelta(t, 600, sent, 5)
		time.Sleep(time.Hour)
		require.Len(t, o.queue.sent, sent)
		require.NoError(t, o.Resume(t.Context(), b.ID))
		pass(10 * time.Second)
		require.InDelta(t, sent+100, len(o.queue.sent), 5, "what was missed is not made good by a burst")
		n, err := o.Cancel(t.Context(), b.ID, nil)
		require.NoError(t, err)
		b, counts := o.get(b.ID)
		require.Equal(t, app.BulkCancelled, b.Status)
		require.Equal(t, n, counts.Cancelled)
		require.Zero(t, counts.Held+counts.Queued)
		require.Equal(t, 1000, counts.Cancelled+counts.Delivered)
		storagetest.RequireCode(t, app.CodeConflict, o.Resume(t.Context(), b.ID))
		again, err := o.Cancel(t.Context(), b.ID, nil)
		require.NoError(t, err)
		require.Zero(t, again)
	})
}

// Storing that was broken off anywhere goes on where it was, and nobody is there
// twice.
func TestBrokenOffStoringGoesOn(t *testing.T) {
	bubble(t, func(t *testing.T, o *office) {
		ctx, cancel := context.WithCancel(t.Context())
		b, err := o.Prepare(ctx, o.order(1000), func(stored, _ int) {
			if stored == 630 {
				cancel()
			}
		})
		require.True(t, errors.Is(err, context.Canceled))
		b, n := o.get(b.ID)
		require.Equal(t, app.BulkPreparing, b.Status)
		require.Equal(t, 630, n.Held)
		o.rows.Update(func(tx app.Tx) error { b.Prepared = 450; return tx.UpdateBulk(b) })
		o.run()
		b, n = o.after(10*time.Second, b.ID)
		require.Equal(t, app.BulkDone, b.Status)
		require.Equal(t, app.BulkCounts{Delivered: 1000}, n)
	})
}

func TestCancelledWhileStoring(t *testing.T) {
	o := newOffice(t)
	var id app.BulkID
	kept := 0
	order := o.order(1000)
	_, err := o.Prepare(t.Context(), order, func(stored, _ int) {
		list, err := o.List(t.Context(), o.agent.ID, app.Published)
		require.NoError(t, err)
		id = list[0].ID
		require.Zero(t, kept, "nothing is stored after it was cancelled")
		if stored >= 100 {
			kept = stored
			_, err := o.Cancel(t.Context(), id, nil)
			require.NoError(t, err)
		}
	})
	storagetest.RequireCode(t, app.CodeCancelled, err)
	b, n := o.get(id)
	require.Equal(t, app.BulkCancelled, b.Status)
	require.Equal(t, app.BulkCounts{Cancelled: kept}, n)
}

func TestPausedChannelStopsIt(t *testing.T) {
	bubble(t, func(t *testing.T, o *office) {
		b := o.prepare(o.order(5000))
		o.run()
		time.Sleep(time.Second)
		o.queue.mu.Lock()
		o.queue.paused = "Meta refused the access token."
		o.queue.mu.Unlock()
		b, _ = o.after(3*time.Second, b.ID)
		require.Equal(t, app.BulkStopped, b.Status)
		require.Contains(t, b.Why.String(), "Meta refused the access token.")
	})
}

func TestWrongOrders(t *testing.T) {
	o := newOffice(t)
	for name, c := range map[string]struct {
		change func(*bulk.Order)
		field  string
	}{
		"no file":     {func(x *bulk.Order) { x.File = nil }, "file"},
		"pace":        {func(x *bulk.Order) { x.Pace = 1001 }, "pace"},
		"no pace":     {func(x *bulk.Order) { x.Pace = 0 }, "pace"},
		"far":         {func(x *bulk.Order) { x.DueAt = time.Now().AddDate(2, 0, 0) }, "due_at"},
		"trial":       {func(x *bulk.Order) { x.Trial = 101 }, "trial"},
		"limit":       {func(x *bulk.Order) { x.FailLimit = 101 }, "fail_limit"},
		"name":        {func(x *bulk.Order) { x.Name = strings.Repeat("x", 121) }, "name"},
		"column":      {func(x *bulk.Order) { x.Job.Columns[3] = -1 }, "2"},
		"nobody left": {func(x *bulk.Order) { x.Job.OptedOut = func(string) bool { return true } }, "file"},
	} {
		t.Run(name, func(t *testing.T) {
			x := o.order(3)
			c.change(&x)
			_, err := o.Prepare(t.Context(), x, nil)
			require.Error(t, err)
			require.Equal(t, c.field, app.AsError(err).Field)
		})
	}
	o.rows.Update(func(tx app.Tx) (err error) {
		o.tpl.Status = app.TemplatePaused
		_, err = tx.SaveTemplate(o.tpl)
		return err
	})
	_, err := o.Prepare(t.Context(), o.order(3), nil)
	require.Equal(t, "template", app.AsError(err).Field)
	left, err := o.List(t.Context(), o.agent.ID, app.Published)
	require.NoError(t, err)
	require.Empty(t, left)
	o.guard.refuse = app.MaySend
	_, err = o.Prepare(t.Context(), o.order(3), nil)
	storagetest.RequireCode(t, app.CodeForbidden, err)
}

func TestTemplateGoneBeforeItsTime(t *testing.T) {
	bubble(t, func(t *testing.T, o *office) {
		order := o.order(5)
		order.DueAt = time.Now().Add(time.Hour)
		b := o.prepare(order)
		o.rows.Update(func(tx app.Tx) (err error) {
			o.tpl.Status = app.TemplatePaused
			_, err = tx.SaveTemplate(o.tpl)
			return err
		})
		o.run()
		b, _ = o.after(2*time.Hour, b.ID)
		require.Equal(t, app.BulkStopped, b.Status)
		require.Empty(t, o.queue.sent)
	})
}
