package storagetest

import (
	"context"
	"fmt"
	"testing"
	"time"

	"channeldesk/app"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// Bulk keeps a bulk send of a channel, as change makes it.
func (f *Factory) Bulk(channel app.ChannelID, change func(*app.BulkSend)) app.BulkSend {
	f.T.Helper()
	b := app.BulkSend{
		Mark: fmt.Sprintf("bulk_%08d", f.next()), ChannelID: channel, Name: "Reminders", Template: "reminder", Language: "id", File: "list.csv",
		Status: app.BulkPreparing, Total: 3, Pace: 20, Zone: "Asia/Jakarta", CreatedBy: "Dewi", CreatedAt: Now,
	}
	if change != nil {
		change(&b)
	}
	f.Update(func(tx app.Tx) (err error) { b.ID, err = tx.AddBulk(b); return err })
	f.View(func(tx app.Tx) (err error) { b, err = tx.GetBulk(b.ID); return err })
	return b
}

// held are messages for rows of a bulk send.
func held(first, n int) []app.Message {
	out := make([]app.Message, n)
	for i := range out {
		row := first + i
		out[i] = app.Message{
			Mark: fmt.Sprintf("msg_b%08d", row), BulkRow: row, To: fmt.Sprintf("+62812%06d", row), Name: fmt.Sprintf("Name %d", row),
			Content: app.Content{Template: &app.TemplateMessage{Name: "reminder", Language: "id"}}, CreatedAt: Now,
		}
	}
	return out
}

func (f *Factory) countBulk(id app.BulkID) (c app.BulkCounts) {
	f.T.Helper()
	f.View(func(tx app.Tx) (err error) { c, err = tx.CountBulk(id); return err })
	return c
}

func bulkRoundTrip(t *testing.T, f *Factory) {
	a := f.Agent("")
	c := f.Channel(a.ID, app.Draft)
	b := f.Bulk(c.ID, nil)
	require.Equal(t, app.BulkSend{
		ID: b.ID, Mark: b.Mark, ChannelID: c.ID, AgentID: a.ID, Environment: app.Draft, Name: "Reminders", Template: "reminder", Language: "id",
		File: "list.csv", Status: app.BulkPreparing, Total: 3, Pace: 20, Zone: "Asia/Jakarta", CreatedBy: "Dewi", CreatedAt: Now,
	}, b)
	second := f.Bulk(c.ID, func(b *app.BulkSend) { b.Status = app.BulkDone })
	b.Name, b.File, b.Status, b.Why, b.Total, b.Prepared, b.Pace, b.Trial = "N", "f", app.BulkStopped, app.Say("Too many {{.N}}", "N", int64(3)), 9, 8, 0.5, 5
	b.FailLimit, b.FailSpan, b.DueAt, b.Zone, b.Source = 20, 100, Now.Add(time.Hour), "UTC", "bulk/1"
	b.StartedAt, b.EndedAt, b.NextAt = Now.Add(1*time.Minute), Now.Add(2*time.Minute), Now.Add(3*time.Minute)
	f.Update(func(tx app.Tx) error { return tx.UpdateBulk(b) })
	f.View(func(tx app.Tx) error {
		got, err := tx.GetBulk(b.ID)
		require.NoError(t, err)
		require.Equal(t, b, got)
		active, err := tx.ActiveBulks()
		require.NoError(t, err)
		require.Equal(t, []app.BulkSend{b}, active)
		all, err := tx.ListBulks(c.ID, 0)
		require.NoError(t, err)
		require.Equal(t, []app.BulkSend{second, b}, all)
		all, err = tx.ListBulks(c.ID, 1)
		require.Len(t, all, 1)
		_, missing := tx.GetBulk(999)
		RequireCode(t, app.CodeNotFound, missing)
		_, missing = tx.CountBulk(999)
		RequireCode(t, app.CodeNotFound, missing)
		return err
	})
	refused := func(code app.Code, fn func(app.Tx) error) {
		RequireCode(t, code, f.Store.Update(t.Context(), fn))
	}
	refused(app.CodeConflict, func(tx app.Tx) error { _, err := tx.AddBulk(app.BulkSend{Mark: b.Mark, ChannelID: c.ID}); return err })
	refused(app.CodeNotFound, func(tx app.Tx) error { _, err := tx.AddBulk(app.BulkSend{Mark: "x", ChannelID: 999}); return err })
	refused(app.CodeNotFound, func(tx app.Tx) error { return tx.UpdateBulk(app.BulkSend{ID: 999}) })
	refused(app.CodeNotFound, func(tx app.Tx) error { _, err := tx.AddHeld(999, held(1, 1)); return err })
}

// Preparing goes on where a kill left it, and what was released goes its way.
func bulkReleased(t *testing.T, f *Factory) {
	c := f.Channel(f.Agent("").ID, app.Published)
	b := f.Bulk(c.ID, nil)
	add := func(ms []app.Message) (n int) {
		f.Update(func(tx app.Tx) (err error) { n, err = tx.AddHeld(b.ID, ms); return err })
		return n
	}
	require.Equal(t, 600, add(held(1, 600)))
	require.Equal(t, 100, add(held(1, 700)), "those that are there stay")
	require.Equal(t, app.BulkCounts{Held: 700}, f.countBulk(b.ID))
	require.Empty(t, f.Store.Update(t.Context(), func(tx app.Tx) error { _, err := tx.AddHeld(b.ID, nil); return err }))
	require.Error(t, f.Store.Update(t.Context(), func(tx app.Tx) error { _, err := tx.AddHeld(b.ID, []app.Message{{Mark: "x"}}); return err }))
	RequireCode(t, app.CodeConflict, f.Store.Update(t.Context(), func(tx app.Tx) error {
		_, err := tx.AddHeld(b.ID, []app.Message{{Mark: "msg_b00000001", BulkRow: 9000}})
		return err
	}))

	claim := func(limit int) (got []app.Message) {
		f.Update(func(tx app.Tx) (err error) { got, err = tx.ClaimMessages(Now.Add(time.Hour), limit, nil); return err })
		return got
	}
	require.Empty(t, claim(10), "nothing is sent before it is released")
	release := func(n int) (done int) {
		f.Update(func(tx app.Tx) (err error) { done, err = tx.Release(b.ID, n, Now); return err })
		return done
	}
	require.Equal(t, 5, release(5))
	got := claim(10)
	require.Len(t, got, 5)
	for i, m := range got {
		require.Equal(t, i+1, m.BulkRow)
		require.Equal(t, b.ID, m.BulkID)
		require.Equal(t, app.SourceBulk, m.Source)
		require.Equal(t, Now, m.DueAt)
	}
	f.Ended(got[0], app.AttemptEnd{Outcome: app.AttemptAccepted, ProviderID: "w1"})
	f.Ended(got[1], app.AttemptEnd{Outcome: app.AttemptRefused, Code: "131026", Reason: app.Say("No WhatsApp"), Fix: app.Say("Ask")})
	f.Ended(got[2], app.AttemptEnd{Outcome: app.AttemptOpen, Code: "timeout"})
	f.Told(c.ID, app.StateUpdate{ProviderID: "w1", Status: app.MessageRead, At: Now})
	require.Equal(t, app.BulkCounts{Held: 695, Sending: 2, Unknown: 1, Read: 1, Failed: 1}, f.countBulk(b.ID))
	f.View(func(tx app.Tx) error {
		for span, want := range map[int]app.BulkOutcomes{100: {Ended: 2, Failed: 1, Doubtful: 1}, 2: {Ended: 1, Failed: 1, Doubtful: 1}, 1: {Doubtful: 1}} {
			got, err := tx.LatestOutcomes(b.ID, span)
			require.NoError(t, err)
			require.Equal(t, want, got)
		}
		reasons, err := tx.BulkFailures(b.ID)
		require.Equal(t, []app.BulkFailure{{Code: "131026", Reason: app.Say("No WhatsApp"), Fix: app.Say("Ask"), Count: 1}}, reasons)
		return err
	})
	require.Equal(t, 100, release(100))
	cancel := func(limit int) (n int) {
		f.Update(func(tx app.Tx) (err error) { n, err = tx.CancelHeld(b.ID, Now, limit); return err })
		return n
	}
	require.Equal(t, 590, cancel(590))
	require.Equal(t, 105, cancel(590))
	require.Zero(t, cancel(590))
	require.Zero(t, release(10))
	require.Empty(t, claim(10))
	require.Equal(t, app.BulkCounts{Sending: 2, Unknown: 1, Read: 1, Failed: 1, Cancelled: 695}, f.countBulk(b.ID))
}

// counter is a store that can compare its counters with its messages.
type counter interface {
	VerifyCounts(ctx context.Context) ([]string, error)
}

// Whatever happens to messages, the counters say what the messages say; also
// when transactions that share a commit are undone.
func countsProperty(t *testing.T, f *Factory) {
	verify, ok := f.Store.(counter)
	require.True(t, ok)
	group := f.Store.(app.Grouper)
	rapid.Check(t, func(rt *rapid.T) {
		c := f.Channel(f.Agent("").ID, app.Published)
		b := f.Bulk(c.ID, nil)
		var messages []app.Message
		row := 0
		for range rapid.IntRange(1, 30).Draw(rt, "steps") {
			step := rapid.IntRange(0, 9).Draw(rt, "step")
			n := rapid.IntRange(1, 4).Draw(rt, "n")
			undo := rapid.IntRange(0, 4).Draw(rt, "undo") == 0
			run := f.Store.Update
			if rapid.Bool().Draw(rt, "group") {
				run = group.Group
			}
			look := rapid.Bool().Draw(rt, "look")
			was := len(messages)
			err := run(f.T.Context(), func(tx app.Tx) error {
				if err := f.change(tx, c, b, step, n, &messages, &row); err != nil {
					return err
				}
				if look {
					if _, err := tx.CountBulk(b.ID); err != nil {
						return err
					}
				}
				if undo {
					return errOnPurpose
				}
				return nil
			})
			if undo {
				require.ErrorIs(rt, err, errOnPurpose)
				messages = messages[:min(was, len(messages))]
				continue
			}
			require.NoError(rt, err)
		}
		wrong, err := verify.VerifyCounts(f.T.Context())
		require.NoError(rt, err)
		require.Empty(rt, wrong)
	})
}

// change does one thing to messages.
func (f *Factory) change(tx app.Tx, c app.Channel, b app.BulkSend, step, n int, messages *[]app.Message, row *int) (err error) {
	one := func() app.MessageID {
		if len(*messages) == 0 {
			return 0
		}
		return (*messages)[n%len(*messages)].ID
	}
	switch step {
	case 0, 1:
		m := app.Message{
			Mark: fmt.Sprintf("msg_c%08d", f.next()), ChannelID: c.ID, Name: "Sari", CreatedAt: Now.AddDate(0, 0, -n), Source: app.SourceAPI,
			Content: app.Content{Template: &app.TemplateMessage{Name: fmt.Sprintf("t%d", n)}},
		}
		m.ID, err = tx.AddMessage(m)
		*messages = append(*messages, m)
	case 2:
		ms := held(0, n)
		for i := range ms {
			*row++
			ms[i].BulkRow, ms[i].Mark = *row, fmt.Sprintf("msg_c%08d", f.next())
		}
		_, err = tx.AddHeld(b.ID, ms)
	case 3:
		_, err = tx.Release(b.ID, n, Now)
	case 4:
		_, err = tx.ClaimMessages(Now, n, nil)
	case 5, 6:
		outcomes := []app.AttemptOutcome{app.AttemptAccepted, app.AttemptRefused, app.AttemptSlow, app.AttemptOpen, app.AttemptNotSent}
		got, cerr := tx.ClaimMessages(Now.Add(time.Hour), n, nil)
		for i, m := range got {
			if err := tx.EndAttempt(app.AttemptEnd{Message: m.ID, At: Now, Outcome: outcomes[(i+n)%5], Code: "1"}); err != nil {
				return err
			}
		}
		err = cerr
	case 7:
		if id := one(); id != 0 {
			m, gerr := tx.GetMessage(id)
			if app.ErrorCode(gerr) == app.CodeNotFound {
				return nil
			}
			states := []app.MessageStatus{app.MessageSent, app.MessageDelivered, app.MessageRead, app.MessageFailed}
			_, err = tx.ApplyState(c.ID, app.StateUpdate{OurID: m.Mark, Status: states[n%4], At: Now})
		}
	case 8:
		switch n {
		case 1:
			_, err = tx.CancelHeld(b.ID, Now, n)
		case 2:
			_, err = tx.HoldBack(b.ID)
		default:
			_, err = tx.AbandonAttempts(Now)
		}
	case 9:
		_, err = tx.PruneHistory(Now.AddDate(0, 0, -2), n)
	}
	return err
}

// What is pruned leaves the counters, the names and the attempts.
func historyPruned(t *testing.T, f *Factory) {
	c := f.Channel(f.Agent("").ID, app.Published)
	old := func(status app.MessageStatus) app.Message {
		return f.Message(c.ID, func(m *app.Message) { m.Status, m.CreatedAt = status, Now.AddDate(0, 0, -40) })
	}
	gone := []app.Message{old(app.MessageRead), old(app.MessageFailed), old(app.MessageCancelled)}
	kept := []app.Message{old(app.MessageUnknown), f.Message(c.ID, nil)}
	before := Now.AddDate(0, 0, -30)
	f.View(func(tx app.Tx) error {
		n, err := tx.CountOlder(before)
		require.Equal(t, 3, n)
		return err
	})
	prune := func() (n int) {
		f.Update(func(tx app.Tx) (err error) { n, err = tx.PruneHistory(before, 2); return err })
		return n
	}
	require.Equal(t, []int{2, 1, 0}, []int{prune(), prune(), prune()})
	for _, m := range gone {
		f.View(func(tx app.Tx) error {
			_, err := tx.GetMessage(m.ID)
			RequireCode(t, app.CodeNotFound, err)
			return nil
		})
	}
	require.Len(t, f.page(app.HistoryPage{Filter: app.HistoryFilter{Channel: c.ID, Search: "pak joko"}}), len(kept))
	f.View(func(tx app.Tx) error {
		n, err := tx.CountHistory(app.HistoryFilter{Channel: c.ID})
		require.Equal(t, app.HistoryCounts{Total: 2, Unknown: 1, Waiting: 1}, n)
		return err
	})
}
