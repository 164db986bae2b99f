package sandbox

import (
	"net/http"
	"sync"
)

// Meta simulates the Graph interface. It is an http.Handler whose paths begin
// with the version. Make it with NewMeta; its methods are safe for concurrent
// use.
type Meta struct {
	options Options
	// prefix stands before the version in every path, "" in tests.
	prefix string

	closing   chan struct{}
	closeOnce sync.Once

	mu    sync.Mutex
	world World
}

// NewMeta makes a simulated Graph interface with the sample world.
func NewMeta(options Options) *Meta {
	options = options.withDefaults()
	m := &Meta{options: options, closing: make(chan struct{})}
	if options.World != nil {
		m.world = *options.World
	} else {
		m.world = SampleWorld(options.Seed, options.Clock.Now())
	}
	return m
}

// Sample gives the values of the sample world with this handler's seed.
func (m *Meta) Sample() SampleValues { return Sample(m.options.Seed) }

// Close releases requests that hang or are slow on purpose.
func (m *Meta) Close() { m.closeOnce.Do(func() { close(m.closing) }) }

// ServeHTTP answers one request.
func (m *Meta) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	http.NotFound(w, r)
}
