package storage

import (
	"database/sql/driver"
	"slices"
	"strings"

	"channeldesk/app"
)

// late is what the functions of a shared commit did and what is written at its end,
// or before any of them looks at it or changes something near it: a webhook that is
// kept, and what delivery states made of a message. Many webhooks are one statement
// then, and what several states make of one message is written once. Only functions
// that can run again use it: when it cannot be written, the commit runs anew without
// it, and each function meets its own mistake.
type late struct {
	// messages are those that were read, and moved those that are other by now.
	messages map[messageKey]*sentMessage
	moved    []*sentMessage
	// arrivals are the values of rows; the latest has the number last, 0 while it is
	// not known.
	arrivals []any
	last     int64
	// spans are where they belong.
	spans []span
}

// span is a channel with webhooks among numbers that follow each other.
type span struct {
	channel app.ChannelID
	number  int64
}

type messageKey struct {
	channel    app.ChannelID
	providerID string
}

func (l *late) isEmpty() bool { return len(l.messages) == 0 && len(l.arrivals) == 0 }

// forget leaves nothing to be written.
func (l *late) forget() {
	clear(l.messages)
	clear(l.moved)
	clear(l.arrivals)
	l.moved, l.arrivals, l.last, l.spans = l.moved[:0], l.arrivals[:0], 0, l.spans[:0]
}

// write puts everything into the database and forgets it.
func (l *late) write(t *tx) error {
	defer l.forget()
	for _, s := range l.moved {
		if err := t.writeMoved(s); err != nil {
			return err
		}
	}
	return l.writeArrivals(t)
}

const (
	arrivalInsert = `INSERT INTO arrivals (id, channel_id, at, state, events, fresh, what, body) VALUES `
	arrivalRow    = `(?, ?, ?, ?, ?, ?, ?, ?)`
	arrivalWidth  = 8
)

// arrivalInserts are the statements for so many webhooks, the most at first.
var arrivalInserts = []struct {
	rows  int
	query string
}{{32, arrivalsQuery(32)}, {8, arrivalsQuery(8)}, {2, arrivalsQuery(2)}, {1, arrivalsQuery(1)}}

func arrivalsQuery(rows int) string {
	return arrivalInsert + arrivalRow + strings.Repeat(`, `+arrivalRow, rows-1)
}

func (l *late) writeArrivals(t *tx) error {
	for _, s := range l.spans {
		if _, err := t.execBeside(spanInsert, s.channel, s.number); err != nil {
			return err
		}
	}
	rest := l.arrivals
	for _, i := range arrivalInserts {
		for n := i.rows * arrivalWidth; len(rest) >= n; rest = rest[n:] {
			if _, err := t.runBeside(i.query, rest[:n]); err != nil {
				return err
			}
		}
	}
	return nil
}

const lastNumberQuery = `SELECT coalesce(max(id), 0) FROM arrivals`

// addArrival keeps a webhook with the next number.
func (l *late) addArrival(t *tx, a app.Arrival, what any) (app.ArrivalID, error) {
	if err := t.mayWrite(); err != nil {
		return 0, err
	}
	if l.last == 0 {
		if err := t.rowBeside(lastNumberQuery).Scan(&l.last); err != nil {
			return 0, err
		}
	}
	l.last++
	if s := (span{a.ChannelID, l.last / arrivalSpan}); !slices.Contains(l.spans, s) {
		l.spans = append(l.spans, s)
	}
	l.arrivals = append(l.arrivals, l.last, int64(a.ChannelID), a.At.UnixMilli(), string(a.State), int64(a.Events), int64(a.Fresh), what, a.Body)
	return app.ArrivalID(l.last), nil
}

// catchUp writes down what is late.
func (t *tx) catchUp() error {
	if t.late == nil || t.late.isEmpty() {
		return nil
	}
	err := t.late.write(t)
	if err != nil {
		t.lateErr = err
	}
	return err
}

// runBeside runs a statement that writes, and that has nothing to do with what can
// be late.
func (t *tx) runBeside(query string, args []any) (driver.Result, error) {
	if err := t.mayWrite(); err != nil {
		return nil, err
	}
	return t.line.exec(t.ctx, query, args...)
}

// execBeside is runBeside, and gives the number of rows it changed.
func (t *tx) execBeside(query string, args ...any) (int64, error) {
	r, err := t.runBeside(query, args)
	if err != nil {
		return 0, err
	}
	return r.RowsAffected()
}

// insertBeside is runBeside, and gives the number of the new row.
func (t *tx) insertBeside(query string, args ...any) (int64, error) {
	r, err := t.runBeside(query, args)
	if err != nil {
		return 0, err
	}
	return r.LastInsertId()
}

// rowBeside is row for a statement that does not see what can be late.
func (t *tx) rowBeside(query string, args ...any) row {
	if t.ended {
		return row{nil, errEnded}
	}
	c, err := t.line.query(t.ctx, query, args...)
	return row{c, err}
}
