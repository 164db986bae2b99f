package kit

import (
	"slices"

	"fyne.io/fyne/v2"
)

// DialogOptions say what a dialog shows and does.
type DialogOptions struct {
	// Title and Subtitle stand at the top; the subtitle may be "".
	Title, Subtitle string
	// HeadRight stands at the far end of the title row; may be nil.
	HeadRight fyne.CanvasObject
	// Width is 480, 560 or 760; 0 means 480.
	Width float32
	// Body is the content between head and foot; it scrolls when the window
	// is too low for it.
	Body fyne.CanvasObject
	// Notice stands above the foot and is always in sight, however long the body
	// is: what went wrong with the main action. It takes no room while it is
	// hidden; may be nil. It keeps its own distance from the edges.
	Notice fyne.CanvasObject
	// FootLeft stands at the left of the foot, a Cut of caption text; may be
	// nil.
	FootLeft fyne.CanvasObject
	// Actions are the buttons of the foot, the safe one first and the main
	// one last.
	Actions []*Button
	// Main is pressed by Ctrl and Enter from anywhere inside; may be nil.
	Main *Button
	// OnClose is called once after the dialog closed, whatever closed it.
	OnClose func()
	// Focus gets the keyboard focus at first; nil means the safe button.
	Focus fyne.Focusable
	// NoEscape keeps Esc from closing the dialog; there must be a button that
	// does.
	NoEscape bool
}

// Dialog is an open dialog. UI thread only.
type Dialog struct {
	layer *overlay
	parts *dialogParts
}

// dialogGap is the least room between a dialog and the sides of the window.
const dialogGap = 16

// ShowDialog opens a dialog above everything else in a window. It holds the
// keyboard focus until it closes and returns it then. Esc closes it, unless
// NoEscape is set; dialogs may be opened from dialogs.
func ShowDialog(win fyne.Window, o DialogOptions) *Dialog {
	d := &Dialog{}
	d.parts = newDialogParts(o, d.Refresh)
	d.open(win, o)
	return d
}

// open shows the parts as the top layer of the window.
func (d *Dialog) open(win fyne.Window, o DialogOptions) {
	if o.Width == 0 {
		o.Width = 480
	}
	panel := &fyne.Container{Layout: d.parts, Objects: d.parts.objects()}
	d.layer = newOverlay(win.Canvas(), Scrim, panel)
	d.layer.noEscape, d.layer.onClose = o.NoEscape, o.OnClose
	d.layer.put = func(size fyne.Size) {
		w := min(o.Width, size.Width-2*dialogGap)
		h := min(d.parts.heightFor(nil, w), snapDown(size.Height*0.9))
		place(panel, snapDown((size.Width-w)/2), snapDown((size.Height-h)/2), w, h)
	}
	if o.Main != nil {
		d.layer.main = o.Main.activate
	}
	first := o.Focus
	if first == nil && len(o.Actions) > 0 {
		first = safest(o.Actions)
	}
	d.layer.show(first)
}

// safest returns the first button that can be pressed.
func safest(buttons []*Button) fyne.Focusable {
	if i := slices.IndexFunc(buttons, func(b *Button) bool { return !b.Disabled() }); i >= 0 {
		return buttons[i]
	}
	return nil
}

// Close closes the dialog and everything opened above it; a second call does
// nothing.
func (d *Dialog) Close() {
	if d != nil && d.layer != nil {
		d.layer.close()
	}
}

// IsOpen tells whether the dialog is still open.
func (d *Dialog) IsOpen() bool { return d.layer != nil && !d.layer.closed }

// Refresh measures the body again after its content changed.
func (d *Dialog) Refresh() {
	if d.layer != nil {
		d.layer.refit()
		d.layer.panel.Refresh()
	}
}

// dialogParts are the pieces of a dialog and the layout that places them. The
// head and the foot keep their height, the body takes what is left.
type dialogParts struct {
	ground *fyne.Container
	head   fyne.CanvasObject // nil without a title
	scroll *fyne.Container
	body   *watchLayout
	inner  *fyne.Container
	foot   fyne.CanvasObject // nil without one
}

