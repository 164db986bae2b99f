// Package coster speaks to Coster, the customer service platform of Jatis Mobile
// that also passes WhatsApp messages on.
//
// Coster has two hosts with a token each: one for answers within a conversation,
// one for templates. Neither has a call that only looks, and templates and the
// webhook address are set by Coster's staff. So the connection check looks at the
// form of the values and at the lines to the hosts, and only a test message
// proves a token.
package coster

import (
	"context"
	"crypto/tls"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"time"

	"channeldesk/app"
	"channeldesk/app/protocol"
	"channeldesk/app/protocol/transport"
)

// Options are what New needs from outside; the zero value works.
type Options struct {
	// HTTPClient carries the calls; nil makes an own one with time-outs. Its
	// redirect policy and cookie jar are not used.
	HTTPClient *http.Client
	// Clock tells the time for reports; nil is the computer's clock.
	Clock app.Clock
	// Log gets one line for each call without any value; nil logs nothing.
	Log *slog.Logger
	// UserAgent is Name/1.2.3; "" is the program's own.
	UserAgent string
	// Proxy chooses the proxy; nil follows the environment. A client with a
	// transport of net/http brings its own.
	Proxy func(*http.Request) (*url.URL, error)
	// Sleep waits between tries and ends early with the context. Nothing here is
	// ever repeated; it is passed on for the sake of the shared transport.
	Sleep func(ctx context.Context, d time.Duration) error
}

// Protocol is the Coster protocol. It is safe for concurrent use.
type Protocol struct {
	declaration  protocol.Declaration
	conversation *transport.Caller
	push         *transport.Caller
	clock        app.Clock
	log          *slog.Logger
	proxy        func(*http.Request) (*url.URL, error)
	dial         func(ctx context.Context, network, address string) (net.Conn, error)
	tls          *tls.Config
}

var (
	_ protocol.Protocol   = (*Protocol)(nil)
	_ protocol.TestSender = (*Protocol)(nil)
	_ protocol.Recogniser = (*Protocol)(nil)

	_ protocol.WebhookReceiver = (*Protocol)(nil)
	_ protocol.Sender          = (*Protocol)(nil)
	_ protocol.TemplateKeeper  = (*Protocol)(nil)
)

// New makes the protocol.
func New(o Options) *Protocol {
	p := &Protocol{
		declaration: declare(),
		clock:       o.Clock,
		log:         o.Log,
		proxy:       o.Proxy,
		dial:        (&net.Dialer{}).DialContext,
	}
	if o.HTTPClient != nil {
		if t, ok := o.HTTPClient.Transport.(*http.Transport); ok {
			p.tls, p.proxy = t.TLSClientConfig, t.Proxy
			if p.proxy == nil {
				p.proxy = func(*http.Request) (*url.URL, error) { return nil, nil }
			}
		}
	}
	caller := func(addressLabel string) *transport.Caller {
		return transport.New(transport.Options{
			Provider: product, AddressLabel: addressLabel, HTTPClient: o.HTTPClient, Clock: o.Clock, Log: o.Log,
			UserAgent: o.UserAgent, Proxy: o.Proxy, Sleep: o.Sleep,
		})
	}
	p.conversation, p.push = caller(labelConversationAddress), caller(labelPushAddress)
	if p.clock == nil {
		p.clock = app.SystemClock
	}
	if p.log == nil {
		p.log = slog.New(slog.DiscardHandler)
	}
	if p.proxy == nil {
		p.proxy = http.ProxyFromEnvironment
	}
	return p
}

// Declaration is constant.
func (p *Protocol) Declaration() protocol.Declaration { return p.declaration }
