package channelpage

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"channeldesk/app"
	"channeldesk/app/channel"
	"channeldesk/app/protocol"
	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
)

// webhookCard holds the address and the secret that the provider needs, and
// what the provider has now.
type webhookCard struct {
	s        *Screen
	card     *fyne.Container
	name     *kit.Chip
	status   *kit.Chip
	none     fyne.CanvasObject // no protocol yet
	body     *fyne.Container
	url      *kit.TextField
	copyURL  *kit.Button
	lost     fyne.CanvasObject // no public address yet
	secret   *kit.SecretField
	copyIt   *kit.Button
	make     *fyne.Container
	makeOne  *kit.Button
	label    string
	column   *fyne.Container
	slot     *fyne.Container // holds the secret field of the protocol's words
	old      *kit.Paragraph
	at       *providerSection
	endpoint *endpointSection
	staff    *fyne.Container // the provider's staff set the address
	staffKey string
	task     kit.Task
}

func newWebhookCard(s *Screen) *webhookCard {
	w := &webhookCard{s: s}
	w.name = kit.NewChip(kit.KindNeutral, "", "", true)
	w.status = kit.NewChip(kit.KindNeutral, "", "", true)
	w.url = kit.NewTextField(lang.L("Webhook URL")).Mono()
	w.url.SetReadOnly(true)
	w.copyURL = kit.NewButton(lang.L("Copy"), s.CopyAddress).WithIcon("copy")
	w.url.SetTrailing(w.copyURL)
	w.lost = lineNote(kit.KindWarn, "triangle-alert", lang.L("The gateway has no public address yet, so no provider can reach this agent."),
		kit.NewLink(lang.L("Enter it in Settings"), "", func() { s.shell.Go(frame.Settings, frame.PartGateway) }))
	w.makeOne = kit.NewButton(lang.L("Generate it"), func() { w.regenerate(0, false) }).WithIcon("rotate-ccw")
	w.make = kit.Col(4, kit.NewLine(lang.L("Webhook secret"), kit.CaptionStrong, kit.Text2),
		kit.Row(8, w.makeOne, kit.Grow(kit.NewCut(lang.L("There is none yet. It is made here, never typed."), kit.Caption, kit.Text3))))
	w.old = kit.NewParagraph(kit.Text2, kit.Caption, "")
	w.slot = kit.Stack()
	w.setLabel(lang.L("Webhook secret"))
	w.at = newProviderSection(s)
	w.endpoint = newEndpointSection(s)
	w.staff = kit.Stack()
	w.column = kit.Col(12, w.url, w.lost, kit.Col(4, w.slot, w.make, w.old), w.endpoint.col, w.at.col, w.staff)
	w.none = kit.Row(0, kit.NewLink(lang.L("Choose the protocol and enter the account first"), "arrow-right", func() {
		s.selectPart(frame.PartAccount)
	}), kit.Spring())
	w.body = kit.CardBody(0, w.none, w.column)
	head := kit.CardHeadWith(kit.Row(8, kit.NewLine(lang.L("Webhook"), kit.Section, kit.Text), w.name, kit.Spring()), w.status)
	w.card = kit.NewCard(head, w.body)
	return w
}

// leave hides the secret and ends what goes on at the provider.
func (w *webhookCard) leave() {
	w.secret.Mask()
	w.secret.SetBusy(false)
	w.endpoint.leave()
	w.at.busy = false
}

// setLabel makes the secret's field: its label names the provider's word too.
func (w *webhookCard) setLabel(label string) {
	if w.label == label {
		return
	}
	w.label = label
	w.secret = kit.NewMaskedValue(label)
	w.secret.OnReveal = w.reveal
	w.secret.OnReplace = w.askRegenerate
	w.copyIt = kit.NewIconButton("copy", lang.L("Copy the webhook secret"), w.copySecret)
	kit.AttachTooltip(w.copyIt, lang.L("Copy"))
	w.secret.AddButton(w.copyIt)
	w.slot.Objects = []fyne.CanvasObject{w.secret}
}

func (w *webhookCard) apply() {
	m := w.s.m
	d, c := m.view.Declaration, m.view.Channel
	set := d.ID != ""
	setShown(w.none, !set)
	setShown(w.column, set)
	setShown(w.name, set)
	setShown(w.status, false)
	if !set {
		return
	}
	w.name.Set(kit.KindNeutral, "", d.Name)
	w.url.SetText(m.shownAddress())
	w.url.SetHelp(addressHelp(m))
	w.url.SetPlaceholder(lang.L("No public address yet"))
	w.copyURL.SetDisabled(m.view.WebhookURL == "" || m.wholeIsSecret() && !c.Webhook.Secret.Present())
	setShown(w.copyURL, !m.wholeIsSecret() || !m.looksOnly())
	setShown(w.lost, m.view.PublicAddress == "" && !m.abilities.Register) // else the box below says so
	w.setLabel(secretLabel(d.SecretWord))
	present := c.Webhook.Secret.Present()
	setShown(w.slot, present)
	setShown(w.make, !present)
	setShown(w.makeOne, !m.looksOnly())
	if present {
		w.secret.SetReadOnly(m.looksOnly())
		w.secret.SetButtons(!m.looksOnly(), true)
		w.secret.SetStored("")
		w.secret.SetHelp()
		if !m.looksOnly() {
			w.secret.SetHelp(kit.Run{Text: secretAdvice(m, d.Name)})
		}
	}
	w.old.SetText(oldSecretText(c.Webhook, w.s))
	setShown(w.old, c.Webhook.Previous.Present())
	w.at.apply()
	w.endpoint.apply()
	w.applyStaff()
	w.applyStatus()
}

