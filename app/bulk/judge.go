package bulk

import (
	"context"

	"channeldesk/app"
)

// A bulk send stops by itself when
//   - its channel sends nothing until somebody changes something;
//   - its template cannot be sent any more;
//   - most of its latest messages are in doubt: a person has to look after each of
//     those, so that nobody wants more of them, whatever the limit for failures;
//   - more of its latest messages failed than its limit allows, or of all messages
//     since it was begun: many failures are told by a webhook, when others have gone
//     out behind them.
//
// What was sent before somebody went on counts no more. People who asked for no
// messages meanwhile are no failures.

const (
	// doubtSpan is how many of the latest messages are looked at for doubts, and
	// doubtLeast how many of them must be in doubt before that says anything.
	doubtSpan, doubtLeast = 20, 5

	// tooManyFailed and tooManyDoubts say why a bulk send stopped.
	tooManyFailed = "{{.Failed}} of the latest {{.N}} messages failed. That is more than {{.Limit}}%."
	tooManyDoubts = "The provider gave no clear answer to {{.Doubtful}} of the latest {{.N}} messages, so nobody knows whether those went out. Go on when it answers again."
)

// StoppedAtLimit reports whether a bulk send stopped by itself because too many of
// its latest messages failed.
func StoppedAtLimit(b app.BulkSend) bool {
	return b.Status == app.BulkStopped && b.Why.Template == tooManyFailed
}

// judge says why a bulk send must stop; empty when it may go on.
func (r *runner) judge(ctx context.Context, b app.BulkSend, p pace) (why app.Text, err error) {
	if what, _, ok := r.s.p.Queue.Paused(b.ChannelID); ok {
		return app.Say("The channel sends nothing at present. {{.Why}}", "Why", what), nil
	}
	return why, r.s.p.Store.View(ctx, func(tx app.Tx) error {
		var err error
		if why, _, err = unsendable(tx, b, p.released == 0); err != nil || !why.IsEmpty() {
			return err
		}
		n, err := tx.CountBulk(b.ID)
		if err != nil {
			return err
		}
		// What was released last is what still waits: of the rest so many were tried
		// since the bulk send was begun or gone on with.
		tried := p.released - n.Queued - n.Sending
		if why, err = doubts(tx, b, tried); err == nil && why.IsEmpty() {
			why, err = failures(tx, b, p, tried)
		}
		if err == nil && why.IsEmpty() {
			why, err = lateFailures(tx, b, p, n)
		}
		return err
	})
}

// doubts says that most of the latest messages are in doubt.
func doubts(tx app.Tx, b app.BulkSend, tried int) (why app.Text, err error) {
	if tried < doubtLeast {
		return why, nil
	}
	latest, err := tx.LatestOutcomes(b.ID, min(doubtSpan, tried))
	if err != nil || latest.Doubtful < doubtLeast || latest.Doubtful <= latest.Ended {
		return why, err
	}
	return app.Say(tooManyDoubts, "Doubtful", latest.Doubtful, "N", latest.Doubtful+latest.Ended), nil
}

// failures says that too many of the latest messages failed. Only as many of them
// count as were tried since it was begun or gone on with. The first messages of all
// are judged by their share as soon as there are some; who went on has seen
// failures, and there the limit is that of a whole span.
func failures(tx app.Tx, b app.BulkSend, p pace, tried int) (why app.Text, err error) {
	span := min(b.FailSpan, tried)
	if b.FailLimit <= 0 || span < smallestSpan {
		return why, nil
	}
	latest, err := tx.LatestOutcomes(b.ID, span)
	of := latest.Ended
	if p.again {
		of = max(of, b.FailSpan)
	}
	if err != nil || latest.Ended < smallestSpan || latest.Failed*100 <= b.FailLimit*of {
		return why, err
	}
	return app.Say(tooManyFailed, "Failed", latest.Failed, "N", latest.Ended, "Limit", b.FailLimit), nil
}

// lateFailures says that too many of all messages failed since it was begun or gone
// on with.
func lateFailures(tx app.Tx, b app.BulkSend, p pace, n app.BulkCounts) (why app.Text, err error) {
	ended := endedOf(n) - endedOf(p.before)
	if b.FailLimit <= 0 || p.released == 0 || ended < b.FailSpan || (n.Failed-p.before.Failed)*100 <= b.FailLimit*ended {
		return why, nil
	}
	out, err := optedOut(tx, b.ID)
	failed := n.Failed - p.before.Failed - (out - p.wants)
	if err != nil || failed*100 <= b.FailLimit*ended {
		return why, err
	}
	return app.Say(tooManyFailed, "Failed", failed, "N", ended, "Limit", b.FailLimit), nil
}

func endedOf(n app.BulkCounts) int { return n.Accepted + n.Sent + n.Delivered + n.Read + n.Failed }

// optedOut is how many messages failed because their person wants none.
func optedOut(tx app.Tx, id app.BulkID) (n int, err error) {
	reasons, err := tx.BulkFailures(id)
	for _, r := range reasons {
		if r.Code == string(app.CodeOptedOut) {
			n += r.Count
		}
	}
	return n, err
}
