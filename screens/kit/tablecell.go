package kit

import "fyne.io/fyne/v2"

// tableCell shows one value of a row. Text is always there; dot, icon, second
// line and link are made when a value needs them for the first time.
type tableCell struct {
	row    *tableRow
	text   *Cut
	icon   *Icon
	dot    *Shape
	detail *Cut
	link   *cellLink
	avatar *Avatar
	chip   *Chip
	badge  CellKind // CellPerson or CellChip when the value has one
	align  fyne.TextAlign
	tip    string
	do     func()
}

func newTableCell(r *tableRow) *tableCell {
	c := &tableCell{row: r, text: NewCut("", Body, Text)}
	r.objects = append(r.objects, c.text)
	return c
}

// cellLooks are style and usual colour of the kinds.
var cellLooks = [...]struct {
	style Style
	tok   Token
}{
	CellText: {Body, Text}, CellStrong: {BodyStrong, Text}, CellMono: {MonoBody, Text},
	CellStatus: {Body, Text}, CellDot: {Body, Text}, CellAction: {Body, Text},
	CellPerson: {Body, Text}, CellChip: {Body, Text}, CellMarked: {Body, Text},
}

// set writes every property of the value.
func (c *tableCell) set(v Cell, align fyne.TextAlign) {
	look := cellLooks[v.Kind]
	style, tok := look.style, look.tok
	switch {
	case v.Kind == CellStatus:
		tok = v.Status.Ink()
	case v.Kind == CellDot && v.Token == StateFailed:
		style, tok = BodyStrong, DangerText
	case v.Kind != CellDot && v.Token != Transparent:
		tok = v.Token
	}
	c.align, c.do, c.tip = align, v.Do, v.Tip
	c.text.SetStyle(style)
	c.text.SetToken(tok)
	c.text.SetText(v.Text)
	if v.Kind == CellChip {
		c.text.SetText("")
	}
	c.text.SetAlign(align)
	c.setMark(v)
	c.setPerson(v)
	c.setChip(v)
	c.setDetail(v.Detail)
	c.setLink(v.Action)
}

func (c *tableCell) setMark(v Cell) {
	if (v.Kind == CellStatus || v.Kind == CellMarked) && v.Text != "" {
		name := v.Icon
		if name == "" {
			name = v.Status.IconName()
		}
		if c.icon == nil {
			c.icon = NewIcon("", 14, Text2)
			c.row.objects = append(c.row.objects, c.icon)
		}
		c.icon.SetName(name)
		c.icon.SetToken(v.Status.Ink())
		c.icon.Show()
	} else if c.icon != nil {
		c.icon.Hide()
	}
	if v.Kind == CellDot && v.Text != "" {
		kind := ShapeDisc
		if v.Ring {
			kind = ShapeRing
		}
		if c.dot == nil {
			c.dot = NewShape(kind, 8, v.Token)
			c.row.objects = append(c.row.objects, c.dot)
		}
		c.dot.Set(kind, v.Token)
		c.dot.Show()
	} else if c.dot != nil {
		c.dot.Hide()
	}
}

func (c *tableCell) setDetail(text string) {
	if text == "" {
		if c.detail != nil {
			c.detail.SetText("")
			c.detail.Hide()
		}
		return
	}
	if c.detail == nil {
		c.detail = NewCut("", Caption, Text3)
		c.row.objects = append(c.row.objects, c.detail)
	}
	c.detail.SetText(text)
	c.detail.SetAlign(c.align)
	c.detail.Show()
}

func (c *tableCell) setLink(text string) {
	if text == "" {
		if c.link != nil {
			c.link.Hide()
		}
		return
	}
	if c.link == nil {
		c.link = newCellLink(func() {
			if c.do != nil {
				c.do()
			}
		})
		c.row.objects = append(c.row.objects, c.link)
	}
	c.link.text.SetText(text)
	c.link.Show()
}

// hiddenText is what there is to know beyond what the cell shows: its tip, or what
// it could not show in full.
func (c *tableCell) hiddenText() string {
	switch {
	case c.tip != "":
		return c.tip
	case c.text.IsCut():
		return c.text.FullText()
	case c.detail != nil && c.detail.Visible() && c.detail.IsCut():
		return c.detail.FullText()
	}
	return ""
}

// outOfSight is so far to the left of a table that nothing of a mark is seen.
const outOfSight = 64

// layout places the parts in the span of the column; a span without width
// hides them.
func (c *tableCell) layout(s span, height float32) {
	if s.w <= 0 {
		for _, o := range c.parts() {
			place(o, -outOfSight, 0, 0, 0) // marks are drawn also without room
		}
		c.text.Hide()
		c.hideBadge()
		return
	}
	c.text.Show()
	x, room := s.x, s.w
	line := c.text.style.LineHeight()
	full := line
	if c.detail != nil && c.detail.Visible() {
		full += 16
	}
	y := snapDown((height - full) / 2)
	if c.icon != nil && c.icon.Visible() {
		place(c.icon, x, y+snapDown((line-14)/2), 14, 14)
		x, room = x+20, room-20
	}
	if c.dot != nil && c.dot.Visible() {
		place(c.dot, x, y+snapDown((line-8)/2), 8, 8)
		x, room = x+16, room-16
	}
	if moved := c.layoutBadge(x, room, height); moved > 0 {
		x, room = x+moved, room-moved
	}
	text := max(room, 0)
	if c.link != nil && c.link.Visible() {
		w := min(snap(minWidth(c.link)), text)
		text = max(min(snap(c.text.IdealWidth()), room-w-12), 0)
		at := x
		if text > 0 && c.text.FullText() != "" {
			at = x + text + 12
		}
		if c.align == fyne.TextAlignTrailing {
			at = s.x + s.w - w
		}
		place(c.link, at, y, w, line)
	}
	place(c.text, x, y, text, line)
	if c.detail != nil {
		place(c.detail, x, y+line, room, 16)
	}
}

func (c *tableCell) parts() []fyne.CanvasObject {
	out := []fyne.CanvasObject{c.text}
	if c.icon != nil {
		out = append(out, c.icon)
	}
	if c.dot != nil {
		out = append(out, c.dot)
	}
	if c.detail != nil {
		out = append(out, c.detail)
	}
	if c.link != nil {
		out = append(out, c.link)
	}
	if c.avatar != nil {
		out = append(out, c.avatar)
	}
	if c.chip != nil {
		out = append(out, c.chip)
	}
	return out
}
