package main

import (
	"slices"
	"strings"
	"time"

	"channeldesk/app"
	"channeldesk/app/access"
)

type membersVerb struct {
	List       membersListVerb       `cmd:"" default:"1" help:"List the members and what they may do."`
	Add        membersAddVerb        `cmd:"" help:"Add a member."`
	Role       membersRoleVerb       `cmd:"" help:"Change what a member may do, with --agent for one agent only."`
	Rename     membersRenameVerb     `cmd:"" help:"Change a member's name."`
	Remove     membersRemoveVerb     `cmd:"" help:"Take a member off the workspace."`
	Passphrase membersPassphraseVerb `cmd:"" help:"Set, change or remove a passphrase."`
}

// inheritRole takes a role for one agent back.
const inheritRole = "inherit"

// memberJSON is one member of "members list --json".
type memberJSON struct {
	Name          string              `json:"name"`
	Role          app.Role            `json:"role"`
	Roles         map[string]app.Role `json:"roles"`
	HasPassphrase bool                `json:"has_passphrase"`
	Acting        bool                `json:"acting"`
	CreatedAt     time.Time           `json:"created_at"`
}

type membersListVerb struct{}

// Run lists the members. Who manages them may see what they may do.
func (membersListVerb) Run(s *session) error {
	return s.withDesk(false, func(d *desk) error {
		if err := d.may(0, app.MayManage); err != nil {
			return err
		}
		members, err := d.Access.Members(d.ctx)
		if err != nil {
			return err
		}
		agents, err := d.agentNames()
		if err != nil {
			return err
		}
		out := make([]memberJSON, len(members))
		for i, m := range members {
			out[i] = memberJSON{m.Name, m.Role, map[string]app.Role{}, m.HasPassphrase, m.ID == d.me.ID, m.CreatedAt.UTC()}
			for id, role := range m.Roles {
				name, ok := agents[id]
				if !ok { // an agent that the acting member may not see
					name = "Agent " + itoa(int(id))
				}
				out[i].Roles[name] = role
			}
		}
		if s.flags.JSON {
			return s.console.json(out)
		}
		printMembers(s.console, out)
		return nil
	})
}

// agentNames are the names of the agents that the acting member may see.
func (d *desk) agentNames() (map[app.AgentID]string, error) {
	agents, err := d.Channel.ListAgents(d.ctx)
	names := map[app.AgentID]string{}
	for _, a := range agents {
		names[a.ID] = a.Name
	}
	return names, err
}

func printMembers(c console, members []memberJSON) {
	t := &table{}
	t.add("Name", "Role", "Passphrase", "For single agents")
	for _, m := range members {
		passphrase := "no"
		if m.HasPassphrase {
			passphrase = "yes"
		}
		name := m.Name
		if m.Acting {
			name += " (you)"
		}
		var roles []string
		for agent, role := range m.Roles {
			roles = append(roles, agent+": "+role.Label())
		}
		slices.Sort(roles)
		t.add(name, m.Role.Label(), passphrase, orDash(strings.Join(roles, ", ")))
	}
	t.print(c.out)
}

// member finds a member by name. Only verbs that manage members look for one.
func (d *desk) member(name string) (app.Member, error) {
	members, err := d.Access.Members(d.ctx)
	if err != nil {
		return app.Member{}, err
	}
	m, ok := memberCalled(members, name)
	if !ok {
		return m, app.NewError(app.CodeNotFound, app.Say("There is no member called {{.Name}} in this workspace.", "Name", app.CleanName(name))).
			WithFix(app.Say("Members: {{.Names}}.", "Names", strings.Join(memberNames(members), ", "))).WithField("name")
	}
	return m, nil
}

// managing runs fn for one member after making sure that the acting member may
// manage members.
func (s *session) managing(name string, fn func(*desk, app.Member) error) error {
	return s.withDesk(false, func(d *desk) error {
		if err := d.may(0, app.MayManage); err != nil {
			return err
		}
		m, err := d.member(name)
		if err != nil {
			return err
		}
		return fn(d, m)
	})
}

