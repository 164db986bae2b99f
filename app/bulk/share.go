package bulk

import (
	"cmp"
	"context"
	"slices"
	"time"

	"channeldesk/app"
	"channeldesk/app/protocol"
)

// number is what is known of how a number sends, as it was last asked.
type number struct {
	protocol.Sending
	asked time.Time
}

// share divides what each number may send among the bulk sends that run on it.
// Those that want less than an equal part get what they want; the others share
// the rest equally.
func (r *runner) share(ctx context.Context, active []app.BulkSend) {
	running, used := map[app.ChannelID][]app.BulkSend{}, map[app.ChannelID]bool{}
	for _, b := range active {
		used[b.ChannelID] = true
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
		if !used[id] {
			delete(r.numbers, id)
		}
	}
}

// numberPace is how many messages a second a number may send; -1 where that is not
// known.
func (r *runner) numberPace(ctx context.Context, id app.ChannelID) float64 {
	if s := r.sending(ctx, id); s.PerSecond > 0 {
		return s.PerSecond
	}
	return -1
}

// sending is what the protocol says, asked once a look.
func (r *runner) sending(ctx context.Context, id app.ChannelID) protocol.Sending {
	q, ok := r.s.p.Queue.(SendingFacts)
	if !ok {
		return protocol.Sending{}
	}
	now := time.Now()
	n := r.numbers[id]
	if n == nil {
		n = &number{}
		r.numbers[id] = n
	}
	if !n.asked.IsZero() && now.Sub(n.asked) < look {
		return n.Sending
	}
	n.asked = now
	got, err := q.Sending(ctx, id)
	if err == nil {
		n.Sending = got
	} else if ctx.Err() == nil {
		r.s.p.Log.Debug("ask what a channel's protocol says of sending", "channel", int64(id), "cause", err)
	}
	return n.Sending
}
