package storage

import (
	"strings"
	"time"

	"channeldesk/app"
)

// The history is read along the indexes of messages, each of which ends in the
// time at which a message was made. Several walks, as of several states, are
// merged by SQLite. Nothing is skipped by counting: a page begins behind the
// last message of the one before.

// walk is one index with the values that it is walked for.
type walk struct {
	index string
	where string
	args  []any
}

// place is where a page begins: behind a message. The zero value is the end.
type place struct {
	at int64 // milliseconds; 0 when only the number is known
	id app.MessageID
}

// historyQuery is a filter made ready to be asked for.
type historyQuery struct {
	f      app.HistoryFilter
	search searched
	// from and until are the filter's in milliseconds, narrowed to those of its
	// bulk send; 0 is none.
	from, until int64
	walks       []walk
	where       string
	args        []any
	// bound is the time that the hits of digits are narrowed to beside that: a part of
	// where again, for their index.
	bound     string
	boundArgs []any
	// none is true when nothing can fulfil the filter.
	none bool
}

func (t *tx) prepareHistory(f app.HistoryFilter) (q historyQuery, err error) {
	q.f = f
	if q.search, err = t.searchOf(f); err != nil {
		return q, err
	}
	if !f.From.IsZero() {
		q.from = f.From.UnixMilli()
	}
	if !f.Until.IsZero() {
		q.until = f.Until.UnixMilli()
	}
	if f.Bulk != 0 {
		if err := t.narrowToBulk(&q); err != nil || q.none {
			return q, err
		}
	}
	q.conditions()
	q.walks, err = t.walksOf(q)
	q.none = len(q.walks) == 0 // a source or a key that nothing came from
	return q, err
}

const bulkSpanQuery = `SELECT
	(SELECT created_at FROM messages INDEXED BY messages_bulk WHERE bulk_id = ?1 AND bulk_id <> 0 ORDER BY bulk_row LIMIT 1),
	(SELECT created_at FROM messages INDEXED BY messages_bulk WHERE bulk_id = ?1 AND bulk_id <> 0 ORDER BY bulk_row DESC LIMIT 1)`

// narrowToBulk bounds the time to that in which the messages of the bulk send
// were made: there they are nearly alone.
func (t *tx) narrowToBulk(q *historyQuery) error {
	var first, last time.Time
	if err := t.row(bulkSpanQuery, q.f.Bulk).Scan(moment{&first}, moment{&last}); err != nil {
		return err
	}
	if first.IsZero() {
		q.none = true
		return nil
	}
	if first.After(last) {
		first, last = last, first
	}
	q.from = max(q.from, first.UnixMilli())
	if end := last.UnixMilli() + 1; q.until == 0 || end < q.until {
		q.until = end
	}
	return nil
}

// conditions puts together what every message is looked at for.
func (q *historyQuery) conditions() {
	add := func(condition string, values ...any) {
		q.where += ` AND ` + condition
		q.args = append(q.args, values...)
	}
	f := q.f
	if len(f.Statuses) > 0 {
		q.where += ` AND m.status IN (?` + strings.Repeat(`, ?`, len(f.Statuses)-1) + `)`
		for _, s := range f.Statuses {
			q.args = append(q.args, s)
		}
	}
	if f.Template != "" {
		add(`m.template = ? AND m.template <> ''`, f.Template)
	}
	if f.Source != "" {
		add(`m.source = ?`, f.Source)
	}
	if f.Key != 0 {
		add(`m.key_id = ?`, f.Key)
	}
	if f.Bulk != 0 {
		add(`m.bulk_id = ?`, f.Bulk)
	}
	if q.from != 0 {
		add(`m.created_at >= ?`, q.from)
	}
	if q.until != 0 {
		add(`m.created_at < ?`, q.until)
	}
	where, args := q.search.condition()
	q.where += where
	q.args = append(q.args, args...)
}

// walksOf chooses the index that leads past the fewest messages.
func (t *tx) walksOf(q historyQuery) ([]walk, error) {
	f := q.f
	kind, err := t.leastWalk(q)
	if err != nil {
		return nil, err
	}
	switch kind {
	case walkTemplate:
		return []walk{{`messages_template`, ` AND m.template = ? AND m.template <> ''`, []any{f.Template}}}, nil
	case walkStatus:
		var out []walk
		for _, s := range f.Statuses {
			out = append(out, walk{`messages_status`, ` AND m.status = ?`, []any{s}})
		}
		return out, nil
	case walkSource:
		return t.sourceWalks(f)
	}
	return []walk{{`messages_created`, ``, nil}}, nil
}

type walkKind int

const (
	walkAll walkKind = iota
	walkTemplate
	walkStatus
	walkSource
)

// leastWalk asks the counters when there is a choice: those of the last month of
// the time in question.
func (t *tx) leastWalk(q historyQuery) (walkKind, error) {
	f := q.f
	var kinds []walkKind
	if f.Template != "" {
		kinds = append(kinds, walkTemplate)
	}
	if len(f.Statuses) > 0 {
		kinds = append(kinds, walkStatus)
	}
	if f.Source != "" || f.Key != 0 {
		kinds = append(kinds, walkSource)
	}
	switch {
	case len(kinds) == 0:
		return walkAll, nil
	case len(kinds) == 1:
		return kinds[0], nil
	}
	last := dayOf(t.now())
	if q.until != 0 {
		last = min(last, dayOf(time.UnixMilli(q.until-1)))
	}
	best, least := kinds[0], -1
	for _, kind := range kinds {
		n, err := t.estimate(f, kind, last-estimateDays, last)
		if err != nil {
			return walkAll, err
		}
		if n > 0 && (least < 0 || n < least) {
			best, least = kind, n
		}
	}
	return best, nil
}

