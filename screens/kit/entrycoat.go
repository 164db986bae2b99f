package kit

import (
	"fyne.io/fyne/v2"
)

// entryRenderer is that of the toolkit's entry, with the colours of the present
// look: the toolkit gives an entry its colours when it is refreshed, and those of
// the caret when it gets the focus.
type entryRenderer struct {
	fyne.WidgetRenderer
	entry *entry
	coat  coat
}

// Objects is called by the toolkit.
func (r *entryRenderer) Objects() []fyne.CanvasObject {
	if r.coat.old() {
		r.entry.Entry.Refresh()
		if c := fyne.CurrentApp().Driver().CanvasForObject(r.entry); c != nil && c.Focused() == fyne.Focusable(r.entry) {
			r.entry.Entry.FocusLost()
			r.entry.Entry.FocusGained()
		}
	}
	return r.WidgetRenderer.Objects()
}
