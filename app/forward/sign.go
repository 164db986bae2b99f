package forward

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"time"

	"channeldesk/app"
)

// signingPurpose keeps the signing secret apart from the webhook secret that it
// is made of: who knows the one does not know the other.
const signingPurpose = "channeldesk forward v1"

// signingSecret makes the signing secret of a webhook secret: fwd_ and the
// HMAC-SHA256 in hex. All of it, as text, is the key of the signature.
func signingSecret(webhook app.Secret) app.Secret {
	return app.NewSecret("fwd_" + sum(webhook, []byte(signingPurpose)))
}

func sum(key app.Secret, text []byte) string {
	mac := hmac.New(sha256.New, []byte(key.Expose()))
	mac.Write(text)
	return hex.EncodeToString(mac.Sum(nil))
}

// signature is the header for a body at a time.
func signature(secrets []app.Secret, body []byte, at time.Time) string {
	t := strconv.FormatInt(at.Unix(), 10)
	signed := append([]byte(t+"."), body...)
	out := "t=" + t
	for _, secret := range secrets {
		out += ",v1=" + sum(secret, signed)
	}
	return out
}

// signers are the channel's signing secrets, the present one first.
func (s *Service) signers(ctx context.Context, c app.Channel) (out []app.Secret, err error) {
	infos := []app.SecretInfo{c.Webhook.Secret}
	if c.Webhook.Previous.Present() && s.now().Before(c.Webhook.PreviousUntil) {
		infos = append(infos, c.Webhook.Previous)
	}
	for i, info := range infos {
		secret, err := s.signer(ctx, info)
		switch {
		case err == nil:
			out = append(out, secret)
		case i == 0:
			return nil, err
		default:
			s.p.Log.Warn("sign with the old webhook secret too", "channel", c.Key, "cause", err)
		}
	}
	return out, nil
}

// signer is the signing secret of a webhook secret. A reference never gets
// another value, so that each is read once.
func (s *Service) signer(ctx context.Context, info app.SecretInfo) (app.Secret, error) {
	if !info.Present() {
		return app.Secret{}, app.NewError(app.CodeIncomplete, app.Say("The channel has no webhook secret, so nothing can be signed.")).
			WithFix(app.Say("Make a webhook secret on the Channel page."))
	}
	s.mu.Lock()
	secret, ok := s.secrets[info.Ref]
	s.mu.Unlock()
	if ok {
		return secret, nil
	}
	webhook, err := s.p.Secrets.Get(ctx, info.Ref)
	if err != nil {
		return app.Secret{}, err
	}
	secret = signingSecret(webhook)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.secrets[info.Ref] = secret
	return secret, nil
}

// forget drops the signing secrets that no channel has any more.
func (s *Service) forget(channels []app.Channel) {
	used := map[app.SecretRef]bool{}
	for _, c := range channels {
		used[c.Webhook.Secret.Ref], used[c.Webhook.Previous.Ref] = true, true
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for ref := range s.secrets {
		if !used[ref] {
			delete(s.secrets, ref)
		}
	}
}

// SigningSecret gives the secret with which who receives checks signatures. It is
// made of the webhook secret: a new one changes it, and the old one stays valid as
// long as that does. Giving it is recorded.
func (s *Service) SigningSecret(ctx context.Context, agent app.AgentID, env app.Environment) (app.Secret, error) {
	member, err := s.p.Guard.Require(ctx, agent, app.MayEdit)
	if err != nil {
		return app.Secret{}, err
	}
	c, err := s.channel(ctx, agent, env)
	if err != nil {
		return app.Secret{}, err
	}
	secret, err := s.signer(ctx, c.Webhook.Secret)
	if err != nil {
		return app.Secret{}, err
	}
	err = s.p.Store.Update(ctx, func(tx app.Tx) error {
		return tx.AddActivity(app.Activity{
			At: s.now(), By: member.Name, AgentID: agent, Environment: env, Kind: app.ActForwardSecretSeen,
			Text: app.Say("{{.Name}} revealed the secret that signs what is forwarded", "Name", member.Name),
		})
	})
	if err != nil {
		return app.Secret{}, err
	}
	return secret, nil
}

func (s *Service) channel(ctx context.Context, agent app.AgentID, env app.Environment) (c app.Channel, err error) {
	err = s.p.Store.View(ctx, func(tx app.Tx) error {
		c, err = tx.GetChannel(agent, env)
		return err
	})
	return c, err
}
