package storagetest

import (
	"strings"
	"testing"
	"time"

	"channeldesk/app"

	"github.com/stretchr/testify/require"
)

// Key keeps an API key of an agent; hash is a letter or a few.
func (f *Factory) Key(agent app.AgentID, env app.Environment, hash string) app.APIKey {
	f.T.Helper()
	k := app.APIKey{
		AgentID: agent, Environment: env, Name: "Shop", Hint: "cdk_pub_3f…9a", Hash: strings.Repeat(hash, 64)[:64],
		Scopes: []app.KeyScope{app.ScopeSend, app.ScopeRead}, CreatedAt: Now, CreatedBy: "Dewi", ExpiresAt: Now.Add(time.Hour),
	}
	f.Update(func(tx app.Tx) (err error) { k.ID, err = tx.AddKey(k); return err })
	return k
}

func apiKeys(t *testing.T, f *Factory) {
	a, b := f.Agent(""), f.Agent("")
	one, two := f.Key(a.ID, app.Published, "1"), f.Key(a.ID, app.Published, "2")
	f.Key(a.ID, app.Draft, "3")
	f.Key(b.ID, app.Published, "4")
	find := func(hash string) (k app.APIKey, err error) {
		err = f.Store.View(t.Context(), func(tx app.Tx) (err error) { k, err = tx.FindKey(hash); return err })
		return k, err
	}
	got, err := find(one.Hash)
	require.NoError(t, err)
	require.Equal(t, one, got)
	for _, hash := range []string{"", "1", one.Hash + "1", strings.Repeat("%", 64)} {
		_, err = find(hash)
		RequireCode(t, app.CodeNotFound, err)
	}
	f.View(func(tx app.Tx) error {
		all, err := tx.ListKeys(a.ID, app.Published)
		require.NoError(t, err)
		require.Equal(t, []app.APIKey{two, one}, all, "newest first")
		_, err = tx.GetKey(999)
		RequireCode(t, app.CodeNotFound, err)
		return nil
	})
	changed := one
	changed.Name, changed.Scopes, changed.ExpiresAt, changed.RevokedAt = "Web shop", nil, time.Time{}, Now
	changed.ReplacedBy, changed.LastUsedAt, changed.LastUsedFrom = two.ID, Now.Add(time.Minute), "203.0.113.9"
	f.Update(func(tx app.Tx) error {
		other := changed
		other.Hash, other.AgentID, other.Hint = "x", b.ID, "y"
		require.NoError(t, tx.UpdateKey(other))
		got, err := tx.GetKey(one.ID)
		require.Equal(t, changed, got, "what the key is stays")
		RequireCode(t, app.CodeNotFound, tx.UpdateKey(app.APIKey{ID: 999}))
		return err
	})
	add := func(k app.APIKey) error {
		return f.Store.Update(t.Context(), func(tx app.Tx) error { _, err := tx.AddKey(k); return err })
	}
	RequireCode(t, app.CodeConflict, add(app.APIKey{AgentID: b.ID, Environment: app.Draft, Hash: one.Hash}))
	RequireCode(t, app.CodeNotFound, add(app.APIKey{AgentID: 999, Environment: app.Draft, Hash: "new"}))
	require.Error(t, add(app.APIKey{AgentID: b.ID, Environment: app.Draft}), "no hash")
}

