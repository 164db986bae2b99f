package storage

import (
	"errors"
	"strings"

	"channeldesk/app"
)

const (
	bulkColumns = `SELECT b.id, b.mark, b.channel_id, c.agent_id, c.environment, b.name, b.template, b.language, b.file, b.status, b.why,
		b.total, b.prepared, b.pace, b.trial, b.fail_limit, b.fail_span, b.due_at, b.zone, b.source, b.created_by, b.created_at,
		b.started_at, b.ended_at, b.next_at FROM bulk_sends b JOIN channels c ON c.id = b.channel_id `
	activeBulksQuery = bulkColumns + `WHERE b.id IN (SELECT id FROM bulk_sends INDEXED BY bulk_sends_active WHERE status NOT IN ('done', 'cancelled'))
		ORDER BY b.id`
	listBulksQuery = bulkColumns + `WHERE b.channel_id = ? ORDER BY b.id DESC LIMIT ?`
	bulkGone       = "This bulk send does not exist any more."
)

func scanBulk(s scanner) (b app.BulkSend, err error) {
	var why textRecord
	err = s.Scan(&b.ID, &b.Mark, &b.ChannelID, &b.AgentID, &b.Environment, &b.Name, &b.Template, &b.Language, &b.File, &b.Status, jsonColumn{&why},
		&b.Total, &b.Prepared, &b.Pace, &b.Trial, &b.FailLimit, &b.FailSpan, moment{&b.DueAt}, &b.Zone, &b.Source, &b.CreatedBy,
		moment{&b.CreatedAt}, moment{&b.StartedAt}, moment{&b.EndedAt}, moment{&b.NextAt})
	b.Why = why.text()
	return b, err
}

