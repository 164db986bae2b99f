package sandbox

import (
	"time"
)

// Coster simulates the two hosts of Coster. It is an http.Handler: paths that
// begin with /conversation are the host for answers to customers, those with
// /push the one for templates. Make it with NewCoster; its methods are safe for
// concurrent use.
type Coster struct {
	engine

	// What follows is guarded by the engine's lock.
	world    CosterWorld
	messages []costerMessage
	xids     map[string]bool
	// callbacks are the addresses that its staff set, by account; told has the
	// states that were told, by message.
	callbacks map[string]string
	told      map[string]string
}

// The first parts of Coster's paths, one for each host.
const (
	costerConversation = "conversation"
	costerPush         = "push"
)

// NewCoster makes a simulated Coster with the sample world, or with the
// options' own.
func NewCoster(options Options) *Coster {
	options = options.withDefaults()
	c := &Coster{xids: map[string]bool{}, callbacks: map[string]string{}, told: map[string]string{}}
	c.start(providerCoster, options, c.secrets, c.pack)
	if options.Coster != nil {
		c.world = options.Coster.clone()
	} else {
		c.world = SampleCosterWorld(options.Seed, options.Clock.Now())
	}
	c.phone.attach(providerCoster, c.business())
	return c
}

// Sample gives the values of the sample world with this handler's seed.
func (c *Coster) Sample() CosterValues { return SampleCoster(c.options.Seed) }

// Change lets a test change the world, for instance to switch a quirk on. The
// function must not keep the pointer.
func (c *Coster) Change(change func(*CosterWorld)) {
	c.mu.Lock()
	defer c.mu.Unlock()
	change(&c.world)
}

// Messages gives the accepted messages, oldest first, each with its state of
// now.
func (c *Coster) Messages() []CosterMessage {
	c.mu.Lock()
	defer c.mu.Unlock()
	out := []CosterMessage{}
	for _, m := range c.messages {
		out = append(out, m.at(c.options.Clock.Now(), c.told[m.ID]))
	}
	return out
}

// secrets are those of the world, for masking. The lock is held.
func (c *Coster) secrets(yield func(secret, word string) bool) {
	for value := range c.world.Tokens {
		if !yield(value, "[token]") {
			return
		}
	}
	for _, address := range c.callbacks {
		if !yield(address, "[address]") {
			return
		}
	}
}

func (c *Coster) now() time.Time { return c.options.Clock.Now().UTC() }
