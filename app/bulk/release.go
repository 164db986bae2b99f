package bulk

import (
	"context"
	"math"
	"time"

	"channeldesk/app"
)

// pace is how far a running bulk send may be.
type pace struct {
	perSecond float64
	// free is how many may be let go at the moment at.
	free float64
	at   time.Time
	// released is how many were let go since it was begun or gone on with.
	released int
	// before are the messages that it had then, by state, and wants those of them that
	// failed because their person wants none.
	before app.BulkCounts
	wants  int
	// judged is when the failures were last looked at.
	judged time.Time
	// again says that it is gone on with: some of it was released before.
	again bool
}

// pass lets time go on at a pace. What could not go is not made good by a burst
// later: at most a second's messages gather.
func (p *pace) pass(now time.Time, perSecond float64) {
	p.free = min(p.free+max(now.Sub(p.at).Seconds(), 0)*p.perSecond, max(p.perSecond, 1))
	p.at, p.perSecond = now, perSecond
}

// due is how many may be let go now.
func (p *pace) due() int { return int(math.Floor(p.free + 1e-6)) }

// nextAt is when the next one may be let go, but not before the next tick.
func (p *pace) nextAt(now time.Time) time.Time {
	at := p.at.Add(time.Duration((1 - p.free) / p.perSecond * float64(time.Second)))
	if soon := now.Add(tick); at.Before(soon) {
		return soon
	}
	return at
}

// paceOf is the pace of a bulk send, with its share of what the number may send.
func (r *runner) paceOf(b app.BulkSend, now time.Time) *pace {
	perSecond, ok := r.shares[b.ID]
	if !ok {
		perSecond = b.Pace
	}
	p := r.paces[b.ID]
	if p == nil {
		p = &pace{perSecond: perSecond, at: now.Add(-tick)}
		r.paces[b.ID] = p
	}
	p.pass(now, perSecond)
	return p
}

// backlogSeconds is how much of the pace may wait in the queue. What waits there
// is not kept back by a pause.
const backlogSeconds = 2

// release lets messages go at the pace, ends the bulk send when all have gone, and
// stops it when too many fail.
func (r *runner) release(ctx context.Context, b app.BulkSend) (next time.Time, err error) {
	now := time.Now()
	p := r.paceOf(b, now)
	if now.Sub(p.judged) >= look {
		p.judged = now
		if why, err := r.judge(ctx, b, *p); err != nil || !why.IsEmpty() {
			if err == nil {
				err = r.stop(ctx, b, why)
			}
			return next, err
		}
	}
	let, held := 0, 0
	err = r.change(ctx, b, func(tx app.Tx, b *app.BulkSend) error {
		let, held = 0, 0
		n, err := tx.CountBulk(b.ID)
		if err != nil {
			return err
		}
		held = n.Held
		waiting := n.Queued + n.Sending
		if p.released == 0 {
			p.again, p.before = b.Total-held > b.Trial, n
			if p.wants, err = optedOut(tx, b.ID); err != nil {
				return err
			}
		}
		if held == 0 {
			if waiting == 0 {
				b.Status, b.EndedAt, b.NextAt = app.BulkDone, r.s.now(), time.Time{}
			}
			return nil
		}
		free := int(math.Ceil(p.perSecond*backlogSeconds)) + 1 - waiting
		if let = min(p.due(), max(free, 0), held); let == 0 {
			return nil
		}
		let, err = tx.Release(b.ID, let, r.s.now())
		return err
	})
	if err != nil {
		return next, err
	}
	if let > 0 {
		p.released += let
		p.free -= float64(let)
		r.s.p.Queue.Wake()
	}
	if held-let <= 0 {
		return now.Add(look), nil
	}
	return p.nextAt(now), nil
}
