package kit

import (
	"strconv"

	"fyne.io/fyne/v2"
)

// Variant is the look of a button; there is one primary button in a region.
type Variant int

// The variants. VariantDangerText is for "Delete" before it is confirmed, DangerFill
// for the confirmation itself, Pub for "Publish now" only.
const (
	VariantSecondary Variant = iota
	VariantPrimary
	VariantQuiet
	VariantQuietNeutral
	VariantPub
	VariantDangerText
	VariantDangerFill
)

// Button is a button of 32 (or 40) height with a text, an icon or both.
type Button struct {
	Press
	variant Variant
	large   bool
	busy    bool
	text    *Line
	lead    *Icon
	trail   *Icon
	spin    *Activity
	count   *fyne.Container
	number  *Line
	shown   bool    // the pill holds a number
	rest    float32 // width before it became busy
}

// NewButton makes a secondary button. The With methods change it and return
// it, so that a button is one expression:
//
//	kit.NewButton(lang.L("Run again"), run).WithIcon("refresh-cw")
func NewButton(text string, onTap func()) *Button {
	b := &Button{
		text:  NewLine(text, BodyStrong, Text),
		lead:  NewIcon("", 14, Text),
		trail: NewIcon("", 14, Text),
		spin:  NewActivity(14, Text),
	}
	b.count, b.number = newCountPill()
	b.lead.Hide()
	b.trail.Hide()
	b.spin.Hide()
	b.count.Hide()
	b.OnTapped, b.Label = onTap, text
	b.Style, b.OnState = b.face, b.recolour
	row := Row(8, b.spin, b.lead, b.text, b.trail, b.count)
	b.Extend(b, &fyne.Container{Layout: &buttonLayout{b: b}, Objects: []fyne.CanvasObject{row}}, 6)
	b.height = 32
	return b
}

// NewPrimary makes the blue button.
func NewPrimary(text string, onTap func()) *Button { return NewButton(text, onTap).As(VariantPrimary) }

// NewQuiet makes a button without an edge, in link colour.
func NewQuiet(text string, onTap func()) *Button { return NewButton(text, onTap).As(VariantQuiet) }

// NewIconButton makes a square button of one icon; the label is for screen
// readers and tooltips.
func NewIconButton(icon, label string, onTap func()) *Button {
	b := NewButton("", onTap).WithIcon(icon)
	b.Label = label
	b.text.Hide()
	return b
}

// As sets the variant.
func (b *Button) As(v Variant) *Button {
	b.variant = v
	b.restyle()
	return b
}

// WithIcon puts an icon before the text; "" removes it.
func (b *Button) WithIcon(name string) *Button {
	b.SetIcon(name)
	return b
}

// WithTrailing puts an icon after the text.
func (b *Button) WithTrailing(name string) *Button {
	b.trail.SetName(name)
	b.trail.Hidden = name == "" || b.busy
	b.Refresh()
	return b
}

// Large makes it 40 high: the main button of a page.
func (b *Button) Large() *Button {
	b.large, b.height, b.trail.size = true, 40, 16
	b.trail.Refresh()
	return b
}

// SetText replaces the text, and the label when that was the same.
func (b *Button) SetText(text string) {
	if b.Label == b.text.Text() {
		b.Label = text
	}
	b.text.SetText(text)
	b.Refresh()
}

// Text returns the text.
func (b *Button) Text() string { return b.text.Text() }

// SetIcon replaces the icon before the text; "" removes it.
func (b *Button) SetIcon(name string) {
	b.lead.SetName(name)
	b.lead.Hidden = name == "" || b.busy
	b.Refresh()
}

// SetCount shows a number in a pill after the text; 0 removes it.
func (b *Button) SetCount(n int) {
	b.number.SetText(strconv.Itoa(n))
	b.shown = n != 0
	b.count.Hidden = !b.shown || b.busy
	b.Refresh()
}

