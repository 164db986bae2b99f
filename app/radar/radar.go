// Package radar sees ends come: of access tokens and other secrets that the
// provider gave a last day, of replaced webhook secrets that are accepted for a
// while, and of API keys. It tells of each in time, and once.
package radar

import (
	"context"
	"slices"
	"time"

	"channeldesk/app"
	"channeldesk/app/protocol"
)

// Kind is what ends.
type Kind string

// The kinds.
const (
	// KindSecret is a secret that the provider stops accepting.
	KindSecret Kind = "secret"
	// KindOldWebhookSecret is a replaced webhook secret at the end of its overlap.
	// What was handed off with it stops working then.
	KindOldWebhookSecret Kind = "old_webhook_secret"
	// KindAPIKey is a key to the notification API.
	KindAPIKey Kind = "api_key"
)

const day = 24 * time.Hour

// AheadDays are the days before an end from which it is told of.
const AheadDays = 30

// warnDays are the days before an end at which people are warned; 0 is the end.
var warnDays = []int{AheadDays, 14, 7, 1, 0}

// End is something that ends, or ended.
type End struct {
	Agent       app.Agent
	Environment app.Environment
	Kind        Kind
	// Label names what ends, as "Access token".
	Label app.Text
	// Text is the whole sentence, for a notification.
	Text app.Text
	// Note is a second sentence about what ends with it; may be empty.
	Note   app.Text
	EndsAt time.Time
	// Days are the whole days left: 0 on the last one, negative afterwards.
	Days int
	// Page and Part are where it is mended.
	Page, Part string

	// secret stands for the value that ends; a copy in the other environment has
	// the same.
	secret app.SecretRef
	// since limits the warnings to those that lie after it; zero means all.
	since time.Time
	// quiet is true when there is no warning at the end itself.
	quiet bool
}

// Sight tells what the acting member may look at. *access.Service does it.
type Sight interface {
	Visible(ctx context.Context) (func(app.AgentID) bool, error)
}

// Params are what the service works with; all are needed.
type Params struct {
	Store     app.Store
	Protocols *protocol.Registry
	Sight     Sight
	Clock     app.Clock
}

// Service reads what ends. Safe for concurrent use; its calls read the database.
type Service struct{ p Params }

// New makes the service and panics when something is missing.
func New(p Params) *Service {
	if p.Store == nil || p.Protocols == nil || p.Sight == nil || p.Clock == nil {
		panic("radar: incomplete Params")
	}
	return &Service{p}
}

// Ahead gives what ends within AheadDays or has ended, the soonest first, of the
// agents that the acting member may look at. Without an acting member, or for
// one who may look at nothing, it is an Error with CodeForbidden.
func (s *Service) Ahead(ctx context.Context) (ends []End, err error) {
	sees, err := s.p.Sight.Visible(ctx)
	if err != nil {
		return nil, err
	}
	now := s.p.Clock.Now()
	err = s.p.Store.View(ctx, func(tx app.Tx) error {
		ends, err = s.collect(tx, now, sees)
		return err
	})
	return slices.DeleteFunc(ends, func(e End) bool { return e.EndsAt.Sub(now) > AheadDays*day }), err
}

// collect gives everything that has an end, the soonest first.
func (s *Service) collect(tx app.Tx, now time.Time, sees func(app.AgentID) bool) (ends []End, err error) {
	agents, err := tx.ListAgents()
	if err != nil {
		return nil, err
	}
	channels, err := tx.ListChannels()
	if err != nil {
		return nil, err
	}
	for _, c := range channels {
		i := slices.IndexFunc(agents, func(a app.Agent) bool { return a.ID == c.AgentID })
		if i < 0 || !sees(c.AgentID) {
			continue
		}
		ends = append(ends, s.secrets(agents[i], c)...)
		old, ok, err := oldWebhookSecret(tx, agents[i], c)
		if err != nil {
			return nil, err
		}
		if ok {
			ends = append(ends, old)
		}
		keys, err := apiKeys(tx, agents[i], c.Environment, now)
		if err != nil {
			return nil, err
		}
		ends = append(ends, keys...)
	}
	for i := range ends {
		ends[i].Days = app.DaysLeft(ends[i].EndsAt.Sub(now))
		ends[i].Text = ends[i].sentence(now)
	}
	slices.SortStableFunc(ends, func(a, b End) int { return a.EndsAt.Compare(b.EndsAt) })
	return ends, nil
}

// secrets are those of the protocol that is chosen now and that its form asks
// for.
func (s *Service) secrets(a app.Agent, c app.Channel) (ends []End) {
	d := s.p.Protocols.Declaration(c.Protocol)
	for _, f := range d.Secrets {
		info := c.Secrets[f.Name]
		if !info.Present() || info.NeverExpires || info.ExpiresAt.IsZero() || !d.Applies(c, f.When) {
			continue
		}
		ends = append(ends, End{
			Agent: a, Environment: c.Environment, Kind: KindSecret, Label: app.Say(f.Label), EndsAt: info.ExpiresAt,
			Page: "channel", Part: "account", secret: origin(info),
		})
	}
	return ends
}

func origin(i app.SecretInfo) app.SecretRef {
	if i.Origin != "" {
		return i.Origin
	}
	return i.Ref
}

// oldWebhookSecret gives the end of an overlap. Warnings that lie before its
// beginning would only repeat what the person just chose, and at the end itself
// the program records that the old secret stopped.
func oldWebhookSecret(tx app.Tx, a app.Agent, c app.Channel) (End, bool, error) {
	w := c.Webhook
	if !w.Previous.Present() || w.PreviousUntil.IsZero() {
		return End{}, false, nil
	}
	list, err := tx.ListHandoffs(c.ID)
	if err != nil {
		return End{}, false, err
	}
	sheets := 0
	for _, h := range list {
		if h.WithSecret && h.Way != app.HandoffNote && !h.At.Before(w.Previous.SetAt) && h.At.Before(w.Secret.SetAt) {
			sheets++
		}
	}
	e := End{
		Agent: a, Environment: c.Environment, Kind: KindOldWebhookSecret, Label: app.Say("Old webhook secret"),
		EndsAt: w.PreviousUntil, Page: "channel", Part: "webhook", secret: w.Previous.Ref, since: w.Secret.SetAt, quiet: true,
	}
	switch {
	case sheets == 1:
		e.Note = app.Say("1 hand-off sheet was made with it and stops working then.")
	case sheets > 1:
		e.Note = app.Say("{{.N}} hand-off sheets were made with it and stop working then.", "N", sheets)
	}
	return e, true, nil
}
