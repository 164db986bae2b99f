package storage

import (
	"slices"
	"strings"

	"channeldesk/app"
)

const (
	// sampleDigits is how many digits are rare enough to be gathered without a sample
	// of the newest messages.
	sampleDigits = 5
	// gatherFew is how many hits are gathered at once, and gatherMost up to how many
	// are when hardly any of the newest messages is one.
	gatherFew  = 4000
	gatherMost = 50_000
	// sureHits in a sample tell how common something is.
	sureHits = 3
	// walkCost is how much longer it takes to look at a message than to gather a hit.
	walkCost = 4
)

// The newest messages are walked first, and more of them when there are very many hits
// but hardly any among those: what is as common as the beginning of a network is found
// among them.
const firstSample, secondSample = 300, 700

// digitsPage looks for digits where fewer messages are passed: among the newest,
// or among the numbers.
func (t *tx) digitsPage(q historyQuery, behind place, newer bool, limit int) (out []app.Message, err error) {
	switch {
	case q.hasMore():
		return t.digitsWithin(q, behind, newer, limit)
	case q.typed() >= sampleDigits:
		return t.gatherCounted(q, behind, newer, limit)
	}
	out, rest, gathers, err := t.walkSamples(q, behind, newer, limit)
	if err != nil || len(out) >= limit || rest.none {
		return out, err
	}
	if gathers {
		return t.gatherCounted(q, behind, newer, limit)
	}
	more, err := t.walkPage(rest, behind, newer, limit-len(out))
	return append(out, more...), err
}

func (t *tx) walkPage(q historyQuery, behind place, newer bool, limit int) ([]app.Message, error) {
	query, args := q.walked(messageRows, behind, newer, limit)
	return list(t, scanMessage, query, args...)
}

// walkSamples walks the beginning of a page until it is clear how to go on: with
// the rest of the walk, or by gathering everything instead.
func (t *tx) walkSamples(q historyQuery, behind place, newer bool, limit int) (out []app.Message, rest historyQuery, gathers bool, err error) {
	near, rest, err := t.split(q, behind, newer, firstSample)
	if err != nil {
		return nil, q, false, err
	}
	out, err = t.walkPage(near, behind, newer, limit)
	if err != nil || len(out) >= sureHits || rest.none {
		return out, rest, false, err
	}
	if n, err := t.countHits(q, gatherMost); err != nil || n < gatherMost {
		return out, rest, true, err
	}
	near, further, err := t.split(rest, behind, newer, secondSample)
	if err != nil {
		return nil, q, false, err
	}
	more, err := t.walkPage(near, behind, newer, limit-len(out))
	if out = append(out, more...); err != nil || further.none {
		return out, further, false, err
	}
	const passed = firstSample + secondSample
	all, err := t.newestID() // no less than there are
	hits := len(out)
	return out, further, hits == 0 || passed*limit/hits*walkCost >= all/passed*hits, err
}

const newestIDQuery = `SELECT coalesce(max(id), 0) FROM messages`

func (t *tx) newestID() (id int, err error) { return id, t.row(newestIDQuery).Scan(&id) }

// countHits counts the hits of all digits in their indexes, up to a number.
func (t *tx) countHits(q historyQuery, most int) (found int, err error) {
	for _, d := range q.search.digits {
		n, err := t.countRange(q, d, most-found)
		if found += n; err != nil || found >= most {
			return found, err
		}
	}
	return found, nil
}

// countRange counts the hits of a range in its index, up to a number.
func (t *tx) countRange(q historyQuery, d digitRange, most int) (n int, err error) {
	return n, t.row(`SELECT count(*) FROM (SELECT 1 FROM messages m INDEXED BY `+d.index+` WHERE m.channel_id = ? AND m.`+d.column+` >= ? AND m.`+
		d.column+` < ?`+d.partial()+` LIMIT ?)`, q.f.Channel, d.from, d.until, most).Scan(&n)
}

// split parts a question into one for so many messages next to the beginning of
// the page and one for the rest, which asks for none when there is no rest.
func (t *tx) split(q historyQuery, behind place, newer bool, rows int) (near, rest historyQuery, err error) {
	from, until := q.from, q.until
	order := ` DESC`
	if newer {
		order = ``
		from = max(from, behind.at)
	} else if behind.at != 0 && (until == 0 || behind.at < until) {
		until = behind.at + 1
	}
	if until == 0 {
		until = 1<<62 - 1
	}
	ends, err := list(t, func(s scanner) (at int64, err error) { err = s.Scan(&at); return at, err },
		`SELECT created_at FROM messages INDEXED BY messages_created WHERE channel_id = ? AND created_at >= ? AND created_at < ?
		ORDER BY created_at`+order+` LIMIT 1 OFFSET ?`, q.f.Channel, from, until, rows)
	if err != nil || len(ends) == 0 {
		rest = q
		rest.none = true
		return q, rest, err
	}
	near, rest = q.cut(ends[0], newer)
	return near, rest, nil
}

// cut parts a question at a time into what lies before it on the way and what lies
// behind. The messages of the time itself lie before it.
func (q historyQuery) cut(at int64, newer bool) (near, rest historyQuery) {
	inside, outside := ` AND m.created_at >= ?`, ` AND m.created_at < ?`
	if newer {
		inside, outside = ` AND m.created_at <= ?`, ` AND m.created_at > ?`
	}
	near, rest = q, q
	near.where, near.args = q.where+inside, append(slices.Clone(q.args), at)
	rest.where, rest.args = q.where+outside, append(slices.Clone(q.args), at)
	near.bound, near.boundArgs = q.bound+inside, append(slices.Clone(q.boundArgs), at)
	rest.bound, rest.boundArgs = q.bound+outside, append(slices.Clone(q.boundArgs), at)
	if newer {
		rest.from = at + 1
	} else {
		rest.until = at
	}
	return near, rest
}

// typed is the length of what was typed, in digits.
func (q historyQuery) typed() (n int) {
	for _, d := range q.search.digits {
		n = max(n, len(strings.TrimPrefix(d.from, "+")))
		if d.column == `reversed` {
			return len(d.from)
		}
	}
	return n
}

// partial is what the index of the column leaves out.
func (d digitRange) partial() string {
	if d.column == `reversed` {
		return ` AND m.reversed <> ''`
	}
	return ``
}

// hasMore reports whether the filter asks for more than the search.
func (q historyQuery) hasMore() bool {
	f := q.f
	return len(f.Statuses) > 0 || f.Template != "" || f.Source != "" || f.Key != 0 || f.Bulk != 0 || q.from != 0 || q.until != 0
}
