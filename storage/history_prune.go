package storage

import (
	"time"

	"channeldesk/app"
)

// A message that waits or is in doubt is kept, however old it is.
const (
	prunable    = `('accepted', 'sent', 'delivered', 'read', 'failed', 'cancelled')`
	pruneOldest = `SELECT m.id FROM channels k CROSS JOIN messages m INDEXED BY messages_created ON m.channel_id = k.id AND m.created_at < ?
		WHERE m.status IN ` + prunable + ` LIMIT ?`
	pruneMessages   = `DELETE FROM messages WHERE id IN (SELECT value FROM json_each(?)) RETURNING channel_id, template, day, source, status, bulk_id, code`
	olderCountQuery = `SELECT coalesce(sum(accepted + sent + delivered + read + failed + cancelled), 0) FROM day_counts WHERE day < ?`
)

// CountOlder counts whole days: a message of the day of before is not counted.
func (t *tx) CountOlder(before time.Time) (n int, err error) {
	if err := t.settle(); err != nil {
		return 0, err
	}
	return n, t.row(olderCountQuery, dayOf(before)).Scan(&n)
}

// PruneHistory removes the oldest messages with their attempts, and takes them
// off the counters.
func (t *tx) PruneHistory(before time.Time, limit int) (removed int, err error) {
	ids, err := list(t, func(s scanner) (id int64, err error) { err = s.Scan(&id); return id, err }, pruneOldest, before.UnixMilli(), limit)
	if err != nil || len(ids) == 0 {
		return 0, err
	}
	if err := t.mayWrite(); err != nil {
		return 0, err
	}
	encoded, err := encode(ids)
	if err != nil {
		return 0, err
	}
	_, err = list(t, func(s scanner) (none struct{}, err error) {
		var p countPlace
		var status app.MessageStatus
		var bulk app.BulkID
		var code string
		if err = s.Scan(&p.channel, &p.template, &p.day, &p.source, &status, &bulk, &code); err != nil {
			return none, err
		}
		removed++
		t.tally.count(p, bulk, status, "", 1)
		if status == app.MessageFailed {
			t.tally.fail(bulk, code, -1, 0)
		}
		return none, nil
	}, pruneMessages, encoded)
	if err == nil {
		_, err = t.exec(mergeNames)
	}
	return removed, err
}
