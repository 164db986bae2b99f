package handoff

import (
	"fmt"
	"strings"
	"unicode"

	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/font/sfnt"
)

// Fonts are TrueType files for paper: the text face, its heavier cut, and the
// face for addresses.
type Fonts struct {
	Regular, SemiBold, Mono []byte
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
	files  [faceCount][]byte
	parsed [faceCount]*sfnt.Font
}

func newTypefaces(f Fonts) (*typefaces, error) {
	t := &typefaces{files: [faceCount][]byte{f.Regular, f.SemiBold, f.Mono}}
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

// drawable gives what of a text these fonts can print. Emoji and other symbols
// that they lack are left out; letters that they lack become a box, so that a
// gap in a name is seen. Codes, text and JSON always hold the whole name.
func (t *typefaces) drawable(s string, f face) string {
	var buf sfnt.Buffer
	var b strings.Builder
	dropped := false
	for _, r := range s {
		// Beyond the basic plane the PDF writer has no room in its width table.
		if r < 0xFFFF {
			if i, err := t.parsed[f].GlyphIndex(&buf, r); err == nil && i != 0 {
				b.WriteRune(r)
				continue
			}
		}
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			b.WriteRune('□')
			continue
		}
		dropped = true
	}
	out := b.String()
	if !dropped {
		return out
	}
	if out = strings.Join(strings.Fields(out), " "); out == "" {
		return "□"
	}
	return out
}
