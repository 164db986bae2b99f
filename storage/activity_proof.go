package storage

import (
	"bytes"
	"database/sql"
	"encoding/hex"
	"errors"

	"channeldesk/app"
)

// logHead is what the database remembers of the last line of the audit log.
type logHead struct {
	id   int64
	hash []byte
}

// readHead gives the end of the log; ok is false when somebody took the row
// away: the program itself never does.
func (t *tx) readHead() (h logHead, ok bool, err error) {
	err = t.row(`SELECT last_id, hash FROM activity_head`).Scan(&h.id, &h.hash)
	if errors.Is(err, sql.ErrNoRows) {
		return logHead{}, false, nil
	}
	return h, err == nil, err
}

// VerifyActivity reads the whole audit log and proves that each line is
// unchanged, follows from the one before, and that the last one is the one that
// was written last. At the first line that is not so it stops: Lines then counts
// those before it, and Head is empty, because it would prove nothing. It reads
// line by line: memory does not grow with the log.
func (t *tx) VerifyActivity() (p app.ActivityProof, err error) {
	head, known, err := t.readHead()
	if err != nil {
		return p, err
	}
	rows, err := t.rows(activityColumns + `ORDER BY id`)
	if err != nil {
		return p, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	prev := []byte{}
	for rows.Next() {
		r, err := scanActivity(rows)
		if err != nil {
			return p, err
		}
		next := p.Lines + 1 // lines are numbered without gaps
		if r.id != next || !bytes.Equal(r.prev, prev) || !bytes.Equal(r.hash, r.sum()) || (known && next > head.id) {
			p.BrokenAt = next
			return p, nil
		}
		p.Lines, prev = next, r.hash
	}
	if err := rows.Err(); err != nil {
		return p, err
	}
	switch {
	case !known || p.Lines < head.id:
		p.BrokenAt = p.Lines + 1
	case !bytes.Equal(prev, head.hash):
		p.BrokenAt = max(p.Lines, 1)
		p.Lines = p.BrokenAt - 1
	default:
		p.Head = hex.EncodeToString(prev)
	}
	return p, nil
}
