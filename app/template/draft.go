package template

import (
	"context"
	"slices"
	"strconv"

	"channeldesk/app"
)

// Drafts gives the templates that are being written, latest saved first.
func (s *Service) Drafts(ctx context.Context, agent app.AgentID, env app.Environment) (list []app.TemplateDraft, err error) {
	if _, err := s.p.Guard.Require(ctx, agent, app.MaySee); err != nil {
		return nil, err
	}
	return list, s.p.Store.View(ctx, func(tx app.Tx) error {
		c, err := channel(tx, agent, env)
		if err != nil {
			return err
		}
		list, err = tx.ListTemplateDrafts(c.ID)
		return err
	})
}

// SaveDraft keeps what is being written, whole or not, and gives it with its
// number and time. One that was thrown away elsewhere meanwhile is kept anew, so
// that nothing typed is lost. ID 0 begins a draft.
func (s *Service) SaveDraft(ctx context.Context, agent app.AgentID, env app.Environment, d app.TemplateDraft) (app.TemplateDraft, error) {
	by, err := s.p.Guard.Require(ctx, agent, app.MaySend)
	if err != nil {
		return d, err
	}
	var c app.Channel
	err = s.p.Store.Update(ctx, func(tx app.Tx) (err error) {
		if c, err = channel(tx, agent, env); err != nil {
			return err
		}
		d, err = s.keepDraft(tx, c, d, by.Name)
		return err
	})
	if err == nil {
		s.changed(c)
	}
	return d, err
}

func (s *Service) keepDraft(tx app.Tx, c app.Channel, d app.TemplateDraft, by string) (app.TemplateDraft, error) {
	if d.ID != 0 {
		before, err := tx.GetTemplateDraft(d.ID)
		switch {
		case app.ErrorCode(err) == app.CodeNotFound || err == nil && before.ChannelID != c.ID:
			d.ID = 0
		case err != nil:
			return d, err
		default:
			d.CreatedBy = before.CreatedBy
			d.Uploads = stillUsed(before.Uploads, d.Design)
		}
	}
	if d.ID == 0 {
		d.CreatedBy = by
	}
	d.ChannelID, d.SavedAt = c.ID, s.now()
	id, err := tx.SaveTemplateDraft(d)
	d.ID = id
	return d, err
}

// stillUsed are the broken uploads of files that the design still has. Who writes
// knows nothing of them.
func stillUsed(list []app.SampleUpload, d app.TemplateDesign) []app.SampleUpload {
	return slices.DeleteFunc(slices.Clone(list), func(one app.SampleUpload) bool {
		return (d.Header == nil || d.Header.Path != one.Path) &&
			!slices.ContainsFunc(d.Cards, func(c app.CardDesign) bool { return c.Header.Path == one.Path })
	})
}

// DropDraft throws a draft away.
func (s *Service) DropDraft(ctx context.Context, id app.TemplateDraftID) error {
	d, c, err := s.draft(ctx, id)
	if err != nil {
		return err
	}
	err = s.p.Store.Update(ctx, func(tx app.Tx) error { return tx.RemoveTemplateDraft(d.ID) })
	if err == nil {
		s.changed(c)
	}
	return err
}

// draft reads a draft and its channel for somebody who may write templates.
func (s *Service) draft(ctx context.Context, id app.TemplateDraftID) (d app.TemplateDraft, c app.Channel, err error) {
	err = s.p.Store.View(ctx, func(tx app.Tx) error {
		if d, err = tx.GetTemplateDraft(id); err != nil {
			return err
		}
		c, err = channelOf(tx, d.ChannelID)
		return err
	})
	if err != nil {
		return app.TemplateDraft{}, c, err
	}
	if _, err := s.p.Guard.Require(ctx, c.AgentID, app.MaySend); err != nil {
		return app.TemplateDraft{}, c, err
	}
	return d, c, nil
}

