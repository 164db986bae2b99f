package storage

import (
	"database/sql"
	"errors"
	"fmt"

	"channeldesk/app"
)

// ApplyState finds the message by the provider's id, then by our mark, then by
// the reference when only one message of the channel has it. A provider's id
// that the message did not have becomes its own. A state without a time happened
// now. One that comes late adds its time, and a price when there is none yet. One
// that a failed message does not take is no repetition: it leaves no trace.
func (t *tx) ApplyState(channel app.ChannelID, u app.StateUpdate) (app.StateApplied, error) {
	switch u.Status {
	case app.MessageSent, app.MessageDelivered, app.MessageRead, app.MessageFailed:
	default:
		return app.StateApplied{}, fmt.Errorf("storage: no provider tells the state %q", u.Status)
	}
	if u.At.IsZero() {
		u.At = t.now()
	}
	if u.ProviderID != "" {
		if s, err := t.sentMessage(channel, u.ProviderID); err != nil || s.isPlain(u) {
			if err != nil {
				return app.StateApplied{}, err
			}
			return t.moveSent(s, u)
		}
	}
	m, err := t.messageOf(channel, u)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		kept, err := t.keepState(channel, u)
		return app.StateApplied{Repeated: !kept && err == nil}, err
	case err != nil:
		return app.StateApplied{}, err
	}
	return t.moveOn(m, u)
}

// messageOf finds the message that a state is about.
func (t *tx) messageOf(channel app.ChannelID, u app.StateUpdate) (m app.Message, err error) {
	err = sql.ErrNoRows
	if u.ProviderID != "" {
		m, err = scanMessage(t.row(messageColumns+`WHERE m.channel_id = ? AND m.provider_id = ? AND m.provider_id <> ''`, channel, u.ProviderID))
	}
	if errors.Is(err, sql.ErrNoRows) && u.OurID != "" {
		m, err = scanMessage(t.row(messageColumns+`WHERE m.mark = ? AND m.channel_id = ?`, u.OurID, channel))
	}
	if !errors.Is(err, sql.ErrNoRows) || u.Reference == "" {
		return m, err
	}
	both, err := list(t, scanMessage, messageColumns+`WHERE m.channel_id = ? AND m.reference = ? AND m.reference <> '' LIMIT 2`, channel, u.Reference)
	if err != nil {
		return m, err
	}
	if len(both) != 1 {
		return m, sql.ErrNoRows
	}
	return both[0], nil
}

// moveOn applies a state to a message and saves it. A message that learns its
// provider's id by it may have more states waiting.
func (t *tx) moveOn(old app.Message, u app.StateUpdate) (app.StateApplied, error) {
	m, moved := moveMessage(old, u)
	if m.ProviderID == "" && u.ProviderID != "" {
		var err error
		if m, err = t.named(m, u.ProviderID); err != nil {
			return app.StateApplied{}, err
		}
	}
	if m.ProviderID == old.ProviderID {
		repeated := isTold(&old, u.Status) && m.Price == old.Price
		return app.StateApplied{Message: m, Known: true, Moved: moved, Repeated: repeated}, t.saveState(m, old.Status)
	}
	if err := t.saveMessage(m, old.Status); err != nil {
		return app.StateApplied{}, err
	}
	if err := t.applyPending(m); err != nil {
		return app.StateApplied{}, err
	}
	m, err := t.GetMessage(m.ID)
	return app.StateApplied{Message: m, Known: true, Moved: m.Status != old.Status}, err
}

// isTold reports whether a message has the time of a state.
func isTold(m *app.Message, s app.MessageStatus) bool {
	switch s {
	case app.MessageSent:
		return !m.SentAt.IsZero()
	case app.MessageDelivered:
		return !m.DeliveredAt.IsZero()
	case app.MessageRead:
		return !m.ReadAt.IsZero()
	}
	return !m.FailedAt.IsZero()
}

// saveState writes only what a state changes: each column that is named costs the
// indexes that it is in, also when it stays as it is.
func (t *tx) saveState(m app.Message, old app.MessageStatus) error {
	if err := t.mayWrite(); err != nil {
		return err
	}
	reason, fix, err := encodeTexts(m.Reason, m.Fix)
	if err != nil {
		return err
	}
	var day int64
	err = t.row(`UPDATE messages SET status = ?, code = ?, reason = ?, fix = ?, sent_at = ?, delivered_at = ?, read_at = ?, failed_at = ?, price = ?
		WHERE id = ? RETURNING day`,
		m.Status, m.Code, reason, fix, millis(m.SentAt), millis(m.DeliveredAt), millis(m.ReadAt), millis(m.FailedAt), m.Price, m.ID).Scan(&day)
	if err != nil {
		return fmt.Errorf("save the state of message %d: %w", m.ID, err)
	}
	t.counted(m, day, old)
	return nil
}

