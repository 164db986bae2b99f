package storage

import (
	"context"
	"errors"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"channeldesk/app"
)

const (
	// groupQueue is how many callers of Group can wait at the same moment.
	groupQueue = 1024
	// groupSize is the most that one commit takes along, and groupTime how long
	// it gathers: those at its beginning wait for those at its end.
	groupSize = 256
	groupTime = 100 * time.Millisecond
	// gatherTime is the longest that a commit waits for others to join before it
	// begins, and gatherPart what part of those who save something lately it waits for:
	// while it is made, the other part gets ready for the next one.
	gatherTime = 1500 * time.Microsecond
	gatherPart = 2
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
	// now is the commit that is being made, and crowd about how many save something at
	// the same moment; only the writer looks at them.
	now   *commit
	crowd int
	// wanted is how many have to wait before enough gets word of it; 0 for nobody.
	wanted atomic.Int64
	enough chan struct{}
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
	return &group{db: db, queue: make(chan *groupJob, groupQueue), done: make(chan struct{}), enough: make(chan struct{}, 1)}
}

// Group runs fn in a transaction that it shares with whoever else waits, and
// returns when the changes are on the disk; others may see them a moment before.
// The functions run one after the other, alone among writers of all processes, each
// seeing what those before it in the same commit did. An error or a panic in fn
// undoes fn alone; the panic goes on in the caller.
//
// A context that ends before fn began takes it out of the queue: fn never ran
// and never will. Once fn began, the context does not stop it any more, and
// Group returns how it really ended. fn runs once at most. When the disk fails
// or is full, all that shared the commit get that error, and nothing of them was
// saved - but for a disk that took everything and then did not say that it has it:
// see settler. CodeBusy when too many wait. Neither Group nor Update may be called
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
	if given := ctx.Done(); given != nil {
		select {
		case <-j.over:
		case <-given:
			if j.begun.CompareAndSwap(false, true) {
				return ctx.Err()
			}
		}
	}
	<-j.over
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
		if wanted := g.wanted.Load(); wanted > 0 && len(g.queue) >= int(wanted) {
			select {
			case g.enough <- struct{}{}:
			default: // it has word of it
			}
		}
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
	if first {
		g.db.settler.close()
	}
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
			g.count(max(len(g.now.good), g.db.settler.waiting()) + len(g.queue))
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

// count takes over how many were there in the latest commit or behind it. More
// count at once, fewer little by little.
func (g *group) count(there int) {
	g.crowd = max(there, g.crowd-(g.crowd-there+3)/4)
}

// gather lets others join: each commit takes as much of the processor as several
// functions, and of the disk as all of them. It waits for a part of those who were
// there lately, so that one who is alone waits for nobody; and it is woken by who
// makes them enough, because waiting its turn behind all others it would begin when
// none of them is left that could work beside it.
func (g *group) gather() {
	wanted := g.crowd/gatherPart - 1
	if len(g.queue) >= wanted {
		return
	}
	g.wanted.Store(int64(wanted))
	if len(g.queue) < wanted { // else nobody says so any more
		t := time.NewTimer(gatherTime)
		select {
		case <-g.enough:
		case <-t.C:
		}
		t.Stop()
	}
	g.wanted.Store(0)
	select {
	case <-g.enough: // it came too late, and is not for the next time
	default:
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
