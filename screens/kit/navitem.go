package kit

import "fyne.io/fyne/v2"

// NavItem is one page in the rail: icon and name, 32 high, or the icon alone
// in the slim rail. Label, from Press, is what a tooltip of the slim rail
// says. UI thread only.
type NavItem struct {
	Press
	icon *Icon
	text *Cut
	warn *Icon
	dot  *Shape
	slim bool
}

// NewNavItem makes an item that is not selected.
func NewNavItem(icon, text string, onTap func()) *NavItem {
	n := &NavItem{
		icon: NewIcon(icon, 16, Text2), text: NewCut(text, Body, Text2),
		warn: NewIcon("triangle-alert", 14, WarnText), dot: NewShape(ShapeDisc, 8, Warn),
	}
	n.warn.Hide()
	n.dot.Hide()
	n.Label, n.OnTapped = text, onTap
	n.Style, n.OnState = n.face, n.recolour
	n.Extend(n, &fyne.Container{Layout: &navLayout{n: n}, Objects: []fyne.CanvasObject{n.icon, n.text, n.warn, n.dot}}, 6)
	n.SetMin(40, 32)
	return n
}

// SetWarning shows or removes the warning mark.
func (n *NavItem) SetWarning(warning bool) {
	n.warn.Hidden = !warning
	n.Refresh()
}

// SetSlim shows the icon alone.
func (n *NavItem) SetSlim(slim bool) {
	n.slim = slim
	n.Refresh()
}

func (n *NavItem) face(s PressState) Face {
	switch {
	case s.Selected:
		return Face{Fill: Tint}
	case s.Hovered:
		return Face{Fill: NeutralTint}
	}
	return Face{}
}

func (n *NavItem) recolour(s PressState) {
	ink, style := Text2, Body
	if s.Selected {
		ink, style = PrimaryText, BodyStrong
	}
	if s.Disabled {
		ink = Disabled
	}
	n.icon.SetToken(ink)
	n.text.SetToken(ink)
	n.text.SetStyle(style)
}

// navLayout places the parts of a nav item in both widths.
type navLayout struct{ n *NavItem }

func (l *navLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(40, 32) }

func (l *navLayout) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	n := l.n
	warning := !n.warn.Hidden
	n.text.Hidden = n.slim
	n.dot.Hidden = !n.slim || !warning
	if n.slim {
		place(n.icon, snapDown((size.Width-16)/2), snapDown((size.Height-16)/2), 16, 16)
		place(n.dot, size.Width-14, 4, 8, 8)
		place(n.warn, -32, 0, 0, 0)
		return
	}
	place(n.icon, 8, snapDown((size.Height-16)/2), 16, 16)
	right := size.Width - 8
	if warning {
		place(n.warn, right-14, snapDown((size.Height-14)/2), 14, 14)
		right -= 22
	}
	place(n.text, 34, snapDown((size.Height-20)/2), right-34, 20)
}
