package storage

import (
	"slices"
	"strings"

	"channeldesk/app"
)

const (
	// countMost is how far is counted where no counter helps, and countLooks how
	// many messages are looked at for it.
	countMost  = 1000
	countLooks = 2000
)

// of is the number in some states; all without one.
func (c *stateCounts) of(states []app.MessageStatus) (n int) {
	if len(states) == 0 {
		states = countedStates[:]
	}
	for i, s := range countedStates {
		for _, wanted := range states {
			if s == wanted {
				n += c[i]
				break
			}
		}
	}
	return n
}

// history are the totals of some states, all without one.
func (c *stateCounts) history(states []app.MessageStatus) app.HistoryCounts {
	one := func(s app.MessageStatus) int {
		if len(states) == 0 {
			return c[stateIndex(s)]
		}
		for _, wanted := range states {
			if s == wanted {
				return c[stateIndex(s)]
			}
		}
		return 0
	}
	return app.HistoryCounts{
		Total: c.of(states), Waiting: one(app.MessageHeld) + one(app.MessageQueued) + one(app.MessageSending), Unknown: one(app.MessageUnknown),
		Sent: one(app.MessageAccepted) + one(app.MessageSent), Delivered: one(app.MessageDelivered), Read: one(app.MessageRead),
		Failed: one(app.MessageFailed), Cancelled: one(app.MessageCancelled),
	}
}

// daysOf are the days of a filter that counters can answer: it begins and ends
// at midnight, and asks for nothing that is not counted.
func daysOf(f app.HistoryFilter) (first, last int64, ok bool) {
	first, last = -1<<40, 1<<40
	if f.Search != "" || f.Key != 0 || f.Bulk != 0 {
		return 0, 0, false
	}
	if !f.From.IsZero() {
		first = dayOf(f.From)
		if !startOf(first).Equal(f.From) {
			return 0, 0, false
		}
	}
	if !f.Until.IsZero() {
		last = dayOf(f.Until) - 1
		if !startOf(last + 1).Equal(f.Until) {
			return 0, 0, false
		}
	}
	return first, last, true
}

// countsQuery reads the counters of a filter, each day for itself or together; those
// of states that it leaves out are 0.
func countsQuery(f app.HistoryFilter, first, last int64, byDay bool) (query string, args []any) {
	columns := ""
	for _, s := range countedStates {
		if len(f.Statuses) > 0 && !slices.Contains(f.Statuses, s) {
			columns += `, 0` // nobody asks for it, and most of the time goes into adding up
			continue
		}
		columns += `, coalesce(sum(` + string(s) + `), 0)`
	}
	day := `0`
	if byDay {
		day = `day`
	}
	query, args = `SELECT `+day+columns+` FROM day_counts WHERE channel_id = ?`, []any{f.Channel}
	if f.Template != "" {
		query, args = `SELECT `+day+columns+` FROM message_counts WHERE channel_id = ? AND template = ?`, append(args, f.Template)
	}
	query, args = query+` AND day BETWEEN ? AND ?`, append(args, first, last)
	if f.Source != "" {
		query, args = query+` AND source = ?`, append(args, f.Source)
	}
	if byDay {
		query += ` GROUP BY day ORDER BY day`
	}
	return query, args
}

// countedDay are the counters of a day.
type countedDay struct {
	day int64
	stateCounts
}

func scanDay(s scanner) (d countedDay, err error) {
	to := []any{&d.day}
	for i := range d.stateCounts {
		to = append(to, &d.stateCounts[i])
	}
	return d, s.Scan(to...)
}

func (t *tx) countDays(f app.HistoryFilter, first, last int64) (c stateCounts, err error) {
	query, args := countsQuery(f, first, last, false)
	d, err := scanDay(t.row(query, args...))
	return d.stateCounts, err
}

// CountHistory counts what no counter knows by looking: to a thousand messages,
// and past at most as many others. More is true when it stopped.
func (t *tx) CountHistory(f app.HistoryFilter) (app.HistoryCounts, error) {
	if err := t.settle(); err != nil {
		return app.HistoryCounts{}, err
	}
	if first, last, ok := daysOf(f); ok {
		c, err := t.countDays(f, first, last)
		return c.history(f.Statuses), err
	}
	if onlyBulk(f) {
		c, err := list(t, func(s scanner) (c stateCounts, err error) {
			d, err := scanDay(s)
			return d.stateCounts, err
		}, `SELECT 0, `+countColumns+` FROM bulk_counts WHERE bulk_id = (SELECT id FROM bulk_sends WHERE id = ? AND channel_id = ?)`, f.Bulk, f.Channel)
		if err != nil || len(c) == 0 {
			return app.HistoryCounts{}, err
		}
		return c[0].history(f.Statuses), nil
	}
	return t.countByLooking(f)
}

func onlyBulk(f app.HistoryFilter) bool {
	return f.Bulk != 0 && f.Search == "" && f.Key == 0 && f.Template == "" && f.Source == "" && f.From.IsZero() && f.Until.IsZero()
}

