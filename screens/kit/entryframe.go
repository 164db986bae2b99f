package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

// entryFrame is the box around an entry. The entry lies in a clip that hides
// its own edge; the edge that shows is a Box.
type entryFrame struct {
	widget.BaseWidget
	entry  *entry
	box    *Box
	window *container.Clip
	wheel  *wheel
	lead   *Icon
	lock   *Icon
	wear   *entryWear
	mono   bool
	height float32
	least  float32 // least width
	right  bool    // text stands at the right
	fault  bool
	focus  bool
	bare   bool // no edge of its own, the surroundings draw one

	showLock bool // while read-only
}

func newEntryFrame(e *entry) *entryFrame {
	f := &entryFrame{entry: e, height: 32, least: 64, showLock: true}
	f.box = NewBox(Surface, Input, 6, 1)
	f.lead = NewIcon("", 14, Text2)
	f.lock = NewIcon("lock", 14, Text2)
	f.lead.Hide()
	f.lock.Hide()
	f.wear = newEntryWear(e)
	inner := &fyne.Container{Layout: entryShift{}, Objects: []fyne.CanvasObject{f.wear}}
	f.window = container.NewClip(inner)
	f.window.ExtendBaseWidget(f.window) // else it takes no size before it is drawn
	f.wheel = newWheel(e)
	f.ExtendBaseWidget(f)
	return f
}

// apply gives box, icons and text the look of the present state.
func (f *entryFrame) apply() {
	e := f.entry
	passive := e.locked || e.Disabled()
	fill, stroke, width := Surface, Input, float32(1)
	if passive {
		fill, stroke = Sunken, Border
	}
	if f.focus {
		stroke, width = Primary, 2
	}
	if f.fault && !passive {
		stroke = Danger
	}
	if f.bare {
		fill, stroke = Transparent, Transparent
	}
	f.box.Set(fill, stroke, width)
	f.lock.Hidden = !e.locked || !f.showLock
	ink := Text
	switch {
	case e.Disabled():
		ink = Disabled
	case e.locked && f.showLock && !f.mono:
		ink = Text2
	}
	f.wear.put(ink, f.mono)
	f.entry.Refresh()
	f.Refresh()
}

// setMono shows the text in the monospaced font.
func (f *entryFrame) setMono() {
	f.mono = true
	f.entry.TextStyle = fyne.TextStyle{Monospace: true}
	f.apply()
}

// setLead shows an icon before the text.
func (f *entryFrame) setLead(name string) {
	f.lead.SetName(name)
	f.lead.Hidden = name == ""
	f.Refresh()
}

// Tapped moves the focus into the entry when its edge is clicked.
func (f *entryFrame) Tapped(*fyne.PointEvent) {
	if !f.entry.off {
		focusOn(f.entry)
	}
}

// focusOn moves the keyboard focus to an object that is on a canvas.
func focusOn(o interface {
	fyne.CanvasObject
	fyne.Focusable
}) {
	focusFrom(o, o)
}

// focusFrom moves the keyboard focus to something that may be too new to be
// known by the canvas; owner is what it was just put into.
func focusFrom(owner fyne.CanvasObject, o fyne.Focusable) {
	d := fyne.CurrentApp().Driver()
	c := d.CanvasForObject(owner)
	if all := d.AllWindows(); c == nil && len(all) == 1 {
		c = all[0].Canvas() // it was just made, and is not drawn yet
	}
	if c != nil {
		c.Focus(o)
	}
}

// HeightFor is the fixed height of the frame.
func (f *entryFrame) HeightFor(float32) float32 { return f.height }

func (f *entryFrame) minWidth() float32 { return f.least }

// CreateRenderer is called by the toolkit.
func (f *entryFrame) CreateRenderer() fyne.WidgetRenderer {
	return again(f, &frameRenderer{f: f, objects: []fyne.CanvasObject{f.box, f.lead, f.window, f.lock, f.wheel}})
}

type frameRenderer struct {
	f       *entryFrame
	objects []fyne.CanvasObject
}

func (r *frameRenderer) Destroy()                     {}
func (r *frameRenderer) Objects() []fyne.CanvasObject { return r.objects }
func (r *frameRenderer) MinSize() fyne.Size           { return fyne.NewSize(r.f.least, r.f.height) }

func (r *frameRenderer) Layout(size fyne.Size) {
	f := r.f
	place(f.box, 0, 0, size.Width, size.Height)
	place(f.wheel, 0, 0, size.Width, size.Height)
	left, right := float32(6), size.Width-6
	if f.lead.Visible() {
		place(f.lead, 11, snapDown((min(size.Height, 32)-14)/2), 14, 14)
		left = 28
	}
	if f.lock.Visible() {
		place(f.lock, size.Width-25, snapDown((min(size.Height, 32)-14)/2), 14, 14)
		right = size.Width - 30
	}
	if f.right {
		// The entry is only as wide as its text, so its edge must stay hidden
		// left of the text too.
		left, right = max(left, right-10-max(Body.Width(f.entry.Text), 2)), right+2
	}
	place(f.window, left, 4, right-left, size.Height-8)
	content := f.window.Content.(*fyne.Container)
	content.Layout.Layout(content.Objects, f.window.Size())
}

func (r *frameRenderer) Refresh() {
	r.Layout(r.f.Size())
	canvas.Refresh(r.f)
}

// entryShift places the entry so that its own edge lies outside the clip and
// its text starts five in from the clip's edge.
type entryShift struct{}

func (entryShift) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }

func (entryShift) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objects {
		place(o, -3, -4, size.Width+6, size.Height+8)
	}
}
