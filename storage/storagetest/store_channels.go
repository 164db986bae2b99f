package storagetest

import (
	"testing"
	"time"

	"channeldesk/app"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func channelRoundTrip(t *testing.T, f *Factory) {
	a := f.Agent("")
	c := f.Channel(a.ID, app.Draft)
	require.EqualValues(t, 1, c.Revision)
	require.Len(t, c.Refs(), 3)

	c.Webhook.Previous, c.Webhook.Secret = c.Webhook.Secret, f.Secret()
	c.Webhook.PreviousUntil, c.Webhook.PreviousLastUsed = Now.Add(time.Hour), Now
	c.Webhook.Registered = app.Registration{
		URL: "https://desk.example/w/" + c.Key, At: Now, By: "Dewi", OK: true, Scope: "waba", SecretRef: c.Webhook.Secret.Ref,
	}
	delete(c.Secrets, "app_secret")
	c.Secrets["access_token"] = f.Secret()
	c.Fields["empty"] = ""
	c.Session.AskUserToEnd = true
	c.AccountCode, c.Version, c.UpdatedBy = "", 3, "Budi"
	f.Update(func(tx app.Tx) error { return tx.UpdateChannel(c) })
	c.Revision++
	require.Equal(t, c, f.Get(a.ID, app.Draft))
	f.View(func(tx app.Tx) error {
		got, err := tx.FindChannel(c.Key)
		require.Equal(t, c, got)
		return err
	})
	f.Update(func(tx app.Tx) error { return tx.DeleteChannel(c.ID) })
	f.View(func(tx app.Tx) error {
		_, err := tx.GetChannel(a.ID, app.Draft)
		RequireCode(t, app.CodeNotFound, err)
		return nil
	})
}

// moments are times as the program has them: in UTC and whole milliseconds.
func moments() *rapid.Generator[time.Time] {
	return rapid.Custom(func(t *rapid.T) time.Time {
		if rapid.Bool().Draw(t, "zero") {
			return time.Time{}
		}
		return time.UnixMilli(rapid.Int64Range(-1e12, 4e12).Draw(t, "ms")).UTC()
	})
}

func secretInfos() *rapid.Generator[app.SecretInfo] {
	return rapid.Custom(func(t *rapid.T) app.SecretInfo {
		return app.SecretInfo{
			Ref:    app.SecretRef("m:" + rapid.StringMatching(`[0-9a-f]{32}`).Draw(t, "ref")),
			Origin: app.SecretRef(rapid.String().Draw(t, "origin")),
			SetAt:  moments().Draw(t, "set"), SetBy: rapid.String().Draw(t, "by"), Last4: rapid.String().Draw(t, "last4"),
			ExpiresAt: moments().Draw(t, "expires"), NeverExpires: rapid.Bool().Draw(t, "never"), VerifiedAt: moments().Draw(t, "verified"),
		}
	})
}

func changedChannel(t *rapid.T, c app.Channel) app.Channel {
	text := rapid.String()
	wait := rapid.Map(rapid.Int64Range(0, 1e9), func(ms int64) time.Duration { return time.Duration(ms) * time.Millisecond })
	c.Protocol = app.ProtocolID(text.Draw(t, "protocol"))
	c.AccountCode = text.Draw(t, "account")
	c.Fields = rapid.MapOfN(text, text, 0, 5).Draw(t, "fields")
	c.Secrets = rapid.MapOfN(rapid.StringMatching(`[a-v]{1,8}`), secretInfos(), 0, 4).Draw(t, "secrets")
	c.Webhook = app.Webhook{
		PreviousUntil: moments().Draw(t, "until"), PreviousLastUsed: moments().Draw(t, "used"),
		Registered: app.Registration{
			URL: text.Draw(t, "url"), At: moments().Draw(t, "at"), By: text.Draw(t, "registered by"), OK: rapid.Bool().Draw(t, "ok"),
			Scope: text.Draw(t, "scope"), SecretRef: app.SecretRef(text.Draw(t, "registered")),
		},
	}
	c.Parked = rapid.MapOfN(rapid.Map(rapid.StringMatching(`[a-z_]{0,8}`), func(s string) app.ProtocolID { return app.ProtocolID(s) }),
		parkedValues(), 0, 3).Draw(t, "parked")
	c.Webhook.LastTry = tries().Draw(t, "try")
	if rapid.Bool().Draw(t, "has secret") {
		c.Webhook.Secret = secretInfos().Draw(t, "secret")
	}
	if rapid.Bool().Draw(t, "has previous") {
		c.Webhook.Previous = secretInfos().Draw(t, "previous")
	}
	c.Session = app.SessionSettings{
		AskUserToEnd: rapid.Bool().Draw(t, "ask"), AskMoreAfter: wait.Draw(t, "first"), EndConfirmationAfter: wait.Draw(t, "second"),
		AskMoreText: text.Draw(t, "more"), EndConfirmationText: text.Draw(t, "end"), ClosingText: text.Draw(t, "closing"),
		AskMoreYes: text.Draw(t, "yes"), AskMoreNo: text.Draw(t, "no"), EndYes: text.Draw(t, "end yes"), EndNo: text.Draw(t, "end no"),
	}
	c.Forward.URL = text.Draw(t, "forward")
	c.Version = rapid.IntRange(0, 1e6).Draw(t, "version")
	c.UpdatedAt, c.UpdatedBy = moments().Draw(t, "updated"), text.Draw(t, "who")
	return c
}

func channelProperty(t *testing.T, f *Factory) {
	a := f.Agent("")
	f.Channel(a.ID, app.Published)
	versions := 0
	rapid.Check(t, func(rt *rapid.T) {
		c := changedChannel(rt, f.Get(a.ID, app.Published))
		f.Update(func(tx app.Tx) error { return tx.UpdateChannel(c) })
		c.Revision++
		require.Equal(rt, c, f.Get(a.ID, app.Published))
		versions++
		f.Update(func(tx app.Tx) error {
			_, err := tx.AddVersion(app.Version{ChannelID: c.ID, Number: versions, Snapshot: c})
			return err
		})
		f.View(func(tx app.Tx) error {
			v, err := tx.GetVersion(c.ID, versions)
			c.Parked, c.Webhook.LastTry = map[app.ProtocolID]app.ProtocolValues{}, app.RegistrationTry{} // no part of a version
			require.Equal(rt, c, v.Snapshot)
			return err
		})
	})
}

func channelConflict(t *testing.T, f *Factory) {
	a := f.Agent("")
	f.Channel(a.ID, app.Published)
	first, second := f.Get(a.ID, app.Published), f.Get(a.ID, app.Published)
	first.Forward.URL, first.UpdatedBy = "https://first.example", "Budi"
	f.Update(func(tx app.Tx) error { return tx.UpdateChannel(first) })
	second.Forward.URL = "https://second.example"
	second.Secrets["access_token"] = f.Secret()
	err := f.Store.Update(t.Context(), func(tx app.Tx) error { return tx.UpdateChannel(second) })
	e := RequireCode(t, app.CodeConflict, err)
	require.Contains(t, e.What.String(), "Budi")
	require.NotEmpty(t, e.Fix.String())
	first.Revision++
	require.Equal(t, first, f.Get(a.ID, app.Published))

	f.Update(func(tx app.Tx) error { return tx.DeleteChannel(first.ID) })
	err = f.Store.Update(t.Context(), func(tx app.Tx) error { return tx.UpdateChannel(first) })
	RequireCode(t, app.CodeNotFound, err)
}

func channelRules(t *testing.T, f *Factory) {
	a := f.Agent("")
	c := f.Channel(a.ID, app.Published)
	try := func(change func(*app.Channel)) error {
		n := app.Channel{AgentID: a.ID, Environment: app.Draft, Key: "ag-000000"}
		change(&n)
		return f.Store.Update(t.Context(), func(tx app.Tx) error { _, err := tx.CreateChannel(n); return err })
	}
	RequireCode(t, app.CodeConflict, try(func(n *app.Channel) { n.Environment = app.Published }))
	e := RequireCode(t, app.CodeConflict, try(func(n *app.Channel) { n.Key = c.Key }))
	require.Equal(t, "key", e.Field)
	RequireCode(t, app.CodeNotFound, try(func(n *app.Channel) { n.AgentID = 999 }))
	require.Error(t, try(func(n *app.Channel) { n.Environment = "staging" }))
	require.Error(t, try(func(n *app.Channel) {
		n.Secrets = map[string]app.SecretInfo{app.WebhookSecretName: f.Secret()}
	}), "a protocol's secret with the name of the webhook secret")
	require.NoError(t, try(func(*app.Channel) {}))
	empty := f.Get(a.ID, app.Draft)
	require.True(t, empty.IsEmpty())
	require.NotNil(t, empty.Fields)
	require.NotNil(t, empty.Secrets)
	RequireCode(t, app.CodeNotFound, f.Store.Update(t.Context(), func(tx app.Tx) error { return tx.DeleteChannel(999) }))
	RequireCode(t, app.CodeNotFound, f.Store.View(t.Context(), func(tx app.Tx) error { _, err := tx.FindChannel("no"); return err }))
}

func channelList(t *testing.T, f *Factory) {
	a, b := f.Agent(""), f.Agent("")
	want := []app.Channel{f.Channel(a.ID, app.Draft), f.Channel(a.ID, app.Published), f.Channel(b.ID, app.Published)}
	f.View(func(tx app.Tx) error {
		got, err := tx.ListChannels()
		require.Equal(t, want, got)
		return err
	})
}

func secretRefs(t *testing.T, f *Factory) {
	a := f.Agent("")
	c := f.Channel(a.ID, app.Draft)
	held := c.Secrets["access_token"].Ref
	f.Update(func(tx app.Tx) error {
		require.NoError(t, tx.AddSecretRef("k:early", Now.Add(-time.Hour)))
		require.NoError(t, tx.AddSecretRef("k:early", Now), "twice is once")
		require.NoError(t, tx.AddSecretRef("k:late", Now))
		require.NoError(t, tx.AddSecretRef(held, Now.Add(-time.Hour)))
		got, err := tx.OrphanSecretRefs(Now)
		require.Equal(t, []app.SecretRef{"k:early"}, got)
		require.NoError(t, err)
		require.NoError(t, tx.RemoveSecretRef("k:early"))
		require.NoError(t, tx.RemoveSecretRef("k:early"), "not there is fine")
		got, err = tx.OrphanSecretRefs(Now.Add(time.Millisecond))
		require.Equal(t, []app.SecretRef{"k:late"}, got)
		return err
	})
	err := f.Store.Update(t.Context(), func(tx app.Tx) error { return tx.RemoveSecretRef(held) })
	RequireCode(t, app.CodeConflict, err)
}

func secretRefsRemembered(t *testing.T, f *Factory) {
	a := f.Agent("")
	c := f.Channel(a.ID, app.Published)
	old := c.Secrets["access_token"].Ref
	f.Update(func(tx app.Tx) error {
		_, err := tx.AddVersion(app.Version{ChannelID: c.ID, Number: 1, Snapshot: c})
		return err
	})
	c.Secrets["access_token"] = f.Secret()
	f.Update(func(tx app.Tx) error {
		require.NoError(t, tx.UpdateChannel(c))
		got, err := tx.OrphanSecretRefs(Now.Add(time.Hour))
		require.Empty(t, got, "a version still holds it")
		require.NoError(t, err)
		require.NoError(t, tx.DropVersionSecrets(c.ID, 0))
		got, err = tx.OrphanSecretRefs(Now.Add(time.Hour))
		require.Equal(t, []app.SecretRef{old}, got)
		return err
	})
}
