package gateway

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"sync"
	"sync/atomic"
	"time"

	"channeldesk/app"
	"channeldesk/app/protocol"
)

// Params are what a Service needs. All but Runners and Limits are required.
type Params struct {
	Store     app.Store
	Group     app.Grouper
	Protocols *protocol.Registry
	Inbox     Inbox
	Keys      Keys
	Messages  Messages
	Runners   []Runner
	Lock      Lock
	Bus       *app.Bus
	Clock     app.Clock
	Log       *slog.Logger
	// Version is the program's.
	Version string
	// Meter counts what the runners do; New makes one when it is nil.
	Meter *Meter
	// Limits are taken from DefaultLimits where they are zero.
	Limits Limits
}

// Options are what a person chooses for one start.
type Options struct {
	// Listen is host:port; port 0 takes a free one.
	Listen string
	// PublicAddress is where the gateway is reached from outside; "" takes the
	// workspace's setting.
	PublicAddress string
	// MetricsFrom may read /metrics besides this computer itself.
	MetricsFrom []netip.Prefix
	// TrustedProxies are believed when they say for whom they ask.
	TrustedProxies []netip.Prefix
}

// The codes of a gateway that does not start.
const (
	CodeAlreadyRunning app.Code = "gateway_running"
	CodeCannotListen   app.Code = "gateway_listen"
)

// stopLimit is how long Stop waits when its context has no deadline: calls to a
// provider that run may take twenty seconds to end.
const stopLimit = 30 * time.Second

// Service is the gateway of one workspace. Safe for concurrent use.
type Service struct {
	p    Params
	mu   sync.Mutex // one Start or Stop at a time
	run  atomic.Pointer[running]
	past record
}

// running is the gateway between Start and Stop.
type running struct {
	s       *Service
	options Options
	since   time.Time
	address net.Addr
	crowd   *crowd
	server  *http.Server
	runners *crew
	public  atomic.Pointer[publicAddress]
	heard   *app.Subscription
	served  chan struct{} // closed when the server ended
	limits  Limits
	counted tally
	budget  budget
	uses    uses
	cancel  context.CancelFunc
}

// New makes a Service that does not run yet. It panics when a needed part is
// missing: that is a mistake in the program.
func New(p Params) *Service {
	for name, missing := range map[string]bool{
		"Store": p.Store == nil, "Group": p.Group == nil, "Protocols": p.Protocols == nil, "Inbox": p.Inbox == nil, "Keys": p.Keys == nil,
		"Messages": p.Messages == nil, "Lock": p.Lock == nil, "Bus": p.Bus == nil, "Clock": p.Clock == nil, "Log": p.Log == nil,
	} {
		if missing {
			panic("gateway: Params." + name + " is missing")
		}
	}
	if p.Meter == nil {
		p.Meter = NewMeter()
	}
	p.Limits = p.Limits.orDefault()
	return &Service{p: p}
}

// Start opens the address and starts the background work. It returns when
// requests are answered. The gateway runs until Stop, also when ctx ends.
// CodeAlreadyRunning when this workspace has a gateway already, here or in
// another process; CodeCannotListen when the address cannot be opened.
func (s *Service) Start(ctx context.Context, o Options) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.run.Load() != nil {
		return AlreadyRunning()
	}
	if err := s.start(ctx, o); err != nil {
		s.past.failed(s.p.Clock.Now(), app.AsError(err))
		s.p.Bus.Publish(app.Event{Kind: app.GatewayChanged})
		return err
	}
	s.p.Bus.Publish(app.Event{Kind: app.GatewayChanged})
	return nil
}

// AlreadyRunning is the refusal to start a second gateway of a workspace.
func AlreadyRunning() *app.Error {
	return app.NewError(CodeAlreadyRunning, app.Say("The gateway of this workspace is running already.")).
		WithFix(app.Say("Stop the other one first: in the window, or where channeldesk serve was started."))
}

func (s *Service) start(ctx context.Context, o Options) (err error) {
	free, err := s.p.Lock.TryGateway()
	if err != nil {
		return err
	}
	if !free {
		return AlreadyRunning()
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, s.p.Lock.FreeGateway())
		}
	}()
	r := &running{s: s, options: o, since: s.p.Clock.Now(), limits: s.p.Limits, served: make(chan struct{})}
	r.budget.max = r.limits.BodiesInMemory
	if err := r.readPublicAddress(ctx); err != nil {
		return err
	}
	if _, err := r.readUses(ctx); err != nil {
		return err
	}
	listener, err := r.listen(ctx)
	if err != nil {
		return err
	}
	life, cancel := context.WithCancel(context.WithoutCancel(ctx))
	r.cancel = cancel
	r.address = listener.Addr()
	r.runners = newCrew(s.p.Runners, s.p.Log, s.past.failedRunner(s.p.Clock, s.p.Bus))
	r.server = r.newServer(life)
	r.heard = s.p.Bus.Subscribe(func(e app.Event) { r.follow(life, e) },
		app.SettingsChanged, app.ChannelChanged, app.AgentsChanged, app.SecretsChanged)
	s.p.Meter.observe(r)
	r.runners.start(life)
	s.run.Store(r)
	go r.serve(listener)
	s.p.Log.Info("gateway started", "listen", r.address.String(), "public", r.public.Load().text)
	return nil
}

func (r *running) serve(l net.Listener) {
	defer close(r.served)
	if err := r.server.Serve(l); !errors.Is(err, http.ErrServerClosed) {
		r.s.p.Log.Error("gateway stopped listening", "cause", err)
		r.s.past.failed(r.s.p.Clock.Now(), app.NewError(CodeCannotListen, app.Say("The gateway cannot take connections any more.")).
			WithFix(app.Say("Stop it and start it again.")).Because(err))
		r.s.p.Bus.Publish(app.Event{Kind: app.GatewayChanged})
	}
}

func (r *running) listen(ctx context.Context) (net.Listener, error) {
	l, err := new(net.ListenConfig).Listen(ctx, "tcp", r.options.Listen)
	if err != nil {
		return nil, cannotListen(r.options.Listen, err)
	}
	r.crowd = newCrowd(l, r.limits.Connections)
	return r.crowd, nil
}

// Stop takes no new requests, lets those that run end, stops the background work
// and waits for both, until ctx ends or for half a minute when it has no deadline;
// then what is left is cut off. Nil when nothing runs.
func (s *Service) Stop(ctx context.Context) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	r := s.run.Load()
	if r == nil {
		return nil
	}
	if _, bounded := ctx.Deadline(); !bounded {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, stopLimit)
		defer cancel()
	}
	err := r.server.Shutdown(ctx)
	if err != nil {
		err = r.server.Close()
	}
	<-r.served
	r.heard.Close()
	r.cancel()
	if left := r.runners.wait(ctx); len(left) > 0 {
		err = errors.Join(err, fmt.Errorf("gateway: still running after stop: %v", left))
	}
	s.p.Meter.observe(nil)
	s.run.Store(nil)
	err = errors.Join(err, s.p.Lock.FreeGateway())
	if err != nil {
		s.p.Log.Warn("gateway stopped, not everything in time", "cause", err)
	} else {
		s.p.Log.Info("gateway stopped")
	}
	s.p.Bus.Publish(app.Event{Kind: app.GatewayChanged})
	return err
}
