package template_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"

	"channeldesk/app"
	"channeldesk/app/protocol"
	"channeldesk/app/template"

	"github.com/stretchr/testify/require"
)

func TestSyncTakesTheListOver(t *testing.T) {
	o := newOffice(t)
	o.fake.there = []app.Template{
		listedTemplate("1", "due", "id", app.TemplateApproved), listedTemplate("2", "due", "en", app.TemplateInReview),
		listedTemplate("3", "hello", "id", app.TemplateRejected), listedTemplate("4", "hello", "id", app.TemplateApproved),
	}
	var done []int
	require.NoError(t, o.Sync(t.Context(), o.agent.ID, app.Published, func(n int) { done = append(done, n) }))
	require.Equal(t, []int{2, 4}, done)
	all, sync, err := o.List(t.Context(), o.agent.ID, app.Published)
	require.NoError(t, err)
	require.Len(t, all, 3, "of two with one name, the one that can be sent")
	require.Equal(t, "4", o.list()["hello id"].ProviderID)
	require.Equal(t, app.TemplateSync{At: o.now, TriedAt: o.now, Limit: 250}, sync)
	require.Empty(t, o.lines(), "what was there before is no news")

	require.Equal(t, app.CodeNotFound, app.ErrorCode(o.Label(t.Context(), o.list()["due id"].ID, "1", "x")), "no such variable")
}

func TestSyncTellsWhatChanged(t *testing.T) {
	o := newOffice(t)
	o.fake.there = []app.Template{listedTemplate("1", "due", "id", app.TemplateInReview), listedTemplate("2", "old", "id", app.TemplateApproved), listedTemplate("3", "bad", "id", app.TemplateRejected)}
	o.sync()
	before := o.list()["due id"]
	o.now = o.now.Add(time.Hour)
	o.fake.there = []app.Template{listedTemplate("1", "due", "id", app.TemplateApproved)}
	o.fake.there[0].Quality = app.QualityLow
	o.sync()
	due := o.list()["due id"]
	require.Equal(t, before.ID, due.ID)
	require.Equal(t, app.TemplateApproved, due.Status)
	require.Equal(t, o.now, due.ChangedAt)
	require.Equal(t, app.TemplateLeaving, o.list()["old id"].Status, "a deleted one stays for a while")
	require.NotContains(t, o.list(), "bad id")
	require.Equal(t, []string{app.ActTemplateTold, app.ActTemplateTold, app.ActTemplateTold, app.ActTemplateTold}, o.lines())
	o.now = o.now.Add(31 * 24 * time.Hour)
	o.sync()
	require.NotContains(t, o.list(), "old id")
	require.Equal(t, due.ChangedAt, o.list()["due id"].ChangedAt)
}

// A look that fails, ends early or comes too late changes nothing.
func TestSyncIsWholeOrNothing(t *testing.T) {
	o := newOffice(t)
	o.fake.there = []app.Template{listedTemplate("1", "due", "id", app.TemplateApproved)}
	o.sync()
	at := o.now
	o.now = o.now.Add(time.Hour)
	o.fake.listErr = app.NewError(app.CodeProviderUnreachable, app.Say("Nobody answers."))
	require.Error(t, o.Sync(t.Context(), o.agent.ID, app.Published, nil))
	_, sync, err := o.List(t.Context(), o.agent.ID, app.Published)
	require.NoError(t, err)
	require.Equal(t, app.TemplateSync{At: at, TriedAt: o.now, Problem: app.Say("Nobody answers."), Limit: 250}, sync)
	require.Len(t, o.list(), 1)

	o.fake.listErr, o.fake.there = nil, nil
	o.fake.onList = func() {
		o.rows.Update(func(tx app.Tx) error {
			c := o.rows.Get(o.agent.ID, app.Published)
			c.Fields["waba_id"] = "999"
			return tx.UpdateChannel(c)
		})
	}
	require.Equal(t, app.CodeConflict, app.ErrorCode(o.Sync(t.Context(), o.agent.ID, app.Published, nil)))
	require.Len(t, o.list(), 1, "the list was another account's")
	o.fake.onList = nil

	ctx, cancel := context.WithCancel(t.Context())
	o.fake.there = []app.Template{listedTemplate("5", "new", "id", app.TemplateApproved)}
	require.Error(t, o.Sync(ctx, o.agent.ID, app.Published, func(int) { cancel() }))
	require.NotContains(t, o.list(), "new id")
}

