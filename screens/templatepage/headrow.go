package templatepage

import (
	"fyne.io/fyne/v2"

	"channeldesk/screens/kit"
)

const (
	searchWide, searchLeast = 232, 132
	headGap, headHigh       = 8, 32
)

// headRow is one line where there is room, and two where there is not: then the
// pills go below.
type headRow struct {
	kit.Block
	l *headLayout
}

func newHeadRow(h *head) *headRow {
	r := &headRow{l: &headLayout{h: h}}
	r.Extend(r, &fyne.Container{Layout: r.l, Objects: []fyne.CanvasObject{h.search, h.pills, h.filter, h.sync, h.create}})
	return r
}

// HeightFor tells the layout the width first.
func (r *headRow) HeightFor(width float32) float32 {
	r.l.two = r.l.needed() > width
	return r.l.high()
}

type headLayout struct {
	h   *head
	two bool
}

// needed is the least width of one line.
func (l *headLayout) needed() float32 {
	w := float32(searchLeast)
	for _, o := range []fyne.CanvasObject{l.h.pills, l.h.filter, l.h.sync, l.h.create} {
		if o.Visible() {
			w += headGap + o.MinSize().Width
		}
	}
	return w
}

func (l *headLayout) high() float32 {
	if l.two {
		return 2*headHigh + headGap
	}
	return headHigh
}

func (l *headLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(0, l.high()) }

func (l *headLayout) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	l.two = l.needed() > size.Width
	put := func(o fyne.CanvasObject, x, y, w float32) {
		o.Move(fyne.NewPos(x, y))
		o.Resize(fyne.NewSize(w, headHigh))
	}
	right := size.Width
	for _, o := range []fyne.CanvasObject{l.h.create, l.h.sync} {
		if o.Visible() {
			w := o.MinSize().Width
			right -= w
			put(o, right, 0, w)
			right -= headGap
		}
	}
	pills, filter := l.h.pills.MinSize().Width, l.h.filter.MinSize().Width
	room := right - filter - headGap
	if !l.two {
		room -= pills + headGap
	}
	search := max(min(float32(searchWide), room), 0)
	put(l.h.search, 0, 0, search)
	if l.two {
		put(l.h.filter, search+headGap, 0, filter)
		put(l.h.pills, 0, headHigh+headGap, min(pills, size.Width))
		return
	}
	put(l.h.pills, search+headGap, 0, pills)
	put(l.h.filter, search+headGap+pills+headGap, 0, filter)
}
