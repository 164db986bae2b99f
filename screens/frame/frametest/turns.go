package frametest

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"channeldesk/screens/kit"
	"channeldesk/screens/kit/golden"
)

// Turns has what a light canvas shows turn dark, and back. Turned it must look as when
// everything in it is laid out and refreshed in the new look, and then again as before.
// A picture that differs is written to testdata/failed.
func Turns(t *testing.T, name string, theme *kit.Theme, c fyne.Canvas) {
	t.Helper()
	mode := theme.Mode()
	anew := func() {
		for _, o := range append(c.Overlays().List(), c.Content()) {
			refresh(o)
		}
	}
	anew() // what a layout has still to do must not be taken for a change of the look
	before := c.Capture()
	theme.SetMode(kit.ModeDark)
	turned := c.Capture()
	anew()
	golden.Equal(t, name+"-turned", c.Capture(), turned)
	theme.SetMode(mode)
	golden.Equal(t, name+"-turned-back", before, c.Capture())
}

// refresh lays out and refreshes an object with all that is in it, as the toolkit does
// it for another theme. What is hidden shows nothing.
func refresh(o fyne.CanvasObject) {
	if !o.Visible() {
		return
	}
	switch o := o.(type) {
	case fyne.Widget:
		r := test.WidgetRenderer(o)
		for _, part := range r.Objects() {
			refresh(part)
		}
		r.Layout(o.Size())
	case *fyne.Container:
		for _, part := range o.Objects {
			refresh(part)
		}
		if o.Layout != nil {
			o.Layout.Layout(o.Objects, o.Size())
		}
	}
	o.Refresh()
}
