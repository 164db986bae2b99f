package forward

import (
	"context"
	"sync"
	"time"

	"channeldesk/app"
)

const (
	// parallel is how many deliveries of one channel are under way at a time.
	parallel = 6
	// few is how many are looked at each time, beside those that are under way.
	few = 64
	// lookAgain is when to look again while something is under way or not yet
	// committed.
	lookAgain = time.Second
	// unsure is for how long it looks again and again after something was added, and
	// idle how long it waits at most.
	unsure = 5 * time.Second
	idle   = time.Minute
	// heldWait is the wait when we cannot sign.
	heldWait = time.Minute
)

// Run forwards until ctx ends; it then waits for what is under way to be cut off
// and returns nil. What was not answered by then is sent again by the next Run.
// One Run at a time.
func (s *Service) Run(ctx context.Context) error {
	heard := s.p.Bus.Subscribe(func(app.Event) {
		if s.addedWithin(idle) {
			s.Wake()
		}
	}, app.InboxChanged, app.MessagesChanged)
	defer heard.Close()
	r := &runner{s: s, under: map[app.ForwardID]bool{}, busy: map[app.ChannelID]int{}, ended: map[app.ForwardID]bool{}}
	defer r.work.Wait()
	for {
		wait, err := r.look(ctx)
		switch {
		case ctx.Err() != nil:
			return nil
		case err != nil:
			s.p.Log.Warn("look for what is to be forwarded", "cause", err)
			wait = heldWait
		case s.addedWithin(unsure): // it may not be committed yet
			wait = min(wait, lookAgain)
		}
		timer := time.NewTimer(wait)
		select {
		case <-ctx.Done():
			timer.Stop()
			return nil
		case <-timer.C:
		case <-s.wake:
			timer.Stop()
		}
	}
}

// runner is the work of one Run. mu guards what is under way.
type runner struct {
	s     *Service
	work  sync.WaitGroup
	mu    sync.Mutex
	under map[app.ForwardID]bool
	busy  map[app.ChannelID]int
	// ended are those that ended since the latest reading began: it may show them as
	// they were before.
	ended map[app.ForwardID]bool
	// latest is what the clock showed when it was last looked at.
	latest time.Time
}

// look starts whatever may be sent now and says when to look again.
func (r *runner) look(ctx context.Context) (wait time.Duration, err error) {
	if err := r.followClock(ctx); err != nil {
		return 0, err
	}
	for {
		limit, waiting := r.scope()
		found, channels, next, err := r.read(ctx, limit, waiting)
		if err != nil {
			return 0, err
		}
		started := 0
		for _, f := range found {
			if r.start(ctx, channels[f.ChannelID], f) {
				started++
			}
		}
		switch {
		case len(found) < limit:
			return r.waitFor(next, r.s.p.Clock.Now()), nil
		case started == 0:
			return lookAgain, nil
		}
	}
}

// scope is how many to look at, and the channels with all hands full: a slow
// address hides nothing that is meant for others.
func (r *runner) scope() (limit int, waiting []app.ChannelID) {
	r.mu.Lock()
	defer r.mu.Unlock()
	clear(r.ended)
	limit = few
	for id, n := range r.busy {
		if n >= parallel {
			waiting = append(waiting, id)
		} else {
			limit += n
		}
	}
	return limit, waiting
}

func (r *runner) read(ctx context.Context, limit int, waiting []app.ChannelID) (found []app.Forwarding, channels map[app.ChannelID]app.Channel, next time.Time, err error) {
	channels = map[app.ChannelID]app.Channel{}
	err = r.s.p.Store.View(ctx, func(tx app.Tx) error {
		if found, err = tx.DueForwardings(r.s.p.Clock.Now(), limit, waiting); err != nil {
			return err
		}
		if next, err = tx.NextForwarding(); err != nil || len(found) == 0 {
			return err
		}
		all, err := tx.ListChannels()
		for _, c := range all {
			channels[c.ID] = c
		}
		r.s.forget(all)
		return err
	})
	return found, channels, next, err
}

// waitFor is how long to wait for the next one. What is due already is under way,
// or its channel is busy: its end wakes the runner.
func (r *runner) waitFor(next, now time.Time) time.Duration {
	switch {
	case next.IsZero():
		return idle
	case next.After(now):
		return min(next.Sub(now), idle)
	}
	return lookAgain
}

// start sends one on a goroutine of its own, unless it is under way already or its
// channel is busy.
func (r *runner) start(ctx context.Context, c app.Channel, f app.Forwarding) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.under[f.ID] || r.ended[f.ID] || r.busy[f.ChannelID] >= parallel {
		return false
	}
	r.under[f.ID] = true
	r.busy[f.ChannelID]++
	r.work.Go(func() {
		defer r.end(f)
		r.s.deliver(ctx, c, f)
	})
	return true
}

func (r *runner) end(f app.Forwarding) {
	r.mu.Lock()
	delete(r.under, f.ID)
	r.ended[f.ID] = true
	if r.busy[f.ChannelID]--; r.busy[f.ChannelID] == 0 {
		delete(r.busy, f.ChannelID)
	}
	r.mu.Unlock()
	r.s.Wake()
}

// deliver tries one and writes down how it ended.
func (s *Service) deliver(ctx context.Context, c app.Channel, f app.Forwarding) {
	o := outcome{gone: true, problem: app.Say("The forwarding address was removed.")}
	if c.Forward.URL != "" {
		var err error
		if o, err = s.post(ctx, c, f); err != nil {
			return // it stays as it is
		}
	}
	after := s.settle(f, o)
	if err := s.save(context.WithoutCancel(ctx), after); err != nil {
		s.p.Log.Warn("write down how forwarding ended", "forwarding", f.ID, "cause", err)
		return
	}
	if after.State == app.ForwardDead {
		s.p.Log.Warn("forwarding was given up", "channel", c.Key, "forwarding", f.ID, "tries", after.Tries, "problem", after.Problem.String())
		s.p.Bus.Publish(app.Event{Kind: app.InboxChanged, AgentID: c.AgentID, Environment: c.Environment})
	}
}

// settle is what one is after a try.
func (s *Service) settle(f app.Forwarding, o outcome) app.Forwarding {
	now := s.now()
	f.Problem = o.problem
	if o.held {
		f.DueAt = now.Add(heldWait)
		return f
	}
	f.Tries++
	switch {
	case o.done:
		f.State, f.DoneAt = app.ForwardDone, now
	case o.gone || f.Tries >= triesMax:
		f.State, f.DoneAt = app.ForwardDead, now
	default:
		f.DueAt = now.Add(max(waitAfter(f.Tries), o.after))
	}
	return f
}

// save writes the end of a try.
func (s *Service) save(ctx context.Context, f app.Forwarding) error {
	update := func(tx app.Tx) error {
		err := tx.UpdateForwarding(f)
		if app.ErrorCode(err) == app.CodeNotFound { // its channel was deleted
			return nil
		}
		return err
	}
	if g, ok := s.p.Store.(app.Grouper); ok {
		return g.Group(ctx, update)
	}
	return s.p.Store.Update(ctx, update)
}
