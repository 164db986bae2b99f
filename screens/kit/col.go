package kit

import "fyne.io/fyne/v2"

// Col stacks its children from top to bottom at full width, with a gap
// between visible ones. Children wrapped in Grow share the height that is
// left. Nil children are left out.
func Col(gap float32, children ...fyne.CanvasObject) *fyne.Container {
	return group(&colLayout{gap: gap}, children)
}

type colLayout struct {
	gap   float32
	width float32 // last width that was asked or laid out
}

// measure returns the height of each visible child (0 for hidden ones), the
// sum with gaps, and how many children grow.
func (l *colLayout) measure(objects []fyne.CanvasObject, width float32) (heights []float32, total float32, growing int) {
	heights = make([]float32, len(objects))
	n := 0
	for i, o := range objects {
		if !shown(o) {
			continue
		}
		heights[i] = snap(HeightFor(o, width))
		total += heights[i]
		if n > 0 {
			total += l.gap
		}
		n++
		if grows(o) {
			growing++
		}
	}
	return heights, total, growing
}

func (l *colLayout) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	l.width = width
	_, total, _ := l.measure(objects, width)
	return total
}

func (l *colLayout) ideal(objects []fyne.CanvasObject) float32 {
	w := float32(0)
	for _, o := range objects {
		if shown(o) {
			w = max(w, idealWidth(o))
		}
	}
	return w
}

func (l *colLayout) minWidth(objects []fyne.CanvasObject) float32 { return widest(objects) }

func (l *colLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	w := widest(objects)
	if l.width > 0 {
		_, total, _ := l.measure(objects, max(l.width, w))
		return fyne.NewSize(w, total)
	}
	h, n := float32(0), 0
	for _, o := range objects {
		if !shown(o) {
			continue
		}
		h += o.MinSize().Height
		if n > 0 {
			h += l.gap
		}
		n++
	}
	return fyne.NewSize(w, h)
}

func (l *colLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	l.width = size.Width
	heights, total, growing := l.measure(objects, size.Width)
	l.stack(objects, heights, growing, max(size.Height-total, 0), size.Width)
}

// stack places the visible objects below each other; those that grow share the
// rest.
func (l *colLayout) stack(objects []fyne.CanvasObject, heights []float32, growing int, rest, width float32) {
	y, first := float32(0), true
	for i, o := range objects {
		if !shown(o) {
			continue
		}
		if !first {
			y += l.gap
		}
		first = false
		h := heights[i]
		if grows(o) {
			part := snapDown(rest / float32(growing))
			h += part
			rest -= part
			growing--
		}
		place(o, 0, y, width, h)
		y += h
	}
}