// estimateDays is how many days tell how common something is.
const estimateDays = 30

// estimate counts the messages of some days that a walk passes.
func (t *tx) estimate(f app.HistoryFilter, kind walkKind, first, last int64) (n int, err error) {
	all := sumOf(countedStates[:])
	switch kind {
	case walkTemplate:
		err = t.row(`SELECT coalesce(sum(`+all+`), 0) FROM message_counts WHERE channel_id = ? AND template = ? AND day BETWEEN ? AND ?`,
			f.Channel, f.Template, first, last).Scan(&n)
	case walkStatus:
		err = t.row(`SELECT coalesce(sum(`+sumOf(f.Statuses)+`), 0) FROM day_counts WHERE channel_id = ? AND day BETWEEN ? AND ?`,
			f.Channel, first, last).Scan(&n)
	case walkSource:
		source := f.Source
		if source == "" {
			source = app.SourceAPI // keys are used there
		}
		err = t.row(`SELECT coalesce(sum(`+all+`), 0) FROM day_counts WHERE channel_id = ? AND day BETWEEN ? AND ? AND source = ?`,
			f.Channel, first, last, source).Scan(&n)
	}
	return n, err
}

// sumOf adds up the columns of some states; 0 when none is counted.
func sumOf(states []app.MessageStatus) string {
	out := "0"
	for _, s := range countedStates {
		for _, wanted := range states {
			if s == wanted {
				out += " + " + string(s)
				break
			}
		}
	}
	return out
}

var messageSources = []app.MessageSource{app.SourceAPI, app.SourceWindow, app.SourceBulk, app.SourceSession, app.SourceCommand}

// keysQuery finds the keys of a source one after the other, without reading what
// lies between.
const keysQuery = `WITH RECURSIVE k (id) AS (
		SELECT min(key_id) FROM messages INDEXED BY messages_source WHERE channel_id = ?1 AND source = ?2
		UNION ALL
		SELECT (SELECT min(key_id) FROM messages INDEXED BY messages_source WHERE channel_id = ?1 AND source = ?2 AND key_id > k.id)
		FROM k WHERE k.id IS NOT NULL)
	SELECT id FROM k WHERE id IS NOT NULL LIMIT ?3`

// sourceWalks walks each key of a source, or a key of each source.
func (t *tx) sourceWalks(f app.HistoryFilter) (out []walk, err error) {
	sources := []app.MessageSource{f.Source}
	if f.Source == "" {
		sources = messageSources
	}
	for _, source := range sources {
		keys := []app.KeyID{f.Key}
		if f.Key == 0 {
			keys, err = list(t, func(s scanner) (k app.KeyID, err error) { err = s.Scan(&k); return k, err },
				keysQuery, f.Channel, source, mergedChannels+1)
			if err != nil {
				return nil, err
			}
		}
		for _, k := range keys {
			out = append(out, walk{`messages_source`, ` AND m.source = ? AND m.key_id = ?`, []any{source, k}})
		}
	}
	if len(out) > mergedChannels {
		out = []walk{{`messages_created`, ``, nil}}
	}
	return out, nil
}

// columnsOf are the beginning of a SELECT up to its FROM, what is read there in front
// of the messages, and the numbers of its columns with the time and the number of a
// message.
type columnsOf struct {
	before string
	// beside is read once for all messages; its condition has one value, the channel.
	beside, condition string
	at, id            string
}

// messageRows finds the channel once: it is the same for all messages of a page.
var messageRows = func() columnsOf {
	before, _, _ := strings.Cut(messageColumns, `FROM messages m `)
	return columnsOf{before, `channels c CROSS JOIN `, `c.id = ? AND `, "19", "1"}
}()

// values are those of the condition.
func (c columnsOf) values(channel app.ChannelID) []any {
	if c.condition == "" {
		return nil
	}
	return []any{channel}
}

// walked is the query for a page along the walks.
func (q historyQuery) walked(c columnsOf, behind place, newer bool, limit int) (query string, args []any) {
	var parts []string
	add := func(w walk, bound string, values ...any) {
		parts = append(parts, c.before+`FROM `+c.beside+`messages m INDEXED BY `+w.index+` WHERE `+c.condition+`m.channel_id = ?`+w.where+bound+q.where)
		args = append(append(args, c.values(q.f.Channel)...), q.f.Channel)
		args = append(args, w.args...)
		args = append(args, values...)
		args = append(args, q.args...)
	}
	than, order := `<`, ` DESC`
	if newer {
		than, order = `>`, ``
	}
	for _, w := range q.walks {
		switch {
		case behind.id == 0:
			add(w, ``)
		case behind.at == 0:
			add(w, ` AND m.id `+than+` ?`, behind.id)
		default: // many can be of the same moment: their numbers are part of the index
			add(w, ` AND m.created_at = ? AND m.id `+than+` ?`, behind.at, behind.id)
			add(w, ` AND m.created_at `+than+` ?`, behind.at)
		}
	}
	return strings.Join(parts, ` UNION ALL `) + ` ORDER BY ` + c.at + order + `, ` + c.id + order + ` LIMIT ?`, append(args, limit)
}
