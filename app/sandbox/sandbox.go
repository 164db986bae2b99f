package sandbox

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"

	"channeldesk/app"
)

// Options say how to start. The zero value is good.
type Options struct {
	// Listen is a loopback address with a port; "" is 127.0.0.1 with any free
	// port. Other addresses are refused.
	Listen string
	// Seed decides the secrets of the sample world; "" is DefaultSeed.
	Seed string
	// World replaces Meta's sample world when it is not nil, Qontak and Coster
	// those of the other two.
	World  *World
	Qontak *QontakWorld
	Coster *CosterWorld
	// Clock is the system's when nil.
	Clock app.Clock
	// Log gets a line per request at debug level, without any secret; nil is
	// silence.
	Log *slog.Logger
	// HandshakeTimeout is how long a callback may take to answer a webhook
	// handshake; 0 is five seconds.
	HandshakeTimeout time.Duration
	// Delivery is how webhooks are sent; nil is DefaultDelivery.
	Delivery *Delivery
	// ReviewTime is how long a new template waits for its review; 0 is ReviewTime.
	ReviewTime time.Duration

	// phone is shared by the providers of a Sandbox.
	phone *Phone
}

func (o Options) withDefaults() Options {
	if o.Listen == "" {
		o.Listen = "127.0.0.1:0"
	}
	if o.Seed == "" {
		o.Seed = DefaultSeed
	}
	if o.Clock == nil {
		o.Clock = app.SystemClock
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Delivery == nil {
		d := DefaultDelivery()
		o.Delivery = &d
	}
	if o.ReviewTime <= 0 {
		o.ReviewTime = ReviewTime
	}
	if o.HandshakeTimeout <= 0 {
		o.HandshakeTimeout = 5 * time.Second
	}
	return o
}

// Sandbox is a running server with the simulated providers. Its methods are
// safe for concurrent use.
type Sandbox struct {
	// Meta is the simulated Graph interface.
	Meta *Meta
	// Qontak is the simulated Open API of Qontak.
	Qontak *Qontak
	// Coster is the simulated pair of hosts of Coster.
	Coster *Coster
	// Phone has the phones of all their customers.
	Phone *Phone

	server *http.Server
	url    string
	done   chan struct{}
}

// What stands in front of the paths of each provider.
const (
	metaPath   = "/meta"
	qontakPath = "/qontak"
	costerPath = "/coster"
)

// Start listens on loopback and serves until Close or until ctx ends.
func Start(ctx context.Context, options Options) (*Sandbox, error) {
	options = options.withDefaults()
	if err := checkLoopback(options.Listen); err != nil {
		return nil, err
	}
	if err := options.Delivery.check(); err != nil {
		return nil, fmt.Errorf("the sandbox's delivery: %w", err)
	}
	options.phone = newPhone(options)
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", options.Listen)
	if err != nil {
		return nil, fmt.Errorf("listen for the sandbox on %s: %w", options.Listen, err)
	}
	s := &Sandbox{
		Meta: NewMeta(options), Qontak: NewQontak(options), Coster: NewCoster(options),
		Phone: options.phone, url: "http://" + listener.Addr().String(), done: make(chan struct{}),
	}
	s.Meta.prefix, s.Qontak.prefix, s.Coster.prefix = metaPath, qontakPath, costerPath
	s.samplePeople()
	s.server = &http.Server{
		Handler:           s.routes(),
		ReadHeaderTimeout: 10 * time.Second,
		ReadTimeout:       30 * time.Second,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    64 << 10,
		ErrorLog:          slog.NewLogLogger(options.Log.Handler(), slog.LevelDebug),
	}
	go func() {
		defer close(s.done)
		if err := s.server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			options.Log.Error("the sandbox stopped", "cause", err)
		}
	}()
	go func() {
		select {
		case <-ctx.Done():
			closing, cancel := context.WithTimeout(context.WithoutCancel(ctx), 2*time.Second)
			defer cancel()
			_ = s.Close(closing)
		case <-s.done:
		}
	}()
	return s, nil
}

// checkLoopback refuses to be reached from anywhere but this computer.
func checkLoopback(address string) error {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return fmt.Errorf("the sandbox's address %q: %w", address, err)
	}
	if !isLoopbackHost(host) {
		return fmt.Errorf("the sandbox listens on this computer only, not on %q", host)
	}
	return nil
}

func isLoopbackHost(host string) bool {
	if host == "localhost" {
		return true
	}
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}

// URL is the server's own address, as "http://127.0.0.1:43211": a page for
// people, and the control paths.
func (s *Sandbox) URL() string { return s.url }

// MetaURL is the base address of the simulated Graph interface: what stands
// before "/v26.0/...".
func (s *Sandbox) MetaURL() string { return s.url + metaPath }

// QontakURL is what stands before the generations' own bases in the simulated
// Qontak. The API address of a channel is QontakBearerURL or QontakHMACURL.
func (s *Sandbox) QontakURL() string { return s.url + qontakPath }

// QontakBearerURL is the API address that takes an access token.
func (s *Sandbox) QontakBearerURL() string { return s.QontakURL() + "/" + qontakBearerBase }

// QontakHMACURL is the API address that takes HMAC.
func (s *Sandbox) QontakHMACURL() string { return s.QontakURL() + "/" + qontakHMACBase }

// CosterConversationURL is the address of Coster's conversation host: what
// stands before "/bot/webhook".
func (s *Sandbox) CosterConversationURL() string {
	return s.url + costerPath + "/" + costerConversation
}

// CosterPushURL is the address of Coster's push host: what stands before
// "/v1/{account_id}/messages".
func (s *Sandbox) CosterPushURL() string { return s.url + costerPath + "/" + costerPush }

// Sample gives the values of Meta's world that is served.
func (s *Sandbox) Sample() SampleValues { return s.Meta.Sample() }

// SampleQontak gives the values of Qontak's world that is served.
func (s *Sandbox) SampleQontak() QontakValues { return s.Qontak.Sample() }

// SampleCoster gives the values of Coster's world that is served.
func (s *Sandbox) SampleCoster() CosterValues { return s.Coster.Sample() }

// SetGateway makes all providers post to a gateway, as "http://127.0.0.1:8080", in
// place of scheme and host of the registered addresses; "" takes it back.
func (s *Sandbox) SetGateway(address string) error {
	for _, e := range s.engines() {
		d := e.Delivery()
		d.Gateway = address
		if err := e.SetDelivery(d); err != nil {
			return err
		}
	}
	return nil
}

// Close ends hanging answers, lets the others finish for as long as ctx allows
// and stops the server. It may be called more than once.
func (s *Sandbox) Close(ctx context.Context) error {
	s.Meta.Close()
	s.Qontak.Close()
	s.Coster.Close()
	err := s.server.Shutdown(ctx)
	if err != nil {
		err = errors.Join(err, s.server.Close())
	}
	<-s.done
	return err
}
