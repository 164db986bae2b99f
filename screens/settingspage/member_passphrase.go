package settingspage

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"channeldesk/app"
	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
)

// memberPassphrase is the dialog that sets, changes or removes the passphrase of
// a member. What was typed is forgotten with the dialog. UI thread only.
type memberPassphrase struct {
	c                 *membersCard
	member            app.Member
	old, first, again *kit.TextField // old is nil when none is asked
	save              *kit.Button
	remove            *kit.Button
	dialog            *kit.Dialog
	done              func(has bool) // may be nil
}

// askPassphrase opens the dialog; done, which may be nil, hears whether the member
// has a passphrase now.
func (c *membersCard) askPassphrase(m app.Member, done func(has bool)) {
	p := &memberPassphrase{c: c, member: m, done: done, first: kit.NewPassphraseField(lang.L("New passphrase")), again: kit.NewPassphraseField(lang.L("Once more"))}
	own := m.ID == c.me.ID
	p.first.SetHelp(passphraseHelp())
	title, sub := lang.L("Set a passphrase"), lang.L("{{.Name}} signs in with it from now on. Tell it in person.", map[string]any{"Name": m.Name})
	fields := []fyne.CanvasObject{p.first, p.again}
	focus := p.first
	if own {
		sub = lang.L("You sign in with it from now on.")
	}
	if m.HasPassphrase {
		title = lang.L("Change the passphrase")
	}
	if own && m.HasPassphrase {
		p.old = kit.NewPassphraseField(lang.L("Present passphrase"))
		p.old.OnSubmitted = func(string) { p.first.Focus() }
		fields = append([]fyne.CanvasObject{p.old}, fields...)
		focus = p.old
	}
	if own && onlyOwner(c.last.members, m.ID) {
		fields = append(fields, kit.NewNote(kit.KindWarn, kit.NewParagraph(kit.Text, kit.Caption, lang.L("You are the only Owner: nobody here can set a new one for you when it is forgotten."))))
	}
	p.first.OnSubmitted = func(string) { p.again.Focus() }
	p.again.OnSubmitted = func(string) { p.submit() }
	o := kit.DialogOptions{Title: title, Subtitle: sub, Width: 480, Body: kit.Col(16, fields...), Focus: focus.Focusable(), OnClose: p.forget}
	p.save = kit.NewPrimary(lang.L("Save the passphrase"), p.submit)
	if m.HasPassphrase {
		p.remove = kit.NewButton(lang.L("Remove it"), p.submitRemoval).As(kit.VariantDangerText)
		kit.AttachTooltip(p.remove, lang.L("Without a passphrase, anybody at this computer can work under this name"))
		o.FootLeft = kit.Row(0, p.remove, kit.Spring())
	}
	o.Actions, o.Main = []*kit.Button{kit.NewButton(lang.L("Cancel"), func() { p.dialog.Close() }), p.save}, p.save
	p.dialog = kit.ShowDialog(c.s.shell.Window(), o)
}

func (p *memberPassphrase) fields() []*kit.TextField {
	out := []*kit.TextField{p.first, p.again}
	if p.old != nil {
		out = append(out, p.old)
	}
	return out
}

func (p *memberPassphrase) forget() {
	for _, f := range p.fields() {
		f.SetText("")
	}
}

// present is the passphrase until now; ok is false when it was asked and is
// missing.
func (p *memberPassphrase) present() (old app.Secret, ok bool) {
	for _, f := range p.fields() {
		f.SetError("")
	}
	if p.old == nil {
		return app.Secret{}, true
	}
	if p.old.Text() == "" {
		refuse(p.old, lang.L("Enter the passphrase that you have now."))
		return app.Secret{}, false
	}
	return app.NewSecret(p.old.Text()), true
}

func (p *memberPassphrase) submit() {
	if p.save.Busy() {
		return
	}
	old, ok := p.present()
	switch {
	case !ok:
	case p.first.Text() == "":
		refuse(p.first, lang.L("Enter a passphrase."))
	case p.again.Text() != p.first.Text():
		refuse(p.again, lang.L("The two are not the same."))
	default:
		p.set(p.save, old, app.NewSecret(p.first.Text()), lang.L("The passphrase is set"))
	}
}

func (p *memberPassphrase) submitRemoval() {
	if p.remove.Busy() {
		return
	}
	if old, ok := p.present(); ok {
		p.set(p.remove, old, app.Secret{}, lang.L("The passphrase was removed"))
	}
}

func (p *memberPassphrase) set(button *kit.Button, old, passphrase app.Secret, said string) {
	button.SetBusy(true)
	id := p.member.ID
	p.c.do(func(ctx context.Context) error { return p.c.s.deps.SetPassphrase(ctx, id, old, passphrase) }, func(err error) {
		button.SetBusy(false)
		p.problem(err)
	}, func() {
		button.SetBusy(false)
		p.dialog.Close()
		if p.done != nil {
			p.done(!passphrase.IsEmpty())
		}
		p.c.s.shell.Toast(kit.KindOK, said, "", nil)
	})
}

// problem shows what was refused at the field that it is about: what is forbidden
// concerns the present passphrase, what is invalid the new one.
func (p *memberPassphrase) problem(err error) {
	switch code := app.ErrorCode(err); {
	case code == app.CodeForbidden && p.old != nil:
		refuse(p.old, frame.ErrorText(err))
	case app.AsError(err).Field == "passphrase":
		refuse(p.first, frame.ErrorText(err))
	default:
		p.c.s.shell.ShowError(err)
	}
}

func refuse(f *kit.TextField, problem string) {
	f.SetError(problem)
	f.Focus()
}
