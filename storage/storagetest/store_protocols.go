package storagetest

import (
	"testing"
	"time"

	"channeldesk/app"

	"github.com/stretchr/testify/require"
)

// Each change of a channel's protocol is remembered with its time, in both
// environments; a save that changes something else is not, and a clock that was set
// back keeps the order.
func protocolsRemembered(t *testing.T, f *Factory) {
	a := f.Agent("")
	c, other := f.Channel(a.ID, app.Draft), f.Channel(a.ID, app.Published)
	past := func(id app.ChannelID) (all []app.ProtocolSince) {
		f.View(func(tx app.Tx) (err error) { all, err = tx.ProtocolsOf(id); return err })
		return all
	}
	first := past(c.ID)
	require.Len(t, first, 1)
	require.Equal(t, c.Protocol, first[0].Protocol)
	base := first[0].Since
	save := func(p app.ProtocolID, at time.Time) {
		c = f.Get(a.ID, app.Draft)
		c.Protocol, c.UpdatedAt = p, at
		f.Update(func(tx app.Tx) error { return tx.UpdateChannel(c) })
	}
	save(c.Protocol, base.Add(time.Hour))
	require.Equal(t, first, past(c.ID))
	save("qontak", base.Add(2*time.Hour))
	save("coster", base.Add(time.Hour))
	save("coster", base.Add(3*time.Hour))
	save("qontak", base.Add(4*time.Hour))
	require.Equal(t, append(first,
		app.ProtocolSince{Protocol: "qontak", Since: base.Add(2 * time.Hour)},
		app.ProtocolSince{Protocol: "coster", Since: base.Add(2*time.Hour + time.Millisecond)},
		app.ProtocolSince{Protocol: "qontak", Since: base.Add(4 * time.Hour)},
	), past(c.ID))
	require.Len(t, past(other.ID), 1, "each environment has its own")

	stale := f.Get(a.ID, app.Draft)
	stale.Revision--
	stale.Protocol = "meta_cloud"
	RequireCode(t, app.CodeConflict, f.Store.Update(t.Context(), func(tx app.Tx) error { return tx.UpdateChannel(stale) }))
	require.Len(t, past(c.ID), 4, "what was not saved is not remembered")
	require.Empty(t, past(999))
	f.Update(func(tx app.Tx) error { return tx.DeleteChannel(c.ID) })
	require.Empty(t, past(c.ID))
}

// What comes back to the queue of a bulk send that was cancelled meanwhile does not
// leave any more, unless a person decided so.
func cancelledDoesNotComeBack(t *testing.T, f *Factory) {
	c := f.Channel(f.Agent("").ID, app.Published)
	for _, outcome := range []app.AttemptOutcome{app.AttemptSlow, app.AttemptNotSent} {
		b := app.BulkSend{Mark: "bulk_" + string(outcome), ChannelID: c.ID, Name: "x", Template: "t", Status: app.BulkRunning, Total: 2, Pace: 1}
		var ms []app.Message
		f.Update(func(tx app.Tx) (err error) {
			if b.ID, err = tx.AddBulk(b); err != nil {
				return err
			}
			held := func(row int) app.Message {
				return app.Message{Mark: string(outcome) + string(rune('0'+row)), BulkRow: row, Content: app.Content{Template: &app.TemplateMessage{Name: "t", Language: "id"}}}
			}
			if _, err = tx.AddHeld(b.ID, []app.Message{held(2), held(3)}); err != nil {
				return err
			}
			if _, err = tx.Release(b.ID, 2, Now); err != nil {
				return err
			}
			ms, err = tx.ClaimMessages(Now.Add(time.Hour), 10, nil)
			return err
		})
		require.Len(t, ms, 2)
		end := func(m app.Message, e app.AttemptEnd) app.Message {
			e.Message, e.At, e.Again = m.ID, Now, Now
			f.Update(func(tx app.Tx) error { return tx.EndAttempt(e) })
			f.View(func(tx app.Tx) (err error) { m, err = tx.GetMessage(m.ID); return err })
			return m
		}
		require.Equal(t, app.MessageQueued, end(ms[0], app.AttemptEnd{Attempt: 1, Outcome: outcome}).Status, "it runs")
		f.Update(func(tx app.Tx) error {
			b.Status = app.BulkCancelled
			if err := tx.UpdateBulk(b); err != nil {
				return err
			}
			_, err := tx.CancelHeld(b.ID, Now, 10)
			return err
		})
		require.Equal(t, app.MessageCancelled, end(ms[1], app.AttemptEnd{Attempt: 1, Outcome: outcome}).Status)
		f.View(func(tx app.Tx) error {
			n, err := tx.CountBulk(b.ID)
			require.Equal(t, app.BulkCounts{Cancelled: 2}, n)
			return err
		})
	}
}
