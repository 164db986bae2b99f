package kit

import (
	"weak"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// revealRoom is how much is kept free above and below a control that is
// brought into sight: its label above, its help below.
const revealRoom = 32

// scrolls are the scrolling areas that were made, as long as they are in use.
var scrolls []weak.Pointer[container.Scroll]

// newScroll makes a scrolling area that reveal knows.
func newScroll(o fyne.CanvasObject) *container.Scroll {
	s := container.NewVScroll(o)
	live := scrolls[:0]
	for _, p := range scrolls {
		if p.Value() != nil {
			live = append(live, p)
		}
	}
	scrolls = append(live, weak.Make(s))
	return s
}

// tabbing is true while the Tab key is held down: then the person moves the
// focus, and no program. A click ends it too: not everything that may get the
// focus hears that the key came up again.
var tabbing bool

// moving is true while a program moves the focus to where a person goes on: into a
// dialog that opens, or to the field at fault.
var moving bool

func noteTab(e *fyne.KeyEvent, down bool) {
	if e.Name == fyne.KeyTab {
		tabbing = down
	}
}

// reveal scrolls a control into sight that got the keyboard focus by the Tab key
// while it was outside of the visible part: the toolkit leaves it where it is.
func reveal(o fyne.CanvasObject) {
	if tabbing {
		revealPart(o, 0, o.Size().Height)
	}
}

// Reveal scrolls something into sight that a program leads to. UI thread only, and
// after it was laid out.
func Reveal(o fyne.CanvasObject) { revealPart(o, 0, o.Size().Height) }

// revealPart scrolls a part of a control into sight that begins at a height within
// it.
func revealPart(o fyne.CanvasObject, from, height float32) {
	d := fyne.CurrentApp().Driver()
	at := d.AbsolutePositionForObject(o).AddXY(0, from)
	for _, s := range scrollsAround(o) {
		top, view := at.Y-d.AbsolutePositionForObject(s).Y, s.Size().Height
		by := float32(0)
		switch bottom := top + height; {
		case top < 0:
			by = top - revealRoom
		case bottom > view:
			by = min(bottom-view+revealRoom, top)
		}
		if by != 0 {
			s.ScrollToOffset(fyne.NewPos(s.Offset.X, max(s.Offset.Y+by, 0)))
		}
	}
}

// belongsTo tells whether an area lies on the topmost layer: while a dialog is
// open, the page below it stays where it is.
func belongsTo(c fyne.Canvas, at fyne.Position, size fyne.Size) bool {
	top := topOverlay(c)
	return top == nil || encloses(top.panel.Position(), top.panel.Size(), at, size)
}

// encloses tells whether an area lies within another one.
func encloses(at fyne.Position, size fyne.Size, inner fyne.Position, innerSize fyne.Size) bool {
	return inner.X >= at.X-1 && inner.Y >= at.Y-1 && inner.X+innerSize.Width <= at.X+size.Width+1 && inner.Y+innerSize.Height <= at.Y+size.Height+1
}
