package storagetest

import (
	"fmt"
	"testing"
	"time"

	"channeldesk/app"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// Forwarding keeps something to be forwarded that is due at a time.
func (f *Factory) Forwarding(channel app.ChannelID, person string, due time.Time) app.Forwarding {
	f.T.Helper()
	w := app.Forwarding{
		ChannelID: channel, Person: person, Kind: "message", Body: fmt.Appendf(nil, `{"n":%d}`, f.next()),
		State: app.ForwardWaiting, CreatedAt: Now, DueAt: due,
	}
	f.Update(func(tx app.Tx) (err error) { w.ID, err = tx.AddForwarding(w); return err })
	return w
}

func (f *Factory) dueForwardings(at time.Time, limit int, waiting ...app.ChannelID) (all []app.Forwarding) {
	f.T.Helper()
	f.View(func(tx app.Tx) (err error) { all, err = tx.DueForwardings(at, limit, waiting); return err })
	return all
}

func forwardings(t *testing.T, f *Factory) {
	agent := f.Agent("")
	c, d := f.Channel(agent.ID, app.Published), f.Channel(agent.ID, app.Draft)
	next := func() (at time.Time) {
		f.View(func(tx app.Tx) (err error) { at, err = tx.NextForwarding(); return err })
		return at
	}
	update := func(w app.Forwarding) { f.Update(func(tx app.Tx) error { return tx.UpdateForwarding(w) }) }
	require.Zero(t, next())
	a1, a2, b1 := f.Forwarding(c.ID, "a", Now), f.Forwarding(c.ID, "a", Now.Add(-time.Hour)), f.Forwarding(c.ID, "b", Now.Add(time.Second))
	d1 := f.Forwarding(d.ID, "a", Now.Add(-time.Minute))
	late := Now.Add(time.Hour)
	require.Equal(t, d1.DueAt, next())
	require.Equal(t, []app.Forwarding{d1, a1, b1}, f.dueForwardings(late, 10), "the oldest of each person, the longest due first")
	require.Equal(t, []app.Forwarding{d1}, f.dueForwardings(late, 1))
	require.Equal(t, []app.Forwarding{a1}, f.dueForwardings(late, 1, d.ID), "a channel that waits hides no other one")
	require.Equal(t, []app.Forwarding{d1}, f.dueForwardings(late, 10, c.ID))
	require.Empty(t, f.dueForwardings(late, 10, c.ID, d.ID))
	require.Equal(t, []app.Forwarding{d1, a1}, f.dueForwardings(Now, 10))

	a1.Tries, a1.DueAt, a1.Problem = 1, Now.Add(time.Minute), app.Say("No answer")
	update(a1)
	require.Equal(t, []app.Forwarding{d1}, f.dueForwardings(Now, 10), "what is tried again holds back the later ones")
	d1.State, d1.DoneAt = app.ForwardDone, Now
	update(d1)
	require.Equal(t, b1.DueAt, next())
	a1.State, a1.Tries = app.ForwardDead, 9
	update(a1)
	require.Equal(t, []app.Forwarding{a2, b1}, f.dueForwardings(late, 10))
	require.Equal(t, a2.DueAt, next())
	a3 := f.Forwarding(c.ID, "a", Now)
	a1.State, a1.DueAt = app.ForwardWaiting, Now // a person sends it again
	update(a1)
	require.Equal(t, []app.Forwarding{a1, b1}, f.dueForwardings(late, 10))
	for _, w := range []app.Forwarding{a1, a2, a3} {
		require.Equal(t, w.ID, f.dueForwardings(Now, 10)[0].ID)
		w.State = app.ForwardDone
		update(w)
	}
	require.Equal(t, []app.Forwarding{b1}, f.dueForwardings(late, 10))

	f.View(func(tx app.Tx) error {
		got, err := tx.GetForwarding(d1.ID)
		require.NoError(t, err)
		require.Equal(t, d1, got)
		done, err := tx.ListForwardings(c.ID, app.ForwardDone, 2)
		require.NoError(t, err)
		require.Equal(t, []app.ForwardID{a3.ID, a2.ID}, []app.ForwardID{done[0].ID, done[1].ID}, "newest first")
		_, err = tx.GetForwarding(999)
		RequireCode(t, app.CodeNotFound, err)
		return nil
	})
	RequireCode(t, app.CodeNotFound, f.Store.Update(t.Context(), func(tx app.Tx) error { return tx.UpdateForwarding(app.Forwarding{ID: 999}) }))
	RequireCode(t, app.CodeNotFound, f.Store.Update(t.Context(), func(tx app.Tx) error {
		_, err := tx.AddForwarding(app.Forwarding{ChannelID: 999})
		return err
	}))
}

// Whatever ends in whatever order, what is given is the oldest waiting one of
// each person that is due.
func forwardingsProperty(t *testing.T, f *Factory) {
	c := f.Channel(f.Agent("").ID, app.Published)
	var all []app.Forwarding
	rapid.Check(t, func(t *rapid.T) {
		if len(all) == 0 || rapid.IntRange(0, 2).Draw(t, "step") == 0 {
			person := rapid.SampledFrom([]string{"", "a", "b"}).Draw(t, "person")
			all = append(all, f.Forwarding(c.ID, person, Now.Add(time.Duration(rapid.IntRange(-3, 3).Draw(t, "due"))*time.Second)))
		} else {
			w := &all[rapid.IntRange(max(0, len(all)-6), len(all)-1).Draw(t, "which")]
			w.State = rapid.SampledFrom([]app.ForwardState{app.ForwardWaiting, app.ForwardDone, app.ForwardDead}).Draw(t, "state")
			w.DueAt = Now.Add(time.Duration(rapid.IntRange(-3, 3).Draw(t, "again")) * time.Second)
			f.Update(func(tx app.Tx) error { return tx.UpdateForwarding(*w) })
		}
		seen, want := map[string]bool{}, []app.ForwardID{}
		for _, w := range all {
			if w.State == app.ForwardWaiting && !seen[w.Person] {
				seen[w.Person] = true
				if !w.DueAt.After(Now) {
					want = append(want, w.ID)
				}
			}
		}
		got := []app.ForwardID{}
		for _, w := range f.dueForwardings(Now, 100) {
			got = append(got, w.ID)
		}
		require.ElementsMatch(t, want, got)
	})
}
