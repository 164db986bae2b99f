package frametest

import (
	"image"
	"testing"

	"channeldesk/screens/kit/golden"
)

// Golden compares what the window shows with testdata/golden/NAME.png. A picture
// that is missing or different is written to testdata/failed; look at it and
// move it to accept it.
func (ui *UI) Golden(name string) {
	ui.t.Helper()
	ui.Settle()
	Compare(ui.t, name, ui.win.Canvas().Capture())
}

// Compare compares a picture with testdata/golden/NAME.png in the way of Golden.
func Compare(t *testing.T, name string, got image.Image) {
	t.Helper()
	golden.Compare(t, name, got)
}
