package storagetest

import (
	"cmp"
	"fmt"
	"slices"
	"testing"
	"time"

	"channeldesk/app"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// Each of several channels has its own webhooks, the latest first, from wherever one
// looks and whatever was removed; and they go with it.
func arrivalsOfManyChannels(t *testing.T, f *Factory) {
	rapid.Check(t, func(t *rapid.T) {
		var channels []app.ChannelID
		of := map[app.ChannelID]app.AgentID{}
		for range rapid.IntRange(1, 4).Draw(t, "channels") {
			c := f.Channel(f.Agent("").ID, app.Published)
			channels, of[c.ID] = append(channels, c.ID), c.AgentID
		}
		kept := map[app.ChannelID][]app.ArrivalID{} // the latest first
		look := func() {
			for _, c := range channels {
				before, limit := app.ArrivalID(0), rapid.IntRange(1, 20).Draw(t, "limit")
				want := kept[c]
				if len(want) > 0 && rapid.Bool().Draw(t, "further down") {
					i := rapid.IntRange(0, len(want)-1).Draw(t, "before")
					before, want = want[i], want[i+1:]
				}
				got := []app.ArrivalID{}
				f.View(func(tx app.Tx) error {
					all, err := tx.ListArrivals(c, before, limit)
					for _, a := range all {
						require.Equal(t, c, a.ChannelID)
						got = append(got, a.ID)
					}
					require.NoError(t, err)
					at, err := tx.LastArrival(c)
					require.Equal(t, len(kept[c]) > 0, !at.IsZero())
					return err
				})
				require.Equal(t, append([]app.ArrivalID{}, want[:min(limit, len(want))]...), got)
			}
		}
		for range rapid.IntRange(1, 6).Draw(t, "steps") {
			switch rapid.SampledFrom([]string{"come", "come", "prune", "delete"}).Draw(t, "step") {
			case "come":
				f.Update(func(tx app.Tx) error {
					for range rapid.IntRange(1, 150).Draw(t, "webhooks") {
						c := rapid.SampledFrom(channels).Draw(t, "of")
						id, err := tx.AddArrival(app.Arrival{ChannelID: c, At: Now, State: app.ArrivalApplied})
						require.NoError(t, err)
						kept[c] = append([]app.ArrivalID{id}, kept[c]...)
					}
					return nil
				})
			case "prune":
				for n := 1; n > 0; {
					f.Update(func(tx app.Tx) (err error) {
						n, err = tx.PruneArrivals(Now.Add(time.Second), rapid.IntRange(1, 100).Draw(t, "at once"))
						return err
					})
				}
				for c, all := range kept {
					kept[c] = all[:1] // the latest stays
				}
			case "delete":
				if len(channels) > 1 {
					c := channels[0]
					f.Update(func(tx app.Tx) error { return tx.DeleteAgent(of[c]) })
					f.View(func(tx app.Tx) error {
						for _, id := range kept[c] {
							_, err := tx.GetArrival(id)
							RequireCode(f.T, app.CodeNotFound, err)
						}
						return nil
					})
					delete(kept, c)
					channels = channels[1:]
				}
			}
			look()
		}
		for _, c := range channels {
			f.Update(func(tx app.Tx) error { return tx.DeleteAgent(of[c]) })
		}
		f.View(func(tx app.Tx) error {
			all, err := tx.ListArrivals(0, 0, 1)
			require.Empty(t, all)
			return err
		})
	})
}

// People are found by when they wrote and by when to look at their session, however
// both moved.
func peopleProperty(t *testing.T, f *Factory) {
	minutes := rapid.Custom(func(t *rapid.T) time.Time {
		if rapid.IntRange(0, 4).Draw(t, "none") == 0 {
			return time.Time{}
		}
		return Now.Add(time.Duration(rapid.IntRange(-40, 40).Draw(t, "half minutes")) * 30 * time.Second)
	})
	rapid.Check(t, func(t *rapid.T) {
		c := f.Channel(f.Agent("").ID, app.Published)
		kept := map[string]app.Person{}
		for range rapid.IntRange(1, 20).Draw(t, "saves") {
			key := fmt.Sprint(rapid.IntRange(1, 5).Draw(t, "who"))
			p := app.Person{ChannelID: c.ID, Key: key, Number: key, Name: rapid.String().Draw(t, "name")}
			if old, ok := kept[key]; ok {
				p = old
			}
			if rapid.Bool().Draw(t, "wrote") {
				p.LastInboundAt = minutes.Draw(t, "at")
			}
			if rapid.Bool().Draw(t, "due") {
				p.SessionDue = minutes.Draw(t, "when")
			}
			p.Session = rapid.SampledFrom([][]byte{nil, []byte("1"), []byte("22")}).Draw(t, "session")
			kept[key] = p
			f.Update(func(tx app.Tx) error { return tx.SavePerson(p) })
		}
		at := Now.Add(time.Duration(rapid.IntRange(-40, 40).Draw(t, "since")) * 30 * time.Second)
		var due, recent, open []string
		byWrote := slices.SortedFunc(func(yield func(app.Person) bool) {
			for _, p := range kept {
				if !yield(p) {
					return
				}
			}
		}, func(a, b app.Person) int { return b.LastInboundAt.Compare(a.LastInboundAt) })
		running := 0
		for _, p := range byWrote {
			if len(p.Session) > 0 && !p.LastInboundAt.IsZero() {
				recent = append(recent, p.LastInboundAt.String())
			}
			if !p.LastInboundAt.IsZero() && !p.LastInboundAt.Before(at) {
				open = append(open, p.Number)
			}
			if !p.SessionDue.IsZero() {
				running++
				if !p.SessionDue.After(at) {
					due = append(due, p.Key)
				}
			}
		}
		f.View(func(tx app.Tx) error {
			for key, p := range kept {
				got, err := tx.GetPerson(c.ID, key)
				require.NoError(t, err)
				require.Equal(t, p, got)
			}
			people, err := tx.DueSessions(at, 1000)
			require.NoError(t, err)
			require.True(t, slices.IsSortedFunc(people, func(a, b app.Person) int { return a.SessionDue.Compare(b.SessionDue) }))
			var got []string
			for _, p := range people {
				if p.ChannelID == c.ID {
					got = append(got, p.Key)
				}
			}
			require.ElementsMatch(t, due, got)
			people, err = tx.RecentSessions(c.ID, len(recent))
			require.NoError(t, err)
			got = nil
			for _, p := range people {
				got = append(got, p.LastInboundAt.String())
			}
			require.Equal(t, recent, got)
			numbers, err := tx.OpenWindows(c.ID, at)
			require.NoError(t, err)
			slices.SortFunc(numbers, cmp.Compare[string])
			slices.SortFunc(open, cmp.Compare[string])
			require.Equal(t, open, numbers)
			n, err := tx.CountSessions(c.ID)
			require.Equal(t, running, n)
			return err
		})
		f.Update(func(tx app.Tx) error { return tx.DeleteAgent(c.AgentID) })
	})
}
