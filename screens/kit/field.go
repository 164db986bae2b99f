package kit

import (
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"
)

// TextField is a labelled field for text: the label above, a box 32 high, and
// below it a line of help that turns into the error. UI thread only.
type TextField struct {
	fieldShell

	// OnChanged is called at every change by the person, not by SetText.
	OnChanged func(text string)
	// OnCommitted is called when the person leaves the field or presses Enter
	// and the text is another one than the last that was set or committed.
	OnCommitted func(text string)
	// OnSubmitted is called on Enter, in several lines on Shift and Enter,
	// after OnCommitted.
	OnSubmitted func(text string)
	// OnEscape is called on Esc, so that a dialog can close.
	OnEscape func()
	// OnFocused is told when the keyboard focus comes and goes.
	OnFocused func(in bool)

	frame     *entryFrame
	entry     *entry
	row       *fyne.Container
	committed string
	max       int
	quiet     bool
}

// NewTextField makes an empty field of one line; a label of "" leaves the
// label row out.
func NewTextField(label string) *TextField {
	f := &TextField{entry: newEntry()}
	f.frame = newEntryFrame(f.entry)
	f.row = RowTop(8, Grow(f.frame))
	f.entry.label = label
	f.entry.OnChanged = f.changed
	f.entry.OnSubmitted = f.submitted
	f.entry.onFocus = f.focused
	f.entry.onEscape = f.escaped
	f.entry.onTooLong = func(limit int) { f.SetError(tooLongText(limit)) }
	f.build(f, label, f.row)
	f.frame.apply()
	return f
}

// NewArea makes a field of several lines, at least 96 high.
func NewArea(label string) *TextField { return NewTextField(label).MultiLine(0) }

// tooLongText says that a paste was cut.
func tooLongText(limit int) string {
	return lang.L("This text is too long. Only the first {{.N}} characters were kept", map[string]any{"N": Number(limit)})
}

// SetSpoken sets what screen readers say of a field without a label of its own.
func (f *TextField) SetSpoken(text string) { f.entry.label = text }

// Mono shows the text in the monospaced font: identifiers, addresses, keys.
func (f *TextField) Mono() *TextField {
	f.frame.setMono()
	return f
}

// MultiLine makes room for several lines, at least 96 high. Enter starts a
// new line, Tab still moves on.
func (f *TextField) MultiLine(rows int) *TextField {
	f.entry.MultiLine = true
	f.entry.Wrapping = fyne.TextWrapWord
	f.frame.height = max(96, float32(rows)*16+16)
	f.frame.apply()
	f.Refresh()
	return f
}

// Bare leaves the box out, for an editor that draws its own around the text
// and its tools; OnFocused tells when to mark it.
func (f *TextField) Bare() *TextField {
	f.frame.bare = true
	f.frame.apply()
	return f
}

// Insert puts text in place of the selection, or where the cursor is, as if
// it had been pasted.
func (f *TextField) Insert(text string) {
	f.entry.TypedShortcut(&fyne.ShortcutPaste{Clipboard: clip(text)})
}

// SelectedText returns what is selected, or "".
func (f *TextField) SelectedText() string { return f.entry.SelectedText() }

// Text returns the text as it stands.
func (f *TextField) Text() string { return f.entry.Text }

// SetText replaces the text and counts as committed; no callback is called.
// Text beyond what a field can show is left out, and the error line says so.
func (f *TextField) SetText(text string) {
	if limit := f.entry.limit(); len(text) > limit && utf8.RuneCountInString(text) > limit {
		text = string([]rune(text)[:limit])
		defer f.SetError(tooLongText(limit))
	}
	f.committed = text
	if f.entry.Text == text {
		return
	}
	f.quiet = true
	f.entry.SetText(text)
	f.quiet = false
	f.count()
	f.frame.Refresh()
}

// Load is SetText for a fresh copy of stored data: it leaves text alone that
// the person is still typing, and reports whether the text was taken.
func (f *TextField) Load(text string) bool {
	if f.frame.focus && f.IsDirty() {
		return false
	}
	f.SetText(text)
	return true
}

