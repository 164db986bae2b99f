package channelpage

import (
	"context"
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"channeldesk/app/protocol"
	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
)

// providerSection shows the address that the provider has, compared with this
// channel's, and sets or removes it in each of the provider's scopes.
type providerSection struct {
	s     *Screen
	col   *fyne.Container
	title *kit.Cut
	again *kit.Link
	body  *fyne.Container
	key   string
	busy  bool
	fault error
}

func newProviderSection(s *Screen) *providerSection {
	p := &providerSection{s: s, title: kit.NewCut("", kit.BodyStrong, kit.Text), body: kit.Col(8)}
	p.again = kit.NewLink(lang.L("Read again"), "refresh-cw", func() {
		p.fault = nil
		s.readRemote()
	})
	p.col = kit.Col(8, kit.Pad(4, 0, 4, 0, kit.HLine()), kit.Row(8, kit.Grow(p.title), p.again), p.body)
	return p
}

func (p *providerSection) apply() {
	m := p.s.m
	setShown(p.col, m.abilities.Subscribe)
	if !m.abilities.Subscribe {
		return
	}
	p.title.SetText(say("At {{.Provider}}", "Provider", m.view.Declaration.Name))
	setShown(p.again, !m.looksOnly())
	p.again.SetDisabled(m.reading || p.busy || !m.canAskProvider())
	key := fmt.Sprint(m.reading, p.busy, p.fault, m.remoteProblem, m.view.WebhookURL, m.staleRegistration(), m.canAskProvider(), m.looksOnly())
	if m.remote != nil {
		key += fmt.Sprint(*m.remote)
	}
	if key == p.key {
		return
	}
	p.key = key
	p.body.Objects = p.rows()
}

// rows says what the provider has, then offers each scope.
func (p *providerSection) rows() []fyne.CanvasObject {
	m := p.s.m
	name := m.view.Declaration.Name
	if !m.canAskProvider() {
		return []fyne.CanvasObject{kit.NewParagraph(kit.Text3, kit.Caption, lang.L("Shown once the account and its credentials are saved."))}
	}
	var out []fyne.CanvasObject
	if p.fault != nil {
		out = append(out, kit.NewNote(kit.KindDanger, kit.NewParagraph(kit.Text, kit.Caption, frame.ErrorText(p.fault))))
	}
	switch {
	case m.remoteProblem != nil:
		return append(out, kit.NewNote(kit.KindNeutral, kit.NewParagraph(kit.Text2, kit.Caption, frame.ErrorText(m.remoteProblem))))
	case m.remote == nil:
		text := lang.L("Not read yet")
		if m.reading {
			text = say("Asking {{.Provider}}", "Provider", name)
		}
		return append(out, kit.Fix(0, 32, kit.Row(0, kit.Grow(kit.NewCut(text, kit.Caption, kit.Text3)))))
	}
	out = append(out, p.verdict(name))
	if m.abilities.Override {
		for i, scope := range m.abilities.Scopes {
			out = append(out, p.scope(scope, i == 0 && !m.remoteIsOurs()))
		}
	}
	return out
}

// verdict compares what the provider has with this channel's address.
func (p *providerSection) verdict(name string) fyne.CanvasObject {
	m := p.s.m
	switch {
	case !m.remote.Subscribed:
		return statusBox(kit.KindWarn, say("{{.Provider}} passes no messages on yet", "Provider", name), lang.L("Subscribe first: the connection check on the first tab has the button."))
	case m.remoteIsOurs() && m.staleRegistration():
		return statusBox(kit.KindWarn, say("{{.Provider}} still has the old secret", "Provider", name), lang.L("The webhook secret changed after the address was set. Set it again, so that the provider gets the new one."))
	case m.remoteIsOurs():
		return statusBox(kit.KindOK, say("{{.Provider}} has this address", "Provider", name), say("Set for: {{.Scope}}. Read {{.When}}.", "Scope", p.scopeName(m.remote.Scope), "When", when(m.remote.At, p.s.clock.Now())))
	case m.remote.URL == "":
		return statusBox(kit.KindWarn, say("{{.Provider}} does not know this address yet", "Provider", name), lang.L("Setting it sends the address and the secret, then reads back what stands there."))
	}
	return statusBox(kit.KindWarn, say("{{.Provider}} has another address", "Provider", name),
		say("Customer messages go to {{.Address}} now.", "Address", m.remote.URL))
}

func (p *providerSection) scopeName(id string) string {
	for _, s := range p.s.m.abilities.Scopes {
		if s.ID == id {
			return frame.T(s.Label)
		}
	}
	return lang.L("Another place at the provider")
}

