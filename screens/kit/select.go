package kit

import "fyne.io/fyne/v2"

// Option is one choice: the value the program keeps and the label it shows.
type Option struct{ Value, Label string }

// Select is a labelled choice of one from a list. Space, Enter, Up and Down
// open the list, letters jump inside it. UI thread only.
type Select struct {
	fieldShell

	// OnChanged is called when the person chooses another value.
	OnChanged func(value string)

	control  *selectBox
	options  []Option
	at       int // -1 for none
	fault    bool
	readOnly bool
	disabled bool
	hint     string
}

// NewSelect makes a choice with nothing chosen; a label of "" leaves the
// label row out.
func NewSelect(label string, options []Option) *Select {
	s := &Select{options: options, at: -1}
	s.control = newSelectBox(s)
	s.control.Label = label
	s.build(s, label, s.control)
	s.show()
	return s
}

// SetSpoken sets what screen readers say of a choice without a label of its own.
func (s *Select) SetSpoken(text string) { s.control.Label = text }

// SpeakChoice makes screen readers say a name and what is chosen, for filters whose
// name gives way to the choice.
func (s *Select) SpeakChoice(name string) { s.control.Label = name + ", " + s.control.text.FullText() }

// SetOptions replaces the choices; the value stays when it is among them.
func (s *Select) SetOptions(options []Option) {
	value := s.Value()
	s.options = options
	s.at = indexOf(options, value)
	s.show()
}

// Value returns the chosen value, or "".
func (s *Select) Value() string {
	if s.at < 0 || s.at >= len(s.options) {
		return ""
	}
	return s.options[s.at].Value
}

// SetValue chooses without calling OnChanged; an unknown value chooses none.
func (s *Select) SetValue(value string) {
	if at := indexOf(s.options, value); at != s.at {
		s.at = at
		s.show()
	}
}

// indexOf finds a value among options; -1 when it is not there.
func indexOf(options []Option, value string) int {
	for i, o := range options {
		if o.Value == value {
			return i
		}
	}
	return -1
}

// SetPlaceholder sets what stands in the box while nothing is chosen.
func (s *Select) SetPlaceholder(text string) {
	s.hint = text
	s.show()
}

// SetLeading shows an icon before the value; "" removes it.
func (s *Select) SetLeading(icon string) {
	s.control.lead.SetName(icon)
	s.control.lead.Hidden = icon == ""
	s.control.Refresh()
}

// SetPrefix shows a word in grey before the value, as filters do.
func (s *Select) SetPrefix(text string) {
	s.control.prefix.SetText(text)
	s.control.prefix.Hidden = text == ""
	s.control.Refresh()
}

// SetError shows an error in place of the help; "" removes it.
func (s *Select) SetError(text string) {
	s.fault = text != ""
	s.control.restyle()
	s.showError(text)
}

// SetReadOnly shows the value on a sunken ground without a list.
func (s *Select) SetReadOnly(readOnly bool) {
	s.readOnly = readOnly
	s.able()
}

// SetDisabled greys the control out and takes it out of the tab order.
func (s *Select) SetDisabled(disabled bool) {
	s.disabled = disabled
	s.able()
}

func (s *Select) able() {
	s.control.SetDisabled(s.readOnly || s.disabled)
	s.control.restyle()
	s.control.Refresh()
}

// Focus moves the keyboard focus to the box.
func (s *Select) Focus() { s.control.Focus() }

// show writes the chosen label into the box.
func (s *Select) show() {
	if s.at >= 0 && s.at < len(s.options) {
		s.control.text.SetText(s.options[s.at].Label)
	} else {
		s.control.text.SetText(s.hint)
	}
	s.control.restyle()
	s.control.Refresh()
}

// choose takes the choice of the person.
func (s *Select) choose(at int) {
	if at == s.at || at < 0 || at >= len(s.options) {
		return
	}
	s.at = at
	s.SetError("")
	s.show()
	if s.OnChanged != nil {
		s.OnChanged(s.Value())
	}
}

// selectBox is the part that is pressed.
type selectBox struct {
	Press
	owner  *Select
	lead   *Icon
	prefix *Line
	text   *Cut
	arrow  *Icon
	open   *optionLayer
}

func newSelectBox(owner *Select) *selectBox {
	b := &selectBox{
		owner: owner, lead: NewIcon("", 14, Text2), prefix: NewLine("", Body, Text3),
		text: NewCut("", Body, Text), arrow: NewIcon("chevron-down", 14, Text3),
	}
	b.lead.Hide()
	b.prefix.Hide()
	b.Style, b.OnState, b.OnTapped, b.OnKey = b.face, b.recolour, b.show, b.key
	b.Extend(b, Pad(0, 11, 0, 11, Row(8, b.lead, b.prefix, Grow(b.text), b.arrow)), 6)
	b.SetMin(64, 32)
	return b
}

func (b *selectBox) face(s PressState) Face {
	switch {
	case s.Disabled:
		return Face{Sunken, Border, 1}
	case b.owner.fault:
		return Face{Surface, Danger, 1}
	case b.open != nil:
		return Face{Surface, Primary, 1}
	}
	return Face{Surface, Input, 1}
}

func (b *selectBox) recolour(PressState) {
	ink := Text
	switch {
	case b.owner.disabled:
		ink = Disabled
	case b.owner.readOnly:
		ink = Text2
	case b.owner.at < 0:
		ink = Text3
	}
	b.text.SetToken(ink)
	if b.owner.readOnly {
		b.arrow.SetName("lock")
		b.arrow.SetToken(Text2)
		return
	}
	b.arrow.SetName("chevron-down")
	b.arrow.SetToken(Text3)
}

func (b *selectBox) key(e *fyne.KeyEvent) bool {
	if e.Name == fyne.KeyDown || e.Name == fyne.KeyUp {
		b.show()
		return true
	}
	return false
}

// TypedRune opens the list at the first label that starts with the letter.
func (b *selectBox) TypedRune(r rune) {
	if r == ' ' || b.Disabled() {
		return
	}
	b.show()
	if b.open != nil {
		b.open.list.TypedRune(r)
	}
}

// show opens the list below the box.
func (b *selectBox) show() {
	if b.open != nil || len(b.owner.options) == 0 || b.Disabled() {
		return
	}
	c := fyne.CurrentApp().Driver().CanvasForObject(b)
	if c == nil {
		return
	}
	b.open = openOptions(b, c, b.owner.options, b.owner.at, func(at int) {
		b.open = nil
		b.restyle()
		c.Focus(b)
		b.owner.choose(at)
	})
	b.restyle()
}
