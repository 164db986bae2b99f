// Package qontak speaks to Mekari Qontak's Omnichannel API.
//
// It checks the sign-in, finds the channel among the organisation's, registers
// the channel's own address as the one to which Qontak sends messages and states,
// takes those in, and sends. That registration holds for the whole organisation, so it is read
// before it is replaced and compared after.
package qontak

import (
	"context"
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
	// HTTPClient carries the calls and should speak HTTP/1.1; nil makes an own
	// one with time-outs. Its redirect policy and cookie jar are not used.
	HTTPClient *http.Client
	// Clock tells the time for signatures and reports; nil is the computer's clock.
	Clock app.Clock
	// Log gets one line for each call without any value; nil logs nothing.
	Log *slog.Logger
	// UserAgent is Name/1.2.3; "" is that of package transport.
	UserAgent string
	// Proxy chooses the proxy of the own client; nil follows the environment.
	Proxy func(*http.Request) (*url.URL, error)
	// Sleep waits between two tries and ends early with the context; nil uses
	// a timer.
	Sleep func(ctx context.Context, d time.Duration) error
	// Jitter gives a number from 0 to 1 for the wait between tries; nil is random.
	Jitter func() float64
}

// Protocol is the Qontak protocol. It is safe for concurrent use.
type Protocol struct {
	declaration protocol.Declaration
	caller      *transport.Caller
	clock       app.Clock
}

var (
	_ protocol.Protocol          = (*Protocol)(nil)
	_ protocol.NumberLister      = (*Protocol)(nil)
	_ protocol.EndpointRegistrar = (*Protocol)(nil)
	_ protocol.Recogniser        = (*Protocol)(nil)
	_ protocol.WebhookReceiver   = (*Protocol)(nil)
	_ protocol.Sender            = (*Protocol)(nil)
	_ protocol.TemplateLister    = (*Protocol)(nil)
	_ protocol.TemplateCreator   = (*Protocol)(nil)
	_ protocol.TemplateComparer  = (*Protocol)(nil)
)

// New makes the protocol.
func New(o Options) *Protocol {
	p := &Protocol{declaration: declare(), clock: o.Clock}
	if p.clock == nil {
		p.clock = app.SystemClock
	}
	client := o.HTTPClient
	if client == nil {
		client = ownClient(o.Proxy)
	}
	p.caller = transport.New(transport.Options{
		Provider: "Qontak", HTTPClient: client, Clock: p.clock, Log: o.Log,
		UserAgent: o.UserAgent, Sleep: o.Sleep, Jitter: o.Jitter,
	})
	return p
}

// Declaration is constant.
func (p *Protocol) Declaration() protocol.Declaration { return p.declaration }

// ownClient speaks HTTP/1.1 only: the version stands in what is signed, and a
// gateway that gets the call by HTTP/2 would compare another one.
func ownClient(proxy func(*http.Request) (*url.URL, error)) *http.Client {
	const connect, header = 10 * time.Second, 15 * time.Second
	if proxy == nil {
		proxy = http.ProxyFromEnvironment
	}
	var versions http.Protocols
	versions.SetHTTP1(true)
	return &http.Client{Transport: &http.Transport{
		Protocols:              &versions,
		Proxy:                  proxy,
		DialContext:            (&net.Dialer{Timeout: connect, KeepAlive: 30 * time.Second}).DialContext,
		TLSHandshakeTimeout:    connect,
		ResponseHeaderTimeout:  header,
		IdleConnTimeout:        30 * time.Second,
		MaxIdleConnsPerHost:    2,
		MaxResponseHeaderBytes: 64 << 10,
	}}
}
