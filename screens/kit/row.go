package kit

import "fyne.io/fyne/v2"

// crossAlign says how the children of a row sit in its height.
type crossAlign int

const (
	crossCentre crossAlign = iota
	crossTop
	crossStretch
)

// Row puts its children side by side, centred on the height. Children wrapped
// in Grow share the width that is left; Cut and Paragraph give way first.
// Nil children are left out.
func Row(gap float32, children ...fyne.CanvasObject) *fyne.Container {
	return group(&rowLayout{gap: gap}, children)
}

// RowTop is a Row whose children start at the top.
func RowTop(gap float32, children ...fyne.CanvasObject) *fyne.Container {
	return group(&rowLayout{gap: gap, cross: crossTop}, children)
}

// RowStretch is a Row whose children are all as high as the row.
func RowStretch(gap float32, children ...fyne.CanvasObject) *fyne.Container {
	return group(&rowLayout{gap: gap, cross: crossStretch}, children)
}

type rowLayout struct {
	gap   float32
	cross crossAlign
	width float32
}

// widths shares the given width: minimums first, then what text would like,
// then the rest to the growing children.
func (l *rowLayout) widths(objects []fyne.CanvasObject, width float32) []float32 {
	out := make([]float32, len(objects))
	used, n, growing := float32(0), 0, 0
	want, wish := make([]float32, len(objects)), float32(0)
	for i, o := range objects {
		if !shown(o) {
			continue
		}
		out[i] = snap(minWidth(o))
		used += out[i]
		n++
		if grows(o) {
			growing++
			continue
		}
		want[i] = snap(idealWidth(o)) - out[i]
		wish += want[i]
	}
	if n > 1 {
		used += l.gap * float32(n-1)
	}
	rest := max(width-used, 0)
	if wish > 0 {
		share := min(rest/wish, 1)
		for i := range want {
			part := snapDown(want[i] * share)
			out[i] += part
			rest -= part
		}
	}
	for i, o := range objects {
		if growing > 0 && shown(o) && grows(o) {
			part := snapDown(rest / float32(growing))
			out[i] += part
			rest -= part
			growing--
		}
	}
	return out
}

func (l *rowLayout) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	l.width = width
	h := float32(0)
	for i, w := range l.widths(objects, width) {
		if shown(objects[i]) {
			h = max(h, HeightFor(objects[i], w))
		}
	}
	return snap(h)
}

func (l *rowLayout) ideal(objects []fyne.CanvasObject) float32 {
	w, n := float32(0), 0
	for _, o := range objects {
		if shown(o) {
			w += snap(idealWidth(o))
			n++
		}
	}
	return w + l.gap*float32(max(n-1, 0))
}

func (l *rowLayout) minWidth(objects []fyne.CanvasObject) float32 {
	w, n := float32(0), 0
	for _, o := range objects {
		if shown(o) {
			w += snap(minWidth(o))
			n++
		}
	}
	return w + l.gap*float32(max(n-1, 0))
}

func (l *rowLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	w := l.minWidth(objects)
	if l.width > 0 {
		return fyne.NewSize(w, l.heightFor(objects, max(l.width, w)))
	}
	return fyne.NewSize(w, largest(objects).Height)
}

func (l *rowLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	l.width = size.Width
	x, first := float32(0), true
	for i, w := range l.widths(objects, size.Width) {
		o := objects[i]
		if !shown(o) {
			continue
		}
		if !first {
			x += l.gap
		}
		first = false
		h := size.Height
		if l.cross != crossStretch {
			h = min(snap(HeightFor(o, w)), size.Height)
		}
		y := float32(0)
		if l.cross == crossCentre {
			y = snapDown((size.Height - h) / 2)
		}
		place(o, x, y, w, h)
		x += w
	}
}
