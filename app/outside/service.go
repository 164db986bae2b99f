// Package outside plays the provider against a channel's public webhook address:
// is there such a name, is its certificate trusted, does our gateway answer there,
// does it answer the provider's question, and does it let the provider in and
// nobody else. Each step says what happened, why, what to do, and who must act.
//
// What it sends leaves nothing behind: the gateway keeps no self-test and takes
// none for a sign of life. Secrets go only to an address with a trusted
// certificate behind which our own gateway answered.
package outside

import (
	"context"
	"crypto/x509"
	"log/slog"
	"net"
	"net/url"
	"time"

	"channeldesk/app"
	"channeldesk/app/protocol"
)

// Live is a channel at work, as the service of channels gives it.
type Live struct {
	Agent          app.Agent
	Channel        app.Channel
	Protocol       protocol.Protocol
	Config         protocol.Config
	PreviousSecret app.Secret
}

// Channels gives a channel with the values of its secrets.
type Channels interface {
	LiveByID(ctx context.Context, id app.ChannelID) (Live, error)
}

// ChannelsFunc makes Channels of a function.
type ChannelsFunc func(ctx context.Context, id app.ChannelID) (Live, error)

// LiveByID calls the function.
func (f ChannelsFunc) LiveByID(ctx context.Context, id app.ChannelID) (Live, error) {
	return f(ctx, id)
}

// Params are what the service works with. What is below Log may be left out.
type Params struct {
	Store    app.Store
	Channels Channels
	Guard    app.Guard
	Clock    app.Clock
	Log      *slog.Logger

	// UserAgent is how the check names itself.
	UserAgent string
	// StepLimit is how long a step may take; without it, 10 seconds.
	StepLimit time.Duration
	// Roots are the certificates that are trusted; nil takes those of the system.
	Roots *x509.CertPool
	// Resolve finds the addresses of a name, Dial opens a connection; nil asks the
	// system.
	Resolve func(ctx context.Context, host string) ([]net.IPAddr, error)
	Dial    func(ctx context.Context, network, address string) (net.Conn, error)
}

const stepLimit = 10 * time.Second

// Service checks from outside. Safe for concurrent use. A check takes seconds:
// never call it on the UI goroutine.
type Service struct{ p Params }

// New makes the service and panics when something that is needed is missing.
func New(p Params) *Service {
	if p.Store == nil || p.Channels == nil || p.Guard == nil || p.Clock == nil || p.Log == nil {
		panic("outside: incomplete Params")
	}
	if p.StepLimit <= 0 {
		p.StepLimit = stepLimit
	}
	if p.UserAgent == "" {
		p.UserAgent = "ChannelDesk"
	}
	if p.Resolve == nil {
		p.Resolve = net.DefaultResolver.LookupIPAddr
	}
	if p.Dial == nil {
		p.Dial = (&net.Dialer{}).DialContext
	}
	return &Service{p: p}
}

// Check plays the provider against the address of an environment. report, which
// may be nil, is told when a step begins and when it ended. Who may edit the agent
// may check. The error is for what keeps it from beginning, and for a ctx that
// ended.
func (s *Service) Check(ctx context.Context, agent app.AgentID, env app.Environment, report func(Step)) (Report, error) {
	if _, err := s.p.Guard.Require(ctx, agent, app.MayEdit); err != nil {
		return Report{}, err
	}
	live, err := s.live(ctx, agent, env)
	if err != nil {
		return Report{}, err
	}
	began := s.p.Clock.Now()
	r := &run{s: s, live: live, provider: live.Protocol.Declaration().Name, report: report}
	defer r.close()
	if err := r.all(ctx); err != nil {
		return Report{}, err
	}
	out := Report{At: began.Truncate(time.Millisecond), Took: s.p.Clock.Now().Sub(began), Steps: r.done, Note: note}
	if r.base != nil {
		out.Host = r.base.Host
	}
	if r.clean() {
		out.Next = app.Say("Everything is in order as far as this computer can see. If messages still do not arrive, {{.Provider}} sends them somewhere else: compare the address that is entered there.", "Provider", r.provider)
	}
	return out, nil
}

var note = app.Say("This was asked from this computer. The provider asks from the internet and may see another network: a firewall or a name that only works in your office shows a difference.")

func (s *Service) live(ctx context.Context, agent app.AgentID, env app.Environment) (Live, error) {
	var c app.Channel
	err := s.p.Store.View(ctx, func(tx app.Tx) (err error) {
		c, err = tx.GetChannel(agent, env)
		return err
	})
	if err != nil {
		return Live{}, err
	}
	return s.p.Channels.LiveByID(ctx, c.ID)
}

// run is one check under way.
type run struct {
	s        *Service
	live     Live
	provider string
	report   func(Step)
	done     []Step
	client   *client

	// base is the webhook address without its secret; nil when there is none.
	base *url.URL
	// local is true for an address of this computer.
	local bool
	// nameless is true when the name leads nowhere.
	nameless bool
	// noAnswer is why nobody could be connected to; nil when that worked.
	noAnswer error
	// trusted is true when secrets may be sent: the certificate is right, or the
	// address is of this computer.
	trusted bool
	// ours is true when our own gateway answered.
	ours bool
}

// all runs the steps. A step that makes no sense after an earlier one is skipped.
func (r *run) all(ctx context.Context) error {
	for _, step := range []struct {
		id string
		do func(context.Context) Step
	}{
		{StepName, r.name}, {StepCertificate, r.certificate}, {StepReach, r.reach}, {StepHandshake, r.handshake}, {StepSignature, r.signature},
	} {
		if err := r.one(ctx, step.id, step.do); err != nil {
			return err
		}
	}
	return nil
}

func (r *run) one(ctx context.Context, id string, do func(context.Context) Step) error {
	r.tell(Step{CheckStep: app.CheckStep{ID: id, State: app.StepRunning, Title: titles[id]}})
	limited, cancel := context.WithTimeout(ctx, r.s.p.StepLimit)
	defer cancel()
	step := do(limited)
	if err := ctx.Err(); err != nil {
		return err
	}
	step.ID, step.Title, step.Who = id, titles[id], r.who(step.Actor)
	r.done = append(r.done, step)
	r.tell(step)
	return nil
}

func (r *run) tell(s Step) {
	if r.report != nil {
		r.report(s)
	}
}

func (r *run) who(a Actor) app.Text {
	switch a {
	case You:
		return app.Say("You, in Channel Desk")
	case Server:
		return app.Say("Whoever runs the server, its name or its tunnel")
	case Provider:
		return app.Say("{{.Provider}}'s staff", "Provider", r.provider)
	}
	return app.Text{}
}

// clean reports whether nothing failed or stayed open, apart from what does not
// concern this provider.
func (r *run) clean() bool {
	for _, s := range r.done {
		if s.State == app.StepFailed || s.State == app.StepUnknown {
			return false
		}
	}
	return r.ours
}

func (r *run) close() {
	if r.client != nil {
		r.client.close()
	}
}
