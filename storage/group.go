package storage

import (
	"context"
	"errors"
	"runtime"
	"runtime/debug"
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

var _ app.Regrouper = (*DB)(nil)

// group is the queue of those who share commits. Its goroutine starts with the
// first of them and ends with close.
type group struct {
	db    *DB
	start sync.Once
	mu    sync.RWMutex // held for reading while something is put into the queue
	ended bool
	queue chan *groupJob
	done  chan struct{} // closed when the queue is empty after close
	// now is the commit that is being made; only the writer looks at it.
	now *commit
}

// groupJob is one caller of Group. Its function runs on the writer's goroutine:
// handing the transaction to the caller's and back would cost more than most
// functions do.
type groupJob struct {
	begun atomic.Bool
	ctx   context.Context
	fn    func(app.Tx) error
	// again is true when fn may run more than once.
	again bool
	over  chan struct{} // closed when what follows is final
	err   error
	// panicked is what the function panicked with; exited is true when it ended its
	// goroutine, as a failing test does.
	panicked any
	exited   bool
}

func (j *groupJob) end(err error) {
	j.err = err
	close(j.over)
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
	return db.share(ctx, fn, false)
}

// GroupAgain is Group for a function that may run more than once, each time as if
// it had not run before: the way back that every other function needs, in case it
// fails, is not prepared. What it leaves behind outside of the transaction must be
// that of its latest run.
func (db *DB) GroupAgain(ctx context.Context, fn func(app.Tx) error) error {
	return db.share(ctx, fn, true)
}

func (db *DB) share(ctx context.Context, fn func(app.Tx) error, again bool) error {
	if db.write == nil {
		return errReadOnly
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	// Statements do not get the caller's context: stopping one in the middle would
	// undo the whole transaction.
	j := &groupJob{ctx: context.WithoutCancel(ctx), fn: fn, again: again, over: make(chan struct{})}
	if err := db.group.add(j); err != nil { //nolint:contextcheck // what is shared by many must not end with one of them
		return err
	}
	select {
	case <-j.over:
	case <-ctx.Done():
		if j.begun.CompareAndSwap(false, true) {
			return ctx.Err()
		}
		<-j.over
	}
	switch {
	case j.panicked != nil:
		panic(j.panicked)
	case j.exited:
		runtime.Goexit()
	}
	return explain(j.ctx, db.dir, j.err) //nolint:contextcheck // the context of whoever asked
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

// run is the writer. When a function ended its goroutine, another one takes over
// where it was.
func (g *group) run() {
	ended := false
	defer func() {
		if !ended {
			go g.run()
		}
	}()
	for {
		if g.now != nil {
			g.now.work()
			g.now = nil
		}
		j, more := <-g.queue
		if !more {
			break
		}
		g.gather()
		g.now = g.begin(j)
	}
	ended = true
	close(g.done)
}

// gather lets those join who are about to: each commit takes as much of the
// processor as several functions, and of the disk as all of them. It waits for
// nobody who is not at work already.
func (g *group) gather() {
	for before := -1; before < len(g.queue); {
		before = len(g.queue)
		runtime.Gosched()
	}
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

// commit is one transaction for a job and whatever waits behind it.
type commit struct {
	g     *group
	conn  *writer
	start time.Time
	todo  *groupJob // whose turn is next
	turn  *groupJob // whose turn it is
	tx    *tx       // of the turn
	good  []*groupJob
	n     int // turns until now
	// guarded is true when each function has a way back of its own; until then, all
	// of the good can run again, which redo is about to do.
	guarded bool
	redo    []*groupJob
	// changed is true when one of the good changed what ConfigMark stands for, and
	// counts is what they changed of the counters.
	changed bool
	counts  tally
	// late is what else they did and is written down with the counters.
	late late
}

// begin gives nil when there is no transaction to be had.
func (g *group) begin(first *groupJob) *commit {
	conn, err := g.db.beginWrite(context.Background())
	if err != nil { // nobody that waits would do better: another process writes, or the disk failed
		for j := first; j != nil; j = g.next() {
			if j.begun.CompareAndSwap(false, true) {
				j.end(err)
			}
		}
		return nil
	}
	return &commit{g: g, conn: conn, start: time.Now(), todo: first}
}

// work runs the functions and commits. It can be called again after a function
// ended the goroutine in its middle.
func (c *commit) work() {
	if c.turn != nil {
		c.turn.exited = true
		if !c.undo(errPanic) {
			return
		}
	}
	for {
		for len(c.redo) > 0 {
			j := c.redo[0]
			c.redo = c.redo[1:]
			if !c.one(j) {
				return
			}
		}
		if c.todo == nil {
			if !c.catchUp() {
				return
			}
			if len(c.redo) > 0 {
				continue
			}
			break
		}
		j := c.todo
		c.todo = nil
		if j.begun.CompareAndSwap(false, true) && !c.one(j) { // else it was given up before it began
			return
		}
		if c.n++; c.n <= groupSize && time.Since(c.start) < groupTime {
			c.todo = c.g.next()
		}
	}
	if len(c.good) == 0 {
		c.conn.rollback(c.g.db.log)
		return
	}
	if err := c.counts.write(c.ownTx()); err != nil {
		c.lost(err)
		return
	}
	tell(c.good, c.conn.commit(c.changed))
}

// one gives the transaction to one function. It reports false when the
// transaction is lost, and everybody was told so.
func (c *commit) one(j *groupJob) bool {
	c.turn = j
	if !j.again && !c.guarded {
		if !c.catchUp() {
			return false
		}
		c.guarded = true
		if len(c.redo) > 0 { // these were first
			c.turn, c.redo = nil, append(c.redo, j)
			return true
		}
	}
	if c.guarded {
		if _, err := c.conn.exec(context.Background(), `SAVEPOINT one`); err != nil {
			return c.lost(err)
		}
	}
	c.tx = &tx{ctx: j.ctx, line: c.conn.line, now: c.g.db.now, mark: c.mark, shared: &c.counts}
	if !c.guarded {
		c.tx.late = &c.late
	}
	err := c.call()
	if c.tx.lateErr != nil {
		return c.apart()
	}
	if err != nil {
		return c.undo(err)
	}
	if c.guarded {
		if _, err := c.conn.exec(context.Background(), `RELEASE one`); err != nil {
			return c.lost(err)
		}
	}
	if c.tx.sharedDone {
		c.counts = tally{}
	}
	c.counts.join(&c.tx.tally)
	c.good = append(c.good, j)
	c.changed = c.changed || c.tx.changed
	c.turn = nil
	return true
}

// mark is configMark for this transaction; 0 once a function changed what it
// stands for.
func (c *commit) mark() int64 {
	if c.changed {
		return 0
	}
	return c.g.db.mark.Load()
}

// call runs the function. A panic is kept for its caller.
func (c *commit) call() (err error) {
	ended := false
	defer func() {
		c.tx.ended = true
		if ended {
			return
		}
		if c.turn.panicked = recover(); c.turn.panicked != nil {
			c.g.db.log.Error("panic in a transaction", "panic", c.turn.panicked, "stack", string(debug.Stack()))
			err = errPanic
		}
	}()
	err = c.turn.fn(c.tx)
	ended = true
	return err
}

// undo takes back what the function did.
func (c *commit) undo(failed error) bool {
	var err error
	switch {
	case c.guarded:
		_, err = c.conn.exec(context.Background(), `ROLLBACK TO one; RELEASE one`)
	case c.tx.wrote:
		err = c.anew()
	}
	var se *sqlite.Error
	if err != nil && errors.As(failed, &se) {
		err = failed // the database undid everything at once: this says why
	}
	c.turn.end(failed)
	c.turn = nil
	return err == nil || c.lost(err)
}

// ownTx is for what is written for all of them.
func (c *commit) ownTx() *tx {
	return &tx{ctx: context.Background(), line: c.conn.line, now: c.g.db.now}
}

// catchUp writes down what is late; when that fails, all of them are to run again. It
// reports false when the transaction is lost, and everybody was told so.
func (c *commit) catchUp() bool {
	if c.late.isEmpty() || c.late.write(c.ownTx()) == nil {
		return true
	}
	err := c.anew()
	return err == nil || c.lost(err)
}

// apart lets all of them run again, each for itself, because what they did together
// could not be written down. It may not be the fault of the one whose turn it is.
func (c *commit) apart() bool {
	if c.turn.panicked != nil {
		return c.undo(errPanic)
	}
	c.good = append(c.good, c.turn)
	c.turn = nil
	err := c.anew()
	return err == nil || c.lost(err)
}

// anew begins the transaction anew, for the good to run again, each with a way back
// from now on.
func (c *commit) anew() error {
	c.redo, c.good = c.good, nil
	c.guarded, c.changed, c.counts = true, false, tally{}
	c.late.forget()
	if _, err := c.conn.exec(context.Background(), `ROLLBACK`); err != nil && !isOver(err) {
		return err
	}
	if _, err := c.conn.exec(context.Background(), beginWriting); err != nil {
		return err
	}
	return c.conn.noticeOthers(context.Background())
}

// lost tells all that shared the transaction why nothing of it stands.
func (c *commit) lost(err error) bool {
	c.conn.rollback(c.g.db.log)
	if c.turn != nil {
		c.turn.end(err)
	}
	tell(c.good, err)
	tell(c.redo, err)
	return false
}

func tell(jobs []*groupJob, err error) {
	for _, j := range jobs {
		j.end(err)
	}
}
