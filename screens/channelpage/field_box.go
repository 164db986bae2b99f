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

// fieldBox is one identifier or setting: a text field or a choice, with room
// below for the question whether the value belongs elsewhere.
type fieldBox struct {
	s      *Screen
	name   string
	decl   protocol.Field // the zero one for the account code
	text   *kit.TextField
	choice choiceControl
	known  *kit.Button // offers the usual values of an address
	col    *fyne.Container
	mixup  *fyne.Container

	shown   string // the last value that came from the model
	bad     bool   // what stands in the field is not saved
	pending int    // saves under way
	kept    string // a value that the person decided to keep here
	ask     kit.Task
}

func newFieldBox(s *Screen, name, label string) *fieldBox {
	b := &fieldBox{s: s, name: name, mixup: kit.Col(0)}
	b.mixup.Hide()
	b.text = kit.NewTextField(label)
	b.text.OnCommitted = b.committed
	b.text.OnChanged = func(string) { b.clearMixup() }
	b.col = kit.Col(8, b.text, b.mixup)
	return b
}

// newDeclaredBox makes the control that a declared field asks for.
func newDeclaredBox(s *Screen, f protocol.Field) *fieldBox {
	if f.Kind == protocol.Choice {
		b := &fieldBox{s: s, name: f.Name, decl: f, mixup: kit.Col(0)}
		b.choice = newChoice(f, b.committed)
		b.col = kit.Col(8, b.choice)
		return b
	}
	b := newFieldBox(s, f.Name, lang.L(f.Label))
	b.decl = f
	if f.Kind != protocol.Plain {
		b.text.Mono()
	}
	if len(f.Choices) > 1 {
		b.offerKnown()
	}
	return b
}

func (b *fieldBox) setHelp(text string) {
	if b.choice != nil {
		b.choice.SetHelp(text)
		return
	}
	b.text.SetHelp(text)
}

// load shows a value of the model, unless something that is not saved stands
// in the field.
func (b *fieldBox) load(value string, readOnly bool) {
	b.shown = value
	if b.choice != nil {
		b.choice.SetReadOnly(readOnly)
		if b.pending == 0 {
			b.choice.SetValue(value)
		}
		return
	}
	b.text.SetReadOnly(readOnly)
	if b.known != nil {
		setShown(b.known, !readOnly)
	}
	if !b.bad && b.pending == 0 {
		b.text.Load(value)
	}
}

// mark says at the label that a changed value is not live yet.
func (b *fieldBox) mark(held bool) {
	caption := ""
	if held {
		caption = lang.L("Not live yet")
	}
	if b.choice != nil {
		b.choice.SetCaption(caption)
		return
	}
	b.text.SetCaption(caption)
}

func (b *fieldBox) setError(e *app.Error) {
	if b.choice != nil {
		b.choice.SetError(frame.ErrorText(e))
		return
	}
	b.bad = true
	b.text.SetError(frame.ErrorText(e))
}

func (b *fieldBox) focus() {
	if b.choice != nil {
		b.choice.Focus()
		return
	}
	b.text.Focus()
}

func (b *fieldBox) edit(value string) channel.Edits {
	if b.name == accountCode {
		return channel.SetAccountCode(value)
	}
	return channel.SetField(b.name, value)
}

// committed takes a typed value over, and looks whether it belongs elsewhere.
func (b *fieldBox) committed(value string) {
	before := b.shown
	b.clearMixup()
	probe := b.name
	if value == b.kept {
		probe = ""
	}
	b.store(value, probe, func(r saved, err error) {
		switch {
		case err != nil:
			b.recognise(value, before, false)
		case r.found:
			b.bad = r.withheld
			b.suggest(value, before, r.place)
		case value != b.kept:
			b.recognise(value, before, true)
		}
	})
}

// store saves or holds a value; its errors stay at the field.
func (b *fieldBox) store(value, probe string, after func(saved, error)) {
	b.bad = false
	b.pending++
	b.s.commitProbed(b.edit(value), probe, func(r saved, err error) {
		b.pending--
		if err != nil {
			b.bad = true
			b.s.showProblems(err)
		}
		after(r, err)
		b.s.refresh()
	})
}

// recognise looks at a value that is saved or that was refused.
func (b *fieldBox) recognise(value, before string, ask bool) {
	if value == "" || b.text == nil || value == b.kept {
		return
	}
	at := b.s.m.at
	kit.Start(&b.ask, b.s.ctx, func(ctx context.Context) (saved, error) {
		p, found, err := b.s.deps.Recognise(ctx, at.Agent, at.Environment, b.name, value, ask)
		return saved{place: p, found: found}, err
	}, func(r saved, err error) {
		// An error here only means that nobody could be asked.
		if err == nil && r.found && at == b.s.m.at && b.text.Text() != before {
			b.suggest(value, before, r.place)
			b.s.refresh()
		}
	})
}

func (b *fieldBox) clearMixup() {
	b.ask.Cancel()
	if b.mixup.Visible() {
		b.mixup.Hide()
		b.s.refresh()
	}
}

// suggest offers to move a value to where it seems to belong.
func (b *fieldBox) suggest(value, before string, p protocol.Placement) {
	move := kit.NewButton(lang.L("Move it there"), func() { b.move(value, before, p) })
	keep := kit.NewQuiet(lang.L("Keep it here"), func() { b.keep(value) })
	b.mixup.Objects = []fyne.CanvasObject{mixupNote(p, move, keep)}
	b.mixup.Show()
}

func mixupNote(p protocol.Placement, actions ...fyne.CanvasObject) *kit.Note {
	label := lang.L(p.Label)
	text := say("This looks like the {{.Label}}.", "Label", label)
	if p.Certain {
		text = say("This is the {{.Label}}.", "Label", label)
	}
	return kit.NewNote(kit.KindWarn, kit.NewRuns(kit.Caption, kit.Run{Text: text, Bold: true}, kit.Run{Text: " " + frame.T(p.Why)}), actions...)
}

// move puts the value where it belongs and gives this field back what it had.
func (b *fieldBox) move(value, before string, p protocol.Placement) {
	e := placed(p.Field, value, b.s.m.declaration()).Merge(b.edit(before))
	b.clearMixup()
	b.s.commit(e, func(err error) {
		if err != nil {
			b.s.showProblems(err)
			return
		}
		b.bad = false
		b.text.SetError("")
		b.text.SetText(before)
		b.s.account.moved(p.Field)
	})
}

func (b *fieldBox) keep(value string) {
	b.kept = value
	b.clearMixup()
	if b.bad && b.text.ErrorText() == "" {
		b.store(value, "", func(saved, error) {})
	}
}

// placed makes the edit that puts a value into a field, secret or the account
// code.
func placed(name, value string, d protocol.Declaration) channel.Edits {
	if name == accountCode {
		return channel.SetAccountCode(value)
	}
	if _, ok := d.Secret(name); ok {
		return channel.SetSecret(name, value)
	}
	return channel.SetField(name, value)
}
