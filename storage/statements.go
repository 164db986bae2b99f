package storage

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"unsafe"

	"modernc.org/sqlite"
)

const (
	// statementsMax is how many prepared statements a connection keeps, and
	// statementLong the length from which one is not kept: those are put together
	// from lists of any length, and the same one hardly ever comes twice.
	statementsMax = 200
	statementLong = 4096
)

// connector opens connections that keep their prepared statements: the driver
// itself compiles each statement anew for each use, which costs several times
// what running it does.
type connector struct {
	driver driver.Driver
	dsn    string
}

func newConnector(dsn string) (*connector, error) {
	pool, err := sql.Open("sqlite", dsn) // opens nothing: only to get at the driver
	if err != nil {
		return nil, err
	}
	return &connector{pool.Driver(), dsn}, pool.Close()
}

// Connect implements driver.Connector.
func (c *connector) Connect(context.Context) (driver.Conn, error) {
	opened, err := c.driver.Open(c.dsn)
	if err != nil {
		return nil, err
	}
	inner, ok := opened.(driverConn)
	if !ok {
		return nil, errors.Join(errors.New("storage: the driver's connections cannot do what is needed"), opened.Close())
	}
	return &connection{driverConn: inner, kept: map[string]*prepared{}, near: map[textAt]*prepared{}}, nil
}

// Driver implements driver.Connector.
func (c *connector) Driver() driver.Driver { return c.driver }

// driverConn is a connection of the driver.
type driverConn interface {
	driver.Conn
	driver.ConnBeginTx
	driver.ConnPrepareContext
	driver.Pinger
	driver.SessionResetter
	driver.Validator
	sqlite.DBStatus
	NewBackup(to string) (*sqlite.Backup, error)
}

// statement is a prepared statement of the driver.
type statement interface {
	driver.Stmt
	driver.StmtExecContext
	driver.StmtQueryContext
}

// prepared is a statement that a connection keeps.
type prepared struct {
	statement
	busy bool
	// kept is true while the connection has it among its own.
	kept bool
}

// textAt is a text by its place, which stays its own while somebody holds on to it.
type textAt struct {
	first *byte
	size  int
}

// connection keeps its prepared statements. Like every connection of a driver it
// is used by one goroutine at a time.
type connection struct {
	driverConn
	kept map[string]*prepared
	// near are the same by where their text stands in memory: most are asked for by the
	// same constant each time, and a text of some hundred bytes takes time to compare.
	near map[textAt]*prepared
	args []driver.NamedValue // the room for those of a statement
}

var (
	_ driver.ExecerContext  = (*connection)(nil)
	_ driver.QueryerContext = (*connection)(nil)
)

// take gives a statement that nobody else uses until it is given back.
func (c *connection) take(ctx context.Context, query string) (*prepared, error) {
	at := textAt{unsafe.StringData(query), len(query)} //nolint:gosec // only to compare places
	p := c.near[at]
	if p == nil {
		if p = c.kept[query]; p != nil {
			if len(c.near) >= statementsMax {
				clear(c.near)
			}
			c.near[at] = p
		}
	}
	if p != nil && !p.busy {
		p.busy = true
		return p, nil
	}
	s, err := c.PrepareContext(ctx, query)
	if err != nil {
		return nil, err
	}
	made := &prepared{statement: s.(statement), busy: true}
	if p == nil && len(query) < statementLong {
		c.makeRoom()
		c.kept[query], made.kept = made, true
	}
	return made, nil
}

// makeRoom ends a statement, whichever, when there are too many.
func (c *connection) makeRoom() {
	if len(c.kept) < statementsMax {
		return
	}
	for query, p := range c.kept {
		if !p.busy {
			delete(c.kept, query)
			clear(c.near)
			_ = p.Close() // its latest use told its errors
			return
		}
	}
}

// give takes a statement back for its next use.
func (p *prepared) give() error {
	p.busy = false
	if p.kept {
		return nil
	}
	return p.Close()
}

// ExecContext implements driver.ExecerContext.
func (c *connection) ExecContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Result, error) {
	p, err := c.take(ctx, query)
	if err != nil {
		return nil, err
	}
	r, err := p.ExecContext(ctx, args)
	if closing := p.give(); err == nil {
		err = closing
	}
	return r, err
}

// QueryContext implements driver.QueryerContext.
func (c *connection) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	p, err := c.take(ctx, query)
	if err != nil {
		return nil, err
	}
	r, err := p.QueryContext(ctx, args)
	if err != nil {
		return nil, errors.Join(err, p.give())
	}
	return &rows{r, p}, nil
}

// Close ends the statements with the connection.
func (c *connection) Close() error {
	var errs []error
	for _, p := range c.kept {
		errs = append(errs, p.Close())
	}
	c.kept = nil
	return errors.Join(append(errs, c.driverConn.Close())...)
}

// rows give their statement back when they are closed.
type rows struct {
	driver.Rows
	p *prepared
}

// Close implements driver.Rows.
func (r *rows) Close() error {
	err := r.Rows.Close()
	if closing := r.p.give(); err == nil {
		err = closing
	}
	return err
}
