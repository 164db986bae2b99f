package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// cellLink is the link in a row of a table. The Tab key passes it by: rows have one
// stop for all of them, and Enter does for a row what there is to do.
type cellLink struct {
	widget.BaseWidget
	text *Line
	do   func()
}

var (
	_ fyne.Tappable      = (*cellLink)(nil)
	_ desktop.Hoverable  = (*cellLink)(nil)
	_ desktop.Cursorable = (*cellLink)(nil)
)

func newCellLink(do func()) *cellLink {
	l := &cellLink{text: NewLine("", BodyStrong, PrimaryText), do: do}
	l.ExtendBaseWidget(l)
	return l
}

// Tapped is called by the toolkit on a click.
func (l *cellLink) Tapped(*fyne.PointEvent) { l.do() }

// MouseIn is called by the toolkit.
func (l *cellLink) MouseIn(*desktop.MouseEvent) { l.text.SetToken(Primary) }

// MouseMoved is called by the toolkit.
func (l *cellLink) MouseMoved(*desktop.MouseEvent) {}

// MouseOut is called by the toolkit.
func (l *cellLink) MouseOut() { l.text.SetToken(PrimaryText) }

// Cursor is the hand.
func (l *cellLink) Cursor() desktop.Cursor { return desktop.PointerCursor }

// CreateRenderer is called by the toolkit.
func (l *cellLink) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(l.text) }
