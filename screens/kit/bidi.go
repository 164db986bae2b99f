package kit

import "channeldesk/app/bidi"

// beginsRight tells whether a text reads from right to left as a whole: its first
// letter decides.
func beginsRight(runs []Run) bool {
	for _, run := range runs {
		if from := bidi.Begins([]rune(run.Text)); from != bidi.Unsaid {
			return from == bidi.Right
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
	if !f.right && !bidi.HasRight(string(text)) {
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
	for _, pc := range bidi.Pieces(text, bidi.Levels(text, f.right), f.right) {
		for _, part := range cutByInk(pc, text, owner) {
			if own := owner[part.From]; len(drawn) == 0 || own.ink != last.ink {
				end()
				last = own
			}
			drawn = append(drawn, part.Drawn)
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
func cutByInk(pc bidi.Piece, text []rune, owner []piece) (out []bidi.Piece) {
	for from := pc.From; from < pc.To; {
		to := from + 1
		for to < pc.To && owner[to].ink == owner[from].ink {
			to++
		}
		if from == pc.From && to == pc.To {
			return []bidi.Piece{pc}
		}
		part := bidi.Piece{From: from, To: to, Drawn: string(text[from:to])}
		if pc.RTL {
			out = append([]bidi.Piece{part}, out...)
		} else {
			out = append(out, part)
		}
		from = to
	}
	return out
}
