package settingspage

import (
	"image/png"
	"os"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/software"
	"fyne.io/fyne/v2/test"

	"channeldesk/app"
	"channeldesk/screens/kit"
)

func TestLook(t *testing.T) {
	for _, mode := range []kit.Mode{kit.ModeLight, kit.ModeDark} {
		for _, w := range []float32{1060, 960} {
			a := test.NewTempApp(t)
			a.Settings().SetTheme(kit.NewTheme(mode))
			b := newBench(t)
			b.enter(app.Owner, "")
			c := software.NewCanvas()
			c.SetPadded(false)
			c.SetContent(kit.Stack(kit.NewRect(kit.Bg), b.screen.Content()))
			name := "light"
			if mode == kit.ModeDark {
				name = "dark"
			}
			h := float32(1400)
			if w == 960 {
				h = 1700
				name += "-960"
			}
			c.Resize(fyne.NewSize(w, h))
			f, _ := os.Create("/tmp/settings-" + name + ".png")
			png.Encode(f, c.Capture())
			f.Close()
		}
	}
}
