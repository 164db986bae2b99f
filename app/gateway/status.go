package gateway

import (
	"sync"
	"sync/atomic"
	"time"

	"channeldesk/app"
)

// Status is how the gateway is, for people.
type Status struct {
	Running bool
	Since   time.Time // zero while it does not run
	// Listen is the address that is open, with the port that was taken.
	Listen string
	// Public is where it is reached from outside; "" when nobody said so.
	Public string
	// Webhooks, Requests and Refused count since the start: webhooks taken, requests
	// to the notification API, and those of both that were refused.
	Webhooks, Requests, Refused int64
	LastWebhookAt               time.Time
	// LastError is the latest failure, since the program began; nil when there was
	// none.
	LastError   *app.Error
	LastErrorAt time.Time
	Runners     []RunnerStatus
	// Uses are the channels at work, each with the revision that is used.
	Uses []Use
}

// RunnerStatus is how one part of the background work is.
type RunnerStatus struct {
	Name string
	// OK is false while it waits to be started again after a failure.
	OK       bool
	Failures int
	// FailedAt is when it failed last; zero when it never did.
	FailedAt time.Time
}

// tally counts what one run of the gateway did.
type tally struct {
	webhooks, requests, refused atomic.Int64
	lastWebhook                 atomic.Int64 // Unix milliseconds
}

// record is what outlives a run. Safe for concurrent use.
type record struct {
	mu  sync.Mutex
	err *app.Error
	at  time.Time
}

func (r *record) failed(at time.Time, err *app.Error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.err, r.at = err, at
}

// failedRunner is called for each failure of a runner.
func (r *record) failedRunner(clock app.Clock, bus *app.Bus) func(name string, err error) {
	return func(name string, err error) {
		r.failed(clock.Now(), app.NewError(app.CodeInternal, app.Say("A part of the gateway stopped and is started again: {{.Name}}.", "Name", name)).
			WithFix(app.Say("If it stays, copy the details for support.")).Because(err))
		bus.Publish(app.Event{Kind: app.GatewayChanged})
	}
}

// Status tells how the gateway is now. It is quick and asks no disk.
func (s *Service) Status() Status {
	var st Status
	s.past.mu.Lock()
	st.LastError, st.LastErrorAt = s.past.err, s.past.at
	s.past.mu.Unlock()
	r := s.run.Load()
	if r == nil {
		return st
	}
	st.Running, st.Since, st.Listen, st.Public = true, r.since, r.address.String(), r.public.Load().text
	st.Webhooks, st.Requests, st.Refused = r.counted.webhooks.Load(), r.counted.requests.Load(), r.counted.refused.Load()
	if ms := r.counted.lastWebhook.Load(); ms != 0 {
		st.LastWebhookAt = time.UnixMilli(ms).UTC()
	}
	st.Runners, st.Uses = r.runners.status(), r.uses.get()
	return st
}
