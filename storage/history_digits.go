package storage

import (
	"slices"
	"strings"

	"channeldesk/app"
)

const (
	// sampleDigits is how many digits are rare enough to be gathered without a
	// question, and gatherMost how many hits are.
	sampleDigits = 5
	gatherMost   = 300
	// gatherFew is how many hits more or less make no difference.
	gatherFew = 10_000
	// sureHits in a sample tell how common something is.
	sureHits = 3
	// walkCost is how much longer it takes to look at a message than to gather and
	// sort a hit.
	walkCost = 2
)

// samples are how many of the newest messages are walked first, and then when
// those told too little: what is as common as the beginning of a network is found
// among them.
var samples = [...]int{300, 700}

// digitsPage looks for digits where fewer messages are passed: among the newest,
// or among the numbers.
func (t *tx) digitsPage(q historyQuery, behind place, newer bool, limit int) (out []app.Message, err error) {
	gathers := q.typed() >= sampleDigits
	if !gathers || q.hasMore() {
		if gathers, err = t.isRare(q); err != nil {
			return nil, err
		}
	}
	if !gathers && q.hasMore() {
		return t.digitsWithin(q, behind, newer, limit)
	}
	rest := q
	if !gathers {
		out, rest, gathers, err = t.walkSamples(q, behind, newer, limit)
		if err != nil || len(out) >= limit || rest.none {
			return out, err
		}
	}
	if gathers {
		query, args := q.gathered(messageRows, behind, newer, limit)
		return list(t, scanMessage, query, args...)
	}
	query, args := rest.walked(messageRows, behind, newer, limit-len(out))
	more, err := list(t, scanMessage, query, args...)
	return append(out, more...), err
}

// walkSamples walks the beginning of a page until it is clear how to go on: with
// the rest of the walk, or by gathering everything instead.
func (t *tx) walkSamples(q historyQuery, behind place, newer bool, limit int) (out []app.Message, rest historyQuery, gathers bool, err error) {
	var all int // no less than there are
	if err := t.row(newestIDQuery).Scan(&all); err != nil {
		return nil, q, false, err
	}
	rest, passed := q, 0
	for _, rows := range samples {
		near, further, err := t.split(rest, behind, newer, rows)
		if err != nil {
			return nil, q, false, err
		}
		query, args := near.walked(messageRows, behind, newer, limit-len(out))
		some, err := list(t, scanMessage, query, args...)
		out, rest, passed = append(out, some...), further, passed+rows
		if err != nil || len(out) >= limit || rest.none {
			return out, rest, false, err
		}
		if len(out) >= sureHits || all/passed*(len(out)+1) <= gatherFew {
			break
		}
	}
	hits := len(out)
	return out, rest, hits == 0 || passed*limit/hits*walkCost >= all/passed*hits, nil
}

const newestIDQuery = `SELECT coalesce(max(id), 0) FROM messages`

// isRare reports whether the hits can be gathered at once.
func (t *tx) isRare(q historyQuery) (bool, error) {
	left := gatherMost
	for _, d := range q.search.digits {
		n, err := t.countRange(q, d, left)
		if left -= n; err != nil || left <= 0 {
			return false, err
		}
	}
	return true, nil
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
	order, inside, outside := ` DESC`, ` AND m.created_at >= ?`, ` AND m.created_at < ?`
	if newer {
		order, inside, outside = ``, ` AND m.created_at <= ?`, ` AND m.created_at > ?`
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
	near, rest = q, q
	if err != nil || len(ends) == 0 {
		rest.none = true
		return near, rest, err
	}
	near.where, near.args = q.where+inside, append(slices.Clone(q.args), ends[0])
	rest.where, rest.args = q.where+outside, append(slices.Clone(q.args), ends[0])
	if newer {
		rest.from = ends[0] + 1
	} else {
		rest.until = ends[0]
	}
	return near, rest, nil
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

// gathered is the query that sorts all hits. One that begins and ends with the
// digits is found twice and taken once.
func (q historyQuery) gathered(c columnsOf, behind place, newer bool, limit int) (query string, args []any) {
	than, order := `<`, ` DESC`
	if newer {
		than, order = `>`, ``
	}
	var parts []string
	for _, d := range q.search.digits {
		part := `SELECT m.id AS id, m.created_at AS created_at FROM messages m INDEXED BY ` + d.index + ` WHERE m.channel_id = ? AND m.` +
			d.column + ` >= ? AND m.` + d.column + ` < ?` + d.partial()
		args = append(args, q.f.Channel, d.from, d.until)
		switch {
		case behind.id == 0:
		case behind.at == 0:
			part += ` AND m.id ` + than + ` ?`
			args = append(args, behind.id)
		default:
			part += ` AND (m.created_at, m.id) ` + than + ` (?, ?)`
			args = append(args, behind.at, behind.id)
		}
		if q.hasMore() {
			part += q.where
			args = append(args, q.args...)
		}
		parts = append(parts, part)
	}
	hits := strings.Join(parts, ` UNION `) + ` ORDER BY 2` + order + `, 1` + order + ` LIMIT ?`
	return c.before + `FROM (` + hits + `) h CROSS JOIN messages m ON m.id = h.id ` + strings.Replace(c.after, `JOIN`, `CROSS JOIN`, 1) +
		`ORDER BY ` + c.at + order + `, ` + c.id + order, append(args, limit)
}

// hasMore reports whether the filter asks for more than the search.
func (q historyQuery) hasMore() bool {
	f := q.f
	return len(f.Statuses) > 0 || f.Template != "" || f.Source != "" || f.Key != 0 || f.Bulk != 0 || q.from != 0 || q.until != 0
}
