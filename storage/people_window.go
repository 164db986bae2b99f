package storage

import (
	"time"

	"channeldesk/app"
)

const openWindowsQuery = `SELECT number FROM people WHERE channel_id = ?1 AND inbound_slot >= ?2 AND last_inbound_at >= ?3 AND number <> ''`

// OpenWindows looks at those alone who wrote since.
func (t *tx) OpenWindows(channel app.ChannelID, since time.Time) ([]string, error) {
	return list(t, func(row scanner) (n string, err error) { err = row.Scan(&n); return n, err },
		openWindowsQuery, channel, since.UnixMilli()/inboundSlot, since.UnixMilli())
}
