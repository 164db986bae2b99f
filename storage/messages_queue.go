package storage

import (
	"fmt"
	"strings"
	"time"

	"channeldesk/app"
)

// attemptLost is the code of an attempt whose end nobody saw.
const attemptLost = "program_ended"

// ClaimMessages gives the messages that are due the longest. One whose BestBefore
// has passed is claimed like any other: to say why it is not sent any more is
// the sender's part.
func (t *tx) ClaimMessages(now time.Time, limit int, waiting []app.ChannelID) ([]app.Message, error) {
	query, args, err := claimQuery(now, limit, waiting)
	if err != nil {
		return nil, err
	}
	if err := t.mayWrite(); err != nil {
		return nil, err
	}
	var days []int64
	claimed, err := list(t, func(s scanner) (m app.Message, err error) {
		var day int64
		err = s.Scan(messageTaker{&m, &day})
		days = append(days, day)
		return m, err
	}, query, args...)
	if err != nil || len(claimed) == 0 {
		return nil, err
	}
	ids := make([]app.MessageID, len(claimed))
	for i := range claimed {
		m := &claimed[i]
		m.Status = app.MessageSending
		m.Attempts++
		ids[i] = m.ID
		t.counted(*m, days[i], app.MessageQueued)
		t.sending.keep(m, days[i])
	}
	all, err := encode(ids)
	if err != nil {
		return nil, err
	}
	// By its status: of two who claim, one waits for the other's commit.
	n, err := t.exec(`UPDATE messages SET status = ?, attempts = attempts + 1 WHERE id IN (SELECT value FROM json_each(?)) AND status = ?`,
		app.MessageSending, all, app.MessageQueued)
	if err == nil && int(n) != len(ids) {
		err = fmt.Errorf("storage: %d of %d messages could be claimed", n, len(ids))
	}
	if err != nil {
		return nil, err
	}
	_, err = t.exec(`INSERT INTO attempts (message_id, number, started_at, outcome, code)
		SELECT id, attempts, ?, ?, '' FROM messages WHERE id IN (SELECT value FROM json_each(?))`, now.UnixMilli(), app.AttemptRunning, all)
	return claimed, err
}

var claimColumns = strings.Replace(messageColumns, ` FROM messages m`, `, m.day FROM messages m`, 1)

// claimQuery takes a few from the queue of each channel: a channel that waits
// with a long queue costs the others nothing.
func claimQuery(now time.Time, limit int, waiting []app.ChannelID) (query string, args []any, err error) {
	left, err := encodeIDs(waiting)
	return claimColumns + `WHERE m.id IN (
			SELECT q.id FROM channels k JOIN messages q ON q.id IN (
				SELECT id FROM messages INDEXED BY messages_queue WHERE channel_id = k.id AND status = 'queued' AND due_at <= ?1 ORDER BY due_at, id LIMIT ?2)
			WHERE k.id NOT IN (SELECT value FROM json_each(?3)) ORDER BY q.due_at, q.id LIMIT ?2)
		ORDER BY m.due_at, m.id`, []any{now.UnixMilli(), limit, left}, err
}

// Each channel is asked for its own: the queue of all of them is longer than what waits.
const makeDueQuery = `UPDATE messages SET due_at = ?1 WHERE id IN (
	SELECT q.id FROM channels k CROSS JOIN messages q INDEXED BY messages_queue ON q.channel_id = k.id AND q.status = 'queued' AND q.due_at > ?1
	WHERE q.due_at <= q.created_at OR q.attempts = 0 AND q.bulk_id <> 0 OR EXISTS (
		SELECT 1 FROM attempts a WHERE a.message_id = q.id AND a.number = q.attempts AND a.ended_at > ?1))`

// MakeDue takes what a bulk send released as to leave at once.
func (t *tx) MakeDue(now time.Time) (int, error) {
	n, err := t.exec(makeDueQuery, now.UnixMilli())
	return int(n), err
}

const nextDueQuery = `SELECT min((SELECT min(due_at) FROM messages INDEXED BY messages_queue WHERE channel_id = k.id AND status = 'queued'))
	FROM channels k WHERE k.id NOT IN (SELECT value FROM json_each(?))`

func (t *tx) NextDue(waiting []app.ChannelID) (at time.Time, err error) {
	left, err := encodeIDs(waiting)
	if err != nil {
		return at, err
	}
	return at, t.row(nextDueQuery, left).Scan(moment{&at})
}

// encodeIDs is a list for json_each.
func encodeIDs(ids []app.ChannelID) (string, error) {
	if ids == nil {
		ids = []app.ChannelID{} // null would be an element that equals nothing
	}
	return encode(ids)
}

const attemptColumns = `SELECT number, started_at, ended_at, outcome, code, what FROM attempts `

func scanAttempt(s scanner) (a app.Attempt, err error) {
	var what textRecord
	err = s.Scan(&a.Number, moment{&a.StartedAt}, moment{&a.EndedAt}, &a.Outcome, &a.Code, jsonColumn{&what})
	a.What = what.text()
	return a, err
}

// ListAttempts gives the attempts of a message, the first one in front.
func (t *tx) ListAttempts(id app.MessageID) ([]app.Attempt, error) {
	return list(t, scanAttempt, attemptColumns+`WHERE message_id = ? ORDER BY number`, id)
}