func (t *tx) countByLooking(f app.HistoryFilter) (out app.HistoryCounts, err error) {
	q, err := t.prepareHistory(f)
	if err != nil || q.none {
		return out, err
	}
	many, err := t.isMany(q)
	if err != nil {
		return out, err
	}
	if many {
		return manyOf(countMost), nil
	}
	query, args, err := t.lookQuery(q)
	if err != nil {
		return out, err
	}
	var c stateCounts
	looked, found := 0, 0
	_, err = list(t, func(s scanner) (none struct{}, err error) {
		var status app.MessageStatus
		var fits bool
		if err = s.Scan(&status, &fits); err != nil {
			return none, err
		}
		looked++
		if fits && found <= countMost {
			found++
			c.move("", status, 1)
		}
		return none, nil
	}, query, args...)
	if err != nil {
		return out, err
	}
	if found > countMost || looked >= countLooks {
		return manyOf(min(found, countMost)), nil
	}
	return c.history(nil), nil
}

func manyOf(atLeast int) app.HistoryCounts {
	return app.HistoryCounts{Total: atLeast, Waiting: -1, Unknown: -1, Sent: -1, Delivered: -1, Read: -1, Failed: -1, Cancelled: -1, More: true}
}

// isMany counts the hits of digits alone within their index.
func (t *tx) isMany(q historyQuery) (bool, error) {
	if q.hasMore() {
		return false, nil
	}
	for _, d := range q.search.digits {
		n, err := t.countRange(q, d, countMost+1)
		if err != nil || n > countMost {
			return true, err
		}
	}
	return false, nil
}

// HistoryDays leaves out days without messages.
func (t *tx) HistoryDays(f app.HistoryFilter) (days []app.HistoryDay, ok bool, err error) {
	first, last, ok := daysOf(f)
	if !ok {
		return nil, false, nil
	}
	if err := t.settle(); err != nil {
		return nil, false, err
	}
	query, args := countsQuery(f, first, last, true)
	counted, err := list(t, scanDay, query, args...)
	for _, d := range counted {
		if d.of(f.Statuses) > 0 {
			days = append(days, app.HistoryDay{Day: startOf(d.day), Counts: d.history(f.Statuses)})
		}
	}
	return days, err == nil, err
}

const templatesSentQuery = `WITH RECURSIVE k (name) AS (
		SELECT min(template) FROM message_counts WHERE channel_id = ?1 AND template > ''
		UNION ALL
		SELECT (SELECT min(template) FROM message_counts WHERE channel_id = ?1 AND template > k.name) FROM k WHERE k.name IS NOT NULL)
	SELECT name FROM k WHERE name IS NOT NULL`

// HistoryTemplates gives the names in order, those of removed messages too.
func (t *tx) HistoryTemplates(channel app.ChannelID) ([]string, error) {
	if err := t.settle(); err != nil {
		return nil, err
	}
	return list(t, func(s scanner) (name string, err error) { err = s.Scan(&name); return name, err }, templatesSentQuery, channel)
}

// lookQuery gives the state of at most countLooks messages that may fit, and
// whether they do.
func (t *tx) lookQuery(q historyQuery) (query string, args []any, err error) {
	fits := strings.TrimPrefix(q.where, ` AND `)
	switch {
	case q.search.name != "":
		bound, values, err := t.numbersOf(q)
		if err != nil {
			return "", nil, err
		}
		match, err := t.nameQuestion(q)
		args = append(append(args, q.args...), match)
		args = append(append(append(args, values...), q.f.Channel), countLooks)
		return `SELECT m.status, ` + fits + ` FROM message_names n CROSS JOIN messages m ON m.id = n.rowid
			WHERE n.message_names MATCH ?` + bound + ` AND m.channel_id = ? ORDER BY n.rowid DESC LIMIT ?`, args, err
	case q.search.id != "":
		return `SELECT m.status, true FROM messages m WHERE (m.mark = ? OR m.provider_id = ? AND m.provider_id <> '' AND m.channel_id = ?)
			AND m.channel_id = ?` + q.where, append([]any{q.search.id, q.search.id, q.f.Channel, q.f.Channel}, q.args...), nil
	case len(q.search.digits) > 0:
		parts := ""
		var hits []any
		for i, d := range q.search.digits {
			if i > 0 {
				parts += ` UNION `
			}
			parts += `SELECT id FROM (SELECT m.id FROM messages m INDEXED BY ` + d.index + ` WHERE m.channel_id = ? AND m.` + d.column + ` >= ? AND m.` + d.column + ` < ?` + d.partial() + ` LIMIT ?)`
			hits = append(hits, q.f.Channel, d.from, d.until, countLooks)
		}
		return `SELECT m.status, ` + fits + ` FROM messages m WHERE m.id IN (` + parts + `)`, append(append(args, q.args...), hits...), nil
	}
	parts := ""
	for i, w := range q.walks {
		if i > 0 {
			parts += ` UNION ALL `
		}
		bound := ``
		var values []any
		if q.from != 0 {
			bound, values = bound+` AND m.created_at >= ?`, append(values, q.from)
		}
		if q.until != 0 {
			bound, values = bound+` AND m.created_at < ?`, append(values, q.until)
		}
		parts += `SELECT m.status, ` + fits + ` FROM messages m INDEXED BY ` + w.index + ` WHERE m.channel_id = ?` + w.where + bound
		args = append(append(args, q.args...), q.f.Channel)
		args = append(append(args, w.args...), values...)
	}
	return parts + ` LIMIT ?`, append(args, countLooks), nil
}
