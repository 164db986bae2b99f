package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// Chip says a status in a word or two, on a tinted pill: 24 high, or 20 in
// tables.
type Chip struct {
	widget.BaseWidget
	kind Kind
	icon *Icon
	text *Line
	box  *Box
	body *fyne.Container
	// chosen is true on a selected row, whose ground is the tint of some kinds.
	chosen bool
}

// NewChip makes a chip; give "" for no icon.
func NewChip(kind Kind, icon, text string, small bool) *Chip {
	pad, gap, height := float32(10), float32(6), float32(24)
	if small {
		pad, gap, height = 8, 4, 20
	}
	c := &Chip{kind: kind, icon: NewIcon(icon, 14, kind.Ink()), text: NewLine(text, CaptionStrong, kind.Ink())}
	c.icon.Hidden = icon == ""
	c.box = NewBox(kind.Tint(), Transparent, height/2, 0)
	c.body = Row(0, Fix(0, height, Stack(c.box, Pad(0, pad, 0, pad, Row(gap, c.icon, c.text)))))
	c.ExtendBaseWidget(c)
	return c
}

// Set changes everything at once: kind, icon and text.
func (c *Chip) Set(kind Kind, icon, text string) {
	if c.kind == kind && c.icon.name == icon && c.text.Text() == text {
		return
	}
	c.kind = kind
	c.box.Set(c.ground(), Transparent, 0)
	c.icon.SetName(icon)
	c.icon.Hidden = icon == ""
	c.icon.SetToken(kind.Ink())
	c.text.SetText(text)
	c.text.SetToken(kind.Ink())
	c.Refresh()
}

// ground is the colour of the pill. On a selected row the pale tints would not be
// told from the row: the pill stands out as a light one there.
func (c *Chip) ground() Token {
	if c.chosen && (c.kind == KindInfo || c.kind == KindNeutral) {
		return Surface
	}
	return c.kind.Tint()
}

// setChosen tells the chip that it stands on a selected row.
func (c *Chip) setChosen(chosen bool) {
	c.chosen = chosen
	c.box.Set(c.ground(), Transparent, 0)
}

// Text returns the word of the chip.
func (c *Chip) Text() string { return c.text.Text() }

// Kind returns the kind of the chip.
func (c *Chip) Kind() Kind { return c.kind }

// CreateRenderer is called by the toolkit.
func (c *Chip) CreateRenderer() fyne.WidgetRenderer { return newBodyRenderer(c, c.body) }

// bodyRenderer shows one container; Refresh lays it out anew, so that parts
// that changed their size or were hidden find their place.
type bodyRenderer struct {
	owner   fyne.Widget
	body    *fyne.Container
	objects []fyne.CanvasObject
}

func newBodyRenderer(owner fyne.Widget, body *fyne.Container) *bodyRenderer {
	return &bodyRenderer{owner: owner, body: body, objects: []fyne.CanvasObject{body}}
}

func (r *bodyRenderer) Destroy()                     {}
func (r *bodyRenderer) Objects() []fyne.CanvasObject { return r.objects }
func (r *bodyRenderer) MinSize() fyne.Size           { return r.body.MinSize() }
func (r *bodyRenderer) Layout(size fyne.Size)        { r.body.Resize(size) }

func (r *bodyRenderer) Refresh() {
	r.body.Resize(r.owner.Size())
	relayout(r.body)
	canvas.Refresh(r.owner)
}
