package storagetest

import (
	"errors"
	"testing"
	"time"

	"channeldesk/app"

	"github.com/stretchr/testify/require"
)

func versions(t *testing.T, f *Factory) {
	a := f.Agent("")
	c := f.Channel(a.ID, app.Published)
	v := app.Version{
		ChannelID: c.ID, Number: 1, At: Now, By: "Dewi", Note: "first",
		Changes: []app.Text{app.Say("The number is {{.N}}", "N", "+62")}, Snapshot: c,
	}
	f.Update(func(tx app.Tx) (err error) {
		v.ID, err = tx.AddVersion(v)
		require.NoError(t, err)
		_, err = tx.AddVersion(app.Version{ChannelID: c.ID, Snapshot: c}) // takes the next number
		return err
	})
	f.View(func(tx app.Tx) error {
		got, err := tx.GetVersion(c.ID, 1)
		require.NoError(t, err)
		require.Equal(t, v, got)
		all, err := tx.ListVersions(c.ID)
		require.NoError(t, err)
		require.Len(t, all, 2)
		require.Equal(t, 2, all[0].Number)
		require.Equal(t, v, all[1])
		_, err = tx.GetVersion(c.ID, 3)
		RequireCode(t, app.CodeNotFound, err)
		return nil
	})
	add := func(v app.Version) error {
		return f.Store.Update(t.Context(), func(tx app.Tx) error { _, err := tx.AddVersion(v); return err })
	}
	RequireCode(t, app.CodeConflict, add(v))
	RequireCode(t, app.CodeNotFound, add(app.Version{ChannelID: 999, Number: 1}))
}

func versionSecrets(t *testing.T, f *Factory) {
	a := f.Agent("")
	c := f.Channel(a.ID, app.Published)
	for n := 1; n <= 4; n++ {
		c = f.Get(a.ID, app.Published)
		c.Secrets["access_token"] = f.Secret()
		f.Update(func(tx app.Tx) error {
			require.NoError(t, tx.UpdateChannel(c))
			_, err := tx.AddVersion(app.Version{ChannelID: c.ID, Number: n, Snapshot: c})
			return err
		})
	}
	f.Update(func(tx app.Tx) error { return tx.DropVersionSecrets(c.ID, 2) })
	f.View(func(tx app.Tx) error {
		all, err := tx.ListVersions(c.ID)
		require.NoError(t, err)
		require.Len(t, all, 4, "the versions themselves stay")
		for _, v := range all {
			token := v.Snapshot.Secrets["access_token"]
			require.Equal(t, v.Number > 2, token.Present())
			require.Equal(t, v.Number > 2, v.Snapshot.Webhook.Secret.Present())
			require.Equal(t, "x7Qz", token.Last4, "what was known of it stays")
		}
		return nil
	})
}

func checks(t *testing.T, f *Factory) {
	a := f.Agent("")
	c := f.Channel(a.ID, app.Draft)
	report := app.CheckReport{
		At: Now, Took: 1234 * time.Millisecond,
		Steps: []app.CheckStep{
			{ID: "token", State: app.StepPassed, Warning: true, Title: app.Say("Token"), Detail: app.Say("Ends in {{.N}} days", "N", int64(7))},
			{
				ID: "number", State: app.StepFailed, Title: app.Say("Number"), Fix: app.Say("Choose {{.A}}", "A", app.Say("another {{.B}}", "B", "one")),
				Action: "pick_number", Field: "phone_number_id", Code: "100/33",
			},
		},
		Facts:   map[string]string{"quality": "GREEN"},
		Secrets: map[string]app.SecretFacts{"access_token": {ExpiresAt: Now, NeverExpires: true, Verified: true}},
	}
	f.View(func(tx app.Tx) error {
		_, err := tx.GetCheck(c.ID)
		RequireCode(t, app.CodeNotFound, err)
		return nil
	})
	f.Update(func(tx app.Tx) error {
		require.NoError(t, tx.SaveCheck(c.ID, app.CheckReport{At: Now.Add(-time.Hour)}))
		return tx.SaveCheck(c.ID, report)
	})
	f.View(func(tx app.Tx) error {
		got, err := tx.GetCheck(c.ID)
		require.Equal(t, report, got)
		return err
	})
	RequireCode(t, app.CodeNotFound, f.Store.Update(t.Context(), func(tx app.Tx) error { return tx.SaveCheck(999, report) }))
}

