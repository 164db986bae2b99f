package inbox

import (
	"context"
	"fmt"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"time"

	"channeldesk/app"
	"channeldesk/app/session"
)

const (
	// lookAgain is how often the runner looks while any session runs. It bounds
	// what a computer that slept, a clock that was set, or another process can
	// delay; without a session the runner only waits to be woken.
	lookAgain = 30 * time.Second
	// stepsAtOnce is how many steps share a commit.
	stepsAtOnce = 16
	// dueAtOnce is how many due sessions are read in one go.
	dueAtOnce = 64
	// heldBack is when a session is tried again whose step failed through a mistake
	// of ours, or that had nothing to do though it was due.
	heldBack = 15 * time.Minute
	// firstPause and longestPause are the waits while the store fails.
	firstPause, longestPause = time.Second, time.Minute
)

// runner is when the session runner wakes.
type runner struct {
	wake chan struct{}
	// until is when it wakes by itself, in milliseconds; 0 while it is at work or
	// waits for nothing but a nudge.
	until atomic.Int64
}

// nudge wakes the runner for a step that is due before it would look.
func (r *runner) nudge(due time.Time) {
	if until := r.until.Load(); until != 0 && due.UnixMilli() >= until {
		return
	}
	select {
	case r.wake <- struct{}{}:
	default:
	}
}

// sleep waits until a time, a nudge, or the end of ctx, which it reports as false.
func (r *runner) sleep(ctx context.Context, now, until time.Time) bool {
	var alarm <-chan time.Time
	if !until.IsZero() {
		t := time.NewTimer(until.Sub(now))
		defer t.Stop()
		alarm = t.C
		r.until.Store(until.UnixMilli())
		defer r.until.Store(0)
	}
	select {
	case <-alarm:
	case <-r.wake:
	case <-ctx.Done():
		return false
	}
	return true
}

// RunSessions takes the steps of sessions when they are due, until ctx ends. Run
// it once for a workspace.
func (s *Service) RunSessions(ctx context.Context) {
	changed := &changes{first: true}
	sub := s.p.Bus.Subscribe(func(e app.Event) {
		changed.add(e)
		s.runner.nudge(time.Time{})
	}, app.ChannelChanged)
	defer sub.Close()
	pause := firstPause
	for {
		until, err := s.stepAll(ctx, changed)
		switch {
		case ctx.Err() != nil:
			return
		case err != nil:
			s.p.Log.Error("sessions wait for the store", "cause", err)
			until, pause = s.now().Add(pause), min(2*pause, longestPause)
		default:
			pause = firstPause
		}
		if !s.runner.sleep(ctx, s.now(), until) {
			return
		}
	}
}

// stepAll takes all steps that are due and gives when to look again; zero when no
// session runs.
func (s *Service) stepAll(ctx context.Context, changed *changes) (time.Time, error) {
	if err := s.adopt(ctx, changed); err != nil {
		return time.Time{}, err
	}
	for ctx.Err() == nil {
		var due []app.Person
		var next time.Time
		channels := map[app.ChannelID]app.Channel{}
		now := s.now()
		err := s.p.Store.View(ctx, func(tx app.Tx) (err error) {
			if due, err = tx.DueSessions(now, dueAtOnce); err != nil {
				return err
			}
			if len(due) == 0 {
				next, err = tx.NextSession()
				return err
			}
			return eachChannel(tx, func(c app.Channel) { channels[c.ID] = c })
		})
		if err != nil {
			return time.Time{}, err
		}
		if len(due) == 0 {
			if soon := now.Add(lookAgain); next.After(soon) {
				next = soon
			}
			return next, nil
		}
		if err := s.stepSome(ctx, due, channels); err != nil {
			return time.Time{}, err
		}
	}
	return time.Time{}, ctx.Err()
}

func eachChannel(tx app.Tx, fn func(app.Channel)) error {
	all, err := tx.ListChannels()
	for _, c := range all {
		fn(c)
	}
	return err
}

// stepSome takes one step for each of the people, several in one commit.
func (s *Service) stepSome(ctx context.Context, due []app.Person, channels map[app.ChannelID]app.Channel) error {
	var wait sync.WaitGroup
	var mu sync.Mutex
	var failed error
	slots := make(chan struct{}, stepsAtOnce)
	for _, p := range due {
		slots <- struct{}{}
		wait.Go(func() {
			defer func() { <-slots }()
			if err := s.step(ctx, channels[p.ChannelID], p.Key); err != nil {
				mu.Lock()
				failed = err
				mu.Unlock()
			}
		})
	}
	wait.Wait()
	return failed
}

// step takes one customer's step. A mistake of ours holds back this customer
// alone.
func (s *Service) step(ctx context.Context, c app.Channel, key string) error {
	if c.ID == 0 {
		return nil // the channel went meanwhile, and its people with it
	}
	var a after
	err := s.group(ctx, func(tx app.Tx) error {
		a = after{}
		return s.stepIn(tx, c, key, &a)
	})
	switch {
	case err == nil:
		s.tell(a)
		return nil
	case app.IsStoreFailure(err) || ctx.Err() != nil:
		return err
	}
	s.p.Log.Error("a step of a session failed and is held back", "channel", c.Key, "cause", err)
	return s.p.Store.Group(ctx, func(tx app.Tx) error {
		p, err := tx.GetPerson(c.ID, key)
		if app.ErrorCode(err) == app.CodeNotFound {
			return nil
		}
		if err != nil {
			return err
		}
		p.SessionDue = s.now().Add(heldBack)
		return tx.SavePerson(p)
	})
}

// group is Group with a panic as an error.
func (s *Service) group(ctx context.Context, fn func(app.Tx) error) error {
	return s.p.Store.Group(ctx, func(tx app.Tx) (err error) {
		defer func() {
			if r := recover(); r != nil {
				err = fmt.Errorf("%w: %v\n%s", errMistake, r, debug.Stack())
			}
		}()
		return fn(tx)
	})
}

func (s *Service) stepIn(tx app.Tx, c app.Channel, key string, a *after) error {
	c, err := tx.GetChannel(c.AgentID, c.Environment) // with the settings of now
	if app.ErrorCode(err) == app.CodeNotFound {
		return nil
	}
	if err != nil {
		return err
	}
	p, err := tx.GetPerson(c.ID, key)
	if app.ErrorCode(err) == app.CodeNotFound {
		return nil
	}
	now := s.now()
	if err != nil || p.SessionDue.IsZero() || p.SessionDue.After(now) {
		return err // taken meanwhile
	}
	var in session.Input = session.Tick{}
	if c.Protocol == "" {
		in = session.Unpublished{}
	}
	if _, err := s.advance(tx, c, &p, in, now, a); err != nil {
		return err
	}
	if !p.SessionDue.IsZero() && !p.SessionDue.After(now) {
		p.SessionDue = now.Add(heldBack)
	}
	return tx.SavePerson(p)
}
