package storage

import (
	"database/sql"
	"errors"
	"math"
	"time"

	"channeldesk/app"
)

// Webhooks are found by their channel over the spans of numbers in which it has some.
const (
	arrivalSpan  = 64
	spanInsert   = `INSERT OR IGNORE INTO arrival_spans (channel_id, span) VALUES (?, ?)`
	inSpan       = `a.id BETWEEN s.span * 64 AND s.span * 64 + 63 AND a.channel_id = s.channel_id`
	spanArrivals = `FROM arrival_spans s CROSS JOIN arrivals a ON ` + inSpan + ` WHERE s.channel_id = ?1 `
)

const (
	arrivalColumns = `SELECT id, channel_id, at, state, events, fresh, what, body FROM arrivals `
	arrivalHeads   = `SELECT id, channel_id, at, state, events, fresh, what, NULL FROM arrivals `
	arrivalGone    = "This webhook is not kept any more."
)

func scanArrival(s scanner) (a app.Arrival, err error) {
	var what textRecord
	err = s.Scan(&a.ID, &a.ChannelID, moment{&a.At}, &a.State, &a.Events, &a.Fresh, jsonColumn{&what}, &a.Body)
	a.What = what.text()
	return a, err
}

// AddArrival keeps a webhook. Without a state it is waiting, without a time it
// came now.
func (t *tx) AddArrival(a app.Arrival) (app.ArrivalID, error) {
	if a.State == "" {
		a.State = app.ArrivalWaiting
	}
	if a.At.IsZero() {
		a.At = t.now()
	}
	if a.Body == nil {
		a.Body = []byte{}
	}
	what, err := encodeText(a.What)
	if err != nil {
		return 0, err
	}
	if t.late != nil {
		return t.late.addArrival(t, a, what)
	}
	id, err := t.insert(`INSERT INTO arrivals (channel_id, at, state, events, fresh, what, body) VALUES (?, ?, ?, ?, ?, ?, ?)`,
		a.ChannelID, a.At.UnixMilli(), a.State, a.Events, a.Fresh, what, a.Body)
	if err == nil {
		_, err = t.execBeside(spanInsert, a.ChannelID, id/arrivalSpan)
	}
	if breaksReference(err) {
		return 0, notFound(channelGone)
	}
	return app.ArrivalID(id), err
}

func (t *tx) UpdateArrival(a app.Arrival) error {
	what, err := encodeText(a.What)
	if err != nil {
		return err
	}
	n, err := t.exec(`UPDATE arrivals SET state = ?, events = ?, fresh = ?, what = ? WHERE id = ?`, a.State, a.Events, a.Fresh, what, a.ID)
	if err != nil {
		return err
	}
	return orGone(n, arrivalGone)
}

func (t *tx) GetArrival(id app.ArrivalID) (app.Arrival, error) {
	a, err := scanArrival(t.row(arrivalColumns+`WHERE id = ?`, id))
	return a, orNotFound(err, arrivalGone)
}

func (t *tx) ListArrivals(channel app.ChannelID, before app.ArrivalID, limit int) ([]app.Arrival, error) {
	if before == 0 {
		before = math.MaxInt64
	}
	if channel == 0 {
		return list(t, scanArrival, allArrivalsQuery, before, limit)
	}
	return list(t, scanArrival, arrivalsOfQuery, channel, before, limit)
}

// allArrivalsQuery walks all webhooks from before ?1, arrivalsOfQuery those of a channel
// from before ?2.
const (
	allArrivalsQuery = arrivalHeads + `a WHERE a.id < ?1 ORDER BY a.id DESC LIMIT ?2`
	arrivalsOfQuery  = `SELECT a.id, a.channel_id, at, state, events, fresh, what, NULL ` + spanArrivals + `AND a.id < ?2 AND s.span <= ?2 / 64
		ORDER BY s.span DESC, a.id DESC LIMIT ?3`
)

const waitingQuery = arrivalColumns + `WHERE state = 'waiting' ORDER BY id LIMIT ?`

func (t *tx) WaitingArrivals(limit int) ([]app.Arrival, error) {
	return list(t, scanArrival, waitingQuery, limit)
}

const lastArrivalQuery = `SELECT max(at) FROM (SELECT a.at ` + spanArrivals + `ORDER BY s.span DESC, a.id DESC LIMIT 1)`

func (t *tx) LastArrival(channel app.ChannelID) (at time.Time, err error) {
	return at, t.row(lastArrivalQuery, channel).Scan(moment{&at})
}

const takeKey = `INSERT INTO arrival_keys (channel_id, key, at) VALUES (?, ?, ?) ON CONFLICT (channel_id, key) DO NOTHING`

