package notify

import (
	"context"
	"fmt"
	"time"

	"channeldesk/app"
	"channeldesk/app/protocol"
)

// callMost is the longest that one call may take; protocols end theirs earlier.
const callMost = time.Minute

// start lets a message go, or puts it behind another one to the same person. The
// queue's lock is held.
func (q *queue) start(w work, l *lane, p *person, now moment) {
	if p.busy {
		p.behind = append(p.behind, w)
		return
	}
	p.busy = true
	l.unpaced--
	back, at := q.plan(w.m, l, p, now)
	q.hands.do(func() {
		var v verdict
		if back != nil {
			v = *back
		} else {
			v = q.try(w, l, at)
		}
		q.settle(w.m, l, p, v)
	})
}

// plan gives the steady time at which the message may leave, or why it has to wait
// outside. The queue's lock is held.
func (q *queue) plan(m app.Message, l *lane, p *person, clock moment) (back *verdict, at time.Time) {
	now := clock.steady
	switch {
	case q.ctx.Err() != nil:
		return stopped(m), at
	case l.blocked(now):
		return channelWaits(m, l), at
	case now.Before(p.until):
		return personWaits(clock.toWall(p.until)), at
	}
	at = p.take(m.ID, now)
	if at.Sub(now) > personInHand {
		p.promise(m.ID, at)
		return personWaits(clock.toWall(at)), at
	}
	if r := l.limit.ReserveN(now, 1); r.OK() {
		at = at.Add(max(0, r.DelayFrom(now)-at.Sub(now)))
	}
	return nil, at
}

// The reasons for giving a message back to the queue before anything was tried.
// One that waits for its channel keeps its place: the channel is passed over.
func stopped(m app.Message) *verdict {
	return &verdict{outcome: app.AttemptNotSent, again: m.DueAt, err: app.NewError(codeStopped, app.Say("The gateway stopped before the message was sent."))}
}

func channelWaits(m app.Message, l *lane) *verdict {
	what := app.Say("The channel waits before it sends again.")
	if l.pause != nil {
		what = l.pause.What
	}
	return &verdict{outcome: app.AttemptNotSent, again: m.DueAt, err: app.NewError(codeChannelWaits, what)}
}

func personWaits(at time.Time) *verdict {
	return &verdict{outcome: app.AttemptNotSent, again: at, err: app.NewError(codePersonWaits, app.Say("Only so many messages may go to one person in a short time, so this one waits."))}
}

// try waits for the message's moment and calls the provider.
func (q *queue) try(w work, l *lane, at time.Time) verdict {
	if !q.waitFor(at) {
		return *stopped(w.m)
	}
	q.mu.Lock()
	workers := l.workers
	q.mu.Unlock()
	select {
	case workers <- struct{}{}:
		defer func() { <-workers }()
	case <-q.ctx.Done():
		return *stopped(w.m)
	}
	began := time.Now()
	live, err := w.live()
	if err != nil {
		v := judgeChannel(err)
		v.left = began
		return v
	}
	now := q.clock()
	q.mu.Lock()
	if l.setPace(paceOf(live), now.steady) {
		q.s.Wake() // more may be in hand now
	}
	blocked := l.blocked(now.steady)
	var back *verdict
	if blocked {
		back = channelWaits(w.m, l)
	}
	q.mu.Unlock()
	switch {
	case blocked:
		return *back
	case isLate(w.m, now.wall):
		return verdict{outcome: app.AttemptRefused, err: tooLate(w.m)}
	}
	sender, e := senderOf(live)
	if w.unwanted {
		e = wantsNone()
	}
	if e != nil {
		return verdict{outcome: app.AttemptRefused, err: e}
	}
	sent, err := q.call(sender, live.Config, w.m)
	v := judge(sent, err, live.Protocol.Declaration())
	v.left, v.revision = now.steady, live.Config.Channel.Revision
	return v
}

// call sends once. A panic leaves it open whether the message went out.
func (q *queue) call(sender protocol.Sender, c protocol.Config, m app.Message) (sent protocol.Sent, err error) {
	ctx, cancel := context.WithTimeout(q.sending, callMost)
	defer cancel()
	defer func() {
		if r := recover(); r != nil {
			q.s.p.Log.Error("sending a message broke", "mark", m.Mark, "panic", fmt.Sprint(r))
			err = app.NewError(app.CodeInternal, app.Say("Something unexpected happened while the message was sent, so nobody knows whether it went out.")).
				WithFix(app.Say("Wait for its delivery state before you send it again."))
		}
	}()
	return sender.Send(ctx, c, outgoing(m))
}

// waitFor sleeps until a steady time; false when the end came first.
func (q *queue) waitFor(at time.Time) bool {
	d := time.Until(at)
	if d <= 0 {
		return true
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return true
	case <-q.ctx.Done():
		return false
	}
}

func isLate(m app.Message, at time.Time) bool {
	return !m.BestBefore.IsZero() && !at.Before(m.BestBefore)
}
