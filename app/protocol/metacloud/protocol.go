// Package metacloud speaks to Meta's WhatsApp Cloud API.
//
// It reads and sets up a channel: it checks the credentials, lists the numbers a
// token can see, switches message delivery on, and sets the channel's own
// webhook address. It takes in what Meta tells there, and sends. A token never stands in an address, never follows a redirect
// and never reaches a host other than the configured one.
package metacloud

import (
	"context"
	"log/slog"
	"net/http"
	"net/url"
	"time"

	"channeldesk/app"
	"channeldesk/app/protocol"
	"channeldesk/app/protocol/transport"
)

// DefaultUserAgent is sent when Options name none. Meta's own description wants
// the form Name/1.2.3.
const DefaultUserAgent = transport.DefaultUserAgent

// Options are what New needs from outside; the zero value works.
type Options struct {
	// HTTPClient carries the calls; nil makes an own one with time-outs. Its
	// redirect policy and cookie jar are not used.
	HTTPClient *http.Client
	// Clock tells the time for expiry and reports; nil is the computer's clock.
	Clock app.Clock
	// Log gets one line for each call without any value; nil logs nothing.
	Log *slog.Logger
	// UserAgent is Name/1.2.3; "" is DefaultUserAgent.
	UserAgent string
	// Proxy chooses the proxy of the own client; nil follows the environment.
	Proxy func(*http.Request) (*url.URL, error)
	// Sleep waits between two tries and ends early with the context; nil uses
	// a timer.
	Sleep func(ctx context.Context, d time.Duration) error
	// Jitter gives a number from 0 to 1 for the wait between tries; nil is random.
	Jitter func() float64
}

// Protocol is the Meta Cloud protocol. It is safe for concurrent use.
type Protocol struct {
	declaration protocol.Declaration
	caller      *transport.Caller
	clock       app.Clock
	log         *slog.Logger
	signers     signers
}

var (
	_ protocol.Protocol         = (*Protocol)(nil)
	_ protocol.NumberLister     = (*Protocol)(nil)
	_ protocol.WebhookOverrider = (*Protocol)(nil)
	_ protocol.Recogniser       = (*Protocol)(nil)
	_ protocol.WebhookReceiver  = (*Protocol)(nil)
	_ protocol.Sender           = (*Protocol)(nil)
	_ protocol.TemplateLister   = (*Protocol)(nil)
	_ protocol.TemplateEditor   = (*Protocol)(nil)
	_ protocol.TemplateRemover  = (*Protocol)(nil)
	_ protocol.TemplateComparer = (*Protocol)(nil)
	_ protocol.SampleUploader   = (*Protocol)(nil)
)

// New makes the protocol.
func New(o Options) *Protocol {
	p := &Protocol{
		declaration: declare(),
		caller: transport.New(transport.Options{
			Provider: "Meta", AddressLabel: addressLabel, HTTPClient: o.HTTPClient, Clock: o.Clock, Log: o.Log,
			UserAgent: o.UserAgent, Proxy: o.Proxy, Sleep: o.Sleep, Jitter: o.Jitter,
		}),
		clock: o.Clock,
		log:   o.Log,
	}
	if p.clock == nil {
		p.clock = app.SystemClock
	}
	if p.log == nil {
		p.log = slog.New(slog.DiscardHandler)
	}
	return p
}

// Declaration is constant.
func (p *Protocol) Declaration() protocol.Declaration { return p.declaration }
