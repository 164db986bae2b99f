package storage

import (
	"strings"

	"channeldesk/app"
)

// Digits beside another filter are looked for in one of three ways: what the
// filter leaves is walked and each message looked at; the hits of the digits are
// gathered and each looked at; or the hits are noted, and what the filter leaves
// is walked in its index alone, past all that were not noted.

// What each way costs, in fifths of a microsecond more or less.
const (
	lookCost  = 20 // at a message: mostly each on a page of its own
	noteCost  = 3  // a hit
	crossCost = 2  // for an entry of the index, whether it is noted
)

// withinSamples are how many of the newest messages tell how common digits are, the
// more the rarer they are, until withinSure were found.
var withinSamples = [...]int{300, 1000, 3000}

const withinSure = 8

// digitsWithin takes the way that costs least.
func (t *tx) digitsWithin(q historyQuery, behind place, newer bool, limit int) ([]app.Message, error) {
	left, err := t.countBeside(q)
	if err != nil {
		return nil, err
	}
	if left < 0 || left > fewMost {
		found, all, err := t.commonness(q)
		if err != nil {
			return nil, err
		}
		if left < 0 {
			left = all
		}
		passed := left
		if found > 0 {
			passed = min(left, all/found*limit)
		}
		walk, gather, cross := passed*lookCost, found*(noteCost+lookCost), found*noteCost+passed*crossCost
		switch {
		case gather <= walk && gather <= cross:
			query, args := q.gathered(messageRows, behind, newer, limit)
			return list(t, scanMessage, query, args...)
		case cross < walk:
			q = q.crossed()
		}
	}
	query, args := q.walked(messageRows, behind, newer, limit)
	return list(t, scanMessage, query, args...)
}

// countedMost is up to how many hits are counted in their index.
const countedMost = 4000

// commonness is how many hits of the digits there are of how many messages, more
// or less.
func (t *tx) commonness(q historyQuery) (found, all int, err error) {
	for _, d := range q.search.digits {
		n, err := t.countRange(q, d, countedMost)
		if err != nil {
			return 0, 0, err
		}
		found += n
	}
	if found < countedMost {
		err = t.row(newestIDQuery).Scan(&all)
		return found, all, err
	}
	rows, hits, all, err := t.sampleDigits(q)
	return max(all/rows*hits, countedMost), all, err
}

const sampleQuery = `SELECT (` + newestIDQuery + `), (SELECT count(*) FROM (SELECT recipient FROM messages INDEXED BY messages_created WHERE channel_id = ?
	ORDER BY created_at DESC LIMIT ?) m WHERE true`

// sampleDigits counts the hits among the newest messages, whatever else the filter
// asks for. all is no less than there are.
func (t *tx) sampleDigits(q historyQuery) (rows, hits, all int, err error) {
	where, args := q.search.condition()
	query := sampleQuery + where + `)`
	for _, rows = range withinSamples {
		err = t.row(query, append([]any{q.f.Channel, rows}, args...)...).Scan(&all, &hits)
		if err != nil || hits >= withinSure || all/rows*(hits+1) <= gatherMost {
			break
		}
	}
	return rows, hits, all, err
}

// crossed is the question with the numbers of all hits noted first. The condition
// is one that the index of the walk answers by itself.
func (q historyQuery) crossed() historyQuery {
	var hits []string
	args := append([]any(nil), q.args...)
	for _, d := range q.search.digits {
		hits = append(hits, `SELECT m.id FROM messages m INDEXED BY `+d.index+` WHERE m.channel_id = ? AND m.`+d.column+` >= ? AND m.`+d.column+` < ?`+d.partial())
		args = append(args, q.f.Channel, d.from, d.until)
	}
	q.where, q.args = q.where+` AND m.id IN (`+strings.Join(hits, ` UNION ALL `)+`)`, args
	return q
}
