package channel

import (
	"context"

	"channeldesk/app"
	"channeldesk/app/protocol"
)

// call is what one call to a provider works with.
type call struct {
	p     protocol.Protocol
	cfg   protocol.Config
	agent app.Agent
	// public is the gateway's public address for the agent, or "".
	public string
}

// prepare reads a channel with its secret values, for one call to the provider.
// Secrets that belong to another choice than the present one stay where they
// are.
func (s *Service) prepare(ctx context.Context, agent app.AgentID, env app.Environment) (c call, err error) {
	err = s.Store.View(ctx, func(tx app.Tx) (err error) {
		if c.cfg.Channel, err = tx.GetChannel(agent, env); err != nil {
			return noDraft(err, env)
		}
		if c.agent, err = tx.GetAgent(agent); err != nil {
			return err
		}
		setting, err := tx.Setting(app.SettingPublicAddress)
		c.public = c.agent.PublicAddress(setting)
		return err
	})
	if err != nil {
		return c, err
	}
	if c.p, err = s.Protocols.Get(c.cfg.Channel.Protocol); err != nil {
		return c, err
	}
	d := c.p.Declaration()
	c.cfg.Secrets = map[string]app.Secret{}
	for name, info := range c.cfg.Channel.Secrets {
		if f, _ := d.Secret(name); !d.Applies(c.cfg.Channel, f.When) {
			continue
		}
		if c.cfg.Secrets[name], err = s.Secrets.Get(ctx, info.Ref); err != nil {
			return c, err
		}
	}
	if w := c.cfg.Channel.Webhook.Secret; w.Present() {
		if c.cfg.WebhookSecret, err = s.Secrets.Get(ctx, w.Ref); err != nil {
			return c, err
		}
	}
	if c.public != "" {
		c.cfg.WebhookURL = protocol.WebhookAddress(c.public, d, c.cfg.Channel, c.cfg.WebhookSecret)
	}
	return c, nil
}

// config is prepare for calls that need no more.
func (s *Service) config(ctx context.Context, agent app.AgentID, env app.Environment) (protocol.Protocol, protocol.Config, error) {
	c, err := s.prepare(ctx, agent, env)
	return c.p, c.cfg, err
}

// unsupported says that the provider cannot do something, and what to do
// instead where the protocol knows.
func unsupported(p protocol.Protocol, a protocol.Ability) error {
	d := p.Declaration()
	if lack, ok := d.Lacks(a); ok {
		return app.NewError(app.CodeUnsupported, lack.What).WithFix(lack.Instead)
	}
	return app.NewError(app.CodeUnsupported, app.Say("{{.Protocol}} does not offer this.", "Protocol", d.Name))
}
