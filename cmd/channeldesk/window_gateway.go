package main

import (
	"context"
	"errors"
	"net"
	"sync"

	"channeldesk/app"
	"channeldesk/app/gateway"
	"channeldesk/screens/settingspage"
)

const settingGatewayOn = "gateway_on"

// gatewayHolder is the gateway of the window. Its services are made when it is
// started for the first time.
type gatewayHolder struct {
	mu      sync.Mutex // one start or stop at a time
	live    *liveServices
	problem error
}

// services gives the services of channels at work, made once.
func (d *windowDesk) services() *liveServices {
	d.gate.mu.Lock()
	defer d.gate.mu.Unlock()
	if d.gate.live == nil {
		d.gate.live = d.w.newLiveServices()
	}
	return d.gate.live
}

// startGateway starts the gateway in this program. It acts by itself, not as the
// member who started it.
func (d *windowDesk) startGateway() error {
	live := d.services()
	d.gate.mu.Lock()
	defer d.gate.mu.Unlock()
	if live.Gateway.Status().Running {
		return nil
	}
	listen, err := d.readListen()
	if err == nil {
		err = live.Gateway.Start(d.w.ctx, gateway.Options{Listen: listen})
	}
	d.gate.problem = err
	return err
}

// readListen reads where the gateway listens, and remembers it for the page.
func (d *windowDesk) readListen() (string, error) {
	listen, err := d.w.gatewayListen(d.w.ctx)
	if err == nil {
		d.learn(gateway.SettingListen, listen)
	}
	return listen, err
}

// stopGateway ends it and waits for what is under way.
func (d *windowDesk) stopGateway(ctx context.Context) error {
	d.gate.mu.Lock()
	defer d.gate.mu.Unlock()
	d.gate.problem = nil
	if d.gate.live == nil || !d.gate.live.Gateway.Status().Running {
		return nil
	}
	return d.gate.live.Gateway.Stop(ctx)
}

// keepGateway starts the gateway with the program when it was left on.
func (d *windowDesk) keepGateway() {
	if d.Preference(settingGatewayOn) != "1" {
		return
	}
	if err := d.startGateway(); err != nil {
		d.w.Log.Warn("start the gateway", "cause", logged(err))
	}
	d.w.Bus.Publish(app.Event{Kind: app.GatewayChanged})
}

// wakeGateway tells a running gateway that another process changed the workspace.
func (d *windowDesk) wakeGateway() {
	if _, err := d.readListen(); err != nil {
		d.w.Log.Warn("read where the gateway listens", "cause", logged(err))
	}
	if d.GatewayRuns() {
		d.services().others(d.w.Bus)
	}
}

// closeGateway ends the gateway before the workspace closes.
func (d *windowDesk) closeGateway() {
	ctx, cancel := context.WithTimeout(context.Background(), stopWithin)
	defer cancel()
	if err := d.stopGateway(ctx); err != nil {
		d.w.Log.Warn("stop the gateway", "cause", logged(err))
	}
}

// GatewayRuns reports whether the gateway runs in this program.
func (d *windowDesk) GatewayRuns() bool { return d.gatewayStatus().Running }

// gatewayStatus answers at once, also while the gateway starts or stops.
func (d *windowDesk) gatewayStatus() gateway.Status {
	if !d.gate.mu.TryLock() {
		return gateway.Status{}
	}
	defer d.gate.mu.Unlock()
	if d.gate.live == nil {
		return gateway.Status{}
	}
	return d.gate.live.Gateway.Status()
}

// Gateway says how the gateway in this program stands.
func (d settingsDeps) Gateway() settingspage.GatewayState {
	st := d.gatewayStatus()
	out := settingspage.GatewayState{Running: st.Running, Listen: st.Listen, Since: st.Since, ListenSetting: d.Preference(gateway.SettingListen), Elsewhere: !st.Running && d.gatewayElsewhere()}
	if out.ListenSetting == "" {
		out.ListenSetting = gateway.DefaultListen
	}
	out.OpenToNetwork = gateway.OpenToNetwork(out.ListenSetting)
	if out.OpenToNetwork && gateway.OpenToNetwork(out.Listen) && samePort(out.Listen, out.ListenSetting) {
		out.Listen = out.ListenSetting // the system writes all addresses as [::]
	}
	for _, u := range st.Uses {
		out.Uses = append(out.Uses, settingspage.ChannelInUse{Channel: u.Channel, Revision: u.Revision, Since: u.Since})
	}
	if !st.Running && d.Preference(settingGatewayOn) == "1" && d.gate.mu.TryLock() {
		out.Problem = d.gate.problem
		d.gate.mu.Unlock()
	}
	return out
}

// RunGateway starts or stops the gateway and remembers that.
func (d settingsDeps) RunGateway(ctx context.Context, on bool) error {
	if _, err := d.w.Access.Require(ctx, 0, app.MayEdit); err != nil {
		return err
	}
	word, do := "0", func() error { return d.stopGateway(ctx) }
	if on {
		word, do = "1", d.startGateway
	}
	if err := d.SetPreference(settingGatewayOn, word); err != nil {
		return err
	}
	err := do()
	d.w.Bus.Publish(app.Event{Kind: app.GatewayChanged})
	return err
}

// SetGatewayListen keeps where the gateway listens. One that runs goes on there at
// once, one that should run is started; when that fails it goes on where it was.
func (d settingsDeps) SetGatewayListen(ctx context.Context, typed string) error {
	listen, err := gateway.ParseListen(typed)
	if err != nil {
		return err
	}
	before, err := d.readListen()
	if err != nil {
		return err
	}
	st := d.gatewayStatus()
	switch {
	case st.Running && st.Listen == listen:
		return d.setGatewayListen(ctx, listen)
	case !st.Running && d.Preference(settingGatewayOn) != "1":
		return d.setGatewayListen(ctx, listen)
	case !samePort(st.Listen, listen):
		// Nothing is stopped for an address that cannot be had.
		if err := gateway.TryListen(ctx, listen); err != nil {
			return err
		}
	}
	if err := d.setGatewayListen(ctx, listen); err != nil {
		return err
	}
	defer d.w.Bus.Publish(app.Event{Kind: app.GatewayChanged})
	if err := d.stopGateway(ctx); err != nil {
		d.w.Log.Warn("stop the gateway", "cause", logged(err))
	}
	err = d.startGateway()
	if err == nil || !st.Running {
		return err
	}
	if back := d.setGatewayListen(ctx, before); back != nil {
		return errors.Join(err, back)
	}
	return errors.Join(err, d.startGateway())
}

func (d settingsDeps) setGatewayListen(ctx context.Context, listen string) error {
	if err := d.w.setGatewayListen(ctx, listen); err != nil {
		return err
	}
	d.learn(gateway.SettingListen, listen)
	return nil
}

// samePort tells whether two addresses could be in each other's way.
func samePort(a, b string) bool {
	_, p, err := net.SplitHostPort(a)
	_, q, other := net.SplitHostPort(b)
	return err == nil && other == nil && p == q
}

// FreeGatewayListen gives an address like the set one whose port nobody uses.
func (d settingsDeps) FreeGatewayListen(ctx context.Context) (string, error) {
	listen, err := d.readListen()
	if err != nil {
		return "", err
	}
	return gateway.FreeListen(ctx, listen)
}