func TestDraftsAreNeverLost(t *testing.T) {
	o := newOffice(t)
	d := o.draft(app.TemplateDraft{Name: "due"})
	require.Equal(t, "Sari", d.CreatedBy)
	d.Design.Body = "Half a sen"
	d = o.draft(d)
	require.NoError(t, o.DropDraft(t.Context(), d.ID))
	again := o.draft(d)
	require.NotEqual(t, d.ID, again.ID)
	list, err := o.Drafts(t.Context(), o.agent.ID, app.Published)
	require.NoError(t, err)
	require.Len(t, list, 1)
	require.Equal(t, "Half a sen", list[0].Design.Body)
}

func goodDraft() app.TemplateDraft {
	return app.TemplateDraft{Name: "due", Language: "id", Labels: map[string]string{"1": "Name"}, Design: app.TemplateDesign{
		Category: app.CategoryUtility, Body: "Hello {{1}}, please pay soon.", Samples: map[string]string{"1": "Ann"},
	}}
}

func TestSubmit(t *testing.T) {
	o := newOffice(t)
	d := o.draft(goodDraft())
	made, err := o.submit(d.ID)
	require.NoError(t, err)
	require.Equal(t, app.CategoryMarketing, made.Category, "the provider decides")
	require.Equal(t, app.CategoryUtility, made.Design.Category)
	require.Equal(t, "Sari", made.SubmittedBy)
	list, err := o.Drafts(t.Context(), o.agent.ID, app.Published)
	require.NoError(t, err)
	require.Empty(t, list)
	require.Equal(t, []string{app.ActTemplateSubmitted}, o.lines())
	o.fake.there = nil
	o.sync()
	require.Contains(t, o.list(), "due id", "the list may lag")

	// Twice the same is refused here, before anybody is asked.
	d = o.draft(goodDraft())
	_, err = o.submit(d.ID)
	require.Equal(t, app.CodeInvalid, app.ErrorCode(err))
	require.Equal(t, "name", app.AsError(err).Field)
	require.Equal(t, 1, o.fake.created)
	list, err = o.Drafts(t.Context(), o.agent.ID, app.Published)
	require.NoError(t, err)
	require.False(t, list[0].Problem.IsEmpty())
}

// When nobody knows whether a submission was carried out, the list is read and
// nothing is sent twice.
func TestDoubtfulSubmission(t *testing.T) {
	for name, carriedOut := range map[string]bool{"carried out": true, "not carried out": false} {
		t.Run(name, func(t *testing.T) {
			o := newOffice(t)
			d := o.draft(goodDraft())
			o.fake.fails, o.fake.does = app.NewError(app.CodeProviderUnreachable, app.Say("Cut off.")), carriedOut
			made, err := o.submit(d.ID)
			require.Equal(t, 1, o.fake.created)
			require.Equal(t, 1, o.fake.reads)
			list, derr := o.Drafts(t.Context(), o.agent.ID, app.Published)
			require.NoError(t, derr)
			if carriedOut {
				require.NoError(t, err)
				require.Equal(t, "new-dueid", made.ProviderID)
				require.Empty(t, list)
				return
			}
			require.Equal(t, app.CodeProviderUnreachable, app.ErrorCode(err))
			require.Len(t, list, 1)
		})
	}
}

func TestSampleIsUploadedOnce(t *testing.T) {
	o := newOffice(t)
	path := filepath.Join(t.TempDir(), "card.png")
	require.NoError(t, os.WriteFile(path, []byte("\x89PNG\r\n\x1a\nrest"), 0o600))
	d := goodDraft()
	d.Design.Header = &app.HeaderDesign{Kind: app.HeaderImage, Path: path}
	d = o.draft(d)
	o.fake.breaks = 1
	_, err := o.submit(d.ID)
	require.Equal(t, app.CodeProviderUnreachable, app.ErrorCode(err))
	require.Zero(t, o.fake.created)
	o.fake.fails = app.NewError(app.CodeProviderRefused, app.Say("No."))
	var stages []template.Stage
	_, err = o.Submit(t.Context(), o.agent.ID, app.Published, d.ID, func(p template.Progress) { stages = append(stages, p.Stage) })
	require.Equal(t, app.CodeProviderRefused, app.ErrorCode(err))
	require.Equal(t, []template.Stage{template.Uploading, template.Submitting}, stages)
	require.Equal(t, []string{"", "mark-1"}, o.fake.handles, "gone on with its mark")
	o.fake.fails = nil
	made, err := o.submit(d.ID)
	require.NoError(t, err)
	require.Len(t, o.fake.handles, 2, "the handle was kept with the draft")
	require.Equal(t, "4::handle", made.Design.Header.Handle)

	d = goodDraft()
	d.Name, d.Design.Header = "other", &app.HeaderDesign{Kind: app.HeaderImage, Path: filepath.Join(t.TempDir(), "gone.png")}
	d = o.draft(d)
	_, err = o.submit(d.ID)
	require.Equal(t, app.CodeInvalid, app.ErrorCode(err))
}

