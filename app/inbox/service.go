// Package inbox takes in what providers send by webhook, and runs the sessions
// that follow from it.
//
// The rule of this package: a webhook is answered with 200 only when it is on the
// disk, and what it told took effect in the same transaction. So a provider's
// repetition finds its events taken, and a kill at any moment leaves a webhook
// that had its whole effect or one that the provider sends again. What cannot be
// applied through a mistake of ours is kept all the same, as a problem, and can be
// applied again.
package inbox

import (
	"context"
	"log/slog"
	"net/url"
	"sync"
	"time"

	"channeldesk/app"
	"channeldesk/app/protocol"
)

// Store is a store whose small transactions share commits.
type Store interface {
	app.Store
	app.Grouper
}

// groupAgain is GroupAgain where the store has it.
func (s *Service) groupAgain(ctx context.Context, fn func(app.Tx) error) error {
	if again, ok := s.p.Store.(app.Regrouper); ok {
		return again.GroupAgain(ctx, fn)
	}
	return s.p.Store.Group(ctx, fn)
}

// Live is a channel at work, as the service of channels gives it.
type Live struct {
	Agent    app.Agent
	Channel  app.Channel
	Protocol protocol.Protocol
	Config   protocol.Config
	// PreviousSecret is the replaced webhook secret while its overlap lasts; empty
	// otherwise.
	PreviousSecret app.Secret
}

// Channels gives the channel of a webhook address, as it stands now: CodeNotFound
// when there is none.
type Channels interface {
	LiveByKey(ctx context.Context, hookPath, key string) (Live, error)
}

// ChannelsFunc makes Channels of a function.
type ChannelsFunc func(ctx context.Context, hookPath, key string) (Live, error)

// LiveByKey calls the function.
func (f ChannelsFunc) LiveByKey(ctx context.Context, hookPath, key string) (Live, error) {
	return f(ctx, hookPath, key)
}

// Forwarder takes what the agent's own address should get, within the
// transaction in which it happened, and is woken afterwards. *forward.Service does
// it.
type Forwarder interface {
	Add(tx app.Tx, c app.Channel, kind, person string, body any) error
	Wake()
}

// Outbox takes messages that a session sends, within the transaction of the
// session's step, and is woken afterwards. *notify.Service does it.
type Outbox interface {
	AddIn(tx app.Tx, c app.Channel, m app.Message) error
	Wake()
}

// Handoffs is told of webhooks, for the first sign of life of a hand-off.
// *handoff.Service does it.
type Handoffs interface {
	SawWebhook(ctx context.Context, channel app.ChannelID, at time.Time) error
}

// Templates takes over what a webhook told of a template, within the transaction
// that keeps the webhook. changed is true when TemplatesChanged is to be told.
// *template.Service does it.
type Templates interface {
	Apply(tx app.Tx, c app.Channel, n *protocol.Notice, at time.Time) (changed bool, err error)
}

// Params are what the service works with. Forward, Outbox, Handoff and Templates
// may be nil: then nothing is forwarded, messages of sessions only wait in the
// store, no hand-off is told, and news of templates is only kept.
type Params struct {
	Store     Store
	Channels  Channels
	Protocols *protocol.Registry
	Guard     app.Guard
	Bus       *app.Bus
	Clock     app.Clock
	Log       *slog.Logger
	Forward   Forwarder
	Outbox    Outbox
	Handoff   Handoffs
	Templates Templates
}

// Service takes webhooks and runs sessions. Safe for concurrent use. Its calls
// wait for the disk: never call them on the UI goroutine.
type Service struct {
	p      Params
	runner runner
	signs  signs
	tests  selfTests
	memory memory
}

// New makes the service and panics when something that is needed is missing.
func New(p Params) *Service {
	if p.Store == nil || p.Channels == nil || p.Protocols == nil || p.Guard == nil || p.Bus == nil || p.Clock == nil || p.Log == nil {
		panic("inbox: incomplete Params")
	}
	return &Service{p: p, runner: runner{wake: make(chan struct{}, 1)}, signs: signs{seen: map[app.ChannelID]time.Time{}, hurry: make(chan struct{})}}
}

// Hook is a request to a webhook address, without HTTP.
type Hook struct {
	// HookPath is the protocol's part of the address, Key the channel's, and Secret
	// the last part; "" when there is none.
	HookPath, Key, Secret string
	Query                 url.Values
	// Header gives a header by name; "" when it is not there.
	Header func(name string) string
	Body   []byte
}

// Answer is what the provider gets.
type Answer struct {
	Status            int
	Body, ContentType string
	// RetryAfter is when to come again; zero says nothing about it.
	RetryAfter time.Duration
	// SelfTest is true for what we sent to ourselves: it is no sign of life of the
	// provider's.
	SelfTest bool
}

// Wait returns when what goes on beside the answers has ended. Call it after the
// last webhook and before the store is closed.
func (s *Service) Wait() { s.signs.wait() }

func (s *Service) now() time.Time { return s.p.Clock.Now().UTC().Truncate(time.Millisecond) }

// signs tells hand-offs of webhooks, beside the answers: of many that come in a
// moment it tells the latest, at most once a second for each channel.
type signs struct {
	mu      sync.Mutex
	seen    map[app.ChannelID]time.Time // and not told yet
	running bool
	work    sync.WaitGroup
	hurry   chan struct{} // closed by wait
	hurried bool
}

// signPause is the least time between two looks for hand-offs that wait.
const signPause = time.Second

func (s *Service) sign(ctx context.Context, id app.ChannelID, at time.Time) {
	if s.p.Handoff == nil {
		return
	}
	g := &s.signs
	g.mu.Lock()
	defer g.mu.Unlock()
	g.seen[id] = at
	if !g.running {
		g.running = true
		g.work.Add(1)
		go s.tellSigns(context.WithoutCancel(ctx))
	}
}

func (s *Service) tellSigns(ctx context.Context) {
	g := &s.signs
	defer g.work.Done()
	for {
		g.mu.Lock()
		seen := g.seen
		g.seen = map[app.ChannelID]time.Time{}
		if len(seen) == 0 {
			g.running = false
			g.mu.Unlock()
			return
		}
		g.mu.Unlock()
		for id, at := range seen {
			if err := s.p.Handoff.SawWebhook(ctx, id, at); err != nil {
				s.p.Log.Warn("tell hand-offs of a webhook", "channel", id, "cause", err)
			}
		}
		t := time.NewTimer(signPause)
		select {
		case <-t.C:
		case <-g.hurry:
		}
		t.Stop()
	}
}

func (g *signs) wait() {
	g.mu.Lock()
	if !g.hurried {
		g.hurried = true
		close(g.hurry)
	}
	g.mu.Unlock()
	g.work.Wait()
}
