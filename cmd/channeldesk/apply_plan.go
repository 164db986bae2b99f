package main

import (
	"maps"
	"path/filepath"

	"channeldesk/app"
	"channeldesk/app/channel"
	"channeldesk/app/protocol"
	"channeldesk/cmd/channeldesk/applyfile"
)

// applyPlan is what a file would change. Making one changes nothing.
type applyPlan struct {
	file     *applyfile.File
	agent    app.Agent
	newAgent bool
	// newDraft and dropDraft say what becomes of the draft itself.
	newDraft, dropDraft bool
	envs                []envPlan
}

// envPlan are the changes to one environment.
type envPlan struct {
	env   app.Environment
	base  app.Channel
	edits channel.Edits
	rows  []changeJSON
	// notes are sentences to mind that stop nothing.
	notes []string
}

// changes counts what would be done.
func (p applyPlan) changes() int {
	n := 0
	for _, is := range []bool{p.newAgent, p.newDraft, p.dropDraft} {
		if is {
			n++
		}
	}
	for _, e := range p.envs {
		n += len(e.rows)
	}
	return n
}

// needsSecrets reports whether carrying the plan out stores secret values.
func (p applyPlan) needsSecrets() bool {
	for _, e := range p.envs {
		if len(e.edits.Secrets) > 0 || p.newDraft && len(e.base.Secrets) > 0 {
			return true
		}
	}
	return false
}

// planner makes a plan and gathers the problems of the whole file.
type planner struct {
	*desk
	plan       applyPlan
	base       string // folder of relative secret files
	stdinTaken bool
	problems   applyfile.Problems
}

// planApply holds a file against the workspace. The error is *applyfile.Problems
// when the file is wrong.
func (d *desk) planApply(file *applyfile.File, path string) (applyPlan, error) {
	b := &planner{desk: d, plan: applyPlan{file: file}, stdinTaken: path == "-", problems: applyfile.Problems{File: file.Name}}
	if path != "-" {
		b.base = filepath.Dir(path)
	}
	published, draft, err := b.present()
	if err != nil {
		return b.plan, err
	}
	after, err := b.environment(app.Published, published, file.Published, nil)
	if err != nil {
		return b.plan, err
	}
	switch {
	case file.NoDraft:
		b.plan.dropDraft = draft != nil
	case file.Draft != nil && draft == nil:
		b.plan.newDraft = true
		copied := after.channel.Clone()
		copied.Environment, copied.Webhook, copied.Version, copied.Parked = app.Draft, app.Webhook{}, 0, nil
		_, err = b.environment(app.Draft, copied, file.Draft, after.values)
	case file.Draft != nil:
		_, err = b.environment(app.Draft, *draft, file.Draft, nil)
	}
	if err != nil {
		return b.plan, err
	}
	return b.plan, b.problems.Err()
}

// present reads the agent and its channels as they are.
func (b *planner) present() (published app.Channel, draft *app.Channel, err error) {
	published = app.Channel{Environment: app.Published, Session: app.DefaultSession()}
	name, err := app.CheckAgentName(b.plan.file.Agent.Text)
	if err != nil {
		b.problems.Add(b.plan.file.Agent.At, "%s", err)
		return published, nil, b.problems.Err()
	}
	b.plan.agent, err = b.Channel.FindAgent(b.ctx, name)
	if app.ErrorCode(err) == app.CodeNotFound {
		b.plan.agent, b.plan.newAgent = app.Agent{Name: name, Country: app.DefaultCountry}, true
		return published, nil, nil
	}
	if err != nil {
		return published, nil, err
	}
	v, err := b.Channel.Get(b.ctx, b.plan.agent.ID, app.Published)
	if err != nil || !b.plan.agent.HasDraft {
		return v.Channel, nil, err
	}
	dv, err := b.Channel.Get(b.ctx, b.plan.agent.ID, app.Draft)
	return v.Channel, &dv.Channel, err
}

// outcome is a channel as it would be, with the new secret values.
type outcome struct {
	channel app.Channel
	values  map[string]app.Secret
}

