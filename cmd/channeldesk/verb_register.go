package main

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"channeldesk/app"
	"channeldesk/app/channel"
	"channeldesk/app/protocol"
)

type registerVerb struct {
	PublicURL string `name:"public-url" help:"Set the public address of the gateway first." placeholder:"URL" xor:"read,remove"`
	Read      bool   `help:"Show what is registered now and change nothing." xor:"read,what"`
	Remove    bool   `help:"Switch this channel's address off at the provider." xor:"remove,what"`
}

// registerJSON is what "register --json" prints. Scripts rely on its keys.
type registerJSON struct {
	// Result, URL, At, What, Fix and Detail tell how the latest try ended; Result
	// is "" when there was none.
	Result app.RegistrationResult `json:"result"`
	URL    string                 `json:"url"`
	At     *time.Time             `json:"at"`
	What   string                 `json:"what"`
	Fix    string                 `json:"fix"`
	Detail string                 `json:"detail"`
	// Endpoint is what stands at the provider now; null when that is not known.
	Endpoint *endpointJSON `json:"endpoint"`
}

type endpointJSON struct {
	Owner     channel.EndpointOwner `json:"owner"`
	Shown     string                `json:"shown"`
	EventsOff []string              `json:"events_off"`
	// Environment is the agent's other one when the address is its.
	Environment app.Environment `json:"environment,omitempty"`
}

func registerOf(t app.RegistrationTry, e *channel.EndpointView) registerJSON {
	out := registerJSON{Result: t.Result, URL: t.URL, At: timeOrNil(t.At), What: t.What.String(), Fix: t.Fix.String(), Detail: t.Detail}
	if e != nil {
		out.Endpoint = &endpointJSON{Owner: e.Owner, Shown: e.Shown, EventsOff: append([]string{}, e.EventsOff...), Environment: e.Sibling}
	}
	return out
}

// Run registers the address, reads what stands there, or switches it off.
func (v registerVerb) Run(s *session) error {
	return s.withDesk(true, func(d *desk) error {
		view, err := d.offering(protocol.AbilityRegister)
		if err != nil {
			return err
		}
		switch {
		case v.Read:
			return d.readEndpoint(view)
		case v.Remove:
			return d.removeEndpoint(view)
		}
		if v.PublicURL != "" {
			if err := d.setPublicAddress(v.PublicURL); err != nil {
				return err
			}
		}
		return d.registerEndpoint(view)
	})
}

// setPublicAddress changes the workspace's public address, after asking when
// another one is set.
func (d *desk) setPublicAddress(typed string) error {
	wanted, problem := protocol.CheckAddress(app.CleanName(typed))
	if problem != nil {
		return problem.WithField(app.SettingPublicAddress)
	}
	if err := d.may(0, app.MayEdit); err != nil {
		return err
	}
	now, err := d.Channel.PublicAddress(d.ctx)
	if err != nil || now == wanted {
		return err
	}
	if now != "" {
		question := "The public address of this workspace is " + oneLine(now) + ". All webhook addresses and hand-offs follow it. Change it to " + wanted + "?"
		if err := d.session.confirm(question); err != nil {
			return err
		}
	}
	return d.Channel.SetPublicAddress(d.ctx, wanted)
}

// registerEndpoint registers, and asks first when that would replace what is not
// this channel's.
func (d *desk) registerEndpoint(v channel.View) error {
	s, agent, env := d.session, v.Agent.ID, v.Channel.Environment
	try, err := d.Channel.RegisterEndpoint(d.ctx, agent, env, "")
	if replaces, ok := errors.AsType[*channel.Replaces](err); ok {
		stands := app.AsError(err).What.String()
		if !s.flags.JSON {
			fmt.Fprintln(s.console.err, oneLine(replaces.View.Scope.String()))
			if s.flags.Yes {
				fmt.Fprintln(s.console.err, oneLine(stands+" It is replaced."))
			}
		}
		if err := s.confirm(stands + " Replace it?"); err != nil {
			return err
		}
		try, err = d.Channel.RegisterEndpoint(d.ctx, agent, env, replaces.View.Token)
	}
	if _, still := errors.AsType[*channel.Replaces](err); still {
		return err // it changed meanwhile, and nobody agreed to that
	}
	if try.Result == app.ResultNotAsked {
		err = d.allMissing(v, err)
	}
	if s.flags.JSON {
		if printed := s.console.json(registerOf(try, d.standing(v, try))); printed != nil {
			return printed
		}
		return err
	}
	if err == nil {
		d.printTry(try)
	}
	return err
}

