package kit

import "fyne.io/fyne/v2"

// again lays a new renderer out at once when its widget has a size already. The
// toolkit throws renderers of things away that were not drawn for a minute, and
// makes new ones when they show again; it does not lay those out, because the
// size of the widget has not changed. What a renderer made itself would stay
// nowhere.
func again(w fyne.Widget, r fyne.WidgetRenderer) fyne.WidgetRenderer {
	if size := w.Size(); size.Width > 0 && size.Height > 0 {
		r.Layout(size)
	}
	return r
}
