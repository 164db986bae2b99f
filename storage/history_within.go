package storage

import (
	"strings"

	"channeldesk/app"
)

// Digits beside another filter are looked for in one of three ways: what the
// filter leaves is walked and each message looked at; the hits of the digits are
// gathered and each looked at; or the hits are noted, and what the filter leaves
// is walked in its index alone, past all that were not noted. The last two are
// done for a slice of time first, in which a page is likely to be found.

// What each way costs, in tenths of a microsecond more or less.
const (
	lookCost  = 40 // at a message: mostly each on a page of its own
	passCost  = 2  // a hit that is not of the slice
	noteCost  = 4  // one that is
	crossCost = 4  // for an entry of the index, whether it is noted
)

// rareHits are looked at without a question.
const rareHits = 300

// withinSamples are how many of the newest messages tell how common digits are that
// are neither common nor rare, the more the rarer they are, until withinSure were
// found.
var withinSamples = [...]int{1000, 3000}

const withinSure = 8

// digitsWithin takes the way that costs least.
func (t *tx) digitsWithin(q historyQuery, behind place, newer bool, limit int) ([]app.Message, error) {
	found, err := t.countHits(q, gatherFew)
	if err != nil {
		return nil, err
	}
	if found < rareHits {
		return t.gatherPage(q, behind, newer, limit)
	}
	left, err := t.countBeside(q)
	if err != nil {
		return nil, err
	}
	if left >= 0 && left <= fewMost {
		return t.walkPage(q, behind, newer, limit)
	}
	all, err := t.newestID()
	if err == nil && found >= gatherFew {
		found, err = t.commonness(q, all)
	}
	if err != nil {
		return nil, err
	}
	way, share := cheapestWay(found, left, all, limit)
	switch way {
	case byGathering:
		return t.sliced(q, behind, newer, limit, share, t.gatherPage)
	case byCrossing:
		return t.sliced(q, behind, newer, limit, share, t.crossPage)
	}
	return t.walkPage(q, behind, newer, limit)
}

// way is one of the three.
type way int

const (
	byWalking way = iota
	byGathering
	byCrossing
)

// cheapestWay chooses for digits with so many hits of all messages beside a filter
// that leaves so many, -1 for all. share is that of all messages in which a page is
// likely to be found; 1 when they are better not parted.
func cheapestWay(found, left, all, limit int) (w way, share float64) {
	if left < 0 {
		left = all
	}
	passed := left
	share = 1
	if found > 0 {
		passed = min(left, all/found*limit)
		if both := float64(found) * float64(left) / float64(max(all, 1)); both > 0 {
			share = slack * float64(limit) / both
		}
	}
	if share >= mostShare {
		share = 1
	}
	noted := int(share * float64(found))
	walk := passed * lookCost
	gather := found*passCost + noted*(noteCost+lookCost)
	cross := found*passCost + noted*noteCost + passed*crossCost
	switch {
	case gather <= walk && gather <= cross:
		return byGathering, share
	case cross < walk:
		return byCrossing, share
	}
	return byWalking, share
}

func (t *tx) crossPage(q historyQuery, behind place, newer bool, limit int) ([]app.Message, error) {
	return t.walkPage(q.crossed(), behind, newer, limit)
}

// commonness is how many hits of the digits there are, more or less, when there are
// more than are counted at once.
func (t *tx) commonness(q historyQuery, all int) (found int, err error) {
	hits, err := t.sampleDigits(q, firstSample)
	if err != nil || hits >= sureHits {
		return max(all/firstSample*hits, gatherFew), err
	}
	if found, err = t.countHits(q, gatherMost); err != nil || found < gatherMost {
		return found, err
	}
	rows := 0
	for _, rows = range withinSamples {
		if hits, err = t.sampleDigits(q, rows); err != nil || hits >= withinSure {
			break
		}
	}
	return max(all/rows*hits, gatherMost), err
}

const sampleQuery = `SELECT count(*) FROM (SELECT recipient FROM messages INDEXED BY messages_created WHERE channel_id = ?
	ORDER BY created_at DESC LIMIT ?) m WHERE true`

// sampleDigits counts the hits among the newest messages, whatever else the filter
// asks for.
func (t *tx) sampleDigits(q historyQuery, rows int) (hits int, err error) {
	where, args := q.search.condition()
	return hits, t.row(sampleQuery+where, append([]any{q.f.Channel, rows}, args...)...).Scan(&hits)
}

// crossed is the question with the numbers of all hits noted first. The condition
// is one that the index of the walk answers by itself.
func (q historyQuery) crossed() historyQuery {
	var hits []string
	args := append([]any(nil), q.args...)
	for _, d := range q.search.digits {
		hits = append(hits, `SELECT m.id`+q.hitsOf(d))
		args = append(args, q.hitArgs(d)...)
	}
	q.where, q.args = q.where+` AND m.id IN (`+strings.Join(hits, ` UNION ALL `)+`)`, args
	return q
}
