package notify

import (
	"context"
	"sync"
	"time"

	"channeldesk/app"
)

const (
	// patience is how long a message is tried that cannot be sent.
	patience = 24 * time.Hour
	// restMin is longer than the queue waits by itself between two tries.
	restMin = 2 * time.Hour
	// recordTries is how often writing down an end is tried: about half a minute. While
	// the store fails and the queue runs, it is tried for as long as that takes.
	recordTries = 8
)

// endings gathers the ends of tries, so that those that come at the same time are
// written down in one transaction.
type endings struct {
	mu      sync.Mutex
	waiting []*ending
	running bool
}

// ending is the end of one try on its way to the disk.
type ending struct {
	m    app.Message
	v    verdict
	end  app.AttemptEnd
	err  error
	done chan struct{}
}

// record writes down how a try ended. When that fails, the message stays as being
// sent, and is in doubt at the next start.
func (q *queue) record(m app.Message, v verdict, now time.Time) {
	e := &ending{m: m, v: v, end: v.end(m, now.Truncate(time.Millisecond)), done: make(chan struct{})}
	q.ends.mu.Lock()
	q.ends.waiting = append(q.ends.waiting, e)
	first := !q.ends.running
	q.ends.running = true
	q.ends.mu.Unlock()
	if first {
		go q.recordWaiting()
	}
	<-e.done
	if e.err != nil && !isGone(e.err) {
		e.err = q.recordAlone(e)
	}
	switch {
	case e.err == nil:
		q.s.logEnd(m, e.end, v)
		q.s.changed(app.MessagesChanged, m.AgentID, m.Environment)
	case isGone(e.err):
		q.s.p.Log.Warn("the end of a try came too late", "mark", m.Mark, "outcome", string(e.end.Outcome), "cause", e.err)
	default:
		q.s.p.Log.Error("write down the end of a try", "mark", m.Mark, "outcome", string(e.end.Outcome), "cause", e.err)
	}
}

// recordWaiting writes down what waits until nothing does.
func (q *queue) recordWaiting() {
	for {
		q.ends.mu.Lock()
		batch := q.ends.waiting
		q.ends.waiting, q.ends.running = nil, len(batch) > 0
		q.ends.mu.Unlock()
		if len(batch) == 0 {
			return
		}
		err := q.s.p.Store.Group(context.WithoutCancel(q.ctx), func(tx app.Tx) error {
			for _, e := range batch {
				if e.err = q.s.endAttempt(tx, e.m, e.end, true); e.err != nil && !isGone(e.err) {
					return e.err
				}
			}
			return nil
		})
		for _, e := range batch {
			if err != nil {
				e.err = err // one of them failed: each for itself then
			}
			close(e.done)
		}
	}
}

// isGone reports whether there is nothing (more) to write down. Nothing was
// changed then.
func isGone(err error) bool {
	c := app.ErrorCode(err)
	return c == app.CodeNotFound || c == app.CodeConflict
}

// recordAlone writes down one end, and tries for a while.
func (q *queue) recordAlone(e *ending) (err error) {
	hook := true
	for try := 0; try < recordTries || q.ctx.Err() == nil && app.IsStoreFailure(err); try++ {
		err = q.s.p.Store.Group(context.WithoutCancel(q.ctx), func(tx app.Tx) error { return q.s.endAttempt(tx, e.m, e.end, hook) })
		if err == nil || isGone(err) {
			return err
		}
		// What fails there must not keep the end from being known.
		hook = hook && app.IsStoreFailure(err)
		pause := time.NewTimer(grow(try, 2, 100*time.Millisecond, 10*time.Second))
		<-pause.C
	}
	return err
}

// endAttempt ends this try.
func (s *Service) endAttempt(tx app.Tx, m app.Message, end app.AttemptEnd, hook bool) (err error) {
	if m.Attempts > 1 && (end.Outcome == app.AttemptSlow || end.Outcome == app.AttemptNotSent) {
		if end, err = giveUp(tx, end); err != nil {
			return err
		}
	}
	if err := tx.EndAttempt(end); err != nil || !hook {
		return err
	}
	return s.tell(tx, m, end)
}

// tell tells session behaviour what concerns it.
func (s *Service) tell(tx app.Tx, m app.Message, end app.AttemptEnd) error {
	bySession := m.Source == app.SourceSession
	switch {
	case s.p.Answers == nil:
	case end.Outcome == app.AttemptAccepted && m.Content.Template == nil && !bySession:
		return s.p.Answers.Answered(tx, m, end.At)
	case end.Outcome == app.AttemptRefused && bySession:
		if r, ok := s.p.Answers.(Refusals); ok {
			return r.Refused(tx, m, end.At)
		}
	}
	return nil
}

// giveUp lets a message fail that could not be sent for a day. The time counts
// from its first try, or from the first one after a long rest, as of a channel that
// had to be mended, or after somebody asked for it again.
func giveUp(tx app.Tx, end app.AttemptEnd) (app.AttemptEnd, error) {
	tries, err := tx.ListAttempts(end.Message)
	if err != nil || len(tries) == 0 {
		return end, err
	}
	first := len(tries) - 1
	for first > 0 && goesOn(tries[first-1], tries[first]) {
		first--
	}
	if end.At.Sub(tries[first].StartedAt) < patience {
		return end, nil
	}
	why := end.Reason
	end.Outcome, end.Again = app.AttemptRefused, time.Time{}
	end.Reason = app.Say("It could not be sent for 24 hours. {{.Why}}", "Why", why)
	return end, nil
}

// goesOn reports whether a try is one more of the same effort.
func goesOn(earlier, later app.Attempt) bool {
	return (earlier.Outcome == app.AttemptSlow || earlier.Outcome == app.AttemptNotSent) &&
		earlier.Code != codeDecided && later.StartedAt.Sub(earlier.EndedAt) < restMin
}

func (s *Service) logEnd(m app.Message, end app.AttemptEnd, v verdict) {
	if end.Outcome == app.AttemptAccepted {
		s.p.Log.Debug("message sent", "mark", m.Mark, "to", app.MaskPhone(m.To), "try", m.Attempts)
		return
	}
	s.p.Log.Info("message not accepted", "mark", m.Mark, "to", app.MaskPhone(m.To), "try", m.Attempts,
		"outcome", string(end.Outcome), "code", end.Code, "cause", v.err)
}