// SetBusy turns the icon into an activity indicator and ignores input until
// it is called again with false. Text and width stay as they are; a number or
// an icon after the text makes room for the indicator.
func (b *Button) SetBusy(busy bool) {
	if b.busy == busy {
		return
	}
	b.rest = 0
	if busy {
		b.rest = b.minWidth()
	}
	b.busy, b.ignoring = busy, busy
	b.lead.Hidden = busy || b.lead.name == ""
	b.trail.Hidden = busy || b.trail.name == ""
	b.count.Hidden = busy || !b.shown
	b.spin.Hidden = !busy
	if busy {
		b.spin.Start()
	} else {
		b.spin.Stop()
	}
	b.Refresh()
}

// Busy tells whether it is busy.
func (b *Button) Busy() bool { return b.busy }

// padding is the room at both sides, edge included.
func (b *Button) padding() float32 {
	if b.text.Hidden {
		return 9
	}
	if b.large {
		return 17
	}
	return 13
}

// filled variants have the colour of their text on a fill.
var filled = map[Variant]struct{ fill, hover, on Token }{
	VariantPrimary:    {Primary, PrimaryHover, OnPrimary},
	VariantPub:        {PubFill, PubFill, PubOn},
	VariantDangerFill: {DangerFill, DangerFill, White},
}

// face is the box of the button for a state.
func (b *Button) face(s PressState) Face {
	if f, ok := filled[b.variant]; ok {
		switch {
		case s.Disabled:
			return Face{NeutralTint, NeutralTint, 1}
		case s.Hovered && !b.busy:
			return Face{f.hover, f.hover, 1}
		}
		return Face{f.fill, f.fill, 1}
	}
	if b.variant == VariantQuiet || b.variant == VariantQuietNeutral {
		if s.Hovered && !b.busy {
			return Face{NeutralTint, NeutralTint, 1}
		}
		return Face{}
	}
	switch {
	case s.Disabled:
		return Face{Sunken, Border, 1}
	case s.Hovered && !b.busy:
		return Face{Sunken, Border, 1}
	}
	return Face{Surface, Border, 1}
}

// ink is the colour of text and icons for a state.
func (b *Button) ink(s PressState) Token {
	f, isFilled := filled[b.variant]
	switch {
	case s.Disabled && isFilled:
		return Text3
	case s.Disabled:
		return Disabled
	case isFilled:
		return f.on
	case b.variant == VariantQuiet:
		return PrimaryText
	case b.variant == VariantDangerText:
		return DangerText
	case b.variant == VariantQuietNeutral, b.text.Hidden:
		return Text2
	}
	return Text
}

func (b *Button) recolour(s PressState) {
	ink := b.ink(s)
	b.text.SetToken(ink)
	b.lead.SetToken(ink)
	b.trail.SetToken(ink)
	b.spin.SetToken(ink)
}

// buttonLayout centres the row of parts between the paddings.
type buttonLayout struct{ b *Button }

func (l *buttonLayout) minWidth(objects []fyne.CanvasObject) float32 {
	if l.b.text.Hidden {
		return l.b.height
	}
	if l.b.rest > 0 {
		return l.b.rest
	}
	return minWidth(objects[0]) + 2*l.b.padding()
}

func (l *buttonLayout) heightFor([]fyne.CanvasObject, float32) float32 { return l.b.height }

func (l *buttonLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(l.minWidth(objects), l.b.height)
}

func (l *buttonLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	w := snap(minWidth(objects[0]))
	place(objects[0], snapDown((size.Width-w)/2), 0, w, size.Height)
}

// newCountPill is the white number at the end of "Review & publish".
func newCountPill() (*fyne.Container, *Line) {
	line := NewLine("", CaptionStrong, PrimaryOnWhite)
	return Fix(0, 18, Stack(NewBox(White, Transparent, 9, 0), Mid(18, 18, Pad(0, 6, 0, 6, line)))), line
}
