package kit

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/bidi"
)

// apart stands, unseen, between the pieces of a row that is handed to the toolkit
// in the order in which it is seen. The toolkit draws the pieces of a text in the
// order of typing, wherever they belong; with this mark between them it takes each
// for itself.
const apart = "\u200e"

// joiner keeps the last letter of a beginning in the form that it has in the middle
// of its word.
const joiner = "\u200d"

// sightRow is a row of text as it is seen. Letters are counted as they are typed,
// places from the left.
type sightRow struct {
	text    []rune
	right   bool   // belongs to a text that reads from right to left
	shown   string // what to hand to the toolkit
	width   float32
	pieces  []sightPiece
	cells   []sightCell // from the left; measured when they are asked for
	measure func(string) float32
}

// sightPiece is a part of a row that the toolkit draws rightly by itself.
type sightPiece struct {
	from, to int
	rtl      bool
	drawn    string
	x, w     float32
}

// sightCell is the place of one letter, with the marks on it.
type sightCell struct {
	from, to    int
	rtl         bool
	left, right float32
}

// newSightRow lays a row out. levels are those of its letters in the whole text.
func newSightRow(text []rune, levels []uint8, right bool, measure func(string) float32) *sightRow {
	r := &sightRow{text: text, right: right, pieces: piecesOf(text, levels, right), measure: measure}
	drawn := make([]string, len(r.pieces))
	for i := range r.pieces {
		pc := &r.pieces[i]
		pc.x, pc.w = r.width, measure(pc.drawn)
		r.width += pc.w
		drawn[i] = pc.drawn
	}
	r.shown = shownAs(drawn...)
	return r
}

// shownAs is the text to hand to the toolkit for pieces in the order in which they
// are seen.
func shownAs(drawn ...string) string {
	if len(drawn) == 1 {
		return drawn[0]
	}
	return apart + strings.Join(drawn, apart) + apart
}

// piecesOf cuts a row into pieces, from the left.
func piecesOf(text []rune, levels []uint8, right bool) (out []sightPiece) {
	for _, s := range runsOf(ofRow(levels, text, right)) {
		if s.rtl {
			out = append(out, leftPieces(text, s)...)
			continue
		}
		out = append(out, sightPiece{from: s.from, to: s.to, drawn: string(text[s.from:s.to])})
	}
	return out
}

// leftPieces are the words, blanks and signs of a part that reads from right to
// left, as they are seen from the left.
func leftPieces(text []rune, s bidiRun) (out []sightPiece) {
	for i := s.from; i < s.to; {
		end := clusterEnd(text, i, s.to)
		drawn := ""
		if inWord(text[i]) {
			for end < s.to && inWord(text[end]) {
				end = clusterEnd(text, end, s.to)
			}
			drawn = string(text[i:end])
		} else {
			drawn = string(mirrorOf(text[i])) + string(text[i+1:end])
		}
		out = append(out, sightPiece{from: i, to: end, rtl: true, drawn: drawn})
		i = end
	}
	slices.Reverse(out)
	return out
}

// inWord tells whether a letter joins, or could join, the letters beside it.
func inWord(r rune) bool {
	p, _ := bidi.LookupRune(r)
	return p.Class() == bidi.R || p.Class() == bidi.AL
}

// clusterEnd is where the letter that begins at i ends, with the marks on it and the
// other parts of an emoji.
func clusterEnd(text []rune, i, limit int) int {
	end := i + 1
	if end < limit && flagPart(text[i]) && flagPart(text[end]) {
		end++
	}
	for end < limit && (onTop(text[end]) || text[end-1] == '\u200d' && text[end] >= 0x2190) {
		end++
	}
	return end
}

func flagPart(r rune) bool { return r >= 0x1F1E6 && r <= 0x1F1FF }

