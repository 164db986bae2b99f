package template

import (
	"context"

	"channeldesk/app"
	"channeldesk/app/protocol"
)

// List gives the templates of an environment as they were last told, by name and
// language, and how the latest look at the provider's ended. Those that are gone
// at the provider stay for a while with the status leaving.
func (s *Service) List(ctx context.Context, agent app.AgentID, env app.Environment) (list []app.Template, sync app.TemplateSync, err error) {
	if _, err := s.p.Guard.Require(ctx, agent, app.MaySee); err != nil {
		return nil, sync, err
	}
	err = s.p.Store.View(ctx, func(tx app.Tx) error {
		c, err := channel(tx, agent, env)
		if err != nil {
			return err
		}
		if list, err = tx.ListTemplates(c.ID); err != nil {
			return err
		}
		sync, err = tx.GetTemplateSync(c.ID)
		return err
	})
	return list, sync, err
}

// Get gives one template.
func (s *Service) Get(ctx context.Context, id app.TemplateID) (app.Template, error) {
	t, _, err := s.template(ctx, id, app.MaySee)
	return t, err
}

// Find gives a template by its name and language.
func (s *Service) Find(ctx context.Context, agent app.AgentID, env app.Environment, name, language string) (t app.Template, err error) {
	if _, err := s.p.Guard.Require(ctx, agent, app.MaySee); err != nil {
		return t, err
	}
	return t, s.p.Store.View(ctx, func(tx app.Tx) error {
		c, err := channel(tx, agent, env)
		if err != nil {
			return err
		}
		t, err = tx.FindTemplate(c.ID, name, language)
		return err
	})
}

// Offer says what the environment's provider takes, and what can be done here.
func (s *Service) Offer(ctx context.Context, agent app.AgentID, env app.Environment) (o protocol.TemplateOffer, err error) {
	if _, err := s.p.Guard.Require(ctx, agent, app.MaySee); err != nil {
		return o, err
	}
	c, err := s.place(ctx, agent, env)
	if err != nil {
		return o, err
	}
	k, err := s.keeper(c)
	if err != nil {
		return o, err
	}
	return k.Templates(), nil
}

func (s *Service) place(ctx context.Context, agent app.AgentID, env app.Environment) (c app.Channel, err error) {
	return c, s.p.Store.View(ctx, func(tx app.Tx) (err error) { c, err = channel(tx, agent, env); return err })
}

// template reads a template and its channel for somebody with a permission.
func (s *Service) template(ctx context.Context, id app.TemplateID, p app.Permission) (t app.Template, c app.Channel, err error) {
	err = s.p.Store.View(ctx, func(tx app.Tx) error {
		if t, err = tx.GetTemplate(id); err != nil {
			return err
		}
		c, err = channelOf(tx, t.ChannelID)
		return err
	})
	if err != nil {
		return app.Template{}, c, err
	}
	if _, err := s.p.Guard.Require(ctx, c.AgentID, p); err != nil {
		return app.Template{}, c, err
	}
	return t, c, nil
}

// MayEdit says why a template cannot be changed; nil when it can.
func (s *Service) MayEdit(ctx context.Context, id app.TemplateID) error {
	t, c, err := s.template(ctx, id, app.MaySend)
	if err != nil {
		return err
	}
	return s.mayEdit(t, c)
}

func (s *Service) mayEdit(t app.Template, c app.Channel) error {
	k, err := s.keeper(c)
	if err != nil {
		return err
	}
	if t.Status == app.TemplateDeclared {
		return nil
	}
	editor, ok := k.(protocol.TemplateEditor)
	if !ok || !k.Templates().Edit {
		return app.NewError(app.CodeUnsupported, k.Templates().NoEdit)
	}
	if e := editor.MayEdit(t); e != nil {
		return e
	}
	return nil
}

// RejectionHelp says in plain words why a template was rejected, paused or
// disabled, and how to mend it; ok is false when there is nothing to say.
func RejectionHelp(t app.Template) (what, fix app.Text, ok bool) {
	return t.Reason, t.Fix, !t.Reason.IsEmpty()
}
