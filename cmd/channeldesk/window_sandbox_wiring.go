package main

import (
	"context"
	"net"
	"net/netip"
	"slices"

	"channeldesk/app"
	"channeldesk/app/protocol"
	"channeldesk/app/protocol/coster"
	"channeldesk/app/sandbox"
)

// wireSandbox keeps the simulated providers posting to the gateway of this program,
// for as long as the sandbox runs. Whatever address is registered, nothing has to
// leave the computer for it.
func (d *windowDesk) wireSandbox(ctx context.Context, sb *sandbox.Sandbox) (end func()) {
	wire := func(app.Event) {
		base := gatewayBase(d.gatewayStatus().Listen)
		if err := sb.SetGateway(base); err != nil {
			d.w.Log.Warn("tell the sandbox where the gateway listens", "cause", err)
		}
		if err := d.setCosterCallbacks(ctx, sb, base); err != nil && ctx.Err() == nil {
			d.w.Log.Warn("tell the simulated Coster its addresses", "cause", logged(err))
		}
	}
	sub := d.w.Bus.Subscribe(wire, app.GatewayChanged, app.ChannelChanged, app.SecretsChanged, app.SettingsChanged, app.AgentsChanged)
	wire(app.Event{})
	return sub.Close
}

// gatewayBase is the address at which this computer reaches a gateway; "" for none.
func gatewayBase(listen string) string {
	host, port, err := net.SplitHostPort(listen)
	if err != nil {
		return ""
	}
	if ip, err := netip.ParseAddr(host); host == "" || err == nil && ip.IsUnspecified() {
		host = "127.0.0.1"
	}
	return "http://" + net.JoinHostPort(host, port)
}

// setCosterCallbacks does what Coster's staff would do with the hand-off sheet: the
// channels of sandbox agents get their addresses.
func (d *windowDesk) setCosterCallbacks(ctx context.Context, sb *sandbox.Sandbox, base string) error {
	var public string
	var channels []app.Channel
	var agents []app.Agent
	err := d.w.Store.View(ctx, func(tx app.Tx) (err error) {
		if public, err = tx.Setting(app.SettingPublicAddress); err != nil {
			return err
		}
		if agents, err = tx.ListAgents(); err != nil {
			return err
		}
		channels, err = tx.ListChannels()
		return err
	})
	if err != nil {
		return err
	}
	decl := d.w.Protocols.Declaration(coster.ID)
	addresses := map[string]string{}
	for _, c := range channels {
		i := slices.IndexFunc(agents, func(a app.Agent) bool { return a.ID == c.AgentID && a.Sandbox })
		account := c.Fields["account_id"]
		if i < 0 || c.Protocol != coster.ID || account == "" || !c.Webhook.Secret.Present() || addresses[account] != "" && c.Environment != app.Published {
			continue
		}
		secret, err := d.w.Secrets.Get(ctx, c.Webhook.Secret.Ref)
		if err != nil {
			return err
		}
		address := agents[i].PublicAddress(public)
		if address == "" {
			address = base
		}
		addresses[account] = protocol.WebhookAddress(address, decl, c, secret)
	}
	for account, address := range addresses {
		if err := sb.Coster.SetCallback(account, address); err != nil {
			d.w.Log.Debug("an account that the sandbox does not know", "cause", err)
		}
	}
	return nil
}

// CustomerPhone is the page with the phones of the sandbox's customers, "" while
// the sandbox does not run.
func (d *windowDesk) CustomerPhone() string {
	d.box.mu.Lock()
	defer d.box.mu.Unlock()
	if d.box.sb == nil {
		return ""
	}
	return d.box.sb.PhoneURL()
}
