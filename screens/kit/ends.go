package kit

import "fyne.io/fyne/v2"

// Ends puts one thing at the beginning of a row and another at its end, both at
// their own width. Where the width is too small for both, the second goes below
// the first, at its beginning.
func Ends(gap float32, first, second fyne.CanvasObject) *fyne.Container {
	return group(&endsLayout{gap: gap}, []fyne.CanvasObject{first, second})
}

type endsLayout struct{ gap, width float32 }

// beside tells whether both fit on one line; one that is hidden needs no room.
func (l *endsLayout) beside(objects []fyne.CanvasObject, width float32) bool {
	if !shown(objects[0]) || !shown(objects[1]) {
		return true
	}
	return snap(idealWidth(objects[0]))+l.gap+snap(minWidth(objects[1])) <= width
}

func (l *endsLayout) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	l.width = width
	if l.beside(objects, width) {
		return highest(objects, width)
	}
	return snap(HeightFor(objects[0], width)) + l.gap + snap(HeightFor(objects[1], width))
}

func (*endsLayout) minWidth(objects []fyne.CanvasObject) float32 { return widest(objects) }

// MinSize is called by the toolkit.
func (l *endsLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	w := widest(objects)
	return fyne.NewSize(w, l.heightFor(objects, max(l.width, w)))
}

// Layout is called by the toolkit.
func (l *endsLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	l.width = size.Width
	first, second := objects[0], objects[1]
	h1, h2 := snap(HeightFor(first, size.Width)), snap(HeightFor(second, size.Width))
	if !l.beside(objects, size.Width) {
		place(first, 0, 0, size.Width, h1)
		place(second, 0, h1+l.gap, size.Width, h2)
		return
	}
	w1, w2 := snap(idealWidth(first)), snap(minWidth(second))
	place(first, 0, snapDown((size.Height-h1)/2), min(w1, size.Width), h1)
	place(second, max(size.Width-w2, 0), snapDown((size.Height-h2)/2), w2, h2)
}
