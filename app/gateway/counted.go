package gateway

import (
	"context"

	"channeldesk/app"
)

// CountingStore is a store that counts in a Meter what services write through
// it: attempts to send, delivery states and tries to forward. Only what was
// committed counts.
type CountingStore struct {
	app.Store
	app.Grouper
	Meter *Meter
}

// Update counts what fn wrote once it is saved.
func (s CountingStore) Update(ctx context.Context, fn func(app.Tx) error) error {
	var seen countingTx
	return seen.count(s.Meter, s.Store.Update(ctx, seen.watching(fn)))
}

// Group counts what fn wrote once it is saved.
func (s CountingStore) Group(ctx context.Context, fn func(app.Tx) error) error {
	var seen countingTx
	return seen.count(s.Meter, s.Grouper.Group(ctx, seen.watching(fn)))
}

// GroupAgain counts what the latest run of fn wrote once it is saved.
func (s CountingStore) GroupAgain(ctx context.Context, fn func(app.Tx) error) error {
	again, ok := s.Grouper.(app.Regrouper)
	if !ok {
		return s.Group(ctx, fn)
	}
	var seen countingTx
	return seen.count(s.Meter, again.GroupAgain(ctx, seen.watching(fn)))
}

// countingTx notes what is to be counted.
type countingTx struct {
	app.Tx
	outcomes []app.AttemptOutcome
	states   []app.MessageStatus
	forwards []app.ForwardState
	room     [1]app.MessageStatus // most transactions have one state
}

// watching runs fn with what it does noted, from the beginning each time.
func (t *countingTx) watching(fn func(app.Tx) error) func(app.Tx) error {
	return func(tx app.Tx) error {
		*t = countingTx{Tx: tx}
		t.states = t.room[:0]
		return fn(t)
	}
}

// count counts what was noted, unless the transaction failed.
func (t *countingTx) count(m *Meter, err error) error {
	if err != nil {
		return err
	}
	for _, o := range t.outcomes {
		m.sends.WithLabelValues(string(o)).Inc()
	}
	for _, s := range t.states {
		m.moves.get(s).Inc()
	}
	for _, f := range t.forwards {
		m.forwards.WithLabelValues(string(f)).Inc()
	}
	return nil
}

// EndAttempt notes how an attempt ended.
func (t *countingTx) EndAttempt(e app.AttemptEnd) error {
	err := t.Tx.EndAttempt(e)
	if err == nil {
		t.outcomes = append(t.outcomes, e.Outcome)
	}
	return err
}

// ApplyState notes a state that moved a message on.
func (t *countingTx) ApplyState(c app.ChannelID, u app.StateUpdate) (app.StateApplied, error) {
	s, err := t.Tx.ApplyState(c, u)
	if err == nil && s.Moved {
		t.states = append(t.states, u.Status)
	}
	return s, err
}

// UpdateForwarding notes how a try to forward ended.
func (t *countingTx) UpdateForwarding(f app.Forwarding) error {
	err := t.Tx.UpdateForwarding(f)
	if err == nil && f.Tries > 0 {
		t.forwards = append(t.forwards, f.State)
	}
	return err
}
