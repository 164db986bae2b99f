package storage

import (
	"context"
	"database/sql"
	"sync"

	"modernc.org/sqlite"
)

const (
	// checkpointPages is how many pages are written to the write-ahead log before
	// they are brought into the database: 16 MB. The same page is mostly written
	// several times until then, and is brought over once.
	checkpointPages = 4096
	// checkpointRest is how many pages may be left for the last step, for which
	// writers wait.
	checkpointRest  = 256
	checkpointTries = 4
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
}

func newCheckpoints(db *DB) *checkpoints {
	return &checkpoints{db: db, due: make(chan struct{}, 1), stop: make(chan struct{}), done: make(chan struct{})}
}

// wrote counts the pages that a transaction wrote. The caller has the connection.
func (c *checkpoints) wrote(conn sqlite.DBStatus) {
	n, _, err := conn.Status(sqlite.DBStatusCacheWrite, true)
	c.pages += n
	if err != nil {
		c.db.log.Warn("count the pages of a transaction", "cause", err)
		c.pages += 64
	}
	if c.pages < checkpointPages {
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

// make brings over what it can beside the writers, then the little that came
// meanwhile with no writer beside it: only when nothing is left does the log begin
// anew, and is bounded. Readers hold up neither; what they still read is brought
// over the next time.
func (c *checkpoints) make(ctx context.Context, pool *sql.DB) error {
	for range checkpointTries {
		left, err := checkpoint(ctx, pool)
		if err != nil {
			return err
		}
		if left <= checkpointRest {
			break
		}
	}
	_, err := checkpoint(ctx, c.db.write)
	return err
}

// checkpoint gives how many pages are left in the log.
func checkpoint(ctx context.Context, pool *sql.DB) (left int, err error) {
	var busy, pages, moved int
	err = pool.QueryRowContext(ctx, `PRAGMA wal_checkpoint(PASSIVE)`).Scan(&busy, &pages, &moved)
	return pages - moved, err
}