func replays(t *testing.T, f *Factory) {
	a := f.Agent("")
	k, other := f.Key(a.ID, app.Published, "1"), f.Key(a.ID, app.Published, "2")
	r := app.Replay{BodyHash: "f00", Status: 202, Answer: []byte(`{"id":"msg_1"}`), At: Now}
	replay := func(key app.KeyID, name string, since time.Time) (r app.Replay, ok bool) {
		f.View(func(tx app.Tx) (err error) { r, ok, err = tx.Replay(key, name, since); return err })
		return r, ok
	}
	_, ok := replay(k.ID, "x", Now)
	require.False(t, ok)
	f.Update(func(tx app.Tx) error { return tx.SaveReplay(k.ID, "x", r) })
	got, ok := replay(k.ID, "x", Now)
	require.True(t, ok)
	require.Equal(t, r, got)
	for _, c := range []struct {
		key   app.KeyID
		name  string
		since time.Time
	}{{other.ID, "x", Now}, {k.ID, "X", Now}, {k.ID, "x", Now.Add(time.Millisecond)}} {
		_, ok = replay(c.key, c.name, c.since)
		require.False(t, ok, "%v", c)
	}
	r.Answer, r.Status, r.At = []byte("later"), 400, Now.Add(25*time.Hour)
	f.Update(func(tx app.Tx) error { return tx.SaveReplay(k.ID, "x", r) })
	got, _ = replay(k.ID, "x", Now)
	require.Equal(t, r, got)
	f.Update(func(tx app.Tx) error { _, err := tx.PruneArrivals(r.At.Add(time.Second), 100); return err })
	_, ok = replay(k.ID, "x", Now)
	require.False(t, ok)
	RequireCode(t, app.CodeNotFound, f.Store.Update(t.Context(), func(tx app.Tx) error { return tx.SaveReplay(999, "x", r) }))
}

// agentDeletedWithTraffic: nothing of an agent's customers stays behind, and
// nothing of another agent goes.
func agentDeletedWithTraffic(t *testing.T, f *Factory) {
	fill := func(name string) (app.Agent, func(*testing.T, bool)) {
		a := f.Agent(name)
		c := f.Channel(a.ID, app.Published)
		m := f.Ended(f.Claimed(c.ID), app.AttemptEnd{Outcome: app.AttemptAccepted, ProviderID: "w"})
		f.Told(c.ID, app.StateUpdate{ProviderID: "never ours", Status: app.MessageSent, At: Now})
		w, r := f.Forwarding(c.ID, "p", Now), f.Arrival(c.ID, Now, app.ArrivalWaiting)
		k := f.Key(a.ID, app.Published, name)
		f.take(c.ID, "key")
		f.Update(func(tx app.Tx) error {
			require.NoError(t, tx.SavePerson(app.Person{ChannelID: c.ID, Key: "p", SessionDue: Now}))
			return tx.SaveReplay(k.ID, "x", app.Replay{At: Now})
		})
		return a, func(t *testing.T, there bool) {
			f.View(func(tx app.Tx) error {
				for what, ask := range map[string]func() error{
					"message":    func() error { _, err := tx.GetMessage(m.ID); return err },
					"mark":       func() error { _, err := tx.FindMessage(m.Mark); return err },
					"arrival":    func() error { _, err := tx.GetArrival(r.ID); return err },
					"person":     func() error { _, err := tx.GetPerson(c.ID, "p"); return err },
					"forwarding": func() error { _, err := tx.GetForwarding(w.ID); return err },
					"key":        func() error { _, err := tx.FindKey(k.Hash); return err },
				} {
					if there {
						require.NoError(t, ask(), what)
					} else {
						RequireCode(t, app.CodeNotFound, ask())
					}
				}
				attempts, err := tx.ListAttempts(m.ID)
				require.Equal(t, there, len(attempts) == 1)
				require.NoError(t, err)
				_, ok, err := tx.Replay(k.ID, "x", Now)
				require.Equal(t, there, ok)
				return err
			})
		}
	}
	gone, isGone := fill("g")
	_, stays := fill("s")
	isGone(t, true)
	f.Update(func(tx app.Tx) error { return tx.DeleteAgent(gone.ID) })
	isGone(t, false)
	stays(t, true)
	f.View(func(tx app.Tx) error {
		due, err := tx.DueForwardings(Now, 10, nil)
		require.NoError(t, err)
		require.Len(t, due, 1)
		people, err := tx.DueSessions(Now, 10)
		require.NoError(t, err)
		require.Len(t, people, 1)
		waiting, err := tx.WaitingArrivals(10)
		require.Len(t, waiting, 1)
		return err
	})
}
