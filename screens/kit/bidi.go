package kit

import (
	"slices"
	"strings"
	"unicode/utf8"

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

// stretch is a part of a line in one direction.
type stretch struct {
	rtl    bool
	pieces []piece
}

// arrange puts the pieces of a line into the order in which they are seen, when
// some of it reads from right to left.
func (f *flower) arrange() {
	line := ""
	for _, pc := range f.out[f.first:] {
		line += pc.text
	}
	if !f.right && !readsLeft(line) {
		return
	}
	all := f.stretches(line)
	if f.right {
		slices.Reverse(all)
	}
	f.out, f.x = f.out[:f.first], 0
	for _, s := range all {
		if s.rtl {
			s.pieces = leftwards(s.pieces)
		}
		for _, pc := range s.pieces {
			pc.x, pc.w, pc.right = f.x, f.measure(pc.text, pc.ink), f.right
			f.x += pc.w
			f.out = append(f.out, pc)
		}
	}
}

// stretches cuts the pieces of the line where the direction changes.
func (f *flower) stretches(line string) (out []stretch) {
	base := bidi.LeftToRight
	if f.right {
		base = bidi.RightToLeft
	}
	var p bidi.Paragraph
	rest := slices.Clone(f.out[f.first:])
	if _, err := p.SetString(line, bidi.DefaultDirection(base)); err != nil {
		return []stretch{{pieces: rest}}
	}
	order, err := p.Order()
	if err != nil {
		return []stretch{{pieces: rest}}
	}
	for i := range order.NumRuns() {
		run := order.Run(i)
		s := stretch{rtl: run.Direction() == bidi.RightToLeft}
		for need := utf8.RuneCountInString(run.String()); need > 0 && len(rest) > 0; {
			text := []rune(rest[0].text)
			take := min(need, len(text))
			part := rest[0]
			part.text = string(text[:take])
			s.pieces = append(s.pieces, part)
			if rest[0].text = string(text[take:]); take == len(text) {
				rest = rest[1:]
			}
			need -= take
		}
		out = append(out, s)
	}
	return out
}

// leftwards are the pieces of a stretch that reads from right to left, as they are
// seen from the left. Blanks at its ends, and signs that such a font has not, such as
// a full stop, are pieces of their own: the toolkit would draw them behind.
func leftwards(pieces []piece) (out []piece) {
	for _, pc := range pieces {
		whole := []rune(pc.text)
		for from := 0; from < len(whole); {
			to, own := from+1, written(whole[from])
			for to < len(whole) && written(whole[to]) == own {
				to++
			}
			for _, text := range drawn(whole[from:to], own) {
				part := pc
				part.text = text
				out = append(out, part)
			}
			from = to
		}
	}
	slices.Reverse(out)
	return out
}

// drawn are the texts to draw for some letters, in the order in which they are read.
func drawn(letters []rune, own bool) []string {
	if !own {
		return []string{mirrored(letters)}
	}
	text := string(letters)
	words := strings.Trim(text, " ")
	lead, trail, _ := strings.Cut(text, words)
	if words == "" {
		lead, trail = text, ""
	}
	return slices.DeleteFunc([]string{lead, words, trail}, func(s string) bool { return s == "" })
}

// written tells whether a letter belongs to a script from right to left, or keeps
// its words apart.
func written(r rune) bool { return r >= 0x0590 || r == ' ' }

var mirrors = map[rune]rune{'(': ')', ')': '(', '[': ']', ']': '[', '{': '}', '}': '{', '<': '>', '>': '<', '«': '»', '»': '«'}

// mirrored turns signs round.
func mirrored(signs []rune) string {
	out := make([]rune, len(signs))
	for i, r := range signs {
		if m, ok := mirrors[r]; ok {
			r = m
		}
		out[len(signs)-1-i] = r
	}
	return string(out)
}
