package sandbox

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"sync"
)

// engine is what every simulated provider is built on: the record of requests,
// the violations and the faults. Its methods are safe for concurrent use.
type engine struct {
	options Options
	// prefix stands before every path, "" in tests.
	prefix string
	// provider is the one that is simulated, as in a Request.
	provider string
	// phone has the customers, courier sends the webhooks.
	phone   *Phone
	courier *courier
	// hidden gives every secret of the world with the word that stands in its
	// place. It is called with the lock held.
	hidden func(yield func(secret, word string) bool)

	closing   chan struct{}
	closeOnce sync.Once

	mu         sync.Mutex
	faults     []*Fault
	requests   []Request
	count      int
	violations []Violation
}

// start makes an engine ready. options have their defaults.
func (e *engine) start(provider string, options Options, hidden func(yield func(secret, word string) bool),
	pack func([]*update, Delivery) []*post,
) {
	e.options, e.provider, e.hidden = options, provider, hidden
	e.closing = make(chan struct{})
	if e.phone = options.phone; e.phone == nil {
		e.phone = newPhone(options)
	}
	e.courier = newCourier(provider, *options.Delivery, pack)
}

// Close releases requests that hang or are slow on purpose, and sends no webhook
// any more.
func (e *engine) Close() {
	e.closeOnce.Do(func() {
		close(e.closing)
		e.courier.close()
	})
}

// Phone gives the phones of the customers.
func (e *engine) Phone() *Phone { return e.phone }

// Delivery gives how webhooks are sent.
func (e *engine) Delivery() Delivery { return e.courier.delivery() }

// SetDelivery changes how webhooks are sent from now on.
func (e *engine) SetDelivery(d Delivery) error {
	if err := d.check(); err != nil {
		return err
	}
	e.courier.setDelivery(d)
	return nil
}

// Posted gives the webhook posts that were tried, oldest first; at most the last
// 1,000.
func (e *engine) Posted() []Posted { return e.courier.posted() }

// Settled waits until every planned state and webhook happened, or ctx ends.
func (e *engine) Settled(ctx context.Context) error { return e.courier.settled(ctx) }

// Requests gives the recorded requests, oldest first; at most the last 5,000.
func (e *engine) Requests() []Request {
	e.mu.Lock()
	defer e.mu.Unlock()
	return slices.Clone(e.requests[max(0, len(e.requests)-mostRequests):])
}

// Violations gives what was done wrong so far, at most 1,000.
func (e *engine) Violations() []Violation {
	e.mu.Lock()
	defer e.mu.Unlock()
	return slices.Clone(e.violations)
}

// Forget clears the recorded requests and violations.
func (e *engine) Forget() {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.requests, e.violations = nil, nil
}

// next gives the number of a new request. The lock is held.
func (e *engine) next() int {
	e.count++
	return e.count
}

// keep remembers a request. The lock is held.
func (e *engine) keep(r Request) {
	r.Provider = e.provider
	e.requests = append(e.requests, r)
	if len(e.requests) > 2*mostRequests {
		// Now and then only: copying is what costs.
		e.requests = slices.Clone(e.requests[len(e.requests)-mostRequests:])
	}
}

// violate adds a violation. The lock is held.
func (e *engine) violate(number int, rule Rule, detail string) {
	if len(e.violations) < mostViolations {
		e.violations = append(e.violations, Violation{Provider: e.provider, Rule: rule, Detail: detail, Request: number})
	}
}

// finish notes how a request was answered.
func (e *engine) finish(number, status int, fault FaultKind) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if len(e.requests) == 0 {
		return
	}
	if i := number - e.requests[0].N; i >= 0 && i < len(e.requests) {
		e.requests[i].Status, e.requests[i].Fault = status, fault
	}
}

// masked takes every secret of the world out of a text. The lock is held.
func (e *engine) masked(s string) string {
	if len(s) < 16 {
		return s
	}
	for value, word := range e.hidden {
		if value != "" {
			s = strings.ReplaceAll(s, value, word)
		}
	}
	return s
}

// headerOf copies the headers without secrets. The lock is held.
func (e *engine) headerOf(r *http.Request) map[string]string {
	out := map[string]string{}
	for name, values := range r.Header {
		value := e.masked(strings.Join(values, ", "))
		switch name {
		case "Authorization":
			value, _, _ = strings.Cut(value, " ")
		case "Cookie", "Proxy-Authorization", accessTokenHeader:
			value = "[not kept]"
		}
		out[name] = value
	}
	return out
}
