package main

import (
	"context"
	"strings"

	"fyne.io/fyne/v2/lang"

	"channeldesk/app"
	"channeldesk/cmd/channeldesk/applyfile"
	"channeldesk/screens"
)

// OpenSetupFile implements screens.Deps: a setup file has the form of the apply
// file, and opening it is applying it.
func (d *windowDesk) OpenSetupFile(ctx context.Context, path string) (screens.SetupResult, error) {
	s := &session{ctx: ctx, console: console{in: strings.NewReader("")}}
	name, data, err := applyVerb{File: path}.read(s)
	if err != nil {
		return screens.SetupResult{}, err
	}
	file, err := applyfile.Parse(name, data)
	if err != nil {
		return screens.SetupResult{}, setupProblem(err)
	}
	if _, err := d.w.Access.Require(ctx, 0, app.MayEdit); err != nil {
		return screens.SetupResult{}, err
	}
	desk := &desk{workspace: d.w, ctx: ctx, session: s}
	plan, err := desk.planApply(file, path)
	if err != nil {
		return screens.SetupResult{}, setupProblem(err)
	}
	if plan.changes() > 0 {
		if err := desk.carryOut(&plan, name); err != nil {
			return screens.SetupResult{}, err
		}
	}
	a, err := d.FindAgent(ctx, plan.agent.Name)
	if err != nil {
		return screens.SetupResult{}, err
	}
	missing, err := d.missingSecrets(ctx, a)
	return screens.SetupResult{Agent: a, Missing: missing}, err
}

// setupProblem shows the problems of a file, line by line, to a person.
func setupProblem(err error) error {
	if app.ErrorCode(err) != app.CodeInternal {
		return err
	}
	return app.NewError(app.CodeInvalid, app.Say("{{.Problems}}", "Problems", err.Error())).Because(err)
}

func (d *windowDesk) missingSecrets(ctx context.Context, a app.Agent) ([]string, error) {
	var out []string
	for _, env := range app.Environments {
		if env == app.Draft && !a.HasDraft {
			continue
		}
		v, err := d.Get(ctx, a.ID, env)
		if err != nil {
			return nil, err
		}
		for _, f := range v.Declaration.Secrets {
			if f.Required && !v.Channel.Secrets[f.Name].Present() {
				out = append(out, lang.L(env.Label())+": "+lang.L(f.Label))
			}
		}
	}
	return out, nil
}
