package storage

import (
	"time"

	"channeldesk/app"
)

const (
	forwardColumns = `SELECT id, channel_id, person, kind, body, state, tries, created_at, due_at, done_at, problem FROM forwardings `
	forwardGone    = "This is not kept any more."
)

func scanForwarding(s scanner) (f app.Forwarding, err error) {
	var problem textRecord
	err = s.Scan(&f.ID, &f.ChannelID, &f.Person, &f.Kind, &f.Body, &f.State, &f.Tries, moment{&f.CreatedAt}, moment{&f.DueAt},
		moment{&f.DoneAt}, jsonColumn{&problem})
	f.Problem = problem.text()
	return f, err
}

// AddForwarding keeps something to be forwarded. Without a state it is waiting,
// without a time it was made now, without a due time it is due at once.
func (t *tx) AddForwarding(f app.Forwarding) (app.ForwardID, error) {
	if f.State == "" {
		f.State = app.ForwardWaiting
	}
	if f.CreatedAt.IsZero() {
		f.CreatedAt = t.now()
	}
	if f.DueAt.IsZero() {
		f.DueAt = f.CreatedAt
	}
	if f.Body == nil {
		f.Body = []byte{}
	}
	problem, err := encodeText(f.Problem)
	if err != nil {
		return 0, err
	}
	id, err := t.insertBeside(`INSERT INTO forwardings (channel_id, person, kind, body, state, first, tries, created_at, due_at, done_at, problem)
		VALUES (?1, ?2, ?3, ?4, ?5, ?5 = 'waiting' AND NOT EXISTS (
			SELECT 1 FROM forwardings WHERE channel_id = ?1 AND person = ?2 AND state = 'waiting'), ?6, ?7, ?8, ?9, ?10)`,
		f.ChannelID, f.Person, f.Kind, f.Body, f.State, f.Tries, millis(f.CreatedAt), millis(f.DueAt), millis(f.DoneAt), problem)
	if breaksReference(err) {
		return 0, notFound(channelGone)
	}
	return app.ForwardID(id), err
}

// UpdateForwarding changes state, tries, times and problem. When one of a person
// ends, the next one is first; when one that was given up waits again, it is
// first if it is the oldest.
func (t *tx) UpdateForwarding(f app.Forwarding) error {
	problem, err := encodeText(f.Problem)
	if err != nil {
		return err
	}
	old, err := t.GetForwarding(f.ID)
	if err != nil {
		return err
	}
	due := f.DueAt
	if due.IsZero() {
		due = old.DueAt
	}
	if _, err := t.exec(`UPDATE forwardings SET state = ?, tries = ?, due_at = ?, done_at = ?, problem = ? WHERE id = ?`,
		f.State, f.Tries, millis(due), millis(f.DoneAt), problem, f.ID); err != nil || f.State == old.State {
		return err
	}
	if _, err := t.exec(`UPDATE forwardings SET first = 0 WHERE id = ?`, f.ID); err != nil {
		return err
	}
	_, err = t.exec(settleFirst, old.ChannelID, old.Person)
	return err
}

// settleFirst looks at the two oldest waiting ones of a person: only the second
// can be first by mistake.
const settleFirst = `UPDATE forwardings SET first = (id = (SELECT min(id) FROM forwardings WHERE channel_id = ?1 AND person = ?2 AND state = 'waiting'))
	WHERE id IN (SELECT id FROM forwardings WHERE channel_id = ?1 AND person = ?2 AND state = 'waiting' ORDER BY id LIMIT 2)`

func (t *tx) GetForwarding(id app.ForwardID) (app.Forwarding, error) {
	f, err := scanForwarding(t.row(forwardColumns+`WHERE id = ?`, id))
	return f, orNotFound(err, forwardGone)
}

const (
	dueForwardingsQuery = forwardColumns + `WHERE state = 'waiting' AND first = 1 AND due_at <= ?
		AND channel_id NOT IN (SELECT value FROM json_each(?)) ORDER BY due_at, id LIMIT ?`
	nextForwardingQuery = `SELECT min(due_at) FROM forwardings WHERE state = 'waiting' AND first = 1`
)

// DueForwardings gives those that are due the longest. One that waits to be
// tried again holds back the later ones of the same person.
func (t *tx) DueForwardings(now time.Time, limit int, waiting []app.ChannelID) ([]app.Forwarding, error) {
	left, err := encodeIDs(waiting)
	if err != nil {
		return nil, err
	}
	return list(t, scanForwarding, dueForwardingsQuery, now.UnixMilli(), left, limit)
}

// NextForwarding is when the next one may leave; zero when none waits.
func (t *tx) NextForwarding() (at time.Time, err error) {
	return at, t.row(nextForwardingQuery).Scan(moment{&at})
}

const listForwardingsQuery = forwardColumns + `WHERE channel_id = ? AND state = ? ORDER BY id DESC LIMIT ?`

// ListForwardings gives those of a channel in a state, newest first.
func (t *tx) ListForwardings(channel app.ChannelID, state app.ForwardState, limit int) ([]app.Forwarding, error) {
	return list(t, scanForwarding, listForwardingsQuery, channel, state, limit)
}
