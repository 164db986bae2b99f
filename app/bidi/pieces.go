package bidi

import (
	"slices"
	"unicode"

	"golang.org/x/text/unicode/bidi"
)

// Piece is a part of a row that can be drawn by itself.
type Piece struct {
	// From and To are its letters as they are typed.
	From, To int
	// RTL tells that it reads from right to left.
	RTL bool
	// Drawn is its text, with brackets turned where it reads from right to left.
	Drawn string
}

// HasRight tells whether a text has letters that read from right to left.
func HasRight(text string) bool {
	for _, r := range text {
		if r >= 0x0590 && isRTL(r) {
			return true
		}
	}
	return false
}

// isRTL tells whether a rune is a letter from right to left: one that joins, or could
// join, the letters beside it.
func isRTL(r rune) bool {
	p, _ := bidi.LookupRune(r)
	return p.Class() == bidi.R || p.Class() == bidi.AL
}

// Pieces cuts a row into pieces, from the left.
func Pieces(text []rune, levels []uint8, right bool) (out []Piece) {
	for _, s := range runsOf(OfRow(levels, text, right)) {
		if s.rtl {
			out = append(out, leftPieces(text, s)...)
			continue
		}
		out = append(out, Piece{From: s.from, To: s.to, Drawn: string(text[s.from:s.to])})
	}
	return out
}

// leftPieces are the words, blanks and signs of a part that reads from right to
// left, as they are seen from the left.
func leftPieces(text []rune, s bidiRun) (out []Piece) {
	for i := s.from; i < s.to; {
		end := ClusterEnd(text, i, s.to)
		drawn := ""
		if isRTL(text[i]) {
			for end < s.to && isRTL(text[end]) {
				end = ClusterEnd(text, end, s.to)
			}
			drawn = string(text[i:end])
		} else {
			drawn = string(mirrorOf(text[i])) + string(text[i+1:end])
		}
		out = append(out, Piece{From: i, To: end, RTL: true, Drawn: drawn})
		i = end
	}
	slices.Reverse(out)
	return out
}

// ClusterEnd is where the letter that begins at i ends, with the marks on it and the
// other parts of an emoji.
func ClusterEnd(text []rune, i, limit int) int {
	end := i + 1
	if end < limit && flagPart(text[i]) && flagPart(text[end]) {
		end++
	}
	for end < limit && (OnTop(text[end]) || text[end-1] == '\u200d' && text[end] >= 0x2190) {
		end++
	}
	return end
}

func flagPart(r rune) bool { return r >= 0x1F1E6 && r <= 0x1F1FF }

// OnTop tells whether a rune changes the one before it and has no place of its own.
func OnTop(r rune) bool {
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

var mirrors = map[rune]rune{'<': '>', '>': '<', '«': '»', '»': '«', '‹': '›', '›': '‹'}
