package inbox

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"time"

	"channeldesk/app"
	"channeldesk/app/protocol"
)

// work is one webhook on its way into the store.
type work struct {
	s        *Service
	hook     *app.Channel // of the address; shared, so that nobody may change it
	protocol protocol.Protocol
	receiver protocol.WebhookReceiver
	// declaration is the protocol's, shared as well.
	declaration *protocol.Declaration
	now         time.Time
	// former is the channel as it was under the protocol of the address, where that is
	// one that it had before; nil otherwise. Only states count then.
	former *app.Channel
	// mark is the ConfigMark of a remembered channel; 0 for one that was just read.
	mark int64
	// previous is true when the address had the replaced webhook secret.
	previous bool

	// arrival is kept; with an ID it is kept already, and applied again.
	arrival app.Arrival
	events  []protocol.Received
	// to is, for each event, the index of its channel in channels, or -1.
	to       []int
	channels []*app.Channel
	// what says what they are, whatever becomes of them.
	what app.Text

	// What one try to apply it leaves behind.
	skip   map[int]bool // events that could not be applied
	broken bool         // nothing of it can be applied
	at     int          // the event that is being applied, or -1
	done   tally
	after  after
}

// tally counts what became of the events.
type tally struct{ fresh, repeated, foreign, unknown, failed int }

// triesMax is how many events of a webhook may fail one after the other before
// nothing of it is applied.
const triesMax = 4

// errMistake is in the chain of what was a panic.
var errMistake = errors.New("inbox: panic while a webhook was applied")

// take keeps a webhook with all its effects.
func (w *work) take(ctx context.Context, body []byte) error {
	w.arrival = app.Arrival{ChannelID: w.hook.ID, At: w.now, Body: body}
	if err := w.read(ctx); err != nil {
		return err
	}
	if err := w.commit(ctx); err != nil {
		return err
	}
	w.tell(ctx)
	return nil
}

// read takes the body apart and finds out for whom it is. Both happen before the
// transaction.
func (w *work) read(ctx context.Context) (err error) {
	if w.declaration == nil {
		d := w.protocol.Declaration()
		w.declaration = &d
	}
	if w.events, err = w.parse(); err != nil {
		w.s.p.Log.Warn("a webhook was not understood", "channel", w.hook.Key, "cause", err)
		w.broken = errors.Is(err, errMistake)
		w.events = nil
		w.arrival.State = app.ArrivalNotPlain
		w.arrival.What = app.AsError(err).What
	}
	if err := w.aimed(ctx, w.events); err != nil {
		return err
	}
	if owner, ok := w.soleChannel(); ok && w.arrival.ID == 0 {
		w.arrival.ChannelID = owner.ID
	}
	w.what = w.content()
	return nil
}

func (w *work) parse() (events []protocol.Received, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("%w: %v\n%s", errMistake, r, debug.Stack())
		}
	}()
	return w.receiver.Parse(w.arrival.Body)
}

// soleChannel is the other channel of ours that the whole webhook is for: then it
// is that channel's webhook, whose people alone may read it.
func (w *work) soleChannel() (*app.Channel, bool) {
	if len(w.events) == 0 || w.to[0] <= 0 {
		return nil, false
	}
	for _, to := range w.to {
		if to != w.to[0] {
			return nil, false
		}
	}
	return w.channels[w.to[0]], true
}

// commit applies the events and keeps the webhook in one transaction. An event
// that cannot be applied is left out of the next try, so that it holds up no
// other one; it can be applied again later. The error is the store's.
func (w *work) commit(ctx context.Context) error {
	for try := 1; ; try++ {
		applied := false
		err := w.s.groupAgain(ctx, func(tx app.Tx) error {
			err := w.tryOnce(tx)
			applied = err == nil
			return err
		})
		if err == nil || applied || app.IsStoreFailure(err) || w.broken || errors.Is(err, errChanged) {
			return err
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		w.s.p.Log.Error("an event of a webhook could not be applied", "channel", w.hook.Key, "event", w.at, "cause", err)
		if w.at < 0 || try == triesMax {
			w.broken = true
			continue
		}
		if w.skip == nil {
			w.skip = map[int]bool{}
		}
		w.skip[w.at] = true
	}
}

// tryOnce is the transaction.
func (w *work) tryOnce(tx app.Tx) (err error) {
	w.at, w.done, w.after = -1, tally{}, after{}
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("%w: %v\n%s", errMistake, r, debug.Stack())
		}
	}()
	if w.mark != 0 {
		if mark, err := tx.ConfigMark(); err != nil || mark != w.mark {
			return errors.Join(errChanged, err)
		}
	}
	if !w.broken {
		if err := w.apply(tx); err != nil {
			return err
		}
	}
	w.at = -1
	if w.previous {
		if err := notePrevious(tx, *w.hook, w.now); err != nil {
			return err
		}
	}
	w.judge()
	if w.arrival.ID != 0 {
		return tx.UpdateArrival(w.arrival)
	}
	_, err = tx.AddArrival(w.arrival)
	return err
}

