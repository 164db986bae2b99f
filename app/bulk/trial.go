package bulk

import (
	"context"
	"time"

	"channeldesk/app"
)

// The first few of a bulk send go alone. The others follow
//   - when each of the first few arrived or failed, and not more than half failed;
//   - after trialPatience, when more than half of them arrived: a phone that is off
//     holds nobody up.
//
// Otherwise the bulk send stops by itself. Arrived is delivered or read; where the
// provider never tells that, sent is enough.

// trialPatience is how long a gateway waits for the states of the first few.
const trialPatience = 2 * time.Minute

// TrialText says in a sentence when the others follow the first few. noArrival is
// protocol.Sending.NoArrival.
func TrialText(noArrival bool) app.Text {
	if noArrival {
		return app.Say("The others follow when those were sent, because the provider never tells whether a message arrived.")
	}
	return app.Say("The others follow when those arrived, or after two minutes when most of them did.")
}

// try waits for the states of the first few.
func (r *runner) try(ctx context.Context, b app.BulkSend) (next time.Time, err error) {
	now := time.Now()
	if r.trials[b.ID].IsZero() {
		r.trials[b.ID] = now // states come only while a gateway runs
	}
	began := r.trials[b.ID]
	if what, _, ok := r.s.p.Queue.Paused(b.ChannelID); ok {
		return next, r.stop(ctx, b, app.Say("The channel sends nothing at present. {{.Why}}", "Why", what))
	}
	var n app.BulkCounts
	out := 0 // of them asked for no messages meanwhile
	err = r.s.p.Store.View(ctx, func(tx app.Tx) (err error) {
		if n, err = tx.CountBulk(b.ID); err == nil && n.Failed > 0 {
			out, err = optedOut(tx, b.ID)
		}
		return err
	})
	if err != nil {
		return next, err
	}
	n.Failed, b.Trial = n.Failed-out, b.Trial-out
	failed, arrived := n.Failed+n.Unknown, n.Delivered+n.Read
	noArrival := r.sending(ctx, b.ChannelID).NoArrival
	if noArrival {
		arrived += n.Sent
	}
	late := now.Sub(began) >= trialPatience
	switch {
	case n.Unknown > n.Failed && failed*2 > b.Trial:
		return next, r.stop(ctx, b, app.Say("The provider gave no clear answer to {{.Doubtful}} of the first {{.N}} messages, so the others were kept back.", "Doubtful", n.Unknown, "N", b.Trial))
	case failed*2 > b.Trial:
		return next, r.stop(ctx, b, app.Say("{{.Failed}} of the first {{.N}} messages failed, so the others were kept back.", "Failed", failed, "N", b.Trial))
	case failed+arrived >= b.Trial, late && arrived*2 > b.Trial:
		return now, r.change(ctx, b, func(_ app.Tx, b *app.BulkSend) error { b.Status = app.BulkRunning; return nil })
	case late:
		return next, r.stop(ctx, b, tooFew(b, n, arrived, noArrival))
	}
	return minTime(now.Add(look), began.Add(trialPatience)), nil
}

func minTime(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}

// tooFew says why the others are kept back when the time is over.
func tooFew(b app.BulkSend, n app.BulkCounts, arrived int, noArrival bool) app.Text {
	switch {
	case n.Queued+n.Sending == b.Trial:
		return app.Say("None of the first {{.N}} messages could leave within two minutes, so the others were kept back. Does the channel send?", "N", b.Trial)
	case n.Sent+n.Delivered+n.Read+n.Failed+n.Queued+n.Sending == 0:
		return app.Say("The first {{.N}} messages left, and no state came for any of them within two minutes. Do webhooks arrive? Go on if you know why.", "N", b.Trial)
	case noArrival:
		return app.Say("Only {{.Arrived}} of the first {{.N}} messages were sent on within two minutes, so the others were kept back. Go on if you know why.", "Arrived", arrived, "N", b.Trial)
	}
	return app.Say("Only {{.Arrived}} of the first {{.N}} messages arrived within two minutes, so the others were kept back. Go on if you know why.", "Arrived", arrived, "N", b.Trial)
}
