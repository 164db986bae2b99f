package frametest

import (
	"testing"
	"testing/synctest"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/software"
	"fyne.io/fyne/v2/test"

	"channeldesk/screens/kit"
)

// LightAndDark draws an object without a window, at a size in units of the
// toolkit, and compares it with testdata/golden/NAME-light.png and
// NAME-dark.png. build makes the object anew for each, in a bubble of its own.
func LightAndDark(t *testing.T, name string, width, height float32, build func(t *testing.T) fyne.CanvasObject) {
	t.Helper()
	for _, mode := range []kit.Mode{kit.ModeLight, kit.ModeDark} {
		a := test.NewTempApp(t)
		a.Settings().SetTheme(kit.NewTheme(mode))
		file := name + "-light"
		if mode == kit.ModeDark {
			file = name + "-dark"
		}
		synctest.Test(t, func(t *testing.T) {
			c := software.NewCanvas()
			c.SetPadded(false)
			c.SetContent(kit.Stack(kit.NewRect(kit.Bg), build(t)))
			c.Resize(fyne.NewSize(width, height))
			Compare(t, file, c.Capture())
		})
	}
}
