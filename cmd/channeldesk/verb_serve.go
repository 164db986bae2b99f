package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net"
	"net/netip"
	"sync"
	"time"

	"channeldesk/app"
	"channeldesk/app/gateway"
)

type serveVerb struct {
	Listen       string   `help:"Address to listen on; port 0 takes a free one. Without it, 127.0.0.1:8080." default:"127.0.0.1:8080" placeholder:"HOST:PORT"`
	PublicURL    string   `name:"public-url" help:"Set the public address of the gateway first." placeholder:"URL"`
	MetricsFrom  []string `name:"metrics-from" help:"Networks that may read /metrics besides this computer." placeholder:"CIDR"`
	TrustedProxy []string `name:"trusted-proxy" help:"Networks whose proxies are believed when they say for whom they ask." placeholder:"CIDR"`
}

// serveLine is one line of "serve --json".
type serveLine struct {
	Event    string         `json:"event"` // started, changed, problem, stopped
	At       time.Time      `json:"at"`
	Listen   string         `json:"listen,omitempty"`
	Public   string         `json:"public_url,omitempty"`
	Channels []serveChannel `json:"channels,omitempty"`
	Code     string         `json:"code,omitempty"`
	Message  string         `json:"message,omitempty"`
	Fix      string         `json:"fix,omitempty"`
}

// serveChannel is a channel that the gateway serves.
type serveChannel struct {
	Agent       string          `json:"agent"`
	Environment app.Environment `json:"environment"`
	Protocol    app.ProtocolID  `json:"protocol"`
	// WebhookURL is without a secret; "" while there is no public address.
	WebhookURL string `json:"webhook_url"`
	Version    int    `json:"version"`
	Revision   int64  `json:"revision"`
	id         app.ChannelID
}

// stopWithin is how long a gateway may take to end.
const stopWithin = 30 * time.Second

// Run is the gateway until it is interrupted.
func (v serveVerb) Run(s *session) error {
	listen, err := listenAddress(v.Listen)
	if err != nil {
		return err
	}
	options := gateway.Options{Listen: listen}
	if options.MetricsFrom, err = parseNetworks("--metrics-from", v.MetricsFrom); err != nil {
		return err
	}
	if options.TrustedProxies, err = parseNetworks("--trusted-proxy", v.TrustedProxy); err != nil {
		return err
	}
	return s.withDesk(false, func(d *desk) error {
		if err := d.may(0, app.MayEdit); err != nil {
			return err
		}
		if v.PublicURL != "" {
			// What is refused changes nothing, least of all for a gateway that runs.
			if d.workspace.gatewayElsewhere() {
				return gateway.AlreadyRunning()
			}
			if err := gateway.TryListen(d.ctx, listen); err != nil {
				return err
			}
			if err := d.setPublicAddress(v.PublicURL); err != nil {
				return err
			}
		}
		// Without secrets no webhook can be checked and nothing sent.
		if status := d.Secrets.Status(d.ctx); !status.Usable {
			return status.Problem
		}
		return d.serve(options)
	})
}

// listenAddress reads --listen as the setting of the window's gateway is read;
// port 0 is one that is free.
func listenAddress(typed string) (string, error) {
	host, port, err := net.SplitHostPort(typed)
	free := err == nil && port == "0"
	if free {
		typed = net.JoinHostPort(host, "1")
	}
	listen, err := gateway.ParseListen(typed)
	switch {
	case err != nil:
		return "", &usageError{message: "--listen: " + app.AsError(err).What.String(), fix: "Port 0 takes a free one."}
	case free:
		return net.JoinHostPort(host, "0"), nil
	}
	return listen, nil
}

// parseNetworks reads networks as 10.0.0.0/8, and single addresses.
func parseNetworks(flag string, list []string) (out []netip.Prefix, err error) {
	for _, typed := range list {
		p, err := netip.ParsePrefix(typed)
		if err != nil {
			a, aerr := netip.ParseAddr(typed)
			if aerr != nil {
				return nil, usage(flag + " takes a network like 10.0.0.0/8, or an address.")
			}
			p = netip.PrefixFrom(a, a.BitLen())
		}
		out = append(out, p.Masked())
	}
	return out, nil
}

