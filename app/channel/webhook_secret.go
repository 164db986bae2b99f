package channel

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"time"

	"channeldesk/app"
)

// WebhookSecretBytes is the randomness of a webhook secret.
const WebhookSecretBytes = 32

// Overlaps are the choices for how long a replaced webhook secret stays valid;
// the third is the default.
var Overlaps = []time.Duration{0, time.Hour, 24 * time.Hour, 7 * 24 * time.Hour}

// DefaultOverlap is how long a replaced webhook secret stays valid when nothing
// else was chosen.
const DefaultOverlap = 24 * time.Hour

// makeWebhookSecret stages a new random value.
func (s *Service) makeWebhookSecret(ctx context.Context) (app.SecretRef, error) {
	b := make([]byte, WebhookSecretBytes)
	rand.Read(b) //nolint:errcheck // never fails since Go 1.24
	return s.stage(ctx, app.NewSecret(base64.RawURLEncoding.EncodeToString(b)))
}

// stageFirst stages the first webhook secret of a channel that has a protocol
// and no secret yet; at most one. An unusable secret store is no failure here:
// the screen offers to make one later.
func (s *Service) stageFirst(ctx context.Context, id app.ProtocolID, w app.Webhook) []app.SecretRef {
	if id == "" || w.Secret.Present() {
		return nil
	}
	ref, err := s.makeWebhookSecret(ctx)
	if err != nil {
		s.Log.Warn("make the first webhook secret", "cause", err)
		return nil
	}
	return []app.SecretRef{ref}
}

// giveFirst gives the channel its staged first webhook secret, unless it has one
// already or needs none.
func (s *Service) giveFirst(c *app.Channel, by app.Member, first []app.SecretRef) (app.Text, bool) {
	if len(first) == 0 || c.Protocol == "" || c.Webhook.Secret.Present() {
		return app.Text{}, false
	}
	c.Webhook.Secret = app.SecretInfo{Ref: first[0], Origin: first[0], SetAt: s.now(), SetBy: by.Name}
	return app.Say("Webhook secret made"), true
}

// RegenerateWebhookSecret makes a new webhook secret. The old one is accepted
// for the overlap, which is one of Overlaps.
func (s *Service) RegenerateWebhookSecret(ctx context.Context, agent app.AgentID, env app.Environment, overlap time.Duration) error {
	if overlap < 0 || overlap > 7*24*time.Hour {
		return app.Invalid("overlap", "The old secret can stay valid for at most 7 days.")
	}
	return s.replaceWebhookSecret(ctx, agent, env, overlap)
}

// StopWebhookSecret is for a leak: the present secret and an older one that is
// still accepted stop at once, and a new one takes their place. While the secret
// store cannot be used they stop all the same: the channel has none then, which
// the error says, with CodeSecretsUnavailable.
func (s *Service) StopWebhookSecret(ctx context.Context, agent app.AgentID, env app.Environment) error {
	err := s.replaceWebhookSecret(ctx, agent, env, 0)
	if app.ErrorCode(err) != app.CodeSecretsUnavailable {
		return err
	}
	if err := s.dropWebhookSecret(ctx, agent, env); err != nil {
		return err
	}
	return app.NewError(app.CodeSecretsUnavailable, app.Say("The webhook secret stopped, but a new one cannot be made now. {{.Why}}", "Why", app.AsError(err).What)).
		WithFix(app.Say("Make the secret store usable, then make a new webhook secret. Until then no message is accepted.")).Because(err)
}

// dropWebhookSecret leaves the channel without any webhook secret.
func (s *Service) dropWebhookSecret(ctx context.Context, agent app.AgentID, env app.Environment) error {
	member, err := s.Guard.Require(ctx, agent, app.MayEdit)
	if err != nil {
		return err
	}
	err = s.change(ctx, nil, func(tx app.Tx) error {
		c, err := tx.GetChannel(agent, env)
		if err != nil {
			return noDraft(err, env)
		}
		c.Webhook.Secret, c.Webhook.Previous = app.SecretInfo{}, app.SecretInfo{}
		c.Webhook.PreviousUntil, c.Webhook.PreviousLastUsed = time.Time{}, time.Time{}
		text := app.Say("Webhook secret stopped at once. A new one must be made")
		if err := s.record(tx, member, agent, env, app.ActWebhookSecretOld, text); err != nil {
			return err
		}
		if c.Version == 0 {
			return tx.UpdateChannel(c)
		}
		return s.saveVersioned(tx, member, c, "", []app.Text{text})
	})
	if err != nil {
		return err
	}
	s.changed(app.SecretsChanged, agent, env)
	return nil
}

