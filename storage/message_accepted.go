package storage

import (
	"database/sql"
	"errors"

	"channeldesk/app"
)

// sendingMessage is as much of a message as the usual end of its attempt needs: it
// is being sent, and the provider took it.
type sendingMessage struct {
	m        app.Message
	template string
	day      int64
}

const (
	sendingQuery = `SELECT channel_id, mark, source, status, provider_id, reference, attempts, bulk_id, template, day FROM messages WHERE id = ?`
	acceptQuery  = `UPDATE messages SET status = ?, provider_id = ?, reference = ?, accepted_at = ?, code = '', reason = NULL, fix = NULL WHERE id = ?`
	toldQuery    = `SELECT EXISTS (SELECT 1 FROM pending_states WHERE channel_id = ?1 AND provider_id = ?2 AND ?2 <> '')
		OR EXISTS (SELECT 1 FROM pending_states WHERE channel_id = ?1 AND our_id = ?3 AND our_id <> '')
		OR EXISTS (SELECT 1 FROM pending_states WHERE channel_id = ?1 AND reference = ?4 AND reference <> '')`
)

// accepted ends the attempt that runs with the provider's yes. It reports false,
// and has changed nothing, when something about it is not as usual.
func (t *tx) accepted(e app.AttemptEnd) (bool, error) {
	if e.Outcome != app.AttemptAccepted || e.Attempt == 0 || !e.Reason.IsEmpty() {
		return false, nil
	}
	var s sendingMessage
	m := &s.m
	m.ID = e.Message
	err := t.row(sendingQuery, m.ID).Scan(&m.ChannelID, &m.Mark, &m.Source, &m.Status, &m.ProviderID, &m.Reference, &m.Attempts, &m.BulkID,
		&s.template, &s.day)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	if err != nil || m.Status != app.MessageSending || m.Attempts != e.Attempt || m.ProviderID != "" {
		return false, err
	}
	m.ProviderID = e.ProviderID
	if e.Reference != "" {
		m.Reference = e.Reference
	}
	_, err = t.exec(acceptQuery, app.MessageAccepted, m.ProviderID, m.Reference, millis(e.At), m.ID)
	if breaks(err, "messages.provider_id") {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	n, err := t.exec(`UPDATE attempts SET ended_at = ?, outcome = ?, code = ? WHERE message_id = ? AND number = ? AND outcome = 'running'`,
		millis(e.At), e.Outcome, e.Code, m.ID, m.Attempts)
	if err != nil {
		return false, err
	}
	if n != 1 {
		return false, errors.New("storage: a message is being sent without an attempt that runs")
	}
	t.sums().count(countPlace{m.ChannelID, s.template, s.day, m.Source}, m.BulkID, app.MessageSending, app.MessageAccepted, 1)
	return true, t.toldBefore(*m)
}

// toldBefore applies states that were told of a message before it had its ids.
func (t *tx) toldBefore(m app.Message) error {
	var told bool
	if err := t.row(toldQuery, m.ChannelID, m.ProviderID, m.Mark, m.Reference).Scan(&told); err != nil || !told {
		return err
	}
	whole, err := t.GetMessage(m.ID)
	if err != nil {
		return err
	}
	return t.applyPending(whole)
}
