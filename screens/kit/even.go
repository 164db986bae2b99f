package kit

import "fyne.io/fyne/v2"

// Even divides the width into equal columns with a gap between them. Both
// edges of a column are rounded, so columns end where the row ends, and all
// are as high as the highest.
func Even(gap float32, children ...fyne.CanvasObject) *fyne.Container {
	return group(&evenLayout{gap: gap}, children)
}

type evenLayout struct {
	gap   float32
	width float32
}

func (l *evenLayout) visible(objects []fyne.CanvasObject) []fyne.CanvasObject {
	out := make([]fyne.CanvasObject, 0, len(objects))
	for _, o := range objects {
		if shown(o) {
			out = append(out, o)
		}
	}
	return out
}

// edges returns where column i of n starts and how wide it is.
func (l *evenLayout) edges(i, n int, width float32) (x, w float32) {
	each := (width - l.gap*float32(n-1)) / float32(n)
	left := snap(float32(i) * (each + l.gap))
	right := snap(float32(i)*(each+l.gap) + each)
	return left, max(right-left, 0)
}

func (l *evenLayout) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	l.width = width
	vis, h := l.visible(objects), float32(0)
	for i, o := range vis {
		_, w := l.edges(i, len(vis), width)
		h = max(h, HeightFor(o, w))
	}
	return snap(h)
}

func (l *evenLayout) minWidth(objects []fyne.CanvasObject) float32 {
	n := float32(len(l.visible(objects)))
	return widest(objects)*n + l.gap*max(n-1, 0)
}

func (l *evenLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	vis, w := l.visible(objects), l.minWidth(objects)
	if l.width > 0 {
		return fyne.NewSize(w, l.heightFor(objects, max(l.width, w)))
	}
	h := float32(0)
	for _, o := range vis {
		h = max(h, o.MinSize().Height)
	}
	return fyne.NewSize(w, h)
}

func (l *evenLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	l.width = size.Width
	vis := l.visible(objects)
	for i, o := range vis {
		x, w := l.edges(i, len(vis), size.Width)
		place(o, x, 0, w, size.Height)
	}
}
