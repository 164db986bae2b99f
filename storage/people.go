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
	p, err := scanPerson(t.rowBeside(personColumns+`WHERE channel_id = ? AND key = ?`, channel, key))
	return p, orNotFound(err, "This customer has not written yet.")
}

const (
	savePerson = `UPDATE people SET number = ?3, name = ?4, room = ?5, last_inbound_at = ?6, opted_out_at = ?7, session = ?8, session_due = ?9
		WHERE channel_id = ?1 AND key = ?2`
	addPerson = `INSERT INTO people (channel_id, key, number, name, room, last_inbound_at, opted_out_at, session, session_due)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`
)

// SavePerson keeps everything of the person, new or known. Most are known.
func (t *tx) SavePerson(p app.Person) error {
	args := []any{p.ChannelID, p.Key, p.Number, p.Name, p.Room, millis(p.LastInboundAt), millis(p.OptedOutAt), blobOrNull(p.Session), millis(p.SessionDue)}
	n, err := t.execBeside(savePerson, args...)
	if err == nil && n == 0 {
		_, err = t.execBeside(addPerson, args...)
	}
	if breaksReference(err) {
		return notFound(channelGone)
	}
	return err
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
