package template

import (
	"context"
	"sync"
	"time"

	"channeldesk/app"
	"channeldesk/app/protocol"
)

// How long after a look the next one is due.
const (
	gapReviewPage  = 30 * time.Second // the page is open and something is in review
	gapPage        = 10 * time.Minute
	gapReviewYoung = 2 * time.Minute // in the background, in the first hour of a review
	gapReview      = 15 * time.Minute
	gapIdle        = 6 * time.Hour
	gapFailed      = 5 * time.Minute
	gapNews        = 3 * time.Second // after a webhook: more may come at once
	young          = time.Hour
)

// keepers are those who look by themselves.
type keepers struct {
	mu    sync.Mutex
	wakes map[chan struct{}]bool
	// news are channels of which a webhook told something, with when to look.
	news map[app.ChannelID]time.Time
}

func (k *keepers) join() (wake chan struct{}, leave func()) {
	k.mu.Lock()
	defer k.mu.Unlock()
	wake = make(chan struct{}, 1)
	if k.wakes == nil {
		k.wakes = map[chan struct{}]bool{}
	}
	k.wakes[wake] = true
	return wake, func() {
		k.mu.Lock()
		defer k.mu.Unlock()
		delete(k.wakes, wake)
	}
}

func (k *keepers) wakeAll() {
	k.mu.Lock()
	defer k.mu.Unlock()
	for wake := range k.wakes {
		select {
		case wake <- struct{}{}:
		default:
		}
	}
}

// hurry makes a look due soon.
func (k *keepers) hurry(c app.ChannelID, now time.Time) {
	k.mu.Lock()
	if k.news == nil {
		k.news = map[app.ChannelID]time.Time{}
	}
	if _, ok := k.news[c]; !ok {
		k.news[c] = now.Add(gapNews)
	}
	k.mu.Unlock()
	k.wakeAll()
}

func (k *keepers) newsOf(c app.ChannelID) time.Time {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.news[c]
}

func (k *keepers) looked(c app.ChannelID) {
	k.mu.Lock()
	defer k.mu.Unlock()
	delete(k.news, c)
}

// Run keeps the templates of all channels up to date until ctx ends: soon after a
// webhook, often while something is in review, and a few times a day otherwise. It
// belongs beside the gateway.
func (s *Service) Run(ctx context.Context) {
	s.keepUp(ctx, func(app.Channel) bool { return true }, gapBehind)
}

// KeepFresh keeps the templates of one environment up to date until ctx ends, for
// while its page is open.
func (s *Service) KeepFresh(ctx context.Context, agent app.AgentID, env app.Environment) {
	if _, err := s.p.Guard.Require(ctx, agent, app.MaySee); err != nil {
		return
	}
	s.keepUp(ctx, func(c app.Channel) bool { return c.AgentID == agent && c.Environment == env }, gapInFront)
}

func gapInFront(review bool, _ time.Duration) time.Duration {
	if review {
		return gapReviewPage
	}
	return gapPage
}

func gapBehind(review bool, age time.Duration) time.Duration {
	switch {
	case review && age < young:
		return gapReviewYoung
	case review:
		return gapReview
	}
	return gapIdle
}

func (s *Service) keepUp(ctx context.Context, mine func(app.Channel) bool, gap func(review bool, age time.Duration) time.Duration) {
	wake, leave := s.keep.join()
	defer leave()
	sub := s.p.Bus.Subscribe(func(app.Event) { s.keep.wakeAll() },
		app.AgentsChanged, app.ChannelChanged, app.SecretsChanged, app.TemplatesChanged)
	defer sub.Close()
	for ctx.Err() == nil {
		c, due, err := s.next(ctx, mine, gap)
		if err != nil && ctx.Err() == nil {
			s.p.Log.Warn("templates are not kept up to date for now", "cause", err)
			due = s.now().Add(gapFailed)
		}
		now := s.now()
		if err == nil && !due.IsZero() && !due.After(now) {
			s.keep.looked(c.ID)
			if err := s.look(ctx, c, false, nil); err != nil && ctx.Err() == nil {
				s.p.Log.Debug("templates were not read", "channel", c.Key, "cause", err)
				wait(ctx, nil, now.Add(gapNews), now)
			}
			continue
		}
		wait(ctx, wake, due, now)
	}
}

// wait returns at a time, when it is woken, or with the context. A zero time waits
// for the other two.
func wait(ctx context.Context, wake <-chan struct{}, due, now time.Time) {
	var at <-chan time.Time
	if !due.IsZero() {
		t := time.NewTimer(due.Sub(now))
		defer t.Stop()
		at = t.C
	}
	select {
	case <-ctx.Done():
	case <-wake:
	case <-at:
	}
}

// next is the channel whose look is due first; the zero time when there is none.
func (s *Service) next(ctx context.Context, mine func(app.Channel) bool, gap func(bool, time.Duration) time.Duration) (first app.Channel, due time.Time, err error) {
	err = s.p.Store.View(ctx, func(tx app.Tx) error {
		first, due = app.Channel{}, time.Time{}
		all, err := tx.ListChannels()
		if err != nil {
			return err
		}
		for _, c := range all {
			if !mine(c) || !s.listed(c) {
				continue
			}
			at, err := s.dueOf(tx, c, gap)
			if err != nil {
				return err
			}
			if due.IsZero() || at.Before(due) {
				first, due = c, at
			}
		}
		return nil
	})
	return first, due, err
}

// listed reports whether the channel is set up far enough to be asked.
func (s *Service) listed(c app.Channel) bool {
	k, err := s.keeper(c)
	if err != nil || !k.Templates().Listed {
		return false
	}
	_, ok := k.(protocol.TemplateLister)
	c.AccountCode = "-"
	return ok && len(s.p.Protocols.Declaration(c.Protocol).Missing(c)) == 0
}

func (s *Service) dueOf(tx app.Tx, c app.Channel, gap func(bool, time.Duration) time.Duration) (time.Time, error) {
	sync, err := tx.GetTemplateSync(c.ID)
	if err != nil {
		return time.Time{}, err
	}
	soonest, now := s.keep.newsOf(c.ID), s.now()
	var due time.Time
	switch {
	case sync.TriedAt.IsZero(), sync.TriedAt.After(now), soonest.After(now.Add(gapNews)):
		return now, nil // never, or the clock was set back since
	case !sync.Problem.IsEmpty():
		due = sync.TriedAt.Add(gapFailed)
		if mended := c.UpdatedAt.Add(gapNews); c.UpdatedAt.After(sync.TriedAt) && mended.Before(due) { // perhaps mended
			due = mended
		}
	default:
		review, age, err := s.inReview(tx, c)
		if err != nil {
			return time.Time{}, err
		}
		due = sync.At.Add(gap(review, age))
	}
	if !soonest.IsZero() && soonest.Before(due) {
		due = soonest
	}
	return due, nil
}

// inReview reports whether anything awaits its review, and for how long the latest
// does.
func (s *Service) inReview(tx app.Tx, c app.Channel) (review bool, age time.Duration, err error) {
	all, err := tx.ListTemplates(c.ID)
	for _, t := range all {
		if t.Status != app.TemplateInReview {
			continue
		}
		if a := s.now().Sub(t.ChangedAt); !review || a < age {
			age = a
		}
		review = true
	}
	return review, age, err
}
