package storage

import (
	"database/sql"
	"errors"
	"fmt"
	"time"

	"channeldesk/app"
)

// sentMessage is as much of a message as a state needs that comes in the usual
// order: for a message that the provider has, by the provider's id. A second one
// follows each of them, so that they are most of what a gateway does.
type sentMessage struct {
	m        app.Message
	template string
	day      int64
}

const sentQuery = `SELECT id, mark, recipient, room, source, status, template, day, bulk_id, accepted_at, sent_at, delivered_at, read_at, price
	FROM messages WHERE channel_id = ? AND provider_id = ? AND provider_id <> ''`

// sentMessage finds a message by the provider's id; the zero value when there is
// none.
func (t *tx) sentMessage(channel app.ChannelID, providerID string) (s sentMessage, err error) {
	m := &s.m
	m.ChannelID, m.ProviderID = channel, providerID
	err = t.row(sentQuery, channel, providerID).Scan(&m.ID, &m.Mark, &m.To, &m.Room, &m.Source, &m.Status, &s.template, &s.day, &m.BulkID,
		moment{&m.AcceptedAt}, moment{&m.SentAt}, moment{&m.DeliveredAt}, moment{&m.ReadAt}, &m.Price)
	if errors.Is(err, sql.ErrNoRows) {
		return sentMessage{}, nil
	}
	return s, err
}

// isPlain reports whether a state only changes status, time and price: the message
// stands where it has no reason for anything, and the state brings none.
func (s *sentMessage) isPlain(u app.StateUpdate) bool {
	switch s.m.Status {
	case app.MessageSending, app.MessageAccepted, app.MessageSent, app.MessageDelivered, app.MessageRead:
		return u.Status != app.MessageFailed
	}
	return false
}

// The statements name only what changes: each column that is named costs the
// indexes that it is in, also when it stays as it is. The price is in none.
var (
	moveQueries = map[app.MessageStatus]string{
		app.MessageSent:      `UPDATE messages SET status = ?, sent_at = ?, price = ? WHERE id = ?`,
		app.MessageDelivered: `UPDATE messages SET status = ?, delivered_at = ?, price = ? WHERE id = ?`,
		app.MessageRead:      `UPDATE messages SET status = ?, read_at = ?, price = ? WHERE id = ?`,
	}
	timeQueries = map[app.MessageStatus]string{
		app.MessageSent:      `UPDATE messages SET sent_at = ?, price = ? WHERE id = ?`,
		app.MessageDelivered: `UPDATE messages SET delivered_at = ?, price = ? WHERE id = ?`,
		app.MessageRead:      `UPDATE messages SET read_at = ?, price = ? WHERE id = ?`,
	}
)

// moveSent applies a plain state and saves it.
func (t *tx) moveSent(s *sentMessage, u app.StateUpdate) (app.StateApplied, error) {
	old := s.m
	m, moved := moveMessage(s.m, u)
	out := app.StateApplied{Message: m, Known: true, Moved: moved}
	var at time.Time
	switch u.Status {
	case app.MessageSent:
		at = m.SentAt
	case app.MessageDelivered:
		at = m.DeliveredAt
	case app.MessageRead:
		at = m.ReadAt
	}
	var err error
	switch {
	case moved:
		_, err = t.exec(moveQueries[u.Status], m.Status, millis(at), m.Price, m.ID)
	case !isTold(&old, u.Status), old.Price != m.Price:
		_, err = t.exec(timeQueries[u.Status], millis(at), m.Price, m.ID)
	default:
		out.Repeated = true
		return out, t.mayWrite()
	}
	if err != nil {
		return app.StateApplied{}, fmt.Errorf("save the state of message %d: %w", m.ID, err)
	}
	if moved {
		t.tally.count(countPlace{m.ChannelID, s.template, s.day, m.Source}, m.BulkID, old.Status, m.Status, 1)
	}
	return out, nil
}
