package channelpage

import (
	"context"
	"errors"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"channeldesk/app"
	"channeldesk/app/channel"
	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
)

// registerFor is how long the provider has to answer a registration.
const registerFor = 30 * time.Second

// tried is how a try to register ended.
type tried struct {
	try app.RegistrationTry
	err error
}

// register tells the provider the address. It goes on when the page is left, so
// that nothing is cut off halfway; only the person ends it. Agreed is the token
// of an address that may be replaced.
func (e *endpointSection) register(agreed string) {
	s, m := e.s, e.s.m
	if m.endpoint.working || !m.abilities.Register || m.looksOnly() {
		return
	}
	at := m.at
	outer := context.WithoutCancel(s.ctx)
	inner, stop := context.WithTimeout(outer, registerFor)
	e.stop = stop
	m.endpoint.working, m.endpoint.view, m.endpoint.problem = true, nil, nil
	s.apply()
	kit.Start(&e.task, outer, func(context.Context) (tried, error) {
		defer stop()
		try, err := s.deps.RegisterEndpoint(inner, at.Agent, at.Environment, agreed)
		return tried{try, err}, nil
	}, func(r tried, fault error) {
		m.endpoint.working = false
		if s.m == m {
			e.registered(r.try, errors.Join(r.err, fault))
		}
	})
}

func (e *endpointSection) registered(try app.RegistrationTry, err error) {
	s, m := e.s, e.s.m
	var replaces *channel.Replaces
	switch {
	case errors.As(err, &replaces):
		m.endpoint.view = &replaces.View
		if s.ctx.Err() == nil {
			e.askReplace(replaces.View)
		}
	case err == nil:
		m.view.Channel.Webhook.LastTry = try
		s.shell.Toast(kit.KindOK, say("{{.Provider}} has this address", "Provider", m.view.Declaration.Name), "", nil)
	case try.Result != "":
		m.view.Channel.Webhook.LastTry = try
	default:
		m.endpoint.problem = err
	}
	s.apply()
	s.Reload()
	if err == nil {
		s.checkAnew()
	}
}

// cancel ends the waiting. Whether the provider took the address is then open,
// and said so.
func (e *endpointSection) cancel() {
	if e.stop != nil {
		e.stop()
	}
}

// askReplace shows what stands at the provider, and whose it is, before it goes.
func (e *endpointSection) askReplace(v channel.EndpointView) {
	m := e.s.m
	scope := v.Scope
	if scope.IsEmpty() {
		scope = m.abilities.EndpointScope
	}
	var extra []fyne.CanvasObject
	if v.Shown != "" {
		extra = append(extra, kit.Stack(kit.NewBox(kit.Sunken, kit.Transparent, 6, 0),
			kit.Pad(8, 12, 8, 12, kit.NewParagraph(kit.Text, kit.Mono, v.Shown))))
	}
	if !scope.IsEmpty() {
		extra = append(extra, kit.NewParagraph(kit.Text2, kit.Caption, frame.T(scope)))
	}
	kit.Confirm(e.s.shell.Window(), kit.ConfirmOptions{
		Title: say("Replace the address at {{.Provider}}?", "Provider", m.view.Declaration.Name),
		Text:  replaceText(m, v), Extra: kit.Col(8, extra...),
		Keep: lang.L("Keep the old one"), Do: lang.L("Replace it"), Danger: true,
		OnDo: func() { e.register(v.Token) },
	})
}

// replaceText says what stops working when the address is replaced.
func replaceText(m *model, v channel.EndpointView) string {
	here := frame.EnvironmentName(m.at.Environment)
	switch v.Owner {
	case channel.EndpointSibling:
		other := frame.EnvironmentName(v.Sibling)
		if v.Sibling == app.Published {
			return say("The address of {{.Other}} stands there. Customers' messages stop arriving in {{.Other}} at once and come to {{.Here}} instead, until {{.Other}} is registered again.", "Other", other, "Here", here)
		}
		return say("The address of {{.Other}} stands there. Messages stop arriving in {{.Other}} at once and come to {{.Here}} instead.", "Other", other, "Here", here)
	case channel.EndpointOld:
		return lang.L("This channel's own address stands there, with an older secret. It is replaced by the present one.")
	case channel.EndpointForeign:
		return lang.L("An address stands there that is not this agent's. Whoever runs it stops getting messages at once, and nobody can bring it back from here.")
	}
	return say("{{.Provider}} does not tell which address is registered now. If there is another one, it stops getting messages at once.", "Provider", m.view.Declaration.Name)
}

// readNow asks the provider what stands there.
func (e *endpointSection) readNow() {
	s, m := e.s, e.s.m
	if m.endpoint.working || m.endpoint.reading {
		return
	}
	at := m.at
	m.endpoint.reading, m.endpoint.problem = true, nil
	s.apply()
	kit.Start(&e.task, s.ctx, func(ctx context.Context) (channel.EndpointView, error) {
		return s.deps.ReadEndpoint(ctx, at.Agent, at.Environment)
	}, func(v channel.EndpointView, err error) {
		m.endpoint.reading = false
		if s.m != m {
			return
		}
		if err != nil {
			m.endpoint.problem = err
		} else {
			m.endpoint.view = &v
		}
		s.apply()
	})
}

func (e *endpointSection) askUnregister() {
	m := e.s.m
	kit.Confirm(e.s.shell.Window(), kit.ConfirmOptions{
		Title: say("Unregister at {{.Provider}}?", "Provider", m.view.Declaration.Name),
		Text: say("{{.Provider}} stops sending this agent's messages in {{.Environment}} until the endpoint is registered again. An address that is not this channel's stays as it is.",
			"Provider", m.view.Declaration.Name, "Environment", frame.EnvironmentName(m.at.Environment)),
		Keep: lang.L("Keep it registered"), Do: lang.L("Unregister"), Danger: true, OnDo: e.unregister,
	})
}

func (e *endpointSection) unregister() {
	s, m := e.s, e.s.m
	at := m.at
	m.endpoint.reading, m.endpoint.problem, m.endpoint.view = true, nil, nil
	s.apply()
	kit.Start(&e.task, context.WithoutCancel(s.ctx), func(ctx context.Context) (struct{}, error) {
		return struct{}{}, s.deps.UnregisterEndpoint(ctx, at.Agent, at.Environment)
	}, func(_ struct{}, err error) {
		m.endpoint.reading = false
		if s.m != m {
			return
		}
		m.endpoint.problem = err
		if err == nil {
			s.shell.Toast(kit.KindNeutral, say("{{.Provider}} does not send here any more", "Provider", m.view.Declaration.Name), "", nil)
		}
		s.apply()
		s.Reload()
		if err == nil {
			s.checkAnew()
		}
	})
}

// leave ends the reading; a registration goes on.
func (e *endpointSection) leave() {
	if e.s.m.endpoint.reading {
		e.task.Cancel()
		e.s.m.endpoint.reading = false
	}
	e.spin.Stop()
}

// registerEndpoint registers from another place of the page: its tab opens, so
// that every outcome can be seen.
func (s *Screen) registerEndpoint() {
	s.selectPart(frame.PartWebhook)
	if s.m.canRegister() {
		s.hooks.get().webhook.endpoint.register("")
	}
}
