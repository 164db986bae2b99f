// Package apikey keeps the keys of the notification API: it makes, rotates and
// revokes them, checks the one that a request brings, and writes code examples
// that use one.
//
// A key is random and shown once. What is kept is its SHA-256, so that neither
// the database nor a backup of it lets anybody in.
package apikey

import (
	"log/slog"
	"sync"
	"time"

	"channeldesk/app"
)

// Params are what the service works with; all are needed.
type Params struct {
	Store app.Store
	Guard app.Guard
	Bus   *app.Bus
	Clock app.Clock
	Log   *slog.Logger
}

// Service keeps API keys. Safe for concurrent use. All its calls read or write
// the database: none is for the UI goroutine.
type Service struct {
	p Params

	mu sync.Mutex
	// uses are those that were not written down yet.
	uses map[app.KeyID]*use
	// wake tells Run that there is one.
	wake chan struct{}
}

// New makes the service and panics when something is missing.
func New(p Params) *Service {
	if p.Store == nil || p.Guard == nil || p.Bus == nil || p.Clock == nil || p.Log == nil {
		panic("apikey: incomplete Params")
	}
	return &Service{p: p, uses: map[app.KeyID]*use{}, wake: make(chan struct{}, 1)}
}

func (s *Service) now() time.Time { return s.p.Clock.Now().Truncate(time.Millisecond) }

func (s *Service) changed(agent app.AgentID, env app.Environment) {
	s.p.Bus.Publish(app.Event{Kind: app.KeysChanged, AgentID: agent, Environment: env})
}
