package storage

import (
	"context"
	"database/sql"
	"errors"
	"sync"
	"sync/atomic"
	"time"

	"channeldesk/app"

	"modernc.org/sqlite"
)

const (
	// groupQueue is how many callers of Group can wait at the same moment.
	groupQueue = 1024
	// groupSize is the most that one commit takes along, and groupTime how long
	// it gathers: those at its beginning wait for those at its end.
	groupSize = 256
	groupTime = 100 * time.Millisecond
)

var (
	errClosed = errors.New("storage: the workspace is closed")
	errPanic  = errors.New("storage: panic in a transaction")
)

var _ app.Grouper = (*DB)(nil)

// group is the queue of those who share commits. Its goroutine starts with the
// first of them and ends with close.
type group struct {
	db    *DB
	start sync.Once
	mu    sync.RWMutex // held for reading while something is put into the queue
	ended bool
	queue chan *groupJob
	done  chan struct{} // closed when the queue is empty after close
}

// groupJob is one caller of Group. Its function runs on the caller's own
// goroutine, so that a panic in it is the caller's, while the writer waits.
type groupJob struct {
	begun atomic.Bool
	turn  chan *sql.Tx
	tx    *tx        // of the function, once it ran
	ran   chan error // how the function ended
	saved chan error // the result of the commit, or why there was no turn
}

func newGroup(db *DB) *group {
	return &group{db: db, queue: make(chan *groupJob, groupQueue), done: make(chan struct{})}
}

// Group runs fn in a transaction that it shares with whoever else waits, and
// returns when the changes are on the disk. The functions run one after the
// other, alone among writers of all processes, each seeing what those before it
// in the same commit did. An error or a panic in fn undoes fn alone; the panic
// goes on in the caller.
//
// A context that ends before fn began takes it out of the queue: fn never ran
// and never will. Once fn began, the context does not stop it any more, and
// Group returns how it really ended. fn runs once at most. When the disk fails
// or is full, all that shared the commit get that error, and nothing of them was
// saved. CodeBusy when too many wait. Neither Group nor Update may be called
// from within fn, nor Group from within Update: they would wait for themselves.
func (db *DB) Group(ctx context.Context, fn func(app.Tx) error) error {
	if db.write == nil {
		return errReadOnly
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	j := &groupJob{turn: make(chan *sql.Tx, 1), ran: make(chan error, 1), saved: make(chan error, 1)}
	if err := db.group.add(j); err != nil { //nolint:contextcheck // what is shared by many must not end with one of them
		return err
	}
	select {
	case t := <-j.turn:
		return db.inTurn(ctx, j, t, fn)
	case err := <-j.saved:
		return explain(context.WithoutCancel(ctx), db.dir, err)
	case <-ctx.Done():
	}
	if j.begun.CompareAndSwap(false, true) {
		return ctx.Err()
	}
	select {
	case t := <-j.turn:
		return db.inTurn(ctx, j, t, fn)
	case err := <-j.saved:
		return explain(context.WithoutCancel(ctx), db.dir, err)
	}
}

// inTurn runs fn and waits for the commit. Statements do not get the caller's
// context: stopping one in the middle would undo the whole transaction.
func (db *DB) inTurn(ctx context.Context, j *groupJob, t *sql.Tx, fn func(app.Tx) error) error {
	ctx = context.WithoutCancel(ctx)
	j.tx.ctx, j.tx.sql, j.tx.now = ctx, t, db.now
	if err := j.run(j.tx, fn); err != nil {
		return explain(ctx, db.dir, err)
	}
	return explain(ctx, db.dir, <-j.saved)
}

func (j *groupJob) run(t *tx, fn func(app.Tx) error) error {
	err := errPanic
	defer func() {
		t.ended = true
		j.ran <- err // after a panic as well
	}()
	err = fn(t)
	return err
}

func (g *group) add(j *groupJob) error {
	g.mu.RLock()
	defer g.mu.RUnlock()
	if g.ended {
		return errClosed
	}
	g.start.Do(func() { go g.run() })
	select {
	case g.queue <- j:
		return nil
	default:
		return app.NewError(app.CodeBusy, app.Say("Too much is waiting to be saved. Nothing was changed.")).
			WithFix(app.Say("Try again in a moment."))
	}
}

// close ends the group after everything in its queue.
func (g *group) close() {
	g.mu.Lock()
	first := !g.ended
	g.ended = true
	if first {
		close(g.queue)
	}
	g.mu.Unlock()
	g.start.Do(func() { close(g.done) }) // it never ran
	<-g.done
}

func (g *group) run() {
	defer close(g.done)
	for j := range g.queue {
		g.commit(j)
	}
}

// commit runs a job and whatever waits behind it in one transaction.
func (g *group) commit(first *groupJob) {
	ctx := context.Background()
	t, err := g.db.write.BeginTx(ctx, nil)
	if err != nil { // nobody that waits would do better: another process writes, or the disk failed
		for j := first; j != nil; j = g.next() {
			if j.begun.CompareAndSwap(false, true) {
				j.saved <- err
			}
		}
		return
	}
	var good []*groupJob
	var counts tally
	start := time.Now()
	for j, n := first, 1; j != nil; n++ {
		ok, err := g.turn(ctx, t, j, &counts)
		if ok {
			good = append(good, j)
		}
		if err != nil { // the whole transaction is lost
			g.rollback(t)
			tell(good, err)
			return
		}
		j = nil
		if n < groupSize && time.Since(start) < groupTime {
			j = g.next()
		}
	}
	if len(good) == 0 {
		g.rollback(t)
		return
	}
	if err = counts.write(&tx{ctx: ctx, sql: t, now: g.db.now}); err == nil {
		err = t.Commit()
	}
	if err != nil {
		_ = t.Rollback() // after a commit that the database refused, the transaction is still open
	}
	tell(good, err)
}

// next is a job that waits already, or nil.
func (g *group) next() *groupJob {
	select {
	case j := <-g.queue: // nil when closed and empty
		return j
	default:
		return nil
	}
}

// turn gives the transaction to one job and waits for its function. ok is true
// when its changes stand; the error is for a transaction that is lost. What it changed of
// the counters is added to counts.
func (g *group) turn(ctx context.Context, t *sql.Tx, j *groupJob, counts *tally) (ok bool, err error) {
	if !j.begun.CompareAndSwap(false, true) { // given up before it began
		return false, nil
	}
	if _, err := t.ExecContext(ctx, `SAVEPOINT one`); err != nil {
		j.saved <- err
		return false, err
	}
	j.tx = &tx{shared: counts}
	j.turn <- t
	failed := <-j.ran
	if failed == nil {
		if j.tx.sharedDone {
			*counts = tally{}
		}
		counts.join(&j.tx.tally)
		_, err = t.ExecContext(ctx, `RELEASE one`)
		return true, err
	}
	var se *sqlite.Error
	if _, err = t.ExecContext(ctx, `ROLLBACK TO one; RELEASE one`); err != nil && errors.As(failed, &se) {
		err = failed // the database undid everything at once: this says why
	}
	return false, err
}

func (g *group) rollback(t *sql.Tx) {
	if err := t.Rollback(); err != nil && !errors.Is(err, sql.ErrTxDone) {
		g.db.log.Warn("rollback failed", "cause", err)
	}
}

func tell(jobs []*groupJob, err error) {
	for _, j := range jobs {
		j.saved <- err
	}
}
