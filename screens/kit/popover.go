package kit

import "fyne.io/fyne/v2"

// Align says which side of a popover lies on that side of its anchor.
type Align int

// The alignments of a popover.
const (
	AlignStart Align = iota
	AlignMiddle
	AlignEnd
)

// PopoverOptions say how a popover lies at its anchor.
type PopoverOptions struct {
	// Width in units; 0 takes the width of the content, at most 336.
	Width float32
	// Align is AlignStart unless said otherwise.
	Align Align
	// OnClose is called once after it closed; may be nil.
	OnClose func()
}

const (
	popoverGap    = 6
	popoverWidest = 336
	popoverMargin = 8 // least distance to the sides of the window
)

// Popover is an open popover. UI thread only.
type Popover struct{ layer *overlay }

// ShowPopover opens content on a small panel below an anchor, or above when
// there is more room. The first control inside gets the focus. Esc and a
// click beside it close it. The content brings its own padding, usually 16.
// It returns nil when the anchor is on no window.
func ShowPopover(anchor fyne.CanvasObject, content fyne.CanvasObject, o PopoverOptions) *Popover {
	return showPopover(anchor, content, o, nil)
}

func showPopover(anchor, content fyne.CanvasObject, o PopoverOptions, first fyne.Focusable) *Popover {
	c := canvasOf(anchor)
	if c == nil {
		return nil
	}
	scroll := ScrollBox(content)
	panel := Stack(NewShadow(8), NewBox(Surface, Border, 8, 1), Pad(1, 1, 1, 1, scroll))
	p := &Popover{layer: newOverlay(c, Transparent, panel)}
	p.layer.floating, p.layer.onClose = true, o.OnClose
	p.layer.put = func(size fyne.Size) {
		at := fyne.CurrentApp().Driver().AbsolutePositionForObject(anchor)
		placePopover(panel, content, fyne.NewPos(at.X, at.Y), anchor.Size(), size, o)
	}
	p.layer.show(first)
	return p
}

// placePopover finds the room for a panel at its anchor.
func placePopover(panel, content fyne.CanvasObject, at fyne.Position, anchor, window fyne.Size, o PopoverOptions) {
	w := o.Width
	if w == 0 {
		w = min(snap(idealWidth(content))+2, popoverWidest)
	}
	w = min(w, window.Width-2*popoverMargin)
	want := snap(HeightFor(content, w-2)) + 2
	below := window.Height - at.Y - anchor.Height - popoverGap - popoverMargin
	above := at.Y - popoverGap - popoverMargin
	y, h := at.Y+anchor.Height+popoverGap, min(want, below)
	if below < want && above > below {
		h = min(want, above)
		y = at.Y - popoverGap - h
	}
	x := at.X
	switch o.Align {
	case AlignMiddle:
		x += snapDown((anchor.Width - w) / 2)
	case AlignEnd:
		x += anchor.Width - w
	}
	x = max(min(x, window.Width-popoverMargin-w), popoverMargin)
	place(panel, x, y, w, max(h, 0))
}

// Close closes the popover; a second call does nothing.
func (p *Popover) Close() {
	if p != nil {
		p.layer.close()
	}
}

// IsOpen tells whether it is still open.
func (p *Popover) IsOpen() bool { return p != nil && !p.layer.closed }
