package forward

import (
	"context"
	"time"

	"channeldesk/app"
)

const (
	// slack is how far the clock goes back without anybody setting it, as when it is
	// kept right over the network.
	slack = time.Second
	// clockMost is how many of a channel are looked at when the clock was set back.
	clockMost = 5000
)

// followClock makes those due that wait only because the clock was set back, while
// this runs or before it began: none waits for a time that somebody chose.
func (r *runner) followClock(ctx context.Context) error {
	now := r.s.now()
	first, back := r.latest.IsZero(), now.Before(r.latest.Add(-slack))
	if !first && !back {
		r.latest = now
		return nil
	}
	n := 0
	err := r.s.p.Store.Update(ctx, func(tx app.Tx) error {
		n = 0
		all, err := tx.ListChannels()
		if err != nil {
			return err
		}
		for _, c := range all {
			waiting, err := tx.ListForwardings(c.ID, app.ForwardWaiting, clockMost)
			if err != nil {
				return err
			}
			for _, f := range waiting {
				if !f.DueAt.After(now) || !back && !f.CreatedAt.After(now) && f.DueAt.Sub(now) <= retryAfterMax {
					continue
				}
				f.DueAt = now
				if err := tx.UpdateForwarding(f); err != nil {
					return err
				}
				n++
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	if n > 0 {
		r.s.p.Log.Info("the clock was set back: what was to be forwarded is due", "count", n)
	}
	r.latest = now
	return nil
}
