package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
)

// Avatar shows two letters on a colour: square with a radius of 8 for agents,
// round for people.
type Avatar struct {
	Block
	text *Line
	box  *Box
}

// NewAvatar makes an avatar of this size, 32 in the rail; from 48 on its letters
// grow as well.
func NewAvatar(initials string, fill color.Color, size float32, round bool) *Avatar {
	radius := float32(8)
	if round {
		radius = size / 2
	}
	style := CaptionStrong
	if size >= 48 {
		style = MetricSmall
	}
	a := &Avatar{text: NewLine(initials, style, White), box: NewBox(Transparent, Transparent, radius, 0)}
	a.box.SetFillColor(fill)
	a.Extend(a, Fix(size, size, Stack(a.box, Mid(size, size, a.text))))
	return a
}

// Set changes letters and colour.
func (a *Avatar) Set(initials string, fill color.Color) {
	a.text.SetText(initials)
	a.box.SetFillColor(fill)
	a.Refresh()
}

// NewDot shows a delivery state: a dot of 8 and its word. A ring instead of a
// disc means "not yet"; the failed state is also bold and red.
func NewDot(tok Token, ring bool, word string) *fyne.Container {
	kind := ShapeDisc
	if ring {
		kind = ShapeRing
	}
	text := NewLine(word, Body, Text)
	if tok == StateFailed {
		text = NewLine(word, BodyStrong, DangerText)
	}
	return Row(8, NewShape(kind, 8, tok), text)
}
