package channelpage

import (
	"context"
	"slices"
	"strconv"
	"time"

	"fyne.io/fyne/v2/lang"

	"channeldesk/app/channel"
	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
)

// askRegenerate asks how long the old secret stays valid. A leak is another
// matter: it stops everything at once, and says so.
func (w *webhookCard) askRegenerate() {
	name := w.s.m.view.Declaration.Name
	list := kit.NewRadioList(overlapChoices())
	list.SetSelected(strconv.Itoa(slices.Index(channel.Overlaps, channel.DefaultOverlap)))
	after := kit.NewCheckbox(lang.L("Register the endpoint right after"))
	setShown(after, w.s.m.canRegister())
	after.SetChecked(after.Visible())
	var d *kit.Dialog
	keep := kit.NewButton(lang.L("Keep the old one"), func() { d.Close() })
	leaked := kit.NewButton(lang.L("Leaked: stop now"), func() {
		d.Close()
		w.askStop()
	}).As(kit.VariantDangerText)
	do := kit.NewButton(lang.L("Regenerate"), func() {
		i, err := strconv.Atoi(list.Selected())
		if err != nil {
			return
		}
		d.Close()
		w.regenerate(channel.Overlaps[i], after.Checked())
	}).As(kit.VariantDangerFill)
	body := kit.Col(12,
		kit.NewParagraph(kit.Text2, kit.Body, regenerateText(w.s.m, name)),
		kit.Col(4, kit.NewLine(lang.L("The old secret stays valid"), kit.CaptionStrong, kit.Text2), list),
		after)
	d = kit.ShowDialog(w.s.shell.Window(), kit.DialogOptions{
		Title: lang.L("Regenerate the webhook secret?"), Width: 480, Body: body,
		FootLeft: kit.Row(0, leaked, kit.Spring()), Actions: []*kit.Button{keep, do}, Main: do, Focus: keep,
	})
}

// regenerateText says what stops working, and when.
func regenerateText(m *model, name string) string {
	if m.view.Declaration.SecretInAddress {
		return say("The secret is part of the address. When the old one ends, messages from customers stop arriving until {{.Provider}} has the new address.", "Provider", name)
	}
	return say("{{.Provider}} must get the new secret before the old one stops. After that it cannot confirm this address any more.", "Provider", name)
}

func overlapChoices() []kit.RadioCard {
	var out []kit.RadioCard
	for i, o := range channel.Overlaps {
		title := say("For {{.Time}}", "Time", overlapText(o))
		if o == 0 {
			title = lang.L("Not at all: it stops at once")
		}
		out = append(out, kit.RadioCard{ID: strconv.Itoa(i), Title: title})
	}
	return out
}

func overlapText(d time.Duration) string {
	if n := int(d / (24 * time.Hour)); n > 1 && d%(24*time.Hour) == 0 {
		return say("{{.N}} days", "N", n)
	}
	return delayText(d)
}

func (w *webhookCard) askStop() {
	kit.Confirm(w.s.shell.Window(), kit.ConfirmOptions{
		Title: lang.L("Stop the webhook secret now?"),
		Text:  lang.L("The present secret and an older one stop at once, and a new one takes their place. Incoming messages can stop until the provider has it."),
		Keep:  lang.L("Keep it"), Do: lang.L("Stop it now"), Danger: true,
		OnDo: func() {
			at := w.s.m.at
			w.change(func(ctx context.Context) error {
				return w.s.deps.StopWebhookSecret(ctx, at.Agent, at.Environment)
			}, lang.L("The old secret stopped. Give the provider the new one"), false)
		},
	})
}

// regenerate makes a new secret and, when asked to, tells it to the provider.
func (w *webhookCard) regenerate(overlap time.Duration, register bool) {
	at := w.s.m.at
	w.change(func(ctx context.Context) error {
		return w.s.deps.RegenerateWebhookSecret(ctx, at.Agent, at.Environment, overlap)
	}, lang.L("New webhook secret made"), register)
}

// change makes a new secret and does, or tells, what comes next.
func (w *webhookCard) change(do func(context.Context) error, said string, register bool) {
	m := w.s.m
	field := w.secret
	field.Mask()
	field.SetBusy(true)
	ctx := context.WithoutCancel(w.s.ctx)
	kit.Start(&w.task, ctx, func(ctx context.Context) (struct{}, error) { return struct{}{}, do(ctx) }, func(_ struct{}, err error) {
		field.SetBusy(false)
		if err != nil {
			w.s.shell.ShowError(err)
			return
		}
		switch {
		case register && w.s.m == m:
			w.s.shell.Toast(kit.KindOK, said, "", nil)
			w.endpoint.register("")
			return // it reads the page again
		case m.abilities.Register:
			w.s.shell.Toast(kit.KindOK, said, lang.L("Register endpoint"), w.s.registerEndpoint)
		default:
			w.s.shell.Toast(kit.KindOK, said, lang.L("Hand it over"), func() { w.s.shell.Go(frame.Handoff, "") })
		}
		w.s.Reload()
	})
}
