package channel

import (
	"context"
	"time"

	"channeldesk/app"
	"channeldesk/app/protocol"
)

// Check tests a channel against its provider, reporting each step as it turns,
// and keeps the report and what became known of the secrets.
func (s *Service) Check(ctx context.Context, agent app.AgentID, env app.Environment, report func(app.CheckStep)) (app.CheckReport, error) {
	member, err := s.Guard.Require(ctx, agent, app.MayEdit)
	if err != nil {
		return app.CheckReport{}, err
	}
	p, cfg, err := s.config(ctx, agent, env)
	if err != nil {
		return app.CheckReport{}, err
	}
	if report == nil {
		report = func(app.CheckStep) {}
	}
	started := s.now()
	r, err := p.Check(ctx, cfg, report)
	if err != nil {
		return r, err
	}
	r.Protocol = cfg.Channel.Protocol
	r.At, r.Took = s.now(), s.Clock.Now().Sub(started)
	err = s.Store.Update(ctx, func(tx app.Tx) error {
		c, err := tx.GetChannel(agent, env)
		if err != nil {
			return noDraft(err, env)
		}
		if len(s.differences(cfg.Channel, c)) > 0 {
			// The settings changed meanwhile: the report is older than they are.
			r.At = c.UpdatedAt.Add(-time.Millisecond)
		}
		if err := tx.SaveCheck(c.ID, r); err != nil {
			return err
		}
		if learn(&c, cfg.Channel, r) {
			if err := tx.UpdateChannel(c); err != nil {
				return err
			}
		}
		return s.record(tx, member, agent, env, app.ActChecked, app.Say("Connection checked: {{.Passed}} of {{.All}} passed", "Passed", r.Count(app.StepPassed), "All", len(r.Steps)))
	})
	if err != nil {
		return r, err
	}
	s.changed(app.CheckChanged, agent, env)
	return r, nil
}

// learn notes expiry and verification of the secrets that were really checked.
func learn(c *app.Channel, checked app.Channel, r app.CheckReport) bool {
	changed := false
	next := c.Clone()
	for name, facts := range r.Secrets {
		info, ok := next.Secrets[name]
		if !ok || info.Ref != checked.Secrets[name].Ref {
			continue
		}
		if facts.Verified {
			info.VerifiedAt = r.At
		}
		if facts.NeverExpires || !facts.ExpiresAt.IsZero() {
			info.ExpiresAt, info.NeverExpires = facts.ExpiresAt.Truncate(time.Millisecond), facts.NeverExpires
		}
		if info != next.Secrets[name] {
			next.Secrets[name], changed = info, true
		}
	}
	*c = next
	return changed
}

// Abilities tells what a protocol can do beyond the connection check.
type Abilities struct {
	Pick, Subscribe, Override bool
	Scopes                    []protocol.WebhookScope
	Register, TestSend        bool
	// EndpointScope says for what a registration holds.
	EndpointScope app.Text
	// SessionButtons is how many buttons a session message may have; 0 means that
	// choices are told in the text.
	SessionButtons int
}

// Abilities of a protocol, for showing and hiding.
func (s *Service) Abilities(id app.ProtocolID) Abilities {
	p, err := s.Protocols.Get(id)
	if err != nil {
		return Abilities{}
	}
	var a Abilities
	_, a.Pick = p.(protocol.NumberLister)
	_, a.Subscribe = p.(protocol.WebhookSubscriber)
	if o, ok := p.(protocol.WebhookOverrider); ok {
		a.Override, a.Scopes = true, o.Scopes()
	}
	if r, ok := p.(protocol.EndpointRegistrar); ok {
		a.Register, a.EndpointScope = true, r.EndpointScope()
	}
	_, a.TestSend = p.(protocol.TestSender)
	if sender, ok := p.(protocol.Sender); ok {
		a.SessionButtons = sender.SessionButtons()
	}
	return a
}

// Numbers lists what the channel's access token can see.
func (s *Service) Numbers(ctx context.Context, agent app.AgentID, env app.Environment) ([]protocol.Number, error) {
	if _, err := s.Guard.Require(ctx, agent, app.MayEdit); err != nil {
		return nil, err
	}
	p, cfg, err := s.config(ctx, agent, env)
	if err != nil {
		return nil, err
	}
	l, ok := p.(protocol.NumberLister)
	if !ok {
		return nil, unsupported(p, protocol.AbilityPick)
	}
	return l.ListNumbers(ctx, cfg)
}

// Subscribe lets the provider pass messages on, and proves it by reading back.
func (s *Service) Subscribe(ctx context.Context, agent app.AgentID, env app.Environment) error {
	member, err := s.Guard.Require(ctx, agent, app.MayEdit)
	if err != nil {
		return err
	}
	p, cfg, err := s.config(ctx, agent, env)
	if err != nil {
		return err
	}
	w, ok := p.(protocol.WebhookSubscriber)
	if !ok {
		return unsupported(p, protocol.AbilitySubscribe)
	}
	if err := w.Subscribe(ctx, cfg); err != nil {
		return err
	}
	err = s.Store.Update(ctx, func(tx app.Tx) error {
		return s.record(tx, member, agent, env, app.ActSubscribed, app.Say("Message delivery switched on at {{.Provider}}", "Provider", p.Declaration().Name))
	})
	s.changed(app.CheckChanged, agent, env)
	return err
}

