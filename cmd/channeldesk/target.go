package main

import (
	"context"
	"strings"

	"channeldesk/app"
	"channeldesk/app/channel"
)

// desk is an open workspace with somebody acting in it.
type desk struct {
	*workspace
	me      actor
	ctx     context.Context
	session *session
}

// withDesk opens the workspace, runs fn as the acting member and closes again.
// Who may look at nothing is refused before. Verbs that touch secret values clean up after earlier kills first.
func (s *session) withDesk(usesSecrets bool, fn func(*desk) error) error {
	w, err := openWorkspace(s)
	if err != nil {
		return err
	}
	defer s.crash.close()
	defer w.Close()
	me, err := w.whoActs(s)
	if err != nil {
		return err
	}
	ctx := me.acting(s.ctx)
	if _, err := w.Access.Visible(ctx); err != nil {
		return err
	}
	if usesSecrets {
		w.tidy(ctx)
	}
	err = fn(&desk{workspace: w, me: me, ctx: ctx, session: s})
	if err != nil {
		w.Log.Info("a verb failed", "cause", logged(err))
	}
	return err
}

// logged keeps the code, the cause and the sentence of an error for the log.
func logged(err error) any {
	if app.ErrorCode(err) == app.CodeInternal {
		return err
	}
	return app.AsError(err)
}

// target is the agent and environment that a verb is about.
func (d *desk) target() (channel.View, error) {
	a, err := d.agent()
	if err != nil {
		return channel.View{}, err
	}
	return d.Channel.Get(d.ctx, a.ID, d.session.flags.environment())
}

// may makes sure that the acting member may do something with an agent, or with
// the workspace for agent 0, before anything is asked or read.
func (d *desk) may(agent app.AgentID, p app.Permission) error {
	_, err := d.Access.Require(d.ctx, agent, p)
	return err
}

// editable is target for a verb that changes something.
func (d *desk) editable() (channel.View, error) {
	v, err := d.target()
	if err == nil {
		err = d.may(v.Agent.ID, app.MayEdit)
	}
	return v, err
}

// agent is the one that --agent names, or the only one.
func (d *desk) agent() (app.Agent, error) {
	if name := d.session.flags.Agent; name != "" {
		a, err := d.Channel.FindAgent(d.ctx, name)
		if app.ErrorCode(err) == app.CodeNotFound {
			err = app.NewError(app.CodeNotFound, app.Say("There is no agent called {{.Name}}.", "Name", app.CleanName(name))).
				WithFix(d.known()).WithField("agent")
		}
		return a, err
	}
	all, err := d.Channel.ListAgents(d.ctx)
	switch {
	case err != nil:
		return app.Agent{}, err
	case len(all) == 0:
		return app.Agent{}, app.NewError(app.CodeNotFound, app.Say("There is no agent yet.")).
			WithFix(app.Say("Create one in the window, or with: channeldesk apply -f FILE"))
	case len(all) > 1:
		return app.Agent{}, &usageError{message: "There are several agents. Name one with --agent.", fix: d.known().String()}
	}
	return all[0], nil
}

func (d *desk) known() app.Text {
	all, err := d.Channel.ListAgents(d.ctx)
	if err != nil || len(all) == 0 {
		return app.Text{}
	}
	names := make([]string, len(all))
	for i, a := range all {
		names[i] = a.Name
	}
	return app.Say("Agents: {{.Names}}.", "Names", strings.Join(names, ", "))
}
