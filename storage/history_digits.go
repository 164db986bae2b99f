package storage

import "strings"

const (
	// digitsMost is up to how many hits of digits are gathered and sorted; with
	// more, the newest messages are walked instead, as one of a few hundred fits.
	digitsMost = 4000
	// sampleRows are looked at to see how common a beginning or an end is.
	sampleRows = 1000
)

// digitsQuery looks for digits where fewer messages are passed: among the
// numbers, or from the newest message on.
func (t *tx) digitsQuery(q historyQuery, c columnsOf, behind place, newer bool, limit int) (query string, args []any, err error) {
	gather, err := t.gathers(q)
	if err != nil {
		return "", nil, err
	}
	if gather {
		query, args = q.gathered(c, behind, newer, limit)
	} else {
		query, args = q.walked(c, behind, newer, limit)
	}
	return query, args, nil
}

// gathers reports whether the hits of digits are to be gathered and sorted.
func (t *tx) gathers(q historyQuery) (bool, error) {
	hits, err := t.countDigits(q, digitsMost)
	if err != nil || hits < digitsMost {
		return true, err
	}
	// They are many. Either is right, the question is only which is faster: 50 of
	// the newest, or all hits.
	where, args := q.search.condition()
	var seen int
	err = t.row(`SELECT coalesce(sum(hit), 0) FROM (SELECT `+strings.TrimPrefix(where, ` AND `)+` AS hit FROM messages m INDEXED BY messages_created
		WHERE m.channel_id = ? ORDER BY m.created_at DESC LIMIT ?)`, append(args, q.f.Channel, sampleRows)...).Scan(&seen)
	if err != nil || seen >= sampleRows/200 {
		return false, err
	}
	hits, err = t.countDigits(q, digitsMost*10)
	return hits < digitsMost*10, err
}

// countDigits counts the hits of digits in the channel, up to a number.
func (t *tx) countDigits(q historyQuery, most int) (n int, err error) {
	var parts []string
	var args []any
	for _, d := range q.search.digits {
		parts = append(parts, `SELECT 1 FROM messages m INDEXED BY `+d.index+` WHERE m.channel_id = ? AND m.`+d.column+` >= ? AND m.`+d.column+` < ?`+d.partial())
		args = append(args, q.f.Channel, d.from, d.until)
	}
	err = t.row(`SELECT count(*) FROM (`+strings.Join(parts, ` UNION ALL `)+` LIMIT ?)`, append(args, most)...).Scan(&n)
	return n, err
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
