package sandbox

import (
	"encoding/json"
	"fmt"
)

// State gives the subscriptions and overrides as JSON, so that they can be kept
// over a restart. There is no secret in it: verify tokens are used once and
// not remembered.
func (m *Meta) State() []byte {
	m.mu.Lock()
	defer m.mu.Unlock()
	data, err := json.MarshalIndent(m.hooks, "", "  ")
	if err != nil {
		panic("the sandbox cannot write its state: " + err.Error())
	}
	return data
}

// Restore puts back what State gave. Subscriptions of apps, accounts and
// numbers that the world does not have are left out. After an error nothing is
// changed.
func (m *Meta) Restore(state []byte) error {
	restored := newWebhooks()
	if err := json.Unmarshal(state, &restored); err != nil {
		return fmt.Errorf("read the sandbox's state: %w", err)
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	kept := newWebhooks()
	for app, subs := range restored.Apps {
		for object, s := range subs {
			if _, ok := m.world.Apps[app]; ok {
				put(kept.Apps, app, object, s)
			}
		}
	}
	for waba, apps := range restored.WABAs {
		for app, uri := range apps {
			if _, ok := m.world.WABAs[waba]; ok {
				put(kept.WABAs, waba, app, uri)
			}
		}
	}
	for number, apps := range restored.Numbers {
		for app, uri := range apps {
			if _, ok := m.world.Numbers[number]; ok {
				put(kept.Numbers, number, app, uri)
			}
		}
	}
	m.hooks = kept
	return nil
}
