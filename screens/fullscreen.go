package screens

import "fyne.io/fyne/v2"

// SetFullScreen implements frame.Shell. The window's own content stays in the
// tree, hidden, so that a change of theme reaches it meanwhile.
func (w *Window) SetFullScreen(content fyne.CanvasObject, onClose func()) {
	if w.fullScreen != nil {
		return
	}
	c := w.win.Canvas()
	earlier := c.Focused()
	c.Unfocus()
	w.win.SetFullScreen(true)
	w.alone.Objects = []fyne.CanvasObject{content}
	w.main.Hide()
	w.alone.Show()
	w.alone.Refresh()
	w.fullScreen = func() {
		w.fullScreen = nil
		c.Unfocus()
		w.win.SetFullScreen(false)
		w.alone.Hide()
		w.alone.Objects = nil
		w.main.Show()
		w.main.Refresh()
		if earlier != nil {
			c.Focus(earlier)
		}
		if onClose != nil {
			onClose()
		}
	}
}
