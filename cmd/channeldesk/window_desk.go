package main

import (
	"context"
	"fmt"
	"io"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"time"

	"channeldesk/app"
	"channeldesk/app/access"
	"channeldesk/app/channel"
	"channeldesk/app/handoff"
	"channeldesk/app/protocol"
	"channeldesk/app/radar"
)

// windowDesk is what the window's parts see of the workspace: the services, with
// the names that the pages declare. Safe for concurrent use.
type windowDesk struct {
	*channel.Service
	*preferences
	w *workspace

	mu         sync.Mutex
	me         app.Member
	owners     []string
	box        sandboxHolder
	gate       gatewayHolder
	passphrase heldPassphrase
}

func newWindowDesk(w *workspace, p *preferences) *windowDesk {
	d := &windowDesk{Service: w.Channel, preferences: p, w: w}
	w.askPassphrase = d.passphrase.ask(w.askPassphrase)
	return d
}

// Close ends the gateway and the sandbox.
func (d *windowDesk) Close() {
	d.closeGateway()
	d.closeSandbox()
}

// SuggestedName implements screens.Deps.
func (d *windowDesk) SuggestedName() string { return accountName() }

// LogFolder implements screens.Deps.
func (d *windowDesk) LogFolder() string { return filepath.Join(d.w.Dir, "logs") }

// SecretStoreStatus tells where secrets go now and whether that works.
func (d *windowDesk) SecretStoreStatus(ctx context.Context) app.SecretStoreStatus {
	return d.w.Secrets.Status(ctx)
}

// Protocols gives all declarations in their order.
func (d *windowDesk) Protocols() []protocol.Declaration {
	var out []protocol.Declaration
	for _, p := range d.w.Protocols.List() {
		out = append(out, p.Declaration())
	}
	return out
}

// Diagnostics implements screens.Deps.
func (d *windowDesk) Diagnostics(ctx context.Context) string {
	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	line("Channel Desk %s, %s/%s, %s", d.w.Version, runtime.GOOS, runtime.GOARCH, runtime.Version())
	line("Time %s", time.Now().Format(time.RFC3339))
	line("Data folder %s", d.w.Dir)
	if v, err := d.w.Store.Version(ctx); err == nil {
		line("Database version %d", v)
	}
	status := d.w.Secrets.Status(ctx)
	line("Secrets in %s, usable: %t", status.Kind, status.Usable)
	if status.Problem != nil {
		line("  %s", status.Problem.Error())
	}
	agents, err := d.ListAgents(ctx)
	if err != nil {
		line("Agents could not be read: %s", err)
	}
	for _, a := range agents {
		for _, env := range app.Environments {
			if v, err := d.Get(ctx, a.ID, env); err == nil {
				line("Agent %d, %s: protocol %q, number %s, revision %d, version %d, check %d of %d passed", a.ID, env,
					v.Channel.Protocol, app.MaskPhone(v.Channel.AccountCode), v.Channel.Revision, v.Channel.Version,
					v.Report.Count(app.StepPassed), len(v.Report.Steps))
			}
		}
	}
	return b.String()
}

// overviewDeps, channelDeps, handoffDeps and settingsDeps add to the desk what
// one page needs and others name differently.
type overviewDeps struct{ *windowDesk }

func (d overviewDeps) Log(ctx context.Context, agent app.AgentID, env app.Environment) ([]handoff.Entry, error) {
	return d.w.Handoff().Log(ctx, agent, env)
}

func (d overviewDeps) Recent(ctx context.Context, agent app.AgentID, limit int) ([]app.Activity, error) {
	return d.w.Access.Recent(ctx, agent, limit)
}

// Ahead gives what ends soon.
func (d overviewDeps) Ahead(ctx context.Context) ([]radar.End, error) { return d.w.Radar.Ahead(ctx) }

// GatewayRuns implements overview.Deps.
func (d overviewDeps) GatewayRuns() bool { return d.gatewayAnywhere() }

type channelDeps struct{ *windowDesk }

// GatewayRuns implements channelpage.Deps.
func (d channelDeps) GatewayRuns() bool { return d.gatewayAnywhere() }

// activityDeps reads the audit log and the versions.
type activityDeps struct {
	*windowDesk
	*access.Service
}

// signInDeps asks who is there.
type signInDeps struct{ *access.Service }

// handoffDeps asks for the service at each call: it reads fonts when it is made,
// which is no work for the UI thread.
type handoffDeps struct{ *windowDesk }

func (d handoffDeps) Sheet(ctx context.Context, agent app.AgentID, env app.Environment, r handoff.Request) (handoff.Sheet, error) {
	return d.w.Handoff().Sheet(ctx, agent, env, r)
}

func (d handoffDeps) Log(ctx context.Context, agent app.AgentID, env app.Environment) ([]handoff.Entry, error) {
	return d.w.Handoff().Log(ctx, agent, env)
}

func (d handoffDeps) Record(ctx context.Context, agent app.AgentID, env app.Environment, r handoff.Request, way app.HandoffWay) (app.Handoff, error) {
	return d.w.Handoff().Record(ctx, agent, env, r, way)
}

func (d handoffDeps) Export(ctx context.Context, agent app.AgentID, env app.Environment, r handoff.Request, way app.HandoffWay, w io.Writer) (app.Handoff, error) {
	return d.w.Handoff().Export(ctx, agent, env, r, way, w)
}

func (d handoffDeps) ExportFile(ctx context.Context, agent app.AgentID, env app.Environment, r handoff.Request, way app.HandoffWay, path string) (app.Handoff, error) {
	return d.w.Handoff().ExportFile(ctx, agent, env, r, way, path)
}

func (d handoffDeps) Confirm(ctx context.Context, id app.HandoffID) error {
	return d.w.Handoff().Confirm(ctx, id)
}

func (d handoffDeps) AddNote(ctx context.Context, agent app.AgentID, env app.Environment, to, text string) error {
	return d.w.Handoff().AddNote(ctx, agent, env, to, text)
}
