package storagetest

import (
	"testing"
	"time"

	"channeldesk/app"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func parkedValues() *rapid.Generator[app.ProtocolValues] {
	return rapid.Custom(func(t *rapid.T) app.ProtocolValues {
		return app.ProtocolValues{
			Fields:  rapid.MapOfN(rapid.String(), rapid.String(), 0, 3).Draw(t, "fields"),
			Secrets: rapid.MapOfN(rapid.StringMatching(`[a-z/]{0,8}`), secretInfos(), 0, 3).Draw(t, "secrets"),
		}
	})
}

func tries() *rapid.Generator[app.RegistrationTry] {
	return rapid.Custom(func(t *rapid.T) app.RegistrationTry {
		if rapid.Bool().Draw(t, "none") {
			return app.RegistrationTry{}
		}
		text := rapid.String()
		r := app.RegistrationTry{
			At: moments().Draw(t, "at"), By: text.Draw(t, "by"), Result: app.RegistrationResult(text.Draw(t, "result")),
			URL: text.Draw(t, "url"), Detail: text.Draw(t, "detail"),
		}
		if rapid.Bool().Draw(t, "words") {
			r.What = app.Say(text.Draw(t, "what"), "Name", text.Draw(t, "value"))
			r.Fix = app.Say(text.Draw(t, "fix"))
		}
		return r
	})
}

// withParked is a saved channel that has values of two other protocols.
func withParked(f *Factory, agent app.AgentID) app.Channel {
	c := f.Channel(agent, app.Draft)
	c.Parked = map[app.ProtocolID]app.ProtocolValues{
		"qontak": {
			Fields:  map[string]string{"channel_integration_id": "0b21e0ce-28a0-4a42-9b0b-5b6a6a9d0c11", "empty": ""},
			Secrets: map[string]app.SecretInfo{"access_token": f.Secret(), "client_secret": f.Secret()},
		},
		"coster": {Fields: map[string]string{}, Secrets: map[string]app.SecretInfo{}},
	}
	f.Update(func(tx app.Tx) error { return tx.UpdateChannel(c) })
	c.Revision++
	return c
}

func parkedRoundTrip(t *testing.T, f *Factory) {
	a, b := f.Agent(""), f.Agent("")
	require.Equal(t, map[app.ProtocolID]app.ProtocolValues{}, f.Channel(b.ID, app.Draft).Parked, "a map that can be filled")
	c := withParked(f, a.ID)
	require.Equal(t, c, f.Get(a.ID, app.Draft))
	require.Len(t, c.Refs(), 5)
	f.View(func(tx app.Tx) error {
		all, err := tx.ListChannels()
		require.NoError(t, err)
		require.Equal(t, c, all[0])
		byKey, err := tx.FindChannel(c.Key)
		require.Equal(t, c, byKey)
		return err
	})

	// The protocols change places: equal names of secrets do not get in each other's way.
	token, parked := c.Secrets["access_token"], c.Parked["qontak"]
	c = c.Clone()
	c.Parked = map[app.ProtocolID]app.ProtocolValues{c.Protocol: {Fields: c.Fields, Secrets: c.Secrets}}
	c.Protocol, c.Fields, c.Secrets = "qontak", parked.Fields, parked.Secrets
	f.Update(func(tx app.Tx) error { return tx.UpdateChannel(c) })
	c.Revision++
	got := f.Get(a.ID, app.Draft)
	require.Equal(t, c, got)
	require.Equal(t, token, got.Parked["meta_cloud"].Secrets["access_token"])
	require.NotEqual(t, token.Ref, got.Secrets["access_token"].Ref)

	try := func(change func(*app.Channel)) error {
		n := c.Clone()
		change(&n)
		return f.Store.Update(t.Context(), func(tx app.Tx) error { return tx.UpdateChannel(n) })
	}
	require.Error(t, try(func(n *app.Channel) { n.Secrets["qontak/access_token"] = f.Secret() }))
	require.Error(t, try(func(n *app.Channel) { n.Parked["a/b"] = app.ProtocolValues{} }))
	require.NoError(t, try(func(n *app.Channel) { n.Parked = nil }))
}

func parkedSecretsHeld(t *testing.T, f *Factory) {
	a := f.Agent("")
	c := withParked(f, a.ID)
	one, two := c.Parked["qontak"].Secrets["access_token"].Ref, c.Parked["qontak"].Secrets["client_secret"].Ref
	orphans := func(want ...app.SecretRef) {
		t.Helper()
		f.View(func(tx app.Tx) error {
			got, err := tx.OrphanSecretRefs(Now.Add(time.Hour))
			require.ElementsMatch(t, want, got)
			return err
		})
	}
	orphans()
	RequireCode(t, app.CodeConflict, f.Store.Update(t.Context(), func(tx app.Tx) error { return tx.RemoveSecretRef(one) }))

	delete(c.Parked["qontak"].Secrets, "access_token")
	f.Update(func(tx app.Tx) error { return tx.UpdateChannel(c) })
	orphans(one)
	c = f.Get(a.ID, app.Draft)
	delete(c.Parked, "qontak")
	f.Update(func(tx app.Tx) error { return tx.UpdateChannel(c) })
	orphans(one, two)
}

func parkedNotInVersions(t *testing.T, f *Factory) {
	a := f.Agent("")
	c := withParked(f, a.ID)
	f.Update(func(tx app.Tx) error {
		_, err := tx.AddVersion(app.Version{ChannelID: c.ID, Number: 1, Snapshot: c})
		return err
	})
	require.Len(t, c.Parked, 2, "the caller's channel stays as it was")
	f.View(func(tx app.Tx) error {
		v, err := tx.GetVersion(c.ID, 1)
		require.NoError(t, err)
		require.Empty(t, v.Snapshot.Parked)
		require.Equal(t, c.Secrets, v.Snapshot.Secrets)
		return nil
	})
	parked := c.Parked["qontak"].Secrets["access_token"].Ref
	c.Parked = nil
	f.Update(func(tx app.Tx) error {
		require.NoError(t, tx.UpdateChannel(c))
		got, err := tx.OrphanSecretRefs(Now.Add(time.Hour))
		require.Contains(t, got, parked, "a version holds it")
		return err
	})
}

func lastTry(t *testing.T, f *Factory) {
	a := f.Agent("")
	c := f.Channel(a.ID, app.Published)
	require.Zero(t, c.Webhook.LastTry)
	c.Webhook.LastTry = app.RegistrationTry{
		At: Now, By: "Dewi", Result: app.ResultRefused, URL: "https://desk.example/w/…",
		What: app.Say("{{.Provider}} refused it until {{.When}}.", "Provider", "Meta", "When", app.Moment(Now)),
		Fix:  app.Say("Make a new token."), Detail: "190",
	}
	c.Webhook.Registered = app.Registration{URL: "https://desk.example/w/…", At: Now, By: "Budi"}
	f.Update(func(tx app.Tx) error { return tx.UpdateChannel(c) })
	got := f.Get(a.ID, app.Published)
	require.Equal(t, c.Webhook, got.Webhook)
	got.Webhook.LastTry = app.RegistrationTry{}
	f.Update(func(tx app.Tx) error { return tx.UpdateChannel(got) })
	require.Zero(t, f.Get(a.ID, app.Published).Webhook.LastTry)
}
