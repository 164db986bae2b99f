package channel

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"net/url"
	"strings"
	"time"

	"channeldesk/app"
	"channeldesk/app/protocol"
)

// EndpointOwner says whose address stands at the provider.
type EndpointOwner string

// The owners, as far as the address tells.
const (
	EndpointNone    EndpointOwner = "none"
	EndpointOurs    EndpointOwner = "ours"
	EndpointOld     EndpointOwner = "old_secret" // this channel's address with an older secret or public address
	EndpointSibling EndpointOwner = "sibling"    // that of the agent's other environment
	EndpointForeign EndpointOwner = "foreign"
	EndpointUnknown EndpointOwner = "unknown" // the provider cannot be asked at this host
)

// EndpointView is what stands registered at the provider, for people.
type EndpointView struct {
	Owner EndpointOwner
	// Shown is the address without a secret: of a foreign one its host only.
	Shown string
	// Sibling is the environment whose address it is; "" unless it is a sibling's.
	Sibling app.Environment
	// EventsOff are the wanted events that are switched off.
	EventsOff []string
	At        time.Time
	// Token stands for this very state: RegisterEndpoint takes it as the word of
	// the person that the address may be replaced.
	Token string
	// Scope says for what a registration holds.
	Scope app.Text
}

// Replaces is the error of a registration that would replace what is not this
// channel's. It is in its chain a CodeConflict.
type Replaces struct{ View EndpointView }

// Error is the sentence in English.
func (e *Replaces) Error() string { return e.Unwrap().Error() }

// Unwrap gives the error for people.
func (e *Replaces) Unwrap() error {
	what := app.Say("Messages go to another address now, {{.Address}}.", "Address", e.View.Shown)
	switch e.View.Owner {
	case EndpointSibling:
		what = app.Say("Messages go to {{.Env}} of this agent now.", "Env", app.Say(e.View.Sibling.Label()))
	case EndpointUnknown:
		what = app.Say("The provider does not tell which address is registered now.")
	}
	return app.NewError(app.CodeConflict, what).
		WithFix(app.Say("Agree to replace it, if nobody needs that address any more."))
}

// asks reports whether a person must agree before it is replaced.
func (v EndpointView) asks() bool {
	return v.Owner == EndpointSibling || v.Owner == EndpointForeign || v.Owner == EndpointUnknown
}

// registrar is one channel's way to register, for the length of one call.
type registrar struct {
	call
	protocol.EndpointRegistrar
	by app.Member
	d  protocol.Declaration
	// clean takes secrets and whole addresses out of what others say.
	clean scrubber
}

// found is what reading showed, with the channel whose address it is.
type found struct {
	view EndpointView
	// address is whole and may hold a secret.
	address string
	// other is the channel of this workspace whose address it is, when it is
	// another one.
	other *app.Channel
}

// registrarFor prepares a call; CodeUnsupported when the protocol cannot
// register.
func (s *Service) registrarFor(ctx context.Context, agent app.AgentID, env app.Environment) (registrar, error) {
	member, err := s.Guard.Require(ctx, agent, app.MayEdit)
	if err != nil {
		return registrar{}, err
	}
	c, err := s.prepare(ctx, agent, env)
	r := registrar{call: c, by: member}
	if err != nil {
		return r, err
	}
	var ok bool
	if r.EndpointRegistrar, ok = c.p.(protocol.EndpointRegistrar); !ok {
		return r, unsupported(c.p, protocol.AbilityRegister)
	}
	r.d = c.p.Declaration()
	r.clean = newScrubber(c.cfg, r.short())
	return r, nil
}

// short is the channel's own address without its secret.
func (r registrar) short() string {
	return protocol.ShortWebhookAddress(r.public, r.d, r.cfg.Channel)
}

// ReadEndpoint asks the provider which address it has now and says whose it is.
func (s *Service) ReadEndpoint(ctx context.Context, agent app.AgentID, env app.Environment) (EndpointView, error) {
	r, err := s.registrarFor(ctx, agent, env)
	if err != nil {
		return EndpointView{}, err
	}
	if missing := unready(r.d, r.cfg.Channel); len(missing) > 0 {
		return EndpointView{}, app.NewError(app.CodeIncomplete, missing[0])
	}
	f, err := s.look(ctx, &r)
	if err != nil {
		return EndpointView{}, r.clean.err(err)
	}
	return f.view, nil
}

