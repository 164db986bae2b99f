package kit

import "fyne.io/fyne/v2"

// Link is a caption in link colour that acts, with an optional icon before
// it: "Copy report", "Where do I find these?".
type Link struct {
	Press
	text *Line
	icon *Icon
	tok  Token
}

// NewLink makes a link; give "" for no icon.
func NewLink(text, icon string, onTap func()) *Link {
	l := &Link{text: NewLine(text, CaptionStrong, PrimaryText), icon: NewIcon(icon, 14, PrimaryText), tok: PrimaryText}
	l.icon.Hidden = icon == ""
	l.OnTapped, l.Label, l.Role = onTap, text, fyne.AccessibleRoleLink
	l.OnState = l.recolour
	l.Extend(l, Row(6, l.icon, l.text), 0)
	return l
}

// SetText replaces the text.
func (l *Link) SetText(text string) {
	l.Label = text
	l.text.SetText(text)
	l.Refresh()
}

// SetIcon replaces the icon; "" removes it.
func (l *Link) SetIcon(name string) {
	l.icon.SetName(name)
	l.icon.Hidden = name == ""
	l.Refresh()
}

// SetToken changes the colour at rest, for links on coloured grounds.
func (l *Link) SetToken(tok Token) *Link {
	l.tok = tok
	l.restyle()
	return l
}

func (l *Link) recolour(s PressState) {
	ink := l.tok
	switch {
	case s.Disabled:
		ink = Disabled
	case s.Hovered && ink == PrimaryText:
		ink = Primary
	}
	l.text.SetToken(ink)
	l.icon.SetToken(ink)
}
