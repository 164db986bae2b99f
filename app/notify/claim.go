package notify

import (
	"context"
	"slices"
	"sync"
	"time"

	"channeldesk/app"
)

// work is a claimed message with its channel as it stood then.
type work struct {
	m    app.Message
	live func() (Live, error)
	// unwanted is true when its person opted out since it was kept.
	unwanted bool
}

// room is what may be claimed now.
type room struct {
	all     int
	budgets map[app.ChannelID]int
	waiting []app.ChannelID
	// spent are those of the waiting whose room the claim used up.
	spent []app.ChannelID
	// more is when a channel that waits has room again; zero when none is known.
	more time.Time
}

// round claims what is due and may leave, and gives when to look again; zero for
// not before a wake-up.
func (q *queue) round() (again time.Time, err error) {
	if q.look.Swap(false) {
		q.forgetLives()
		q.review(q.ctx)
	}
	now := q.clock()
	if err := q.followClock(now); err != nil {
		return again, err
	}
	r := q.measure(now.steady)
	if r.all <= 0 {
		return r.more, nil
	}
	// Most wake-ups find nothing: they are not worth the writer's time.
	var next time.Time
	err = q.s.p.Store.View(q.ctx, func(tx app.Tx) (err error) {
		next, err = tx.NextDue(r.waiting)
		return err
	})
	if err != nil || next.IsZero() || next.After(now.wall) {
		return earlier(now.toSteady(next), r.more), err
	}
	claimed, unwanted, next, err := q.claim(now.wall, &r)
	if err != nil {
		return again, err
	}
	q.begin(claimed, unwanted, now)
	after := q.measure(now.steady)
	for _, id := range r.spent {
		if after.budgets[id] > 0 { // it had more, and some of its messages took no room
			next = now.wall
		}
	}
	return earlier(now.toSteady(next), after.more), nil
}

// earlier is the earlier of two times that are not zero.
func earlier(a, b time.Time) time.Time {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}

// measure gives what may be claimed.
func (q *queue) measure(now time.Time) room {
	q.mu.Lock()
	defer q.mu.Unlock()
	r := room{all: queueMost - q.held, budgets: make(map[app.ChannelID]int, len(q.lanes))}
	q.hungry = r.all <= 0
	for id, l := range q.lanes {
		n, more := l.budget(now)
		if n > 0 {
			r.budgets[id] = n
			continue
		}
		r.waiting = append(r.waiting, id)
		if more.IsZero() {
			l.hungry = true
			continue
		}
		r.more = earlier(r.more, more)
	}
	return r
}

// claim takes messages in one transaction. unwanted are those whose people opted out
// since they were kept: a message may have waited for days. next is when the
// following one is due among the channels that have room left; zero when none waits.
func (q *queue) claim(now time.Time, r *room) (got []app.Message, unwanted []app.MessageID, next time.Time, err error) {
	err = q.s.p.Store.Group(q.ctx, func(tx app.Tx) (err error) {
		if q.mark, err = tx.ConfigMark(); err != nil {
			return err
		}
		var ids []app.MessageID
		for next = now; len(got) < r.all; { // there may be more
			n := min(r.step(), r.all-len(got))
			ms, err := tx.ClaimMessages(now, n, r.waiting)
			if err != nil {
				return err
			}
			got = append(got, ms...)
			for _, m := range ms {
				ids = append(ids, m.ID)
			}
			r.spend(ms)
			if len(ms) < n {
				if next, err = tx.NextDue(r.waiting); err != nil {
					return err
				}
				break
			}
		}
		unwanted, err = tx.Unwanted(ids)
		return err
	})
	if err != nil {
		return nil, nil, next, err
	}
	return got, unwanted, next, nil
}

// spend takes claimed messages off the room of their channels.
func (r *room) spend(ms []app.Message) {
	for _, m := range ms {
		left, known := r.budgets[m.ChannelID]
		if !known {
			left = newLane
		}
		left--
		r.budgets[m.ChannelID] = left
		if left == 0 {
			r.waiting = append(r.waiting, m.ChannelID)
			r.spent = append(r.spent, m.ChannelID)
		}
	}
}

// step is how many messages can be claimed without looking whose they are.
func (r *room) step() int {
	least := 0
	for _, n := range r.budgets {
		if n > 0 && (least == 0 || n < least) {
			least = n
		}
	}
	if least == 0 {
		return newLane
	}
	return least
}

// begin sets claimed messages going.
func (q *queue) begin(claimed []app.Message, unwanted []app.MessageID, now moment) {
	if len(claimed) == 0 {
		return
	}
	lives := map[app.ChannelID]func() (Live, error){}
	q.s.hold(claimed)
	q.mu.Lock()
	defer q.mu.Unlock()
	for _, m := range claimed {
		live := lives[m.ChannelID]
		if live == nil {
			live = q.liveOnce(m.ChannelID)
			lives[m.ChannelID] = live
		}
		l := q.lane(m)
		l.held++
		l.unpaced++
		q.held++
		q.start(work{m, live, slices.Contains(unwanted, m.ID)}, l, q.person(m, now.steady), now)
	}
}

// liveOnce gives a channel as it stands when the first message of a batch needs it, or
// as it stood for an earlier batch, when nothing was changed since.
func (q *queue) liveOnce(id app.ChannelID) func() (Live, error) {
	ctx, mark := context.WithoutCancel(q.ctx), q.mark
	return sync.OnceValues(func() (Live, error) {
		q.mu.Lock()
		known := q.lives[id]
		q.mu.Unlock()
		if mark != 0 && known.mark == mark && time.Since(known.at) < liveFresh {
			return known.live, nil
		}
		began := time.Now()
		live, err := q.s.p.Channels.LiveByID(ctx, id)
		if err == nil {
			q.mu.Lock()
			q.lives[id] = knownLive{live, mark, began}
			q.mu.Unlock()
		}
		return live, err
	})
}

// forgetLives has each channel read again: what somebody changed may have no mark, and
// the secrets of one that is gone are not kept.
func (q *queue) forgetLives() {
	q.mu.Lock()
	defer q.mu.Unlock()
	clear(q.lives)
}

// knownLive is a channel as it stood when the workspace's configuration had a mark, or
// as it stood later, and when it was read.
type knownLive struct {
	live Live
	mark int64
	at   time.Time
}

// liveFresh is how long a channel is taken for what it was when it was read: what the
// latest check found out, and whether its secrets can be read, have no mark.
const liveFresh = time.Second

func (s *Service) hold(ms []app.Message) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, m := range ms {
		s.held[m.ID] = struct{}{}
	}
}

func (s *Service) release(id app.MessageID) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.held, id)
}
