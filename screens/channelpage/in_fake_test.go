package channelpage

import (
	"context"
	"time"

	"channeldesk/app"
	"channeldesk/app/inbox"
	"channeldesk/app/outside"
)

// fakeIncoming is what came in, in memory.
type fakeIncoming struct {
	off      bool // the gateway does not run
	list     []app.Arrival
	err      error
	bodies   map[app.ArrivalID]string
	again    func(app.ArrivalID) (app.ArrivalState, error)
	handed   time.Time
	sessions inbox.Sessions
	check    func(ctx context.Context, report func(outside.Step)) (outside.Report, error)
	waiting  []app.Forwarding
	dead     []app.Forwarding
	secret   string
}

// come adds a webhook at the top.
func (f *fakeDeps) come(state app.ArrivalState, events int, at time.Time, what app.Text) {
	f.mu.Lock()
	defer f.mu.Unlock()
	fresh := events
	if state != app.ArrivalApplied {
		fresh = 0
	}
	id := app.ArrivalID(len(f.in.list) + 1)
	f.in.list = append([]app.Arrival{{ID: id, ChannelID: 1, At: at, State: state, Events: events, Fresh: fresh, What: what}}, f.in.list...)
}

func (f *fakeDeps) GatewayRuns() bool { return !f.in.off }

func (f *fakeDeps) Arrivals(_ context.Context, _ app.AgentID, _ app.Environment, before app.ArrivalID, limit int) (out []app.Arrival, err error) {
	f.note("arrivals")
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, a := range f.in.list {
		if (before == 0 || a.ID < before) && len(out) < limit {
			out = append(out, a)
		}
	}
	return out, f.in.err
}

func (f *fakeDeps) ArrivalBody(_ context.Context, _ app.AgentID, _ app.Environment, id app.ArrivalID) ([]byte, error) {
	f.note("body")
	return []byte(f.in.bodies[id]), nil
}

func (f *fakeDeps) ApplyAgain(_ context.Context, _ app.AgentID, _ app.Environment, id app.ArrivalID) error {
	f.note("again")
	state, err := f.in.again(id)
	if err != nil {
		return err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	for i := range f.in.list {
		if f.in.list[i].ID == id {
			f.in.list[i].State, f.in.list[i].Fresh = state, f.in.list[i].Events
		}
	}
	return nil
}

func (f *fakeDeps) Sessions(context.Context, app.AgentID, app.Environment, int) (inbox.Sessions, error) {
	return f.in.sessions, nil
}

func (f *fakeDeps) HandedAt(context.Context, app.AgentID, app.Environment) (time.Time, error) {
	return f.in.handed, nil
}

func (f *fakeDeps) CheckOutside(ctx context.Context, _ app.AgentID, _ app.Environment, report func(outside.Step)) (outside.Report, error) {
	f.note("outside")
	return f.in.check(ctx, report)
}

func (f *fakeDeps) Forwardings(_ context.Context, _ app.AgentID, _ app.Environment, state app.ForwardState) ([]app.Forwarding, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if state == app.ForwardDead {
		return f.in.dead, nil
	}
	return f.in.waiting, nil
}

func (f *fakeDeps) ForwardAgain(_ context.Context, id app.ForwardID) error {
	f.note("forward again")
	f.mu.Lock()
	defer f.mu.Unlock()
	var left []app.Forwarding
	for _, d := range f.in.dead {
		if d.ID == id {
			f.in.waiting = append(f.in.waiting, d)
			continue
		}
		left = append(left, d)
	}
	f.in.dead = left
	return nil
}

func (f *fakeDeps) ForwardAllAgain(context.Context, app.AgentID, app.Environment) (int, error) {
	f.note("forward all again")
	f.mu.Lock()
	defer f.mu.Unlock()
	n := len(f.in.dead)
	f.in.waiting, f.in.dead = append(f.in.waiting, f.in.dead...), nil
	return n, nil
}

func (f *fakeDeps) SigningSecret(context.Context, app.AgentID, app.Environment) (app.Secret, error) {
	f.note("signing secret")
	return app.NewSecret(f.in.secret), nil
}
