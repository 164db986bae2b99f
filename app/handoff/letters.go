package handoff

import (
	"image"
	"sync"

	"github.com/go-text/typesetting/di"
	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/font/opentype"
	"github.com/go-text/typesetting/language"
	"github.com/go-text/typesetting/shaping"
	"golang.org/x/image/math/fixed"
)

// OtherFonts finds a font for a letter that the typefaces of the sheet lack, such as
// an Arabic or a Chinese one, or nil. The heavier cut is wanted for bold. It is asked
// by one goroutine at a time, and the font is used by one at a time.
type OtherFonts func(r rune, bold bool) *font.Face

// stretch is a part of a line that is drawn at once: text in the sheet's own
// typeface, or marks of another font.
type stretch struct {
	text string
	// What follows is that of another font, in parts of the font size.
	other   bool
	advance float64
	marks   []mark
	read    []reading
	seen    map[int]bool // beginnings of letters that are noted
}

// reading is what is read at a place of a stretch: where letters are drawn as shapes,
// a document tells it apart from them.
type reading struct {
	text     string
	x, width float64
}

// mark is a shaped letter of another font: an outline, or a picture such as that of
// an emoji. Places are in parts of the font size, from the beginning of the stretch
// on its baseline, downwards.
type mark struct {
	outline []opentype.Segment
	picture image.Image
	x, y    float64 // of the outline's origin, or of the picture's upper left corner
	scale   float64 // of the outline's units, or of one pixel of the picture
}

// letters sets what the typefaces lack. Safe for concurrent use.
type letters struct {
	mu    sync.Mutex
	other OtherFonts
	shape shaping.HarfbuzzShaper
	known map[lettersKey]stretch
	faces map[faceKey]*font.Face
}

type lettersKey struct {
	text string
	bold bool
	rtl  bool
}

type faceKey struct {
	r    rune
	bold bool
}

// lettersKept is how many stretches are remembered, so that a sheet of which every
// line is measured and drawn shapes each once.
const lettersKept = 256

// find gives a font that has a letter, or nil. The lock is held.
func (l *letters) find(r rune, bold bool) *font.Face {
	if l.other == nil {
		return nil
	}
	key := faceKey{r, bold}
	if f, ok := l.faces[key]; ok {
		return f
	}
	f := l.other(r, bold)
	if f != nil {
		if _, ok := f.NominalGlyph(r); !ok {
			f = nil
		}
	}
	if l.faces == nil || len(l.faces) >= lettersKept {
		l.faces = map[faceKey]*font.Face{}
	}
	l.faces[key] = f
	return f
}

// has tells whether some other font has a letter.
func (l *letters) has(r rune, bold bool) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.find(r, bold) != nil
}

// set shapes a text that one other font has.
func (l *letters) set(text string, bold, rtl bool) stretch {
	l.mu.Lock()
	defer l.mu.Unlock()
	key := lettersKey{text, bold, rtl}
	if s, ok := l.known[key]; ok {
		return s
	}
	runes := []rune(text)
	face := l.find(runes[0], bold)
	if face == nil {
		return stretch{}
	}
	in := shaping.Input{
		Text: runes, RunEnd: len(runes), Face: face, Size: fixed.I(unit),
		Direction: di.DirectionLTR, Script: scriptOf(runes), Language: language.DefaultLanguage(),
	}
	if rtl {
		in.Direction = di.DirectionRTL
	}
	out := l.shape.Shape(in)
	s := stretch{other: true}
	for i := range out.Glyphs {
		g := &out.Glyphs[i]
		x, y := s.advance+size(g.XOffset), -size(g.YOffset)
		switch data := face.GlyphData(g.GlyphID).(type) {
		case font.GlyphOutline:
			if len(data.Segments) > 0 {
				s.marks = append(s.marks, mark{outline: data.Segments, x: x, y: y, scale: 1 / float64(face.Upem())})
			}
		case nil:
		default:
			s.marks = append(s.marks, pictureOf(out, *g, data, x, y))
		}
		s.reads(g, runes, rtl)
		s.advance += size(g.Advance)
	}
	if l.known == nil || len(l.known) >= lettersKept {
		l.known = map[lettersKey]stretch{}
	}
	l.known[key] = s
	return s
}

// reads notes what the next letter is read as. Two that are drawn as one share its
// width, so that each is read where it would stand.
func (s *stretch) reads(g *shaping.Glyph, runes []rune, rtl bool) {
	from := g.TextIndex()
	if s.seen == nil {
		s.seen = map[int]bool{}
	}
	text := runes[from:min(from+g.RunesCount(), len(runes))]
	if s.seen[from] || len(text) == 0 {
		return
	}
	s.seen[from] = true
	if !rtl {
		s.read = append(s.read, reading{string(text), s.advance, size(g.Advance)})
		return
	}
	each := size(g.Advance) / float64(len(text))
	for i, r := range text {
		s.read = append(s.read, reading{string(r), s.advance + float64(len(text)-1-i)*each, each})
	}
}

// scriptOf is the script of the first letter that has one.
func scriptOf(runes []rune) language.Script {
	for _, r := range runes {
		switch s := language.LookupScript(r); s {
		case language.Common, language.Inherited, language.Unknown:
		default:
			return s
		}
	}
	return language.Common
}
