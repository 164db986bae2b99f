package kit

import (
	"cmp"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
)

// wheel lies over an entry, unseen, and takes nothing but the mouse wheel. The
// toolkit gives the wheel to the entry, also when it has nothing to scroll, and the
// page would stand still while the pointer is over a field.
type wheel struct {
	canvas.Rectangle
	entry *entry
}

func newWheel(e *entry) *wheel { return &wheel{entry: e} }

// Scrolled is called by the toolkit. Several lines scroll as long as they can, one
// line only sideways; all else moves what is around the field.
func (w *wheel) Scrolled(ev *fyne.ScrollEvent) {
	e := w.entry
	own := *ev
	if !e.MultiLine {
		own.Scrolled.DY = 0
	}
	if canScroll(e.area, own.Scrolled) {
		e.area.Scrolled(&own)
		return
	}
	scrollAround(e, ev)
}

// scrollAround moves the innermost area around an object that can move.
func scrollAround(o fyne.CanvasObject, ev *fyne.ScrollEvent) {
	for _, s := range scrollsAround(o) {
		if canScroll(s, ev.Scrolled) {
			s.Scrolled(ev)
			return
		}
	}
}

// rowWheel lies over the rows of a table, unseen: a table that cannot scroll any
// further leaves the mouse wheel to the page around it.
type rowWheel struct {
	canvas.Rectangle
	list *tableList
}

// Scrolled is called by the toolkit.
func (w *rowWheel) Scrolled(ev *fyne.ScrollEvent) {
	l := w.list
	at, by := l.GetScrollOffset(), ev.Scrolled.DY
	most := max(float32(len(l.table.rows))*l.table.height-l.Size().Height, 0)
	if by > 0 && at > 0 || by < 0 && at < most {
		l.ScrollToOffset(min(max(at-by, 0), most))
		return
	}
	scrollAround(l, ev)
}

// canScroll tells whether an area would move.
func canScroll(s *container.Scroll, by fyne.Delta) bool {
	if s == nil || s.Content == nil {
		return false
	}
	most := s.Content.MinSize().Subtract(s.Size())
	moves := func(at, most, by float32) bool {
		return by > 0 && at > 0 || by < 0 && at < most
	}
	return moves(s.Offset.X, most.Width, by.DX) || moves(s.Offset.Y, most.Height, by.DY)
}

// scrollsAround are the scrolling areas that hold an object, the innermost first.
func scrollsAround(o fyne.CanvasObject) []*container.Scroll {
	d := fyne.CurrentApp().Driver()
	c := d.CanvasForObject(o)
	if c == nil || o.Size().Height <= 0 {
		return nil
	}
	at := d.AbsolutePositionForObject(o)
	var around, corner []*container.Scroll
	for _, p := range scrolls {
		s := p.Value()
		if s == nil || s.Content == nil || !s.Visible() || d.CanvasForObject(s) != c {
			continue
		}
		place := d.AbsolutePositionForObject(s)
		if !belongsTo(c, place, s.Size()) || !encloses(d.AbsolutePositionForObject(s.Content), s.Content.Size(), at, o.Size()) {
			continue
		}
		if place.IsZero() {
			// This is also where the toolkit puts what is not shown at all.
			corner = append(corner, s)
			continue
		}
		around = append(around, s)
	}
	if len(around) == 0 {
		around = corner
	}
	slices.SortStableFunc(around, func(a, b *container.Scroll) int {
		return cmp.Compare(a.Size().Width*a.Size().Height, b.Size().Width*b.Size().Height)
	})
	return around
}