// TakeKeys takes keys in their order: of one that is named twice, only the first
// is new. An empty key tells nothing apart: it is always new.
func (t *tx) TakeKeys(channel app.ChannelID, keys []string, at time.Time) ([]bool, error) {
	fresh := make([]bool, len(keys))
	for i, key := range keys {
		if key == "" {
			fresh[i] = true
			continue
		}
		n, err := t.execBeside(takeKey, channel, key, at.UnixMilli())
		if breaksReference(err) {
			return nil, notFound(channelGone)
		}
		if err != nil {
			return nil, err
		}
		fresh[i] = n == 1
	}
	return fresh, nil
}

// The rows that PruneArrivals removes: older than ?1, at most ?2, and of webhooks
// only those before the number ?3. A webhook that nobody looked at yet stays, and of
// each channel's latest one the time stays.
const (
	pruneArrivals = `DELETE FROM arrivals WHERE id IN (SELECT id FROM arrivals a WHERE id < ?3 AND at < ?1 AND state <> 'waiting'
		AND id NOT IN (SELECT coalesce((SELECT a.id FROM arrival_spans s CROSS JOIN arrivals a ON ` + inSpan + ` WHERE s.channel_id = c.id
			ORDER BY s.span DESC, a.id DESC LIMIT 1), 0) FROM channels c) ORDER BY id LIMIT ?2)`
	pruneSpans = `DELETE FROM arrival_spans WHERE (channel_id, span) IN (SELECT s.channel_id, s.span FROM channels c CROSS JOIN arrival_spans s
		ON s.channel_id = c.id AND s.span <= ?1 / 64 WHERE NOT EXISTS (SELECT 1 FROM arrivals a WHERE ` + inSpan + `) LIMIT ?2)`
	pruneLatest = `UPDATE arrivals SET body = x'' WHERE id IN (SELECT id FROM arrivals
		WHERE id < ?3 AND at < ?1 AND state <> 'waiting' AND body <> x'' ORDER BY id LIMIT ?2)`
	pruneKeys        = `DELETE FROM arrival_keys WHERE (channel_id, key) IN (SELECT channel_id, key FROM arrival_keys WHERE at < ?1 LIMIT ?2)`
	pruneStates      = `DELETE FROM pending_states WHERE id IN (SELECT id FROM pending_states WHERE came_at < ?1 LIMIT ?2)`
	pruneForwardings = `DELETE FROM forwardings WHERE id IN (SELECT id FROM forwardings WHERE created_at < ?1 AND state <> 'waiting' LIMIT ?2)`
	pruneReplays     = `DELETE FROM replays WHERE (key_id, idempotency) IN (SELECT key_id, idempotency FROM replays WHERE at < ?1 LIMIT ?2)`
)

// PruneArrivals removes webhooks first. After them go other things of that age
// that came from outside: states of messages that never were ours, what was
// forwarded or given up, and remembered answers.
func (t *tx) PruneArrivals(before time.Time, limit int) (removed int, err error) {
	at := before.UnixMilli()
	from, err := t.firstSince(at)
	if err != nil {
		return 0, err
	}
	for _, p := range []struct {
		query string
		args  []any
	}{{pruneArrivals, []any{from}}, {pruneLatest, []any{from}}, {pruneKeys, nil}, {pruneStates, nil}, {pruneForwardings, nil}, {pruneReplays, nil}} {
		n, err := t.exec(p.query, append([]any{at, limit - removed}, p.args...)...)
		if err != nil {
			return removed, err
		}
		if removed += int(n); removed >= limit {
			break
		}
	}
	_, err = t.exec(pruneSpans, from, limit)
	return removed, err
}

const (
	arrivalEndsQuery = `SELECT coalesce((SELECT min(id) FROM arrivals), 0), coalesce((SELECT max(id) FROM arrivals), 0)`
	arrivalFromQuery = `SELECT id, at FROM arrivals WHERE id >= ? ORDER BY id LIMIT 1`
)

// firstSince gives the number before which webhooks are older than at, by looking
// at a few of them: they have their numbers in the order in which they came. After
// a clock was wrong the number is only about right.
func (t *tx) firstSince(at int64) (from int64, err error) {
	var end int64
	if err := t.row(arrivalEndsQuery).Scan(&from, &end); err != nil {
		return 0, err
	}
	for end++; from < end; {
		middle := from + (end-from)/2
		var id, came int64
		err := t.row(arrivalFromQuery, middle).Scan(&id, &came)
		switch {
		case errors.Is(err, sql.ErrNoRows):
			end = middle
		case err != nil:
			return 0, err
		case came < at:
			from = id + 1
		default:
			end = middle
		}
	}
	return from, nil
}