// scope is one place at the provider with its address and what can be done.
func (p *providerSection) scope(scope protocol.WebhookScope, first bool) fyne.CanvasObject {
	m := p.s.m
	address := m.remote.Addresses[scope.ID]
	text := kit.NewCut(lang.L("No address of its own"), kit.Caption, kit.Text3)
	if address != "" {
		text = kit.NewCut(address, kit.Mono, kit.Text2)
	}
	row := []fyne.CanvasObject{kit.Grow(kit.Col(0, kit.NewCut(frame.T(scope.Label), kit.Body, kit.Text), text))}
	if address != "" && !m.looksOnly() {
		remove := kit.NewButton(lang.L("Remove it"), func() { p.askRemove(scope, address) }).As(kit.VariantDangerText)
		remove.SetDisabled(p.busy)
		row = append(row, remove)
	}
	if (address != m.view.WebhookURL || m.staleRegistration()) && !m.looksOnly() {
		set := kit.NewButton(lang.L("Set this address"), func() { p.set(scope) }).WithIcon("radio-tower")
		if first {
			set.As(kit.VariantPrimary)
		}
		set.SetDisabled(p.busy || m.view.WebhookURL == "" || !m.view.Channel.Webhook.Secret.Present())
		row = append(row, set)
	}
	return kit.Fix(0, 36, kit.Row(8, row...))
}

// set reads what stands there now, asks before a foreign address is replaced,
// and sets this channel's.
func (p *providerSection) set(scope protocol.WebhookScope) {
	at, s := p.s.m.at, p.s
	p.work(func(ctx context.Context) (protocol.WebhookState, error) {
		return s.deps.ReadWebhook(ctx, at.Agent, at.Environment)
	}, func(now protocol.WebhookState) {
		s.m.remote = &now
		foreign := s.m.foreignAt(scope.ID)
		if foreign == "" {
			p.send(scope)
			return
		}
		shown := kit.Stack(kit.NewBox(kit.Sunken, kit.Transparent, 6, 0), kit.Pad(8, 12, 8, 12, kit.NewParagraph(kit.Text, kit.Mono, foreign)))
		kit.Confirm(s.shell.Window(), kit.ConfirmOptions{
			Title: say("Replace the address at {{.Provider}}?", "Provider", s.m.view.Declaration.Name),
			Text:  lang.L("Messages go here now and stop arriving there as soon as this channel's address is set:"),
			Extra: shown, Keep: lang.L("Keep the old one"), Do: lang.L("Replace it"), Danger: true,
			OnDo: func() { p.send(scope) },
		})
	})
}

func (p *providerSection) send(scope protocol.WebhookScope) {
	at, s := p.s.m.at, p.s
	p.work(func(ctx context.Context) (protocol.WebhookState, error) {
		return s.deps.SetWebhook(ctx, at.Agent, at.Environment, scope.ID)
	}, func(now protocol.WebhookState) {
		s.m.remote = &now
		s.shell.Toast(kit.KindOK, say("{{.Provider}} has this address", "Provider", s.m.view.Declaration.Name), "", nil)
		s.Reload()
	})
}

func (p *providerSection) askRemove(scope protocol.WebhookScope, address string) {
	at, s := p.s.m.at, p.s
	kit.Confirm(s.shell.Window(), kit.ConfirmOptions{
		Title: lang.L("Remove the address?"),
		Text:  say("{{.Scope}}: messages then go to the next address that the provider knows, or nowhere.", "Scope", frame.T(scope.Label)),
		Extra: kit.NewParagraph(kit.Text2, kit.Mono, address),
		Keep:  lang.L("Keep it"), Do: lang.L("Remove it"), Danger: true,
		OnDo: func() {
			p.work(func(ctx context.Context) (protocol.WebhookState, error) {
				return s.deps.RemoveWebhook(ctx, at.Agent, at.Environment, scope.ID)
			}, func(now protocol.WebhookState) {
				s.m.remote = &now
				s.Reload()
			})
		},
	})
}

// work runs one call at the provider; a refusal is told in the section.
func (p *providerSection) work(do func(context.Context) (protocol.WebhookState, error), done func(protocol.WebhookState)) {
	at, s := p.s.m.at, p.s
	p.busy, p.fault = true, nil
	s.apply()
	kit.Start(&s.remote, s.ctx, do, func(state protocol.WebhookState, err error) {
		p.busy = false
		if at != s.m.at {
			return
		}
		if err != nil {
			p.fault = err
		} else {
			done(state)
		}
		s.apply()
	})
}

// askProvider reads the provider's address when its tab is seen the first time.
func (s *Screen) askProvider() {
	m := s.m
	if s.part() == frame.PartWebhook && s.stage.State() == kit.StageReady && m.remote == nil && m.remoteProblem == nil && !m.reading && m.canAskProvider() {
		s.readRemote()
	}
}

func (s *Screen) readRemote() {
	at, m := s.m.at, s.m
	m.reading = true
	s.apply()
	kit.Start(&s.remote, s.ctx, func(ctx context.Context) (protocol.WebhookState, error) {
		return s.deps.ReadWebhook(ctx, at.Agent, at.Environment)
	}, func(state protocol.WebhookState, err error) {
		m.reading = false
		if s.m != m {
			return
		}
		m.remoteProblem = err
		if err == nil {
			m.remote = &state
		}
		s.apply()
	})
}