func parseRole(typed string, also ...string) (app.Role, error) {
	words := also
	for i := len(app.Roles) - 1; i >= 0; i-- {
		words = append([]string{string(app.Roles[i])}, words...)
	}
	word := strings.ToLower(strings.TrimSpace(typed))
	if !slices.Contains(words, word) {
		return "", usage("A role is one of: " + strings.Join(words, ", ") + ".")
	}
	return app.Role(word), nil
}

type membersAddVerb struct {
	Name string `arg:"" help:"The member's name."`
	Role string `required:"" help:"owner, contributor, viewer or none." placeholder:"ROLE"`
	passphraseFlags
}

// Run adds a member. Without a passphrase nobody is asked for one; a terminal
// offers to set one.
func (v membersAddVerb) Run(s *session) error {
	role, err := parseRole(v.Role)
	if err != nil {
		return err
	}
	return s.withDesk(false, func(d *desk) error {
		if err := d.may(0, app.MayManage); err != nil {
			return err
		}
		passphrase, err := v.read(s, "Passphrase of "+oneLine(v.Name)+" (nothing for none)", true)
		if err != nil {
			return err
		}
		m, err := d.Access.AddMember(d.ctx, access.NewMember{Name: v.Name, Role: role, Passphrase: passphrase})
		if err != nil {
			return err
		}
		s.console.printf("%s was added and %s.\n", m.Name, roleText(m.Role))
		return nil
	})
}

type membersRoleVerb struct {
	Name string `arg:"" help:"The member's name."`
	Role string `arg:"" help:"owner, contributor, viewer or none; with --agent also inherit, to take the agent's own role back."`
}

// Run changes a role: for the workspace, or with --agent for one agent.
func (v membersRoleVerb) Run(s *session) error {
	single := s.flags.Agent != ""
	var also []string
	if single {
		also = []string{inheritRole}
	}
	role, err := parseRole(v.Role, also...)
	if err != nil {
		return err
	}
	return s.managing(v.Name, func(d *desk, m app.Member) error {
		if !single {
			m.Role = role
			if err := d.Access.UpdateMember(d.ctx, m); err != nil {
				return err
			}
			s.console.printf("%s %s.\n", m.Name, roleText(m.Role))
			return nil
		}
		a, err := d.agent()
		if err != nil {
			return err
		}
		m.Roles = rolesWith(m.Roles, a.ID, role)
		if err := d.Access.UpdateMember(d.ctx, m); err != nil {
			return err
		}
		s.console.printf("%s %s for %s.\n", m.Name, roleText(m.RoleFor(a.ID)), a.Name)
		return nil
	})
}

// roleText says in a sentence what somebody is.
func roleText(r app.Role) string {
	if r == app.NoRole {
		return "has no access"
	}
	return "is " + r.Label()
}

// rolesWith is a copy of roles with another one for an agent, or without one.
func rolesWith(roles map[app.AgentID]app.Role, agent app.AgentID, role app.Role) map[app.AgentID]app.Role {
	out := map[app.AgentID]app.Role{}
	for id, r := range roles {
		out[id] = r
	}
	if out[agent] = role; role == inheritRole {
		delete(out, agent)
	}
	return out
}

type membersRenameVerb struct {
	Name string `arg:"" help:"The member's name."`
	New  string `arg:"" help:"The new name."`
}

// Run renames a member. What was written down before keeps the old name.
func (v membersRenameVerb) Run(s *session) error {
	return s.managing(v.Name, func(d *desk, m app.Member) error {
		old := m.Name
		m.Name = app.CleanName(v.New)
		if err := d.Access.UpdateMember(d.ctx, m); err != nil {
			return err
		}
		s.console.printf("%s is called %s now.\n", old, m.Name)
		return nil
	})
}

type membersRemoveVerb struct {
	Name string `arg:"" help:"The member's name."`
}

// Run removes a member after asking.
func (v membersRemoveVerb) Run(s *session) error {
	return s.managing(v.Name, func(d *desk, m app.Member) error {
		if err := s.confirm("Take " + oneLine(m.Name) + " off this workspace? What was done stays in the activity."); err != nil {
			return err
		}
		if err := d.Access.RemoveMember(d.ctx, m.ID); err != nil {
			return err
		}
		s.console.printf("%s is not a member any more.\n", m.Name)
		return nil
	})
}
