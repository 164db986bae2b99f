package notify

import (
	"time"

	"golang.org/x/time/rate"

	"channeldesk/app"
	"channeldesk/app/protocol"
)

// The pace of one channel.
const (
	// usualPace is how many messages a second one number may send.
	usualPace rate.Limit = 80
	// horizon is how far ahead messages are claimed: a kill leaves at most those in
	// doubt that were to leave within it.
	horizon = 200 * time.Millisecond
	// laneWorkers is how many calls of one channel run at the same time, and
	// laneMost how many messages of it are in hand. More are taken when only
	// laneLow are left.
	laneWorkers = 64
	laneMost    = 160
	laneLow     = 96
	// newLane is how many a channel that was not seen yet gives at once.
	newLane = 4

	blockMin = time.Second
	blockMax = 5 * time.Minute
	// openMost is how many messages in a row may end in doubt before the channel
	// waits: more would be in doubt as well.
	openMost = 3
)

// pacer is what a protocol may offer: how many messages a second its number may
// send, where that is not the usual.
type pacer interface {
	SendsPerSecond(c protocol.Config) float64
}

// lane is what the queue knows of one channel. The queue's lock guards it.
type lane struct {
	id    app.ChannelID
	agent app.AgentID
	env   app.Environment

	limit   *rate.Limiter
	workers chan struct{}
	// held are the messages in hand.
	held int
	// unpaced are those of them that have no place in the pace yet.
	unpaced int
	// hungry is true when more was there than could be taken.
	hungry bool

	// until is when messages pass again, since when the wait began, tries how many
	// waits there were in a row, and opens how many messages ended in doubt.
	until, since time.Time
	tries, opens int
	// probing lets one message pass at a time, until one is accepted.
	probing bool
	// pause says why nothing passes; nil when something does. One without until
	// lasts until somebody changes something.
	pause *Pause
}

func newLaneFor(m app.Message) *lane {
	l := &lane{id: m.ChannelID, agent: m.AgentID, env: m.Environment, workers: make(chan struct{}, laneWorkers)}
	l.limit = rate.NewLimiter(usualPace, burst(usualPace))
	return l
}

// setPace changes the pace. The burst is small, so that the pace holds within
// each second as well.
func (l *lane) setPace(pace rate.Limit, now time.Time) {
	if l.limit.Limit() != pace {
		l.limit.SetLimitAt(now, pace)
		l.limit.SetBurstAt(now, burst(pace))
	}
}

func burst(pace rate.Limit) int {
	if pace == rate.Inf {
		return 1
	}
	return max(1, int(pace/20))
}

// paceOf is what the protocol says, or the usual.
func paceOf(l Live) rate.Limit {
	if p, ok := l.Protocol.(pacer); ok {
		if pace := p.SendsPerSecond(l.Config); pace > 0 {
			return rate.Limit(pace)
		}
	}
	return usualPace
}

// blocked reports whether nothing may leave now.
func (l *lane) blocked(now time.Time) bool {
	return now.Before(l.until) || l.pause != nil && l.until.IsZero()
}

// budget is how many messages may be claimed now, and when there will be more;
// zero when something else brings that about.
func (l *lane) budget(now time.Time) (n int, more time.Time) {
	switch {
	case l.blocked(now):
		return 0, l.until
	case l.probing:
		return max(0, 1-l.held), time.Time{}
	case l.held > laneLow:
		return 0, time.Time{}
	}
	n = laneMost - l.held
	if pace := l.limit.Limit(); pace != rate.Inf {
		// A share of what the horizon holds at once: a claim for each single message
		// would cost more than the messages.
		wanted := max(1, float64(pace)*horizon.Seconds()/2)
		free := l.limit.TokensAt(now) + float64(pace)*horizon.Seconds() - float64(l.unpaced)
		if free < wanted {
			return 0, now.Add(time.Millisecond + time.Duration((wanted-free)/float64(pace)*float64(time.Second)))
		}
		n = min(n, int(free))
	}
	return n, time.Time{}
}

// block makes the channel wait, longer each time. What left before the wait began
// makes it no longer.
func (l *lane) block(v verdict, now time.Time) {
	if !v.left.IsZero() && v.left.Before(l.since) {
		return
	}
	l.since = now
	l.until = now.Add(max(grow(l.tries, 2, blockMin, blockMax), v.wait))
	l.tries++
	l.probing = true
}

// stop makes the channel wait until somebody changes something. Without an answer
// of the provider the reason may also pass by itself.
func (l *lane) stop(v verdict, now time.Time) (fresh bool) {
	fresh = l.pause == nil
	if !fresh && !v.left.IsZero() && v.left.Before(l.since) {
		return false
	}
	l.pause = &Pause{
		Channel: l.id, Agent: l.agent, Environment: l.env, Since: now, What: v.err.What, Fix: v.err.Fix, Code: code(v.err), revision: v.revision,
	}
	l.since, l.until, l.probing = now, time.Time{}, true
	if v.err.Code == app.CodeSecretsUnavailable {
		l.until = now.Add(grow(l.tries, 2, 15*time.Second, blockMax))
		l.tries++
	}
	return fresh
}

// answered says that the provider took or refused a message by itself.
func (l *lane) answered(v verdict) (resumed bool) {
	if v.left.Before(l.since) {
		return false
	}
	resumed = l.pause != nil
	l.pause, l.probing, l.tries, l.opens, l.until = nil, false, 0, 0, time.Time{}
	return resumed
}

// mended lets one message try.
func (l *lane) mended() {
	l.until, l.tries, l.opens, l.probing = time.Time{}, 0, 0, true
	l.pause = nil
}

// grow is first, then each time times as much, at most most.
func grow(n, times int, first, most time.Duration) time.Duration {
	d := first
	for range n {
		if d *= time.Duration(times); d >= most {
			return most
		}
	}
	return d
}
