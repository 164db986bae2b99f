package kit

import "fyne.io/fyne/v2"

// PickField looks like a Select and opens something of its own instead of a list:
// a picker with a search, for choices of which there are many. UI thread only.
type PickField struct {
	fieldShell

	// OnTapped opens what there is to choose from.
	OnTapped func()

	box      *Press
	text     *Cut
	arrow    *Icon
	sign     string // what the arrow is drawn as
	fault    bool
	readOnly bool
	disabled bool
}

// NewPickField makes a field that shows nothing yet.
func NewPickField(label string, onTapped func()) *PickField {
	p := &PickField{OnTapped: onTapped, text: NewCut("", Body, Text), arrow: NewIcon("chevron-down", 14, Text3), sign: "chevron-down"}
	p.box = &Press{Style: p.face, OnState: p.recolour, Label: label, OnKey: p.key}
	p.box.OnTapped = func() {
		if p.OnTapped != nil {
			p.OnTapped()
		}
	}
	p.box.Extend(p.box, Pad(0, 11, 0, 11, Row(8, Grow(p.text), p.arrow)), 6)
	p.box.SetMin(64, 32)
	p.build(p, label, p.box)
	return p
}

// SetText sets what the box shows.
func (p *PickField) SetText(text string) { p.text.SetText(text) }

// SetSpoken sets what screen readers say of a field without a label of its own.
func (p *PickField) SetSpoken(text string) { p.box.Label = text }

// Text returns what the box shows.
func (p *PickField) Text() string { return p.text.FullText() }

// SetFault marks the edge as one at fault, without a line below.
func (p *PickField) SetFault(fault bool) {
	if p.fault != fault {
		p.fault = fault
		p.box.restyle()
	}
}

// SetError shows an error in place of the help; "" removes it.
func (p *PickField) SetError(text string) {
	p.SetFault(text != "")
	p.showError(text)
}

// SetReadOnly shows the text on a sunken ground with a lock.
func (p *PickField) SetReadOnly(readOnly bool) {
	p.readOnly = readOnly
	p.able()
}

// SetDisabled greys the field out and takes it out of the tab order.
func (p *PickField) SetDisabled(disabled bool) {
	p.disabled = disabled
	p.able()
}

func (p *PickField) able() {
	p.box.SetDisabled(p.readOnly || p.disabled)
	p.box.restyle()
	p.box.Refresh()
}

// Focus moves the keyboard focus to the box.
func (p *PickField) Focus() { p.box.Focus() }

func (p *PickField) key(e *fyne.KeyEvent) bool {
	if e.Name != fyne.KeyDown && e.Name != fyne.KeyUp {
		return false
	}
	p.box.activate()
	return true
}

func (p *PickField) face(s PressState) Face {
	switch {
	case s.Disabled:
		return Face{Sunken, Border, 1}
	case p.fault:
		return Face{Surface, Danger, 1}
	}
	return Face{Surface, Input, 1}
}

func (p *PickField) recolour(PressState) {
	ink, icon, quiet := Text, p.sign, Text3
	switch {
	case p.disabled:
		ink = Disabled
	case p.readOnly:
		ink, icon, quiet = Text2, "lock", Text2
	}
	p.text.SetToken(ink)
	p.arrow.SetName(icon)
	p.arrow.SetToken(quiet)
}