func (s *Service) replaceWebhookSecret(ctx context.Context, agent app.AgentID, env app.Environment, overlap time.Duration) error {
	member, err := s.Guard.Require(ctx, agent, app.MayEdit)
	if err != nil {
		return err
	}
	ref, err := s.makeWebhookSecret(ctx)
	if err != nil {
		return err
	}
	err = s.change(ctx, []app.SecretRef{ref}, func(tx app.Tx) error {
		c, err := tx.GetChannel(agent, env)
		if err != nil {
			return noDraft(err, env)
		}
		return s.putWebhookSecret(tx, member, c, ref, overlap)
	})
	if err != nil {
		return err
	}
	s.changed(app.SecretsChanged, agent, env)
	return nil
}

func (s *Service) putWebhookSecret(tx app.Tx, by app.Member, c app.Channel, ref app.SecretRef, overlap time.Duration) error {
	old := c.Webhook.Secret
	c.Webhook.Previous, c.Webhook.PreviousUntil, c.Webhook.PreviousLastUsed = app.SecretInfo{}, time.Time{}, time.Time{}
	if old.Present() && overlap > 0 {
		c.Webhook.Previous, c.Webhook.PreviousUntil = old, s.now().Add(overlap)
	}
	c.Webhook.Secret = app.SecretInfo{Ref: ref, Origin: ref, SetAt: s.now(), SetBy: by.Name}
	text := app.Say("Webhook secret made")
	switch {
	case old.Present() && overlap > 0:
		text = app.Say("Webhook secret regenerated, the old one is valid until {{.Until}}", "Until", app.Moment(c.Webhook.PreviousUntil))
	case old.Present():
		text = app.Say("Webhook secret regenerated, the old one stopped at once")
	}
	if err := s.record(tx, by, c.AgentID, c.Environment, app.ActWebhookSecretMade, text); err != nil {
		return err
	}
	if c.Version == 0 { // Draft, or nothing published yet
		return tx.UpdateChannel(c)
	}
	return s.saveVersioned(tx, by, c, "", []app.Text{text})
}

// RetireDue forgets replaced webhook secrets whose overlap has ended, and gives
// when the next one ends; zero when none is left.
func (s *Service) RetireDue(ctx context.Context) (next time.Time, err error) {
	var due []app.Channel
	err = s.Store.View(ctx, func(tx app.Tx) error {
		all, err := tx.ListChannels()
		for _, c := range all {
			switch until := c.Webhook.PreviousUntil; {
			case !c.Webhook.Previous.Present():
			case !until.After(s.now()):
				due = append(due, c)
			case next.IsZero() || until.Before(next):
				next = until
			}
		}
		return err
	})
	if err != nil {
		return next, err
	}
	for _, d := range due {
		err := s.change(ctx, nil, func(tx app.Tx) error {
			c, err := tx.GetChannel(d.AgentID, d.Environment)
			if app.ErrorCode(err) == app.CodeNotFound {
				return nil // deleted meanwhile
			}
			if err != nil || c.Webhook.Previous.Ref != d.Webhook.Previous.Ref {
				return err
			}
			c.Webhook.Previous, c.Webhook.PreviousUntil, c.Webhook.PreviousLastUsed = app.SecretInfo{}, time.Time{}, time.Time{}
			if err := s.record(tx, app.Member{Name: "Channel Desk"}, c.AgentID, c.Environment, app.ActWebhookSecretOld,
				app.Say("The old webhook secret reached its deadline and stopped")); err != nil {
				return err
			}
			return tx.UpdateChannel(c)
		})
		if err != nil {
			return next, err
		}
		s.changed(app.SecretsChanged, d.AgentID, d.Environment)
	}
	return next, nil
}
