package screens

import (
	"fmt"
	"time"

	"channeldesk/app"
	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
)

// askToQuit closes the window, unless edits are held back that would be lost.
func (w *Window) askToQuit() {
	w.unlessHeld(func() { w.whenSaved(w.quit) })
}

// Quit closes the window without asking: the program was told to end. What was
// typed in a Draft is saved. Safe for concurrent use.
func (w *Window) Quit() {
	kit.Do(func() {
		w.letGo()
		w.whenSaved(w.quit)
	})
}

// savingLimit is how long closing waits for what is being saved.
const savingLimit = 3 * time.Second

// whenSaved goes on when the pages have saved what was typed, or after a while:
// a keychain that asks for its password must not keep the window open.
func (w *Window) whenSaved(goOn func()) {
	waiting, gone := 1, false
	once := func() {
		if !gone {
			gone = true
			goOn()
		}
	}
	arrived := func() {
		if waiting--; waiting == 0 {
			once()
		}
	}
	for _, p := range w.byName {
		if f, ok := p.(frame.Finisher); ok {
			waiting++
			f.Finish(arrived)
		}
	}
	arrived()
	if !gone {
		w.later(savingLimit, once)
	}
}

// quit ends what is under way, in the order: no more events, no more work, the
// page, the window. The services are closed by who made them, after the window.
func (w *Window) quit() {
	if w.ended() {
		return
	}
	size, by := w.win.Canvas().Size(), textScale()
	if w.fullScreen == nil && size.Width >= smallest().Width && size.Height >= smallest().Height {
		w.remember(app.SettingWindowSize, fmt.Sprintf("%gx%g", max(round(size.Width*by), minWidth), max(round(size.Height*by), minHeight)))
	}
	w.subscription.Close()
	if w.stopReload != nil {
		w.stopReload()
	}
	w.stop()
	w.leavePage()
	w.forgetCopied()
	if w.Ended != nil {
		w.Ended()
	}
	w.win.Close()
}
