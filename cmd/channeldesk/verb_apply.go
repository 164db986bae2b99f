package main

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"channeldesk/app"
	"channeldesk/app/channel"
	"channeldesk/cmd/channeldesk/applyfile"
)

type applyVerb struct {
	File   string `short:"f" required:"" help:"YAML or JSON file; - is standard input." placeholder:"FILE"`
	DryRun bool   `help:"Show what would change and change nothing."`
}

// applyJSON is what "apply --json" prints.
type applyJSON struct {
	Agent        string                          `json:"agent"`
	Created      bool                            `json:"created"`
	Changed      bool                            `json:"changed"`
	DryRun       bool                            `json:"dry_run"`
	Environments map[app.Environment]appliedJSON `json:"environments"`
}

type appliedJSON struct {
	Created bool         `json:"created,omitempty"`
	Deleted bool         `json:"deleted,omitempty"`
	Version int          `json:"version,omitempty"`
	Changes []changeJSON `json:"changes"`
	// Notes are sentences to mind that stopped nothing.
	Notes []string `json:"notes,omitempty"`
}

// Run brings the agent to what the file says. When anything in the file is
// wrong, nothing changes.
func (v applyVerb) Run(s *session) error {
	name, data, err := v.read(s)
	if err != nil {
		return err
	}
	file, err := applyfile.Parse(name, data)
	if err != nil {
		return err
	}
	return s.withDesk(true, func(d *desk) error {
		if err := d.mayApply(file); err != nil {
			return err
		}
		plan, err := d.planApply(file, v.File)
		if err != nil {
			return err
		}
		if !v.DryRun && plan.changes() > 0 {
			if err := d.carryOut(&plan, name); err != nil {
				return err
			}
		}
		return v.print(s, d, plan)
	})
}

// mayApply asks for the permission to change the agent that the file names, or
// the workspace when the agent is new.
func (d *desk) mayApply(file *applyfile.File) error {
	a, err := d.Channel.FindAgent(d.ctx, file.Agent.Text)
	if err != nil && app.ErrorCode(err) != app.CodeNotFound {
		return err
	}
	return d.may(a.ID, app.MayEdit)
}

func (v applyVerb) read(s *session) (name string, data []byte, err error) {
	from, name := s.console.in, "standard input"
	if v.File != "-" {
		f, err := os.Open(v.File)
		if err != nil {
			return "", nil, cannotRead(v.File, err)
		}
		defer func() { _ = f.Close() }()
		from, name = f, v.File
	}
	data, err = io.ReadAll(io.LimitReader(from, applyfile.SizeMax+1))
	if err != nil {
		return "", nil, cannotRead(name, err)
	}
	return name, data, nil
}

func cannotRead(path string, err error) error {
	what := app.Say("The file {{.Path}} cannot be read.", "Path", path)
	if errors.Is(err, fs.ErrNotExist) {
		what = app.Say("There is no file {{.Path}}.", "Path", path)
	}
	return app.NewError(app.CodeInvalid, what).WithFix(app.Say("Check its path and that you may read it.")).WithField("file").Because(err)
}

// carryOut does what the plan says: the agent, then Published in one
// transaction, then Draft in one. After a kill, applying the same file again
// does the rest.
func (d *desk) carryOut(p *applyPlan, name string) error {
	if p.needsSecrets() {
		if status := d.Secrets.Status(d.ctx); !status.Usable {
			return status.Problem
		}
	}
	if p.newAgent {
		a, err := d.Channel.CreateAgent(d.ctx, channel.NewAgent{Name: p.agent.Name, Country: p.agent.Country})
		if err != nil {
			return err
		}
		p.agent = a
	}
	note := "Applied from " + filepath.Base(name)
	for _, env := range []app.Environment{app.Published, app.Draft} {
		if env == app.Draft {
			if err := d.carryOutDraft(*p); err != nil {
				return err
			}
		}
		for _, e := range p.envs {
			if e.env != env || e.edits.IsEmpty() {
				continue
			}
			if err := d.Channel.Save(d.ctx, p.agent.ID, env, e.edits, note); err != nil {
				return err
			}
		}
	}
	return nil
}

func (d *desk) carryOutDraft(p applyPlan) error {
	switch {
	case p.dropDraft:
		return d.Channel.DeleteDraft(d.ctx, p.agent.ID)
	case p.newDraft:
		return d.Channel.CreateDraft(d.ctx, p.agent.ID)
	}
	return nil
}

func (v applyVerb) print(s *session, d *desk, p applyPlan) error {
	version := 0
	if !p.newAgent || !v.DryRun {
		now, err := d.Channel.Get(d.ctx, p.agent.ID, app.Published)
		if err != nil {
			return err
		}
		version = now.Channel.Version
	}
	if s.flags.JSON {
		return s.console.json(v.result(p, version))
	}
	if p.changes() == 0 {
		s.console.printf("%s is as the file says. Nothing to change.\n", p.agent.Name)
		printNotes(s.console, p)
		return nil
	}
	if p.newAgent {
		s.console.printf("Agent %s: created\n", p.agent.Name)
	}
	if p.dropDraft {
		s.console.printf("Draft: deleted\n")
	}
	for _, e := range p.envs {
		if e.env == app.Draft && p.newDraft {
			s.console.printf("Draft: created from Published\n")
		}
		printChanges(s.console, e)
	}
	switch {
	case v.DryRun:
		s.console.printf("This was a dry run. Nothing was changed.\n")
	case version > 0:
		s.console.printf("Applied. Published is version %d.\n", version)
	default:
		s.console.printf("Applied.\n")
	}
	printNotes(s.console, p)
	return nil
}

func printNotes(c console, p applyPlan) {
	for _, e := range p.envs {
		for _, note := range e.notes {
			c.printf("Mind, %s: %s\n", e.env.Label(), note)
		}
	}
}

func printChanges(c console, e envPlan) {
	if len(e.rows) == 0 {
		return
	}
	c.printf("%s:\n", e.env.Label())
	t := &table{}
	for _, r := range e.rows {
		t.add("  "+r.Label, r.words())
	}
	t.print(c.out)
}

func (v applyVerb) result(p applyPlan, version int) applyJSON {
	out := applyJSON{
		Agent: p.agent.Name, Created: p.newAgent, Changed: p.changes() > 0, DryRun: v.DryRun,
		Environments: map[app.Environment]appliedJSON{},
	}
	for _, e := range p.envs {
		one := appliedJSON{Changes: append([]changeJSON{}, e.rows...), Notes: e.notes}
		if e.env == app.Published {
			one.Version = version
		} else {
			one.Created = p.newDraft
		}
		out.Environments[e.env] = one
	}
	if p.dropDraft {
		out.Environments[app.Draft] = appliedJSON{Deleted: true, Changes: []changeJSON{}}
	}
	return out
}