func TestEditAndCopies(t *testing.T) {
	o := newOffice(t)
	o.fake.there = []app.Template{listedTemplate("1", "due", "id", app.TemplateApproved), listedTemplate("2", "new", "id", app.TemplateInReview)}
	o.sync()
	due := o.list()["due id"]
	d, err := o.Edit(t.Context(), due.ID)
	require.NoError(t, err)
	same, err := o.Edit(t.Context(), due.ID)
	require.NoError(t, err)
	require.Equal(t, d.ID, same.ID, "goes on with what was begun")
	_, err = o.Edit(t.Context(), o.list()["new id"].ID)
	require.Equal(t, app.CodeUnsupported, app.ErrorCode(err))
	d.Design.Body = "Changed."
	d = o.draft(d)
	changed, err := o.submit(d.ID)
	require.NoError(t, err)
	require.Equal(t, due.ID, changed.ID)
	require.Equal(t, app.TemplateInReview, changed.Status)
	require.Equal(t, []time.Time{o.now}, o.list()["due id"].EditedAt)
	require.Equal(t, "Changed.", o.fake.there[0].Design.Body)

	copied, err := o.Duplicate(t.Context(), due.ID, template.Copy{})
	require.NoError(t, err)
	require.Equal(t, "due_2", copied.Name)
	copied, err = o.Duplicate(t.Context(), due.ID, template.Copy{Language: "en"})
	require.NoError(t, err)
	require.Equal(t, "due en", copied.Name+" "+copied.Language)
	_, err = o.CopyToEnvironment(t.Context(), due.ID, app.Draft)
	require.Equal(t, app.CodeLocked, app.ErrorCode(err))
	o.rows.Channel(o.agent.ID, app.Draft)
	copied, err = o.CopyToEnvironment(t.Context(), due.ID, app.Draft)
	require.NoError(t, err)
	require.Equal(t, "due", copied.Name)
	list, err := o.Drafts(t.Context(), o.agent.ID, app.Draft)
	require.NoError(t, err)
	require.Len(t, list, 1)
}

// A second copy has a name of its own also while the first is being written.
func TestCopiesHaveNamesOfTheirOwn(t *testing.T) {
	o := newOffice(t)
	o.fake.there = []app.Template{listedTemplate("1", "due", "id", app.TemplateApproved)}
	o.sync()
	for _, want := range []string{"due_2", "due_3"} {
		d, err := o.Duplicate(t.Context(), o.list()["due id"].ID, template.Copy{})
		require.NoError(t, err)
		require.Equal(t, want, d.Name)
	}
}

func TestDelete(t *testing.T) {
	o := newOffice(t)
	fill := func() {
		o.fake.there = []app.Template{listedTemplate("1", "due", "id", app.TemplateApproved), listedTemplate("2", "due", "en", app.TemplateRejected), listedTemplate("3", "due", "ms", app.TemplateApproved)}
		o.sync()
	}
	fill()
	uses, err := o.Uses(t.Context(), o.list()["due id"].ID, false)
	require.NoError(t, err)
	require.False(t, uses.Any())
	require.Equal(t, []string{"en", "ms"}, uses.Languages)
	require.NoError(t, o.Delete(t.Context(), o.list()["due en"].ID, false))
	require.NotContains(t, o.list(), "due en")
	require.Len(t, o.fake.there, 2)
	require.NoError(t, o.Delete(t.Context(), o.list()["due id"].ID, true))
	require.Empty(t, o.fake.there)
	require.Equal(t, app.TemplateLeaving, o.list()["due id"].Status)
	require.Equal(t, app.TemplateLeaving, o.list()["due ms"].Status)

	fill()
	o.fake.fails = app.NewError(app.CodeProviderUnreachable, app.Say("Cut off."))
	require.Error(t, o.Delete(t.Context(), o.list()["due id"].ID, false))
	require.Equal(t, app.TemplateApproved, o.list()["due id"].Status)
	o.fake.does = true
	require.NoError(t, o.Delete(t.Context(), o.list()["due id"].ID, false), "the list shows that it is gone")
}

