package kit

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"
)

// enter changes the state and builds what stands in the slot. Whatever held
// a value before is emptied and dropped.
func (f *SecretField) enter(state secretState) {
	f.run++
	f.wipe()
	if state != f.state {
		f.showError("")
	}
	f.state, f.saving, f.sent = state, false, ""
	switch {
	case state == secretEmpty && f.readOnly:
		f.slot.Objects = []fyne.CanvasObject{sunkenBox(NewLine("-", MonoBody, Text3))}
	case state == secretEmpty, state == secretReplacing:
		f.openEntry()
	case state == secretRevealed:
		f.value = NewParagraph(Text, MonoBody, "")
		f.slot.Objects = []fyne.CanvasObject{sunkenBox(f.value)}
	default:
		f.slot.Objects = []fyne.CanvasObject{sunkenBox(f.mask())}
	}
	f.arrange()
}

// wipe empties everything that may hold a value.
func (f *SecretField) wipe() {
	if f.entry != nil {
		f.entry.OnChanged, f.entry.onFocus = nil, nil
		f.entry.SetText("")
	}
	if f.value != nil {
		f.value.SetRuns()
	}
	f.entry, f.frame, f.value = nil, nil, nil
}

// sunkenBox is the box of values that cannot be typed.
func sunkenBox(o fyne.CanvasObject) fyne.CanvasObject {
	return Stack(NewBox(Sunken, Border, 6, 1), Pad(6, 11, 6, 11, o))
}

// mask is the row of bullets, with the last four characters when known.
func (f *SecretField) mask() fyne.CanvasObject {
	n := bullets
	if f.last4 != "" {
		n = bulletsWithLast4
	}
	dots := NewCut(strings.Repeat("•", n), MonoBody, Text)
	if f.last4 == "" {
		return dots
	}
	return Row(8, dots, NewLine(f.last4, MonoBody, Text))
}

// openEntry makes an entry for a new value.
func (f *SecretField) openEntry() {
	e := newEntry()
	e.secret, e.Password, e.label = true, true, f.label.FullText()
	e.SetPlaceHolder(lang.L("Paste it here"))
	frame := newEntryFrame(e)
	e.OnChanged = func(string) { f.SetError("") }
	e.OnSubmitted = func(string) { f.saveTapped() }
	e.onTooLong = func(limit int) { f.SetError(tooLongText(limit)) }
	e.onEscape = f.escaped
	e.onFocus = func(in bool) {
		frame.focus = in
		frame.apply()
		if !in && f.state == secretEmpty && f.entry == e {
			f.leave()
		}
	}
	f.entry, f.frame = e, frame
	frame.setMono()
	f.slot.Objects = []fyne.CanvasObject{frame}
}

// arrange puts the buttons of the state beside the slot.
func (f *SecretField) arrange() {
	objs := f.row.Objects[:1:1]
	switch f.state {
	case secretReplacing:
		objs = append(objs, f.save, f.cancel)
	case secretStored, secretRevealed:
		revealed := f.state == secretRevealed
		if !revealed {
			f.reveal.SetText(lang.L("Reveal"))
		}
		if f.canReveal || revealed {
			objs = append(objs, f.reveal)
		}
		if !f.readOnly {
			for _, b := range f.extra {
				objs = append(objs, b)
			}
			if f.canChange {
				objs = append(objs, f.replace)
			}
		}
	}
	f.row.Objects = objs
	f.Refresh()
}