// environment plans one environment. pending are new secret values that the base
// will hold by then, because it is a copy of what the same file changes.
func (b *planner) environment(env app.Environment, base app.Channel, c *applyfile.Config, pending map[string]app.Secret) (outcome, error) {
	unchanged := outcome{base, pending}
	if c == nil {
		return unchanged, nil
	}
	edits, decl, ok := b.cleanEdits(base, c)
	if !ok {
		return unchanged, nil
	}
	e := envPlan{env: env, base: base}
	if env == app.Published {
		e.edits.BaseVersion = base.Version
	}
	old := base
	if edits.Protocol != nil && *edits.Protocol != base.Protocol {
		e.edits.Protocol = edits.Protocol
		old, pending = turned(base, *edits.Protocol), nil
	}
	if err := b.keepDifferences(&e.edits, edits, old, pending); err != nil {
		return unchanged, err
	}
	was, next := b.Protocols.Declaration(base.Protocol), overlay(base, e.edits)
	e.rows = changeRows(was, decl, base, e.edits)
	e.notes = applyNotes(was, decl, base, next, c)
	b.plan.envs = append(b.plan.envs, e)
	return outcome{next, joined(pending, e.edits.Secrets)}, nil
}

// joined lays newer values over older ones.
func joined(older, newer map[string]app.Secret) map[string]app.Secret {
	out := maps.Clone(older)
	if out == nil {
		out = map[string]app.Secret{}
	}
	maps.Copy(out, newer)
	return out
}

// cleanEdits makes edits of what the file says and validates them; problems get
// their places in the file.
func (b *planner) cleanEdits(base app.Channel, c *applyfile.Config) (channel.Edits, protocol.Declaration, bool) {
	before := len(b.problems.List)
	var e channel.Edits
	at := map[string]applyfile.Pos{}
	id := base.Protocol
	if c.Protocol != nil {
		id = app.ProtocolID(c.Protocol.Text)
		if _, err := b.Protocols.Get(id); err != nil {
			b.problems.Add(c.Protocol.At, "This protocol is not known. Known: %s.", b.protocolNames())
			return e, protocol.Declaration{}, false
		}
		e.Protocol = &id
	}
	decl := b.Protocols.Declaration(id)
	if c.AccountCode != nil {
		e.AccountCode, at["account_code"] = &c.AccountCode.Text, c.AccountCode.At
	}
	for _, f := range c.Fields {
		if _, known := decl.Field(f.Name); !known {
			b.problems.Add(f.Key, "%s", unknownName(decl, "field", fieldNames(decl)))
			continue
		}
		if e.Fields == nil {
			e.Fields = map[string]string{}
		}
		e.Fields[f.Name], at[f.Name] = f.Text, f.At
	}
	if c.Session != nil {
		settings := base.Session
		c.Session(&settings)
		e.Session = &settings
		for name, pos := range c.SessionAt {
			at[name] = pos
		}
	}
	if c.Forward != nil {
		e.Forward, at["forward"] = &app.Forward{URL: c.Forward.Text}, c.Forward.At
	}
	cleaned, wrong := b.Channel.Validate(b.plan.agent.Country, base, e)
	for _, problem := range wrong {
		pos, known := at[problem.Field]
		if !known {
			pos = c.At
		}
		b.problems.Add(pos, "%s", problem)
	}
	cleaned.Secrets = b.readSources(decl, c.Secrets, b.base, &b.stdinTaken, &b.problems)
	return cleaned, decl, len(b.problems.List) == before
}

func (b *planner) protocolNames() string {
	names := ""
	for _, p := range b.Protocols.List() {
		if names != "" {
			names += ", "
		}
		names += string(p.Declaration().ID)
	}
	return names
}

// keepDifferences takes from edits only what differs from the present channel.
func (b *planner) keepDifferences(to *channel.Edits, edits channel.Edits, old app.Channel, pending map[string]app.Secret) error {
	if edits.AccountCode != nil && *edits.AccountCode != old.AccountCode {
		to.AccountCode = edits.AccountCode
	}
	for name, value := range edits.Fields {
		if value != old.Fields[name] {
			if to.Fields == nil {
				to.Fields = map[string]string{}
			}
			to.Fields[name] = value
		}
	}
	for name, value := range edits.Secrets {
		same := false
		if coming, ok := pending[name]; ok {
			same = coming.Expose() == value.Expose()
		} else {
			var err error
			if same, err = b.sameSecret(old.Secrets[name], value); err != nil {
				return err
			}
		}
		if !same {
			if to.Secrets == nil {
				to.Secrets = map[string]app.Secret{}
			}
			to.Secrets[name] = value
		}
	}
	if edits.Session != nil && *edits.Session != old.Session {
		to.Session = edits.Session
	}
	if edits.Forward != nil && *edits.Forward != old.Forward {
		to.Forward = edits.Forward
	}
	return nil
}