func newDialogParts(o DialogOptions, changed func()) *dialogParts {
	p := &dialogParts{ground: Stack(NewShadow(12), NewBox(Surface, Border, 12, 1))}
	texts := []fyne.CanvasObject{NewParagraph(Text, Title, o.Title)}
	if o.Subtitle != "" {
		texts = append(texts, NewParagraph(Text2, Body, o.Subtitle))
	}
	p.head = Pad(21, 25, 12, 25, Row(16, Grow(Col(0, texts...)), o.HeadRight))
	body := o.Body
	if body == nil {
		body = Spring()
	}
	p.watch(Pad(4, 25, 16, 25, body), changed)
	if o.FootLeft != nil || len(o.Actions) > 0 {
		foot := []fyne.CanvasObject{HLine(), Pad(16, 24, 16, 24, footRow(o))}
		if o.Notice != nil {
			foot = append([]fyne.CanvasObject{o.Notice}, foot...)
		}
		p.foot = Pad(0, 1, 1, 1, Col(0, foot...))
	}
	return p
}

// footRow puts the buttons at the far end.
func footRow(o DialogOptions) *fyne.Container {
	left := o.FootLeft
	if left == nil {
		left = Spring()
	}
	row := []fyne.CanvasObject{Grow(left)}
	for _, b := range o.Actions {
		row = append(row, b)
	}
	return Row(8, row...)
}

// watch puts the body into a scrolling area that notices when it grows.
func (p *dialogParts) watch(body fyne.CanvasObject, changed func()) {
	p.body = &watchLayout{changed: changed}
	p.inner = &fyne.Container{Layout: p.body, Objects: []fyne.CanvasObject{body}}
	p.scroll = ScrollBox(p.inner)
}

func (p *dialogParts) objects() []fyne.CanvasObject {
	out := []fyne.CanvasObject{p.ground}
	for _, o := range []fyne.CanvasObject{p.head, p.scroll, p.foot} {
		if o != nil {
			out = append(out, o)
		}
	}
	return out
}

// heights measures head, body and foot at a width.
func (p *dialogParts) heights(width float32) (head, body, foot float32) {
	if p.head != nil {
		head = snap(HeightFor(p.head, width))
	}
	if p.foot != nil {
		foot = snap(HeightFor(p.foot, width))
	}
	body = snap(HeightFor(p.inner, width))
	if s := pixelScale(); s != float32(int(s)) {
		body += 1 / s // a hair less than its content, and it would get a scroll bar
	}
	return head, body, foot
}

func (p *dialogParts) heightFor(_ []fyne.CanvasObject, width float32) float32 {
	head, body, foot := p.heights(width)
	return head + body + foot
}

func (*dialogParts) minWidth([]fyne.CanvasObject) float32 { return 0 }

// MinSize is nothing: the layer decides how large a dialog is.
func (*dialogParts) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }

// Layout is called by the toolkit.
func (p *dialogParts) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	if size.Width <= 0 {
		return
	}
	head, _, foot := p.heights(size.Width)
	place(p.ground, 0, 0, size.Width, size.Height)
	if p.head != nil {
		place(p.head, 0, 0, size.Width, head)
	}
	place(p.scroll, 0, head, size.Width, max(size.Height-head-foot, 0))
	if p.foot != nil {
		place(p.foot, 0, size.Height-foot, size.Width, foot)
	}
}

// watchLayout holds the body of a dialog. When the body wants another height
// than at the last look, such as for an error below a field, it says so.
type watchLayout struct {
	changed func()
	height  float32
	busy    bool
}

func (*watchLayout) wraps() {}

func (l *watchLayout) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	l.height = highest(objects, width)
	return l.height
}

func (*watchLayout) minWidth(objects []fyne.CanvasObject) float32 { return widest(objects) }

func (*watchLayout) MinSize(objects []fyne.CanvasObject) fyne.Size { return largest(objects) }

func (l *watchLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	growLayout{}.Layout(objects, size)
	if l.busy || size.Width <= 0 || highest(objects, size.Width) == l.height {
		return
	}
	l.busy = true
	l.changed()
	l.busy = false
}
