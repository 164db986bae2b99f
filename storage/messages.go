package storage

import (
	"database/sql"
	"errors"
	"fmt"

	"channeldesk/app"
)

const messageColumns = `SELECT m.id, m.mark, m.channel_id, c.agent_id, c.environment, m.recipient, m.room, m.name, m.content, m.source, m.key_id,
	m.status, m.provider_id, m.reference, m.code, m.reason, m.fix, m.attempts, m.created_at, m.due_at, m.best_before,
	m.accepted_at, m.sent_at, m.delivered_at, m.read_at, m.failed_at, m.bulk_id, m.bulk_row, m.price, m.again FROM messages m JOIN channels c ON c.id = m.channel_id `

const messageGone = "This message does not exist any more."

// messageWidth is how many columns those are.
const messageWidth = 30

func scanMessage(s scanner) (m app.Message, err error) {
	err = s.Scan(messageTaker{&m, nil})
	return m, err
}

// templateName is what a message's template is filtered by.
func templateName(c app.Content) string {
	switch {
	case c.Template == nil:
		return ""
	case c.Template.Name == "":
		return c.Template.ID
	}
	return c.Template.Name
}

// AddMessage keeps a new message of a channel; agent and environment are the
// channel's. Without a status it is queued, without a time it is made now, and
// without a due time it is due when it was made. CodeConflict when its mark was
// used before.
func (t *tx) AddMessage(m app.Message) (app.MessageID, error) {
	m = t.complete(m)
	row, err := messageRow(m)
	if err != nil {
		return 0, err
	}
	id, err := t.insert(insertMessage, row...)
	if err == nil {
		m.ID = app.MessageID(id)
		t.added(m)
	}
	switch {
	case breaks(err, "messages.mark"):
		return 0, app.NewError(app.CodeConflict, app.Say("There is a message {{.Mark}} already.", "Mark", m.Mark))
	case breaks(err, "messages.provider_id"):
		return 0, app.NewError(app.CodeConflict, app.Say("There is a message with this ID of the provider already.")).WithDetail(m.ProviderID)
	case breaksReference(err):
		return 0, notFound(channelGone)
	}
	return m.ID, err
}

func (t *tx) GetMessage(id app.MessageID) (app.Message, error) {
	m, err := scanMessage(t.row(messageColumns+`WHERE m.id = ?`, id))
	return m, orNotFound(err, messageGone)
}

func (t *tx) FindMessage(mark string) (app.Message, error) {
	m, err := scanMessage(t.row(messageColumns+`WHERE m.mark = ?`, mark))
	return m, orNotFound(err, "There is no message {{.Mark}}.", "Mark", mark)
}

// saveMessage writes what changes on a message's way; old is where it stood.
func (t *tx) saveMessage(m app.Message, old app.MessageStatus) error {
	if err := t.mayWrite(); err != nil {
		return err
	}
	reason, fix, err := encodeTexts(m.Reason, m.Fix)
	if err != nil {
		return err
	}
	var day int64
	err = t.row(`UPDATE messages SET status = ?, provider_id = ?, reference = ?, code = ?, reason = ?, fix = ?, attempts = ?, due_at = ?,
		accepted_at = ?, sent_at = ?, delivered_at = ?, read_at = ?, failed_at = ?, price = ? WHERE id = ? RETURNING day`,
		m.Status, m.ProviderID, m.Reference, m.Code, reason, fix, m.Attempts, millis(m.DueAt),
		millis(m.AcceptedAt), millis(m.SentAt), millis(m.DeliveredAt), millis(m.ReadAt), millis(m.FailedAt), m.Price, m.ID).Scan(&day)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return notFound(messageGone)
	case err != nil:
		return fmt.Errorf("save message %d: %w", m.ID, err)
	}
	t.counted(m, day, old)
	return nil
}

// encodeText is the column value of a sentence; NULL for none.
func encodeText(text app.Text) (column sql.NullString, err error) {
	if text.IsEmpty() {
		return column, nil
	}
	if b, ok := appendText(make([]byte, 0, 128), text); ok {
		return sql.NullString{String: string(b), Valid: true}, nil
	}
	r := toTextRecord(text)
	return encodeOrNull(&r)
}

func encodeTexts(a, b app.Text) (first, second sql.NullString, err error) {
	if first, err = encodeText(a); err != nil {
		return first, second, err
	}
	second, err = encodeText(b)
	return first, second, err
}