// EndAttempt takes the end of the attempt that runs, or of the last one when
// nobody knew until now how it ended: an answer that came after AbandonAttempts
// still counts. Any other attempt is CodeConflict. What a webhook told meanwhile
// stays: the message does not go back to what the answer says.
func (t *tx) EndAttempt(e app.AttemptEnd) error {
	switch e.Outcome {
	case app.AttemptAccepted, app.AttemptRefused, app.AttemptSlow, app.AttemptNotSent, app.AttemptOpen:
	default:
		return fmt.Errorf("storage: no attempt ends as %q", e.Outcome)
	}
	if done, err := t.accepted(e); done || err != nil {
		return err
	}
	m, err := t.GetMessage(e.Message)
	if err != nil {
		return err
	}
	if e.Attempt != 0 && e.Attempt != m.Attempts {
		return app.NewError(app.CodeConflict, app.Say("This message is not being sent at present."))
	}
	what, err := encodeText(e.Reason)
	if err != nil {
		return err
	}
	n, err := t.exec(`UPDATE attempts SET ended_at = ?, outcome = ?, code = ?, what = ?
		WHERE message_id = ? AND number = ? AND outcome IN ('running', 'open')`,
		millis(e.At), e.Outcome, e.Code, what, m.ID, m.Attempts)
	if err != nil {
		return err
	}
	if n == 0 {
		return app.NewError(app.CodeConflict, app.Say("This message is not being sent at present."))
	}
	old := m.Status
	if m, err = t.afterAttempt(m, e); err != nil {
		return err
	}
	if m.Status == app.MessageQueued && e.Attempt != 0 && m.BulkID != 0 {
		// It was being sent when its bulk send was cancelled, paused or stopped.
		b, err := t.GetBulk(m.BulkID)
		if err != nil && app.ErrorCode(err) != app.CodeNotFound {
			return err
		}
		switch b.Status {
		case app.BulkCancelled:
			m.Status = app.MessageCancelled
		case app.BulkPaused, app.BulkStopped:
			m.Status = app.MessageHeld
		}
	}
	if err := t.saveMessage(m, old); err != nil {
		return err
	}
	return t.applyPending(m)
}

// afterAttempt is the message as the end of an attempt leaves it.
func (t *tx) afterAttempt(m app.Message, e app.AttemptEnd) (app.Message, error) {
	if e.Outcome == app.AttemptAccepted {
		m.AcceptedAt = e.At
		if e.Reference != "" {
			m.Reference = e.Reference
		}
	}
	if m.Status == app.MessageSending || m.Status == app.MessageUnknown {
		m.Code, m.Reason, m.Fix = "", app.Text{}, app.Text{}
		switch e.Outcome {
		case app.AttemptAccepted:
			m.Status = app.MessageAccepted
		case app.AttemptRefused:
			m.Status, m.FailedAt, m.Code, m.Reason, m.Fix = app.MessageFailed, e.At, e.Code, e.Reason, e.Fix
		case app.AttemptSlow, app.AttemptNotSent:
			m.Status, m.DueAt = app.MessageQueued, e.Again
			if m.DueAt.IsZero() {
				m.DueAt = e.At
			}
		case app.AttemptOpen:
			m.Status, m.Code, m.Reason, m.Fix = app.MessageUnknown, e.Code, e.Reason, e.Fix
		}
	}
	if e.ProviderID == "" || e.ProviderID == m.ProviderID {
		return m, nil
	}
	return t.named(m, e.ProviderID)
}

// named gives a message the id under which its states come. One that another
// message has already is left out: the message itself is no worse for it.
func (t *tx) named(m app.Message, providerID string) (app.Message, error) {
	var taken bool
	err := t.row(`SELECT EXISTS (SELECT 1 FROM messages WHERE channel_id = ? AND provider_id = ? AND provider_id <> '' AND id <> ?)`,
		m.ChannelID, providerID, m.ID).Scan(&taken)
	if err == nil && !taken {
		m.ProviderID = providerID
	}
	return m, err
}

// AbandonAttempts also ends the attempts of messages that a webhook moved on
// meanwhile; those are not counted.
func (t *tx) AbandonAttempts(now time.Time) (int, error) {
	reason, fix, err := encodeTexts(app.Say("Channel Desk ended before the provider's answer came, so nobody knows whether this message went out."),
		app.Say("Wait for its delivery state, or ask the recipient. Send it again only when it did not arrive."))
	if err != nil {
		return 0, err
	}
	n, err := t.moveAll(app.MessageSending, app.MessageUnknown, `UPDATE messages SET status = ?, code = ?, reason = ?, fix = ?
		WHERE id IN (SELECT message_id FROM attempts WHERE outcome = 'running') AND status = ?`,
		app.MessageUnknown, attemptLost, reason, fix, app.MessageSending)
	if err != nil {
		return 0, err
	}
	_, err = t.exec(`UPDATE attempts SET ended_at = ?, outcome = ?, code = ?, what = ? WHERE outcome = 'running'`,
		millis(now), app.AttemptOpen, attemptLost, reason)
	return n, err
}
