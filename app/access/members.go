package access

import (
	"context"
	"maps"
	"slices"
	"strings"

	"channeldesk/app"
)

// NewMember is what a new member begins with. Without a passphrase nobody is
// asked for one.
type NewMember struct {
	Name       string
	Role       app.Role
	Passphrase app.Secret
}

func (s *Service) record(tx app.Tx, by app.Member, kind string, text app.Text) error {
	return tx.AddActivity(app.Activity{At: s.now(), By: by.Name, Kind: kind, Text: text})
}

// label is a role's word, to stand in a sentence or beside one.
func label(r app.Role) app.Text { return app.Say(r.Label()) }

func checkRole(r app.Role) error {
	if slices.Contains(app.Roles, r) {
		return nil
	}
	names := make([]string, len(app.Roles))
	for i, known := range app.Roles {
		names[i] = string(known)
	}
	return app.Invalid("role", "There is no role {{.Name}}. Use one of {{.Known}}.", "Name", string(r), "Known", strings.Join(names, ", "))
}

func checkMember(name string, roles ...app.Role) (string, error) {
	name, err := checkName(name, "name", "Enter a name, so that colleagues see who changed what.")
	for _, r := range roles {
		if err == nil {
			err = checkRole(r)
		}
	}
	return name, err
}

// free makes sure that nobody else has the name, in whatever letters.
func free(members []app.Member, id app.MemberID, name string) error {
	for _, m := range members {
		if m.ID != id && strings.EqualFold(m.Name, name) {
			return app.NewError(app.CodeConflict, app.Say("There is a member called {{.Name}} already.", "Name", m.Name)).
				WithFix(app.Say("Add a surname or a department, so that colleagues can tell them apart.")).WithField("name")
		}
	}
	return nil
}

// lastOwner refuses what would leave the workspace without an Owner.
func lastOwner(members []app.Member, id app.MemberID) error {
	for _, m := range members {
		if m.ID != id && m.Role == app.Owner {
			return nil
		}
	}
	for _, m := range members {
		if m.ID == id && m.Role == app.Owner {
			return app.NewError(app.CodeConflict, app.Say("{{.Name}} is the only Owner of this workspace.", "Name", m.Name)).
				WithFix(app.Say("Make somebody else an Owner first.")).WithField("role")
		}
	}
	return nil
}

// AddMember makes a member. It takes the permission to manage.
func (s *Service) AddMember(ctx context.Context, n NewMember) (m app.Member, err error) {
	by, err := s.Require(ctx, 0, app.MayManage)
	if err != nil {
		return m, err
	}
	if n.Name, err = checkMember(n.Name, n.Role); err != nil {
		return m, err
	}
	hash := ""
	if !n.Passphrase.IsEmpty() {
		if err := checkPassphrase(n.Passphrase); err != nil {
			return m, err
		}
		err := s.locked(ctx, func() error { hash = s.cost.hash(n.Passphrase); return nil })
		if err != nil {
			return m, err
		}
	}
	err = s.store.Update(ctx, func(tx app.Tx) error {
		members, err := tx.ListMembers()
		if err == nil {
			err = free(members, 0, n.Name)
		}
		if err != nil {
			return err
		}
		made := app.Member{Name: n.Name, Role: n.Role, CreatedAt: s.now()}
		if made.ID, err = tx.AddMember(made); err != nil {
			return err
		}
		if hash != "" {
			if err := tx.SetPassphraseHash(made.ID, hash); err != nil {
				return err
			}
		}
		if m, err = tx.GetMember(made.ID); err != nil {
			return err
		}
		return tx.AddActivity(app.Activity{
			At: s.now(), By: by.Name, Kind: app.ActMemberAdded, After: m.Role.Label(),
			Text: app.Say("{{.Who}} added {{.Name}} to this workspace as {{.Role}}", "Who", by.Name, "Name", m.Name, "Role", label(m.Role)),
		})
	})
	if err != nil {
		return app.Member{}, err
	}
	s.membersChanged()
	return m, nil
}