// applyStaff says that the provider's people set the address, where no call can.
func (w *webhookCard) applyStaff() {
	m := w.s.m
	n, lacks := m.view.Declaration.Lacks(protocol.AbilityRegister)
	byStaff := !m.abilities.Register && !m.abilities.Subscribe
	setShown(w.staff, byStaff)
	if !byStaff {
		return
	}
	name := m.view.Declaration.Name
	title, text := say("{{.Provider}}'s staff set this address", "Provider", name), lang.L("Hand the address over, and wait for the first message that arrives.")
	if lacks {
		title, text = frame.T(n.What), frame.T(n.Instead)
	}
	var action []fyne.CanvasObject
	if !m.looksOnly() {
		action = append(action, kit.NewPrimary(lang.L("Hand over"), func() { w.s.shell.Go(frame.Handoff, "") }).WithIcon("qr-code"))
	}
	key := title + text + yes(m.looksOnly())
	if key == w.staffKey {
		return
	}
	w.staffKey = key
	w.staff.Objects = []fyne.CanvasObject{statusBox(kit.KindInfo, title, text, action...)}
}

func secretLabel(word string) string {
	if word == "" {
		return lang.L("Webhook secret")
	}
	return say("Webhook secret ({{.Word}})", "Word", word)
}

func secretAdvice(m *model, name string) string {
	switch {
	case m.abilities.Register:
		return say("A new secret stops incoming messages until {{.Provider}} has it. Register the endpoint again straight after.", "Provider", name)
	case m.abilities.Override:
		return say("{{.Provider}} must have the new one after a change. Set the address again straight after.", "Provider", name)
	}
	return say("A new secret stops incoming messages until {{.Provider}} has it. Hand it over again straight after.", "Provider", name)
}

func oldSecretText(h app.Webhook, s *Screen) string {
	now := s.clock.Now()
	used := lang.L("not used yet")
	if !h.PreviousLastUsed.IsZero() {
		used = say("last used {{.When}}", "When", when(h.PreviousLastUsed, now))
	}
	return say("The old secret is valid until {{.Until}}, {{.Used}}.", "Until", momentText(h.PreviousUntil), "Used", used)
}

// applyStatus says in two words whether the provider has this address.
func (w *webhookCard) applyStatus() {
	m := w.s.m
	if m.abilities.Register {
		kind, text := endpointStatus(m.endpointState())
		w.status.Set(kind, kind.IconName(), text)
		w.status.Show()
		return
	}
	if !m.abilities.Override && !m.abilities.Subscribe {
		return
	}
	kind, icon, text := kit.KindWarn, "triangle-alert", lang.L("Not verified")
	switch {
	case m.staleRegistration():
		text = lang.L("Out of date")
	case m.remoteIsOurs():
		kind, icon, text = kit.KindOK, "circle-check", lang.L("Verified")
	case m.remote != nil && m.remote.URL != "":
		text = lang.L("Another address")
	case m.remote == nil && m.view.Channel.Webhook.Registered.OK:
		kind, icon, text = kit.KindOK, "circle-check", lang.L("Set")
	}
	w.status.Set(kind, icon, text)
	w.status.Show()
}

func (w *webhookCard) reveal() {
	w.fetch(w.s.deps.Reveal, func(v app.Secret) { w.secret.ShowValue(v.Expose(), channel.RevealFor) })
}

func (w *webhookCard) copySecret() {
	w.fetch(w.s.deps.CopySecret, func(v app.Secret) {
		w.s.shell.CopySecret(v, lang.L("Webhook secret copied. The clipboard is cleared in a minute"))
	})
}

type readSecret func(ctx context.Context, agent app.AgentID, env app.Environment, name string) (app.Secret, error)

func (w *webhookCard) fetch(read readSecret, done func(app.Secret)) {
	at, field := w.s.m.at, w.secret
	field.SetBusy(true)
	kit.Start(&w.task, w.s.ctx, func(ctx context.Context) (app.Secret, error) {
		return read(ctx, at.Agent, at.Environment, app.WebhookSecretName)
	}, func(v app.Secret, err error) {
		field.SetBusy(false)
		switch {
		case at != w.s.m.at:
		case err != nil:
			field.SetError(frame.ErrorText(err))
		default:
			field.SetError("")
			done(v)
		}
		w.s.refresh()
	})
}
