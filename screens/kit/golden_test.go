package kit

import (
	"image"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/software"
	"fyne.io/fyne/v2/test"

	master "channeldesk/screens/kit/golden"
)

// golden draws an object at a size in light and in dark and compares each
// picture exactly with testdata/golden/NAME-light.png and NAME-dark.png. A
// picture that is missing or different is written to testdata/failed; look at
// it and move it to accept it. build makes the object anew for each variant.
func golden(t *testing.T, name string, width, height float32, build func() fyne.CanvasObject) {
	t.Helper()
	for _, mode := range []Mode{ModeLight, ModeDark} {
		useTheme(t, mode)
		suffix := "-light.png"
		if mode == ModeDark {
			suffix = "-dark.png"
		}
		compare(t, name+suffix, draw(build(), width, height))
	}
}

// useTheme starts a headless application with the house theme.
func useTheme(t *testing.T, mode Mode) *Theme {
	t.Helper()
	app := test.NewTempApp(t)
	lastScale = 0
	th := NewTheme(mode).(*Theme)
	app.Settings().SetTheme(th)
	return th
}

// draw renders an object on the ground colour.
func draw(o fyne.CanvasObject, width, height float32) image.Image {
	c := software.NewCanvas()
	c.SetPadded(false)
	c.SetContent(Stack(NewRect(Bg), o))
	c.Resize(fyne.NewSize(width, height))
	return c.Capture()
}

// compare compares a picture with a file of testdata/golden.
func compare(t *testing.T, file string, got image.Image) {
	t.Helper()
	master.Compare(t, strings.TrimSuffix(file, ".png"), got)
}
