package storage

import (
	"database/sql/driver"
	"errors"
	"time"

	"channeldesk/app"

	"modernc.org/sqlite"
)

// Migrations give older messages what AddMessage gives new ones.
func init() {
	sqlite.MustRegisterDeterministicScalarFunction("channeldesk_day", 1,
		func(_ *sqlite.FunctionContext, args []driver.Value) (driver.Value, error) {
			at, _ := args[0].(int64)
			return dayOf(time.UnixMilli(at)), nil
		})
	sqlite.MustRegisterDeterministicScalarFunction("channeldesk_reversed", 1,
		func(_ *sqlite.FunctionContext, args []driver.Value) (driver.Value, error) {
			number, _ := args[0].(string)
			return reversed(number), nil
		})
}

const (
	insertColumns = `INSERT INTO messages (mark, channel_id, recipient, room, name, content, template, language, source, key_id, status,
		provider_id, reference, code, reason, fix, attempts, created_at, due_at, best_before, accepted_at, sent_at, delivered_at,
		read_at, failed_at, bulk_id, bulk_row, price, again, day, reversed) VALUES `
	insertPlaces  = `(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`
	insertMessage = insertColumns + insertPlaces
)

// complete gives a new message what it does not say itself.
func (t *tx) complete(m app.Message) app.Message {
	if m.Status == "" {
		m.Status = app.MessageQueued
	}
	if m.CreatedAt.IsZero() {
		m.CreatedAt = t.now()
	}
	if m.DueAt.IsZero() {
		m.DueAt = m.CreatedAt
	}
	return m
}

// messageRow are the values of insertColumns.
func messageRow(m app.Message) ([]any, error) {
	content, err := encode(m.Content)
	if err != nil {
		return nil, err
	}
	reason, fix, err := encodeTexts(m.Reason, m.Fix)
	if err != nil {
		return nil, err
	}
	language := ""
	if m.Content.Template != nil {
		language = m.Content.Template.Language
	}
	return []any{
		m.Mark, m.ChannelID, m.To, m.Room, m.Name, content, templateName(m.Content), language, m.Source, m.KeyID, m.Status,
		m.ProviderID, m.Reference, m.Code, reason, fix, m.Attempts, millis(m.CreatedAt), millis(m.DueAt), millis(m.BestBefore),
		millis(m.AcceptedAt), millis(m.SentAt), millis(m.DeliveredAt), millis(m.ReadAt), millis(m.FailedAt),
		m.BulkID, m.BulkRow, m.Price, m.Again, dayOf(m.CreatedAt), reversed(m.To),
	}, nil
}

// added counts a new message and lets its name be found.
func (t *tx) added(m app.Message) {
	t.counted(m, dayOf(m.CreatedAt), "")
	if m.Name != "" {
		sums := t.sums()
		sums.names = append(sums.names, namedMessage{m.ID, m.ChannelID, m.Name})
	}
}

// moveAll runs an UPDATE that takes messages from one state to another, without
// RETURNING, and gives how many those were.
func (t *tx) moveAll(from, to app.MessageStatus, query string, args ...any) (n int, err error) {
	if err := t.mayWrite(); err != nil {
		return 0, err
	}
	rows, err := t.rows(query+` RETURNING channel_id, template, day, source, bulk_id`, args...)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var p countPlace
		var bulk app.BulkID
		if err := rows.Scan(&p.channel, &p.template, &p.day, &p.source, &bulk); err != nil {
			return n, err
		}
		t.sums().count(p, bulk, from, to, 1)
		n++
	}
	return n, rows.Err()
}
