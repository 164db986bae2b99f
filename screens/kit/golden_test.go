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
// it and move it to accept it. build makes the object anew for each variant. What
// was made in the other variant must look the same once the theme has changed.
func golden(t *testing.T, name string, width, height float32, build func() fyne.CanvasObject) {
	t.Helper()
	bothLooks(t, name, func() fyne.Canvas { return stretched(build(), width, height) })
}

// bothLooks compares what open shows in light and in dark with its masters, and what
// it shows when it was opened in the other variant.
func bothLooks(t *testing.T, name string, open func() fyne.Canvas) {
	t.Helper()
	for mode, suffix := range map[Mode]string{ModeLight: "-light", ModeDark: "-dark"} {
		useTheme(t, mode)
		fresh := open().Capture()
		compare(t, name+suffix+".png", fresh)

		theme := useTheme(t, ModeLight+ModeDark-mode)
		c := open()
		c.Capture()
		theme.SetMode(mode)
		master.Equal(t, name+suffix+"-turned", fresh, c.Capture())
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
	return stretched(o, width, height).Capture()
}

// stretched shows an object on the ground colour.
func stretched(o fyne.CanvasObject, width, height float32) fyne.Canvas {
	c := software.NewCanvas()
	c.SetPadded(false)
	c.SetContent(Stack(NewRect(Bg), o))
	c.Resize(fyne.NewSize(width, height))
	return c
}

// compare compares a picture with a file of testdata/golden.
func compare(t *testing.T, file string, got image.Image) {
	t.Helper()
	master.Compare(t, strings.TrimSuffix(file, ".png"), got)
}