// IsDirty tells whether the text differs from the last that was set or
// committed.
func (f *TextField) IsDirty() bool { return f.entry.Text != f.committed }

// SetError shows an error in place of the help; "" removes it. Typing removes
// it too.
func (f *TextField) SetError(text string) {
	f.frame.fault = text != ""
	f.frame.apply()
	f.showError(text)
}

// SetReadOnly shows the text on a sunken ground with a lock; it can be
// selected and copied.
func (f *TextField) SetReadOnly(readOnly bool) {
	if f.entry.locked != readOnly {
		f.entry.locked = readOnly
		f.frame.apply()
	}
}

// SetDisabled greys the field out and takes it out of the tab order.
func (f *TextField) SetDisabled(disabled bool) {
	if disabled == f.entry.Disabled() {
		return
	}
	if disabled {
		f.entry.Disable()
	} else {
		f.entry.Enable()
	}
	f.frame.apply()
}

// SetPlaceholder sets what an empty field shows.
func (f *TextField) SetPlaceholder(text string) { f.entry.SetPlaceHolder(text) }

// SetCounter shows at the far end of the label row how many characters of a
// most are used; 0 removes it. The counter does not stop the typing.
func (f *TextField) SetCounter(most int) {
	f.max = most
	if most == 0 {
		f.SetCaption("")
		return
	}
	f.count()
}

func (f *TextField) count() {
	if f.max == 0 {
		return
	}
	n := utf8.RuneCountInString(f.entry.Text)
	f.SetCaption(lang.L("{{.N}} of {{.Max}}", map[string]any{"N": Number(n), "Max": Number(f.max)}))
	if n > f.max {
		f.mark.SetToken(DangerText)
	}
}

// SetLeading shows an icon before the text, such as "search"; "" removes it.
func (f *TextField) SetLeading(icon string) { f.frame.setLead(icon) }

// SetTrailing puts a control beside the box, such as a Copy button; nil
// removes it. A read-only field with a control beside it shows no lock.
func (f *TextField) SetTrailing(o fyne.CanvasObject) {
	f.row.Objects = f.row.Objects[:1]
	if o != nil {
		f.row.Objects = append(f.row.Objects, o)
	}
	f.frame.showLock = o == nil
	f.frame.apply()
	f.Refresh()
}

// SelectWhole selects the text whenever the keyboard brings the focus here, so that
// typing replaces it: for short numbers and amounts. A click puts the cursor where
// it is, as in every field.
func (f *TextField) SelectWhole() *TextField {
	f.entry.whole = true
	return f
}

// Focus moves the keyboard focus into the field.
func (f *TextField) Focus() {
	moving = true
	defer func() { moving = false }()
	focusOn(f.entry)
}

// Focusable is what takes the keyboard focus, for DialogOptions.Focus.
func (f *TextField) Focusable() fyne.Focusable { return f.entry }

// IsFocused tells whether the field has the keyboard focus.
func (f *TextField) IsFocused() bool { return f.frame.focus }

// Commit calls OnCommitted now when the text has changed, as leaving the
// field does.
func (f *TextField) Commit() {
	text := f.entry.Text
	if text == f.committed || f.entry.locked {
		return
	}
	f.committed = text
	if f.OnCommitted != nil {
		f.OnCommitted(text)
	}
}

func (f *TextField) changed(text string) {
	if f.frame.right {
		f.frame.Refresh()
	}
	if f.quiet {
		return
	}
	f.SetError("")
	f.count()
	if f.OnChanged != nil {
		f.OnChanged(text)
	}
}

func (f *TextField) submitted(text string) {
	f.Commit()
	if f.OnSubmitted != nil {
		f.OnSubmitted(text)
	}
}

func (f *TextField) focused(in bool) {
	f.frame.focus = in
	f.frame.apply()
	if f.OnFocused != nil {
		f.OnFocused(in)
	}
	if !in {
		f.Commit()
	}
}

func (f *TextField) escaped() {
	if f.OnEscape != nil {
		f.OnEscape()
		return
	}
	plainKey(f.entry, &fyne.KeyEvent{Name: fyne.KeyEscape})
}
