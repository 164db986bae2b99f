package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// within makes a scrolling area that is as high as its content where it can be. It
// may lie in another one: what changes inside is laid out anew with what is around.
func within(o fyne.CanvasObject) *fyne.Container {
	return &fyne.Container{Layout: &withinLayout{inner: o}, Objects: []fyne.CanvasObject{newScroll(o)}}
}

type withinLayout struct {
	inner fyne.CanvasObject
	high  float32 // of the content, when it was laid out last
}

func (l *withinLayout) heightFor(_ []fyne.CanvasObject, width float32) float32 {
	return HeightFor(l.inner, width)
}

func (*withinLayout) minWidth([]fyne.CanvasObject) float32 { return 0 }

// MinSize is called by the toolkit.
func (l *withinLayout) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(0, l.inner.MinSize().Height)
}

// Layout is called by the toolkit.
func (l *withinLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	if size.Width <= 0 {
		return
	}
	high := HeightFor(l.inner, size.Width)
	scroll, was := objects[0].(*container.Scroll), objects[0].Size()
	place(scroll, 0, 0, size.Width, size.Height)
	if high != l.high && scroll.Size() == was {
		scroll.Refresh() // its bar, and how far it is scrolled
	}
	l.high = high
	relayout(l.inner)
}
