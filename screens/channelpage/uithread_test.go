package channelpage

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"channeldesk/screens/kit"
)

// uiThread makes the test's goroutine the UI thread: what other goroutines
// hand to it waits until the test drains it. The toolkit's test driver would
// run it at once, at the side of the test.
type uiThread struct {
	fyne.Driver
	queue chan func()
	busy  map[*kit.Task]bool
}

// DoFromGoroutine is called by fyne.Do.
func (u *uiThread) DoFromGoroutine(fn func(), wait bool) {
	if !wait {
		u.queue <- fn
		return
	}
	done := make(chan struct{})
	u.queue <- func() { fn(); close(done) }
	<-done
}

// drain runs what waits, without waiting for more.
func (u *uiThread) drain() {
	for {
		select {
		case fn := <-u.queue:
			fn()
		default:
			return
		}
	}
}

// watch notes from now on whether a task has something under way.
func (u *uiThread) watch(tasks []*kit.Task) {
	for _, t := range tasks {
		if _, known := u.busy[t]; known {
			continue
		}
		u.busy[t] = false
		told := t.OnBusy
		t.OnBusy = func(busy bool) {
			u.busy[t] = busy
			if told != nil {
				told(busy)
			}
		}
	}
}

// settle runs what comes until no task has anything under way.
func (u *uiThread) settle() {
	for u.anyBusy() {
		(<-u.queue)()
	}
	u.drain()
}

func (u *uiThread) anyBusy() bool {
	for _, busy := range u.busy {
		if busy {
			return true
		}
	}
	return false
}

type threadedApp struct {
	fyne.App
	ui *uiThread
}

func (a threadedApp) Driver() fyne.Driver { return a.ui }

// newApp starts a headless application whose UI thread is the test's.
func newApp(t *testing.T, mode kit.Mode) *uiThread {
	t.Helper()
	app := test.NewTempApp(t)
	app.Settings().SetTheme(kit.NewTheme(mode))
	ui := &uiThread{Driver: app.Driver(), queue: make(chan func(), 1024), busy: map[*kit.Task]bool{}}
	fyne.SetCurrentApp(threadedApp{app, ui})
	return ui
}