func TestDeclare(t *testing.T) {
	o := newOffice(t)
	_, err := o.Declare(t.Context(), o.agent.ID, app.Published, "due", "id", goodDraft().Design)
	require.Equal(t, app.CodeUnsupported, app.ErrorCode(err))
	o.fake.listed = false
	require.Equal(t, app.CodeUnsupported, app.ErrorCode(o.Sync(t.Context(), o.agent.ID, app.Published, nil)))
	made, err := o.Declare(t.Context(), o.agent.ID, app.Published, "due", "id", goodDraft().Design)
	require.NoError(t, err)
	require.True(t, made.Sendable())
	require.NoError(t, o.Label(t.Context(), made.ID, "1", "Customer"))
	d, err := o.Edit(t.Context(), made.ID)
	require.NoError(t, err)
	d.Design.Body = "Hello {{1}}, please pay now."
	d = o.draft(d)
	again, err := o.submit(d.ID)
	require.NoError(t, err)
	require.Equal(t, made.ID, again.ID)
	require.Equal(t, "Customer", o.list()["due id"].Labels["1"])
	require.NoError(t, o.Delete(t.Context(), made.ID, false))
	require.Empty(t, o.list())
	require.Equal(t, []string{app.ActTemplateDeclared, app.ActTemplateEdited, app.ActTemplateDeclared, app.ActTemplateDeleted}, o.lines())
}

func TestApply(t *testing.T) {
	o := newOffice(t)
	o.fake.there = []app.Template{listedTemplate("1", "due", "en_US", app.TemplateInReview)}
	o.sync()
	apply := func(n protocol.Notice, at time.Time) (changed bool) {
		n.Kind = protocol.NoticeTemplate
		o.rows.Update(func(tx app.Tx) (err error) { changed, err = o.Apply(tx, o.channel, &n, at); return err })
		return changed
	}
	o.now = o.now.Add(time.Minute)
	rejected := &protocol.TemplateNews{Status: app.TemplateRejected, StatusWord: "REJECTED", Code: "SCAM", Reason: app.Say("Why."), Fix: app.Say("How.")}
	require.False(t, apply(protocol.Notice{Subject: "1", Name: "due", Language: "en_US", Template: rejected}, o.now.Add(-time.Hour)), "older than the list")
	require.False(t, apply(protocol.Notice{Subject: "99", Name: "due", Language: "en_US", Template: rejected}, o.now), "another one's number")
	require.True(t, apply(protocol.Notice{Subject: "1", Name: "renamed", Language: "en", Template: rejected}, o.now), "found by its number")
	what, fix, ok := template.RejectionHelp(o.list()["due en_US"])
	require.True(t, ok)
	require.Equal(t, "Why. How.", what.String()+" "+fix.String())
	require.False(t, apply(protocol.Notice{Subject: "1", Template: rejected}, o.now), "told twice")
	require.True(t, apply(protocol.Notice{Subject: "1", Template: &protocol.TemplateNews{NextCategory: app.CategoryMarketing}}, o.now))
	require.Equal(t, app.CategoryUtility, o.list()["due en_US"].Category)
	require.True(t, apply(protocol.Notice{Subject: "1", Template: &protocol.TemplateNews{Category: app.CategoryMarketing}}, o.now))
	now := o.list()["due en_US"]
	require.Equal(t, []app.TemplateCategory{app.CategoryMarketing, app.CategoryUtility, ""}, []app.TemplateCategory{now.Category, now.PreviousCategory, now.NextCategory})
	require.False(t, apply(protocol.Notice{Subject: "1", Template: &protocol.TemplateNews{Look: true}}, o.now))
	require.False(t, apply(protocol.Notice{Subject: "1"}, o.now))
}

