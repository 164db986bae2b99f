package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/lang"
)

// Switch turns something on or off: a title with a line of help, the word On
// or Off, and a knob. A click anywhere on the row turns it. UI thread only.
type Switch struct {
	Block

	// OnChanged is called when the person turns the switch.
	OnChanged func(on bool)

	on       bool
	title    *Cut
	help     *Paragraph
	word     *Line
	knob     *Press
	thumb    *Shape
	readOnly bool
	disabled bool
}

// NewSwitch makes a switch that is off; the help may be "".
func NewSwitch(label, help string) *Switch {
	s := &Switch{title: NewCut(label, BodyStrong, Text), help: NewParagraph(Text3, Caption, help)}
	s.help.Hidden = help == ""
	s.title.Hidden = label == ""
	s.word = NewLine("", CaptionStrong, Text)
	s.thumb = NewShape(ShapeDisc, 16, White)
	s.knob = &Press{Style: s.track, OnTapped: s.turn, OnState: s.recolour, Label: label}
	s.knob.Extend(s.knob, &fyne.Container{Layout: &knobLayout{s: s}, Objects: []fyne.CanvasObject{s.thumb}}, 10)
	s.knob.SetMin(36, 20)
	text := Grow(Col(0, s.title, s.help))
	s.Extend(s, Row(12, text, Fix(24, 0, s.word.SetAlign(fyne.TextAlignTrailing)), s.knob))
	s.apply()
	return s
}

// Plain shows the title in regular weight, for less important choices.
func (s *Switch) Plain() *Switch {
	s.title.SetStyle(Body)
	return s
}

// On tells whether the switch is on.
func (s *Switch) On() bool { return s.on }

// SetOn turns the switch without calling OnChanged.
func (s *Switch) SetOn(on bool) {
	if s.on != on {
		s.on = on
		s.apply()
	}
}

// SetHelp replaces the line below the title; "" removes it.
func (s *Switch) SetHelp(text string) {
	s.help.SetText(text)
	s.help.Hidden = text == ""
	s.Refresh()
}

// SetReadOnly shows the state without letting it be changed.
func (s *Switch) SetReadOnly(readOnly bool) {
	s.readOnly = readOnly
	s.able()
}

// Disabled reports whether it is greyed out.
func (s *Switch) Disabled() bool { return s.disabled }

// SetDisabled greys the row out.
func (s *Switch) SetDisabled(disabled bool) {
	s.disabled = disabled
	s.able()
}

func (s *Switch) able() {
	s.knob.SetDisabled(s.readOnly || s.disabled)
	if s.disabled {
		s.title.SetToken(Disabled)
	} else {
		s.title.SetToken(Text)
	}
	s.apply()
}

// Focus moves the keyboard focus to the knob.
func (s *Switch) Focus() { s.knob.Focus() }

// Tapped turns the switch when the row is clicked.
func (s *Switch) Tapped(e *fyne.PointEvent) { s.knob.Tapped(e) }

// Cursor shows the hand over the row.
func (s *Switch) Cursor() desktop.Cursor { return s.knob.Cursor() }

func (s *Switch) turn() {
	s.SetOn(!s.on)
	if s.OnChanged != nil {
		s.OnChanged(s.on)
	}
}

// apply shows the word and moves the thumb.
func (s *Switch) apply() {
	if s.on {
		s.word.SetText(lang.L("On"))
	} else {
		s.word.SetText(lang.L("Off"))
	}
	s.knob.Refresh()
	s.Refresh()
}

// track is the ground the thumb lies on.
func (s *Switch) track(p PressState) Face {
	switch {
	case p.Disabled && s.on && !s.disabled:
		return Face{StateDelivered, Transparent, 0}
	case p.Disabled:
		return Face{Border, Transparent, 0}
	case s.on && p.Hovered:
		return Face{PrimaryHover, Transparent, 0}
	case s.on:
		return Face{Primary, Transparent, 0}
	}
	return Face{Input, Transparent, 0}
}

func (s *Switch) recolour(PressState) {
	switch {
	case s.disabled:
		s.word.SetToken(Disabled)
	case s.on:
		s.word.SetToken(Text)
	default:
		s.word.SetToken(Text2)
	}
}

// knobLayout puts the thumb at the left when off and at the right when on.
type knobLayout struct{ s *Switch }

func (*knobLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(36, 20) }

func (l *knobLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	x := float32(2)
	if l.s.on {
		x = size.Width - 18
	}
	for _, o := range objects {
		place(o, x, 2, 16, 16)
	}
}