// apply lets every event take effect that is new.
func (w *work) apply(tx app.Tx) error {
	fresh, err := w.takeKeys(tx)
	if err != nil {
		return err
	}
	for i := range w.events {
		e := &w.events[i]
		switch {
		case w.skip[i]:
			w.done.failed++
			continue
		case w.to[i] < 0:
			w.done.foreign++
			continue
		case !isPlain(e):
			w.done.unknown++
			continue
		case hasKey(e) && !fresh[i]:
			w.done.repeated++
			continue
		}
		w.at = i
		repeated, err := w.one(tx, w.channels[w.to[i]], e)
		switch {
		case err != nil:
			return fmt.Errorf("apply event %d: %w", i, err)
		case repeated:
			w.done.repeated++
		default:
			w.done.fresh++
		}
	}
	return nil
}

// isPlain reports whether it was understood, and whom a message is from.
func isPlain(e *protocol.Received) bool {
	return e.Status != nil || e.Notice != nil || e.Message != nil && (e.Message.Silent || personKey(e.Message) != "")
}

// hasKey reports whether an event's key tells that it came before. Of a state the
// message tells it that the state is about.
func hasKey(e *protocol.Received) bool { return e.Status == nil }

// takeKeys marks the events that are to take effect and tells which are new; nil
// when no key is asked. What is for others, or was not understood, keeps its key:
// it may be applied when settings or program have changed.
func (w *work) takeKeys(tx app.Tx) (fresh []bool, err error) {
	for n, c := range w.channels {
		var keys []string
		var from []int
		for i := range w.events {
			if e := &w.events[i]; w.to[i] == n && hasKey(e) && !w.skip[i] && isPlain(e) {
				keys, from = append(keys, e.Key), append(from, i)
			}
		}
		if len(keys) == 0 {
			continue
		}
		new, err := tx.TakeKeys(c.ID, keys, w.now)
		if err != nil {
			return nil, err
		}
		if len(new) == len(w.events) {
			return new, nil
		}
		if fresh == nil {
			fresh = make([]bool, len(w.events))
		}
		for j, i := range from {
			fresh[i] = new[j]
		}
	}
	return fresh, nil
}

// one applies one event. It reports whether it was a repetition.
func (w *work) one(tx app.Tx, c *app.Channel, e *protocol.Received) (repeated bool, err error) {
	switch {
	case e.Message != nil:
		return false, w.message(tx, *c, e)
	case e.Status != nil:
		return w.status(tx, c, e)
	default:
		return false, w.notice(tx, *c, e)
	}
}

// judge says what became of the webhook as a whole.
func (w *work) judge() {
	a, t := &w.arrival, w.done
	before := a.State
	a.Events, a.Fresh = len(w.events), t.fresh
	switch {
	case w.broken || t.failed > 0:
		a.State = app.ArrivalHadProblem
	case len(w.events) == 0 && before == app.ArrivalNotPlain:
		return // and What says why
	case t.fresh > 0, len(w.events) == 0:
		a.State = app.ArrivalApplied
	case t.unknown > 0:
		a.State = app.ArrivalNotPlain
	case t.repeated > 0 && a.ID != 0 && before != app.ArrivalRepeated:
		a.State = app.ArrivalApplied // by an earlier try
	case t.repeated > 0:
		a.State = app.ArrivalRepeated
	default:
		a.State = app.ArrivalForeign
	}
	a.What = w.describe()
}
