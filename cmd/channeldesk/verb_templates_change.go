package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"channeldesk/app"
	"channeldesk/app/protocol"
	"channeldesk/app/template"
	"channeldesk/cmd/channeldesk/templatefile"
)

// templateFile is the flag of the verbs that read a template.
type templateFile struct {
	File string `short:"f" required:"" help:"YAML or JSON file with the template, or - for standard input." placeholder:"FILE"`
}

func (v templateFile) read(s *session) (*templatefile.File, error) {
	name, data, err := applyVerb{File: v.File}.read(s)
	if err != nil {
		return nil, err
	}
	return templatefile.Parse(name, data)
}

// checked holds a draft against the provider's rules and prints what is only
// advice.
func (d *desk) checked(agent app.AgentID, file *templatefile.File, draft app.TemplateDraft) error {
	findings, err := d.Templates.Check(d.ctx, agent, d.session.flags.environment(), draft)
	if err != nil {
		return err
	}
	if err := file.Problems(findings); err != nil {
		return err
	}
	for _, f := range findings {
		fmt.Fprintf(d.session.console.err, "%s: %s %s\n", f.Part, f.What, f.Fix)
	}
	return nil
}

// submit keeps a draft and submits it. What a file holds need not stay as a draft:
// one that was refused is dropped again, and one of which nobody knows stays.
func (d *desk) submit(agent app.AgentID, draft app.TemplateDraft) (app.Template, error) {
	env, s := d.session.flags.environment(), d.session
	draft, err := d.Templates.SaveDraft(d.ctx, agent, env, draft)
	if err != nil {
		return app.Template{}, err
	}
	t, err := d.Templates.Submit(d.ctx, agent, env, draft.ID, func(p template.Progress) {
		if p.Stage == template.Uploading && p.Total > 0 {
			s.console.progress("\rUploading %s: %d %%", oneLine(p.File), p.Done*100/p.Total)
		}
	})
	s.console.progress("\r")
	if err != nil && !protocol.MaybeDone(err) {
		err = errors.Join(err, ignoreGone(d.Templates.DropDraft(context.WithoutCancel(d.ctx), draft.ID)))
	}
	return t, err
}

func ignoreGone(err error) error {
	if app.ErrorCode(err) == app.CodeNotFound {
		return nil
	}
	return err
}

// printSubmitted says what became of a submission. Another category than was asked
// for costs another price.
func (s *session) printSubmitted(t app.Template) error {
	if s.flags.JSON {
		return s.console.json(templateForScripts(t))
	}
	s.console.printf("%s (%s): %s.\n", t.Name, t.Language, template.StatusLabel(t))
	if asked := t.Design.Category; asked != "" && asked != t.Category {
		s.console.printf("The provider made its category %s, not %s. It costs another price.\n", template.CategoryLabel(t.Category), template.CategoryLabel(asked))
	}
	return nil
}

type templatesCreateVerb struct {
	templateFile
	DryRun bool `help:"Only check the file; submit nothing."`
}

// Run checks the file, then submits what it says.
func (v templatesCreateVerb) Run(s *session) error {
	file, err := v.read(s)
	if err != nil {
		return err
	}
	return s.withDesk(true, func(d *desk) error {
		a, err := d.agent()
		if err != nil {
			return err
		}
		if err := d.may(a.ID, app.MaySend); err != nil {
			return err
		}
		offer, err := d.Templates.Offer(d.ctx, a.ID, s.flags.environment())
		if err != nil {
			return err
		}
		if !offer.Create {
			return app.NewError(app.CodeUnsupported, offer.NoCreate)
		}
		if err := d.checked(a.ID, file, file.Draft); err != nil {
			return err
		}
		if v.DryRun {
			s.console.printf("The file is right. Nothing was submitted.\n")
			return nil
		}
		t, err := d.submit(a.ID, file.Draft)
		if err != nil {
			return err
		}
		return s.printSubmitted(t)
	})
}

type templatesEditVerb struct {
	templateFile
}