// AddBulk keeps a new bulk send of a channel; agent and environment are the
// channel's. Without a time it is made now. CodeConflict when its mark was used
// before.
func (t *tx) AddBulk(b app.BulkSend) (app.BulkID, error) {
	if b.CreatedAt.IsZero() {
		b.CreatedAt = t.now()
	}
	why, err := encodeText(b.Why)
	if err != nil {
		return 0, err
	}
	id, err := t.insert(`INSERT INTO bulk_sends (mark, channel_id, name, template, language, file, status, why, total, prepared, pace, trial,
		fail_limit, fail_span, due_at, zone, source, created_by, created_at, started_at, ended_at, next_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		b.Mark, b.ChannelID, b.Name, b.Template, b.Language, b.File, b.Status, why, b.Total, b.Prepared, b.Pace, b.Trial,
		b.FailLimit, b.FailSpan, millis(b.DueAt), b.Zone, b.Source, b.CreatedBy, millis(b.CreatedAt), millis(b.StartedAt), millis(b.EndedAt), millis(b.NextAt))
	switch {
	case breaks(err, "bulk_sends.mark"):
		return 0, app.NewError(app.CodeConflict, app.Say("There is a bulk send {{.Mark}} already.", "Mark", b.Mark))
	case breaksReference(err):
		return 0, notFound(channelGone)
	}
	return app.BulkID(id), err
}

// UpdateBulk saves everything but the mark, the channel and who made it when.
func (t *tx) UpdateBulk(b app.BulkSend) error {
	why, err := encodeText(b.Why)
	if err != nil {
		return err
	}
	n, err := t.exec(`UPDATE bulk_sends SET name = ?, template = ?, language = ?, file = ?, status = ?, why = ?, total = ?, prepared = ?,
		pace = ?, trial = ?, fail_limit = ?, fail_span = ?, due_at = ?, zone = ?, source = ?, started_at = ?, ended_at = ?, next_at = ? WHERE id = ?`,
		b.Name, b.Template, b.Language, b.File, b.Status, why, b.Total, b.Prepared,
		b.Pace, b.Trial, b.FailLimit, b.FailSpan, millis(b.DueAt), b.Zone, b.Source, millis(b.StartedAt), millis(b.EndedAt), millis(b.NextAt), b.ID)
	if err != nil {
		return err
	}
	return orGone(n, bulkGone)
}

func (t *tx) GetBulk(id app.BulkID) (app.BulkSend, error) {
	b, err := scanBulk(t.row(bulkColumns+`WHERE b.id = ?`, id))
	return b, orNotFound(err, bulkGone)
}

// ListBulks gives at most limit, 50 without one.
func (t *tx) ListBulks(channel app.ChannelID, limit int) ([]app.BulkSend, error) {
	if limit <= 0 {
		limit = messageLimit
	}
	return list(t, scanBulk, listBulksQuery, channel, limit)
}

func (t *tx) ActiveBulks() ([]app.BulkSend, error) { return list(t, scanBulk, activeBulksQuery) }

// CountBulk reads one row.
func (t *tx) CountBulk(id app.BulkID) (c app.BulkCounts, err error) {
	if err := t.settle(); err != nil {
		return c, err
	}
	found, err := list(t, func(s scanner) (c app.BulkCounts, err error) {
		err = s.Scan(&c.Held, &c.Queued, &c.Sending, &c.Unknown, &c.Accepted, &c.Sent, &c.Delivered, &c.Read, &c.Failed, &c.Cancelled)
		return c, err
	}, `SELECT `+countColumns+` FROM bulk_counts WHERE bulk_id = ?`, id)
	if err != nil || len(found) > 0 {
		return append(found, c)[0], err
	}
	_, err = t.GetBulk(id)
	return c, err
}

// BulkFailures reads the counters; reason and fix are those of one message of
// each code, and empty when that one was removed.
func (t *tx) BulkFailures(id app.BulkID) ([]app.BulkFailure, error) {
	if err := t.settle(); err != nil {
		return nil, err
	}
	return list(t, func(s scanner) (f app.BulkFailure, err error) {
		var reason, fix textRecord
		err = s.Scan(&f.Code, &f.Count, jsonColumn{&reason}, jsonColumn{&fix})
		f.Reason, f.Fix = reason.text(), fix.text()
		return f, err
	}, `SELECT f.code, f.n, m.reason, m.fix FROM bulk_failures f LEFT JOIN messages m ON m.id = f.sample
		WHERE f.bulk_id = ? AND f.n > 0 ORDER BY f.n DESC, f.code`, id)
}

// heldAtOnce is how many rows are put in with one statement.
const heldAtOnce = 250

// AddHeld takes the channel of the bulk send. A message without a row of its own
// is refused.
func (t *tx) AddHeld(id app.BulkID, messages []app.Message) (added int, err error) {
	b, err := t.GetBulk(id)
	if err != nil {
		return 0, err
	}
	byRow := make(map[int]app.Message, heldAtOnce)
	for len(messages) > 0 {
		some := messages[:min(heldAtOnce, len(messages))]
		messages = messages[len(some):]
		clear(byRow)
		args := make([]any, 0, len(some)*strings.Count(insertPlaces, "?"))
		for _, m := range some {
			if m.BulkRow <= 0 {
				return added, errors.New("storage: a message of a bulk send has no row")
			}
			m.ChannelID, m.BulkID, m.Status = b.ChannelID, id, app.MessageHeld
			if m.Source == "" {
				m.Source = app.SourceBulk
			}
			m = t.complete(m)
			row, err := messageRow(m)
			if err != nil {
				return added, err
			}
			args = append(args, row...)
			byRow[m.BulkRow] = m
		}
		n, err := t.addHeld(len(some), args, byRow)
		added += n
		if err != nil {
			return added, err
		}
	}
	return added, nil
}

// addHeld puts rows in, and counts those that were not there.
func (t *tx) addHeld(rows int, args []any, byRow map[int]app.Message) (added int, err error) {
	if err := t.mayWrite(); err != nil {
		return 0, err
	}
	query := insertColumns + insertPlaces + strings.Repeat(`, `+insertPlaces, rows-1) +
		` ON CONFLICT (bulk_id, bulk_row) WHERE bulk_id <> 0 DO NOTHING RETURNING id, bulk_row`
	type held struct {
		id  app.MessageID
		row int
	}
	got, err := list(t, func(s scanner) (h held, err error) { err = s.Scan(&h.id, &h.row); return h, err }, query, args...)
	if breaks(err, "messages.mark") {
		return 0, app.NewError(app.CodeConflict, app.Say("There is a message with one of these marks already."))
	}
	if err != nil {
		return 0, err
	}
	for _, h := range got {
		m := byRow[h.row]
		m.ID = h.id
		t.added(m)
	}
	return len(got), nil
}
