package kit

import "fyne.io/fyne/v2"

// Grow marks a child of a Row, Col or page to take the room that is left.
// Several share it equally.
func Grow(o fyne.CanvasObject) *fyne.Container {
	return group(growLayout{}, []fyne.CanvasObject{o})
}

// Spring is empty room that grows: it pushes what follows to the far end.
func Spring() *fyne.Container { return group(growLayout{}, nil) }

type growLayout struct{}

func (growLayout) wraps() {}

func (growLayout) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	return highest(objects, width)
}

func (growLayout) minWidth(objects []fyne.CanvasObject) float32 {
	return widest(objects)
}

func (growLayout) MinSize(objects []fyne.CanvasObject) fyne.Size { return largest(objects) }

func (growLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objects {
		place(o, 0, 0, size.Width, size.Height)
	}
}

// Stack lays its children over each other, all at full size: a Box below,
// the content above it.
func Stack(children ...fyne.CanvasObject) *fyne.Container {
	return group(stackLayout{}, children)
}

type stackLayout struct{}

func (stackLayout) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	return highest(objects, width)
}

func (stackLayout) ideal(objects []fyne.CanvasObject) float32 {
	return (&colLayout{}).ideal(objects)
}

func (stackLayout) minWidth(objects []fyne.CanvasObject) float32 {
	return widest(objects)
}

func (stackLayout) MinSize(objects []fyne.CanvasObject) fyne.Size { return largest(objects) }

func (stackLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	growLayout{}.Layout(objects, size)
}

// Pad keeps room around a child, in the order of CSS.
func Pad(top, right, bottom, left float32, o fyne.CanvasObject) *fyne.Container {
	return group(padLayout{top, right, bottom, left}, []fyne.CanvasObject{o})
}

type padLayout struct{ top, right, bottom, left float32 }

func (padLayout) wraps() {}

func (l padLayout) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	return highest(objects, width-l.left-l.right) + l.top + l.bottom
}

func (l padLayout) ideal(objects []fyne.CanvasObject) float32 {
	return stackLayout{}.ideal(objects) + l.left + l.right
}

func (l padLayout) minWidth(objects []fyne.CanvasObject) float32 {
	return widest(objects) + l.left + l.right
}

func (l padLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return largest(objects).AddWidthHeight(l.left+l.right, l.top+l.bottom)
}

func (l padLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objects {
		place(o, l.left, l.top, size.Width-l.left-l.right, size.Height-l.top-l.bottom)
	}
}

// Fix gives a child a fixed width, height or both; 0 leaves that side to the
// content. With more room than that the child stays at the top left.
func Fix(w, h float32, o fyne.CanvasObject) *fyne.Container {
	return group(fixLayout{w, h}, []fyne.CanvasObject{o})
}

type fixLayout struct{ w, h float32 }

func (fixLayout) wraps() {}

func (l fixLayout) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	if l.w > 0 {
		width = l.w
	}
	inner := highest(objects, width)
	if l.h > 0 {
		return l.h
	}
	return inner
}

func (l fixLayout) ideal(objects []fyne.CanvasObject) float32 {
	if l.w > 0 {
		return l.w
	}
	return stackLayout{}.ideal(objects)
}

func (l fixLayout) minWidth(objects []fyne.CanvasObject) float32 {
	if l.w > 0 {
		return l.w
	}
	return widest(objects)
}

func (l fixLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var m fyne.Size
	if l.w == 0 || l.h == 0 {
		m = largest(objects)
	}
	if l.w > 0 {
		if l.h == 0 {
			m.Height = highest(objects, l.w)
		}
		m.Width = l.w
	}
	if l.h > 0 {
		m.Height = l.h
	}
	return m
}

func (l fixLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	if l.w > 0 {
		size.Width = min(size.Width, l.w)
	}
	if l.h > 0 {
		size.Height = min(size.Height, l.h)
	}
	growLayout{}.Layout(objects, size)
}

// Mid centres a child at its own size inside a fixed area; 0 leaves that side
// to the content or, when there is more room, to the parent.
func Mid(w, h float32, o fyne.CanvasObject) *fyne.Container {
	return group(midLayout{w, h}, []fyne.CanvasObject{o})
}

type midLayout struct{ w, h float32 }

func (midLayout) wraps() {}

func (l midLayout) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	return max(l.h, highest(objects, min(width, stackLayout{}.ideal(objects))))
}

func (l midLayout) ideal(objects []fyne.CanvasObject) float32 {
	return max(l.w, stackLayout{}.ideal(objects))
}

func (l midLayout) minWidth(objects []fyne.CanvasObject) float32 {
	return max(l.w, widest(objects))
}

func (l midLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return largest(objects).Max(fyne.NewSize(l.w, l.h))
}

func (l midLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objects {
		w := min(snap(idealWidth(o)), size.Width)
		h := min(snap(HeightFor(o, w)), size.Height)
		place(o, snapDown((size.Width-w)/2), snapDown((size.Height-h)/2), w, h)
	}
}

// MaxWidth stops a child from growing beyond a width; it stays at the left.
func MaxWidth(w float32, o fyne.CanvasObject) *fyne.Container {
	return group(maxLayout{w}, []fyne.CanvasObject{o})
}

type maxLayout struct{ w float32 }

func (maxLayout) wraps() {}

func (l maxLayout) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	return highest(objects, min(width, l.w))
}

func (l maxLayout) ideal(objects []fyne.CanvasObject) float32 {
	return min(l.w, stackLayout{}.ideal(objects))
}

func (maxLayout) minWidth(objects []fyne.CanvasObject) float32 {
	return widest(objects)
}

func (l maxLayout) MinSize(objects []fyne.CanvasObject) fyne.Size { return largest(objects) }

func (l maxLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objects {
		place(o, 0, 0, min(size.Width, l.w), size.Height)
	}
}

// highest is the height of the visible children at a width.
func highest(objects []fyne.CanvasObject, width float32) float32 {
	h := float32(0)
	for _, o := range objects {
		if shown(o) {
			h = max(h, HeightFor(o, width))
		}
	}
	return h
}

// largest is the smallest size that holds every visible child.
func largest(objects []fyne.CanvasObject) fyne.Size {
	var m fyne.Size
	for _, o := range objects {
		if shown(o) {
			m = m.Max(o.MinSize())
		}
	}
	return m
}

// Steady gives a child whose text changes by itself at least the height that it
// once needed at this width, so that nothing below it moves to and fro.
func Steady(o fyne.CanvasObject) *fyne.Container {
	return group(&steadyLayout{}, []fyne.CanvasObject{o})
}

type steadyLayout struct {
	growLayout
	width, height float32
}

func (l *steadyLayout) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	if width != l.width {
		l.width, l.height = width, 0
	}
	l.height = max(l.height, highest(objects, width))
	return l.height
}

func (l *steadyLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return largest(objects).Max(fyne.NewSize(0, l.height))
}
