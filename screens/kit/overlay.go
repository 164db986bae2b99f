package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// overlay is a layer above the window's content: a dialog, a popover or a
// menu. It covers the whole canvas and so keeps clicks from what lies below.
// The keyboard focus moves into it, stays there and returns to where it was.
type overlay struct {
	widget.BaseWidget
	canvas fyne.Canvas
	body   *fyne.Container
	panel  fyne.CanvasObject
	tips   *OverlayLayer

	// put places the panel; the layer has this size.
	put func(size fyne.Size)
	// main is the action of Ctrl and Enter; nil means none.
	main func()
	// noEscape keeps Esc and clicks beside the panel from closing it.
	noEscape bool
	// floating layers close by a click beside them and when the window
	// changes its size.
	floating bool
	onClose  func()

	earlier fyne.Focusable
	size    fyne.Size
	closed  bool
}

func newOverlay(c fyne.Canvas, scrim Token, panel fyne.CanvasObject) *overlay {
	o := &overlay{canvas: c, panel: panel, tips: newOverlayLayer()}
	o.body = &fyne.Container{Layout: &overlayLayout{o: o}, Objects: []fyne.CanvasObject{NewRect(scrim), panel, o.tips}}
	o.ExtendBaseWidget(o)
	return o
}

// show adds the layer and moves the focus to first or, when that is nil or
// disabled, to the first control inside.
func (o *overlay) show(first fyne.Focusable) {
	o.earlier = o.canvas.Focused()
	if o.earlier != nil {
		o.canvas.Unfocus()
	}
	hideTip(o.canvas)
	o.Resize(o.canvas.Size())
	o.canvas.Overlays().Add(o)
	if o.canvas.OnTypedKey() == nil { // Esc closes it also where nothing in it has the focus
		o.canvas.SetOnTypedKey(func(e *fyne.KeyEvent) { typedPlainKey(o.canvas, e) })
	}
	moving = true
	defer func() { moving = false }()
	if d, ok := first.(fyne.Disableable); first == nil || ok && d.Disabled() {
		o.canvas.FocusNext()
		return
	}
	o.canvas.Focus(first)
}

// close removes the layer and those above it, top first, and returns the
// focus to where it was before. A second call does nothing.
func (o *overlay) close() {
	if o.closed {
		return
	}
	o.closed = true
	layers := o.canvas.Overlays().List()
	for i := len(layers) - 1; i >= 0 && layers[i] != fyne.CanvasObject(o); i-- {
		if above, ok := layers[i].(*overlay); ok {
			above.close()
		}
	}
	o.tips.hide()
	o.canvas.Overlays().Remove(o)
	if o.canvas.Focused() == nil && stillThere(o.earlier) {
		o.canvas.Focus(o.earlier)
	}
	if o.onClose != nil {
		o.onClose()
	}
}

// stillThere tells whether a control may get the focus back: the page may have
// been built anew meanwhile. The toolkit gives the position 0,0 to objects
// that are on no canvas, and no control of ours stands there.
func stillThere(f fyne.Focusable) bool {
	o, ok := f.(fyne.CanvasObject)
	return ok && !fyne.CurrentApp().Driver().AbsolutePositionForObject(o).IsZero()
}

// dismiss closes the layer when the person may do so.
func (o *overlay) dismiss() {
	if !o.noEscape {
		o.close()
	}
}

// contains tells whether a position in the layer is on the panel.
func (o *overlay) contains(at fyne.Position) bool {
	p, s := o.panel.Position(), o.panel.Size()
	return at.X >= p.X && at.Y >= p.Y && at.X < p.X+s.Width && at.Y < p.Y+s.Height
}

// Tapped closes a floating layer when the click is beside the panel.
func (o *overlay) Tapped(e *fyne.PointEvent) {
	if o.floating && !o.contains(e.Position) {
		o.dismiss()
	}
}

// TappedSecondary closes a floating layer as Tapped does.
func (o *overlay) TappedSecondary(e *fyne.PointEvent) { o.Tapped(e) }

// CreateRenderer is called by the toolkit.
func (o *overlay) CreateRenderer() fyne.WidgetRenderer { return newBodyRenderer(o, o.body) }

// refit places the panel anew after its content changed.
func (o *overlay) refit() {
	if !o.closed && o.size.Width > 0 {
		o.put(o.size)
	}
}

// overlayLayout gives the scrim and the tips everything; the panel is placed
// by the layer itself.
type overlayLayout struct{ o *overlay }

func (*overlayLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }

func (l *overlayLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	o := l.o
	if size.Width <= 0 || size.Height <= 0 || o.put == nil {
		return
	}
	if o.floating && o.size.Width > 0 && o.size != size {
		o.dismiss()
		return
	}
	o.size = size
	place(objects[0], 0, 0, size.Width, size.Height)
	place(o.tips, 0, 0, size.Width, size.Height)
	o.put(size)
}

// topOverlay returns the topmost layer of a canvas when it is one of the
// kit, else nil.
func topOverlay(c fyne.Canvas) *overlay {
	o, _ := c.Overlays().Top().(*overlay)
	return o
}