func TestWhoMay(t *testing.T) {
	o := newOffice(t)
	o.fake.there = []app.Template{listedTemplate("1", "due", "id", app.TemplateApproved)}
	o.sync()
	d, id := o.draft(goodDraft()), o.list()["due id"].ID
	agent, ctx := o.agent.ID, t.Context()
	calls := map[string]struct {
		call func() error
		see  bool
	}{
		"list":      {func() error { _, _, err := o.List(ctx, agent, app.Published); return err }, true},
		"get":       {func() error { _, err := o.Get(ctx, id); return err }, true},
		"sync":      {func() error { return o.Sync(ctx, agent, app.Published, nil) }, true},
		"offer":     {func() error { _, err := o.Offer(ctx, agent, app.Published); return err }, true},
		"drafts":    {func() error { _, err := o.Drafts(ctx, agent, app.Published); return err }, true},
		"uses":      {func() error { _, err := o.Uses(ctx, id, true); return err }, true},
		"save":      {func() error { _, err := o.SaveDraft(ctx, agent, app.Published, d); return err }, false},
		"drop":      {func() error { return o.DropDraft(ctx, d.ID) }, false},
		"submit":    {func() error { _, err := o.submit(d.ID); return err }, false},
		"edit":      {func() error { _, err := o.Edit(ctx, id); return err }, false},
		"duplicate": {func() error { _, err := o.Duplicate(ctx, id, template.Copy{}); return err }, false},
		"copy":      {func() error { _, err := o.CopyToEnvironment(ctx, id, app.Draft); return err }, false},
		"delete":    {func() error { return o.Delete(ctx, id, false) }, false},
		"declare": {func() error {
			_, err := o.Declare(ctx, agent, app.Published, "a", "id", goodDraft().Design)
			return err
		}, false},
		"label": {func() error { return o.Label(ctx, id, "1", "x") }, false},
	}
	for role, sees := range map[app.Role]bool{app.Viewer: true, app.NoRole: false} {
		o.guard.role = role
		for name, c := range calls {
			forbidden := app.ErrorCode(c.call()) == app.CodeForbidden
			require.Equal(t, !(sees && c.see), forbidden, "%s %s", role, name)
		}
	}
}

// Looks are due by time and by news, and never otherwise.
func TestKeepsUpToDate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := newOffice(t)
		start := time.Now()
		clock := app.ClockFunc(time.Now)
		o.Service = template.New(paramsOf(o, clock))
		o.fake.there = []app.Template{listedTemplate("1", "due", "id", app.TemplateApproved)}
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan struct{})
		go func() { defer close(done); o.Run(ctx) }()
		reads := func() int { o.fake.mu.Lock(); defer o.fake.mu.Unlock(); return o.fake.reads }
		time.Sleep(5 * time.Hour)
		require.Equal(t, 1, reads(), "once at the beginning")
		time.Sleep(2 * time.Hour)
		require.Equal(t, 2, reads(), "a few times a day")
		o.fake.mu.Lock()
		o.fake.there = []app.Template{listedTemplate("1", "due", "id", app.TemplateInReview)}
		o.fake.mu.Unlock()
		o.rows.Update(func(tx app.Tx) error {
			_, err := o.Apply(tx, o.channel, &protocol.Notice{Kind: protocol.NoticeTemplate, Subject: "1", Template: &protocol.TemplateNews{Look: true}}, time.Now())
			return err
		})
		time.Sleep(10 * time.Second)
		require.Equal(t, 3, reads(), "soon after a webhook")
		time.Sleep(10 * time.Minute)
		require.Equal(t, 8, reads(), "often while something is in review")
		o.fake.mu.Lock()
		o.fake.listErr = errors.New("down")
		o.fake.mu.Unlock()
		time.Sleep(20 * time.Minute)
		require.LessOrEqual(t, reads(), 13, "not all the time while it fails")
		cancel()
		<-done
		require.True(t, time.Since(start) < 9*time.Hour)
	})
}

func TestSamplesAreCheckedBeforeTheyAreSent(t *testing.T) {
	o := newOffice(t)
	k, err := o.Checker(t.Context(), o.agent.ID, app.Published)
	require.NoError(t, err)
	require.True(t, k.TakesFiles())
	dir := t.TempDir()
	png, text := filepath.Join(dir, "a.png"), filepath.Join(dir, "a.txt")
	require.NoError(t, os.WriteFile(png, []byte("\x89PNG\r\n\x1a\nrest"), 0o600))
	require.NoError(t, os.WriteFile(text, []byte("words"), 0o600))
	require.NoError(t, k.CheckSample(app.HeaderImage, png))
	require.Error(t, k.CheckSample(app.HeaderImage, text))
	require.Equal(t, "header", app.AsError(k.CheckSample(app.HeaderImage, filepath.Join(dir, "gone"))).Field)
}
