package gateway

import (
	"context"
	"log/slog"
	"net"
	"net/http"
	"time"

	"golang.org/x/time/rate"
)

// Limits protect the gateway from who asks too much or too slowly.
type Limits struct {
	// Header and Body are how long a request's head and the whole request may take
	// to come, Answer how long answering may take, Idle how long a connection may
	// wait for its next request.
	Header, Body, Answer, Idle time.Duration
	// Connections are open at the same time; for more, those go that say nothing.
	Connections int
	// HeaderBytes is the size of a request's head.
	HeaderBytes int
	// WebhookBytes and RequestBytes are the sizes of bodies.
	WebhookBytes, RequestBytes int64
	// BodiesInMemory is the sum of all webhooks being read.
	BodiesInMemory int64
	// PerKey is how many requests a second one API key may make, and Burst how many
	// at once.
	PerKey rate.Limit
	Burst  int
}

// DefaultLimits are for a provider's largest webhook (3 MB) and for keys that
// send as fast as a provider takes messages.
var DefaultLimits = Limits{
	Header: 5 * time.Second, Body: 20 * time.Second, Answer: 60 * time.Second, Idle: 90 * time.Second,
	Connections: 4096, HeaderBytes: 16 << 10, WebhookBytes: 4 << 20, RequestBytes: 64 << 10, BodiesInMemory: 128 << 20,
	PerKey: 100, Burst: 200,
}

// orDefault takes what is zero from DefaultLimits.
func (l Limits) orDefault() Limits {
	d := DefaultLimits
	for _, p := range []struct{ own, std *time.Duration }{{&l.Header, &d.Header}, {&l.Body, &d.Body}, {&l.Answer, &d.Answer}, {&l.Idle, &d.Idle}} {
		if *p.own == 0 {
			*p.own = *p.std
		}
	}
	for _, p := range []struct{ own, std *int }{{&l.Connections, &d.Connections}, {&l.HeaderBytes, &d.HeaderBytes}, {&l.Burst, &d.Burst}} {
		if *p.own == 0 {
			*p.own = *p.std
		}
	}
	for _, p := range []struct{ own, std *int64 }{{&l.WebhookBytes, &d.WebhookBytes}, {&l.RequestBytes, &d.RequestBytes}, {&l.BodiesInMemory, &d.BodiesInMemory}} {
		if *p.own == 0 {
			*p.own = *p.std
		}
	}
	if l.PerKey == 0 {
		l.PerKey = d.PerKey
	}
	return l
}

func (r *running) newServer(life context.Context) *http.Server {
	return &http.Server{
		Handler:           r.newFront(), //nolint:contextcheck // each request brings its own context
		ReadHeaderTimeout: r.limits.Header,
		ReadTimeout:       r.limits.Header + r.limits.Body,
		WriteTimeout:      r.limits.Header + r.limits.Body + r.limits.Answer,
		IdleTimeout:       r.limits.Idle,
		MaxHeaderBytes:    r.limits.HeaderBytes,
		ErrorLog:          slog.NewLogLogger(r.s.p.Log.Handler(), slog.LevelDebug),
		ConnState:         r.crowd.note,
		BaseContext:       func(net.Listener) context.Context { return life },
	}
}
