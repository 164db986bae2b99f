package handoff

import (
	"strings"
	"unicode"

	"github.com/go-text/typesetting/font"
	"golang.org/x/text/unicode/norm"

	"channeldesk/app/bidi"
)

// keeper stands, unseen, behind a name from right to left, so that the number or the
// word after it keeps its own order.
const keeper = '\u200e'

// stretches cuts a line that drawable gave into parts, in the order in which they
// are seen from the left. right is the direction of the text that it belongs to.
func (t *typefaces) stretches(s string, f face, right bool) []stretch {
	if t.ownHas(s, f) {
		return []stretch{{text: s}}
	}
	text := []rune(s)
	if !bidi.HasRight(s) {
		return t.cut(text, f, false)
	}
	var out []stretch
	for _, pc := range bidi.Pieces(text, bidi.Levels(text, right), right) {
		out = append(out, t.cut([]rune(pc.Drawn), f, pc.RTL)...)
	}
	return out
}

// cut parts a text in one direction where another font goes on.
func (t *typefaces) cut(text []rune, f face, rtl bool) []stretch {
	var out []stretch
	var held []rune
	var holds *font.Face // nil for the own typeface
	end := func() {
		switch {
		case len(held) == 0:
			return
		case holds == nil:
			out = append(out, stretch{text: string(held)})
		default:
			out = append(out, t.letters.set(string(held), f == semiBold, rtl))
		}
		held = nil
	}
	for i := 0; i < len(text); {
		to := bidi.ClusterEnd(text, i, len(text))
		if text[i] == keeper {
			i = to
			continue
		}
		var face *font.Face
		if !t.own(text[i], f) {
			t.letters.mu.Lock()
			face = t.letters.find(text[i], f == semiBold)
			t.letters.mu.Unlock()
		}
		if face != holds {
			end()
			holds = face
		}
		for _, r := range text[i:to] {
			if face != nil || t.own(r, f) {
				held = append(held, r)
			}
		}
		i = to
	}
	end()
	return out
}

// own tells whether a typeface of the sheet has a letter. Beyond the basic plane the
// PDF writer has no room in its width table.
func (t *typefaces) own(r rune, f face) bool {
	if r >= 0xFFFF {
		return false
	}
	if r < 0x7F {
		return r >= ' '
	}
	i, err := t.parsed[f].GlyphIndex(nil, r)
	return err == nil && i != 0
}

func (t *typefaces) ownHas(s string, f face) bool {
	for _, r := range s {
		if !t.own(r, f) {
			return false
		}
	}
	return true
}

// drawable gives what of a text can be printed. Emoji and other signs that no font
// has are left out; letters that no font has become a box, so that a gap in a name is
// seen. Codes, text and JSON always hold the whole name.
func (t *typefaces) drawable(s string, f face) string {
	if t.ownHas(s, f) {
		return s
	}
	var b strings.Builder
	dropped := false
	text := []rune(norm.NFC.String(s))
	for i := 0; i < len(text); {
		to := bidi.ClusterEnd(text, i, len(text))
		switch r := text[i]; {
		case t.own(r, f), t.letters.has(r, f == semiBold):
			b.WriteString(string(text[i:to]))
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			b.WriteRune('□')
		case r == keeper:
			b.WriteRune(r)
		default:
			dropped = true
		}
		i = to
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
