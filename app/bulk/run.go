package bulk

import (
	"context"
	"time"

	"channeldesk/app"
)

const (
	// tick is how often a running bulk send releases messages, at the most.
	tick = 100 * time.Millisecond
	// look is how often one that waits for states or for its end is looked at.
	look = time.Second
	// longestSleep bounds a wait for a due time: a computer that slept, or a clock that
	// was set, makes timers late.
	longestSleep = time.Minute
)

// Run releases what is due until the context ends. It belongs to the gateway:
// there is one in a workspace. While nothing is under way it sleeps without
// looking.
func (s *Service) Run(ctx context.Context) error {
	s.one.Lock()
	defer s.one.Unlock()
	sub := s.p.Bus.Subscribe(func(e app.Event) {
		if e.Kind == app.BulkChanged {
			s.Wake()
		}
	})
	defer sub.Close()
	s.removeOrphans(ctx)
	r := runner{s: s, paces: map[app.BulkID]*pace{}, trials: map[app.BulkID]time.Time{}, numbers: map[app.ChannelID]*number{}}
	if err := r.finishCancelled(ctx); err != nil {
		return err
	}
	for ctx.Err() == nil {
		next, err := r.round(ctx)
		if err != nil && ctx.Err() == nil {
			return err // the gateway starts it again
		}
		s.sleep(ctx, next)
	}
	return nil
}

// sleep waits until a time, zero for none, a wake-up or the end. The times of a
// runner are steady: they go by the time that passes, whatever the clock is set to.
func (s *Service) sleep(ctx context.Context, until time.Time) {
	var due <-chan time.Time
	if !until.IsZero() {
		t := time.NewTimer(min(max(time.Until(until), 0), longestSleep))
		defer t.Stop()
		due = t.C
	}
	select {
	case <-ctx.Done():
	case <-s.wake:
	case <-due:
	}
}

// runner is one Run.
type runner struct {
	s     *Service
	paces map[app.BulkID]*pace
	// trials are since when the states of the first few are waited for.
	trials map[app.BulkID]time.Time
	// active are those that had not ended in the latest round.
	active map[app.BulkID]bool
	// numbers are how much the numbers may send, and shares how much of it each
	// running bulk send gets.
	numbers map[app.ChannelID]*number
	shares  map[app.BulkID]float64
}

// finishCancelled ends what a kill in the middle of a cancellation left behind.
func (r *runner) finishCancelled(ctx context.Context) error {
	var channels []app.Channel
	var left []app.BulkID
	err := r.s.p.Store.View(ctx, func(tx app.Tx) (err error) {
		if channels, err = tx.ListChannels(); err != nil {
			return err
		}
		for _, c := range channels {
			list, err := tx.ListBulks(c.ID, listMost)
			if err != nil {
				return err
			}
			for _, b := range list {
				if b.Status != app.BulkCancelled {
					continue
				}
				n, err := tx.CountBulk(b.ID)
				if err != nil {
					return err
				}
				if n.Held+n.Queued > 0 {
					left = append(left, b.ID)
				}
			}
		}
		return nil
	})
	for _, id := range left {
		if err == nil {
			_, err = r.s.cancelRest(ctx, id, nil)
		}
	}
	return err
}

// finishEnded ends what a process began to cancel that may be gone by now.
func (r *runner) finishEnded(ctx context.Context, active []app.BulkSend) error {
	now := make(map[app.BulkID]bool, len(active))
	for _, b := range active {
		now[b.ID] = true
	}
	for id := range r.active {
		if now[id] {
			continue
		}
		var b app.BulkSend
		err := r.s.p.Store.View(ctx, func(tx app.Tx) (err error) { b, err = tx.GetBulk(id); return err })
		if err == nil && b.Status == app.BulkCancelled {
			_, err = r.s.cancelRest(ctx, id, nil)
		}
		if err != nil && app.ErrorCode(err) != app.CodeNotFound {
			return err
		}
	}
	r.active = now
	return nil
}

// round moves every bulk send on and gives when to look again; zero for not
// before a wake-up.
func (r *runner) round(ctx context.Context) (next time.Time, err error) {
	var active []app.BulkSend
	err = r.s.p.Store.View(ctx, func(tx app.Tx) (err error) { active, err = tx.ActiveBulks(); return err })
	if err != nil {
		return next, err
	}
	if err := r.finishEnded(ctx, active); err != nil {
		return next, err
	}
	r.share(ctx, active)
	for _, b := range active {
		at, err := r.step(ctx, b)
		if err != nil {
			return next, err
		}
		if !at.IsZero() && (next.IsZero() || at.Before(next)) {
			next = at
		}
	}
	return next, nil
}

