// Package channel configures agents' channels: it edits, validates, checks and
// publishes them, and keeps their secrets where they belong.
//
// The rule of this package: a secret value goes to the secret store under a new
// reference first, then one transaction makes the database point to it, then
// what nothing points to any more is removed. A kill at any moment leaves the
// old state or the new one, and at most a value without an owner, which the
// next Sweep removes.
package channel

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"channeldesk/app"
	"channeldesk/app/protocol"
)

// Params are what the service works with; all are needed.
type Params struct {
	Store     app.Store
	Secrets   app.SecretStore
	Protocols *protocol.Registry
	Guard     app.Guard
	Bus       *app.Bus
	Clock     app.Clock
	Log       *slog.Logger
}

// Service configures channels. Safe for concurrent use. Calls that touch the
// secret store or the provider may take long: never call them on the UI
// goroutine.
type Service struct {
	Params
	live live
}

// New makes the service and panics when something is missing.
func New(p Params) *Service {
	if p.Store == nil || p.Secrets == nil || p.Protocols == nil || p.Guard == nil || p.Bus == nil || p.Clock == nil || p.Log == nil {
		panic("channel: incomplete Params")
	}
	return &Service{Params: p}
}

// View is everything that a screen shows of one environment.
type View struct {
	Agent       app.Agent
	Channel     app.Channel
	Declaration protocol.Declaration
	// PublicAddress is the gateway's; "" when not set.
	PublicAddress string
	// WebhookURL is whole unless the secret is part of it; then it ends with an
	// ellipsis. "" without protocol or public address.
	WebhookURL string
	// Registration is what the provider confirmed of the webhook address, and
	// RegistrationStale is true when address or secret changed since. How the
	// latest try ended stands in Channel.Webhook.LastTry.
	Registration      app.Registration
	RegistrationStale bool
	// Report is the latest check; its time is zero when there was none.
	Report app.CheckReport
	// LastWebhookAt is when the channel's latest webhook came; zero when none did.
	LastWebhookAt time.Time
	// Pending is the number of Draft's differences from Published.
	Pending int
	// Warnings are about settings that Draft and Published share.
	Warnings []app.Text
}

// CheckIsCurrent reports whether the latest check saw the present settings.
func (v View) CheckIsCurrent() bool {
	return !v.Report.At.IsZero() && !v.Channel.UpdatedAt.After(v.Report.At)
}

// Get reads one environment of an agent.
func (s *Service) Get(ctx context.Context, agent app.AgentID, env app.Environment) (View, error) {
	if _, err := s.Guard.Require(ctx, agent, app.MaySee); err != nil {
		return View{}, err
	}
	var v View
	err := s.Store.View(ctx, func(tx app.Tx) error {
		var err error
		if v.Agent, err = tx.GetAgent(agent); err != nil {
			return err
		}
		if v.Channel, err = tx.GetChannel(agent, env); err != nil {
			return noDraft(err, env)
		}
		public, err := tx.Setting(app.SettingPublicAddress)
		if err != nil {
			return err
		}
		v.PublicAddress = v.Agent.PublicAddress(public)
		v.Declaration = s.Protocols.Declaration(v.Channel.Protocol)
		v.WebhookURL = s.webhookURL(v.PublicAddress, v.Channel)
		v.Registration = v.Channel.Webhook.Registered
		v.RegistrationStale = v.Registration.IsStale(v.WebhookURL, v.Channel.Webhook.Secret.Ref)
		if v.Report, err = latestCheck(tx, v.Channel); err != nil {
			return err
		}
		if v.LastWebhookAt, err = tx.LastArrival(v.Channel.ID); err != nil {
			return err
		}
		if v.Agent.HasDraft {
			return s.compare(tx, &v)
		}
		return nil
	})
	return v, err
}

func (s *Service) compare(tx app.Tx, v *View) error {
	other, err := tx.GetChannel(v.Agent.ID, v.Channel.Environment.Other())
	if err != nil {
		return err
	}
	check, err := latestCheck(tx, other)
	if err != nil {
		return err
	}
	draft, published, draftCheck, publishedCheck := v.Channel, other, v.Report, check
	if v.Channel.Environment == app.Published {
		draft, published, draftCheck, publishedCheck = other, v.Channel, check, v.Report
	}
	v.Pending = len(s.differences(published, draft))
	v.Warnings = s.sharedWarnings(draft, published, draftCheck, publishedCheck)
	return nil
}

// latestCheck gives a channel's latest check; none when the channel turned to
// another protocol since, or was never checked.
func latestCheck(tx app.Tx, c app.Channel) (app.CheckReport, error) {
	r, err := tx.GetCheck(c.ID)
	if app.ErrorCode(err) == app.CodeNotFound || err == nil && r.Protocol != "" && r.Protocol != c.Protocol {
		return app.CheckReport{}, nil
	}
	return r, err
}

func (s *Service) webhookURL(public string, c app.Channel) string {
	d := s.Protocols.Declaration(c.Protocol)
	if d.ID == "" || public == "" {
		return ""
	}
	return protocol.ShortWebhookAddress(public, d, c)
}

func noDraft(err error, env app.Environment) error {
	if env == app.Draft && app.ErrorCode(err) == app.CodeNotFound {
		return app.NewError(app.CodeLocked, app.Say("This agent has no draft.")).
			WithFix(app.Say("Create a draft first. Customers keep talking to the published agent.")).Because(err)
	}
	return err
}

// newKey makes a channel's part of its webhook address: initials and six hex
// characters.
func newKey(agentName string) string {
	letters := strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, strings.ToLower(app.Initials(agentName)))
	if letters == "" {
		letters = "ch"
	}
	return letters + "-" + randomHex(3)
}

// freeKey makes a key that no channel has.
func freeKey(tx app.Tx, agentName string) (string, error) {
	for {
		key := newKey(agentName)
		if _, err := tx.FindChannel(key); app.ErrorCode(err) == app.CodeNotFound {
			return key, nil
		} else if err != nil {
			return "", err
		}
	}
}

func randomHex(bytes int) string {
	b := make([]byte, bytes)
	rand.Read(b) //nolint:errcheck // never fails since Go 1.24
	return hex.EncodeToString(b)
}

func (s *Service) now() time.Time { return s.Clock.Now().Truncate(time.Millisecond) }

func (s *Service) changed(kind app.EventKind, agent app.AgentID, env app.Environment) {
	s.Bus.Publish(app.Event{Kind: kind, AgentID: agent, Environment: env})
}

func wrap(what string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", what, err)
}
