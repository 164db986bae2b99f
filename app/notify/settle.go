package notify

import (
	"channeldesk/app"
)

// settle learns from how a try ended, writes it down, and lets the next message to
// the person go.
func (q *queue) settle(m app.Message, l *lane, p *person, v verdict) {
	q.mu.Lock()
	now := q.clock()
	change := q.learn(m, l, p, &v, now)
	pause := l.pause
	q.mu.Unlock()
	if change {
		q.noteCheck(pause)
		q.s.tellPause(l.id, l.agent, l.env, pause)
	}
	q.record(m, v, now.wall)
	q.finish(m, l, p)
	if v.outcome == app.AttemptSlow || v.outcome == app.AttemptNotSent || v.outcome == app.AttemptOpen {
		q.s.Wake() // when to look again has changed
	}
}

// learn changes what the queue knows of channel and person, and sets when a
// message that was not sent is tried again. It reports whether the channel's pause
// began or ended. The queue's lock is held.
func (q *queue) learn(m app.Message, l *lane, p *person, v *verdict, clock moment) (change bool) {
	now := clock.steady
	known := !v.again.IsZero()
	switch {
	case known, v.outcome == app.AttemptRefused && v.left.IsZero():
		// Nothing was asked.
	case v.outcome == app.AttemptAccepted:
		p.slow = 0
		change = l.answered(*v)
	case v.outcome == app.AttemptRefused:
		change = l.answered(*v)
	case v.outcome == app.AttemptOpen:
		if l.opens++; l.opens >= openMost {
			l.block(*v, now)
		}
	case v.reach == thisPerson:
		change = l.answered(*v)
		v.again = clock.toWall(p.slower(now, v.wait))
	case v.reach == untilMended:
		change = l.stop(*v, clock)
		v.again = m.DueAt
	default:
		l.block(*v, now)
		v.again = m.DueAt
	}
	if v.outcome != app.AttemptSlow && v.outcome != app.AttemptNotSent {
		return change
	}
	// What can only be sent too late fails at once.
	next := v.again
	if l.until.After(now) && clock.toWall(l.until).After(next) {
		next = clock.toWall(l.until)
	}
	if isLate(m, next) {
		v.outcome, v.err = app.AttemptRefused, tooLate(m)
	}
	return change
}

// finish gives the message's place free.
func (q *queue) finish(m app.Message, l *lane, p *person) {
	q.s.release(m.ID)
	q.mu.Lock()
	defer q.mu.Unlock()
	l.held--
	q.held--
	wanted := l.hungry && (l.held <= l.low || l.probing) || q.hungry && q.held <= queueMost/2
	if wanted {
		l.hungry, q.hungry = false, false
		q.s.Wake()
	}
	p.busy = false
	if len(p.behind) == 0 {
		return
	}
	w := p.behind[0]
	p.behind = p.behind[1:]
	q.start(w, l, p, q.clock())
}
