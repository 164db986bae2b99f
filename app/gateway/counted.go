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
	return s.counting(fn, func(f func(app.Tx) error) error { return s.Store.Update(ctx, f) })
}

// Group counts what fn wrote once it is saved.
func (s CountingStore) Group(ctx context.Context, fn func(app.Tx) error) error {
	return s.counting(fn, func(f func(app.Tx) error) error { return s.Grouper.Group(ctx, f) })
}

// GroupAgain counts what the latest run of fn wrote once it is saved.
func (s CountingStore) GroupAgain(ctx context.Context, fn func(app.Tx) error) error {
	again, ok := s.Grouper.(app.Regrouper)
	if !ok {
		return s.Group(ctx, fn)
	}
	return s.counting(fn, func(f func(app.Tx) error) error { return again.GroupAgain(ctx, f) })
}

func (s CountingStore) counting(fn func(app.Tx) error, run func(func(app.Tx) error) error) error {
	var seen *countingTx
	err := run(func(tx app.Tx) error {
		seen = &countingTx{Tx: tx}
		return fn(seen)
	})
	if err != nil || seen == nil {
		return err
	}
	for _, o := range seen.outcomes {
		s.Meter.sends.WithLabelValues(string(o)).Inc()
	}
	for _, st := range seen.states {
		s.Meter.states.WithLabelValues(string(st)).Inc()
	}
	for _, f := range seen.forwards {
		s.Meter.forwards.WithLabelValues(string(f)).Inc()
	}
	return nil
}

// countingTx notes what is to be counted.
type countingTx struct {
	app.Tx
	outcomes []app.AttemptOutcome
	states   []app.MessageStatus
	forwards []app.ForwardState
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
