package storage

import "channeldesk/app"

const memberColumns = `SELECT id, name, role, created_at FROM members `

func scanMember(s scanner) (m app.Member, err error) {
	err = s.Scan(&m.ID, &m.Name, &m.Role, moment{&m.CreatedAt})
	return m, err
}

func (t *tx) ListMembers() ([]app.Member, error) {
	return list(t, scanMember, memberColumns+`ORDER BY id`)
}

func (t *tx) AddMember(m app.Member) (app.MemberID, error) {
	id, err := t.insert(`INSERT INTO members (name, role, created_at) VALUES (?, ?, ?)`, m.Name, m.Role, millis(m.CreatedAt))
	return app.MemberID(id), err
}

func (t *tx) GetMember(id app.MemberID) (app.Member, error) {
	m, err := scanMember(t.row(memberColumns+`WHERE id = ?`, id))
	return m, orNotFound(err, "This member does not exist any more.")
}
