package storagetest

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"channeldesk/app"

	"github.com/stretchr/testify/require"
)

// Template makes a full template of a channel without keeping it.
func (f *Factory) Template(channel app.ChannelID, name, language string) app.Template {
	return app.Template{
		ChannelID: channel, ProviderID: "1689556908129832", Name: name, Language: language, Category: app.CategoryUtility,
		NextCategory: app.CategoryMarketing, PreviousCategory: app.CategoryAuthentication, Status: app.TemplateRejected, StatusWord: "REJECTED",
		Quality: app.QualityHigh, Code: "INVALID_FORMAT", Reason: app.Say("The form of {{.Name}} is wrong.", "Name", name), Fix: app.Say("Mend it."),
		Design: app.TemplateDesign{
			Category: app.CategoryUtility, Named: true, Header: &app.HeaderDesign{Kind: app.HeaderImage, Handle: "4::aW", File: "kartu.png", Path: "/tmp/kartu.png"},
			Body: "Hello {{name}},\nyour bill is {{amount}} 👋 <b>", Samples: map[string]string{"name": "Ann", "amount": "Rp 1"}, Footer: "Bank",
			Buttons:  []app.ButtonDesign{{Kind: app.ButtonURL, Text: "Pay", URL: "https://a.example/{{1}}", Sample: "https://a.example/1"}},
			Cards:    []app.CardDesign{{Header: app.HeaderDesign{Kind: app.HeaderVideo, Handle: "h"}, Body: "Card", Buttons: []app.ButtonDesign{{Kind: app.ButtonQuickReply, Text: "Yes"}}}},
			Lifetime: 10 * time.Minute, Unknown: []json.RawMessage{json.RawMessage(`{"type":"NEW","x":9007199254740993}`)},
		},
		Labels: map[string]string{"amount": "Amount due"}, SubmittedBy: "Dewi", SubmittedAt: Now, EditedAt: []time.Time{Now.Add(-time.Hour), Now}, ChangedAt: Now.Add(time.Hour), SyncedAt: Now.Add(2 * time.Hour),
	}
}

func templates(t *testing.T, f *Factory) {
	a := f.Agent("")
	c, other := f.Channel(a.ID, app.Published), f.Channel(a.ID, app.Draft)
	one := f.Template(c.ID, "payment_due", "id")
	f.Update(func(tx app.Tx) (err error) {
		one.ID, err = tx.SaveTemplate(one)
		return err
	})
	require.NotZero(t, one.ID)
	f.View(func(tx app.Tx) error {
		got, err := tx.GetTemplate(one.ID)
		require.NoError(t, err)
		require.Equal(t, one, got)
		got, err = tx.FindTemplate(c.ID, "payment_due", "id")
		require.NoError(t, err)
		require.Equal(t, one, got)
		for _, at := range []struct {
			id             app.ChannelID
			name, language string
		}{{other.ID, "payment_due", "id"}, {c.ID, "payment", "id"}, {c.ID, "payment_due", "en"}} {
			_, err = tx.FindTemplate(at.id, at.name, at.language)
			RequireCode(t, app.CodeNotFound, err)
		}
		_, err = tx.GetTemplate(999)
		RequireCode(t, app.CodeNotFound, err)
		return nil
	})
	// Without a number, the one with the name and language is replaced.
	bare := app.Template{ChannelID: c.ID, Name: "payment_due", Language: "id", Status: app.TemplateApproved, Category: app.CategoryUtility}
	f.Update(func(tx app.Tx) error {
		id, err := tx.SaveTemplate(bare)
		require.NoError(t, err)
		require.Equal(t, one.ID, id)
		for _, at := range [][2]string{{"payment_due", "en"}, {"hello", "id"}} {
			_, err = tx.SaveTemplate(f.Template(c.ID, at[0], at[1]))
			require.NoError(t, err)
		}
		_, err = tx.SaveTemplate(f.Template(other.ID, "payment_due", "id"))
		require.NoError(t, err)
		return nil
	})
	f.View(func(tx app.Tx) error {
		all, err := tx.ListTemplates(c.ID)
		require.NoError(t, err)
		var names []string
		for _, v := range all {
			names = append(names, v.Name+" "+v.Language)
		}
		require.Equal(t, []string{"hello id", "payment_due en", "payment_due id"}, names)
		bare.ID, bare.Labels = one.ID, map[string]string{}
		require.Equal(t, bare, all[2], "nothing of the former one stays")
		return nil
	})
	refused := func(code app.Code, fn func(app.Tx) error) { RequireCode(t, code, f.Store.Update(t.Context(), fn)) }
	refused(app.CodeNotFound, func(tx app.Tx) error { return tx.RemoveTemplate(999) })
	refused(app.CodeNotFound, func(tx app.Tx) error {
		_, err := tx.SaveTemplate(app.Template{ID: 999, ChannelID: c.ID, Name: "x"})
		return err
	})
	refused(app.CodeNotFound, func(tx app.Tx) error {
		_, err := tx.SaveTemplate(app.Template{ChannelID: 999, Name: "x"})
		return err
	})
	refused(app.CodeConflict, func(tx app.Tx) error {
		taken := one
		taken.Language = "en"
		_, err := tx.SaveTemplate(taken)
		return err
	})
	f.Update(func(tx app.Tx) error { return tx.RemoveTemplate(one.ID) })
	f.Update(func(tx app.Tx) error { return tx.DeleteChannel(c.ID) })
	f.View(func(tx app.Tx) error {
		for id, want := range map[app.ChannelID]int{c.ID: 0, other.ID: 1} {
			all, err := tx.ListTemplates(id)
			require.NoError(t, err)
			require.Len(t, all, want)
		}
		return nil
	})
}

