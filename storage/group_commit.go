package storage

import (
	"context"
	"errors"
	"runtime/debug"
	"time"

	"modernc.org/sqlite"
)

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
	owes, err := c.conn.commitOwing(c.changed)
	if owes {
		c.g.db.settler.add(c.good)
		return
	}
	tell(c.good, err)
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
	c.tx = &tx{ctx: j.ctx, line: c.conn.line, now: c.g.db.now, mark: c.mark, shared: &c.counts, people: c.g.db.people, sending: c.g.db.sending}
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
	c.g.db.people.forget()
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
