package templateeditor

import (
	"fyne.io/fyne/v2"

	"channeldesk/screens/kit"
)

// deskLayout puts the form beside the preview, and the verdict below both. All three
// stay in sight, however long the template becomes: what has no room in its card
// scrolls there. On pages that are too narrow for that the preview is at the end of
// the form.
type deskLayout struct {
	s      *Screen
	narrow bool
}

const (
	deskGap = 16
	// deskBreak is the least width for form and preview beside each other.
	deskBreak = 508 + deskGap + panelMin
	// The page scrolls in windows lower than deskLeast.
	deskLeast = 400
	// The verdict has at most this share of the page before its rows scroll.
	verdictShare = 0.36
)

// MinSize is called by the toolkit.
func (l *deskLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(0, deskLeast) }

// Layout is called by the toolkit.
func (l *deskLayout) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	if narrow := size.Width < deskBreak; narrow != l.narrow && size.Width > 0 {
		l.narrow = narrow
		kit.Do(l.arrange)
	}
	put := func(o fyne.CanvasObject, x, y, w, h float32) {
		o.Move(fyne.NewPos(x, y))
		o.Resize(fyne.NewSize(max(w, 0), max(h, 0)))
	}
	low := l.s.verdict.height(size.Width, size.Height*verdictShare)
	high, form := size.Height-deskGap-low, size.Width
	if !l.narrow {
		form = min(formWidth, size.Width-deskGap-panelMin)
		put(l.s.preview.card, form+deskGap, 0, size.Width-form-deskGap, high)
	}
	put(l.s.form.card, 0, 0, form, high)
	put(l.s.verdict.card, 0, high+deskGap, size.Width, low)
}

// arrange puts the preview where the width wants it.
func (l *deskLayout) arrange() {
	s := l.s
	s.form.under.Objects, s.ready.Objects = nil, []fyne.CanvasObject{s.form.card, s.preview.card, s.verdict.card}
	if l.narrow {
		s.form.under.Objects, s.ready.Objects = []fyne.CanvasObject{s.preview.card}, []fyne.CanvasObject{s.form.card, s.verdict.card}
	}
	s.form.under.Hidden = !l.narrow
	s.form.relayout()
}

// height is the height of the card: three rows at least, and at most a height beyond
// which its rows scroll; 0 is no limit.
func (v *verdict) height(width, most float32) float32 {
	rows := max(kit.HeightFor(v.rows, width-2*verdictPad-verdictGaps-verdictRight), rowsHigh) + 2*verdictEdge
	if most > 0 {
		rows = min(rows, max(float32(int(most)), rowsHigh+2*verdictEdge))
	}
	return max(rows, kit.HeightFor(v.side, verdictRight)+2*verdictEdge)
}