func handoffs(t *testing.T, f *Factory) {
	a := f.Agent("Nusa Bakery")
	c := f.Channel(a.ID, app.Published)
	h := app.Handoff{
		ChannelID: c.ID, At: Now, By: "Dewi", To: "Pak Joko", Audience: app.ForClientIT, Way: app.HandoffPDF,
		Language: "id", WithSecret: true, Version: 7, Note: "by mail", Fingerprint: "f00",
	}
	f.Update(func(tx app.Tx) (err error) {
		got, err := tx.AddHandoff(h)
		require.NoError(t, err)
		require.Equal(t, "NB-0001", got.Sheet)
		h.ID, h.Sheet = got.ID, got.Sheet
		require.Equal(t, h, got)
		_, err = tx.AddHandoff(app.Handoff{ChannelID: c.ID, Way: app.HandoffNote})
		return err
	})
	changed := h
	changed.FirstSignAt, changed.ConfirmedAt, changed.ConfirmedBy, changed.Note = Now, Now.Add(time.Hour), "Budi", "works"
	changed.To = "somebody else"
	f.Update(func(tx app.Tx) error { return tx.UpdateHandoff(changed) })
	changed.To = h.To // what was handed over stays as written
	f.View(func(tx app.Tx) error {
		got, err := tx.GetHandoff(h.ID)
		require.NoError(t, err)
		require.Equal(t, changed, got)
		all, err := tx.ListHandoffs(c.ID)
		require.NoError(t, err)
		require.Len(t, all, 2)
		require.Equal(t, changed, all[1])
		_, err = tx.GetHandoff(999)
		RequireCode(t, app.CodeNotFound, err)
		return nil
	})
	RequireCode(t, app.CodeNotFound, f.Store.Update(t.Context(), func(tx app.Tx) error {
		_, err := tx.AddHandoff(app.Handoff{ChannelID: 999})
		return err
	}))
	RequireCode(t, app.CodeNotFound, f.Store.Update(t.Context(), func(tx app.Tx) error {
		return tx.UpdateHandoff(app.Handoff{ID: 999})
	}))
}

func sheetNumbers(t *testing.T, f *Factory) {
	a, b := f.Agent("Nusa Bakery"), f.Agent("Toko")
	draft, published, other := f.Channel(a.ID, app.Draft), f.Channel(a.ID, app.Published), f.Channel(b.ID, app.Published)
	f.Update(func(tx app.Tx) error {
		add := func(id app.ChannelID, sheet string) string {
			h, err := tx.AddHandoff(app.Handoff{ChannelID: id, Sheet: sheet})
			require.NoError(t, err)
			return h.Sheet
		}
		require.Equal(t, "NB-0001", add(draft.ID, ""))
		require.Equal(t, "NB-0002", add(published.ID, ""))
		require.Equal(t, "T-0001", add(other.ID, ""))
		next, err := tx.NextSheet(a.ID)
		require.NoError(t, err)
		require.Equal(t, "NB-0003", next)
		require.Equal(t, next, add(draft.ID, next), "a printed sheet keeps its number")
		require.Equal(t, next, add(draft.ID, next), "and may leave again in another way")
		require.Equal(t, "NB-0004", add(draft.ID, ""))
		require.NoError(t, tx.DeleteChannel(draft.ID))
		require.Equal(t, "NB-0005", add(published.ID, ""), "numbers are not used again")
		_, err = tx.NextSheet(999)
		RequireCode(t, app.CodeNotFound, err)
		return nil
	})
}

func activity(t *testing.T, f *Factory) {
	line := app.Activity{
		At: Now, By: "Dewi", AgentID: 1, Environment: app.Draft, Kind: app.ActSettingChanged,
		Text: app.Say("Number changed"), Before: "+62", After: "+65",
	}
	f.Update(func(tx app.Tx) error {
		require.NoError(t, tx.AddActivity(line))
		require.NoError(t, tx.AddActivity(app.Activity{AgentID: 2, Kind: app.ActChecked}))
		return tx.AddActivity(app.Activity{At: Now, Kind: app.ActWorkspaceSetting})
	})
	f.View(func(tx app.Tx) error {
		all, err := tx.ListActivity(0, 10)
		require.NoError(t, err)
		require.Len(t, all, 3)
		require.Equal(t, app.ActWorkspaceSetting, all[0].Kind)
		one, err := tx.ListActivity(1, 10)
		require.NoError(t, err)
		require.Len(t, one, 1)
		line.ID = one[0].ID
		require.Equal(t, line, one[0])
		last, err := tx.ListActivity(0, 1)
		require.Len(t, last, 1)
		return err
	})
}

func activityText(t *testing.T, f *Factory) {
	texts := []app.Text{
		{},
		app.Say("No values"),
		app.Say("{{.A}} {{.B}} {{.C}} {{.D}}", "A", 1_000_000, "B", 2.5, "C", true, "D", "“quoted” 💬\n"),
		app.Say("{{.Env}} after {{.Wait}}", "Env", app.Draft, "Wait", 90*time.Second),
		app.Say("{{.At}} {{.Err}} {{.List}}", "At", Now, "Err", errors.New("because"), "List", []string{"a", "b"}),
		app.Say("{{.Inner}}!", "Inner", app.Say("in {{.Deep}}", "Deep", app.Say("deep {{.N}}", "N", 3))),
		app.Say("{{.Secret}}", "Secret", app.NewSecret("must-not-be-stored")),
		app.Say("until {{.When}}", "When", app.Moment(Now)),
	}
	f.Update(func(tx app.Tx) error {
		for _, text := range texts {
			require.NoError(t, tx.AddActivity(app.Activity{Kind: "x", Text: text}))
		}
		return nil
	})
	f.View(func(tx app.Tx) error {
		got, err := tx.ListActivity(0, len(texts))
		require.NoError(t, err)
		for i, text := range texts {
			back := got[len(texts)-1-i].Text
			require.Equal(t, text.String(), back.String())
			require.Equal(t, text.Template, back.Template)
		}
		inner, ok := got[2].Text.Args["Inner"].(app.Text)
		require.True(t, ok, "a sentence inside a sentence stays translatable")
		require.Equal(t, "in {{.Deep}}", inner.Template)
		require.Equal(t, texts[len(texts)-1], got[0].Text, "a time inside a sentence stays a time")
		return nil
	})
}
