package app

import (
	"slices"
	"sync"
)

// Event says that something changed; who listens reads again. It carries no data.
type Event struct {
	Kind        EventKind
	AgentID     AgentID
	Environment Environment
}

// EventKind is what changed.
type EventKind string

// The kinds of event.
const (
	AgentsChanged   EventKind = "agents"
	ChannelChanged  EventKind = "channel"
	CheckChanged    EventKind = "check"
	HandoffsChanged EventKind = "handoffs"
	SettingsChanged EventKind = "settings"
	SecretsChanged  EventKind = "secrets"
	MembersChanged  EventKind = "members"
	InboxChanged    EventKind = "inbox"    // a webhook came
	MessagesChanged EventKind = "messages" // a message of ours was added or moved on
	KeysChanged     EventKind = "keys"
	GatewayChanged  EventKind = "gateway" // started, stopped, or failed
	// TemplatesChanged tells of templates and drafts of templates, BulkChanged of
	// bulk sends.
	TemplatesChanged EventKind = "templates"
	BulkChanged      EventKind = "bulk"
)

// Bus hands events to whoever subscribed. A slow subscriber loses events that
// equal one it has not read yet, never others, and never blocks the sender.
// The zero value is ready. Safe for concurrent use.
type Bus struct {
	mu   sync.Mutex
	subs map[*Subscription]struct{}
}

// Subscription delivers events until it is closed.
type Subscription struct {
	bus   *Bus
	kinds []EventKind // all when empty
	mu    sync.Mutex
	wait  []Event
	wake  chan struct{}
	done  chan struct{}
}

// Subscribe calls fn, on a goroutine of its own, for every event until Close; when
// kinds are named, for events of these kinds only, and others cost nothing.
func (b *Bus) Subscribe(fn func(Event), kinds ...EventKind) *Subscription {
	s := &Subscription{bus: b, kinds: kinds, wake: make(chan struct{}, 1), done: make(chan struct{})}
	b.mu.Lock()
	if b.subs == nil {
		b.subs = map[*Subscription]struct{}{}
	}
	b.subs[s] = struct{}{}
	b.mu.Unlock()
	go s.run(fn)
	return s
}

// Publish hands the events to all subscribers.
func (b *Bus) Publish(events ...Event) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for s := range b.subs {
		s.add(events)
	}
}

// Close ends the subscription; a call that is running may still finish.
func (s *Subscription) Close() {
	s.bus.mu.Lock()
	defer s.bus.mu.Unlock()
	if _, ok := s.bus.subs[s]; ok {
		delete(s.bus.subs, s)
		close(s.done)
	}
}

func (s *Subscription) add(events []Event) {
	s.mu.Lock()
	defer s.mu.Unlock()
	added := false
	for _, e := range events {
		if len(s.kinds) > 0 && !slices.Contains(s.kinds, e.Kind) {
			continue
		}
		added = true
		known := false
		for _, w := range s.wait {
			known = known || w == e
		}
		if !known {
			s.wait = append(s.wait, e)
		}
	}
	if !added {
		return
	}
	select {
	case s.wake <- struct{}{}:
	default:
	}
}

func (s *Subscription) run(fn func(Event)) {
	for {
		select {
		case <-s.done:
			return
		case <-s.wake:
		}
		s.mu.Lock()
		events := s.wait
		s.wait = nil
		s.mu.Unlock()
		for _, e := range events {
			select {
			case <-s.done:
				return
			default:
				fn(e)
			}
		}
	}
}
