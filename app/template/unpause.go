package template

import (
	"context"

	"channeldesk/app"
	"channeldesk/app/protocol"
)

// MayUnpause says why asking for the end of a template's pause is of no use; nil
// when it may help.
func (s *Service) MayUnpause(ctx context.Context, id app.TemplateID) error {
	t, c, err := s.template(ctx, id, app.MaySend)
	if err != nil {
		return err
	}
	_, err = s.resumer(t, c)
	return err
}

func (s *Service) resumer(t app.Template, c app.Channel) (protocol.TemplateResumer, error) {
	k, err := s.keeper(c)
	if err != nil {
		return nil, err
	}
	r, ok := k.(protocol.TemplateResumer)
	if !ok {
		return nil, app.NewError(app.CodeUnsupported, app.Say("{{.Provider}} has no call that ends a pause.", "Provider", s.provider(c))).
			WithFix(app.Say("Ask the provider, or wait for the end of the pause."))
	}
	if e := r.MayUnpause(t); e != nil {
		return nil, e
	}
	return r, nil
}

// Unpause asks the provider to end the pause of a template, and gives the template
// as the provider tells of it then: it may be paused for some minutes more.
func (s *Service) Unpause(ctx context.Context, id app.TemplateID) (app.Template, error) {
	t, c, err := s.template(ctx, id, app.MaySend)
	if err != nil {
		return t, err
	}
	by, err := s.p.Guard.Require(ctx, c.AgentID, app.MaySend)
	if err != nil {
		return t, err
	}
	r, err := s.resumer(t, c)
	if err != nil {
		return t, err
	}
	live, err := s.p.Channels.LiveByID(ctx, c.ID)
	if err != nil {
		return t, err
	}
	err = r.UnpauseTemplate(ctx, live.Config, t)
	on := context.WithoutCancel(ctx)
	if err != nil && !protocol.MaybeDone(err) {
		return t, err
	}
	// The list tells what became of it, also when the answer did not come.
	if lookErr := s.look(on, c, true, nil); lookErr == nil {
		if now, e := s.Get(on, id); e == nil {
			t = now
		}
	}
	if err != nil && t.Status == app.TemplatePaused {
		return t, err
	}
	s.keep.hurry(c.ID, s.now())
	err = s.p.Store.Update(on, func(tx app.Tx) error {
		return record(tx, c, by.Name, app.ActTemplateUnpaused, s.now(),
			app.Say("The end of the pause of template {{.Name}} ({{.Language}}) was asked for", "Name", t.Name, "Language", t.Language), "", "")
	})
	if err == nil {
		s.changed(c)
	}
	return t, err
}
