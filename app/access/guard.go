package access

import (
	"context"

	"channeldesk/app"
)

// Whole sentences, so that each can be translated.
var (
	tried = map[app.Permission]string{
		app.MaySee:    "{{.Name}} tried to look at this agent and was refused",
		app.MayEdit:   "{{.Name}} tried to change this agent's channel and was refused",
		app.MaySend:   "{{.Name}} tried to send messages or change templates and keys, and was refused",
		app.MayManage: "{{.Name}} tried to manage members or delete an agent, and was refused",
	}
	mayNot = map[app.Permission]string{
		app.MaySee:    "Your role does not let you look at this agent.",
		app.MayEdit:   "Your role does not let you change this agent's channel.",
		app.MaySend:   "Your role does not let you send messages or change templates and keys.",
		app.MayManage: "Your role does not let you manage members or delete an agent.",
	}
	// What stands in their place where it is about the workspace itself.
	triedAll = map[app.Permission]string{
		app.MaySee:  "{{.Name}} tried to look at this workspace and was refused",
		app.MayEdit: "{{.Name}} tried to change this workspace and was refused",
	}
	mayNotAll = map[app.Permission]string{
		app.MaySee:  "Your role does not let you look at this workspace.",
		app.MayEdit: "Your role does not let you change this workspace.",
	}
)

func sentence(agents, workspace map[app.Permission]string, agent app.AgentID, p app.Permission) string {
	if text, ok := workspace[p]; ok && agent == 0 {
		return text
	}
	return agents[p]
}

func nobody() error {
	return app.NewError(app.CodeForbidden, app.Say("Nobody is signed in to this workspace."))
}

func noMember(name string) *app.Error {
	return app.NewError(app.CodeForbidden, app.Say("{{.Name}} is not a member of this workspace any more.", "Name", name)).
		WithFix(app.Say("Ask an Owner of this workspace."))
}

// acting gives the acting member as stored: the stored role decides, not the one
// that the caller remembers. ok is false when there is no such member any more;
// then m is what the caller remembers.
func (s *Service) acting(ctx context.Context) (m app.Member, ok bool, err error) {
	m, named := app.ActingMember(ctx)
	if !named {
		return m, false, nobody()
	}
	err = s.store.View(ctx, func(tx app.Tx) error {
		stored, err := tx.GetMember(m.ID)
		switch {
		case app.ErrorCode(err) == app.CodeNotFound:
			return nil
		case err == nil:
			m, ok = stored, true
		}
		return err
	})
	return m, ok, err
}

// Require implements app.Guard. Without an acting member in the context nothing
// is allowed.
func (s *Service) Require(ctx context.Context, agent app.AgentID, p app.Permission) (app.Member, error) {
	m, ok, err := s.acting(ctx)
	if err != nil {
		return app.Member{}, err
	}
	if ok && m.RoleFor(agent).Allows(p) {
		return m, nil
	}
	err = s.store.Update(context.WithoutCancel(ctx), func(tx app.Tx) error {
		return tx.AddActivity(app.Activity{
			At: s.now(), By: m.Name, AgentID: agent, Kind: app.ActRefused,
			Text: app.Say(sentence(tried, triedAll, agent, p), "Name", m.Name),
		})
	})
	refused := noMember(m.Name)
	if ok {
		refused = app.NewError(app.CodeForbidden, app.Say(sentence(mayNot, mayNotAll, agent, p))).
			WithFix(app.Say("Ask an Owner of this workspace."))
	}
	if err != nil {
		return app.Member{}, refused.Because(err)
	}
	return app.Member{}, refused
}

// Visible gives a function that tells whether the acting member may look at an
// agent; agent 0 is the workspace itself. Who may look at nothing at all is
// refused, and that is recorded.
func (s *Service) Visible(ctx context.Context) (func(app.AgentID) bool, error) {
	v, err := s.sight(ctx)
	if err != nil {
		return nil, err
	}
	return v.sees, nil
}

// sight is what a member may look at.
type sight struct {
	member app.Member
	// agents are the agents of the workspace that the member may look at.
	agents []app.Agent
}

func (v sight) sees(agent app.AgentID) bool { return v.member.RoleFor(agent).Allows(app.MaySee) }

// seesAll reports whether nothing is hidden from the member. The roles given for
// an agent go when the agent does; so what was written about agents that are no
// more is for the Owners of the workspace.
func (v sight) seesAll() bool {
	for _, r := range v.member.Roles {
		if !r.Allows(app.MaySee) {
			return false
		}
	}
	return v.member.Role == app.Owner
}

func (s *Service) sight(ctx context.Context) (v sight, err error) {
	m, ok, err := s.acting(ctx)
	if err != nil {
		return v, err
	}
	v.member = m
	if ok {
		err = s.store.View(ctx, func(tx app.Tx) error {
			all, err := tx.ListAgents()
			for _, a := range all {
				if v.sees(a.ID) {
					v.agents = append(v.agents, a)
				}
			}
			return err
		})
		if err != nil {
			return v, err
		}
	}
	if !ok || len(v.agents) == 0 && !v.sees(0) {
		_, err = s.Require(ctx, 0, app.MaySee)
	}
	return v, err
}