// moveMessage is the rule of states: forward only. What failed or was cancelled
// stays so, and what was read does not fail afterwards.
func moveMessage(m app.Message, u app.StateUpdate) (_ app.Message, moved bool) {
	switch {
	case m.Status == app.MessageFailed, m.Status == app.MessageCancelled:
		return m, false
	case u.Status == app.MessageFailed:
		if m.Status == app.MessageRead {
			return m, false
		}
		m.Status, m.FailedAt, m.Code, m.Reason, m.Fix = u.Status, u.At, u.Code, u.Reason, u.Fix
		return m, true
	case u.Status == app.MessageSent && m.SentAt.IsZero():
		m.SentAt = u.At
	case u.Status == app.MessageDelivered && m.DeliveredAt.IsZero():
		m.DeliveredAt = u.At
	case u.Status == app.MessageRead && m.ReadAt.IsZero():
		m.ReadAt = u.At
	}
	moved = u.Status.Rank() > m.Status.Rank()
	if u.Price != "" && (moved || m.Price == "") {
		m.Price = u.Price
	}
	if moved {
		m.Status, m.Code, m.Reason, m.Fix = u.Status, "", app.Text{}, app.Text{}
	}
	return m, moved
}

// keepState keeps a state for a message that gets its id later; one that was
// told twice is kept once, which is reported as false.
func (t *tx) keepState(channel app.ChannelID, u app.StateUpdate) (kept bool, err error) {
	reason, fix, err := encodeTexts(u.Reason, u.Fix)
	if err != nil {
		return false, err
	}
	t.told = toldSome
	n, err := t.exec(`INSERT INTO pending_states (channel_id, provider_id, our_id, reference, status, at, code, reason, fix, price, came_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (channel_id, provider_id, our_id, reference, status) DO NOTHING`,
		channel, u.ProviderID, u.OurID, u.Reference, u.Status, u.At.UnixMilli(), u.Code, reason, fix, u.Price, t.now().UnixMilli())
	if breaksReference(err) {
		return false, notFound(channelGone)
	}
	return n > 0, err
}

// pendingState is a state with its row.
type pendingState struct {
	id int64
	app.StateUpdate
}

func scanPending(s scanner) (p pendingState, err error) {
	var reason, fix textRecord
	err = s.Scan(&p.id, &p.ProviderID, &p.OurID, &p.Reference, &p.Status, moment{&p.At}, &p.Code, jsonColumn{&reason}, jsonColumn{&fix}, &p.Price)
	p.Reason, p.Fix = reason.text(), fix.text()
	return p, err
}

const (
	pendingColumns = `SELECT id, provider_id, our_id, reference, status, at, code, reason, fix, price FROM pending_states `
	pendingQuery   = pendingColumns + `WHERE channel_id = ?1 AND ?2 <> '' AND provider_id = ?2
		UNION ` + pendingColumns + `WHERE channel_id = ?1 AND our_id = ?3 AND our_id <> ''
		UNION ` + pendingColumns + `WHERE channel_id = ?1 AND reference = ?4 AND reference <> ''
		ORDER BY 1`
)

// applyPending applies the states that were told before the message had its
// ids, in the order in which they came, until none is left.
func (t *tx) applyPending(m app.Message) error {
	for {
		states, err := list(t, scanPending, pendingQuery, m.ChannelID, m.ProviderID, m.Mark, m.Reference)
		if err != nil || len(states) == 0 {
			return err
		}
		rest := states[:0]
		for _, p := range states {
			own, err := t.messageOf(m.ChannelID, p.StateUpdate)
			if errors.Is(err, sql.ErrNoRows) || (err == nil && own.ID != m.ID) {
				rest = append(rest, p) // of a reference that several messages have
				continue
			}
			if err != nil {
				return err
			}
			if _, err := t.exec(`DELETE FROM pending_states WHERE id = ?`, p.id); err != nil {
				return err
			}
			m, _ = moveMessage(own, p.StateUpdate)
			if m.ProviderID == "" && p.ProviderID != "" {
				if m, err = t.named(m, p.ProviderID); err != nil {
					return err
				}
			}
			if err := t.saveMessage(m, own.Status); err != nil {
				return err
			}
		}
		if len(rest) == len(states) {
			return nil
		}
	}
}