// ReadWebhook asks the provider which address it has.
func (s *Service) ReadWebhook(ctx context.Context, agent app.AgentID, env app.Environment) (protocol.WebhookState, error) {
	if _, err := s.Guard.Require(ctx, agent, app.MayEdit); err != nil {
		return protocol.WebhookState{}, err
	}
	p, cfg, err := s.config(ctx, agent, env)
	if err != nil {
		return protocol.WebhookState{}, err
	}
	w, ok := p.(protocol.WebhookSubscriber)
	if !ok {
		return protocol.WebhookState{}, unsupported(p, protocol.AbilitySubscribe)
	}
	return w.ReadWebhook(ctx, cfg)
}

// SetWebhook sets the channel's own address at the provider, in a scope of the
// protocol, and records what reading it back showed.
func (s *Service) SetWebhook(ctx context.Context, agent app.AgentID, env app.Environment, scope string) (protocol.WebhookState, error) {
	return s.override(ctx, agent, env, func(o protocol.WebhookOverrider, cfg protocol.Config, by app.Member) (protocol.WebhookState, app.Registration, string, app.Text, error) {
		state, err := o.SetWebhook(ctx, cfg, scope)
		reg := app.Registration{URL: s.shownAddress(cfg), At: s.now(), By: by.Name, OK: err == nil, Scope: scope, SecretRef: cfg.Channel.Webhook.Secret.Ref}
		return state, reg, app.ActOverrideSet, app.Say("Webhook address set at the provider"), err
	})
}

// shownAddress is a call's webhook address without a secret.
func (s *Service) shownAddress(cfg protocol.Config) string {
	d := s.Protocols.Declaration(cfg.Channel.Protocol)
	if !d.SecretInAddress {
		return cfg.WebhookURL
	}
	return protocol.ShortWebhookAddress(cfg.WebhookURL, d, cfg.Channel)
}

// RemoveWebhook removes the channel's own address from a scope. What was set in
// another scope stays known.
func (s *Service) RemoveWebhook(ctx context.Context, agent app.AgentID, env app.Environment, scope string) (protocol.WebhookState, error) {
	return s.override(ctx, agent, env, func(o protocol.WebhookOverrider, cfg protocol.Config, _ app.Member) (protocol.WebhookState, app.Registration, string, app.Text, error) {
		state, err := o.RemoveWebhook(ctx, cfg, scope)
		reg := cfg.Channel.Webhook.Registered
		if reg.Scope == scope {
			reg = app.Registration{}
		}
		return state, reg, app.ActOverrideRemoved, app.Say("Webhook address removed at the provider"), err
	})
}

type overrideCall func(protocol.WebhookOverrider, protocol.Config, app.Member) (protocol.WebhookState, app.Registration, string, app.Text, error)

func (s *Service) override(ctx context.Context, agent app.AgentID, env app.Environment, do overrideCall) (protocol.WebhookState, error) {
	var none protocol.WebhookState
	member, err := s.Guard.Require(ctx, agent, app.MayEdit)
	if err != nil {
		return none, err
	}
	p, cfg, err := s.config(ctx, agent, env)
	if err != nil {
		return none, err
	}
	o, ok := p.(protocol.WebhookOverrider)
	if !ok {
		return none, unsupported(p, protocol.AbilityOverride)
	}
	state, reg, kind, text, err := do(o, cfg, member)
	if err != nil {
		return state, err
	}
	err = s.Store.Update(context.WithoutCancel(ctx), func(tx app.Tx) error {
		c, err := tx.GetChannel(agent, env)
		if err != nil {
			return noDraft(err, env)
		}
		// Set for an account that the channel left meanwhile, it says nothing.
		if c.Webhook.Registered != reg && !movesChannel(s.differences(cfg.Channel, c)) {
			c.Webhook.Registered = reg
			if err := tx.UpdateChannel(c); err != nil {
				return err
			}
		}
		return s.record(tx, member, agent, env, kind, text)
	})
	s.changed(app.ChannelChanged, agent, env)
	return state, err
}

// Recognise tells whether a typed value seems to belong in another box: by its
// shape, and with ask also by asking the provider.
func (s *Service) Recognise(ctx context.Context, agent app.AgentID, env app.Environment, field, value string, ask bool) (protocol.Placement, bool, error) {
	may := app.MaySee
	if ask {
		may = app.MayEdit
	}
	if _, err := s.Guard.Require(ctx, agent, may); err != nil {
		return protocol.Placement{}, false, err
	}
	var c app.Channel
	err := s.Store.View(ctx, func(tx app.Tx) (err error) {
		c, err = tx.GetChannel(agent, env)
		return noDraft(err, env)
	})
	if err != nil {
		return protocol.Placement{}, false, err
	}
	p, err := s.Protocols.Get(c.Protocol)
	if err != nil {
		return protocol.Placement{}, false, nil //nolint:nilerr // no protocol yet: nothing to recognise
	}
	r, ok := p.(protocol.Recogniser)
	if !ok {
		return protocol.Placement{}, false, nil
	}
	if place, found := r.RecogniseShape(field, value, c); found {
		return place, true, nil
	}
	if !ask || len(c.Secrets) == 0 {
		return protocol.Placement{}, false, nil
	}
	_, cfg, err := s.config(ctx, agent, env)
	if err != nil {
		return protocol.Placement{}, false, err
	}
	return r.RecogniseByAsking(ctx, cfg, field, value)
}
