package template

import (
	"context"
	"maps"

	"channeldesk/app"
)

// Declare writes down a template that the provider's staff have set up, where the
// provider tells of none. One with the name and language is replaced; its labels
// stay.
func (s *Service) Declare(ctx context.Context, agent app.AgentID, env app.Environment, name, language string, design app.TemplateDesign) (app.Template, error) {
	by, err := s.p.Guard.Require(ctx, agent, app.MaySend)
	if err != nil {
		return app.Template{}, err
	}
	c, err := s.place(ctx, agent, env)
	if err != nil {
		return app.Template{}, err
	}
	k, err := s.keeper(c)
	if err != nil {
		return app.Template{}, err
	}
	if k.Templates().Listed {
		return app.Template{}, app.NewError(app.CodeUnsupported, app.Say("{{.Provider}} tells of its templates itself.", "Provider", s.provider(c))).
			WithFix(app.Say("Read the templates from there."))
	}
	if err := refuse(k.CheckTemplate(name, language, design)); err != nil {
		return app.Template{}, err
	}
	return s.declare(ctx, c, by.Name, app.TemplateDraft{Name: name, Language: language, Design: design})
}

func (u *submission) declare(ctx context.Context) (app.Template, error) {
	return u.s.declare(ctx, u.c, u.by, u.d)
}

func (s *Service) declare(ctx context.Context, c app.Channel, by string, d app.TemplateDraft) (app.Template, error) {
	now := s.now()
	t := app.Template{
		ChannelID: c.ID, Name: d.Name, Language: d.Language, Category: d.Design.Category, Status: app.TemplateDeclared,
		Design: d.Design, Labels: d.Labels, SubmittedBy: by, SubmittedAt: now, ChangedAt: now,
	}
	err := s.p.Store.Update(ctx, func(tx app.Tx) error {
		before, err := tx.FindTemplate(c.ID, d.Name, d.Language)
		switch {
		case err == nil:
			t.ID = before.ID
			if t.Labels == nil {
				t.Labels = before.Labels
			}
		case app.ErrorCode(err) != app.CodeNotFound:
			return err
		}
		if t.ID, err = tx.SaveTemplate(t); err != nil {
			return err
		}
		if d.ID != 0 {
			if err := tx.RemoveTemplateDraft(d.ID); err != nil && app.ErrorCode(err) != app.CodeNotFound {
				return err
			}
		}
		return record(tx, c, by, app.ActTemplateDeclared, now,
			app.Say("Template {{.Name}} ({{.Language}}) declared", "Name", t.Name, "Language", t.Language), before.Design.Body, t.Design.Body)
	})
	if err == nil {
		s.changed(c)
	}
	return t, err
}

// labelMax is the longest label of a variable, in characters.
const labelMax = 60

// Label names a variable, by its key, for columns and forms; "" takes the name
// away. The provider is not told.
func (s *Service) Label(ctx context.Context, id app.TemplateID, variable, label string) error {
	t, c, err := s.template(ctx, id, app.MaySend)
	if err != nil {
		return err
	}
	by, err := s.p.Guard.Require(ctx, c.AgentID, app.MaySend)
	if err != nil {
		return err
	}
	label = app.CleanName(label)
	if n := len([]rune(label)); n > labelMax {
		return app.Invalid("label", "The name has {{.N}} characters. At most {{.Max}} fit.", "N", n, "Max", labelMax)
	}
	known := false
	for _, v := range Variables(t) {
		known = known || v.Key == variable
	}
	if !known {
		return app.NewError(app.CodeNotFound, app.Say("The template has no variable {{.Name}}.", "Name", variable))
	}
	err = s.p.Store.Update(ctx, func(tx app.Tx) error {
		if t, err = tx.GetTemplate(id); err != nil {
			return err
		}
		before := t.Labels[variable]
		labels := maps.Clone(t.Labels)
		if labels == nil {
			labels = map[string]string{}
		}
		if labels[variable] = label; label == "" {
			delete(labels, variable)
		}
		t.Labels = labels
		if _, err := tx.SaveTemplate(t); err != nil {
			return err
		}
		return record(tx, c, by.Name, app.ActTemplateEdited, s.now(),
			app.Say("Variable {{.Variable}} of template {{.Name}} ({{.Language}}) named", "Variable", variable, "Name", t.Name, "Language", t.Language), before, label)
	})
	if err == nil {
		s.changed(c)
	}
	return err
}
