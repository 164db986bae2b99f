package channel

import (
	"context"
	"errors"
	"strings"

	"channeldesk/app"
	"channeldesk/app/protocol"
)

// Registerable says what must be saved or known before the channel's address can
// be registered at the provider; nothing when it can. It asks nobody and works
// on what is saved, not on what is typed.
func (s *Service) Registerable(v View) []app.Text {
	if v.Declaration.ID == "" {
		return []app.Text{app.Say("Choose a protocol first.")}
	}
	out := unready(v.Declaration, v.Channel)
	if v.PublicAddress == "" {
		out = append(out, app.Say("The gateway has no public address yet."))
	}
	if !v.Channel.Webhook.Secret.Present() {
		out = append(out, app.Say("There is no webhook secret yet."))
	}
	return out
}

// unready says what the provider must be given with any call. The account code
// is not among it: the provider knows the channel by its own identifier.
func unready(d protocol.Declaration, c app.Channel) (out []app.Text) {
	c.AccountCode = "-"
	for _, label := range d.Missing(c) {
		out = append(out, app.Say("{{.Label}} is missing.", "Label", app.Say(label)))
	}
	return out
}

// RegisterEndpoint tells the provider the channel's address and compares what
// stands there afterwards with what was asked. What is there before is read
// first: when it is the other environment's or a stranger's, or cannot be read,
// and agreed is not its Token, the error is *Replaces and nothing was sent.
//
// Every try that began is kept with its result, also when ctx ends meanwhile.
// The error is nil only when the result is that the address is registered.
func (s *Service) RegisterEndpoint(ctx context.Context, agent app.AgentID, env app.Environment, agreed string) (app.RegistrationTry, error) {
	r, err := s.registrarFor(ctx, agent, env)
	if err == nil {
		v := View{Agent: r.agent, Channel: r.cfg.Channel, Declaration: r.d, PublicAddress: r.public}
		if missing := s.Registerable(v); len(missing) > 0 {
			err = app.NewError(app.CodeIncomplete, missing[0]).WithFix(app.Say("Save it first, then register."))
		}
	}
	if err != nil {
		return s.notBegun(r, err), err
	}
	f, err := s.look(ctx, &r)
	if err != nil {
		return s.finish(ctx, r, f, app.Registration{}, r.notRead(err))
	}
	if f.view.asks() && agreed != f.view.Token {
		return app.RegistrationTry{}, &Replaces{View: f.view}
	}
	was, err := s.asking(ctx, r)
	if err != nil {
		return s.notBegun(r, err), err
	}
	e, err := r.RegisterEndpoint(ctx, r.cfg)
	return s.finish(ctx, r, f, was, r.judge(ctx, e, err))
}

// UnregisterEndpoint switches the events off at the provider, if the address
// there is this channel's. CodeConflict when it is not, or nobody can tell.
func (s *Service) UnregisterEndpoint(ctx context.Context, agent app.AgentID, env app.Environment) error {
	r, err := s.registrarFor(ctx, agent, env)
	if err != nil {
		return err
	}
	if missing := unready(r.d, r.cfg.Channel); len(missing) > 0 {
		return app.NewError(app.CodeIncomplete, missing[0])
	}
	f, err := s.look(ctx, &r)
	if err != nil {
		_, err = s.finish(ctx, r, f, app.Registration{}, r.notRead(err))
		return err
	}
	switch {
	case f.view.Owner == EndpointUnknown:
		return app.NewError(app.CodeConflict, app.Say("{{.Provider}} does not tell whose address is registered.", "Provider", r.d.Name)).
			WithFix(app.Say("Have it switched off at the provider, so that nobody else's is."))
	case f.view.asks():
		return app.NewError(app.CodeConflict, app.Say("The registered address is not this channel's: {{.Address}}.", "Address", f.view.Shown)).
			WithFix(app.Say("Nothing was switched off. Whoever registered it can."))
	}
	was, err := s.asking(ctx, r)
	if err != nil {
		return err
	}
	out := outcome{result: app.ResultUnregistered, what: app.Say("The address was switched off at {{.Provider}}.", "Provider", r.d.Name)}
	if f.view.Owner != EndpointNone {
		e, err := r.EndpointRegistrar.UnregisterEndpoint(ctx, r.cfg)
		out = r.judgeOff(ctx, e, err)
	}
	_, err = s.finish(ctx, r, f, was, out)
	return err
}

// asking writes down that the provider is about to be asked, before it is: a
// kill in between leaves it open instead of proven. It gives the registration
// that was known before.
func (s *Service) asking(ctx context.Context, r registrar) (was app.Registration, err error) {
	err = s.Store.Update(ctx, func(tx app.Tx) error {
		c, err := tx.GetChannel(r.cfg.Channel.AgentID, r.cfg.Channel.Environment)
		if err != nil {
			return noDraft(err, r.cfg.Channel.Environment)
		}
		if len(s.differences(r.cfg.Channel, c)) > 0 || c.Webhook.Secret.Ref != r.cfg.Channel.Webhook.Secret.Ref {
			return conflict(c.Environment)
		}
		was = c.Webhook.Registered
		c.Webhook.Registered.OK = false
		c.Webhook.LastTry = s.try(r, r.open(nil))
		return tx.UpdateChannel(c)
	})
	return was, err
}

