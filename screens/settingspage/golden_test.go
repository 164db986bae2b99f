package settingspage

import (
	"image"
	"image/draw"
	"image/png"
	"os"
	"path/filepath"
	"testing"
	"testing/synctest"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/software"
	"fyne.io/fyne/v2/test"
	"github.com/stretchr/testify/require"

	"channeldesk/screens/kit"
)

// golden draws an object at a size in light and in dark and compares each
// picture exactly with testdata/golden/NAME-light.png and NAME-dark.png. A
// picture that is missing or different is written to testdata/failed; look at
// it and move it to accept it. build makes the object anew for each variant.
func golden(t *testing.T, name string, width, height float32, build func(t *testing.T) fyne.CanvasObject) {
	t.Helper()
	for _, mode := range []kit.Mode{kit.ModeLight, kit.ModeDark} {
		a := test.NewTempApp(t)
		a.Settings().SetTheme(kit.NewTheme(mode))
		file := name + "-light.png"
		if mode == kit.ModeDark {
			file = name + "-dark.png"
		}
		synctest.Test(t, func(t *testing.T) {
			c := software.NewCanvas()
			c.SetPadded(false)
			c.SetContent(kit.Stack(kit.NewRect(kit.Bg), build(t)))
			c.Resize(fyne.NewSize(width, height))
			compare(t, file, c.Capture())
		})
	}
}

func compare(t *testing.T, file string, got image.Image) {
	t.Helper()
	if want, err := readPNG(filepath.Join("testdata", "golden", file)); err == nil && samePicture(want, got) {
		return
	}
	failed := filepath.Join("testdata", "failed", file)
	require.NoError(t, os.MkdirAll(filepath.Dir(failed), 0o755))
	out, err := os.Create(failed)
	require.NoError(t, err)
	require.NoError(t, png.Encode(out, got))
	require.NoError(t, out.Close())
	t.Errorf("picture differs from its master, see %s", failed)
}

func readPNG(path string) (image.Image, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return png.Decode(f)
}

func samePicture(a, b image.Image) bool {
	if a.Bounds() != b.Bounds() {
		return false
	}
	return string(pixels(a)) == string(pixels(b))
}

func pixels(img image.Image) []byte {
	out := image.NewNRGBA(img.Bounds())
	draw.Draw(out, out.Bounds(), img, img.Bounds().Min, draw.Src)
	return out.Pix
}
