package main

import (
	"context"

	"channeldesk/app"
	"channeldesk/app/access"
	"channeldesk/app/channel"
	"channeldesk/app/handoff"
	"channeldesk/app/protocol"
	"channeldesk/app/protocol/coster"
	"channeldesk/app/protocol/metacloud"
	"channeldesk/app/protocol/qontak"
	"channeldesk/app/radar"
	"channeldesk/screens"
	"channeldesk/screens/settingspage"
)

// What the shell and the pages ask for beside the channel service.

// ListAgents implements screens.Deps. While the door of the store is not open it
// gives those it gave last: a window needs an agent to show a page at all.
func (d *desk) ListAgents(ctx context.Context) (agents []app.Agent, err error) {
	if doorState(d.store.state.Load()) == doorOpen {
		agents, err = d.Service.ListAgents(ctx)
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if agents != nil {
		d.agents = agents
	}
	return d.agents, err
}

// Preference implements screens.Deps.
func (d *desk) Preference(name string) string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.prefs[name]
}

// SetPreference implements screens.Deps.
func (d *desk) SetPreference(name, value string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.prefs[name] = value
	return nil
}

// SuggestedName implements screens.Deps.
func (d *desk) SuggestedName() string { return "Raka Pratama" }

// StartSandbox implements screens.Deps.
func (d *desk) StartSandbox(ctx context.Context) (app.Agent, error) {
	return d.FindAgent(ctx, sampleAgent)
}

// OpenSetupFile implements screens.Deps.
func (d *desk) OpenSetupFile(ctx context.Context, _ string) (screens.SetupResult, error) {
	a, err := d.FindAgent(ctx, sampleAgent)
	return screens.SetupResult{Agent: a}, err
}

// Diagnostics implements screens.Deps.
func (d *desk) Diagnostics(context.Context) string { return "Channel Desk" }

// LogFolder implements screens.Deps.
func (d *desk) LogFolder() string { return "/home/raka/.config/channeldesk/logs" }

// SecretStoreStatus tells whether secrets can be kept.
func (d *desk) SecretStoreStatus(ctx context.Context) app.SecretStoreStatus {
	return d.secrets.Status(ctx)
}

// Protocols gives the declarations.
func (d *desk) Protocols() (out []protocol.Declaration) {
	for _, p := range d.protocols.List() {
		out = append(out, p.Declaration())
	}
	return out
}

type sandboxValue = struct {
	Label, Value string
	Secret       bool
}

// SandboxValues gives some sample values of a protocol.
func (d *desk) SandboxValues(id app.ProtocolID) []sandboxValue {
	switch id {
	case metacloud.ID:
		v := d.box.Sample()
		return []sandboxValue{{"Access token", v.Token, true}, {"Phone number ID", v.PhoneNumberID, false}, {"App ID", v.AppID, false}}
	case qontak.ID:
		v := d.box.SampleQontak()
		return []sandboxValue{{"Channel Integration ID", v.ChannelIntegrationID, false}, {"Access token", v.Token, true}}
	case coster.ID:
		v := d.box.SampleCoster()
		return []sandboxValue{{"Account ID", v.AccountID, false}, {"Division ID", v.DivisionID, false}, {"Conversation token", v.ConversationToken, true}}
	}
	return nil
}

// overviewDeps reads the hand-off log and the activity.
type overviewDeps struct{ *desk }

func (d overviewDeps) Log(ctx context.Context, agent app.AgentID, env app.Environment) ([]handoff.Entry, error) {
	return d.sheets.Log(ctx, agent, env)
}

func (d overviewDeps) Recent(ctx context.Context, agent app.AgentID, limit int) ([]app.Activity, error) {
	return d.members.Recent(ctx, agent, limit)
}

// Ahead gives what ends soon.
func (d overviewDeps) Ahead(ctx context.Context) ([]radar.End, error) { return d.ends.Ahead(ctx) }

// activityDeps read the audit log and the versions.
type activityDeps struct {
	*desk
	*access.Service
}

// VerifyActivity follows the log; a scene can have it broken.
func (d activityDeps) VerifyActivity(ctx context.Context) (app.ActivityProof, error) {
	proof, err := d.Service.VerifyActivity(ctx)
	if line := d.brokenAt.Load(); line > 0 {
		proof.BrokenAt = line
	}
	return proof, err
}

// ListAgents says whose it is, because both services could be asked.
func (d activityDeps) ListAgents(ctx context.Context) ([]app.Agent, error) {
	return d.desk.ListAgents(ctx)
}

// settingsDeps are what the settings page asks for.
type settingsDeps struct {
	*desk
	*access.Service
}

func (d settingsDeps) SetTheme(mode string) {
	if d.look != nil {
		d.look(mode)
	}
}

func (d settingsDeps) UseSecretStore(context.Context, app.SecretStoreKind, app.Secret) error {
	return nil
}

func (d settingsDeps) LostSecrets(ctx context.Context) ([]channel.LostSecret, error) {
	return d.Lost(ctx)
}

func (d settingsDeps) DataFolder() string { return "/home/raka/.config/channeldesk" }

func (d settingsDeps) Facts(context.Context) (settingspage.Facts, error) {
	return settingspage.Facts{Secrets: 6, DatabaseVersion: 3, DatabaseBytes: 409600}, nil
}

func (d settingsDeps) CheckDatabase(context.Context) (string, error) {
	return "The database is whole.", nil
}

func (d settingsDeps) Version() string { return "0.1.0" }

// GatewayRuns says that no gateway runs in the pictures.
func (d *desk) GatewayRuns() bool { return false }

func (d settingsDeps) Gateway() settingspage.GatewayState {
	return settingspage.GatewayState{ListenSetting: "127.0.0.1:8080"}
}

func (d settingsDeps) RunGateway(context.Context, bool) error { return nil }

func (d settingsDeps) SetGatewayListen(context.Context, string) error { return nil }

func (d settingsDeps) FreeGatewayListen(context.Context) (string, error) {
	return "127.0.0.1:8081", nil
}
