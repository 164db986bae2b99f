package handoff

import (
	"image/color"
	"strings"

	"channeldesk/app/bidi"
)

// The paper is laid out once, in units of the drawing's pixels, and drawn by a
// pen: on a picture or into a PDF. So both say and show the same.
type pen interface {
	width(text string, f face, size float64) float64
	text(x, baseline float64, text string, f face, size float64, c color.RGBA)
	// marks draws letters of other fonts.
	marks(x, baseline float64, marks []mark, size float64, c color.RGBA)
	// says tells what is read on a stretch of a line that shows it as marks.
	says(x, baseline, width float64, text string, size float64)
	// box is a filled rectangle with corners of radius r and an edge of one
	// unit; a transparent colour leaves either out.
	box(x, y, w, h, r float64, fill, edge color.RGBA)
	code(x, y, side float64, c Code)
	// page begins a new page. It is only called where pageHeight is not 0.
	page()
	// pageHeight is the height of one page, or 0 for endless paper.
	pageHeight() float64
}

// style is one way to set text: face, size, line height and colour.
type style struct {
	face         face
	size, height float64
	color        color.RGBA
}

var (
	white    = color.RGBA{0xFF, 0xFF, 0xFF, 0xFF}
	textInk  = color.RGBA{0x17, 0x1A, 0x21, 0xFF}
	faintInk = color.RGBA{0x5C, 0x66, 0x78, 0xFF}
	edgeInk  = color.RGBA{0xE1, 0xE4, 0xEA, 0xFF}
	badgeInk = color.RGBA{0x31, 0x45, 0x6E, 0xFF}
	warnInk  = color.RGBA{0x9A, 0x3F, 0x05, 0xFF}
	warnTint = color.RGBA{0xFE, 0xF0, 0xE4, 0xFF}
	pubInk   = color.RGBA{0x0D, 0x5C, 0x37, 0xFF}
	pubTint  = color.RGBA{0xE0, 0xF4, 0xE9, 0xFF}
	draftInk = color.RGBA{0x6B, 0x47, 0x00, 0xFF}
	draftBg  = color.RGBA{0xFF, 0xF2, 0xCC, 0xFF}
	none     = color.RGBA{}

	titleStyle   = style{semiBold, 16, 24, textInk}
	captionStyle = style{regular, 12, 16, faintInk}
	valueStyle   = style{regular, 13, 20, textInk}
	strongStyle  = style{semiBold, 13, 20, textInk}
	largeStyle   = style{semiBold, 16, 24, textInk}
	monoStyle    = style{mono, 12, 18, textInk}
	chipStyle    = style{semiBold, 12, 16, pubInk}
)

// baseline is where letters stand in a line that begins at top.
func (s style) baseline(top float64) float64 { return top + s.height/2 + 0.36*s.size }

// wrap breaks a text into lines that fit. It breaks at blanks and before the
// slashes of an address, and inside a word only where nothing else helps. An
// address that needs two lines is first parted between host and path.
func wrap(text string, limit float64, width func(string) float64) []string {
	if width(text) <= limit {
		return []string{text}
	}
	if head, path, ok := strings.Cut(text, "://"); ok && !strings.Contains(text, " ") {
		if i := strings.IndexByte(path, '/'); i > 0 {
			at := len(head) + len("://") + i
			return append(wrapWords(text[:at], limit, width), wrapWords(text[at:], limit, width)...)
		}
	}
	return wrapWords(text, limit, width)
}

func wrapWords(text string, limit float64, width func(string) float64) []string {
	var lines []string
	line := ""
	for _, piece := range pieces(text) {
		if width(strings.TrimRight(line+piece, " ")) <= limit {
			line += piece
			continue
		}
		if line != "" {
			lines = append(lines, strings.TrimRight(line, " "))
		}
		line = piece
		for width(strings.TrimRight(line, " ")) > limit {
			n := fitting(line, limit, width)
			lines, line = append(lines, line[:n]), line[n:]
		}
	}
	return append(lines, strings.TrimRight(line, " "))
}

// pieces cuts after blanks and before single slashes.
func pieces(text string) []string {
	var out []string
	start := 0
	for i := 1; i < len(text); i++ {
		if text[i-1] == ' ' || text[i] == '/' && text[i-1] != '/' && text[i-1] != ':' {
			out = append(out, text[start:i])
			start = i
		}
	}
	return append(out, text[start:])
}

// fitting is how many bytes of a word fit, at least one character with its marks.
func fitting(word string, limit float64, width func(string) float64) int {
	last, bytes := 0, 0
	text := []rune(word)
	for i := 0; i < len(text); {
		to := bidi.ClusterEnd(text, i, len(text))
		bytes += len(string(text[i:to]))
		if last > 0 && width(word[:bytes]) > limit {
			break
		}
		last, i = bytes, to
	}
	return last
}
