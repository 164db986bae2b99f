package storage

import (
	"strings"
	"time"

	"channeldesk/app"
)

const (
	// clockSlack is how far the clock may have gone back between two messages, so
	// that the later number has the earlier time.
	clockSlack    = 24 * time.Hour
	newestOfQuery = `SELECT id FROM messages INDEXED BY messages_created WHERE channel_id = ? AND created_at < ? ORDER BY created_at DESC LIMIT 1`
	oldestOfQuery = `SELECT id FROM messages INDEXED BY messages_created WHERE channel_id = ? AND created_at >= ? ORDER BY created_at LIMIT 1`
)

// nameSample is among how many of the newest messages of all channels a name is
// looked for, to know how common it is.
const nameSample = 700

// nameCost is how much longer the next message with a name takes than the next one
// of a walk.
const nameCost = 3

// nameSampleQuery goes from the newest: lists of numbers are read from their end
// then, and not to it.
const nameSampleQuery = `SELECT count(*) FROM (SELECT 1 FROM message_names n WHERE n.message_names MATCH ?1 AND n.rowid > (` + newestIDQuery + `) - ?2
	ORDER BY n.rowid DESC LIMIT ?2)`

// walksBesideName reports whether the messages that the filter beside a name
// leaves are walked, and not those with the name: when they are few, or rarer
// than the name is.
func (t *tx) walksBesideName(q historyQuery) (bool, error) {
	f := q.f
	narrow := len(f.Statuses) > 0 || f.Template != "" || f.Source != ""
	if !narrow && q.from == 0 && q.until == 0 {
		return false, nil
	}
	_, last := q.days()
	last = min(last, dayOf(t.now()))
	share, err := t.countDays(f, last-estimateDays, last)
	if err != nil {
		return false, err
	}
	if !narrow || share.of(f.Statuses) <= fewMost/2 { // else there are more, and counting all days takes longer
		few, err := t.isFew(q)
		if err != nil || few || !narrow {
			return few, err
		}
	}
	all, err := t.countDays(app.HistoryFilter{Channel: f.Channel}, last-estimateDays, last)
	if err != nil {
		return false, err
	}
	var named int
	err = t.row(nameSampleQuery, nameMatch(f.Channel, q.search.name, false), nameSample).Scan(&named)
	return nameCost*named*all.of(nil) > share.of(f.Statuses)*nameSample, err
}

// namesQuery walks the names from the newest number.
func (t *tx) namesQuery(q historyQuery, c columnsOf, behind place, newer bool, limit int) (query string, args []any, err error) {
	bound, values, err := t.numbersOf(q)
	if err != nil {
		return "", nil, err
	}
	match, err := t.nameQuestion(q)
	if err != nil {
		return "", nil, err
	}
	order := ` DESC`
	if newer {
		order = ``
	}
	if behind.id != 0 {
		bound += ` AND n.rowid < ?`
		if newer {
			bound = strings.TrimSuffix(bound, `< ?`) + `> ?`
		}
		values = append(values, behind.id)
	}
	query = c.before + `FROM ` + c.beside + `message_names n CROSS JOIN messages m ON m.id = n.rowid WHERE ` + c.condition +
		`n.message_names MATCH ?` + bound + ` AND m.channel_id = ?` + q.where + ` ORDER BY n.rowid` + order + ` LIMIT ?`
	args = append(append(c.values(q.f.Channel), match), values...)
	args = append(append(args, q.f.Channel), q.args...)
	return query, append(args, limit), nil
}

// numbersOf bounds the numbers of the messages of a time; the time itself is
// compared in any case.
func (t *tx) numbersOf(q historyQuery) (bound string, args []any, err error) {
	one := func(query string, at int64) (app.MessageID, bool, error) {
		ids, err := t.idsOf(query, q.f.Channel, at)
		if err != nil || len(ids) == 0 {
			return 0, false, err
		}
		return ids[0], true, nil
	}
	if q.until != 0 {
		id, ok, err := one(newestOfQuery, q.until+clockSlack.Milliseconds())
		if err != nil {
			return "", nil, err
		}
		if !ok {
			id = 0
		}
		bound, args = bound+` AND n.rowid <= ?`, append(args, id)
	}
	if q.from != 0 {
		id, ok, err := one(oldestOfQuery, q.from-clockSlack.Milliseconds())
		if err != nil {
			return "", nil, err
		}
		if !ok {
			id = 1<<62 - 1
		}
		bound, args = bound+` AND n.rowid >= ?`, append(args, id)
	}
	return bound, args, nil
}
