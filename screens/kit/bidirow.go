package kit

import (
	"slices"
	"strings"

	"channeldesk/app/bidi"
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
	bidi.Piece
	x, w float32
}

// sightCell is the place of one letter, with the marks on it.
type sightCell struct {
	from, to    int
	rtl         bool
	left, right float32
}

// newSightRow lays a row out. levels are those of its letters in the whole text.
func newSightRow(text []rune, levels []uint8, right bool, measure func(string) float32) *sightRow {
	r := &sightRow{text: text, right: right, measure: measure}
	var drawn []string
	for _, pc := range bidi.Pieces(text, levels, right) {
		w := measure(pc.Drawn)
		r.pieces = append(r.pieces, sightPiece{pc, r.width, w})
		r.width += w
		drawn = append(drawn, pc.Drawn)
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

// places are the cells of the row, from the left.
func (r *sightRow) places() []sightCell {
	if r.cells != nil {
		return r.cells
	}
	for _, pc := range r.pieces {
		first, done := len(r.cells), float32(0)
		for i := pc.From; i < pc.To; {
			end := bidi.ClusterEnd(r.text, i, pc.To)
			upTo := pc.w
			if end < pc.To {
				upTo = min(max(r.beginning(pc, end), done), pc.w)
			}
			c := sightCell{from: i, to: end, rtl: pc.RTL, left: pc.x + done, right: pc.x + upTo}
			if pc.RTL {
				c.left, c.right = pc.x+pc.w-upTo, pc.x+pc.w-done
			}
			r.cells = append(r.cells, c)
			i, done = end, upTo
		}
		if pc.RTL {
			slices.Reverse(r.cells[first:])
		}
	}
	return r.cells
}

// beginning is the width of a piece up to a letter.
func (r *sightRow) beginning(pc sightPiece, end int) float32 {
	text := string(r.text[pc.From:end])
	if pc.RTL {
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

// ShownText is a text of one line as it is to be handed to a canvas.Text, which by
// itself draws what reads from right to left in the order of typing. Safe for
// concurrent use.
func ShownText(text string) string {
	if !bidi.HasRight(text) {
		return text
	}
	letters := []rune(text)
	right := bidi.FromRight(letters)
	var drawn []string
	for _, pc := range bidi.Pieces(letters, bidi.Levels(letters, right), right) {
		drawn = append(drawn, pc.Drawn)
	}
	return shownAs(drawn...)
}
