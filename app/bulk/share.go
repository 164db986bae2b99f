package bulk

import (
	"cmp"
	"context"
	"slices"
	"time"

	"channeldesk/app"
)

// number is how many messages a second a number may send, as it was last asked.
type number struct {
	perSecond float64
	asked     time.Time
}

// share divides what each number may send among the bulk sends that run on it.
// Those that want less than an equal part get what they want; the others share
// the rest equally.
func (r *runner) share(ctx context.Context, active []app.BulkSend) {
	running := map[app.ChannelID][]app.BulkSend{}
	for _, b := range active {
		if b.Status == app.BulkRunning {
			running[b.ChannelID] = append(running[b.ChannelID], b)
		}
	}
	r.shares = make(map[app.BulkID]float64, len(active))
	for id, list := range running {
		left := r.numberPace(ctx, id)
		slices.SortFunc(list, func(a, b app.BulkSend) int { return cmp.Compare(a.Pace, b.Pace) })
		for i, b := range list {
			part := b.Pace
			if left >= 0 {
				part = min(part, left/float64(len(list)-i))
				left -= part
			}
			r.shares[b.ID] = max(part, PaceMin)
		}
	}
	for id := range r.numbers {
		if running[id] == nil {
			delete(r.numbers, id)
		}
	}
}

// numberPace is asked once a look; -1 is for a number of which it is not known.
func (r *runner) numberPace(ctx context.Context, id app.ChannelID) float64 {
	q, ok := r.s.p.Queue.(NumberPace)
	if !ok {
		return -1
	}
	now := r.s.p.Clock.Now()
	n := r.numbers[id]
	if n == nil {
		n = &number{}
		r.numbers[id] = n
	}
	if now.Sub(n.asked) < look {
		return n.perSecond
	}
	n.asked = now
	perSecond, err := q.Pace(ctx, id)
	switch {
	case perSecond <= 0:
		n.perSecond = -1
	default:
		n.perSecond = perSecond
	}
	if err != nil && ctx.Err() == nil {
		r.s.p.Log.Debug("ask how fast a number may send", "channel", int64(id), "cause", err)
	}
	return n.perSecond
}
