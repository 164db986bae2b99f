package storage

import (
	"time"

	"channeldesk/app"
)

const personColumns = `SELECT channel_id, key, number, name, room, last_inbound_at, opted_out_at, session, session_due FROM people `

func scanPerson(s scanner) (p app.Person, err error) {
	err = s.Scan(&p.ChannelID, &p.Key, &p.Number, &p.Name, &p.Room, moment{&p.LastInboundAt}, moment{&p.OptedOutAt},
		&p.Session, moment{&p.SessionDue})
	return p, err
}

func (t *tx) GetPerson(channel app.ChannelID, key string) (app.Person, error) {
	if t.late != nil && !t.ended {
		if p, ok := t.people.get(channel, key); ok {
			return p, nil
		}
	}
	p, err := scanPerson(t.rowBeside(personQuery, channel, key))
	if err == nil && t.late != nil {
		t.people.keep(p)
	}
	return p, orNotFound(err, "This customer has not written yet.")
}

const personQuery = personColumns + `WHERE channel_id = ? AND key = ?`

// inboundSlot is how much of the time at which a person wrote an index knows, in
// milliseconds.
const inboundSlot = 5 * 60 * 1000

// The statements that keep a person. Each column that is named costs the indexes that
// it is in, also when it stays as it is: most messages change none of those that
// keepPerson does not name.
const (
	keepPerson = `UPDATE people SET number = ?3, name = ?4, room = ?5, last_inbound_at = ?6, opted_out_at = ?7, session = ?8
		WHERE channel_id = ?1 AND key = ?2 AND session_due IS ?9 AND inbound_slot IS ?10`
	savePerson = `UPDATE people SET number = ?3, name = ?4, room = ?5, last_inbound_at = ?6, opted_out_at = ?7, session = ?8, session_due = ?9,
		inbound_slot = ?10 WHERE channel_id = ?1 AND key = ?2`
	addPerson = `INSERT INTO people (channel_id, key, number, name, room, last_inbound_at, opted_out_at, session, session_due, inbound_slot)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`
)

// SavePerson keeps everything of the person, new or known. Most are known.
func (t *tx) SavePerson(p app.Person) error {
	if err := t.mayWrite(); err != nil {
		return err
	}
	args := []any{
		p.ChannelID, p.Key, p.Number, p.Name, p.Room, millis(p.LastInboundAt), millis(p.OptedOutAt), blobOrNull(p.Session),
		millis(p.SessionDue), slotOf(p.LastInboundAt),
	}
	if t.late != nil {
		t.people.keep(p)
	} else {
		t.people.drop(p.ChannelID, p.Key)
	}
	for _, query := range []string{keepPerson, savePerson} {
		if n, err := t.execBeside(query, args...); err != nil || n > 0 {
			return err
		}
	}
	_, err := t.execBeside(addPerson, args...)
	if breaksReference(err) {
		return notFound(channelGone)
	}
	return err
}

// slotOf is the column value of the part of a time that the index knows.
func slotOf(at time.Time) any {
	if at.IsZero() {
		return nil
	}
	return at.UnixMilli() / inboundSlot
}

// blobOrNull is the column value of bytes; NULL for none.
func blobOrNull(b []byte) any {
	if len(b) == 0 {
		return nil
	}
	return b
}

const (
	dueSessionsQuery = personColumns + `WHERE session_due IS NOT NULL AND session_due <= ? ORDER BY session_due, id LIMIT ?`
	nextSessionQuery = `SELECT min(session_due) FROM people WHERE session_due IS NOT NULL`
)

func (t *tx) DueSessions(now time.Time, limit int) ([]app.Person, error) {
	return list(t, scanPerson, dueSessionsQuery, now.UnixMilli(), limit)
}

func (t *tx) NextSession() (at time.Time, err error) {
	return at, t.row(nextSessionQuery).Scan(moment{&at})
}
