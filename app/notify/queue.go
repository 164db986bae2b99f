package notify

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"channeldesk/app"
)

const (
	// queueMost is how many messages of all channels are in hand.
	queueMost = 2048
	// stopGrace is how long running calls may go on after the end was asked for,
	// and stopRecord how long writing down their end may take afterwards.
	stopGrace  = 20 * time.Second
	stopRecord = 5 * time.Second
	// longestSleep bounds a wait for a due time: a computer that slept, or a clock that
	// was set, makes timers late.
	longestSleep = time.Minute
)

// queue is one run of the loop that sends.
type queue struct {
	s *Service
	// ctx ends when no more may be claimed, sending ends the running calls.
	ctx     context.Context
	sending context.Context
	look    atomic.Bool
	hands   *hands
	ends    endings
	// latest is what the clock showed when it was last looked at, and mark that of the
	// configuration at the latest claim.
	latest time.Time
	mark   int64

	mu     sync.Mutex
	lanes  map[app.ChannelID]*lane
	people map[personKey]*person
	lives  map[app.ChannelID]knownLive
	// sweepAt is the number of people at which those are dropped that say nothing.
	sweepAt int
	held    int
	hungry  bool
}

// Run sends what is due until the context ends, then lets running calls end. What
// was being sent when an earlier run was killed is in doubt from now on. There is
// one queue in a process: a second Run waits for the first. While nothing is due
// it sleeps without looking.
func (s *Service) Run(ctx context.Context) {
	s.one.Lock()
	defer s.one.Unlock()
	sending, cut := context.WithCancel(context.WithoutCancel(ctx))
	defer cut()
	q := &queue{
		s: s, ctx: ctx, sending: sending, sweepAt: peopleMin, hands: newHands(),
		lanes: map[app.ChannelID]*lane{}, people: map[personKey]*person{}, lives: map[app.ChannelID]knownLive{},
	}
	sub := s.p.Bus.Subscribe(q.hear, app.ChannelChanged, app.CheckChanged, app.SecretsChanged, app.SettingsChanged, app.AgentsChanged)
	defer sub.Close()
	defer s.forgetPauses()
	defer q.hands.rest()
	q.abandon()
	for failed := 0; ctx.Err() == nil; {
		again, err := q.round() //nolint:contextcheck // what was claimed is sent to its end, also when the queue stops
		if err == nil {
			failed = 0
		} else if ctx.Err() == nil {
			s.p.Log.Error("take messages from the queue", "cause", err)
			again = time.Now().Add(grow(failed, 2, time.Second, time.Minute))
			failed++
		}
		q.sleep(again)
	}
	q.drain(cut)
}

// hear notices changes after which a paused channel may work.
func (q *queue) hear(app.Event) {
	q.look.Store(true)
	q.s.Wake()
}

// abandon puts in doubt what an earlier run left behind.
func (q *queue) abandon() {
	for failed := 0; q.ctx.Err() == nil; failed++ {
		n := 0
		err := q.s.p.Store.Group(q.ctx, func(tx app.Tx) (err error) {
			now := q.s.now()
			if n, err = tx.AbandonAttempts(now); err != nil {
				return err
			}
			_, err = tx.MakeDue(now) // the clock may have been set back meanwhile
			return err
		})
		if err == nil {
			if n > 0 {
				q.s.p.Log.Warn("messages in doubt: the program ended while they were sent", "count", n)
				q.s.changed(app.MessagesChanged, 0, "")
			}
			return
		}
		if q.ctx.Err() == nil {
			q.s.p.Log.Error("look for messages in doubt", "cause", err)
			q.sleep(time.Now().Add(grow(failed, 2, time.Second, time.Minute)))
		}
	}
}

// sleep waits until a steady time, zero for none, a wake-up or the end.
func (q *queue) sleep(until time.Time) {
	var due <-chan time.Time
	if !until.IsZero() {
		t := time.NewTimer(min(max(time.Until(until), 0), longestSleep))
		defer t.Stop()
		due = t.C
	}
	select {
	case <-q.ctx.Done():
	case <-q.s.wake:
	case <-due:
	}
}

// drain waits for what runs.
func (q *queue) drain(cut context.CancelFunc) {
	done := make(chan struct{})
	go func() {
		q.hands.work.Wait()
		close(done)
	}()
	for _, grace := range []time.Duration{stopGrace, stopRecord} {
		t := time.NewTimer(grace)
		select {
		case <-done:
			t.Stop()
			return
		case <-t.C:
			cut()
		}
	}
	q.s.p.Log.Warn("some messages are left in doubt: their calls did not end")
}

// lane gives what is known of a message's channel.
func (q *queue) lane(m app.Message) *lane {
	l := q.lanes[m.ChannelID]
	if l == nil {
		l = newLaneFor(m)
		q.lanes[m.ChannelID] = l
	}
	return l
}

// person gives what is known of a message's person.
func (q *queue) person(m app.Message, now time.Time) *person {
	key := keyOfPerson(m)
	p := q.people[key]
	if p == nil {
		if len(q.people) >= q.sweepAt {
			for key, p := range q.people {
				if p.isForgotten(now) {
					delete(q.people, key)
				}
			}
			q.sweepAt = max(peopleMin, 2*len(q.people))
		}
		p = &person{}
		q.people[key] = p
	}
	return p
}
