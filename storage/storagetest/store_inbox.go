package storagetest

import (
	"fmt"
	"testing"
	"time"

	"channeldesk/app"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// Arrival keeps a webhook of a channel that came at a time.
func (f *Factory) Arrival(channel app.ChannelID, at time.Time, state app.ArrivalState) app.Arrival {
	f.T.Helper()
	a := app.Arrival{ChannelID: channel, At: at, Body: fmt.Appendf(nil, `{"n":%d}`, f.next()), State: state}
	f.Update(func(tx app.Tx) (err error) { a.ID, err = tx.AddArrival(a); return err })
	return a
}

func arrivals(t *testing.T, f *Factory) {
	agent := f.Agent("")
	c, d := f.Channel(agent.ID, app.Published), f.Channel(agent.ID, app.Draft)
	a := app.Arrival{ChannelID: c.ID, At: Now, Body: []byte("{\x00\xff}"), State: app.ArrivalHadProblem, Events: 3, Fresh: 2, What: app.Say("{{.N}} states", "N", "3")}
	f.Update(func(tx app.Tx) (err error) { a.ID, err = tx.AddArrival(a); return err })
	other := f.Arrival(d.ID, Now.Add(time.Second), "")
	last := f.Arrival(c.ID, Now.Add(2*time.Second), app.ArrivalWaiting)
	other.State = app.ArrivalWaiting
	f.View(func(tx app.Tx) error {
		got, err := tx.GetArrival(a.ID)
		require.NoError(t, err)
		require.Equal(t, a, got)
		waiting, err := tx.WaitingArrivals(10)
		require.NoError(t, err)
		require.Equal(t, []app.Arrival{other, last}, waiting)
		waiting, err = tx.WaitingArrivals(1)
		require.NoError(t, err)
		require.Len(t, waiting, 1)
		at, err := tx.LastArrival(c.ID)
		require.NoError(t, err)
		require.Equal(t, last.At, at)
		at, err = tx.LastArrival(999)
		require.Zero(t, at)
		return err
	})
	head := func(a app.Arrival) app.Arrival { a.Body = nil; return a }
	a.State, a.Events, a.Fresh, a.What = app.ArrivalApplied, 4, 1, app.Text{}
	changed := a
	changed.Body, changed.ChannelID, changed.At = []byte("other"), d.ID, Now.Add(time.Hour)
	f.Update(func(tx app.Tx) error {
		RequireCode(t, app.CodeNotFound, tx.UpdateArrival(app.Arrival{ID: 999}))
		return tx.UpdateArrival(changed)
	})
	f.View(func(tx app.Tx) error {
		got, err := tx.GetArrival(a.ID)
		require.NoError(t, err)
		require.Equal(t, a, got, "what came stays as it came")
		all, err := tx.ListArrivals(0, 0, 10)
		require.NoError(t, err)
		require.Equal(t, []app.Arrival{head(last), head(other), head(a)}, all)
		all, err = tx.ListArrivals(0, last.ID, 1)
		require.NoError(t, err)
		require.Equal(t, []app.Arrival{head(other)}, all)
		all, err = tx.ListArrivals(c.ID, last.ID, 10)
		require.NoError(t, err)
		require.Equal(t, []app.Arrival{head(a)}, all)
		_, err = tx.GetArrival(999)
		RequireCode(t, app.CodeNotFound, err)
		return nil
	})
	RequireCode(t, app.CodeNotFound, f.Store.Update(t.Context(), func(tx app.Tx) error {
		_, err := tx.AddArrival(app.Arrival{ChannelID: 999})
		return err
	}))
}

func (f *Factory) take(channel app.ChannelID, keys ...string) (fresh []bool) {
	f.T.Helper()
	f.Update(func(tx app.Tx) (err error) { fresh, err = tx.TakeKeys(channel, keys, Now); return err })
	return fresh
}

func keysTaken(t *testing.T, f *Factory) {
	agent := f.Agent("")
	c, d := f.Channel(agent.ID, app.Published), f.Channel(agent.ID, app.Draft)
	require.Equal(t, []bool{true, true, false}, f.take(c.ID, "a", "b", "a"))
	require.Equal(t, []bool{false, true, true, true}, f.take(c.ID, "b", "A", "", ""))
	require.Equal(t, []bool{true, false}, f.take(d.ID, "a", "a"), "each channel has its own")
	require.Empty(t, f.take(c.ID))
	require.Error(t, f.Store.Update(t.Context(), func(tx app.Tx) error {
		fresh, err := tx.TakeKeys(c.ID, []string{"undone"}, Now)
		require.Equal(t, []bool{true}, fresh)
		require.NoError(t, err)
		return errOnPurpose
	}))
	require.Equal(t, []bool{true}, f.take(c.ID, "undone"))
	RequireCode(t, app.CodeNotFound, f.Store.Update(t.Context(), func(tx app.Tx) error {
		_, err := tx.TakeKeys(999, []string{"a"}, Now)
		return err
	}))
	seen := map[string]bool{}
	rapid.Check(t, func(t *rapid.T) {
		keys := rapid.SliceOfN(rapid.Map(rapid.IntRange(0, 60), func(n int) string { return fmt.Sprint("k", n) }), 0, 6).Draw(t, "keys")
		got := f.take(c.ID, keys...)
		for i, key := range keys {
			require.Equal(t, !seen[key], got[i])
			seen[key] = true
		}
	})
}

func arrivalsPruned(t *testing.T, f *Factory) {
	agent := f.Agent("")
	c, d := f.Channel(agent.ID, app.Published), f.Channel(agent.ID, app.Draft)
	old := Now.Add(-time.Hour)
	first := f.Arrival(c.ID, old, app.ArrivalApplied)
	unseen := f.Arrival(c.ID, old, app.ArrivalWaiting)
	f.Arrival(c.ID, old, app.ArrivalRepeated)
	only := f.Arrival(d.ID, old, app.ArrivalApplied)
	recent := f.Arrival(c.ID, Now, app.ArrivalApplied)
	f.Update(func(tx app.Tx) error {
		_, err := tx.TakeKeys(c.ID, []string{"old"}, old)
		require.NoError(t, err)
		_, err = tx.TakeKeys(c.ID, []string{"new"}, Now)
		return err
	})
	var chunks []int
	for {
		var n int
		f.Update(func(tx app.Tx) (err error) { n, err = tx.PruneArrivals(Now, 1); return err })
		if n == 0 {
			break
		}
		chunks = append(chunks, n)
	}
	require.Equal(t, []int{1, 1, 1, 1}, chunks, "two webhooks, the body of one, and a key, a row each time")
	f.View(func(tx app.Tx) error {
		_, err := tx.GetArrival(first.ID)
		RequireCode(t, app.CodeNotFound, err)
		got, err := tx.GetArrival(unseen.ID)
		require.NoError(t, err)
		require.Equal(t, unseen.Body, got.Body, "nobody looked at it yet")
		got, err = tx.GetArrival(recent.ID)
		require.NoError(t, err)
		require.Equal(t, recent.Body, got.Body)
		got, err = tx.GetArrival(only.ID)
		require.NoError(t, err)
		require.Empty(t, got.Body)
		at, err := tx.LastArrival(d.ID)
		require.Equal(t, old, at, "when the latest came stays known")
		return err
	})
	require.Equal(t, []bool{true, false}, f.take(c.ID, "old", "new"))
}

// Of webhooks in a row, with gaps in their numbers, exactly the old ones go; after a
// clock was wrong for a while, nothing that is recent.
func arrivalsPrunedInARow(t *testing.T, f *Factory) {
	c := f.Channel(f.Agent("").ID, app.Published)
	prune := func(before time.Time) (removed int) {
		for {
			var n int
			f.Update(func(tx app.Tx) (err error) { n, err = tx.PruneArrivals(before, 7); return err })
			if n == 0 {
				return removed
			}
			removed += n
		}
	}
	left := func() (all []app.Arrival) {
		f.View(func(tx app.Tx) (err error) { all, err = tx.ListArrivals(c.ID, 0, 100); return err })
		return all
	}
	require.Zero(t, prune(Now))
	for i := range 40 {
		state := app.ArrivalApplied
		if i == 17 {
			state = app.ArrivalWaiting
		}
		f.Arrival(c.ID, Now.Add(time.Duration(i)*time.Minute), state)
	}
	gone := 0
	for _, minutes := range []int{0, 1, 2, 9, 10, 25, 39} {
		before := Now.Add(time.Duration(minutes) * time.Minute)
		removed := prune(before)
		gone += removed
		for _, a := range left() {
			require.True(t, !a.At.Before(before) || a.State == app.ArrivalWaiting, "%d minutes", minutes)
		}
		require.Equal(t, 40-gone, len(left()))
	}
	require.Len(t, left(), 2, "the latest, and one that nobody looked at")

	recent := f.Arrival(c.ID, Now.Add(time.Hour), app.ArrivalApplied)
	f.Arrival(c.ID, Now.Add(-time.Hour), app.ArrivalApplied) // the clock went back
	last := f.Arrival(c.ID, Now.Add(2*time.Hour), app.ArrivalApplied)
	prune(Now.Add(time.Hour))
	var kept []app.ArrivalID
	for _, a := range left() {
		kept = append(kept, a.ID)
	}
	require.Contains(t, kept, recent.ID)
	require.Contains(t, kept, last.ID)
	next := f.Arrival(c.ID, Now.Add(3*time.Hour), app.ArrivalApplied)
	require.Greater(t, next.ID, last.ID)
}

func people(t *testing.T, f *Factory) {
	agent := f.Agent("")
	c, d := f.Channel(agent.ID, app.Published), f.Channel(agent.ID, app.Draft)
	p := app.Person{
		ChannelID: c.ID, Key: "+628111", Number: "+628111", Name: "Pak Joko", Room: "r", LastInboundAt: Now, OptedOutAt: Now.Add(time.Second),
		Session: []byte(`{"s":1}`), SessionDue: Now.Add(time.Minute),
	}
	q := app.Person{ChannelID: d.ID, Key: "+628111", SessionDue: Now.Add(30 * time.Second)}
	later := app.Person{ChannelID: c.ID, Key: "mark", SessionDue: Now.Add(time.Hour)}
	next := func() (at time.Time) {
		f.View(func(tx app.Tx) (err error) { at, err = tx.NextSession(); return err })
		return at
	}
	due := func(at time.Time, limit int) (all []app.Person) {
		f.View(func(tx app.Tx) (err error) { all, err = tx.DueSessions(at, limit); return err })
		return all
	}
	require.Zero(t, next())
	f.Update(func(tx app.Tx) error {
		for _, p := range []app.Person{p, q, later, {ChannelID: d.ID, Key: "none"}} {
			require.NoError(t, tx.SavePerson(p))
		}
		return nil
	})
	require.Equal(t, q.SessionDue, next())
	require.Empty(t, due(Now, 10))
	require.Equal(t, []app.Person{q, p}, due(p.SessionDue, 10), "the longest first")
	require.Equal(t, []app.Person{q}, due(p.SessionDue, 1))
	f.View(func(tx app.Tx) error {
		got, err := tx.GetPerson(c.ID, p.Key)
		require.NoError(t, err)
		require.Equal(t, p, got)
		_, err = tx.GetPerson(d.ID, "mark")
		RequireCode(t, app.CodeNotFound, err)
		return nil
	})
	f.View(func(tx app.Tx) error {
		open, err := tx.OpenWindows(c.ID, Now)
		require.NoError(t, err)
		require.Equal(t, []string{"+628111"}, open)
		open, err = tx.OpenWindows(c.ID, Now.Add(time.Millisecond))
		require.Empty(t, open)
		return err
	})
	p.Name, p.Session, p.SessionDue, p.OptedOutAt = "", nil, time.Time{}, time.Time{}
	f.Update(func(tx app.Tx) error {
		require.NoError(t, tx.SavePerson(p))
		got, err := tx.GetPerson(c.ID, p.Key)
		require.Equal(t, p, got)
		return err
	})
	require.Equal(t, []app.Person{q, later}, due(later.SessionDue, 10))
	RequireCode(t, app.CodeNotFound, f.Store.Update(t.Context(), func(tx app.Tx) error {
		return tx.SavePerson(app.Person{ChannelID: 999, Key: "x"})
	}))
}
