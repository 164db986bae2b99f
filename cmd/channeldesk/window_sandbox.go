package main

import (
	"context"
	"errors"
	"sync"
	"time"

	"channeldesk/app"
	"channeldesk/app/channel"
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
}

// closeSandbox keeps what was set at the simulated providers and ends them.
func (d *windowDesk) closeSandbox() {
	d.box.mu.Lock()
	defer d.box.mu.Unlock()
	if d.box.sb == nil {
		return
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
	return sb, err
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

// sandboxValue is one sample value for trying things out.
type sandboxValue = struct {
	Label, Value string
	Secret       bool
}

// SandboxValues gives the sample values of the running sandbox, right and wrong
// ones.
func (d *windowDesk) SandboxValues() []sandboxValue {
	d.box.mu.Lock()
	defer d.box.mu.Unlock()
	if d.box.sb == nil {
		return nil
	}
	v := d.box.sb.Sample()
	return []sandboxValue{
		{"Access token", v.Token, true},
		{"App Secret", v.AppSecret, true},
		{"WhatsApp Business Account ID", v.WABAID, false},
		{"Phone number ID", v.PhoneNumberID, false},
		{"App ID", v.AppID, false},
		{"Account code", v.AccountCode, false},
		{"An access token that has ended", v.ExpiredToken, true},
		{"An access token without a permission", v.NoMessagingToken, true},
		{"An access token of another app", v.OtherAppToken, true},
		{"A wrong App Secret", v.WrongAppSecret, true},
		{"A number of another account", v.OtherPhoneNumberID, false},
		{"A banned number", v.BannedPhoneNumberID, false},
	}
}
