// Package golden compares pictures of widgets and pages with master pictures.
package golden

import (
	"bytes"
	"errors"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"testing"
)

// Compare compares a picture exactly with testdata/golden/NAME.png. A picture that
// is missing or different is written to testdata/failed; look at it and move it to
// accept it.
func Compare(t *testing.T, name string, got image.Image) {
	t.Helper()
	if want, err := readPicture(filepath.Join("testdata", "golden", name+".png")); err == nil && Same(want, got) {
		return
	}
	failed := filepath.Join("testdata", "failed", name+".png")
	if err := writePicture(failed, got); err != nil {
		t.Fatal(err)
	}
	t.Errorf("picture differs from its master, see %s", failed)
}

// Equal compares two pictures exactly. When they differ, the second one is written to
// testdata/failed/NAME.png.
func Equal(t *testing.T, name string, want, got image.Image) {
	t.Helper()
	if Same(want, got) {
		return
	}
	failed := filepath.Join("testdata", "failed", name+".png")
	if err := writePicture(failed, got); err != nil {
		t.Fatal(err)
	}
	t.Errorf("%s is another picture than it should be, see %s", name, failed)
}

func writePicture(path string, m image.Image) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
		return err
	}
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	return errors.Join(png.Encode(f, m), f.Close())
}

func readPicture(path string) (image.Image, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	return png.Decode(f)
}

// Same tells whether two pictures have the same pixels.
func Same(a, b image.Image) bool {
	if a.Bounds() != b.Bounds() {
		return false
	}
	if a, ok := a.(*image.NRGBA); ok {
		if b, ok := b.(*image.NRGBA); ok && bytes.Equal(a.Pix, b.Pix) {
			return true // the usual case, quickly
		}
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
