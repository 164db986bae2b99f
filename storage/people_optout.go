package storage

import "channeldesk/app"

func (t *tx) OptedOut(channel app.ChannelID) ([]string, error) {
	return list(t, func(row scanner) (n string, err error) { err = row.Scan(&n); return n, err },
		`SELECT number FROM people WHERE channel_id = ? AND opted_out_at IS NOT NULL AND number <> '' ORDER BY number`, channel)
}

const unwantedQuery = `SELECT m.id FROM json_each(?) j CROSS JOIN messages m ON m.id = j.value CROSS JOIN people p
	ON p.channel_id = m.channel_id AND p.key = CASE m.recipient WHEN '' THEN m.room ELSE m.recipient END
	WHERE p.opted_out_at IS NOT NULL AND NOT (m.template = '' AND coalesce(p.last_inbound_at, 0) > p.opted_out_at)`

// Unwanted is asked for each message that leaves: one statement for many.
func (t *tx) Unwanted(messages []app.MessageID) ([]app.MessageID, error) {
	all, err := encode(messages)
	if err != nil || len(messages) == 0 {
		return nil, err
	}
	return list(t, func(row scanner) (id app.MessageID, err error) { err = row.Scan(&id); return id, err }, unwantedQuery, all)
}
