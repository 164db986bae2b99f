package storage

import (
	"context"
	"database/sql/driver"
	"errors"
	"time"

	"channeldesk/app"
)

// tx is one transaction on one connection.
type tx struct {
	ctx      context.Context
	line     *line
	now      func() time.Time
	readOnly bool
	// wrote is true when it ran a statement that writes, whatever came of it.
	wrote bool
	// ended is true when the function that it was given to came back.
	ended bool
	// tally is what it changed of the counters and has not written down. shared is
	// that of the others in the same commit, sharedDone that this one wrote it down.
	tally      tally
	shared     *tally
	sharedDone bool
	// mark gives the number of ConfigMark, and changed is true when this transaction
	// changed what it stands for.
	mark    func() int64
	changed bool
	// late is what the commit writes down at its end; nil when everything is written
	// at once. lateErr is why it could not be written when this one needed it.
	late    *late
	lateErr error
	// people are known without looking; nil where nobody may write.
	people knownPeople
	// sending are messages that were claimed; nil where nobody may write.
	sending claimedSending
	told    toldStates
}

var _ app.Tx = (*tx)(nil)

// View runs fn on one consistent state of the workspace. It does not wait for
// writers. Writing in it fails.
func (db *DB) View(ctx context.Context, fn func(app.Tx) error) error {
	return explain(ctx, db.dir, db.view(ctx, fn))
}

// Update runs fn alone among writers, of all processes. When it returns nil,
// everything is on the disk; after an error or a panic nothing is. Update must
// not be called from within fn: it would wait for itself until ctx ends.
func (db *DB) Update(ctx context.Context, fn func(app.Tx) error) error {
	if db.write == nil {
		return errReadOnly
	}
	return explain(ctx, db.dir, db.update(ctx, fn))
}

func (db *DB) update(ctx context.Context, fn func(app.Tx) error) error {
	w, err := db.beginWrite(ctx)
	if err != nil {
		return err
	}
	done := false
	defer func() { //nolint:contextcheck // what began is ended, also when the caller gave up
		if !done {
			w.rollback(db.log)
		}
	}()
	t := &tx{ctx: ctx, line: w.line, now: db.now, mark: db.mark.Load, people: db.people, sending: db.sending}
	defer func() { t.ended = true }()
	if err := fn(t); err != nil {
		return err
	}
	if err := t.settle(); err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	done = true
	return w.commit(t.changed) //nolint:contextcheck // what began is ended, also when the caller gave up
}

func (db *DB) view(ctx context.Context, fn func(app.Tx) error) error {
	mark := db.mark.Load() // before the transaction: what it reads is as new or newer
	l, err := takeLine(ctx, db.read, beginReading)
	if err != nil {
		return err
	}
	defer l.end(db.log, true) //nolint:contextcheck // what began is ended, also when the caller gave up
	t := &tx{ctx: ctx, line: l, now: db.now, readOnly: true}
	defer func() { t.ended = true }()
	if db.write != nil {
		t.mark = func() int64 { return mark }
	}
	return fn(t)
}

func (t *tx) mayWrite() error {
	switch {
	case t.ended:
		return errEnded
	case t.readOnly:
		return errReadOnly
	}
	t.wrote = true
	return nil
}

// exec runs a statement and gives the number of rows it changed.
func (t *tx) exec(query string, args ...any) (int64, error) {
	r, err := t.run(query, args)
	if err != nil {
		return 0, err
	}
	return r.RowsAffected()
}

// insert runs an INSERT and gives the number of the new row.
func (t *tx) insert(query string, args ...any) (int64, error) {
	r, err := t.run(query, args)
	if err != nil {
		return 0, err
	}
	return r.LastInsertId()
}

// run runs a statement that writes.
func (t *tx) run(query string, args []any) (driver.Result, error) {
	if err := t.mayWrite(); err != nil {
		return nil, err
	}
	if err := t.catchUp(); err != nil {
		return nil, err
	}
	t.changed = t.changed || isConfig(query)
	return t.line.exec(t.ctx, query, args...)
}

// row runs a statement of which the first row counts.
func (t *tx) row(query string, args ...any) row {
	c, err := t.rows(query, args...)
	return row{c, err}
}

// rows runs a statement that gives rows. Close them.
func (t *tx) rows(query string, args ...any) (*cursor, error) {
	if t.ended {
		return nil, errEnded
	}
	if err := t.catchUp(); err != nil {
		return nil, err
	}
	return t.line.query(t.ctx, query, args...)
}

// scanner is a row that can be read: a row or a cursor.
type scanner interface{ Scan(...any) error }

// list collects what scan makes of each row.
func list[T any](t *tx, scan func(scanner) (T, error), query string, args ...any) (out []T, err error) {
	rows, err := t.rows(query, args...)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		v, err := scan(rows)
		if err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	return out, rows.Err()
}
