package kit

import "fyne.io/fyne/v2"

// Uneven puts two objects side by side, at the top. The first one is most wide where
// the other one has at least want then; where there is less room it gives way, down
// to least. The other one takes the rest.
func Uneven(gap, least, most, want float32, first, rest fyne.CanvasObject) *fyne.Container {
	return group(&unevenLayout{gap: gap, least: least, most: most, want: want}, []fyne.CanvasObject{first, rest})
}

type unevenLayout struct {
	gap, least, most, want float32
	width                  float32 // last width that was asked or laid out
}

func (l *unevenLayout) widths(width float32) (first, rest float32) {
	first = snap(max(min(width-l.gap-l.want, l.most), l.least))
	return first, max(width-l.gap-first, 0)
}

func (l *unevenLayout) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	l.width = width
	first, rest := l.widths(width)
	return max(snap(HeightFor(objects[0], first)), snap(HeightFor(objects[1], rest)))
}

func (l *unevenLayout) minWidth(objects []fyne.CanvasObject) float32 {
	return l.least + l.gap + minWidth(objects[1])
}

// MinSize is called by the toolkit.
func (l *unevenLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	w := l.minWidth(objects)
	return fyne.NewSize(w, l.heightFor(objects, max(l.width, w)))
}

// Layout is called by the toolkit.
func (l *unevenLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	l.width = size.Width
	first, rest := l.widths(size.Width)
	place(objects[0], 0, 0, first, snap(HeightFor(objects[0], first)))
	place(objects[1], first+l.gap, 0, rest, snap(HeightFor(objects[1], rest)))
}
