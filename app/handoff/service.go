package handoff

import (
	"context"
	"errors"
	"time"

	"channeldesk/app"
	"channeldesk/app/protocol"
)

// Params are what the service works with. Everything is required except
// Location.
type Params struct {
	Store     app.Store
	Secrets   app.SecretStore
	Protocols *protocol.Registry
	Guard     app.Guard
	Bus       *app.Bus
	Clock     app.Clock
	Fonts     Fonts
	// Location is the time zone of printed times; the computer's own when nil.
	Location *time.Location
}

// Service makes sheets and keeps the hand-off log. Its methods read the
// database and may wait for the secret store: never call them on the UI
// goroutine. Safe for concurrent use.
type Service struct {
	p     Params
	faces *typefaces
}

// New makes the service. It panics when something is missing or a font cannot
// be read: that is a mistake in the program, not in its data.
func New(p Params) *Service {
	missing := ""
	switch {
	case p.Store == nil:
		missing = "Store"
	case p.Secrets == nil:
		missing = "Secrets"
	case p.Protocols == nil:
		missing = "Protocols"
	case p.Guard == nil:
		missing = "Guard"
	case p.Bus == nil:
		missing = "Bus"
	case p.Clock == nil:
		missing = "Clock"
	}
	if missing != "" {
		panic("handoff.New: " + missing + " is missing")
	}
	faces, err := newTypefaces(p.Fonts)
	if err != nil {
		panic("handoff.New: " + err.Error())
	}
	if p.Location == nil {
		p.Location = time.Local
	}
	return &Service{p: p, faces: faces}
}

// Sheet makes the sheet of one environment as it would be handed off now. Who
// may see the agent may see it; with the webhook secret, who may edit. What is
// missing for a sheet is told in Sheet.Missing, not as an error. Errors carry
// CodeForbidden, CodeInvalid, CodeNotFound, CodeSecretMissing or
// CodeSecretsUnavailable.
func (s *Service) Sheet(ctx context.Context, agent app.AgentID, env app.Environment, r Request) (Sheet, error) {
	r, err := r.check()
	if err != nil {
		return Sheet{}, err
	}
	need := app.MaySee
	if r.IncludeSecret {
		need = app.MayEdit
	}
	if _, err := s.p.Guard.Require(ctx, agent, need); err != nil {
		return Sheet{}, err
	}
	return s.make(ctx, agent, env, r)
}

// make reads what the sheet says and builds it; permission was asked before.
func (s *Service) make(ctx context.Context, agent app.AgentID, env app.Environment, r Request) (Sheet, error) {
	var d details
	err := s.p.Store.View(ctx, func(tx app.Tx) (err error) {
		d, err = s.read(tx, agent, env)
		return err
	})
	if err != nil {
		return Sheet{}, err
	}
	var secret app.Secret
	if r.IncludeSecret && d.channel.Webhook.Secret.Present() {
		if secret, err = s.p.Secrets.Get(ctx, d.channel.Webhook.Secret.Ref); err != nil {
			return Sheet{}, err
		}
	}
	return s.compose(d, r, secret), nil
}

// details are what a sheet is made of, read in one transaction.
type details struct {
	agent   app.Agent
	channel app.Channel
	decl    protocol.Declaration
	public  string
	number  string
}

func (s *Service) read(tx app.Tx, agent app.AgentID, env app.Environment) (details, error) {
	a, errAgent := tx.GetAgent(agent)
	if errAgent != nil {
		return details{}, errAgent
	}
	c, errChannel := tx.GetChannel(agent, env)
	public, errPublic := tx.Setting(app.SettingPublicAddress)
	number, errNumber := tx.NextSheet(agent)
	if err := errors.Join(errChannel, errPublic, errNumber); err != nil {
		return details{}, err
	}
	return details{agent: a, channel: c, decl: s.p.Protocols.Declaration(c.Protocol), public: a.PublicAddress(public), number: number}, nil
}
