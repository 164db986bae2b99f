package sandbox

import (
	"slices"
	"time"
)

// Qontak simulates Qontak's Open API. It is an http.Handler that serves both
// ways of signing in: paths that begin with /api/open/v1 take a bearer token, as
// the addresses of 2021 and 2022 do, and those that begin with /qontak/chat/v1
// take HMAC, as the current one does. What follows is the same. Make it with
// NewQontak; its methods are safe for concurrent use.
type Qontak struct {
	engine

	// What follows is guarded by the engine's lock.
	world QontakWorld
	// endpoints and rooms are the registered addresses by organisation.
	endpoints map[string]QontakEndpoint
	rooms     map[string]QontakEndpoint
	messages  []qontakMessage
	used      map[string]*qontakUse
	// inRoom are the rooms of customers who wrote, tellers say how the states of a
	// message are told, told has those that were, answers counts those into rooms.
	inRoom  map[string]room
	tellers map[string]func(state string, at time.Time) any
	told    map[string]string
	answers int
}

// NewQontak makes a simulated Qontak with the sample world, or with the
// options' own.
func NewQontak(options Options) *Qontak {
	options = options.withDefaults()
	k := &Qontak{
		endpoints: map[string]QontakEndpoint{}, rooms: map[string]QontakEndpoint{}, used: map[string]*qontakUse{},
		inRoom: map[string]room{}, tellers: map[string]func(string, time.Time) any{}, told: map[string]string{},
	}
	k.start(providerQontak, options, k.secrets, k.pack)
	if options.Qontak != nil {
		k.world = options.Qontak.clone()
	} else {
		k.world = SampleQontakWorld(options.Seed, options.Clock.Now())
	}
	k.phone.attach(providerQontak, k.business())
	return k
}

// Sample gives the values of the sample world with this handler's seed.
func (k *Qontak) Sample() QontakValues { return SampleQontak(k.options.Seed) }

// Change lets a test change the world, for instance to switch a quirk on or a
// limit off. The function must not keep the pointer.
func (k *Qontak) Change(change func(*QontakWorld)) {
	k.mu.Lock()
	defer k.mu.Unlock()
	change(&k.world)
}

// Endpoint gives the address that is registered for the sample organisation; the
// zero value when there is none.
func (k *Qontak) Endpoint() QontakEndpoint { return k.EndpointOf(k.Sample().OrganisationID) }

// EndpointOf gives the address that is registered for an organisation.
func (k *Qontak) EndpointOf(organisationID string) QontakEndpoint {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.endpoints[organisationID].clone()
}

// SetEndpoint registers an address without a call, as if somebody else had done
// it. An empty URL takes the registration away.
func (k *Qontak) SetEndpoint(organisationID, url string, events ...string) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if url == "" {
		delete(k.endpoints, organisationID)
		return
	}
	e := QontakEndpoint{ID: deriveUUID("qontak webhook " + organisationID + url), URL: url, Events: map[string]bool{}, At: k.options.Clock.Now()}
	for _, name := range events {
		e.Events[name] = true
	}
	k.endpoints[organisationID] = e
}

// Messages gives the accepted broadcasts, oldest first, each with its state of
// now.
func (k *Qontak) Messages() []QontakMessage {
	k.mu.Lock()
	defer k.mu.Unlock()
	out := []QontakMessage{}
	for _, m := range k.messages {
		out = append(out, m.at(k.options.Clock.Now(), k.told[m.WhatsAppID]))
	}
	return out
}

// Templates gives all templates, each with its state of now.
func (k *Qontak) Templates() []QontakTemplate {
	k.mu.Lock()
	defer k.mu.Unlock()
	out := slices.Clone(k.world.Templates)
	for i := range out {
		out[i].Status = out[i].statusAt(k.options.Clock.Now())
	}
	return out
}

// secrets are those of the world, for masking. The lock is held.
func (k *Qontak) secrets(yield func(secret, word string) bool) {
	for value := range k.world.Tokens {
		if !yield(value, "[token]") {
			return
		}
	}
	for _, p := range k.world.Pairs {
		if !yield(p.ClientSecret, "[secret]") {
			return
		}
	}
	for _, n := range k.world.Integrations {
		if !yield(n.Authorization, "[secret]") {
			return
		}
	}
	for _, e := range k.endpoints {
		if !yield(e.URL, "[address]") {
			return
		}
	}
}

func (k *Qontak) now() time.Time { return k.options.Clock.Now().UTC() }
