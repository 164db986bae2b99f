package storage

import (
	"fmt"

	"channeldesk/app"
)

const handoffColumns = `SELECT id, channel_id, sheet, at, actor, recipient, audience, way, language, with_secret, version, note,
	fingerprint, first_sign_at, confirmed_at, confirmed_by FROM handoffs `

func scanHandoff(s scanner) (h app.Handoff, err error) {
	err = s.Scan(&h.ID, &h.ChannelID, &h.Sheet, moment{&h.At}, &h.By, &h.To, &h.Audience, &h.Way, &h.Language,
		&h.WithSecret, &h.Version, &h.Note, &h.Fingerprint, moment{&h.FirstSignAt}, moment{&h.ConfirmedAt}, &h.ConfirmedBy)
	return h, err
}

// AddHandoff counts the agent's sheets on when the entry has no sheet number or
// the one that NextSheet gave. The same sheet may leave in more than one way.
func (t *tx) AddHandoff(h app.Handoff) (app.Handoff, error) {
	var agent app.AgentID
	if err := t.row(`SELECT agent_id FROM channels WHERE id = ?`, h.ChannelID).Scan(&agent); err != nil {
		return h, orNotFound(err, channelGone)
	}
	next, err := t.NextSheet(agent)
	if err != nil {
		return h, err
	}
	if h.Sheet == "" {
		h.Sheet = next
	}
	if h.Sheet == next {
		if _, err := t.exec(`UPDATE agents SET sheets = sheets + 1 WHERE id = ?`, agent); err != nil {
			return h, err
		}
	}
	id, err := t.insert(`INSERT INTO handoffs (channel_id, sheet, at, actor, recipient, audience, way, language, with_secret,
		version, note, fingerprint, first_sign_at, confirmed_at, confirmed_by) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		h.ChannelID, h.Sheet, millis(h.At), h.By, h.To, h.Audience, h.Way, h.Language, h.WithSecret,
		h.Version, h.Note, h.Fingerprint, millis(h.FirstSignAt), millis(h.ConfirmedAt), h.ConfirmedBy)
	h.ID = app.HandoffID(id)
	return h, err
}

func (t *tx) ListHandoffs(id app.ChannelID) ([]app.Handoff, error) {
	return list(t, scanHandoff, handoffColumns+`WHERE channel_id = ? ORDER BY id DESC`, id)
}

func (t *tx) GetHandoff(id app.HandoffID) (app.Handoff, error) {
	h, err := scanHandoff(t.row(handoffColumns+`WHERE id = ?`, id))
	return h, orNotFound(err, "This hand-off does not exist any more.")
}

// UpdateHandoff changes the first sign, the confirmation and the note; the rest
// of an entry stays as it was written.
func (t *tx) UpdateHandoff(h app.Handoff) error {
	n, err := t.exec(`UPDATE handoffs SET first_sign_at = ?, confirmed_at = ?, confirmed_by = ?, note = ? WHERE id = ?`,
		millis(h.FirstSignAt), millis(h.ConfirmedAt), h.ConfirmedBy, h.Note, h.ID)
	if err != nil {
		return err
	}
	return orGone(n, "This hand-off does not exist any more.")
}

func (t *tx) NextSheet(id app.AgentID) (string, error) {
	var name string
	var last int64
	if err := t.row(`SELECT name, sheets FROM agents WHERE id = ?`, id).Scan(&name, &last); err != nil {
		return "", orNotFound(err, "This agent does not exist any more.")
	}
	return fmt.Sprintf("%s-%04d", app.Initials(name), last+1), nil
}
