package kit

import "fyne.io/fyne/v2/lang"

// NewPassphraseField makes a field for a passphrase that is typed: bullets in
// place of letters, and a button that shows what was typed. Empty it with
// SetText("") as soon as the passphrase was used. UI thread only.
func NewPassphraseField(label string) *TextField {
	f := NewTextField(label)
	e := f.entry
	e.secret, e.Password = true, true
	var show *Button
	show = NewButton(lang.L("Show"), func() {
		e.Password = !e.Password
		if e.Password {
			show.SetText(lang.L("Show"))
		} else {
			show.SetText(lang.L("Hide"))
		}
		e.Entry.Refresh()
	}).WithIcon("eye")
	show.SetMin(84, 32)
	f.SetTrailing(show)
	return f
}
