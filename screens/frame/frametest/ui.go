// Package frametest drives pages and the window in tests: the UI thread is the
// test's own goroutine, time stands still until it is moved, and whatever a
// person could see can be found, pressed and compared with a master picture.
package frametest

import (
	"testing"
	"testing/synctest"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"channeldesk/screens/kit"
)

// UI is a headless application. Its methods are for the goroutine of the test.
type UI struct {
	fyne.Driver
	// App is the application; its driver is this UI.
	App   fyne.App
	t     *testing.T
	theme fyne.Theme
	queue chan func()
	win   fyne.Window
	board *clipboard

	canvases map[fyne.Canvas]*canvas
}

// Run runs a test in a bubble of its own in which timers obey Pass.
func Run(t *testing.T, mode kit.Mode, do func(t *testing.T, ui *UI)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		started := test.NewTempApp(t)
		ui := &UI{Driver: started.Driver(), t: t, queue: make(chan func(), 4096), board: &clipboard{},
			theme: kit.NewTheme(mode), canvases: map[fyne.Canvas]*canvas{}}
		ui.App = runApp{started, ui}
		fyne.SetCurrentApp(ui.App)
		started.Settings().SetTheme(ui.theme)
		do(t, ui)
		ui.Settle()
	})
}

// Theme is the house theme of the application.
func (ui *UI) Theme() *kit.Theme { return ui.theme.(*kit.Theme) }

// DoFromGoroutine is called by fyne.Do: it hands a function to the test.
func (ui *UI) DoFromGoroutine(fn func(), wait bool) {
	if !wait {
		ui.queue <- fn
		return
	}
	done := make(chan struct{})
	ui.queue <- func() { fn(); close(done) }
	<-done
}

// Settle returns when no work is under way any more; timers do not count.
func (ui *UI) Settle() {
	for {
		synctest.Wait()
		select {
		case fn := <-ui.queue:
			fn()
		default:
			return
		}
	}
}

// Pass lets time pass.
func (ui *UI) Pass(d time.Duration) {
	ui.Settle()
	time.Sleep(d)
	ui.Settle()
}

// Show puts an object alone into a window of a size.
func (ui *UI) Show(o fyne.CanvasObject, size fyne.Size) fyne.Window {
	win := ui.App.NewWindow("")
	ui.t.Cleanup(win.Close)
	win.SetPadded(false)
	win.SetContent(kit.Stack(kit.NewRect(kit.Bg), o))
	win.Resize(size)
	ui.Watch(win)
	return win
}

// Watch makes a window the one that is looked at.
func (ui *UI) Watch(win fyne.Window) { ui.win = win }
