package coster

import (
	"context"
	"crypto/tls"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"channeldesk/app"
	"channeldesk/app/protocol"
	"channeldesk/app/protocol/transport"
)

// lineTimeout is the longest that one line may take, name and greeting included.
const lineTimeout = 10 * time.Second

// host is one of Coster's hosts, with who explains its failures.
type host struct {
	address *url.URL
	caller  *transport.Caller
}

// checkHosts tries the line to each host that a stored token is for: its name,
// the connection and the encryption. No request is made and no token leaves.
func (r *checkRun) checkHosts(ctx context.Context) app.CheckStep {
	hosts := r.hosts()
	if len(hosts) == 0 {
		return app.CheckStep{State: app.StepSkipped, Detail: app.Say("Waits for a token: each is for a host of its own")}
	}
	var shown []string
	for _, h := range hosts {
		via, err := r.p.proxy(&http.Request{Method: http.MethodPost, URL: h.address})
		if err != nil || via != nil {
			return app.CheckStep{
				State: app.StepUnknown, Action: string(protocol.AbilityTestSend),
				Detail: app.Say("Connections of this computer go through a proxy, so the line to {{.Host}} cannot be tried by itself.", "Host", h.address.Host),
				Fix:    app.Say("Send a test message: it takes the same way as every message."),
			}
		}
		if err := r.p.line(ctx, h.address); err != nil {
			e := h.caller.Unreachable(h.address.Host, err)
			return app.CheckStep{State: app.StepUnknown, Detail: e.What, Fix: e.Fix, Code: e.Detail}
		}
		shown = append(shown, h.address.Host)
	}
	return app.CheckStep{State: app.StepPassed, Detail: app.Say("A connection to {{.Hosts}} stands", "Hosts", strings.Join(shown, ", "))}
}

// hosts are those that a stored token is for, each once.
func (r *checkRun) hosts() []host {
	var out []host
	add := func(field, secret string, caller *transport.Caller) {
		if !r.k.has(secret) {
			return
		}
		u, err := url.Parse(r.k.values[field])
		if err != nil || len(out) > 0 && out[0].address.Scheme == u.Scheme && out[0].address.Host == u.Host {
			return
		}
		out = append(out, host{u, caller})
	}
	add(fieldConversation, secretConversation, r.p.conversation)
	add(fieldPush, secretPush, r.p.push)
	return out
}

// line makes a connection as a call would, and closes it.
func (p *Protocol) line(ctx context.Context, address *url.URL) error {
	ctx, cancel := context.WithTimeout(ctx, lineTimeout)
	defer cancel()
	port := address.Port()
	if port == "" {
		port = "443"
		if address.Scheme == "http" {
			port = "80"
		}
	}
	conn, err := p.dial(ctx, "tcp", net.JoinHostPort(address.Hostname(), port))
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close() }()
	if address.Scheme != "https" {
		return nil
	}
	config := &tls.Config{MinVersion: tls.VersionTLS12}
	if p.tls != nil {
		config = p.tls.Clone()
	}
	config.ServerName = address.Hostname()
	return tls.Client(conn, config).HandshakeContext(ctx)
}
