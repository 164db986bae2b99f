// Package notify sends messages: it checks and keeps what is to be sent, hands
// it to the provider at the pace that is allowed, and writes down how each try
// ended.
//
// The rules of this package: a try is on the disk before anything leaves the
// computer; a message of which nobody knows whether it went out is never sent
// again by itself; messages to one person leave one after the other, in the
// order in which they were due.
package notify

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"channeldesk/app"
	"channeldesk/app/protocol"
)

// The codes of refusals that callers may want to tell apart.
const (
	// CodeWindowClosed says that only a template may be sent to this person now.
	CodeWindowClosed app.Code = "window_closed"
	// CodeOptedOut says that the person wants no messages.
	CodeOptedOut = app.CodeOptedOut
)

// Store is what the service keeps messages in.
type Store interface {
	app.Store
	app.Grouper
}

// Live is a channel at work, as the service of channels gives it.
type Live struct {
	Agent    app.Agent
	Channel  app.Channel
	Protocol protocol.Protocol
	Config   protocol.Config
	// PreviousSecret is not used here.
	PreviousSecret app.Secret
}

// Channels gives channels as they stand now.
type Channels interface {
	LiveByID(ctx context.Context, id app.ChannelID) (Live, error)
}

// ChannelsFunc makes Channels of a function.
type ChannelsFunc func(context.Context, app.ChannelID) (Live, error)

// LiveByID calls the function.
func (f ChannelsFunc) LiveByID(ctx context.Context, id app.ChannelID) (Live, error) {
	return f(ctx, id)
}

// Answers is told, within the transaction that writes it down, that the provider
// accepted a text into the session that was not the session's own.
type Answers interface {
	Answered(tx app.Tx, m app.Message, at time.Time) error
}

// Refusals may be offered by Answers: it is told in the same way that a message of
// session behaviour was refused or came too late.
type Refusals interface {
	Refused(tx app.Tx, m app.Message, at time.Time) error
}

// Params are what the service works with; all but Answers are needed.
type Params struct {
	Store    Store
	Channels Channels
	Guard    app.Guard
	Bus      *app.Bus
	Clock    app.Clock
	Log      *slog.Logger
	Answers  Answers
}

// Service sends messages. Safe for concurrent use. All its calls read or write
// the database: none is for the UI goroutine.
type Service struct {
	p    Params
	wake chan struct{}
	// one is held by Run: there is one queue in a process.
	one sync.Mutex

	mu     sync.Mutex
	pauses map[app.ChannelID]Pause
	// held are the messages that Run has in hand.
	held map[app.MessageID]struct{}
}

// New makes the service and panics when something is missing.
func New(p Params) *Service {
	if p.Store == nil || p.Channels == nil || p.Guard == nil || p.Bus == nil || p.Clock == nil || p.Log == nil {
		panic("notify: incomplete Params")
	}
	return &Service{
		p: p, wake: make(chan struct{}, 1),
		pauses: map[app.ChannelID]Pause{}, held: map[app.MessageID]struct{}{},
	}
}

// Wake makes Run look for what is due. Call it after a transaction that used
// AddIn, and when another process may have added messages.
func (s *Service) Wake() {
	select {
	case s.wake <- struct{}{}:
	default:
	}
}

func (s *Service) now() time.Time { return s.p.Clock.Now().Truncate(time.Millisecond) }

func (s *Service) changed(kind app.EventKind, agent app.AgentID, env app.Environment) {
	s.p.Bus.Publish(app.Event{Kind: kind, AgentID: agent, Environment: env})
}