func templateSyncs(t *testing.T, f *Factory) {
	c := f.Channel(f.Agent("").ID, app.Published)
	read := func() (s app.TemplateSync) {
		f.View(func(tx app.Tx) (err error) { s, err = tx.GetTemplateSync(c.ID); return err })
		return s
	}
	require.Zero(t, read())
	for _, s := range []app.TemplateSync{
		{TriedAt: Now, Problem: app.Say("Meta has a problem.")},
		{At: Now.Add(time.Hour), TriedAt: Now.Add(time.Hour), Limit: 250},
	} {
		f.Update(func(tx app.Tx) error { return tx.SetTemplateSync(c.ID, s) })
		require.Equal(t, s, read())
	}
	RequireCode(t, app.CodeNotFound, f.Store.Update(t.Context(), func(tx app.Tx) error { return tx.SetTemplateSync(999, app.TemplateSync{}) }))
}

func templateDrafts(t *testing.T, f *Factory) {
	c := f.Channel(f.Agent("").ID, app.Published)
	design := f.Template(c.ID, "x", "id").Design
	one := app.TemplateDraft{
		ChannelID: c.ID, Name: "payment_due", Language: "id", Design: design, Labels: map[string]string{"1": "Name"},
		Edits: "1689556908129832", Problem: app.Say("Refused."), CreatedBy: "Dewi", SavedAt: Now,
		Aside:   app.TemplateAside{Words: &app.TemplateDesign{Body: "Put aside"}, Cards: []app.CardDesign{{Body: "A card"}}},
		Uploads: []app.SampleUpload{{Path: "/home/dewi/card.png", Size: 12, Changed: Now, Mark: "upload:1"}},
	}
	two := app.TemplateDraft{ChannelID: c.ID, CreatedBy: "Budi", SavedAt: Now, Labels: map[string]string{}}
	f.Update(func(tx app.Tx) (err error) {
		if one.ID, err = tx.SaveTemplateDraft(one); err != nil {
			return err
		}
		two.ID, err = tx.SaveTemplateDraft(two)
		return err
	})
	list := func() (all []app.TemplateDraft) {
		f.View(func(tx app.Tx) (err error) { all, err = tx.ListTemplateDrafts(c.ID); return err })
		return all
	}
	require.Equal(t, []app.TemplateDraft{two, one}, list(), "latest saved first")
	changed := one
	changed.Name, changed.Design.Body, changed.SavedAt, changed.Problem = "other", "Hello", Now.Add(time.Second), app.Text{}
	f.Update(func(tx app.Tx) error {
		by := changed
		by.CreatedBy = "Somebody else"
		id, err := tx.SaveTemplateDraft(by)
		require.Equal(t, one.ID, id)
		return err
	})
	require.Equal(t, []app.TemplateDraft{changed, two}, list())
	f.View(func(tx app.Tx) error {
		got, err := tx.GetTemplateDraft(one.ID)
		require.NoError(t, err)
		require.Equal(t, changed, got)
		_, err = tx.GetTemplateDraft(999)
		RequireCode(t, app.CodeNotFound, err)
		return nil
	})
	for _, fn := range []func(app.Tx) error{
		func(tx app.Tx) error { return tx.RemoveTemplateDraft(999) },
		func(tx app.Tx) error { _, err := tx.SaveTemplateDraft(app.TemplateDraft{ID: 999}); return err },
		func(tx app.Tx) error { _, err := tx.SaveTemplateDraft(app.TemplateDraft{ChannelID: 999}); return err },
	} {
		RequireCode(t, app.CodeNotFound, f.Store.Update(t.Context(), fn))
	}
	f.Update(func(tx app.Tx) error { return tx.RemoveTemplateDraft(one.ID) })
	require.Equal(t, []app.TemplateDraft{two}, list())
}

func templateUses(t *testing.T, f *Factory) {
	c := f.Channel(f.Agent("").ID, app.Published)
	since := Now.Add(-time.Hour)
	add := func(n int, name, language string, source app.MessageSource, key app.KeyID, status app.MessageStatus, at time.Time) {
		for range n {
			f.Update(func(tx app.Tx) error {
				_, err := tx.AddMessage(app.Message{
					Mark: fmt.Sprintf("msg_t%06d", f.next()), ChannelID: c.ID, To: "+6281234567890", Source: source, KeyID: key, Status: status, CreatedAt: at, DueAt: at,
					Content: app.Content{Template: &app.TemplateMessage{Name: name, Language: language}},
				})
				return err
			})
		}
	}
	add(2, "due", "id", app.SourceAPI, 7, app.MessageDelivered, Now)
	add(1, "due", "en", app.SourceAPI, 7, app.MessageDelivered, Now.Add(time.Minute))
	add(1, "due", "id", app.SourceWindow, 0, app.MessageQueued, Now)
	add(1, "due", "id", app.SourceBulk, 0, app.MessageSent, since.Add(-time.Millisecond)) // too old
	add(1, "other", "id", app.SourceAPI, 7, app.MessageQueued, Now)
	uses := func(name, language string) (u app.TemplateUses) {
		f.View(func(tx app.Tx) (err error) { u, err = tx.TemplateUses(c.ID, name, language, since); return err })
		return u
	}
	require.Equal(t, app.TemplateUses{Waiting: 1, Sent: []app.TemplateUse{
		{Source: app.SourceAPI, Key: 7, Count: 3, LastAt: Now.Add(time.Minute)}, {Source: app.SourceWindow, Count: 1, LastAt: Now},
	}}, uses("due", ""))
	require.Equal(t, app.TemplateUses{Sent: []app.TemplateUse{{Source: app.SourceAPI, Key: 7, Count: 1, LastAt: Now.Add(time.Minute)}}}, uses("due", "en"))
	require.Zero(t, uses("nothing", ""))
}
