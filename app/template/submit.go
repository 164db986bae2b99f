package template

import (
	"context"
	"reflect"
	"slices"
	"time"

	"channeldesk/app"
	"channeldesk/app/protocol"
)

// Stage is how far a submission is.
type Stage string

// The stages of a submission.
const (
	Uploading  Stage = "uploading" // a sample file; Done and Total are its bytes
	Submitting Stage = "submitting"
	Looking    Stage = "looking" // the provider's list is read, because the answer left it open
)

// Progress tells of a submission.
type Progress struct {
	Stage       Stage
	File        string
	Done, Total int64
}

// submission is a draft on its way.
type submission struct {
	s        *Service
	d        app.TemplateDraft
	c        app.Channel
	by       string
	live     Live
	progress func(Progress)
}

// Submit sends a draft to the provider for review: sample files first, then the
// template. Where the provider has no such call the template is declared instead.
// Afterwards the draft is gone; when it was refused it stays, with the problem.
// When the answer leaves it open, the provider's list is read and nothing is sent
// twice. Progress, which may be nil, is told on this goroutine.
//
// The template's category is the provider's decision: compare it with the
// design's, because another one costs another price.
func (s *Service) Submit(ctx context.Context, agent app.AgentID, env app.Environment, id app.TemplateDraftID, progress func(Progress)) (app.Template, error) {
	by, err := s.p.Guard.Require(ctx, agent, app.MaySend)
	if err != nil {
		return app.Template{}, err
	}
	d, c, err := s.draft(ctx, id)
	if err != nil {
		return app.Template{}, err
	}
	if c.AgentID != agent || c.Environment != env {
		return app.Template{}, app.NewError(app.CodeConflict, app.Say("This draft belongs to another environment."))
	}
	if !s.hold(id) {
		return app.Template{}, app.NewError(app.CodeBusy, app.Say("This draft is being submitted already."))
	}
	defer s.letGo(id)
	if progress == nil {
		progress = func(Progress) {}
	}
	u := submission{s: s, d: d, c: c, by: by.Name, progress: progress}
	t, err := u.run(ctx)
	if err != nil && ctx.Err() == nil {
		u.refused(ctx, err)
	}
	return t, err
}

func (s *Service) hold(id app.TemplateDraftID) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.submitting[id] {
		return false
	}
	s.submitting[id] = true
	return true
}

func (s *Service) letGo(id app.TemplateDraftID) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.submitting, id)
}

func (u *submission) run(ctx context.Context) (app.Template, error) {
	k, err := u.s.keeper(u.c)
	if err != nil {
		return app.Template{}, err
	}
	if u.live, err = u.s.p.Channels.LiveByID(ctx, u.c.ID); err != nil {
		return app.Template{}, err
	}
	if err := u.upload(ctx); err != nil {
		return app.Template{}, err
	}
	findings, err := u.s.Check(ctx, u.c.AgentID, u.c.Environment, u.d)
	if err == nil {
		err = refuse(findings)
	}
	if err != nil {
		return app.Template{}, err
	}
	offer := k.Templates()
	switch {
	case !offer.Listed:
		return u.declare(ctx)
	case u.d.Edits != "":
		return u.edit(ctx, k)
	}
	creator, ok := k.(protocol.TemplateCreator)
	if !ok || !offer.Create {
		return app.Template{}, app.NewError(app.CodeUnsupported, offer.NoCreate)
	}
	return u.create(ctx, creator)
}

func (u *submission) create(ctx context.Context, creator protocol.TemplateCreator) (app.Template, error) {
	u.progress(Progress{Stage: Submitting})
	t, err := creator.CreateTemplate(ctx, u.live.Config, u.d.Name, u.d.Language, u.d.Design)
	if protocol.MaybeDone(err) {
		return u.find(ctx, err)
	}
	if err != nil {
		return app.Template{}, err
	}
	t, err = u.done(ctx, t, app.ActTemplateSubmitted, app.Say("Template {{.Name}} ({{.Language}}) submitted for review", "Name", u.d.Name, "Language", u.d.Language))
	if err == nil && t.ProviderID == "" {
		t, err = u.learn(ctx, t)
	}
	return t, err
}

// learn reads the list for what the answer did not tell. That the submission went
// well is certain, so that a failure is none of its.
func (u *submission) learn(ctx context.Context, t app.Template) (app.Template, error) {
	u.progress(Progress{Stage: Looking})
	if err := u.s.look(ctx, u.c, true, nil); err != nil {
		return t, nil //nolint:nilerr // the next look tells
	}
	err := u.s.p.Store.View(ctx, func(tx app.Tx) error {
		listed, err := tx.FindTemplate(u.c.ID, t.Name, t.Language)
		if err == nil {
			t = listed
		}
		return err
	})
	return t, err
}

// find looks whether a submission of which nobody knows was carried out.
func (u *submission) find(ctx context.Context, cause error) (app.Template, error) {
	open := app.NewError(app.CodeProviderUnreachable, app.Say("Nobody knows whether {{.Provider}} took the template: the answer did not come.", "Provider", u.s.provider(u.c))).
		WithFix(app.Say("Wait a minute, read the templates again, and look for it before you submit it once more.")).
		WithDetail(app.AsError(cause).Detail).Because(cause)
	u.progress(Progress{Stage: Looking})
	// The person may have left: looking takes no harm from going on.
	if err := u.s.look(context.WithoutCancel(ctx), u.c, true, nil); err != nil {
		return app.Template{}, open
	}
	var t app.Template
	err := u.s.p.Store.View(context.WithoutCancel(ctx), func(tx app.Tx) (err error) {
		t, err = tx.FindTemplate(u.c.ID, u.d.Name, u.d.Language)
		return err
	})
	if err != nil || t.Status == app.TemplateLeaving || t.SyncedAt.IsZero() {
		return app.Template{}, open
	}
	return u.done(context.WithoutCancel(ctx), t, app.ActTemplateSubmitted,
		app.Say("Template {{.Name}} ({{.Language}}) submitted for review", "Name", u.d.Name, "Language", u.d.Language))
}

