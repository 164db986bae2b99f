package storage

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"channeldesk/app"
)

// An export reads piece after piece, each in a transaction of its own: one that
// lasted minutes would keep the write-ahead log from being folded into the file.
// While a piece is used, the next one is read.

var _ app.HistoryExporter = (*DB)(nil)

// exportPiece is how many messages are read at once.
const exportPiece = 2000

// exportColumns begins with texts, whose bytes are copied into one buffer.
var exportColumns = columnsOf{
	before: `SELECT m.mark, m.recipient, m.template, m.language, m.source, m.status, m.provider_id, m.code, m.price, m.reason,
		m.id, m.created_at, m.accepted_at, m.sent_at, m.delivered_at, m.read_at, m.failed_at `,
	at: "12", id: "11",
}

const (
	exportTexts   = 9 // then the reason
	exportNumbers = 7 // the id and the times
)

// piece is a run of rows. Its buffers are used again.
type piece struct {
	bytes   []byte
	ends    []int // exportTexts for each row
	numbers []int64
	reasons map[int]app.Text // few rows have one
	rows    int
	err     error
}

func (p *piece) clear() {
	p.bytes, p.ends, p.numbers, p.rows, p.err = p.bytes[:0], p.ends[:0], p.numbers[:0], 0, nil
	clear(p.reasons)
}

// row makes the i-th row.
func (p *piece) row(i int, r *app.HistoryRow) {
	start := 0
	if i > 0 {
		start = p.ends[i*exportTexts-1]
	}
	texts := [exportTexts]*[]byte{&r.Mark, &r.To, &r.Template, &r.Language, &r.Source, &r.Status, &r.ProviderID, &r.Code, &r.Price}
	for n, to := range texts {
		end := p.ends[i*exportTexts+n]
		*to = p.bytes[start:end:end]
		start = end
	}
	numbers := p.numbers[i*exportNumbers:]
	r.CreatedAt, r.AcceptedAt, r.SentAt, r.DeliveredAt, r.ReadAt, r.FailedAt = numbers[1], numbers[2], numbers[3], numbers[4], numbers[5], numbers[6]
	r.Reason = p.reasons[i]
}

// last is where the next piece begins.
func (p *piece) last() place {
	n := p.numbers[(p.rows-1)*exportNumbers:]
	return place{at: n[1], id: app.MessageID(n[0])}
}

// ExportMessages implements app.HistoryExporter. The messages that were there at
// the beginning are handed out, except for those that are removed meanwhile.
func (db *DB) ExportMessages(ctx context.Context, f app.HistoryFilter, fn func(*app.HistoryRow) error) error {
	reading, cancel := context.WithCancel(ctx)
	defer cancel()
	pieces, used := make(chan *piece, 1), make(chan *piece, 3)
	for range cap(used) {
		used <- &piece{reasons: map[int]app.Text{}}
	}
	done := make(chan error, 1)
	go func() { done <- db.readPieces(reading, f, pieces, used) }()
	err := usePieces(pieces, used, fn)
	cancel()
	if read := <-done; err == nil {
		err = read
	}
	return explain(ctx, db.dir, err)
}

func usePieces(pieces <-chan *piece, used chan<- *piece, fn func(*app.HistoryRow) error) error {
	var r app.HistoryRow
	for p := range pieces {
		for i := range p.rows {
			p.row(i, &r)
			if err := fn(&r); err != nil {
				return err
			}
		}
		used <- p
	}
	return nil
}

// readPieces closes pieces at the end.
func (db *DB) readPieces(ctx context.Context, f app.HistoryFilter, pieces chan<- *piece, used <-chan *piece) error {
	defer close(pieces)
	var q historyQuery
	var names, gather bool
	err := db.View(ctx, func(x app.Tx) (err error) {
		t := x.(*tx)
		if q, err = t.prepareHistory(f); err != nil || q.none {
			return err
		}
		var last app.MessageID
		if err := t.row(`SELECT coalesce(max(id), 0) FROM messages`).Scan(&last); err != nil {
			return err
		}
		q.where, q.args = q.where+` AND m.id <= ?`, append(q.args, last)
		if q.search.name != "" {
			names, err = t.walksBesideName(q)
			names = !names
		}
		gather = q.typed() >= sampleDigits
		return err
	})
	if err != nil || q.none {
		return err
	}
	behind := place{}
	for {
		var p *piece
		select {
		case p = <-used:
		case <-ctx.Done():
			return ctx.Err()
		}
		p.clear()
		err := db.readPiece(ctx, q, behind, names, gather, p)
		if err != nil {
			return err
		}
		if p.rows == 0 {
			return nil
		}
		behind = p.last()
		more := p.rows == exportPiece
		select {
		case pieces <- p:
		case <-ctx.Done():
			return ctx.Err()
		}
		if !more {
			return nil
		}
	}
}

func (db *DB) readPiece(ctx context.Context, q historyQuery, behind place, names, gather bool, p *piece) error {
	return db.View(ctx, func(x app.Tx) (err error) {
		t := x.(*tx)
		var query string
		var args []any
		switch {
		case names:
			query, args, err = t.namesQuery(q, exportColumns, behind, false, exportPiece)
		case gather:
			query, args = q.gathered(exportColumns, behind, false, exportPiece)
		default:
			query, args = q.walked(exportColumns, behind, false, exportPiece)
		}
		if err != nil {
			return err
		}
		return p.fill(t, query, args)
	})
}

// fill reads rows with the least that can be done to each value.
func (p *piece) fill(t *tx, query string, args []any) (err error) {
	rows, err := t.rows(query, args...)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	var texts [exportTexts]sql.RawBytes
	var reason sql.RawBytes
	var numbers [exportNumbers]number
	to := make([]any, 0, exportTexts+1+exportNumbers)
	for i := range texts {
		to = append(to, &texts[i])
	}
	to = append(to, &reason)
	for i := range numbers {
		to = append(to, &numbers[i])
	}
	for rows.Next() {
		if err := rows.Scan(to...); err != nil {
			return err
		}
		for _, b := range texts {
			p.bytes = append(p.bytes, b...)
			p.ends = append(p.ends, len(p.bytes))
		}
		if len(reason) > 0 {
			var r textRecord
			if err := json.Unmarshal(reason, &r); err != nil {
				return err
			}
			p.reasons[p.rows] = r.text()
		}
		for _, n := range numbers {
			p.numbers = append(p.numbers, int64(n))
		}
		p.rows++
	}
	return rows.Err()
}

// number scans an integer; NULL is 0.
type number int64

// Scan implements sql.Scanner.
func (n *number) Scan(v any) error {
	switch v := v.(type) {
	case nil:
		*n = 0
	case int64:
		*n = number(v)
	default:
		return fmt.Errorf("storage: a column of numbers holds a %T", v)
	}
	return nil
}
