package storagetest

import (
	"testing"
	"time"

	"channeldesk/app"

	"github.com/stretchr/testify/require"
)

// What waits in the queue is held again while its bulk send pauses, also what was
// tried and did not leave; what was tried counts among the latest all the same.
func heldBack(t *testing.T, f *Factory) {
	c := f.Channel(f.Agent("").ID, app.Published)
	b := f.Bulk(c.ID, func(b *app.BulkSend) { b.Status = app.BulkRunning })
	other := f.Bulk(c.ID, func(b *app.BulkSend) { b.Status = app.BulkRunning })
	var got []app.Message
	f.Update(func(tx app.Tx) (err error) {
		if _, err = tx.AddHeld(b.ID, held(1, 20)); err != nil {
			return err
		}
		if _, err = tx.AddHeld(other.ID, held(100, 2)); err != nil {
			return err
		}
		if _, err = tx.Release(b.ID, 10, Now); err != nil {
			return err
		}
		got, err = tx.ClaimMessages(Now.Add(time.Hour), 4, nil)
		return err
	})
	f.Update(func(tx app.Tx) error { _, err := tx.Release(other.ID, 2, Now); return err })
	f.Ended(got[0], app.AttemptEnd{Attempt: 1, Outcome: app.AttemptNotSent, Again: Now})
	f.Ended(got[1], app.AttemptEnd{Attempt: 1, Outcome: app.AttemptAccepted, ProviderID: "w1"})
	f.Update(func(tx app.Tx) error {
		b.Status = app.BulkPaused
		if err := tx.UpdateBulk(b); err != nil {
			return err
		}
		n, err := tx.HoldBack(b.ID)
		require.Equal(t, 7, n)
		return err
	})
	require.Equal(t, app.BulkCounts{Queued: 2}, f.countBulk(other.ID))
	f.Ended(got[2], app.AttemptEnd{Attempt: 1, Outcome: app.AttemptSlow, Again: Now})
	f.Ended(got[3], app.AttemptEnd{Attempt: 1, Outcome: app.AttemptRefused})
	require.Equal(t, app.BulkCounts{Held: 18, Accepted: 1, Failed: 1}, f.countBulk(b.ID))
	f.Update(func(tx app.Tx) error {
		latest, err := tx.LatestOutcomes(b.ID, 10)
		require.NoError(t, err)
		require.Equal(t, app.BulkOutcomes{Ended: 2, Failed: 1}, latest)
		n, err := tx.Release(b.ID, 2, Now)
		require.Equal(t, 2, n)
		return err
	})
	f.View(func(tx app.Tx) error {
		for _, m := range got[:3] {
			now, err := tx.GetMessage(m.ID)
			require.NoError(t, err)
			want := map[int]app.MessageStatus{1: app.MessageQueued, 2: app.MessageAccepted, 3: app.MessageQueued}[m.BulkRow]
			require.Equal(t, want, now.Status, "in the order of the file")
		}
		return nil
	})
	f.Update(func(tx app.Tx) error {
		_, err := tx.HoldBack(999)
		RequireCode(t, app.CodeNotFound, err)
		return nil
	})
}
