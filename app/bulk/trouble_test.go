package bulk_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"channeldesk/app"
	"channeldesk/app/bulk"
	"channeldesk/storage"
)

// Storing that stopped by itself, as with a file that cannot be read for a while,
// goes on for everybody: nobody is forgotten.
func TestStoringThatStoppedForgetsNobody(t *testing.T) {
	bubble(t, func(t *testing.T, o *office) {
		ctx, cancel := context.WithCancel(t.Context())
		b, err := o.Prepare(ctx, o.order(1000), func(stored, _ int) {
			if stored == 630 {
				cancel()
			}
		})
		require.True(t, errors.Is(err, context.Canceled))
		path := filepath.Join(o.params.Dir, b.Source)
		require.NoError(t, os.Rename(path, path+".away"))
		o.run()
		b, n := o.after(time.Second, b.ID)
		require.Equal(t, app.BulkStopped, b.Status)
		require.Contains(t, b.Why.String(), "The recipients could not be stored")
		require.Equal(t, 630, n.Held)
		require.NoError(t, os.Rename(path+".away", path))
		require.NoError(t, o.Resume(t.Context(), b.ID))
		b, n = o.after(time.Minute, b.ID)
		require.Equal(t, app.BulkDone, b.Status)
		require.Equal(t, app.BulkCounts{Delivered: 1000}, n)
	})
}

// A template that is deleted or paused while a bulk send runs stops it before
// hundreds of messages fail, also without a limit for failures.
func TestATemplateThatGoesStopsIt(t *testing.T) {
	bubble(t, func(t *testing.T, o *office) {
		o.becomes(func(app.Message) app.MessageStatus {
			if o.tpl.Status != app.TemplateApproved {
				return app.MessageFailed
			}
			return app.MessageDelivered
		})
		order := o.order(1000)
		order.Pace, order.FailLimit = 10, 0
		b := o.prepare(order)
		o.run()
		pass(10 * time.Second)
		o.saveTemplate(app.TemplatePaused)
		b, n := o.after(time.Minute, b.ID)
		require.Equal(t, app.BulkStopped, b.Status)
		require.Equal(t, "The template installment_reminder cannot be sent at present.", b.Why.String())
		require.LessOrEqual(t, n.Failed, 11, "a second's messages")
		require.NoError(t, o.ResumeAnyway(t.Context(), b.ID))
		b, again := o.after(time.Minute, b.ID)
		require.Equal(t, app.BulkStopped, b.Status)
		require.Equal(t, n.Held, again.Held, "going on sends nothing either")

		o.saveTemplate(app.TemplateApproved)
		require.NoError(t, o.Resume(t.Context(), b.ID))
		pass(10 * time.Second)
		o.rows.Update(func(tx app.Tx) error { return tx.RemoveTemplate(o.tpl.ID) })
		b, n = o.after(time.Minute, b.ID)
		require.Equal(t, app.BulkStopped, b.Status)
		require.Positive(t, n.Held)
	})
}

// Two processes store the same recipients in portions of different sizes: each
// recipient has one message.
func TestTwoThatStoreInOtherPortions(t *testing.T) {
	for _, at := range []int{30, 330, 930} {
		bubble(t, func(t *testing.T, o *office) {
			other := bulk.New(o.params)
			begun := false
			order := o.order(1000)
			b, err := o.Prepare(t.Context(), order, func(stored, _ int) {
				if stored != at || begun {
					return
				}
				begun = true
				list, err := o.List(t.Context(), o.agent.ID, app.Published)
				require.NoError(t, err)
				ctx, cancel := context.WithCancel(t.Context())
				_, err = other.Continue(ctx, list[0].ID, func(done, _ int) {
					if done > at {
						cancel() // one portion, and it ends
					}
				})
				require.Error(t, err)
			})
			require.NoError(t, err)
			b, n := o.get(b.ID)
			require.Equal(t, app.BulkScheduled, b.Status)
			require.Equal(t, app.BulkCounts{Held: 1000}, n)
			o.run()
			_, n = o.after(time.Minute, b.ID)
			require.Equal(t, app.BulkCounts{Delivered: 1000}, n)
			got := map[string]bool{}
			for _, m := range o.queue.sent {
				require.False(t, got[m.To], m.To)
				got[m.To] = true
			}
		})
	}
}

// Copies of recipients that no bulk send needs any more do not stay on the disk;
// one that somebody may be writing, and those in use, do.
func TestCopiesOfRecipientsDoNotStay(t *testing.T) {
	bubble(t, func(t *testing.T, o *office) {
		ctx, cancel := context.WithCancel(t.Context())
		b, err := o.Prepare(ctx, o.order(1000), func(int, int) { cancel() })
		require.Error(t, err)
		o.rows.Update(func(tx app.Tx) error { b.Status = app.BulkStopped; return tx.UpdateBulk(b) })
		old := time.Now().Add(-48 * time.Hour)
		put := func(name string, at time.Time) {
			path := filepath.Join(o.params.Dir, name)
			require.NoError(t, os.WriteFile(path, nil, 0o600))
			require.NoError(t, os.Chtimes(path, at, at))
		}
		put("bulk_killed.json.gz", old)
		put("bulk_begun.json.gz", time.Now())
		put("letter.txt", old)
		require.NoError(t, os.Chtimes(filepath.Join(o.params.Dir, b.Source), old, old))
		o.run()
		pass(time.Second)
		files, err := os.ReadDir(o.params.Dir)
		require.NoError(t, err)
		var names []string
		for _, f := range files {
			names = append(names, f.Name())
		}
		require.ElementsMatch(t, []string{b.Source, "bulk_begun.json.gz", "letter.txt"}, names)
	})
}

// fullStore has no room for a while.
type fullStore struct {
	bulk.Store
	full *atomic.Bool
	code app.Code
}

func (s fullStore) Update(ctx context.Context, fn func(app.Tx) error) error {
	if s.full.Load() {
		return app.NewError(s.code, app.Say("There is no room left."))
	}
	return s.Store.Update(ctx, fn)
}

// A disk that is full for a while, or a store in which too much waits, does not stop
// what waits to be stored for good: nobody has to see to it in the night.
func TestStoringGoesOnWhenThereIsRoom(t *testing.T) {
	for _, code := range []app.Code{storage.CodeDiskFull, app.CodeBusy} {
		bubble(t, func(t *testing.T, o *office) {
			full := &atomic.Bool{}
			o.params.Store = fullStore{o.db, full, code}
			o.use(o.queue)
			ctx, cancel := context.WithCancel(t.Context())
			b, err := o.Prepare(ctx, o.order(1000), func(int, int) { cancel() })
			require.Error(t, err)
			full.Store(true)
			require.Equal(t, code, app.ErrorCode(o.Run(t.Context())), "the gateway starts it again")
			b, n := o.get(b.ID)
			require.Equal(t, app.BulkPreparing, b.Status)
			require.Equal(t, 30, n.Held)
			full.Store(false)
			o.run()
			_, n = o.after(time.Minute, b.ID)
			require.Equal(t, app.BulkCounts{Delivered: 1000}, n)
		})
	}
}
