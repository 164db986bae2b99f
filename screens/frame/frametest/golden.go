package frametest

import (
	"image"
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
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
	if want, err := readPicture(filepath.Join("testdata", "golden", name+".png")); err == nil && same(want, got) {
		return
	}
	failed := filepath.Join("testdata", "failed", name+".png")
	require.NoError(t, os.MkdirAll(filepath.Dir(failed), 0o755))
	out, err := os.Create(failed)
	require.NoError(t, err)
	require.NoError(t, png.Encode(out, got))
	require.NoError(t, out.Close())
	t.Errorf("picture differs from its master, see %s", failed)
}

func readPicture(path string) (image.Image, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return png.Decode(f)
}

func same(a, b image.Image) bool {
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
