package storage

import (
	"strings"
	"time"

	"channeldesk/app"
)

const (
	// clockSlack is how far the clock may have gone back between two messages, so
	// that the later number has the earlier time.
	clockSlack     = 24 * time.Hour
	newestOfQuery  = `SELECT id FROM messages INDEXED BY messages_created WHERE channel_id = ? AND created_at < ? ORDER BY created_at DESC LIMIT 1`
	oldestOfQuery  = `SELECT id FROM messages INDEXED BY messages_created WHERE channel_id = ? AND created_at >= ? ORDER BY created_at LIMIT 1`
	namesFromWhere = `FROM message_names n CROSS JOIN messages m ON m.id = n.rowid `
)

// namesQuery walks the names from the newest number.
func (t *tx) namesQuery(q historyQuery, c columnsOf, behind place, newer bool, limit int) (query string, args []any, err error) {
	bound, values, err := t.numbersOf(q)
	if err != nil {
		return "", nil, err
	}
	match, err := t.nameQuestion(q)
	if err != nil {
		return "", nil, err
	}
	order := ` DESC`
	if newer {
		order = ``
	}
	if behind.id != 0 {
		bound += ` AND n.rowid < ?`
		if newer {
			bound = strings.TrimSuffix(bound, `< ?`) + `> ?`
		}
		values = append(values, behind.id)
	}
	query = c.before + namesFromWhere + strings.Replace(c.after, `JOIN`, `CROSS JOIN`, 1) +
		`WHERE n.message_names MATCH ?` + bound + ` AND m.channel_id = ?` + q.where + ` ORDER BY n.rowid` + order + ` LIMIT ?`
	args = append([]any{match}, values...)
	args = append(append(args, q.f.Channel), q.args...)
	return query, append(args, limit), nil
}

// numbersOf bounds the numbers of the messages of a time; the time itself is
// compared in any case.
func (t *tx) numbersOf(q historyQuery) (bound string, args []any, err error) {
	one := func(query string, at int64) (app.MessageID, bool, error) {
		ids, err := list(t, func(s scanner) (id app.MessageID, err error) { err = s.Scan(&id); return id, err }, query, q.f.Channel, at)
		if err != nil || len(ids) == 0 {
			return 0, false, err
		}
		return ids[0], true, nil
	}
	if q.until != 0 {
		id, ok, err := one(newestOfQuery, q.until+clockSlack.Milliseconds())
		if err != nil {
			return "", nil, err
		}
		if !ok {
			id = 0
		}
		bound, args = bound+` AND n.rowid <= ?`, append(args, id)
	}
	if q.from != 0 {
		id, ok, err := one(oldestOfQuery, q.from-clockSlack.Milliseconds())
		if err != nil {
			return "", nil, err
		}
		if !ok {
			id = 1<<62 - 1
		}
		bound, args = bound+` AND n.rowid >= ?`, append(args, id)
	}
	return bound, args, nil
}
