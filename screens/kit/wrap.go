package kit

import "fyne.io/fyne/v2"

// Wrap lays its children in a row, each at the width it wants, and goes on in a
// new line where the width ends. Buttons in narrow boxes stand in it.
func Wrap(gap float32, children ...fyne.CanvasObject) *fyne.Container {
	return group(&linesLayout{gap: gap}, children)
}

type linesLayout struct {
	gap   float32
	width float32
}

// flow tells where each visible child goes and how high all of them are.
func (l *linesLayout) flow(objects []fyne.CanvasObject, width float32, put func(o fyne.CanvasObject, x, y, w, h float32)) float32 {
	x, y, line := float32(0), float32(0), float32(0)
	for _, o := range objects {
		if !shown(o) {
			continue
		}
		size := o.MinSize()
		w := min(size.Width, max(width, 0))
		if x > 0 && x+w > width {
			x, y, line = 0, y+line+l.gap, 0
		}
		put(o, x, y, w, size.Height)
		x += w + l.gap
		line = max(line, size.Height)
	}
	return snap(y + line)
}

func (l *linesLayout) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	l.width = width
	return l.flow(objects, width, func(fyne.CanvasObject, float32, float32, float32, float32) {})
}

func (l *linesLayout) minWidth(objects []fyne.CanvasObject) float32 { return widest(objects) }

func (l *linesLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	w := l.minWidth(objects)
	return fyne.NewSize(w, l.heightFor(objects, max(l.width, w)))
}

func (l *linesLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	l.width = size.Width
	l.flow(objects, size.Width, place)
}
