package screens

import (
	"fmt"

	"fyne.io/fyne/v2"

	"channeldesk/app"
)

// askToQuit closes the window, unless edits are held back that would be lost.
func (w *Window) askToQuit() {
	w.unlessHeld(w.quit)
}

// Quit closes the window without asking: the program was told to end. Safe for
// concurrent use.
func (w *Window) Quit() { fyne.Do(w.quit) }

// quit ends what is under way, in the order: no more events, no more work, the
// page, the window. The services are closed by who made them, after the window.
func (w *Window) quit() {
	size := w.win.Canvas().Size()
	if w.fullScreen == nil && size.Width >= minWidth {
		w.remember(app.SettingWindowSize, fmt.Sprintf("%gx%g", size.Width, size.Height))
	}
	w.subscription.Close()
	if w.reload != nil {
		w.reload.Stop()
	}
	if w.clipboard != nil {
		w.clipboard.Stop()
	}
	w.clearClipboard(w.copied)
	w.leavePage()
	w.stop()
	w.win.Close()
}

// SetFullScreen implements frame.Shell.
func (w *Window) SetFullScreen(content fyne.CanvasObject, onClose func()) {
	if w.fullScreen != nil {
		return
	}
	w.win.SetFullScreen(true)
	w.win.SetContent(content)
	w.fullScreen = func() {
		w.fullScreen = nil
		w.win.SetFullScreen(false)
		w.setContent(w.shell)
		if onClose != nil {
			onClose()
		}
	}
}
