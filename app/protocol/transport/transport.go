// Package transport makes one HTTP call to a provider and gives back an answer
// that is JSON, or an error in words for people.
//
// Every protocol speaks through it, so that the same rules hold for all: a token
// never stands in an address and never follows a redirect, an answer is never
// larger than it may be, a call that changes something is made once, and a
// failure says whether anything can have left this computer.
package transport

import (
	"context"
	"log/slog"
	"math/rand/v2"
	"net"
	"net/http"
	"net/url"
	"time"

	"channeldesk/app"
)

// CallTimeout is the longest that one call takes, repeated tries and waits
// included.
const CallTimeout = 30 * time.Second

const (
	connectTimeout = 10 * time.Second
	headerTimeout  = 15 * time.Second
	answerMax      = 4 << 20
)

// DefaultUserAgent is sent when Options name none, in the form Name/1.2.3.
const DefaultUserAgent = "ChannelDesk/0.1.0"

// Options are what New needs from outside. Provider must be set.
type Options struct {
	// Provider is its name as it stands in sentences, as "Meta".
	Provider string
	// AddressLabel is the label of the field that holds the address, as "API
	// address"; "" is "API address". It stands under Advanced.
	AddressLabel string
	// HTTPClient carries the calls; nil makes an own one with time-outs. Its
	// redirect policy and cookie jar are not used.
	HTTPClient *http.Client
	// Clock tells the time; nil is the computer's clock.
	Clock app.Clock
	// Log gets one line for each try without any value; nil logs nothing.
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

// Caller makes calls to one provider. It is safe for concurrent use.
type Caller struct {
	provider  string
	address   string
	client    *http.Client
	streams   *http.Client // carries files
	clock     app.Clock
	log       *slog.Logger
	userAgent string
	sleep     func(ctx context.Context, d time.Duration) error
	jitter    func() float64
}

// New makes a caller.
func New(o Options) *Caller {
	c := &Caller{
		provider:  o.Provider,
		address:   o.AddressLabel,
		client:    ownClient(o.Proxy),
		clock:     o.Clock,
		log:       o.Log,
		userAgent: o.UserAgent,
		sleep:     o.Sleep,
		jitter:    o.Jitter,
	}
	c.streams = streamClient(c.client)
	if o.HTTPClient != nil {
		c.client = &http.Client{Transport: o.HTTPClient.Transport, Timeout: o.HTTPClient.Timeout}
		c.streams = c.client
	}
	for _, client := range []*http.Client{c.client, c.streams} {
		client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	}
	if c.address == "" {
		c.address = "API address"
	}
	if c.clock == nil {
		c.clock = app.SystemClock
	}
	if c.log == nil {
		c.log = slog.New(slog.DiscardHandler)
	}
	if c.userAgent == "" {
		c.userAgent = DefaultUserAgent
	}
	if c.sleep == nil {
		c.sleep = sleep
	}
	if c.jitter == nil {
		c.jitter = rand.Float64
	}
	return c
}

func ownClient(proxy func(*http.Request) (*url.URL, error)) *http.Client {
	if proxy == nil {
		proxy = http.ProxyFromEnvironment
	}
	return &http.Client{Transport: &http.Transport{
		Proxy:                 proxy,
		DialContext:           (&net.Dialer{Timeout: connectTimeout, KeepAlive: 30 * time.Second}).DialContext,
		TLSHandshakeTimeout:   connectTimeout,
		ResponseHeaderTimeout: headerTimeout,
		ExpectContinueTimeout: time.Second,
		IdleConnTimeout:       30 * time.Second,
		// A thousand messages a second over HTTP/1.1 would otherwise be as many new
		// connections.
		MaxIdleConnsPerHost:    512,
		MaxResponseHeaderBytes: 64 << 10,
		ForceAttemptHTTP2:      true,
	}}
}

func sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-t.C:
		return nil
	}
}