// finish keeps how a try ended, with the activity, and gives its error. It does
// not end with ctx: what the provider was told must be known.
func (s *Service) finish(ctx context.Context, r registrar, f found, was app.Registration, o outcome) (app.RegistrationTry, error) {
	try := s.try(r, o)
	own := r.cfg.Channel
	events := []app.Event{{Kind: app.ChannelChanged, AgentID: own.AgentID, Environment: own.Environment}}
	err := s.Store.Update(context.WithoutCancel(ctx), func(tx app.Tx) error {
		c, err := tx.GetChannel(own.AgentID, own.Environment)
		if err != nil {
			return noDraft(err, own.Environment)
		}
		// Of an account that the channel left meanwhile it says nothing.
		if !movesChannel(s.differences(own, c)) {
			if c.Webhook.Registered, err = s.registration(tx, r, c, was, try); err != nil {
				return err
			}
			c.Webhook.LastTry = try
			if err := tx.UpdateChannel(c); err != nil {
				return err
			}
		}
		if err := s.recordTry(tx, r, f, try); err != nil {
			return err
		}
		if f.other == nil || !o.mayReplace(f.address) {
			return nil
		}
		events = append(events, app.Event{Kind: app.ChannelChanged, AgentID: f.other.AgentID, Environment: f.other.Environment})
		return s.replaced(tx, r, *f.other)
	})
	s.Bus.Publish(events...)
	if err != nil {
		return try, errors.Join(o.error(r), err)
	}
	return try, o.error(r)
}

// registration is what is known of the address at the provider after a try.
func (s *Service) registration(tx app.Tx, r registrar, c app.Channel, was app.Registration, try app.RegistrationTry) (app.Registration, error) {
	switch try.Result {
	case app.ResultRegistered, app.ResultEventsOff:
		setting, err := tx.Setting(app.SettingPublicAddress)
		url := try.URL
		if public := r.agent.PublicAddress(setting); public != r.public && r.d.SecretInAddress {
			url = maskedAddress(r.public, r.d, c) // the gateway moved meanwhile
		}
		return app.Registration{
			URL: url, At: try.At, By: try.By, OK: try.Result == app.ResultRegistered, SecretRef: r.cfg.Channel.Webhook.Secret.Ref,
		}, err
	case app.ResultUnregistered:
		return app.Registration{}, nil
	case app.ResultRefused, app.ResultNotAsked:
		asked := was
		if asked.OK = false; c.Webhook.Registered == asked && !was.At.IsZero() {
			return was, nil // nothing changed at the provider
		}
	}
	return c.Webhook.Registered, nil
}

// replaced notes in another channel that its address does not stand at the
// provider any more, or that nobody knows.
func (s *Service) replaced(tx app.Tx, r registrar, other app.Channel) error {
	c, err := tx.GetChannel(other.AgentID, other.Environment)
	if app.ErrorCode(err) == app.CodeNotFound {
		return nil
	}
	if err != nil || !c.Webhook.Registered.OK {
		return err
	}
	what := app.Say("Another channel was registered at {{.Provider}} instead of this one.", "Provider", r.d.Name)
	if own := r.cfg.Channel; own.AgentID == c.AgentID {
		what = app.Say("{{.Env}} was registered at {{.Provider}} instead of this one.", "Env", app.Say(own.Environment.Label()), "Provider", r.d.Name)
	}
	c.Webhook.Registered.OK = false
	c.Webhook.LastTry = app.RegistrationTry{
		At: s.now(), By: r.by.Name, Result: app.ResultOtherAddress, URL: c.Webhook.Registered.URL, What: what,
		Fix: app.Say("Register this one again if messages should come here."),
	}
	if err := tx.UpdateChannel(c); err != nil {
		return err
	}
	return s.record(tx, r.by, c.AgentID, c.Environment, app.ActRegisterFailed, what)
}

func (s *Service) recordTry(tx app.Tx, r registrar, f found, try app.RegistrationTry) error {
	a := app.Activity{
		At: try.At, By: try.By, AgentID: r.cfg.Channel.AgentID, Environment: r.cfg.Channel.Environment, Kind: app.ActRegisterFailed, Before: f.view.Shown, After: try.URL,
		Text: app.Say("Webhook address at {{.Provider}}: {{.What}}", "Provider", r.d.Name, "What", try.What),
	}
	switch try.Result {
	case app.ResultRegistered:
		a.Kind, a.Text = app.ActRegistered, app.Say("Webhook address registered at {{.Provider}}", "Provider", r.d.Name)
	case app.ResultUnregistered:
		a.Kind, a.Text, a.After = app.ActUnregistered, app.Say("Webhook address switched off at {{.Provider}}", "Provider", r.d.Name), ""
	}
	return tx.AddActivity(a)
}

// try describes an outcome.
func (s *Service) try(r registrar, o outcome) app.RegistrationTry {
	return app.RegistrationTry{
		At: s.now(), By: r.by.Name, Result: o.result, URL: r.short(),
		What: r.clean.say(o.what), Fix: r.clean.say(o.fix), Detail: r.clean.text(o.detail),
	}
}

// notBegun describes what did not become a try.
func (s *Service) notBegun(r registrar, err error) app.RegistrationTry {
	e := app.AsError(err)
	return app.RegistrationTry{At: s.now(), By: r.by.Name, Result: app.ResultNotAsked, What: e.What, Fix: e.Fix, Detail: e.Detail}
}

// maskedAddress is a webhook address with its host and without its secret.
func maskedAddress(public string, d protocol.Declaration, c app.Channel) string {
	return strings.TrimRight(public, "/") + protocol.WebhookPath(d, c) + "/…"
}
