package main

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"channeldesk/app"
	"channeldesk/app/channel"
	"channeldesk/app/protocol"
	"channeldesk/app/protocol/coster"
	"channeldesk/app/protocol/metacloud"
	"channeldesk/app/protocol/qontak"
	"channeldesk/app/sandbox"
)

const (
	// sandboxListen is tried first, so that the address usually stays the same.
	sandboxListen = "127.0.0.1:18471"
	sandboxAgent  = "Nusantara Bank Assistant"
	// settingSandboxState keeps what was set at the simulated providers.
	settingSandboxState = "sandbox_state"
)

// sandboxHolder is the sandbox of the window, started when it is needed.
type sandboxHolder struct {
	mu sync.Mutex
	sb *sandbox.Sandbox
	// unwire ends that it follows the gateway; nil before it began to.
	unwire func()
}

// closeSandbox keeps what was set at the simulated providers and ends them.
func (d *windowDesk) closeSandbox() {
	d.box.mu.Lock()
	defer d.box.mu.Unlock()
	if d.box.sb == nil {
		return
	}
	if d.box.unwire != nil {
		d.box.unwire()
	}
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
	defer cancel()
	state := string(d.box.sb.Meta.State())
	err := d.w.Store.Update(ctx, func(tx app.Tx) error { return tx.SetSetting(settingSandboxState, state) })
	if err := errors.Join(err, d.box.sb.Close(ctx)); err != nil {
		d.w.Log.Warn("end the sandbox", "cause", err)
	}
	d.box.sb = nil
}

// sandbox starts the simulated providers once and points the sandbox agents to
// them.
func (d *windowDesk) sandbox(ctx context.Context) (*sandbox.Sandbox, error) {
	d.box.mu.Lock()
	defer d.box.mu.Unlock()
	if d.box.sb != nil {
		return d.box.sb, nil
	}
	seed, state, err := d.sandboxMemory(ctx)
	if err != nil {
		return nil, err
	}
	opts := sandbox.Options{Listen: sandboxListen, Seed: seed, Log: d.w.Log}
	sb, err := sandbox.Start(d.w.ctx, opts)
	if err != nil {
		opts.Listen = "127.0.0.1:0"
		sb, err = sandbox.Start(d.w.ctx, opts)
	}
	if err != nil {
		return nil, app.NewError(app.CodeInternal, app.Say("The sandbox could not start on this computer.")).Because(err)
	}
	d.box.sb = sb
	if state != "" {
		if err := sb.Meta.Restore([]byte(state)); err != nil {
			d.w.Log.Warn("what was set in the sandbox is forgotten", "cause", err)
		}
	}
	err = d.PointSandbox(ctx, map[app.ProtocolID]map[string]string{
		metacloud.ID: {"api_address": sb.MetaURL()},
		qontak.ID:    {"api_address": sb.QontakBearerURL()},
		coster.ID:    {"conversation_address": sb.CosterConversationURL(), "push_address": sb.CosterPushURL()},
	})
	if err == nil {
		d.w.work.Go(func() {
			d.registerAgain(d.w.ctx, sb)
			unwire := d.wireSandbox(d.w.ctx, sb)
			d.box.mu.Lock()
			defer d.box.mu.Unlock()
			if d.box.sb != sb {
				unwire()
				return
			}
			d.box.unwire = unwire
		})
	}
	return sb, err
}

// registerAgain tells the simulated Qontak which address stood there when the
// sandbox last ran. It is made of the settings and the secret store, because the
// address holds a secret and is written nowhere.
func (d *windowDesk) registerAgain(ctx context.Context, sb *sandbox.Sandbox) {
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
	decl := d.w.Protocols.Declaration(qontak.ID)
	for _, c := range channels {
		i := slices.IndexFunc(agents, func(a app.Agent) bool { return a.ID == c.AgentID && a.Sandbox })
		if i < 0 || c.Protocol != qontak.ID || !c.Webhook.Registered.OK {
			continue
		}
		secret, readErr := d.w.Secrets.Get(ctx, c.Webhook.Registered.SecretRef)
		if readErr != nil {
			err = errors.Join(err, readErr)
			continue
		}
		if address := protocol.WebhookAddress(agents[i].PublicAddress(public), decl, c, secret); address != "" {
			sb.Qontak.SetEndpoint(sb.Qontak.Sample().OrganisationID, address, decl.Events...)
		}
	}
	if err != nil {
		d.w.Log.Warn("tell the sandbox its registered address", "cause", err)
	}
}

// sandboxMemory gives the seed that makes the sample secrets of a workspace its
// own, and what was set at the simulated providers when they last ran.
func (d *windowDesk) sandboxMemory(ctx context.Context) (seed, state string, err error) {
	err = d.w.Store.View(ctx, func(tx app.Tx) error {
		if seed, err = tx.Setting(app.SettingWorkspaceID); err != nil {
			return err
		}
		state, err = tx.Setting(settingSandboxState)
		return err
	})
	return seed, state, err
}

// keepSandbox starts the sandbox in the background when an agent needs it.
func (d *windowDesk) keepSandbox(ctx context.Context) {
	agents, err := d.ListAgents(ctx)
	if err != nil {
		return
	}
	for _, a := range agents {
		if a.Sandbox {
			if _, err := d.sandbox(ctx); err != nil {
				d.w.Log.Warn("start the sandbox", "cause", err)
			}
			return
		}
	}
}

// StartSandbox implements screens.Deps.
func (d *windowDesk) StartSandbox(ctx context.Context) (app.Agent, error) {
	sb, err := d.sandbox(ctx)
	if err != nil {
		return app.Agent{}, err
	}
	agents, err := d.ListAgents(ctx)
	if err != nil {
		return app.Agent{}, err
	}
	for _, a := range agents {
		if a.Sandbox {
			return a, nil
		}
	}
	return d.makeSandboxAgent(ctx, sb)
}

// makeSandboxAgent sets the sample agent up: Published complete, and a Draft to
// try things in. Without a usable secret store it stays without its secrets, and
// the Channel page explains.
func (d *windowDesk) makeSandboxAgent(ctx context.Context, sb *sandbox.Sandbox) (app.Agent, error) {
	a, err := d.CreateAgent(ctx, channel.NewAgent{Name: sandboxAgent, Sandbox: true})
	if app.ErrorCode(err) == app.CodeConflict {
		a, err = d.CreateAgent(ctx, channel.NewAgent{Name: sandboxAgent + " (sandbox)", Sandbox: true})
	}
	if err != nil {
		return app.Agent{}, err
	}
	v := sb.Sample()
	edits := channel.SetProtocol(metacloud.ID).Merge(channel.SetAccountCode(v.AccountCode))
	edits.Fields = map[string]string{
		"waba_id": v.WABAID, "phone_number_id": v.PhoneNumberID, "app_id": v.AppID, "api_address": sb.MetaURL(),
	}
	if err := d.Save(ctx, a.ID, app.Published, edits, "Sandbox"); err != nil {
		return a, err
	}
	secrets := channel.SetSecret("app_secret", v.AppSecret).Merge(channel.SetSecret("access_token", v.Token))
	secrets.BaseVersion = 1
	err = d.Save(ctx, a.ID, app.Published, secrets, "Sandbox")
	if err == nil || app.ErrorCode(err) == app.CodeSecretsUnavailable {
		err = d.CreateDraft(ctx, a.ID)
	}
	a.HasDraft = err == nil
	if errors.Is(err, context.Canceled) {
		return a, err
	}
	return a, nil
}
