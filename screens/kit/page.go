package kit

import "fyne.io/fyne/v2"

// Measures of pages, shared by all screens.
const (
	PageLimit    = 1320 // widest content of a page that is not a table
	PanelBreak   = 980  // narrower than this, the panel goes below the form
	panelGap     = 16
	pagePadTop   = 20
	pagePadOther = 24
)

// Page puts content on a scrolling page with the padding of the design. The
// content is at least as high as the window, so a part wrapped in Grow fills
// it, and the page scrolls only when it must. Content stops growing at
// PageLimit and stays at the left.
func Page(o fyne.CanvasObject) *fyne.Container { return newPage(o, PageLimit) }

func newPage(o fyne.CanvasObject, limit float32) *fyne.Container {
	if limit > 0 {
		o = MaxWidth(limit, o)
	}
	inner := Pad(pagePadTop, pagePadOther, pagePadOther, pagePadOther, o)
	scroll := newScroll(inner)
	return &fyne.Container{Layout: &pageLayout{inner: inner}, Objects: []fyne.CanvasObject{scroll}}
}

// ScrollBox is a scrolling area that tells its content the width first, so
// that wrapped text has its right height at once. Dialogs and panels use it.
func ScrollBox(o fyne.CanvasObject) *fyne.Container {
	scroll := newScroll(o)
	return &fyne.Container{Layout: &pageLayout{inner: o}, Objects: []fyne.CanvasObject{scroll}}
}

// pageLayout holds a vertical scroll area. It asks the content for its height
// at the new width before the scroll area is resized, because that reads the
// minimum size only once.
type pageLayout struct{ inner fyne.CanvasObject }

func (l *pageLayout) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	HeightFor(l.inner, width)
	return largest(objects).Height
}

func (*pageLayout) minWidth([]fyne.CanvasObject) float32 { return 0 }

func (l *pageLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(0, largest(objects).Height)
}

func (l *pageLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	if size.Width > 0 {
		HeightFor(l.inner, size.Width)
	}
	for _, o := range objects {
		place(o, 0, 0, size.Width, size.Height)
	}
}

// FormPanel shows a form and a panel side by side from PanelBreak on: the
// form at formWidth (less when the panel needs its minimum), the panel takes
// the rest and is as high as the form. On narrower pages the panel goes below.
func FormPanel(form, panel fyne.CanvasObject, formWidth, panelMin float32) *fyne.Container {
	l := &formPanelLayout{form: formWidth, panel: panelMin}
	return group(l, []fyne.CanvasObject{form, panel})
}

type formPanelLayout struct{ form, panel, width float32 }

// split returns the widths of both parts, and whether they are side by side.
func (l *formPanelLayout) split(width float32) (form, panel float32, beside bool) {
	if width < PanelBreak {
		return width, width, false
	}
	form = snap(min(l.form, width-panelGap-l.panel))
	return form, width - panelGap - form, true
}

func (l *formPanelLayout) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	l.width = width
	if len(objects) < 2 || !shown(objects[1]) {
		return highest(objects, width)
	}
	form, panel, beside := l.split(width)
	hf, hp := HeightFor(objects[0], form), HeightFor(objects[1], panel)
	if beside {
		return max(hf, hp)
	}
	return hf + panelGap + hp
}

func (l *formPanelLayout) minWidth(objects []fyne.CanvasObject) float32 { return widest(objects) }

func (l *formPanelLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	w := widest(objects)
	if l.width > 0 {
		return fyne.NewSize(w, l.heightFor(objects, max(l.width, w)))
	}
	return fyne.NewSize(w, largest(objects).Height)
}

func (l *formPanelLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	l.width = size.Width
	if len(objects) < 2 || !shown(objects[1]) {
		growLayout{}.Layout(objects, size)
		return
	}
	form, panel, beside := l.split(size.Width)
	if beside {
		place(objects[0], 0, 0, form, size.Height)
		place(objects[1], form+panelGap, 0, panel, size.Height)
		return
	}
	h := snap(HeightFor(objects[0], form))
	place(objects[0], 0, 0, form, h)
	place(objects[1], 0, h+panelGap, panel, max(size.Height-h-panelGap, 0))
}
