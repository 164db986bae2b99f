package channel

import (
	"context"

	"channeldesk/app"
	"channeldesk/app/protocol"
)

// WholeAddress gives a channel's webhook address with the secret that may be part
// of it, for the clipboard. Where there is one, that is written down as copying
// a secret is. CodeIncomplete without public address, protocol or secret.
func (s *Service) WholeAddress(ctx context.Context, agent app.AgentID, env app.Environment) (app.Secret, error) {
	v, err := s.Get(ctx, agent, env)
	if err != nil {
		return app.Secret{}, err
	}
	d := v.Declaration
	var secret app.Secret
	if d.SecretInAddress {
		member, err := s.Guard.Require(ctx, agent, app.MayEdit)
		if err != nil {
			return app.Secret{}, err
		}
		if !v.Channel.Webhook.Secret.Present() {
			return app.Secret{}, app.NewError(app.CodeIncomplete, app.Say("There is no webhook secret yet, and the address needs it.")).
				WithFix(app.Say("Generate the webhook secret first."))
		}
		if secret, err = s.Secrets.Get(ctx, v.Channel.Webhook.Secret.Ref); err != nil {
			return app.Secret{}, err
		}
		err = s.Store.Update(ctx, func(tx app.Tx) error {
			return s.record(tx, member, agent, env, app.ActSecretCopied,
				app.Say("{{.Who}} copied the {{.Env}} webhook address with its secret", "Who", member.Name, "Env", app.Say(env.Label())))
		})
		if err != nil {
			return app.Secret{}, err
		}
	}
	address := protocol.WebhookAddress(v.PublicAddress, d, v.Channel, secret)
	if address == "" {
		return app.Secret{}, app.NewError(app.CodeIncomplete, app.Say("There is no webhook address yet.")).
			WithFix(app.Say("Choose the protocol and enter the public address of the gateway first."))
	}
	return app.NewSecret(address), nil
}
