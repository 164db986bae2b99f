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
	usualPace rate.Limit = protocol.UsualPerSecond
	// horizon is how far ahead messages are claimed: a kill leaves at most those in
	// doubt that were to leave within it.
	horizon = 200 * time.Millisecond
	// laneWorkers is how many calls of one channel run at the same time, and
	// laneMost how many messages of it are in hand, for the usual pace.
	laneWorkers = 64
	laneMost    = 160
	// answerTime is how long an answer may take without a quick channel falling
	// behind. Only what has no limit at all is told to be beyond fastest, and that is
	// near: the usual room is enough for it.
	answerTime = 500 * time.Millisecond
	fastest    = 1000
	// newLane is how many a channel gives at once whose pace is not known yet.
	newLane = 4

	blockMin = time.Second
	blockMax = 5 * time.Minute
	// openMost is how many messages in a row may end in doubt before the channel
	// waits: more would be in doubt as well.
	openMost = 3
)

// lane is what the queue knows of one channel. The queue's lock guards it.
type lane struct {
	id    app.ChannelID
	agent app.AgentID
	env   app.Environment

	limit *rate.Limiter
	// paced is true when the protocol was asked for the pace.
	paced bool
	// workers has a place for each call that may run, most is how many messages may
	// be in hand; more are taken when only low are left.
	workers   chan struct{}
	most, low int
	// held are the messages in hand.
	held int
	// unpaced are those of them that have no place in the pace yet.
	unpaced int
	// hungry is true when more was there than could be taken.
	hungry bool

	// until is when messages pass again, since when the wait began (both steady), tries
	// how many waits there were in a row, and opens how many messages ended in doubt.
	until, since time.Time
	tries, opens int
	// probing lets one message pass at a time, until one is accepted.
	probing bool
	// pause says why nothing passes; nil when something does. One without until
	// lasts until somebody changes something.
	pause *Pause
}

func newLaneFor(m app.Message) *lane {
	l := &lane{id: m.ChannelID, agent: m.AgentID, env: m.Environment}
	l.limit = rate.NewLimiter(usualPace, burst(usualPace))
	l.widen(usualPace)
	return l
}

// setPace changes the pace, and reports whether it was not known before. The burst
// is small, so that the pace holds within each second as well.
func (l *lane) setPace(pace rate.Limit, now time.Time) (first bool) {
	if l.limit.Limit() != pace {
		l.limit.SetLimitAt(now, pace)
		l.limit.SetBurstAt(now, burst(pace))
		l.widen(pace)
	}
	first, l.paced = !l.paced, true
	return first
}

// widen makes room for what a pace needs. Calls that run go on to count in the
// room that they began in.
func (l *lane) widen(pace rate.Limit) {
	perSecond := float64(pace)
	if perSecond > fastest {
		perSecond = 0
	}
	workers := max(laneWorkers, int(perSecond*answerTime.Seconds()))
	l.most = max(laneMost, workers+int(perSecond*horizon.Seconds()))
	l.low = l.most * 3 / 5
	if cap(l.workers) != workers {
		l.workers = make(chan struct{}, workers)
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
	if p, ok := l.Protocol.(protocol.Pacer); ok {
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
	case !l.paced:
		return max(0, newLane-l.held), time.Time{}
	case l.held > l.low:
		return 0, time.Time{}
	}
	n = l.most - l.held
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
func (l *lane) stop(v verdict, clock moment) (fresh bool) {
	now := clock.steady
	fresh = l.pause == nil
	if !fresh && !v.left.IsZero() && v.left.Before(l.since) {
		return false
	}
	var checked time.Time
	if !fresh {
		checked = l.pause.checked
	}
	l.pause = &Pause{
		Channel: l.id, Agent: l.agent, Environment: l.env, Since: clock.wall, What: v.err.What, Fix: v.err.Fix, Code: code(v.err), revision: v.revision, checked: checked,
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
