package kit

import (
	"image"
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/software"
	"fyne.io/fyne/v2/test"
	"github.com/stretchr/testify/require"
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
	for y := a.Bounds().Min.Y; y < a.Bounds().Max.Y; y++ {
		for x := a.Bounds().Min.X; x < a.Bounds().Max.X; x++ {
			r1, g1, b1, a1 := a.At(x, y).RGBA()
			r2, g2, b2, a2 := b.At(x, y).RGBA()
			if r1>>8 != r2>>8 || g1>>8 != g2>>8 || b1>>8 != b2>>8 || a1>>8 != a2>>8 {
				return false
			}
		}
	}
	return true
}
