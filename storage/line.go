package storage

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"io"
	"log/slog"
)

// line is a connection that one goroutine has for itself, with a transaction on
// it. It speaks with the driver directly: on the way through database/sql a
// statement passes three locks and a dozen small allocations, which cost as much
// as most statements here do.
type line struct {
	conn *sql.Conn
	raw  *connection
	args []driver.NamedValue // of the statement that runs; the connection's, for the next line as well
}

// takeLine waits for a connection of a pool and begins a transaction on it.
func takeLine(ctx context.Context, pool *sql.DB, begin string) (*line, error) {
	conn, err := pool.Conn(ctx)
	if err != nil {
		return nil, err
	}
	l := &line{conn: conn}
	// The connection is ours until it is given back, also after Raw.
	err = conn.Raw(func(raw any) error {
		var ok bool
		if l.raw, ok = raw.(*connection); !ok {
			return errors.New("storage: this is no connection of ours")
		}
		l.args = l.raw.args
		return nil
	})
	if err == nil {
		_, err = l.exec(ctx, begin)
	}
	if err != nil {
		return nil, errors.Join(err, conn.Close())
	}
	return l, nil
}

// The statements around a transaction. Readers begin with the first thing that
// they read, writers at once.
const (
	beginReading = `BEGIN DEFERRED`
	beginWriting = `BEGIN IMMEDIATE`
)

// exec runs a statement to its end.
func (l *line) exec(ctx context.Context, query string, args ...any) (driver.Result, error) {
	values, err := l.values(args)
	if err != nil {
		return nil, err
	}
	return l.raw.ExecContext(ctx, query, values)
}

// query runs a statement that gives rows.
func (l *line) query(ctx context.Context, query string, args ...any) (*cursor, error) {
	values, err := l.values(args)
	if err != nil {
		return nil, err
	}
	rows, err := l.raw.QueryContext(ctx, query, values)
	if err != nil {
		return nil, err
	}
	return &cursor{ctx: ctx, rows: rows, values: make([]driver.Value, len(rows.Columns()))}, nil
}

// values are the arguments as the driver takes them, good until the next ones.
func (l *line) values(args []any) ([]driver.NamedValue, error) {
	l.args = l.args[:0]
	for i, a := range args {
		v, err := toValue(a)
		if err != nil {
			return nil, err
		}
		l.args = append(l.args, driver.NamedValue{Ordinal: i + 1, Value: v})
	}
	return l.args, nil
}

// commit ends the transaction. After an error it is still open, or undone.
func (l *line) commit() error {
	_, err := l.exec(context.Background(), `COMMIT`)
	return err
}

// end undoes what is open and gives the connection back.
func (l *line) end(log *slog.Logger, open bool) {
	if open {
		// SQLite itself ends a transaction after some failures, as of a full disk.
		if _, err := l.exec(context.Background(), `ROLLBACK`); err != nil && !isOver(err) {
			log.Warn("rollback failed", "cause", err)
			_ = l.conn.Raw(func(any) error { return driver.ErrBadConn }) // nobody else may get it
		}
	}
	clear(l.args[:cap(l.args)])
	l.raw.args = l.args[:0]
	_ = l.conn.Close()
}

// cursor walks over the rows of a statement. Close it.
type cursor struct {
	ctx    context.Context
	rows   driver.Rows
	values []driver.Value
	err    error
	closed bool
}

// Next goes to the next row. After false look at Err.
func (c *cursor) Next() bool {
	if c.closed || c.err != nil {
		return false
	}
	if c.err = c.ctx.Err(); c.err == nil {
		c.err = c.rows.Next(c.values)
	}
	return c.err == nil
}

// Err is what ended the rows before their end.
func (c *cursor) Err() error {
	if errors.Is(c.err, io.EOF) {
		return nil
	}
	return c.err
}

// Scan copies the columns of the row.
func (c *cursor) Scan(to ...any) error {
	if len(to) == 1 {
		if whole, ok := to[0].(rowTaker); ok {
			return whole.take(c.values)
		}
	}
	return scanAll(to, c.values)
}

// Close gives the statement back. A second call does nothing.
func (c *cursor) Close() error {
	if c.closed {
		return nil
	}
	c.closed = true
	return c.rows.Close()
}

// row is a statement of which the first row counts.
type row struct {
	c   *cursor
	err error
}

// Scan copies the columns of the first row: sql.ErrNoRows when there is none.
func (r row) Scan(to ...any) (err error) {
	if r.err != nil {
		return r.err
	}
	defer func() {
		if closing := r.c.Close(); err == nil {
			err = closing
		}
	}()
	if r.c.Next() {
		return r.c.Scan(to...)
	}
	if err := r.c.Err(); err != nil {
		return err
	}
	return sql.ErrNoRows
}
