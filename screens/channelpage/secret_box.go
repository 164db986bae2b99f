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

// secretBox is one declared secret with what is known of it, and room for a
// doubt about a pasted value. A doubt keeps the value as an app.Secret.
type secretBox struct {
	s      *Screen
	decl   protocol.SecretField
	field  *kit.SecretField
	eye    *kit.Button
	verify *kit.Button
	line   *fyne.Container
	mark   *kit.Icon
	main   *kit.Line
	more   *kit.Cut
	doubt  *fyne.Container
	col    *fyne.Container
	task   kit.Task
}

func newSecretBox(s *Screen, f protocol.SecretField) *secretBox {
	label := lang.L(f.Label)
	b := &secretBox{s: s, decl: f, field: kit.NewSecretField(label), doubt: kit.Col(0)}
	b.field.OnReveal = b.reveal
	b.field.OnSave = b.pasted
	b.field.OnCancel = b.clearDoubt
	if f.Safe4 || f.TestWith != "" {
		b.eye = kit.NewIconButton("eye", say("Reveal the {{.Label}}", "Label", label), b.reveal)
		kit.AttachTooltip(b.eye, lang.L("Reveal"))
		b.verify = kit.NewButton(lang.L("Verify now"), s.runCheck).WithIcon("shield-check")
		if f.TestWith != "" {
			b.verify = kit.NewButton(lang.L("Send a test"), func() { s.askTest(f.TestWith) }).WithIcon("send")
		}
		b.field.AddButton(b.eye)
		b.field.AddButton(b.verify)
	}
	b.mark = kit.NewIcon("triangle-alert", 14, kit.WarnText)
	b.main, b.more = kit.NewLine("", kit.Caption, kit.Text3), kit.NewCut("", kit.Caption, kit.Text3)
	b.line = kit.Row(8, kit.Row(6, b.mark, b.main), kit.Grow(b.more))
	b.doubt.Hide()
	b.col = kit.Col(4, b.field, b.line, b.doubt)
	return b
}

// load shows what is known of the stored value. A held value is told of, and
// what is stored meanwhile cannot be revealed as if it were that one.
func (b *secretBox) load(info app.SecretInfo, held bool) {
	m := b.s.m
	stored := !held && m.held.Protocol == nil && !m.looksOnly() // what is stored can be revealed and tried
	b.field.SetReadOnly(m.readOnly())
	b.field.SetButtons(stored && (b.eye == nil || m.readOnly()), true)
	if b.verify != nil {
		setShown(b.verify, stored && (b.decl.TestWith == "" || m.abilities.TestSend))
		setShown(b.eye, stored)
		b.verify.SetDisabled(m.running)
	}
	b.field.SetCaption("")
	if !held && !info.Present() && !b.decl.Required && b.s.secrets.hasOneOf(b.decl.Name) {
		b.field.SetCaption(lang.L("Optional"))
	}
	switch {
	case held:
		b.field.SetStored(last4(b.decl, m.held.Secrets[b.decl.Name]))
	case info.Present():
		b.field.SetStored(info.Last4)
	default:
		b.field.SetEmpty()
	}
	l := describeSecret(info, b.s.clock.Now())
	if b.verify != nil && !info.VerifiedAt.IsZero() {
		l.more = verifiedText(info.VerifiedAt, b.s.clock.Now())
	}
	switch {
	case held:
		l = secretLine{main: lang.L("New value, not live yet")}
	case !info.Present() && !m.readOnly():
		l = secretLine{main: frame.T(b.decl.Help)}
	case !info.Present():
		l = secretLine{main: lang.L("Not set")}
	}
	b.show(l)
}

func last4(f protocol.SecretField, v app.Secret) string {
	if f.Safe4 {
		return v.Last4()
	}
	return ""
}

func (b *secretBox) show(l secretLine) {
	alert := l.kind == kit.KindWarn || l.kind == kit.KindDanger
	style, ink := kit.Caption, kit.Text3
	if alert {
		style, ink = kit.CaptionStrong, l.kind.Ink()
	}
	setShown(b.mark, alert)
	b.mark.SetToken(ink)
	b.main.SetText(l.main)
	b.main.SetStyle(style)
	b.main.SetToken(ink)
	b.more.SetText(l.more)
	setShown(b.line, l.main != "")
}

