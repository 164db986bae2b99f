package storage

import (
	"database/sql"
	"errors"
	"slices"
	"time"

	"channeldesk/app"
)

// PageHistory gives messages newest first, by the time at which they were made;
// those found by a name go by their number, which follows the time. A page that
// goes back towards the newest is given newest first as well.
func (t *tx) PageHistory(p app.HistoryPage) ([]app.Message, error) {
	if p.Limit <= 0 {
		p.Limit = messageLimit
	}
	q, err := t.prepareHistory(p.Filter)
	if err != nil || q.none {
		return nil, err
	}
	behind, err := t.placeOf(p.After)
	if err != nil {
		return nil, err
	}
	out, err := t.pageOf(q, behind, p.Newer && p.After != 0, p.Limit)
	if p.Newer && p.After != 0 {
		slices.Reverse(out)
	}
	return out, err
}

// placeOf finds the message that a page begins behind. When it is gone, its
// number says nearly as much.
func (t *tx) placeOf(id app.MessageID) (place, error) {
	b := place{id: id}
	if id == 0 {
		return b, nil
	}
	var at time.Time
	err := t.row(`SELECT created_at FROM messages WHERE id = ?`, id).Scan(moment{&at})
	if errors.Is(err, sql.ErrNoRows) {
		return b, nil
	}
	b.at = at.UnixMilli()
	return b, err
}

func (t *tx) pageOf(q historyQuery, behind place, newer bool, limit int) ([]app.Message, error) {
	switch {
	case q.search.id != "":
		return t.byID(q, behind)
	case len(q.search.digits) > 0:
		return t.digitsPage(q, behind, newer, limit)
	case q.search.name != "":
		walks, err := t.walksBesideName(q)
		if err != nil {
			return nil, err
		}
		if !walks {
			query, args, err := t.namesQuery(q, messageRows, behind, newer, limit)
			if err != nil {
				return nil, err
			}
			return list(t, scanMessage, query, args...)
		}
	}
	query, args := q.walked(messageRows, behind, newer, limit)
	return list(t, scanMessage, query, args...)
}

const (
	byMarkQuery     = messageColumns + `WHERE m.mark = ? AND m.channel_id = ?`
	byProviderQuery = messageColumns + `WHERE m.provider_id = ? AND m.channel_id = ? AND m.provider_id <> ''`
)

// byID finds the one message with an id, ours or the provider's: the first page.
func (t *tx) byID(q historyQuery, behind place) (out []app.Message, err error) {
	if behind.id != 0 {
		return nil, nil
	}
	for _, query := range []string{byMarkQuery, byProviderQuery} {
		out, err = list(t, scanMessage, query+q.where, append([]any{q.search.id, q.f.Channel}, q.args...)...)
		if err != nil || len(out) > 0 {
			return out, err
		}
	}
	return out, nil
}

// fewMost is up to how many messages are looked at one by one for a name.
const fewMost = 3000

// isFew reports whether the filter beside the search leaves few messages, so
// that those are walked and not the hits of the search.
func (t *tx) isFew(q historyQuery) (bool, error) {
	n, err := t.countBeside(q)
	return n >= 0 && n <= fewMost, err
}

// countBeside counts by day what the filter beside the search leaves at most; -1
// when it leaves everything.
func (t *tx) countBeside(q historyQuery) (int, error) {
	f := q.f
	if len(f.Statuses) == 0 && f.Template == "" && f.Source == "" && q.from == 0 && q.until == 0 {
		return -1, nil
	}
	first, last := q.days()
	c, err := t.countDays(f, first, last)
	return c.of(f.Statuses), err
}

// days are those that the time of a question touches.
func (q historyQuery) days() (first, last int64) {
	first, last = -1<<40, 1<<40
	if q.from != 0 {
		first = dayOf(time.UnixMilli(q.from))
	}
	if q.until != 0 {
		last = dayOf(time.UnixMilli(q.until - 1))
	}
	return first, last
}

const copiesQuery = messageColumns + `WHERE m.again = ? AND m.again <> '' ORDER BY m.id`

// CopiesOf gives the oldest first.
func (t *tx) CopiesOf(mark string) ([]app.Message, error) {
	return list(t, scanMessage, copiesQuery, mark)
}
