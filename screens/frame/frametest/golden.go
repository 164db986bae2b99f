package frametest

import (
	"image"
	"testing"

	"channeldesk/screens/kit"
	"channeldesk/screens/kit/golden"
)

// Golden compares what the window shows with testdata/golden/NAME.png. A picture
// that is missing or different is written to testdata/failed; look at it and
// move it to accept it. A light window turns dark and back then, which must show
// nothing that is not of the one look or the other.
func (ui *UI) Golden(name string) {
	ui.t.Helper()
	ui.Settle()
	c := ui.win.Canvas()
	Compare(ui.t, name, c.Capture())
	if !kit.IsDark() {
		Turns(ui.t, name, ui.Theme(), c)
	}
}

// Compare compares a picture with testdata/golden/NAME.png in the way of Golden.
func Compare(t *testing.T, name string, got image.Image) {
	t.Helper()
	golden.Compare(t, name, got)
}