// reveal fetches the value for half a minute.
func (b *secretBox) reveal() {
	at, name := b.s.m.at, b.decl.Name
	b.field.SetBusy(true)
	kit.Start(&b.task, b.s.ctx, func(ctx context.Context) (app.Secret, error) {
		return b.s.deps.Reveal(ctx, at.Agent, at.Environment, name)
	}, func(v app.Secret, err error) {
		b.field.SetBusy(false)
		if err != nil {
			b.field.SetError(frame.ErrorText(err))
		} else if at == b.s.m.at {
			b.field.ShowValue(v.Expose(), channel.RevealFor)
		}
		b.s.refresh()
	})
}

// pasted takes a new value. An unusual form is told of first, never refused.
func (b *secretBox) pasted(raw string) {
	b.clearDoubt()
	value, err := b.decl.Check(raw)
	if err != nil {
		b.s.showProblemsAt(b, err)
		return
	}
	if b.decl.CheckShape != nil {
		if w := b.decl.CheckShape(value.Expose()); !w.IsEmpty() {
			b.question(frame.T(w), value)
			b.recognise(value)
			return
		}
	}
	b.store(value)
}

func (b *secretBox) store(value app.Secret) {
	b.clearDoubt()
	b.field.SetBusy(true)
	e := channel.Edits{Secrets: map[string]app.Secret{b.decl.Name: value}}
	b.s.commit(e, func(err error) {
		b.field.SetBusy(false)
		if err != nil {
			b.s.showProblemsAt(b, err)
			return
		}
		b.field.SetStored(last4(b.decl, value))
	})
}

// showProblemsAt puts an error that names no field at the secret itself: a
// locked keychain, most of all.
func (s *Screen) showProblemsAt(b *secretBox, err error) {
	b.field.SetError(frame.ErrorText(err))
	s.refresh()
}

func (b *secretBox) question(text string, value app.Secret) {
	keep := kit.NewButton(lang.L("Save it anyway"), func() { b.store(value) })
	again := kit.NewQuiet(lang.L("Paste again"), b.pasteAgain)
	b.ask(kit.NewNote(kit.KindWarn, kit.NewParagraph(kit.Text, kit.Caption, text), keep, again))
}

// recognise looks by its form where the value belongs; nobody is asked.
func (b *secretBox) recognise(value app.Secret) {
	at, name := b.s.m.at, b.decl.Name
	kit.Start(&b.task, b.s.ctx, func(ctx context.Context) (saved, error) {
		p, found, err := b.s.deps.Recognise(ctx, at.Agent, at.Environment, name, value.Expose(), false)
		return saved{place: p, found: found}, err
	}, func(r saved, err error) {
		if err != nil || !r.found || at != b.s.m.at || !b.doubt.Visible() {
			return
		}
		move := kit.NewButton(lang.L("Move it there"), func() { b.move(value, r.place) })
		keep := kit.NewQuiet(lang.L("Keep it here"), func() { b.store(value) })
		b.ask(mixupNote(r.place, move, keep))
	})
}

func (b *secretBox) move(value app.Secret, p protocol.Placement) {
	b.clearDoubt()
	b.s.commit(placed(p.Field, value.Expose(), b.s.m.declaration()), func(err error) {
		if err != nil {
			b.s.showProblems(err)
			return
		}
		b.forget()
		b.s.account.moved(p.Field)
	})
}

// forget empties the entry of a value that is not wanted here.
func (b *secretBox) forget() {
	if b.field.IsReplacing() {
		b.field.Cancel()
		return
	}
	b.field.SetStored("")
	if !b.s.m.view.Channel.Secrets[b.decl.Name].Present() {
		b.field.SetEmpty()
	}
}

func (b *secretBox) pasteAgain() {
	b.clearDoubt()
	b.forget()
	if b.field.IsEmpty() {
		b.field.Focus()
		return
	}
	b.field.StartReplacing()
}

func (b *secretBox) ask(note *kit.Note) {
	b.doubt.Objects = []fyne.CanvasObject{kit.Pad(4, 0, 0, 0, note)}
	b.doubt.Show()
	b.s.refresh()
}

func (b *secretBox) clearDoubt() {
	b.task.Cancel()
	if b.doubt.Visible() {
		b.doubt.Hide()
		b.doubt.Objects = nil
		b.s.refresh()
	}
}
