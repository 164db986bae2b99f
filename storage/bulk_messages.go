package storage

import (
	"time"

	"channeldesk/app"
)

const (
	releaseQuery = `UPDATE messages SET status = 'queued', due_at = ?2 WHERE id IN
		(SELECT id FROM messages INDEXED BY messages_held WHERE bulk_id = ?1 AND status = 'held' ORDER BY bulk_row LIMIT ?3)`
	cancelHeldQuery = `UPDATE messages SET status = 'cancelled' WHERE id IN
		(SELECT id FROM messages INDEXED BY messages_held WHERE bulk_id = ?1 AND status = 'held' ORDER BY bulk_row LIMIT ?2)`
	cancelQueuedQuery = `UPDATE messages SET status = 'cancelled' WHERE id IN
		(SELECT id FROM messages INDEXED BY messages_queue WHERE channel_id = ?1 AND status = 'queued' AND bulk_id = ?2 LIMIT ?3)`
	holdBackQuery = `UPDATE messages SET status = 'held' WHERE id IN
		(SELECT id FROM messages INDEXED BY messages_queue WHERE channel_id = ?1 AND status = 'queued' AND bulk_id = ?2)`
	// Those that are held and were never tried stand behind all others: rows are
	// released in their order.
	outcomesQuery = `SELECT coalesce(sum(status <> 'unknown'), 0), coalesce(sum(status = 'failed'), 0), coalesce(sum(status = 'unknown'), 0)
		FROM (SELECT status FROM messages INDEXED BY messages_bulk
		WHERE bulk_id = ?1 AND bulk_id <> 0 AND bulk_row < coalesce((SELECT bulk_row FROM messages INDEXED BY messages_held
			WHERE bulk_id = ?1 AND status = 'held' AND attempts = 0 ORDER BY bulk_row LIMIT 1), 9223372036854775807)
		AND status IN ('unknown', 'accepted', 'sent', 'delivered', 'read', 'failed') AND NOT (status = 'failed' AND code = 'opted_out') ORDER BY bulk_row DESC LIMIT ?2)`
)

func (t *tx) Release(bulk app.BulkID, limit int, now time.Time) (int, error) {
	return t.moveAll(app.MessageHeld, app.MessageQueued, releaseQuery, bulk, now.UnixMilli(), limit)
}

// CancelHeld leaves alone what is being sent.
func (t *tx) CancelHeld(bulk app.BulkID, _ time.Time, limit int) (int, error) {
	b, err := t.GetBulk(bulk)
	if err != nil {
		return 0, err
	}
	n, err := t.moveAll(app.MessageHeld, app.MessageCancelled, cancelHeldQuery, bulk, limit)
	if err != nil || n >= limit {
		return n, err
	}
	queued, err := t.moveAll(app.MessageQueued, app.MessageCancelled, cancelQueuedQuery, b.ChannelID, bulk, limit-n)
	return n + queued, err
}

// HoldBack leaves alone what is being sent.
func (t *tx) HoldBack(bulk app.BulkID) (int, error) {
	b, err := t.GetBulk(bulk)
	if err != nil {
		return 0, err
	}
	return t.moveAll(app.MessageQueued, app.MessageHeld, holdBackQuery, b.ChannelID, bulk)
}

// LatestOutcomes goes by the order of the rows.
func (t *tx) LatestOutcomes(bulk app.BulkID, span int) (o app.BulkOutcomes, err error) {
	return o, t.row(outcomesQuery, bulk, span).Scan(&o.Ended, &o.Failed, &o.Doubtful)
}
