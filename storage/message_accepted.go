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
	sendingQuery = `SELECT channel_id, mark, source, reference, bulk_id, template, day FROM messages WHERE id = ?`
	acceptChange = `UPDATE messages SET status = 'accepted', provider_id = ?1, accepted_at = ?2, code = '', reason = NULL, fix = NULL`
	acceptWhere  = ` WHERE id = ?3 AND status = 'sending' AND attempts = ?4 AND reference = ?5 AND provider_id = ''`
	acceptQuery  = acceptChange + acceptWhere
	// acceptNamed is for an answer with another reference: a column that is named costs
	// the indexes that it is in.
	acceptNamed  = acceptChange + `, reference = ?6` + acceptWhere
	anyToldQuery = `SELECT EXISTS (SELECT 1 FROM pending_states)`
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
	s, err := t.sendingMessage(e.Message)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	m := &s.m
	m.ProviderID = e.ProviderID
	query, args := acceptQuery, []any{m.ProviderID, millis(e.At), m.ID, e.Attempt, m.Reference}
	if e.Reference != "" && e.Reference != m.Reference {
		m.Reference = e.Reference
		query, args = acceptNamed, append(args, m.Reference)
	}
	n, err := t.exec(query, args...)
	if breaks(err, "messages.provider_id") {
		return false, nil
	}
	if err != nil || n == 0 { // none when it is not being sent any more, by this attempt
		return false, err
	}
	n, err = t.exec(`UPDATE attempts SET ended_at = ?, outcome = ?, code = ? WHERE message_id = ? AND number = ? AND outcome = 'running'`,
		millis(e.At), e.Outcome, e.Code, m.ID, e.Attempt)
	if err != nil {
		return false, err
	}
	if n != 1 {
		return false, errors.New("storage: a message is being sent without an attempt that runs")
	}
	t.sums().count(countPlace{m.ChannelID, s.template, s.day, m.Source}, m.BulkID, app.MessageSending, app.MessageAccepted, 1)
	return true, t.toldBefore(*m)
}

// sendingMessage is one that was claimed lately, or is read.
func (t *tx) sendingMessage(id app.MessageID) (s sendingMessage, err error) {
	if s, ok := t.sending[id]; ok {
		delete(t.sending, id)
		return s, nil
	}
	m := &s.m
	m.ID = id
	err = t.row(sendingQuery, id).Scan(&m.ChannelID, &m.Mark, &m.Source, &m.Reference, &m.BulkID, &s.template, &s.day)
	return s, err
}

// claimedSending are messages that were claimed, for who has the writing connection:
// what of them never changes, and the reference, which acceptQuery compares.
type claimedSending map[app.MessageID]sendingMessage

// sendingMost is more than a queue has in hand.
const sendingMost = 4096

func (c claimedSending) keep(m *app.Message, day int64) {
	if len(c) >= sendingMost {
		clear(c)
	}
	s := sendingMessage{day: day}
	if m.Content.Template != nil {
		s.template = m.Content.Template.Name
	}
	s.m = app.Message{ID: m.ID, ChannelID: m.ChannelID, Mark: m.Mark, Source: m.Source, Reference: m.Reference, BulkID: m.BulkID}
	c[m.ID] = s
}

// noneTold reports whether no state at all waits for its message, which is usual.
func (t *tx) noneTold() (bool, error) {
	if t.told == toldUnknown {
		var some bool
		if err := t.row(anyToldQuery).Scan(&some); err != nil {
			return false, err
		}
		if t.told = toldNone; some {
			t.told = toldSome
		}
	}
	return t.told == toldNone, nil
}

// toldStates is what a transaction knows of states that wait for their messages.
type toldStates uint8

const (
	toldUnknown toldStates = iota
	toldNone
	toldSome
)

// toldBefore applies states that were told of a message before it had its ids.
func (t *tx) toldBefore(m app.Message) error {
	if none, err := t.noneTold(); none || err != nil {
		return err
	}
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
