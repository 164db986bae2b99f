package bidi

import (
	"cmp"
	"slices"

	"golang.org/x/text/unicode/bidi"
)

// Levels tells for each letter of a text without line breaks how deep it stands
// in a change of direction: an even level reads from left to right, an odd one from
// right to left. right is the direction of the text as a whole. This is the Unicode
// bidirectional algorithm without its control characters, which count for nothing:
// the module golang.org/x/text tells the direction of a letter, and not its level,
// and a number between two Arabic words stands between them only with its level.
func Levels(text []rune, right bool) []uint8 {
	p := bidiText{edge: bidi.L}
	base := uint8(0)
	if right {
		p.edge, base = bidi.R, 1
	}
	for i, r := range text {
		props, _ := bidi.LookupRune(r)
		if c := props.Class(); !weightless(c) {
			p.at, p.class, p.runes = append(p.at, i), append(p.class, c), append(p.runes, r)
		}
	}
	p.marksAndNumbers()
	p.signsOfNumbers()
	p.brackets()
	p.neutrals()
	out := make([]uint8, len(text))
	for i := range out {
		out[i] = base
	}
	for i, c := range p.class {
		out[p.at[i]] = level(c, base)
	}
	for i := 1; i < len(text); i++ { // what counts for nothing goes with the letter before
		if props, _ := bidi.LookupRune(text[i]); weightless(props.Class()) {
			out[i] = out[i-1]
		}
	}
	return out
}

// weightless tells whether the algorithm passes over a class.
func weightless(c bidi.Class) bool { return c == bidi.BN || c >= bidi.Control && c <= bidi.PDF }

// level is the level of a resolved class.
func level(c bidi.Class, base uint8) uint8 {
	switch {
	case c == bidi.L && base == 0:
		return 0
	case c == bidi.R:
		return 1
	}
	return 2
}

// bidiText is a text on its way through the rules.
type bidiText struct {
	edge  bidi.Class // L or R, what lies before and behind the text
	at    []int      // place in the whole text
	runes []rune
	class []bidi.Class
}

// marksAndNumbers are the rules W1 to W3: a mark goes with its letter, and a number
// after an Arabic letter is an Arabic one.
func (p *bidiText) marksAndNumbers() {
	before, strong := p.edge, p.edge
	for i, c := range p.class {
		switch c {
		case bidi.NSM:
			c = before
		case bidi.EN:
			if strong == bidi.AL {
				c = bidi.AN
			}
		case bidi.L, bidi.R, bidi.AL:
			strong = c
		}
		p.class[i], before = c, c
	}
	for i, c := range p.class {
		if c == bidi.AL {
			p.class[i] = bidi.R
		}
	}
}

// signsOfNumbers are the rules W4 to W7: a comma or a currency sign belongs to its
// number, and a number after a Latin word to the word.
func (p *bidiText) signsOfNumbers() {
	c := p.class
	for i := 1; i+1 < len(c); i++ {
		if c[i-1] != c[i+1] {
			continue
		}
		if c[i] == bidi.CS && (c[i-1] == bidi.EN || c[i-1] == bidi.AN) || c[i] == bidi.ES && c[i-1] == bidi.EN {
			c[i] = c[i-1]
		}
	}
	for i := 1; i < len(c); i++ {
		if c[i] == bidi.ET && c[i-1] == bidi.EN {
			c[i] = bidi.EN
		}
	}
	for i := len(c) - 2; i >= 0; i-- {
		if c[i] == bidi.ET && c[i+1] == bidi.EN {
			c[i] = bidi.EN
		}
	}
	strong := p.edge
	for i := range c {
		switch c[i] {
		case bidi.ES, bidi.ET, bidi.CS:
			c[i] = bidi.ON
		case bidi.L, bidi.R:
			strong = c[i]
		case bidi.EN:
			if strong == bidi.L {
				c[i] = bidi.L
			}
		}
	}
}

// brackets is the rule N0: brackets that belong together have one direction.
func (p *bidiText) brackets() {
	for _, pair := range p.pairs() {
		var same, other bool
		for i := pair[0] + 1; i < pair[1]; i++ {
			if s := strong(p.class[i]); s == p.edge {
				same = true
			} else if s != bidi.ON {
				other = true
			}
		}
		to := p.edge
		switch {
		case same:
		case other:
			if before := p.strongBefore(pair[0]); before != p.edge {
				to = before
			}
		default:
			continue
		}
		p.class[pair[0]], p.class[pair[1]] = to, to
	}
}

