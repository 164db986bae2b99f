package storage

import (
	"database/sql"
	"errors"
	"fmt"

	"channeldesk/app"
)

// sentMessage is as much of a message as a state needs that comes in the usual
// order: for a message that the provider has, by the provider's id. A second one
// follows each of them, so that they are most of what a gateway does.
type sentMessage struct {
	m        app.Message
	template string
	day      int64
	// kept is the status that is in the database, and late is true for what has to
	// be written there.
	kept app.MessageStatus
	late bool
}

const sentQuery = `SELECT id, mark, recipient, room, source, status, template, day, bulk_id, accepted_at, sent_at, delivered_at, read_at, price
	FROM messages WHERE channel_id = ? AND provider_id = ? AND provider_id <> ''`

// sentMessage finds a message by the provider's id; the zero value when there is
// none.
func (t *tx) sentMessage(channel app.ChannelID, providerID string) (s *sentMessage, err error) {
	if t.late == nil {
		if err := t.catchUp(); err != nil {
			return nil, err
		}
		return t.readSent(channel, providerID)
	}
	key := messageKey{channel, providerID}
	if s := t.late.messages[key]; s != nil {
		return s, nil
	}
	if s, err = t.readSent(channel, providerID); err != nil || s.m.ID == 0 {
		return s, err
	}
	if t.late.messages == nil {
		t.late.messages = map[messageKey]*sentMessage{}
	}
	t.late.messages[key] = s
	return s, nil
}

func (t *tx) readSent(channel app.ChannelID, providerID string) (*sentMessage, error) {
	s := &sentMessage{}
	m := &s.m
	m.ChannelID, m.ProviderID = channel, providerID
	err := t.rowBeside(sentQuery, channel, providerID).Scan(&m.ID, &m.Mark, &m.To, &m.Room, &m.Source, &m.Status, &s.template, &s.day, &m.BulkID,
		moment{&m.AcceptedAt}, moment{&m.SentAt}, moment{&m.DeliveredAt}, moment{&m.ReadAt}, &m.Price)
	if errors.Is(err, sql.ErrNoRows) {
		return &sentMessage{}, nil
	}
	s.kept = m.Status
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
// indexes that it is in, also when it stays as it is. Times and price are in none.
const (
	moveQuery  = `UPDATE messages SET status = ?5, sent_at = ?2, delivered_at = ?3, read_at = ?4, price = ?6 WHERE id = ?1`
	timesQuery = `UPDATE messages SET sent_at = ?2, delivered_at = ?3, read_at = ?4, price = ?5 WHERE id = ?1`
)

// moveSent applies a plain state and saves it, or leaves it for later.
func (t *tx) moveSent(s *sentMessage, u app.StateUpdate) (app.StateApplied, error) {
	if err := t.mayWrite(); err != nil {
		return app.StateApplied{}, err
	}
	old := s.m
	m, moved := moveMessage(s.m, u)
	out := app.StateApplied{Message: m, Known: true, Moved: moved}
	if !moved && isTold(&old, u.Status) && old.Price == m.Price {
		out.Repeated = true
		return out, nil
	}
	s.m = m
	if t.late == nil {
		if err := t.writeMoved(s); err != nil {
			return app.StateApplied{}, err
		}
	} else if !s.late {
		s.late = true
		t.late.moved = append(t.late.moved, s)
	}
	if moved {
		t.sums().count(countPlace{m.ChannelID, s.template, s.day, m.Source}, m.BulkID, old.Status, m.Status, 1)
	}
	return out, nil
}

// writeMoved saves what states made of a message.
func (t *tx) writeMoved(s *sentMessage) error {
	m := &s.m
	args := append(make([]any, 0, 6), int64(m.ID), millis(m.SentAt), millis(m.DeliveredAt), millis(m.ReadAt))
	query := timesQuery
	if m.Status != s.kept {
		query, args = moveQuery, append(args, string(m.Status))
	}
	if _, err := t.runBeside(query, append(args, m.Price)); err != nil {
		return fmt.Errorf("save the state of message %d: %w", m.ID, err)
	}
	return nil
}
