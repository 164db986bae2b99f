// Package template keeps the message templates of each channel: it reads those of
// the provider, lets people write, check and submit new ones, and fills them for
// sending.
//
// The rules of this package: what a person wrote is on the disk before anything is
// asked of a provider, and stays there until the provider took it; a look at the
// provider's list is taken over whole or not at all; when nobody knows whether a
// submission was carried out, the list is read again and nothing is repeated.
package template

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"channeldesk/app"
	"channeldesk/app/protocol"
)

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

// Params are what the service works with; all are needed.
type Params struct {
	Store     app.Store
	Channels  Channels
	Protocols *protocol.Registry
	Guard     app.Guard
	Bus       *app.Bus
	Clock     app.Clock
	Log       *slog.Logger
}

// Service keeps templates. Safe for concurrent use. Its calls read the database
// or ask the provider: none is for the UI goroutine.
type Service struct {
	p Params

	mu sync.Mutex
	// looks are the looks at a provider's list that go on.
	looks map[app.ChannelID]*look
	// submitting are the drafts that are on their way.
	submitting map[app.TemplateDraftID]bool
	// keep wakes Run and KeepFresh.
	keep keepers
}

// New makes the service and panics when something is missing.
func New(p Params) *Service {
	if p.Store == nil || p.Channels == nil || p.Protocols == nil || p.Guard == nil || p.Bus == nil || p.Clock == nil || p.Log == nil {
		panic("template: incomplete Params")
	}
	return &Service{
		p: p, looks: map[app.ChannelID]*look{}, submitting: map[app.TemplateDraftID]bool{},
	}
}

func (s *Service) now() time.Time { return s.p.Clock.Now().UTC().Truncate(time.Millisecond) }

func (s *Service) changed(c app.Channel) {
	s.p.Bus.Publish(app.Event{Kind: app.TemplatesChanged, AgentID: c.AgentID, Environment: c.Environment})
}

// channel reads the channel of an environment.
func channel(tx app.Tx, agent app.AgentID, env app.Environment) (app.Channel, error) {
	c, err := tx.GetChannel(agent, env)
	if env == app.Draft && app.ErrorCode(err) == app.CodeNotFound {
		return c, app.NewError(app.CodeLocked, app.Say("This agent has no draft.")).
			WithFix(app.Say("Create a draft first. Customers keep talking to the published agent.")).Because(err)
	}
	return c, err
}

// channelOf finds the channel with a number.
func channelOf(tx app.Tx, id app.ChannelID) (app.Channel, error) {
	all, err := tx.ListChannels()
	if err != nil {
		return app.Channel{}, err
	}
	for _, c := range all {
		if c.ID == id {
			return c, nil
		}
	}
	return app.Channel{}, app.NewError(app.CodeNotFound, app.Say("This channel does not exist any more."))
}

// keeper gives the channel's protocol as something that knows templates.
func (s *Service) keeper(c app.Channel) (protocol.TemplateKeeper, error) {
	p, err := s.p.Protocols.Get(c.Protocol)
	if err != nil {
		return nil, err
	}
	k, ok := p.(protocol.TemplateKeeper)
	if !ok {
		return nil, app.NewError(app.CodeUnsupported, app.Say("{{.Protocol}} does not offer this.", "Protocol", p.Declaration().Name))
	}
	return k, nil
}

// provider is the provider's name in sentences.
func (s *Service) provider(c app.Channel) string { return s.p.Protocols.Declaration(c.Protocol).Name }

func record(tx app.Tx, c app.Channel, by, kind string, at time.Time, text app.Text, before, after string) error {
	return tx.AddActivity(app.Activity{
		At: at, By: by, AgentID: c.AgentID, Environment: c.Environment, Kind: kind, Text: text, Before: before, After: after,
	})
}