// pairs are the places of brackets that belong together, by their beginnings.
func (p *bidiText) pairs() (out [][2]int) {
	var open []int
	for i, r := range p.runes {
		props, _ := bidi.LookupRune(r)
		if !props.IsBracket() || p.class[i] != bidi.ON {
			continue
		}
		if props.IsOpeningBracket() {
			open = append(open, i)
			continue
		}
		for j := len(open) - 1; j >= 0; j-- {
			if mirrorOf(p.runes[open[j]]) == r {
				out = append(out, [2]int{open[j], i})
				open = open[:j]
				break
			}
		}
	}
	slices.SortFunc(out, func(a, b [2]int) int { return cmp.Compare(a[0], b[0]) })
	return out
}

// strong is the direction of a class as its neighbours see it, ON for none.
func strong(c bidi.Class) bidi.Class {
	switch c {
	case bidi.L:
		return bidi.L
	case bidi.R, bidi.EN, bidi.AN:
		return bidi.R
	}
	return bidi.ON
}

func (p *bidiText) strongBefore(i int) bidi.Class {
	for i--; i >= 0; i-- {
		if s := strong(p.class[i]); s != bidi.ON {
			return s
		}
	}
	return p.edge
}

// neutrals are the rules N1 and N2: what stands between two words of one direction
// has that direction too, everything else that of the text.
func (p *bidiText) neutrals() {
	for i := 0; i < len(p.class); i++ {
		if strong(p.class[i]) != bidi.ON {
			continue
		}
		end := i
		for end < len(p.class) && strong(p.class[end]) == bidi.ON {
			end++
		}
		before, after := p.strongBefore(i), p.edge
		if end < len(p.class) {
			after = strong(p.class[end])
		}
		to := p.edge
		if before == after {
			to = before
		}
		for ; i < end; i++ {
			p.class[i] = to
		}
	}
}

// Direction is a direction of reading.
type Direction int

// The directions. Unsaid is that of a text without letters.
const (
	Unsaid Direction = iota
	Left
	Right
)

// Begins is the direction of the first letter that has one.
func Begins(text []rune) Direction {
	for _, r := range text {
		props, _ := bidi.LookupRune(r)
		switch props.Class() {
		case bidi.R, bidi.AL:
			return Right
		case bidi.L:
			return Left
		}
	}
	return Unsaid
}

// FromRight tells whether a text reads from right to left as a whole: its first
// letter decides.
func FromRight(text []rune) bool { return Begins(text) == Right }

// bidiRun is a part of a line in one direction.
type bidiRun struct {
	from, to int
	rtl      bool
}

// runsOf cuts a line where the level changes and puts the parts into the order in
// which they are seen from the left.
func runsOf(levels []uint8) (out []bidiRun) {
	var deep []uint8
	for i, l := range levels {
		if n := len(out); n > 0 && deep[n-1] == l {
			out[n-1].to = i + 1
			continue
		}
		out, deep = append(out, bidiRun{i, i + 1, l%2 == 1}), append(deep, l)
	}
	for l := uint8(2); l >= 1; l-- {
		for i := 0; i < len(out); i++ {
			end := i
			for end < len(out) && deep[end] >= l {
				end++
			}
			if end > i {
				slices.Reverse(out[i:end])
				slices.Reverse(deep[i:end])
				i = end
			}
		}
	}
	return out
}

// OfRow are the levels of a row of a text: blanks at its end stand where the text
// goes on.
func OfRow(levels []uint8, row []rune, right bool) []uint8 {
	out := slices.Clone(levels)
	base := uint8(0)
	if right {
		base = 1
	}
	blank := true
	for i := len(row) - 1; i >= 0; i-- {
		props, _ := bidi.LookupRune(row[i])
		switch c := props.Class(); {
		case c == bidi.S:
			blank = true
			out[i] = base
		case c == bidi.WS || weightless(c):
			if blank {
				out[i] = base
			}
		default:
			blank = false
		}
	}
	return out
}