// Edit gives the draft in which a submitted template is changed: the one that was
// begun, or a new one. An error says why it cannot be changed.
func (s *Service) Edit(ctx context.Context, id app.TemplateID) (app.TemplateDraft, error) {
	t, c, err := s.template(ctx, id, app.MaySend)
	if err != nil {
		return app.TemplateDraft{}, err
	}
	if err := s.mayEdit(t, c); err != nil {
		return app.TemplateDraft{}, err
	}
	var begun app.TemplateDraft
	err = s.p.Store.View(ctx, func(tx app.Tx) error {
		all, err := tx.ListTemplateDrafts(c.ID)
		for _, d := range all {
			if begun.ID == 0 && d.Edits != "" && d.Edits == t.ProviderID {
				begun = d
			}
		}
		return err
	})
	if err != nil || begun.ID != 0 {
		return begun, err
	}
	return s.SaveDraft(ctx, c.AgentID, c.Environment, app.TemplateDraft{
		Name: t.Name, Language: t.Language, Design: forDraft(t.Design), Labels: t.Labels, Edits: t.ProviderID,
	})
}

// Copy is how a copy of a template differs from it.
type Copy struct {
	// Name is the copy's; "" keeps the name with another language, and finds a free
	// one otherwise.
	Name string
	// Language is the copy's; "" keeps it.
	Language string
}

// Duplicate begins a draft from a template, or from another language of it.
func (s *Service) Duplicate(ctx context.Context, id app.TemplateID, how Copy) (app.TemplateDraft, error) {
	t, c, err := s.template(ctx, id, app.MaySend)
	if err != nil {
		return app.TemplateDraft{}, err
	}
	return s.copyInto(ctx, t, c.AgentID, c.Environment, how)
}

// CopyToEnvironment begins a draft from a template in the agent's other
// environment, which may have another account and another protocol.
func (s *Service) CopyToEnvironment(ctx context.Context, id app.TemplateID, env app.Environment) (app.TemplateDraft, error) {
	t, c, err := s.template(ctx, id, app.MaySend)
	if err != nil {
		return app.TemplateDraft{}, err
	}
	return s.copyInto(ctx, t, c.AgentID, env, Copy{Name: t.Name})
}

func (s *Service) copyInto(ctx context.Context, t app.Template, agent app.AgentID, env app.Environment, how Copy) (app.TemplateDraft, error) {
	d := app.TemplateDraft{Name: how.Name, Language: first(how.Language, t.Language), Design: forDraft(t.Design), Labels: t.Labels}
	if d.Name == "" && d.Language != t.Language {
		d.Name = t.Name
	}
	if d.Name == "" {
		var taken []string
		err := s.p.Store.View(ctx, func(tx app.Tx) error {
			c, err := channel(tx, agent, env)
			if err != nil {
				return err
			}
			all, err := tx.ListTemplates(c.ID)
			if err != nil {
				return err
			}
			for _, other := range all {
				taken = append(taken, other.Name)
			}
			drafts, err := tx.ListTemplateDrafts(c.ID)
			for _, other := range drafts {
				taken = append(taken, other.Name)
			}
			return err
		})
		if err != nil {
			return d, err
		}
		d.Name = freeName(t.Name, taken)
	}
	return s.SaveDraft(ctx, agent, env, d)
}

const nameMax = 512

// freeName is the name with the first number behind it that nobody has.
func freeName(name string, taken []string) string {
	for n := 2; ; n++ {
		ending := "_" + strconv.Itoa(n)
		free := name[:min(len(name), nameMax-len(ending))] + ending
		if !slices.Contains(taken, free) {
			return free
		}
	}
}

// forDraft is a design without what the provider gave for it: an address at which
// it shows a sample is not one that it takes, and the words of a template with a code
// are its own, for this language and these choices.
func forDraft(d app.TemplateDesign) app.TemplateDesign {
	if d.Code != nil {
		d.Body = ""
	}
	if d.Header != nil {
		h := *d.Header
		if h.Kind.IsFile() {
			h.Handle = ""
		}
		d.Header = &h
	}
	d.Cards = slices.Clone(d.Cards)
	for i := range d.Cards {
		if d.Cards[i].Header.Kind.IsFile() {
			d.Cards[i].Header.Handle = ""
		}
	}
	d.Buttons = slices.Clone(d.Buttons)
	return d
}
