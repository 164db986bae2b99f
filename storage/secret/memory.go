package secret

import (
	"context"
	"sync"

	"channeldesk/app"
)

// Memory keeps values until the program ends. Safe for concurrent use.
type Memory struct {
	mu sync.Mutex
	// Pointers, because printing a struct that holds a Memory would show the
	// values themselves: methods of fields that are not exported are not called.
	values map[app.SecretRef]*app.Secret
}

// NewMemory makes an empty one.
func NewMemory() *Memory { return &Memory{values: map[app.SecretRef]*app.Secret{}} }

// Get gives a value; CodeSecretMissing when it was kept by an earlier run.
func (m *Memory) Get(_ context.Context, ref app.SecretRef) (app.Secret, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	v, ok := m.values[ref]
	if !ok {
		return app.Secret{}, missing(app.Say("This secret was kept for one run of Channel Desk only, and that run is over."))
	}
	return *v, nil
}

// Put keeps a value.
func (m *Memory) Put(_ context.Context, ref app.SecretRef, value app.Secret) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.values[ref] = &value
	return nil
}

// Delete forgets a value.
func (m *Memory) Delete(_ context.Context, ref app.SecretRef) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.values, ref)
	return nil
}

// Probe always succeeds.
func (m *Memory) Probe(context.Context) error { return nil }

// String hides the values.
func (m *Memory) String() string { return "secrets in memory" }

// GoString hides the values.
func (m *Memory) GoString() string { return m.String() }
