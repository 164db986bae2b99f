package storage

import (
	"context"
	"database/sql"
	"sync"

	"modernc.org/sqlite"
)

const (
	// checkpointStep is how many pages are written to the write-ahead log before
	// they are brought into the database: 2 MB. With more in one step, a commit that
	// meets it waits several times as long for the disk; with fewer, a page that is
	// written several times is brought over several times.
	checkpointStep = 512
	// checkpointPages is how long the log becomes before it begins anew: 16 MB.
	checkpointPages = 4096
	// checkpointRest is how many pages may be left for the last step, for which
	// writers wait.
	checkpointRest  = 48
	checkpointTries = 6
)

// checkpoints bring what was committed from the write-ahead log into the database,
// on a connection of their own: done by SQLite itself they would stand in the
// middle of a commit, with everybody waiting who shares it.
type checkpoints struct {
	db    *DB
	start sync.Once
	due   chan struct{}
	stop  chan struct{}
	done  chan struct{}
	pages int // since the latest; only who has the writing connection looks at it
	// next is how long the log is when it is to begin anew; only who brings pages
	// over looks at it.
	next int
}

func newCheckpoints(db *DB) *checkpoints {
	return &checkpoints{db: db, due: make(chan struct{}, 1), stop: make(chan struct{}), done: make(chan struct{}), next: checkpointPages}
}

// wrote counts the pages that a transaction wrote. The caller has the connection.
func (c *checkpoints) wrote(conn sqlite.DBStatus) {
	n, _, err := conn.Status(sqlite.DBStatusCacheWrite, true)
	c.pages += n
	if err != nil {
		c.db.log.Warn("count the pages of a transaction", "cause", err)
		c.pages += 64
	}
	if c.pages < checkpointStep {
		return
	}
	c.pages = 0
	c.start.Do(func() { go c.run() })
	select {
	case c.due <- struct{}{}:
	default:
	}
}

// close ends them. What is left in the log is brought over when the last
// connection of all processes is closed.
func (c *checkpoints) close() {
	select {
	case <-c.stop:
	default:
		close(c.stop)
	}
	c.start.Do(func() { close(c.done) }) // they never ran
	<-c.done
}

func (c *checkpoints) run() {
	defer close(c.done)
	pool, err := openPool(writerDSN(c.db.path), 1)
	if err != nil {
		c.db.log.Error("checkpoints cannot run", "cause", err)
		return
	}
	defer func() { _ = pool.Close() }()
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	go func() { <-c.stop; cancel() }()
	for {
		select {
		case <-c.stop:
			return
		case <-c.due:
		}
		if err := c.make(ctx, pool); err != nil && ctx.Err() == nil {
			c.db.log.Warn("checkpoint", "cause", err)
		}
	}
}

// make brings over what it can beside the writers. When the log has become long, it
// brings over the little that came meanwhile with no writer beside it: only when
// nothing is left does the log begin anew, and is bounded. Readers hold up neither;
// what they still read is brought over later.
func (c *checkpoints) make(ctx context.Context, pool *sql.DB) error {
	for try := range checkpointTries {
		pages, left, err := checkpoint(ctx, pool)
		if err != nil {
			return err
		}
		if pages < checkpointPages { // it began anew
			c.next = checkpointPages
		}
		if try == 0 && pages < c.next {
			return nil
		}
		if left <= checkpointRest {
			break
		}
	}
	pages, _, err := checkpoint(ctx, c.db.write)
	c.next = pages + checkpointPages // while somebody reads what is in the log, it goes on
	return err
}

// checkpoint gives how many pages are in the log, and how many of them are left to
// be brought over.
func checkpoint(ctx context.Context, pool *sql.DB) (pages, left int, err error) {
	var busy, moved int
	err = pool.QueryRowContext(ctx, `PRAGMA wal_checkpoint(PASSIVE)`).Scan(&busy, &pages, &moved)
	return pages, pages - moved, err
}
