package kit

import (
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"
)

// bullets are how many dots stand for a secret; the number is fixed, so that
// they say nothing about its length.
const (
	bullets          = 28
	bulletsWithLast4 = 20
)

// RevealTime is how long a secret stays readable.
const RevealTime = 30 * time.Second

type secretState int

const (
	secretEmpty secretState = iota
	secretStored
	secretRevealed
	secretReplacing
)

// SecretField keeps a secret. It is empty with room to paste into, stored and
// masked, revealed for a short time, or being replaced. While it is masked
// the value is nowhere in the widget tree: the page fetches it when OnReveal
// is called and hands it to ShowValue. UI thread only.
type SecretField struct {
	fieldShell

	// OnReveal is called when the person asks to see the value.
	OnReveal func()
	// OnSave is called with a new value: on Enter or blur in the empty field,
	// on Enter or Save while replacing. Answer with SetStored or SetError.
	OnSave func(value string)
	// OnCancel is called when replacing was given up.
	OnCancel func()
	// OnReplace, when set, is called in place of opening the entry: for
	// secrets that are made anew and not typed.
	OnReplace func()

	state     secretState
	slot      *fyne.Container
	row       *fyne.Container
	last4     string
	entry     *entry      // exists only while empty or replacing
	frame     *entryFrame // around the entry
	value     *Paragraph  // exists only while revealed
	reveal    *Button
	replace   *Button
	save      *Button
	cancel    *Button
	extra     []*Button
	pressed   *Button // what SetBusy turns
	canReveal bool
	canChange bool
	readOnly  bool
	busy      bool
	saving    bool
	sent      string // last value handed to OnSave from the empty field
	left      int    // seconds until masked
	run       int    // number of the running countdown
	after     func(d time.Duration, do func())
}

// onUI runs a function on the UI thread after a time.
func onUI(d time.Duration, do func()) {
	time.AfterFunc(d, func() { Do(do) })
}

// NewSecretField makes an empty field; call SetStored when a value exists.
func NewSecretField(label string) *SecretField {
	f := &SecretField{canReveal: true, canChange: true, after: onUI}
	f.reveal = NewButton(lang.L("Reveal"), f.revealTapped).WithIcon("eye")
	f.replace = NewButton(lang.L("Replace"), f.replaceTapped)
	f.save = NewPrimary(lang.L("Save"), f.saveTapped)
	f.cancel = NewButton(lang.L("Cancel"), f.Cancel)
	f.slot = Stack()
	f.row = RowTop(8, Grow(f.slot))
	f.build(f, label, f.row)
	f.enter(secretEmpty)
	return f
}

// NewMaskedValue makes a stored secret that is made anew by the program: its
// buttons are Reveal and, once OnReplace is set, one named by SetReplaceText.
func NewMaskedValue(label string) *SecretField {
	f := NewSecretField(label)
	f.SetReplaceText(lang.L("Regenerate"), "rotate-ccw")
	f.SetStored("")
	return f
}

// SetReplaceText names the button that replaces the value; "" for no icon.
func (f *SecretField) SetReplaceText(text, icon string) {
	f.replace.SetText(text)
	f.replace.SetIcon(icon)
	f.Refresh()
}

// SetStored shows that a value exists; last4 are its last characters when
// they may be seen, or "". A value that is being typed stays untouched until
// it was saved.
func (f *SecretField) SetStored(last4 string) {
	typing := f.state == secretReplacing && !f.saving
	same := (f.state == secretRevealed || f.state == secretStored) && last4 == f.last4
	f.last4 = last4
	if typing || same {
		return
	}
	focused := f.frame != nil && f.frame.focus || f.save.State().Focused
	f.enter(secretStored)
	if focused {
		f.Focus()
	}
}

// SetEmpty shows that there is no value and offers to paste one.
func (f *SecretField) SetEmpty() {
	f.last4 = ""
	if f.state != secretEmpty {
		f.enter(secretEmpty)
	}
}

// IsEmpty tells whether the field shows that there is no value.
func (f *SecretField) IsEmpty() bool { return f.state == secretEmpty }

// IsRevealed tells whether the value can be read at this moment.
func (f *SecretField) IsRevealed() bool { return f.state == secretRevealed }

// IsReplacing tells whether a new value is being typed.
func (f *SecretField) IsReplacing() bool { return f.state == secretReplacing }

// IsDirty tells whether something was typed that is not saved.
func (f *SecretField) IsDirty() bool {
	return f.entry != nil && f.entry.Text != "" && f.entry.Text != f.sent
}

// SetHelp sets the line below from runs, so that a part can warn in colour;
// runs without a colour are captions. No runs remove it.
func (f *SecretField) SetHelp(runs ...Run) { f.setHelpRuns(len(runs) > 0, runs...) }

// SetError shows an error in place of the help; "" removes it.
func (f *SecretField) SetError(text string) {
	if text != "" {
		f.saving, f.sent = false, ""
	}
	if f.frame != nil {
		f.frame.fault = text != ""
		f.frame.apply()
	}
	f.showError(text)
}

