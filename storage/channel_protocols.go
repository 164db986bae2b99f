package storage

import "channeldesk/app"

const (
	// noteProtocolQuery writes down a protocol that is not the latest one. A clock that
	// was set back does not bring the order into disorder.
	noteProtocolQuery = `INSERT INTO channel_protocols (channel_id, since, protocol)
		SELECT ?1, max(?2, coalesce((SELECT max(since) + 1 FROM channel_protocols WHERE channel_id = ?1), ?2)), ?3
		WHERE ?3 IS NOT (SELECT protocol FROM channel_protocols WHERE channel_id = ?1 ORDER BY since DESC LIMIT 1)`
	protocolsQuery = `SELECT protocol, since FROM channel_protocols WHERE channel_id = ? ORDER BY since`
)

// noteProtocol remembers since when a channel has its protocol.
func (t *tx) noteProtocol(c app.Channel) error {
	at := c.UpdatedAt
	if at.IsZero() {
		at = t.now()
	}
	_, err := t.exec(noteProtocolQuery, c.ID, at.UnixMilli(), c.Protocol)
	return err
}

// ProtocolsOf reads one row for each change.
func (t *tx) ProtocolsOf(id app.ChannelID) ([]app.ProtocolSince, error) {
	return list(t, func(s scanner) (p app.ProtocolSince, err error) {
		err = s.Scan(&p.Protocol, moment{&p.Since})
		return p, err
	}, protocolsQuery, id)
}
