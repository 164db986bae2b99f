package storage

import "channeldesk/app"

const (
	recentSessionsQuery = personColumns + `WHERE channel_id = ? AND session IS NOT NULL ORDER BY inbound_slot DESC, last_inbound_at DESC, id DESC LIMIT ?`
	runningCountQuery   = `SELECT count(*) FROM people WHERE session_due IS NOT NULL AND channel_id = ?`
)

// RecentSessions walks the people who wrote from the latest one; nearly all of them
// have a session, under way or ended.
func (t *tx) RecentSessions(channel app.ChannelID, limit int) ([]app.Person, error) {
	return list(t, scanPerson, recentSessionsQuery, channel, limit)
}

func (t *tx) CountSessions(channel app.ChannelID) (n int, err error) {
	return n, t.row(runningCountQuery, channel).Scan(&n)
}
