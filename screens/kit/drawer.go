package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"
)

// DrawerWidth is how wide a drawer is.
const DrawerWidth = 308

// Drawer is a card beside a table with the details of one row: a title with a
// close button, a body that scrolls and a foot that stays. UI thread only.
type Drawer struct {
	Block
	// OnClose is called when the person closes the drawer, after it hid.
	OnClose func()

	title  *Cut
	detail *Cut
	shut   *Button
	body   *fyne.Container
	foot   *fyne.Container
}

// NewDrawer makes a drawer; the foot may be nil.
func NewDrawer(title string, body, foot fyne.CanvasObject) *Drawer {
	d := &Drawer{title: NewCut(title, Heading, Text), detail: NewCut("", Caption, Text3), body: Col(0), foot: Stack()}
	d.detail.Hide()
	d.shut = NewIconButton("x", lang.L("Close"), d.Close).As(VariantQuietNeutral)
	AttachTooltip(d.shut, lang.L("Close"))
	head := Pad(12, 8, 8, 16, Row(8, Grow(Col(0, NewCutTip(d.title), d.detail)), d.shut))
	footer := Col(0, HLine(), Pad(12, 16, 12, 16, d.foot))
	d.SetBody(body)
	d.SetFoot(foot)
	scroll := ScrollBox(d.body)
	d.Extend(d, Fix(DrawerWidth, 0, NewCard(head, HLine(), Grow(scroll), footer)))
	return d
}

// SetTitle replaces the title and the caption below it, which may be "".
func (d *Drawer) SetTitle(title, detail string) {
	d.title.SetText(title)
	d.detail.SetText(detail)
	d.detail.Hidden = detail == ""
	d.Refresh()
}

// SetBody replaces the content between head and foot. It has its own height;
// wrap it in Grow to fill the drawer.
func (d *Drawer) SetBody(o fyne.CanvasObject) { d.replace(d.body, o) }

// SetFoot replaces the row of actions; nil leaves it out.
func (d *Drawer) SetFoot(o fyne.CanvasObject) { d.replace(d.foot, o) }

func (d *Drawer) replace(c *fyne.Container, o fyne.CanvasObject) {
	c.Objects = nil
	if o != nil {
		c.Objects = []fyne.CanvasObject{o}
	}
	if c == d.foot {
		c.Hidden = o == nil
	}
	if w := c.Size().Width; w > 0 { // new content of the same height is laid out as well
		HeightFor(c, w)
		relayout(c)
	}
	if d.Block.body != nil {
		d.Refresh()
	}
}

// Close hides the drawer and calls OnClose.
func (d *Drawer) Close() {
	d.Hide()
	if d.OnClose != nil {
		d.OnClose()
	}
}
