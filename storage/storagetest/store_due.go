package storagetest

import (
	"testing"
	"time"

	"channeldesk/app"

	"github.com/stretchr/testify/require"
)

// When the clock was set back, what was to leave at once is due, also when it was
// tried before; what was planned waits for its time.
func madeDue(t *testing.T, f *Factory) {
	c := f.Channel(f.Agent("").ID, app.Published)
	ahead := Now.Add(24 * time.Hour)
	at := func(created, due time.Time) app.Message {
		return f.Message(c.ID, func(m *app.Message) { m.Status, m.CreatedAt, m.DueAt = app.MessageQueued, created, due })
	}
	tried := at(Now.Add(-time.Hour), Now.Add(-time.Hour))
	f.Update(func(tx app.Tx) error {
		got, err := tx.ClaimMessages(ahead, 1, nil)
		require.Len(t, got, 1)
		tried = got[0]
		return err
	})
	f.Update(func(tx app.Tx) error {
		return tx.EndAttempt(app.AttemptEnd{Message: tried.ID, Attempt: 1, At: ahead, Outcome: app.AttemptSlow, Again: ahead.Add(time.Hour)})
	})
	atOnce, planned, later := at(ahead, ahead), at(Now, ahead), at(ahead, ahead.Add(time.Hour))
	past := at(Now.Add(-2*time.Hour), Now.Add(-2*time.Hour))
	b := f.Bulk(c.ID, nil)
	f.Update(func(tx app.Tx) error {
		if _, err := tx.AddHeld(b.ID, held(1, 2)); err != nil {
			return err
		}
		_, err := tx.Release(b.ID, 1, ahead)
		return err
	})
	f.Update(func(tx app.Tx) error {
		n, err := tx.MakeDue(Now)
		require.Equal(t, 3, n)
		return err
	})
	f.View(func(tx app.Tx) error {
		for m, want := range map[app.MessageID]time.Time{tried.ID: Now, atOnce.ID: Now, planned.ID: ahead, later.ID: ahead.Add(time.Hour), past.ID: past.DueAt} {
			got, err := tx.GetMessage(m)
			require.NoError(t, err)
			require.Equal(t, want, got.DueAt)
		}
		return nil
	})
	require.Equal(t, app.BulkCounts{Held: 1, Queued: 1}, f.countBulk(b.ID))
}