// onTop tells whether a rune changes the one before it and has no place of its own.
func onTop(r rune) bool {
	return unicode.In(r, unicode.Mn, unicode.Me, unicode.Mc) || r == '\u200c' || r == '\u200d' ||
		r >= 0x1F3FB && r <= 0x1F3FF || r >= 0xE0020 && r <= 0xE007F
}

// mirrorOf is the sign that stands for another one from right to left.
func mirrorOf(r rune) rune {
	if m, ok := mirrors[r]; ok {
		return m
	}
	if p, _ := bidi.LookupRune(r); p.IsBracket() {
		return []rune(bidi.ReverseString(string(r)))[0]
	}
	return r
}

// places are the cells of the row, from the left.
func (r *sightRow) places() []sightCell {
	if r.cells != nil {
		return r.cells
	}
	for _, pc := range r.pieces {
		first, done := len(r.cells), float32(0)
		for i := pc.from; i < pc.to; {
			end := clusterEnd(r.text, i, pc.to)
			upTo := pc.w
			if end < pc.to {
				upTo = min(max(r.beginning(pc, end), done), pc.w)
			}
			c := sightCell{from: i, to: end, rtl: pc.rtl, left: pc.x + done, right: pc.x + upTo}
			if pc.rtl {
				c.left, c.right = pc.x+pc.w-upTo, pc.x+pc.w-done
			}
			r.cells = append(r.cells, c)
			i, done = end, upTo
		}
		if pc.rtl {
			slices.Reverse(r.cells[first:])
		}
	}
	return r.cells
}

// beginning is the width of a piece up to a letter.
func (r *sightRow) beginning(pc sightPiece, end int) float32 {
	text := string(r.text[pc.from:end])
	if pc.rtl {
		text += joiner
	}
	return r.measure(text)
}

// edge is the end of a row where its text begins, or the other one.
func (r *sightRow) edge(begin bool) float32 {
	if begin == r.right {
		return r.width
	}
	return 0
}

// caret is where the cursor stands before the letter p: behind the letter that was
// typed before it, or, when ahead is set, at the beginning of the letter p itself.
// The two are apart where the direction changes.
func (r *sightRow) caret(p int, ahead bool) float32 {
	for _, c := range r.places() {
		switch {
		case ahead && c.from == p:
			if c.rtl {
				return c.right
			}
			return c.left
		case !ahead && c.from < p && p <= c.to:
			if c.rtl {
				return c.left
			}
			return c.right
		}
	}
	if ahead && p > 0 {
		return r.caret(p, false)
	}
	return r.edge(p <= 0)
}

// hit is the letter before which the cursor stands after a click, and whether it
// stands at the beginning of that letter.
func (r *sightRow) hit(x float32) (p int, ahead bool) {
	switch {
	case x < 0 && r.right, x >= r.width && !r.right:
		return len(r.text), false
	case x < 0, x >= r.width:
		return 0, false
	}
	for _, c := range r.places() {
		if x >= c.right {
			continue
		}
		if (x < (c.left+c.right)/2) == c.rtl {
			return c.to, false
		}
		return c.from, true
	}
	return len(r.text), false
}

// marked are the stretches, from left to right, that the letters from a to b take.
func (r *sightRow) marked(a, b int) (out [][2]float32) {
	for _, c := range r.places() {
		if c.from < a || c.to > b || c.left == c.right {
			continue
		}
		if n := len(out); n > 0 && c.left-out[n-1][1] < 0.01 {
			out[n-1][1] = c.right
			continue
		}
		out = append(out, [2]float32{c.left, c.right})
	}
	return out
}

// shownText is a text of one line as it is to be handed to the toolkit.
func shownText(text string) string {
	if !readsLeft(text) {
		return text
	}
	letters := []rune(text)
	right := rightText(letters)
	pieces := piecesOf(letters, levelsOf(letters, right), right)
	drawn := make([]string, len(pieces))
	for i, pc := range pieces {
		drawn[i] = pc.drawn
	}
	return shownAs(drawn...)
}
