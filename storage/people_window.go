package storage

import (
	"time"

	"channeldesk/app"
)

// OpenWindows looks at every person of the channel.
func (t *tx) OpenWindows(channel app.ChannelID, since time.Time) ([]string, error) {
	return list(t, func(row scanner) (n string, err error) { err = row.Scan(&n); return n, err },
		`SELECT number FROM people WHERE channel_id = ? AND last_inbound_at >= ? AND number <> ''`, channel, since.UnixMilli())
}
