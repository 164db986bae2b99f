package kit

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// tipDelay is how long the pointer rests or the focus stays before a tooltip
// shows.
const tipDelay = 500 * time.Millisecond

// Tipped is anything built on Press: a tooltip can be attached to it.
type Tipped interface {
	fyne.CanvasObject
	base() *Press
}

// base returns the Press itself, also of widgets that embed it.
func (p *Press) base() *Press { return p }

// AttachTooltip shows a text when the pointer rests on a control for half a
// second, or when the keyboard moved the focus to it. Call it once for a
// control, after its OnHover and OnFocus are set; the result changes the text
// later. The text also becomes the label for screen readers when the control
// has none.
func AttachTooltip(o Tipped, text string) *Tooltip {
	p := o.base()
	if p.Label == "" {
		p.Label = text
	}
	t := &Tooltip{owner: o, text: func() string { return text }}
	hover, focus := p.OnHover, p.OnFocus
	p.OnHover = func(in bool) {
		if hover != nil {
			hover(in)
		}
		t.wait(in)
	}
	p.OnFocus = func(in bool) {
		if focus != nil {
			focus(in)
		}
		t.wait(in && !p.state.Hovered)
	}
	return t
}

// Tooltip waits for the delay and then shows its text in the right layer.
// UI thread only.
type Tooltip struct {
	owner fyne.CanvasObject
	text  func() string
	stop  func()
	layer *OverlayLayer
	run   int // counts the waits, so that a late timer shows nothing
	// area is the part of the owner that the tip belongs to; nil means all.
	area func() (fyne.Position, fyne.Size)
}

// SetText changes what the tooltip says next; "" shows none.
func (t *Tooltip) SetText(text string) { t.text = func() string { return text } }

// wait starts the delay, or ends it and removes the tip.
func (t *Tooltip) wait(in bool) {
	t.run++
	if t.stop != nil {
		t.stop()
		t.stop = nil
	}
	if t.layer != nil {
		t.layer.hide()
		t.layer = nil
	}
	if !in || t.text() == "" {
		return
	}
	run := t.run
	t.stop = later(tipDelay, func() {
		if t.run == run {
			t.show()
		}
	})
}

func (t *Tooltip) show() {
	c := canvasOf(t.owner)
	text := t.text()
	if c == nil || text == "" || !t.owner.Visible() {
		return
	}
	if t.layer = tipLayer(c); t.layer == nil {
		return
	}
	at, size := fyne.CurrentApp().Driver().AbsolutePositionForObject(t.owner), t.owner.Size()
	if t.area != nil {
		pos, part := t.area()
		at, size = at.Add(pos), part
	}
	t.layer.show(text, at, size)
}

// CutTip is a Cut that shows its whole text as a tooltip while it is
// shortened. Use it outside of pressable things, whose hover it would take.
type CutTip struct {
	widget.BaseWidget
	cut *Cut
	tip *Tooltip
}

// NewCutTip puts the tooltip around a cut text.
func NewCutTip(cut *Cut) *CutTip {
	c := &CutTip{cut: cut}
	c.tip = &Tooltip{owner: c, text: func() string {
		if cut.IsCut() {
			return cut.FullText()
		}
		return ""
	}}
	c.ExtendBaseWidget(c)
	return c
}

// Cut returns the text inside.
func (c *CutTip) Cut() *Cut { return c.cut }

// IdealWidth is the width at which nothing is cut.
func (c *CutTip) IdealWidth() float32 { return c.cut.IdealWidth() }

func (c *CutTip) minWidth() float32 { return 0 }

// MouseIn is called by the toolkit.
func (c *CutTip) MouseIn(*desktop.MouseEvent) { c.tip.wait(true) }

// MouseMoved is called by the toolkit.
func (c *CutTip) MouseMoved(*desktop.MouseEvent) {}

// MouseOut is called by the toolkit.
func (c *CutTip) MouseOut() { c.tip.wait(false) }

// CreateRenderer is called by the toolkit.
func (c *CutTip) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(c.cut) }
