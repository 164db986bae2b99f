package historypage

import (
	"context"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"channeldesk/app"
	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
)

// foot are the actions for a message.
func (d *detail) foot(o opened) fyne.CanvasObject {
	m := o.message
	d.copied = kit.NewButton(lang.L("Copy details"), func() { d.s.shell.CopyText(o.text(), lang.L("Details copied")) }).WithIcon("copy")
	d.sending = nil
	may := d.s.role.Allows(app.MaySend)
	if m.Status == app.MessageUnknown && may {
		arrived := kit.NewButton(lang.L("It arrived"), func() { d.resolve(m, false) }).WithIcon("check")
		d.sending = kit.NewButton(lang.L("Send again"), func() { d.askResend(m) }).WithIcon("rotate-ccw")
		return kit.Wrap(8, arrived, d.sending, d.copied)
	}
	if ok, _ := d.s.deps.History.MayRepeat(m); ok && may {
		d.sending = kit.NewButton(lang.L("Send again"), func() { d.sendAgain(m) }).WithIcon("rotate-ccw")
		return kit.Row(8, d.sending, d.copied.As(kit.VariantQuietNeutral), kit.Spring())
	}
	return kit.Row(8, d.copied, kit.Spring())
}

// sendAgain keeps a copy to be sent now. It goes on when the page is left.
func (d *detail) sendAgain(m app.Message) {
	d.do(func(ctx context.Context) (app.Message, error) { return d.s.deps.SendAgain(ctx, m.Mark) }, func(again app.Message) {
		d.s.shell.Toast(kit.KindOK, lang.L("Queued again for {{.Who}}", map[string]any{"Who": person(m)}), lang.L("Look at it"), func() {
			d.s.shell.Go(frame.History, frame.HistoryPart(frame.HistoryLink{Message: again.Mark}))
		})
	})
}

// askResend warns before a message goes out that may have arrived.
func (d *detail) askResend(m app.Message) {
	kit.Confirm(d.s.shell.Window(), kit.ConfirmOptions{
		Title: lang.L("Send this message again?"),
		Text:  lang.L("Nobody knows whether it went out. If it did, {{.Who}} gets it twice, and it is charged twice.", map[string]any{"Who": person(m)}),
		Keep:  lang.L("Leave it"), Do: lang.L("Send again"), Danger: true, OnDo: func() { d.resolve(m, true) },
	})
}

func (d *detail) resolve(m app.Message, resend bool) {
	d.do(func(ctx context.Context) (app.Message, error) { return m, d.s.deps.Resolve(ctx, m.Mark, resend) }, func(app.Message) {
		text := lang.L("Noted that it arrived")
		if resend {
			text = lang.L("Queued again for {{.Who}}", map[string]any{"Who": person(m)})
		}
		d.s.shell.Toast(kit.KindOK, text, "", nil)
	})
}

// do runs one action at a time, and then shows what became of the message.
func (d *detail) do(work func(context.Context) (app.Message, error), done func(app.Message)) {
	if d.sending == nil || d.sending.Busy() {
		return
	}
	button, mark := d.sending, d.mark
	button.SetBusy(true)
	kit.Start(&d.act, context.WithoutCancel(d.s.ctx), work, func(m app.Message, err error) {
		button.SetBusy(false)
		if err != nil {
			d.s.shell.ShowError(err)
		} else {
			done(m)
		}
		if d.mark == mark && d.s.ctx.Err() == nil {
			d.got = nil
			d.read(mark)
			d.s.list.refresh()
		}
	})
}

// text is a message as plain text, for the clipboard. It holds no values of the
// message: they may be the customer's own affairs.
func (o opened) text() string {
	m := o.message
	word, _, _ := statusLook(m.Status)
	rows := []string{person(m), subtitle(m), word + ", " + exactTime(m.CreatedAt)}
	for _, s := range o.steps() {
		rows = append(rows, strings.TrimSpace(s.At+" "+s.Title+" "+s.Detail))
	}
	add := func(label, value string) {
		if value != "" {
			rows = append(rows, label+": "+value)
		}
	}
	add(lang.L("Reason"), frame.T(m.Reason))
	add(lang.L("What to do"), frame.T(m.Fix))
	add(lang.L("Code"), m.Code)
	add(lang.L("Message ID"), m.Mark)
	add(lang.L("Provider's ID"), m.ProviderID)
	return strings.Join(rows, "\n")
}

// exactTime is a time to the second with its distance to UTC.
func exactTime(t time.Time) string {
	return frame.Date(t) + " " + t.Local().Format("15:04:05 UTC-07:00")
}