// look reads what stands at the provider. Where it cannot be asked, that is
// what is found.
func (s *Service) look(ctx context.Context, r *registrar) (found, error) {
	e, err := r.ReadEndpoint(ctx, r.cfg)
	f := found{address: e.URL, view: EndpointView{Owner: EndpointUnknown, At: e.At, Scope: r.EndpointScope()}}
	switch {
	case isNotThere(err):
	case err != nil:
		return found{}, err
	default:
		if err := s.Store.View(ctx, func(tx app.Tx) error { return s.whose(tx, *r, e.URL, &f) }); err != nil {
			return found{}, err
		}
		if e.URL != "" {
			f.view.EventsOff = eventsOff(r.d, e)
		}
		r.clean.add(e.URL, f.view.Shown)
	}
	if f.view.At.IsZero() {
		f.view.At = s.now()
	}
	f.view.Token = r.token(e.URL, f.view.Owner)
	return f, nil
}

// isNotThere reports whether the provider does not know the call at this host.
func isNotThere(err error) bool {
	if app.ErrorCode(err) == app.CodeNotFound {
		return true
	}
	if app.ErrorCode(err) != app.CodeProviderRefused {
		return false
	}
	detail := app.AsError(err).Detail
	return strings.HasPrefix(detail, "HTTP 404") || strings.HasPrefix(detail, "HTTP 405")
}

func eventsOff(d protocol.Declaration, e protocol.Endpoint) (off []string) {
	for _, name := range d.Events {
		if !e.Events[name] {
			off = append(off, name)
		}
	}
	return off
}

// whose finds the owner of an address.
func (s *Service) whose(tx app.Tx, r registrar, address string, f *found) error {
	own := r.cfg.Channel
	f.view.Owner, f.view.Shown = EndpointForeign, hostOnly(address)
	mine := func(o EndpointOwner) { f.view.Owner, f.view.Shown = o, r.short() }
	switch {
	case address == "":
		f.view.Owner, f.view.Shown = EndpointNone, ""
		return nil
	case address == r.cfg.WebhookURL:
		mine(EndpointOurs)
		return nil
	case keyIn(address, r.public) == own.Key || wasRegistered(own, address):
		mine(EndpointOld)
		return nil
	}
	other, err := s.otherChannel(tx, r, address)
	if err != nil || other == nil {
		return err
	}
	f.other = other
	if other.AgentID == own.AgentID {
		f.view.Owner, f.view.Sibling = EndpointSibling, other.Environment
		f.view.Shown = protocol.ShortWebhookAddress(r.public, s.Protocols.Declaration(other.Protocol), *other)
	}
	return nil
}

// otherChannel finds the other channel of this workspace whose address it is:
// the agent's other environment, or another agent's channel; nil when it is
// nobody's here.
func (s *Service) otherChannel(tx app.Tx, r registrar, address string) (*app.Channel, error) {
	own := r.cfg.Channel
	if key := keyIn(address, r.public); key != "" {
		c, err := tx.FindChannel(key)
		if err == nil {
			return &c, nil
		}
		if app.ErrorCode(err) != app.CodeNotFound {
			return nil, err
		}
	}
	c, err := tx.GetChannel(own.AgentID, own.Environment.Other())
	switch {
	case app.ErrorCode(err) == app.CodeNotFound:
		return nil, nil //nolint:nilnil // nobody's
	case err != nil:
		return nil, err
	case wasRegistered(c, address):
		return &c, nil
	}
	return nil, nil //nolint:nilnil // nobody's
}

// keyIn is the channel's key in one of our addresses; "" in any other.
func keyIn(address, public string) string {
	path, ours := strings.CutPrefix(address, strings.TrimRight(public, "/")+"/hooks/")
	if !ours || public == "" {
		return ""
	}
	parts := strings.Split(path, "/")
	if len(parts) < 2 {
		return ""
	}
	return parts[1]
}

// wasRegistered reports whether the channel registered the address under a
// public address that the gateway had before.
func wasRegistered(c app.Channel, address string) bool {
	was := c.Webhook.Registered.URL
	return was != "" && (was == address || was == address[:strings.LastIndex(address, "/")+1]+"…")
}

// hostOnly shows of an address only where it leads.
func hostOnly(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return "…"
	}
	return u.Scheme + "://" + u.Host + "/…"
}

// token stands for an address without telling it.
func (r registrar) token(address string, owner EndpointOwner) string {
	mac := hmac.New(sha256.New, []byte(r.cfg.WebhookSecret.Expose()+"\x00"+r.cfg.Channel.Key))
	mac.Write([]byte(string(owner) + "\x00" + address))
	return hex.EncodeToString(mac.Sum(nil)[:16])
}
