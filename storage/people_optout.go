package storage

import "channeldesk/app"

func (t *tx) OptedOut(channel app.ChannelID) ([]string, error) {
	return list(t, func(row scanner) (n string, err error) { err = row.Scan(&n); return n, err },
		`SELECT number FROM people WHERE channel_id = ? AND opted_out_at IS NOT NULL AND number <> '' ORDER BY number`, channel)
}
