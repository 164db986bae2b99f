package kit

import "image/color"

const (
	personSide = 24 // of the badge in a row
	chipHigh   = 20
)

// PersonColour is the ground of people's badges, the same for everybody: who it
// is stands beside it.
func PersonColour() color.Color { return color.NRGBA{0x2F, 0x6B, 0x5E, 0xFF} }

// NewPerson makes the round badge of a person.
func NewPerson(initials string, size float32) *Avatar {
	return NewAvatar(initials, PersonColour(), size, true)
}

// setPerson shows the badge of CellPerson.
func (c *tableCell) setPerson(v Cell) {
	c.badge = CellText
	if v.Kind != CellPerson || v.Initials == "" {
		if c.avatar != nil {
			c.avatar.Hide()
		}
		return
	}
	if c.avatar == nil {
		c.avatar = NewPerson(v.Initials, personSide)
		c.row.objects = append(c.row.objects, c.avatar)
	}
	c.badge = CellPerson
	c.avatar.Set(v.Initials, PersonColour())
	c.avatar.Show()
}

// setChip shows the chip of CellChip.
func (c *tableCell) setChip(v Cell) {
	if v.Kind != CellChip || v.Text == "" {
		if c.chip != nil {
			c.chip.Hide()
		}
		return
	}
	icon := v.Icon
	if icon == "" {
		icon = v.Status.IconName()
	}
	if c.chip == nil {
		c.chip = NewChip(v.Status, icon, v.Text, true)
		c.row.objects = append(c.row.objects, c.chip)
	}
	c.badge = CellChip
	c.chip.Set(v.Status, icon, v.Text)
	c.chip.Show()
}

// hideBadge keeps badge and chip out of sight while the column is left out.
func (c *tableCell) hideBadge() {
	if c.avatar != nil {
		c.avatar.Hide()
	}
	if c.chip != nil {
		c.chip.Hide()
	}
}

// layoutBadge places badge or chip at the left of a cell and returns the room
// that it takes.
func (c *tableCell) layoutBadge(x, room, height float32) float32 {
	switch c.badge {
	case CellPerson:
		c.avatar.Show()
		place(c.avatar, x, snapDown((height-personSide)/2), personSide, personSide)
		return personSide + 8
	case CellChip:
		c.chip.Show()
		w := min(snap(idealWidth(c.chip)), max(room, 0))
		place(c.chip, x, snapDown((height-chipHigh)/2), w, chipHigh)
		return w + 8
	}
	return 0
}
