package channel

import (
	"context"
	"time"

	"channeldesk/app"
)

// RevealFor is how long a revealed secret stays visible, and ClipboardFor how
// long a copied one stays in the clipboard when nothing replaced it.
const (
	RevealFor    = 30 * time.Second
	ClipboardFor = 60 * time.Second
)

// Reveal gives a secret's value to be shown to the acting member, and writes
// that down. The name is a protocol secret's or app.WebhookSecretName.
func (s *Service) Reveal(ctx context.Context, agent app.AgentID, env app.Environment, name string) (app.Secret, error) {
	return s.expose(ctx, agent, env, name, app.ActSecretRevealed,
		"{{.Who}} revealed the {{.Env}} {{.Label}}")
}

// CopySecret gives a secret's value for the clipboard, and writes that down.
func (s *Service) CopySecret(ctx context.Context, agent app.AgentID, env app.Environment, name string) (app.Secret, error) {
	return s.expose(ctx, agent, env, name, app.ActSecretCopied,
		"{{.Who}} copied the {{.Env}} {{.Label}}")
}

func (s *Service) expose(ctx context.Context, agent app.AgentID, env app.Environment, name, kind, sentence string) (app.Secret, error) {
	member, err := s.Guard.Require(ctx, agent, app.MayEdit)
	if err != nil {
		return app.Secret{}, err
	}
	var info app.SecretInfo
	var label app.Text
	err = s.Store.View(ctx, func(tx app.Tx) error {
		c, err := tx.GetChannel(agent, env)
		if err != nil {
			return noDraft(err, env)
		}
		info, label = s.secretInfo(c, name)
		return nil
	})
	if err != nil {
		return app.Secret{}, err
	}
	if !info.Present() {
		return app.Secret{}, app.NewError(app.CodeIncomplete, app.Say("{{.Label}} is not set.", "Label", label)).WithField(name)
	}
	value, err := s.Secrets.Get(ctx, info.Ref)
	if err != nil {
		return app.Secret{}, err
	}
	err = s.Store.Update(ctx, func(tx app.Tx) error {
		return s.record(tx, member, agent, env, kind, app.Say(sentence, "Who", member.Name, "Env", app.Say(env.Label()), "Label", label))
	})
	if err != nil {
		return app.Secret{}, err
	}
	return value, nil
}

func (s *Service) secretInfo(c app.Channel, name string) (app.SecretInfo, app.Text) {
	if name == app.WebhookSecretName {
		return c.Webhook.Secret, app.Say("Webhook secret")
	}
	f, ok := s.Protocols.Declaration(c.Protocol).Secret(name)
	if !ok {
		return app.SecretInfo{}, app.Say("{{.Value}}", "Value", name)
	}
	return c.Secrets[name], app.Say(f.Label)
}
