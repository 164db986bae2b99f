package kit

import (
	"golang.org/x/text/unicode/bidi"
)

// readsLeft tells whether a text has letters that read from right to left.
func readsLeft(text string) bool {
	for _, r := range text {
		if r >= 0x0590 && isRTL(r) {
			return true
		}
	}
	return false
}

func isRTL(r rune) bool {
	p, _ := bidi.LookupRune(r)
	return p.Class() == bidi.R || p.Class() == bidi.AL
}

// beginsRight tells whether a text reads from right to left as a whole: its first
// letter decides.
func beginsRight(runs []Run) bool {
	for _, run := range runs {
		for _, r := range run.Text {
			p, _ := bidi.LookupRune(r)
			switch p.Class() {
			case bidi.R, bidi.AL:
				return true
			case bidi.L:
				return false
			}
		}
	}
	return false
}

// arrange puts the pieces of a line into the order in which they are seen, when
// some of it reads from right to left.
func (f *flower) arrange() {
	var text []rune
	var owner []piece // of each letter
	for _, pc := range f.out[f.first:] {
		for _, r := range pc.text {
			text, owner = append(text, r), append(owner, pc)
		}
	}
	if !f.right && !readsLeft(string(text)) {
		return
	}
	f.out = f.out[:f.first]
	var drawn []string
	var last piece
	end := func() {
		if len(drawn) > 0 {
			last.text = shownAs(drawn...)
			f.out = append(f.out, last)
			drawn = nil
		}
	}
	for _, pc := range piecesOf(text, levelsOf(text, f.right), f.right) {
		for _, part := range cutByInk(pc, text, owner) {
			if own := owner[part.from]; len(drawn) == 0 || own.ink != last.ink {
				end()
				last = own
			}
			drawn = append(drawn, part.drawn)
		}
	}
	end()
	f.x = 0
	for i := f.first; i < len(f.out); i++ {
		pc := &f.out[i]
		pc.x, pc.w, pc.right = f.x, f.measure(pc.text, pc.ink), f.right
		f.x += pc.w
	}
}

// cutByInk cuts a piece where the look of its letters changes, from the left.
func cutByInk(pc sightPiece, text []rune, owner []piece) (out []sightPiece) {
	for from := pc.from; from < pc.to; {
		to := from + 1
		for to < pc.to && owner[to].ink == owner[from].ink {
			to++
		}
		if from == pc.from && to == pc.to {
			return []sightPiece{pc}
		}
		part := sightPiece{from: from, to: to, drawn: string(text[from:to])}
		if pc.rtl {
			out = append([]sightPiece{part}, out...)
		} else {
			out = append(out, part)
		}
		from = to
	}
	return out
}

var mirrors = map[rune]rune{'<': '>', '>': '<', '«': '»', '»': '«', '‹': '›', '›': '‹'}