// step moves one bulk send on.
func (r *runner) step(ctx context.Context, b app.BulkSend) (next time.Time, err error) {
	if b.Status != app.BulkTrying {
		delete(r.trials, b.ID)
	}
	switch b.Status {
	case app.BulkPreparing:
		return next, r.prepare(ctx, b)
	case app.BulkScheduled:
		if wait := b.DueAt.Sub(r.s.now()); wait > 0 && !atOnce(b) {
			return time.Now().Add(wait), nil
		}
		return time.Now(), r.start(ctx, b)
	case app.BulkTrying:
		return r.try(ctx, b)
	case app.BulkRunning:
		return r.release(ctx, b)
	}
	delete(r.paces, b.ID)
	return next, nil
}

// atOnce reports whether a bulk send was not planned for a time: it begins whatever
// the clock shows, which may have been set back.
func atOnce(b app.BulkSend) bool { return !b.DueAt.After(b.CreatedAt) }

// prepare goes on with storing recipients when nobody does.
func (r *runner) prepare(ctx context.Context, b app.BulkSend) error {
	_, err := r.s.store(ctx, b, nil)
	switch {
	case err == nil, ctx.Err() != nil, app.ErrorCode(err) == app.CodeCancelled:
		return ctx.Err()
	case app.IsStoreFailure(err):
		return err // the store fails: with room on the disk it goes on by itself
	}
	r.s.p.Log.Error("store the recipients of a bulk send", "mark", b.Mark, "cause", err)
	return r.stop(ctx, b, app.Say("The recipients could not be stored: {{.Why}}", "Why", app.AsError(err).What))
}

// change changes a bulk send when it still has the status that the runner saw: a
// person may have decided something meanwhile.
func (r *runner) change(ctx context.Context, b app.BulkSend, fn func(tx app.Tx, b *app.BulkSend) error) error {
	seen := b.Status
	done := false
	err := r.s.p.Store.Group(ctx, func(tx app.Tx) (err error) {
		if b, err = tx.GetBulk(b.ID); err != nil || b.Status != seen {
			return err
		}
		before := b
		if err := fn(tx, &b); err != nil {
			return err
		}
		done = !sameBulk(b, before)
		if !done {
			return nil
		}
		return tx.UpdateBulk(b)
	})
	if app.ErrorCode(err) == app.CodeNotFound {
		return nil // its channel was deleted
	}
	if err == nil && done {
		r.s.p.Bus.Publish(app.Event{Kind: app.BulkChanged, AgentID: b.AgentID, Environment: b.Environment})
	}
	return err
}

// start begins a bulk send when its messages can still be sent as they were planned.
func (r *runner) start(ctx context.Context, b app.BulkSend) error {
	err := r.change(ctx, b, func(tx app.Tx, b *app.BulkSend) error {
		why, t, err := unsendable(tx, *b, true)
		switch {
		case err != nil:
			return err
		case why.IsEmpty() && changedSince(t, *b):
			why = app.Say(templateChanged, "Name", b.Template)
		}
		if !why.IsEmpty() {
			return r.stopIn(tx, b, why)
		}
		return r.s.beginIn(tx, b)
	})
	r.s.p.Queue.Wake()
	return err
}

// stop stops a bulk send by itself.
func (r *runner) stop(ctx context.Context, b app.BulkSend, why app.Text) error {
	r.s.p.Log.Warn("bulk send stopped by itself", "mark", b.Mark, "why", why.String())
	delete(r.paces, b.ID) // who goes on at once is counted anew as well
	return r.change(ctx, b, func(tx app.Tx, b *app.BulkSend) error { return r.stopIn(tx, b, why) })
}

// stopIn stops it within a transaction, and writes that down.
func (r *runner) stopIn(tx app.Tx, b *app.BulkSend, why app.Text) error {
	b.Status, b.Why = app.BulkStopped, why
	if _, err := tx.HoldBack(b.ID); err != nil {
		return err
	}
	return tx.AddActivity(app.Activity{
		At: r.s.now(), By: "Channel Desk", AgentID: b.AgentID, Environment: b.Environment, Kind: app.ActBulkStopped, After: b.Mark,
		Text: app.Say("The bulk send {{.Name}} stopped by itself: {{.Why}}", "Name", b.Name, "Why", why),
	})
}

// sameBulk compares everything that the runner changes.
func sameBulk(a, b app.BulkSend) bool {
	return a.Status == b.Status && a.StartedAt.Equal(b.StartedAt) && a.EndedAt.Equal(b.EndedAt) && a.NextAt.Equal(b.NextAt) && a.Why.Template == b.Why.Template
}
