package handoff

import (
	"fmt"

	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/font/sfnt"
)

// Fonts are TrueType files for paper: the text face, its heavier cut, and the
// face for addresses.
type Fonts struct {
	Regular, SemiBold, Mono []byte
	// Other finds fonts for letters that these lack; nil when there are none. Such
	// letters are drawn as outlines and need no room for a whole font in a PDF.
	Other OtherFonts
}

// face names one of the three typefaces.
type face int

const (
	regular face = iota
	semiBold
	mono
	faceCount
)

// typefaces are the parsed fonts. Safe for concurrent use.
type typefaces struct {
	files   [faceCount][]byte
	parsed  [faceCount]*sfnt.Font
	letters letters
}

func newTypefaces(f Fonts) (*typefaces, error) {
	t := &typefaces{files: [faceCount][]byte{f.Regular, f.SemiBold, f.Mono}, letters: letters{other: f.Other}}
	for i, name := range []string{"Regular", "SemiBold", "Mono"} {
		if len(t.files[i]) == 0 {
			return nil, fmt.Errorf("the font %s is missing", name)
		}
		parsed, err := opentype.Parse(t.files[i])
		if err != nil {
			return nil, fmt.Errorf("read the font %s: %w", name, err)
		}
		t.parsed[i] = parsed
	}
	return t, nil
}

// open gives a face for drawing at a size in pixels; it belongs to one drawing.
func (t *typefaces) open(f face, pixels float64) (font.Face, error) {
	return opentype.NewFace(t.parsed[f], &opentype.FaceOptions{Size: pixels, DPI: 72, Hinting: font.HintingNone})
}
