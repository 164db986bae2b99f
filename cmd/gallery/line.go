package main

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

// A window is drawn and changed by one goroutine only. The toolkit's application
// without a screen does not keep to that: what workers hand to fyne.Do runs at
// once, beside the drawing. Here it waits in line until the stage takes it.

// inLine is such an application with a line.
type inLine struct {
	fyne.App
	driver *lineDriver
}

type lineDriver struct {
	fyne.Driver
	waiting chan func()
}

func newInLine() *inLine {
	a := test.NewApp()
	line := &inLine{App: a, driver: &lineDriver{Driver: a.Driver(), waiting: make(chan func(), 4096)}}
	fyne.SetCurrentApp(line)
	return line
}

// Driver gives the one with the line.
func (a *inLine) Driver() fyne.Driver { return a.driver }

// DoFromGoroutine puts work in the line.
func (d *lineDriver) DoFromGoroutine(work func(), wait bool) {
	if !wait {
		d.waiting <- work
		return
	}
	done := make(chan struct{})
	d.waiting <- func() {
		work()
		close(done)
	}
	<-done
}

// run does what comes in the line, until nothing came for a while.
func (a *inLine) run(quiet time.Duration) {
	for {
		select {
		case work := <-a.driver.waiting:
			work()
		case <-time.After(quiet):
			return
		}
	}
}