// UpdateMember gives a member the name, role and roles for single agents of m;
// roles that m does not name are taken away. It takes the permission to manage.
// The last Owner of the workspace stays one.
func (s *Service) UpdateMember(ctx context.Context, m app.Member) error {
	by, err := s.Require(ctx, 0, app.MayManage)
	if err != nil {
		return err
	}
	if m.Name, err = checkMember(m.Name, slices.Concat([]app.Role{m.Role}, slices.Collect(maps.Values(m.Roles)))...); err != nil {
		return err
	}
	changed := false
	err = s.store.Update(ctx, func(tx app.Tx) error {
		old, err := tx.GetMember(m.ID)
		if err != nil {
			return err
		}
		members, err := tx.ListMembers()
		if err == nil {
			err = free(members, m.ID, m.Name)
		}
		if err == nil && m.Role != app.Owner {
			err = lastOwner(members, m.ID)
		}
		if err != nil {
			return err
		}
		lines, err := s.differences(tx, by, old, m)
		if err != nil || len(lines) == 0 {
			return err
		}
		changed = true
		if err := tx.UpdateMember(m); err != nil {
			return err
		}
		for _, line := range lines {
			if err := tx.AddActivity(line); err != nil {
				return err
			}
		}
		return nil
	})
	if err == nil && changed {
		s.membersChanged()
	}
	return err
}

// differences are the lines that tell what changes, one for each change; those
// about an agent's role belong to the agent.
func (s *Service) differences(tx app.Tx, by, old, m app.Member) (lines []app.Activity, err error) {
	add := func(agent app.AgentID, before, after, text string, pairs ...any) {
		lines = append(lines, app.Activity{
			At: s.now(), By: by.Name, AgentID: agent, Kind: app.ActMemberChanged, Before: before, After: after,
			Text: app.Say(text, append(pairs, "Who", by.Name, "Name", m.Name)...),
		})
	}
	if old.Name != m.Name {
		add(0, old.Name, m.Name, "{{.Who}} renamed {{.Old}} to {{.Name}}", "Old", old.Name)
	}
	if old.Role != m.Role {
		add(0, old.Role.Label(), m.Role.Label(), "{{.Who}} changed the role of {{.Name}} from {{.Old}} to {{.New}}",
			"Old", label(old.Role), "New", label(m.Role))
	}
	agents := slices.Concat(slices.Collect(maps.Keys(old.Roles)), slices.Collect(maps.Keys(m.Roles)))
	slices.Sort(agents)
	for _, id := range slices.Compact(agents) {
		was, had := old.Roles[id]
		is, has := m.Roles[id]
		if had == has && was == is {
			continue
		}
		agent, err := tx.GetAgent(id)
		if err != nil {
			return nil, err
		}
		before, after := old.RoleFor(id), m.RoleFor(id)
		if has {
			add(id, before.Label(), after.Label(), "{{.Who}} gave {{.Name}} a role of its own for {{.Agent}}: {{.New}}",
				"Agent", agent.Name, "New", label(is))
		} else {
			add(id, before.Label(), after.Label(), "{{.Who}} took back the role that {{.Name}} had for {{.Agent}}; {{.New}} holds again",
				"Agent", agent.Name, "New", label(after))
		}
	}
	return lines, nil
}

// RemoveMember takes a member off the workspace. What the member did stays in
// the audit log. It takes the permission to manage; the last Owner stays.
func (s *Service) RemoveMember(ctx context.Context, id app.MemberID) error {
	by, err := s.Require(ctx, 0, app.MayManage)
	if err != nil {
		return err
	}
	err = s.store.Update(ctx, func(tx app.Tx) error {
		m, err := tx.GetMember(id)
		if err != nil {
			return err
		}
		members, err := tx.ListMembers()
		if err == nil {
			err = lastOwner(members, id)
		}
		if err != nil {
			return err
		}
		if err := tx.RemoveMember(id); err != nil {
			return err
		}
		return tx.AddActivity(app.Activity{
			At: s.now(), By: by.Name, Kind: app.ActMemberRemoved, Before: m.Role.Label(),
			Text: app.Say("{{.Who}} removed {{.Name}} from this workspace", "Who", by.Name, "Name", m.Name),
		})
	})
	if err == nil {
		s.membersChanged()
	}
	return err
}