func (u *submission) edit(ctx context.Context, k protocol.TemplateKeeper) (app.Template, error) {
	t, err := u.edited(ctx)
	if err != nil {
		return t, err
	}
	if err := u.s.mayEdit(t, u.c); err != nil {
		return t, err
	}
	editor, ok := k.(protocol.TemplateEditor)
	if !ok {
		return t, app.NewError(app.CodeUnsupported, k.Templates().NoEdit)
	}
	u.progress(Progress{Stage: Submitting})
	err = editor.EditTemplate(ctx, u.live.Config, t, u.d.Design)
	if protocol.MaybeDone(err) {
		return u.findEdit(ctx, t, err)
	}
	if err != nil {
		return t, err
	}
	return u.editDone(ctx, t)
}

// edited is the template that the draft changes.
func (u *submission) edited(ctx context.Context) (t app.Template, err error) {
	return t, u.s.p.Store.View(ctx, func(tx app.Tx) error {
		all, err := tx.ListTemplates(u.c.ID)
		if err != nil {
			return err
		}
		for _, t = range all {
			if t.ProviderID == u.d.Edits && t.Status != app.TemplateLeaving {
				return nil
			}
		}
		return app.NewError(app.CodeNotFound, app.Say("The template that this draft changes does not exist any more.")).
			WithFix(app.Say("Give the draft another name and submit it as a new template."))
	})
}

// editsKept is how long it is known when a template was changed.
const editsKept = 30 * 24 * time.Hour

func (u *submission) editDone(ctx context.Context, t app.Template) (app.Template, error) {
	t.Status, t.StatusWord, t.Code, t.Reason, t.Fix = app.TemplateInReview, "PENDING", "", app.Text{}, app.Text{}
	now := u.s.now()
	t.EditedAt = append(slices.DeleteFunc(slices.Clone(t.EditedAt), func(at time.Time) bool { return now.Sub(at) > editsKept }), now)
	if u.d.Design.Category != "" {
		t.Category = u.d.Design.Category
	}
	return u.done(ctx, t, app.ActTemplateEdited, app.Say("Template {{.Name}} ({{.Language}}) changed and submitted for review", "Name", t.Name, "Language", t.Language))
}

// findEdit looks whether a change of which nobody knows was carried out: then the
// template awaits its review, or says what the draft says.
func (u *submission) findEdit(ctx context.Context, before app.Template, cause error) (app.Template, error) {
	u.progress(Progress{Stage: Looking})
	on := context.WithoutCancel(ctx)
	if err := u.s.look(on, u.c, true, nil); err == nil {
		t, err := u.edited(on)
		if err == nil && (t.Status == app.TemplateInReview && before.Status != t.Status || reflect.DeepEqual(forDraft(t.Design), forDraft(u.d.Design))) {
			return u.editDone(on, t)
		}
	}
	return before, app.NewError(app.CodeProviderUnreachable, app.Say("Nobody knows whether {{.Provider}} took the change: the answer did not come.", "Provider", u.s.provider(u.c))).
		WithFix(app.Say("Wait a minute, read the templates again, and look at it before you submit it once more.")).
		WithDetail(app.AsError(cause).Detail).Because(cause)
}

// done keeps the template and lets the draft go.
func (u *submission) done(ctx context.Context, t app.Template, kind string, text app.Text) (app.Template, error) {
	now := u.s.now()
	t.ChannelID, t.Name, t.Language = u.c.ID, u.d.Name, u.d.Language
	if t.Category == "" {
		t.Category = u.d.Design.Category
	}
	t.Design, t.Labels, t.SubmittedBy, t.SubmittedAt, t.ChangedAt = u.d.Design, u.d.Labels, u.by, now, now
	err := u.s.p.Store.Update(context.WithoutCancel(ctx), func(tx app.Tx) error {
		var err error
		if t.ID, err = tx.SaveTemplate(t); err != nil {
			return err
		}
		if err := tx.RemoveTemplateDraft(u.d.ID); err != nil && app.ErrorCode(err) != app.CodeNotFound {
			return err
		}
		return record(tx, u.c, u.by, kind, now, text, "", string(t.Category))
	})
	if err == nil {
		u.s.changed(u.c)
	}
	return t, err
}

// refused keeps with the draft why it was not taken.
func (u *submission) refused(ctx context.Context, cause error) {
	err := u.s.p.Store.Update(ctx, func(tx app.Tx) error {
		d, err := tx.GetTemplateDraft(u.d.ID)
		if err != nil {
			return err
		}
		d.Problem = withFix(app.AsError(cause))
		_, err = tx.SaveTemplateDraft(d)
		return err
	})
	if err != nil {
		u.s.p.Log.Warn("why a template was refused was not kept", "channel", u.c.Key, "cause", err)
		return
	}
	u.s.changed(u.c)
}