func (d *desk) serve(o gateway.Options) error {
	d.keepTidy()
	live := d.newLiveServices()
	// The gateway acts by itself, not as the member who started it.
	gateway.EaseRuntime()
	if err := live.Gateway.Start(d.session.ctx, o); err != nil {
		return err
	}
	p := &servePrinter{s: d.session, gateway: live.Gateway, clock: d.Clock}
	heard := d.Bus.Subscribe(func(e app.Event) {
		if e.Kind == app.GatewayChanged {
			p.problem()
			d.tellChanges(p)
		}
	})
	stopWatching, err := d.Store.Watch(func() { live.others(d.Bus) })
	if err != nil {
		d.Log.Warn("watch for changes by other programs", "cause", err)
		stopWatching = func() {}
	}
	// What changed before it was watched.
	d.Bus.Publish(app.Event{Kind: app.ChannelChanged})
	err = d.announce(p)
	if err == nil {
		<-d.session.ctx.Done()
	}
	stopWatching()
	heard.Close()
	closing, cancel := context.WithTimeout(context.WithoutCancel(d.session.ctx), stopWithin)
	defer cancel()
	if stopErr := live.Gateway.Stop(closing); err == nil {
		err = stopErr
	}
	p.stopped()
	return err
}

// announce prints where the gateway listens, and each channel's address.
func (d *desk) announce(p *servePrinter) error {
	status := p.gateway.Status()
	channels, err := d.served(status.Public)
	if err != nil {
		return err
	}
	defer p.uses(status.Uses)
	if d.session.flags.JSON {
		p.line(serveLine{Event: "started", Listen: status.Listen, Public: status.Public, Channels: channels})
		return nil
	}
	c := d.session.console
	c.printf("The gateway listens on http://%s\n", status.Listen)
	if gateway.OpenToNetwork(status.Listen) {
		c.printf("Other computers reach it there without encryption: let a firewall close the port, or listen on 127.0.0.1 behind a web server.\n")
	}
	if status.Public == "" {
		c.printf("Nobody outside of this computer's network reaches it yet: give its public address with --public-url.\n")
	} else {
		c.printf("Its public address is %s\n", status.Public)
	}
	c.printf("The guide to the notification API is at http://%s/docs\n", status.Listen)
	t := &table{}
	for _, ch := range channels {
		t.add(ch.Agent, ch.Environment.Label(), string(ch.Protocol), orDash(ch.WebhookURL))
	}
	t.print(c.out)
	c.printf("Stop with Ctrl-C.\n")
	return nil
}

// served are the channels that can take webhooks, by agent.
func (d *desk) served(public string) (out []serveChannel, err error) {
	agents, err := d.Channel.ListAgents(d.ctx)
	if err != nil {
		return nil, err
	}
	err = d.Store.View(d.ctx, func(tx app.Tx) error {
		for _, a := range agents {
			for _, env := range []app.Environment{app.Published, app.Draft} {
				c, err := tx.GetChannel(a.ID, env)
				if app.ErrorCode(err) == app.CodeNotFound || err == nil && c.Protocol == "" {
					continue
				}
				if err != nil {
					return err
				}
				address := gateway.ShownWebhookURL(a.PublicAddress(public), d.Protocols.Declaration(c.Protocol), c)
				out = append(out, serveChannel{a.Name, env, c.Protocol, address, c.Version, c.Revision, c.ID})
			}
		}
		return nil
	})
	return out, err
}

// servePrinter prints what happens while the gateway runs. Safe for concurrent
// use.
type servePrinter struct {
	s       *session
	gateway *gateway.Service
	clock   app.Clock
	mu      sync.Mutex
	told    time.Time
	// used are the revisions that were told; nil before the first line.
	used map[app.ChannelID]int64
}

// line prints one line for scripts.
func (p *servePrinter) line(l serveLine) {
	p.mu.Lock()
	defer p.mu.Unlock()
	l.At = p.clock.Now().UTC()
	e := json.NewEncoder(p.s.console.out)
	e.SetEscapeHTML(false)
	_ = e.Encode(l)
}

// problem prints the gateway's latest failure, once.
func (p *servePrinter) problem() {
	st := p.gateway.Status()
	p.mu.Lock()
	known := st.LastError == nil || !st.LastErrorAt.After(p.told)
	p.told = st.LastErrorAt
	p.mu.Unlock()
	if known {
		return
	}
	if p.s.flags.JSON {
		p.line(serveLine{Event: "problem", Code: string(st.LastError.Code), Message: st.LastError.What.String(), Fix: st.LastError.Fix.String()})
		return
	}
	fmt.Fprintf(p.s.console.err, "%s [%s]\n", oneLine(st.LastError.Error()), st.LastError.Code)
}

func (p *servePrinter) stopped() {
	if p.s.flags.JSON {
		p.line(serveLine{Event: "stopped"})
		return
	}
	p.s.console.printf("The gateway stopped.\n")
}