// Run changes the template that the file names.
func (v templatesEditVerb) Run(s *session) error {
	file, err := v.read(s)
	if err != nil {
		return err
	}
	return s.withTemplate(true, file.Draft.Name, file.Draft.Language, func(d *desk, a app.Agent, t app.Template) (err error) {
		if err := d.Templates.MayEdit(d.ctx, t.ID); err != nil {
			return err
		}
		draft := file.Draft
		draft.Edits, draft.Language = t.ProviderID, t.Language
		if draft.Labels == nil {
			draft.Labels = t.Labels
		}
		if err := d.checked(a.ID, file, draft); err != nil {
			return err
		}
		if t, err = d.submit(a.ID, draft); err != nil {
			return err
		}
		return s.printSubmitted(t)
	})
}

type templatesUnpauseVerb struct {
	Name     string `arg:"" help:"Name of the template."`
	Language string `help:"Its language, when it has several." placeholder:"CODE"`
}

// Run asks the provider to end the pause.
func (v templatesUnpauseVerb) Run(s *session) error {
	return s.withTemplate(true, v.Name, v.Language, func(d *desk, _ app.Agent, t app.Template) (err error) {
		if t, err = d.Templates.Unpause(d.ctx, t.ID); err != nil {
			return err
		}
		if s.flags.JSON {
			return s.console.json(templateForScripts(t))
		}
		s.console.printf("%s (%s): %s.\n", t.Name, t.Language, template.StatusLabel(t))
		if !t.Sendable() {
			s.console.printf("The provider was asked to end the pause. It can be sent again in some minutes.\n")
		}
		return nil
	})
}

type templatesDeleteVerb struct {
	Name     string `arg:"" help:"Name of the template."`
	Language string `help:"Delete only this language. Without it, all." placeholder:"CODE"`
}

// Run says what will break, then deletes.
func (v templatesDeleteVerb) Run(s *session) error {
	return s.withDesk(true, func(d *desk) error {
		a, err := d.agent()
		if err != nil {
			return err
		}
		list, _, err := d.Templates.List(d.ctx, a.ID, s.flags.environment())
		if err != nil {
			return err
		}
		var found []app.Template
		var languages []string
		for _, t := range list {
			if t.Name == v.Name && (v.Language == "" || t.Language == v.Language) && t.Status != app.TemplateLeaving {
				found, languages = append(found, t), append(languages, t.Language)
			}
		}
		if len(found) == 0 {
			return app.NewError(app.CodeNotFound, app.Say("There is no template {{.Name}} here.", "Name", app.CleanName(v.Name))).
				WithFix(app.Say("Read the templates with: channeldesk templates sync"))
		}
		if err := d.may(a.ID, app.MaySend); err != nil {
			return err
		}
		all := v.Language == ""
		uses, err := d.Templates.Uses(d.ctx, found[0].ID, all)
		if err != nil {
			return err
		}
		if !s.flags.JSON {
			s.printUses(uses)
		}
		if err := s.confirm(fmt.Sprintf("Delete the template %s (%s)? Its name cannot be used again for 30 days.", v.Name, strings.Join(languages, ", "))); err != nil {
			return err
		}
		if err := d.Templates.Delete(d.ctx, found[0].ID, all); err != nil {
			return err
		}
		if s.flags.JSON {
			return s.console.json(map[string]any{"deleted": v.Name, "languages": languages})
		}
		s.console.printf("Deleted: %s (%s).\n", v.Name, strings.Join(languages, ", "))
		return nil
	})
}

type templatesDeclareVerb struct {
	templateFile
}

// Run writes down what a file says, where the provider has no list.
func (v templatesDeclareVerb) Run(s *session) error {
	file, err := v.read(s)
	if err != nil {
		return err
	}
	return s.withDesk(false, func(d *desk) error {
		a, err := d.agent()
		if err != nil {
			return err
		}
		if err := d.may(a.ID, app.MaySend); err != nil {
			return err
		}
		if err := d.checked(a.ID, file, file.Draft); err != nil {
			return err
		}
		t, err := d.Templates.Declare(d.ctx, a.ID, s.flags.environment(), file.Draft.Name, file.Draft.Language, file.Draft.Design)
		if err != nil {
			return err
		}
		return s.printSubmitted(t)
	})
}
