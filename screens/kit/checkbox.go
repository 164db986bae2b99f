package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// Checkbox is a box of 16 with a label that may wrap; the row is at least 32
// high and all of it can be clicked. UI thread only.
type Checkbox struct {
	Block

	// OnChanged is called when the person sets or clears the box.
	OnChanged func(checked bool)

	checked bool
	mixed   bool
	label   *Paragraph
	mark    *Press
	tick    *Icon
}

// NewCheckbox makes an empty checkbox; the label may be "" in tables.
func NewCheckbox(label string) *Checkbox {
	c := &Checkbox{label: NewParagraph(Text, Body, label), tick: NewIcon("", 12, White)}
	c.label.Hidden = label == ""
	c.mark = &Press{Style: c.face, OnTapped: c.turn, OnState: c.recolour, Label: label}
	c.mark.Extend(c.mark, Mid(16, 16, c.tick), 4)
	c.mark.SetMin(16, 16)
	c.Extend(c, Pad(6, 0, 6, 0, RowTop(8, Pad(2, 0, 2, 0, c.mark), c.label)))
	return c
}

// Checked tells whether the box is set.
func (c *Checkbox) Checked() bool { return c.checked }

// SetChecked sets or clears the box without calling OnChanged.
func (c *Checkbox) SetChecked(checked bool) {
	if c.checked != checked || c.mixed {
		c.checked, c.mixed = checked, false
		c.apply()
	}
}

// SetMixed shows a line for "some of them", above a column of checkboxes; the
// next click sets the box.
func (c *Checkbox) SetMixed() {
	c.checked, c.mixed = false, true
	c.apply()
}

// SetLabel replaces the label.
func (c *Checkbox) SetLabel(text string) {
	c.mark.Label = text
	c.label.SetText(text)
	c.label.Hidden = text == ""
	c.Refresh()
}

// SetSpoken says what a screen reader calls the box when the words that belong
// to it stand elsewhere in its row.
func (c *Checkbox) SetSpoken(text string) { c.mark.Label = text }

// SetDisabled greys the checkbox out.
func (c *Checkbox) SetDisabled(disabled bool) {
	c.mark.SetDisabled(disabled)
	c.apply()
}

// Focus moves the keyboard focus to the box.
func (c *Checkbox) Focus() { c.mark.Focus() }

// Tapped sets or clears the box when the row is clicked.
func (c *Checkbox) Tapped(e *fyne.PointEvent) { c.mark.Tapped(e) }

// Cursor shows the hand over the row.
func (c *Checkbox) Cursor() desktop.Cursor { return c.mark.Cursor() }

func (c *Checkbox) turn() {
	c.SetChecked(!c.checked)
	if c.OnChanged != nil {
		c.OnChanged(c.checked)
	}
}

func (c *Checkbox) apply() {
	c.mark.restyle()
	c.mark.Refresh()
}

func (c *Checkbox) face(s PressState) Face {
	set := c.checked || c.mixed
	switch {
	case s.Disabled && set:
		return Face{Disabled, Disabled, 1}
	case s.Disabled:
		return Face{Sunken, Border, 1}
	case set && s.Hovered:
		return Face{PrimaryHover, PrimaryHover, 1}
	case set:
		return Face{Primary, Primary, 1}
	case s.Hovered:
		return Face{Surface, Text2, 1}
	}
	return Face{Surface, Input, 1}
}

func (c *Checkbox) recolour(s PressState) {
	switch {
	case c.mixed:
		c.tick.SetName("minus")
	case c.checked:
		c.tick.SetName("check")
	default:
		c.tick.SetName("")
	}
	if s.Disabled {
		c.label.SetToken(Disabled)
	} else {
		c.label.SetToken(Text)
	}
}
