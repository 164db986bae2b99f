package storage

import (
	"maps"
	"slices"

	"channeldesk/app"
)

const memberColumns = `SELECT m.id, m.name, m.role, m.created_at,
	EXISTS (SELECT 1 FROM member_passphrases p WHERE p.member_id = m.id) FROM members m `

const memberGone = "This member does not exist any more."

func scanMember(s scanner) (app.Member, error) {
	m := app.Member{Roles: map[app.AgentID]app.Role{}}
	err := s.Scan(&m.ID, &m.Name, &m.Role, moment{&m.CreatedAt}, &m.HasPassphrase)
	return m, err
}

// memberRole is the role of a member with one agent.
type memberRole struct {
	member app.MemberID
	agent  app.AgentID
	role   app.Role
}

func scanMemberRole(s scanner) (r memberRole, err error) {
	err = s.Scan(&r.member, &r.agent, &r.role)
	return r, err
}

// ListMembers gives the members, those who came first in front.
func (t *tx) ListMembers() ([]app.Member, error) {
	members, err := list(t, scanMember, memberColumns+`ORDER BY m.id`)
	if err != nil {
		return nil, err
	}
	roles, err := list(t, scanMemberRole, `SELECT member_id, agent_id, role FROM member_roles`)
	if err != nil {
		return nil, err
	}
	at := make(map[app.MemberID]int, len(members))
	for i, m := range members {
		at[m.ID] = i
	}
	for _, r := range roles {
		if i, ok := at[r.member]; ok {
			members[i].Roles[r.agent] = r.role
		}
	}
	return members, nil
}

func (t *tx) GetMember(id app.MemberID) (app.Member, error) {
	m, err := scanMember(t.row(memberColumns+`WHERE m.id = ?`, id))
	if err != nil {
		return m, orNotFound(err, memberGone)
	}
	roles, err := list(t, scanMemberRole, `SELECT member_id, agent_id, role FROM member_roles WHERE member_id = ?`, id)
	for _, r := range roles {
		m.Roles[r.agent] = r.role
	}
	return m, err
}

// AddMember keeps a new member with its roles; a passphrase comes afterwards.
func (t *tx) AddMember(m app.Member) (app.MemberID, error) {
	id, err := t.insert(`INSERT INTO members (name, name_key, role, created_at) VALUES (?, ?, ?, ?)`,
		m.Name, nameKey(m.Name), m.Role, millis(m.CreatedAt))
	if err != nil {
		return 0, orMemberTaken(err, m.Name)
	}
	m.ID = app.MemberID(id)
	return m.ID, t.saveRoles(m)
}

func (t *tx) UpdateMember(m app.Member) error {
	n, err := t.exec(`UPDATE members SET name = ?, name_key = ?, role = ? WHERE id = ?`, m.Name, nameKey(m.Name), m.Role, m.ID)
	if err != nil {
		return orMemberTaken(err, m.Name)
	}
	if err := orGone(n, memberGone); err != nil {
		return err
	}
	if _, err := t.exec(`DELETE FROM member_roles WHERE member_id = ?`, m.ID); err != nil {
		return err
	}
	return t.saveRoles(m)
}

func (t *tx) saveRoles(m app.Member) error {
	for _, agent := range slices.Sorted(maps.Keys(m.Roles)) {
		_, err := t.exec(`INSERT INTO member_roles (member_id, agent_id, role) VALUES (?, ?, ?)`, m.ID, agent, m.Roles[agent])
		if breaksReference(err) {
			return notFound("This agent does not exist any more.")
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// RemoveMember takes a member away with roles and passphrase; the audit log
// keeps the name.
func (t *tx) RemoveMember(id app.MemberID) error {
	n, err := t.exec(`DELETE FROM members WHERE id = ?`, id)
	if err != nil {
		return err
	}
	return orGone(n, memberGone)
}

func (t *tx) PassphraseHash(id app.MemberID) (hash string, err error) {
	err = t.row(`SELECT coalesce(p.hash, '') FROM members m LEFT JOIN member_passphrases p ON p.member_id = m.id
		WHERE m.id = ?`, id).Scan(&hash)
	return hash, orNotFound(err, memberGone)
}

func (t *tx) SetPassphraseHash(id app.MemberID, hash string) error {
	if hash == "" {
		if _, err := t.PassphraseHash(id); err != nil {
			return err
		}
		_, err := t.exec(`DELETE FROM member_passphrases WHERE member_id = ?`, id)
		return err
	}
	_, err := t.exec(`INSERT INTO member_passphrases (member_id, hash) VALUES (?, ?)
		ON CONFLICT (member_id) DO UPDATE SET hash = excluded.hash`, id, hash)
	if breaksReference(err) {
		return notFound(memberGone)
	}
	return err
}

func orMemberTaken(err error, name string) error {
	if !breaks(err, "members.name_key") {
		return err
	}
	return app.NewError(app.CodeConflict, app.Say("There is another member named {{.Name}}.", "Name", name)).
		WithFix(app.Say("Choose another name.")).WithField("name")
}
