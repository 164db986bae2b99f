package storage

import (
	"strings"

	"channeldesk/app"
)

// gathered is the query that takes the hits next to the beginning of the page of
// each way to mean the digits, and sorts them. One that is a hit in two ways is taken
// once.
func (q historyQuery) gathered(c columnsOf, behind place, newer bool, limit int) (query string, args []any) {
	than, order := `<`, ` DESC`
	if newer {
		than, order = `>`, ``
	}
	order = ` ORDER BY 2` + order + `, 1` + order + ` LIMIT ?`
	var parts []string
	for _, d := range q.search.digits {
		part := `SELECT * FROM (SELECT m.id AS id, m.created_at AS created_at` + q.hitsOf(d)
		args = append(args, q.hitArgs(d)...)
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
		parts, args = append(parts, part+order+`)`), append(args, limit)
	}
	hits := strings.Join(parts, ` UNION `) + order
	order = strings.TrimSuffix(strings.NewReplacer(` 2`, ` `+c.at, ` 1`, ` `+c.id).Replace(order), ` LIMIT ?`)
	return c.before + `FROM ` + c.beside + `(` + hits + `) h CROSS JOIN messages m WHERE ` + c.condition + `m.id = h.id` + order,
		append(append(args, limit), c.values(q.f.Channel)...)
}

// hitsOf is what finds the hits of a range in its index, within the time that the
// question is bound to.
func (q historyQuery) hitsOf(d digitRange) string {
	return ` FROM messages m INDEXED BY ` + d.index + ` WHERE m.channel_id = ? AND m.` + d.column + ` >= ? AND m.` + d.column + ` < ?` + d.partial() + q.bound
}

func (q historyQuery) hitArgs(d digitRange) []any {
	return append([]any{q.f.Channel, d.from, d.until}, q.boundArgs...)
}

// slack is how many times as many hits are expected in a slice as a page has.
const slack = 2

// gatherCounted gathers the hits of a search alone: all at once when they are few,
// and of many those of a slice of time first, which leaves little to be sorted.
func (t *tx) gatherCounted(q historyQuery, behind place, newer bool, limit int) ([]app.Message, error) {
	found, err := t.countHits(q, gatherFew)
	if err != nil {
		return nil, err
	}
	share := 1.0
	if found >= gatherFew {
		share = slack * float64(limit) / float64(found)
	}
	return t.sliced(q, behind, newer, limit, share, t.gatherPage)
}

func (t *tx) gatherPage(q historyQuery, behind place, newer bool, limit int) ([]app.Message, error) {
	query, args := q.gathered(messageRows, behind, newer, limit)
	return list(t, scanMessage, query, args...)
}

// sliced makes a page of a share of all messages, those next to its beginning, and of
// the rest what is missing then.
func (t *tx) sliced(q historyQuery, behind place, newer bool, limit int, share float64,
	page func(q historyQuery, behind place, newer bool, limit int) ([]app.Message, error),
) ([]app.Message, error) {
	at, ok, err := t.edge(q, behind, newer, share)
	if err != nil {
		return nil, err
	}
	if !ok {
		return page(q, behind, newer, limit)
	}
	near, rest := q.cut(at, newer)
	out, err := page(near, behind, newer, limit)
	if err != nil || len(out) >= limit {
		return out, err
	}
	more, err := page(rest, behind, newer, limit-len(out))
	return append(out, more...), err
}

const (
	edgeOlderQuery = `SELECT created_at FROM messages WHERE id <= ? ORDER BY id DESC LIMIT 1`
	edgeNewerQuery = `SELECT created_at FROM messages WHERE id >= ? ORDER BY id LIMIT 1`
	// mostShare is a share that is not worth two questions.
	mostShare = 0.5
)

// edge is the time in which a share of all messages ends that begins where the page
// does, as their numbers tell; false when the share is not worth it or nothing lies
// behind it. A wrong one costs time and changes nothing else.
func (t *tx) edge(q historyQuery, behind place, newer bool, share float64) (at int64, ok bool, err error) {
	if share >= mostShare {
		return 0, false, nil
	}
	all, err := t.newestID()
	if err != nil {
		return 0, false, err
	}
	from, step := int(behind.id), int(share*float64(all))
	if from == 0 {
		from = all
		if q.until != 0 {
			newest, err := t.idsOf(newestOfQuery, q.f.Channel, q.until)
			if err != nil || len(newest) == 0 {
				return 0, false, err
			}
			from = int(newest[0])
		}
	}
	query, to := edgeOlderQuery, from-step
	if newer {
		query, to = edgeNewerQuery, from+step
	}
	if to <= 0 || to >= all {
		return 0, false, nil
	}
	times, err := list(t, func(s scanner) (at int64, err error) { err = s.Scan(&at); return at, err }, query, to)
	if err != nil || len(times) == 0 {
		return 0, false, err
	}
	return times[0], true, nil
}

func (t *tx) idsOf(query string, args ...any) ([]app.MessageID, error) {
	return list(t, func(s scanner) (id app.MessageID, err error) { err = s.Scan(&id); return id, err }, query, args...)
}