// allMissing names everything that must be there first, not only the first.
func (d *desk) allMissing(v channel.View, err error) error {
	now, read := d.Channel.Get(d.ctx, v.Agent.ID, v.Channel.Environment)
	missing := d.Channel.Registerable(now)
	if read != nil || len(missing) < 2 || app.ErrorCode(err) != app.CodeIncomplete {
		return err
	}
	sentences := make([]string, len(missing))
	for i, m := range missing {
		sentences[i] = m.String()
	}
	return app.NewError(app.CodeIncomplete, app.Say("{{.All}}", "All", strings.Join(sentences, " "))).WithFix(app.AsError(err).Fix)
}

// standing is what stands at the provider after a try; where the try did not
// show it, the provider is asked. nil when it cannot be known.
func (d *desk) standing(v channel.View, try app.RegistrationTry) *channel.EndpointView {
	switch try.Result {
	case app.ResultRegistered:
		return &channel.EndpointView{Owner: channel.EndpointOurs, Shown: try.URL}
	case app.ResultNotAsked:
		return nil
	}
	e, err := d.Channel.ReadEndpoint(d.ctx, v.Agent.ID, v.Channel.Environment)
	if err != nil {
		return nil
	}
	return &e
}

func (d *desk) printTry(try app.RegistrationTry) {
	d.session.console.printf("%s\n", oneLine(try.What.String()))
	if try.URL != "" {
		d.session.console.printf("Address: %s\n", oneLine(try.URL))
	}
}

// readEndpoint shows what stands at the provider, and how the latest try ended.
func (d *desk) readEndpoint(v channel.View) error {
	e, err := d.Channel.ReadEndpoint(d.ctx, v.Agent.ID, v.Channel.Environment)
	if err != nil {
		return err
	}
	last, c := v.Channel.Webhook.LastTry, d.session.console
	if d.session.flags.JSON {
		return c.json(registerOf(last, &e))
	}
	t := &table{}
	t.add("Registered now", orDash(e.Shown))
	t.add("Whose it is", ownerText(e))
	if len(e.EventsOff) > 0 {
		t.add("Not switched on", strings.Join(e.EventsOff, ", "))
	}
	if !last.At.IsZero() {
		t.add("Latest try", lastTryText(last))
	}
	t.print(c.out)
	c.printf("Mind: %s\n", oneLine(e.Scope.String()))
	return nil
}

// lastTryText tells a try in one line.
func lastTryText(t app.RegistrationTry) string {
	line := localTime(t.At) + " by " + t.By + ": " + t.What.String()
	if t.Detail != "" {
		line += " [" + t.Detail + "]"
	}
	return line
}

func ownerText(e channel.EndpointView) string {
	switch e.Owner {
	case channel.EndpointNone:
		return "nobody's: there is none"
	case channel.EndpointOurs:
		return "this channel's"
	case channel.EndpointOld:
		return "this channel's, with an older secret or public address"
	case channel.EndpointSibling:
		return "that of " + e.Sibling.Label() + " of this agent"
	case channel.EndpointUnknown:
		return "the provider does not tell"
	}
	return "somebody else's"
}

// removeEndpoint switches the address off after asking.
func (d *desk) removeEndpoint(v channel.View) error {
	s, agent, env := d.session, v.Agent.ID, v.Channel.Environment
	if err := s.confirm("Switch this channel's address off at " + v.Declaration.Name + "? Messages stop coming."); err != nil {
		return err
	}
	err := d.Channel.UnregisterEndpoint(d.ctx, agent, env)
	now, read := d.Channel.Get(d.ctx, agent, env)
	if read != nil {
		return errors.Join(err, read)
	}
	try := now.Channel.Webhook.LastTry
	if err != nil && try.At.Equal(v.Channel.Webhook.LastTry.At) {
		e := app.AsError(err) // no try was made
		try = app.RegistrationTry{At: d.Clock.Now(), By: d.me.Name, Result: app.ResultNotAsked, What: e.What, Fix: e.Fix, Detail: e.Detail}
	}
	if s.flags.JSON {
		if printed := s.console.json(registerOf(try, d.standing(now, try))); printed != nil {
			return printed
		}
		return err
	}
	if err == nil {
		s.console.printf("%s\n", oneLine(try.What.String()))
	}
	return err
}