// SetBusy shows that the last pressed button is at work.
func (f *SecretField) SetBusy(busy bool) {
	if f.busy == busy {
		return
	}
	f.busy = busy
	if f.entry != nil {
		if busy {
			f.entry.Disable()
		} else {
			f.entry.Enable()
		}
		f.frame.apply()
	}
	if f.pressed != nil {
		f.pressed.SetBusy(busy)
	}
	for _, b := range append([]*Button{f.reveal, f.replace, f.save, f.cancel}, f.extra...) {
		if b != f.pressed {
			b.SetDisabled(busy)
		}
	}
	if !busy {
		f.pressed = nil
	}
}

// SetReadOnly leaves only the Reveal button; an empty field shows a dash.
func (f *SecretField) SetReadOnly(readOnly bool) {
	if f.readOnly == readOnly {
		return
	}
	f.readOnly = readOnly
	state := f.state
	if state == secretReplacing {
		state = secretStored
	}
	f.enter(state)
}

// SetButtons chooses which of the two buttons a stored value has.
func (f *SecretField) SetButtons(reveal, replace bool) {
	f.canReveal, f.canChange = reveal, replace
	f.arrange()
}

// AddButton puts a further button between Reveal and Replace of a stored
// value, such as "Verify now".
func (f *SecretField) AddButton(b *Button) {
	f.extra = append(f.extra, b)
	f.arrange()
}

// Focus moves the keyboard focus into the entry, or to the first button.
func (f *SecretField) Focus() {
	switch {
	case f.entry != nil:
		focusFrom(f, f.entry)
	case f.canReveal:
		focusFrom(f, f.reveal)
	case f.canChange && !f.readOnly:
		focusFrom(f, f.replace)
	}
}

// StartReplacing opens the entry for a new value, as the button does.
func (f *SecretField) StartReplacing() {
	f.enter(secretReplacing)
	f.Focus()
}

// Cancel gives up replacing.
func (f *SecretField) Cancel() {
	if f.state != secretReplacing || f.busy {
		return
	}
	f.SetError("")
	f.enter(secretStored)
	focusFrom(f, f.replace)
	if f.OnCancel != nil {
		f.OnCancel()
	}
}

// escaped is Esc in the entry: it gives up replacing, or is the dialog's when
// there is nothing to give up.
func (f *SecretField) escaped() {
	if f.state == secretReplacing {
		f.Cancel()
		return
	}
	plainKey(f.entry, &fyne.KeyEvent{Name: fyne.KeyEscape})
}

// Mask hides a revealed value at once; call it when the page is left.
func (f *SecretField) Mask() {
	if f.state == secretRevealed {
		f.enter(secretStored)
	}
}

// ShowValue shows the value for d (RevealTime when d is 0), counting down in
// the button, and then masks it again.
func (f *SecretField) ShowValue(value string, d time.Duration) {
	if f.state != secretStored && f.state != secretRevealed {
		return
	}
	if d <= 0 {
		d = RevealTime
	}
	f.enter(secretRevealed)
	f.value.SetRuns(Run{Text: value})
	f.left = int((d + time.Second - 1) / time.Second)
	f.countDown(f.run)
	f.Refresh()
}

// countDown writes the seconds that are left into the button and comes back
// a second later, unless another state was entered meanwhile.
func (f *SecretField) countDown(run int) {
	if run != f.run || f.state != secretRevealed {
		return
	}
	if f.left <= 0 {
		f.Mask()
		return
	}
	f.reveal.SetText(lang.L("Hide {{.N}}", map[string]any{"N": f.left}))
	f.left--
	f.after(time.Second, func() { f.countDown(run) })
}

func (f *SecretField) revealTapped() {
	if f.state == secretRevealed {
		f.Mask()
		return
	}
	f.pressed = f.reveal
	if f.OnReveal != nil {
		f.OnReveal()
	}
}

func (f *SecretField) replaceTapped() {
	if f.OnReplace != nil {
		f.pressed = f.replace
		f.OnReplace()
		return
	}
	f.StartReplacing()
}

func (f *SecretField) saveTapped() {
	if f.entry == nil || f.busy {
		return
	}
	value := strings.TrimSpace(f.entry.Text)
	if value == "" {
		f.SetError(lang.L("Paste the value first"))
		f.Focus()
		return
	}
	f.pressed = f.save
	f.hand(value)
}

// hand gives a typed value to the page.
func (f *SecretField) hand(value string) {
	f.saving, f.sent = true, f.entry.Text
	if f.OnSave != nil {
		f.OnSave(value)
	}
}

// leave saves what was pasted into the empty field, once.
func (f *SecretField) leave() {
	value := strings.TrimSpace(f.entry.Text)
	if value != "" && f.entry.Text != f.sent && !f.busy {
		f.hand(value)
	}
}
