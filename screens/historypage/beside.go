package historypage

import (
	"fyne.io/fyne/v2"

	"channeldesk/screens/kit"
)

const (
	// rowsLeast is the width in which number, template and status of a message are
	// still whole.
	rowsLeast = 560
	// lastBelow is the width of the list below which source and cost are left out.
	lastBelow = 600
	besideGap = 16
)

// besideLayout puts the drawer beside the list, so that it hides neither a part of a
// row nor the buttons below. Only where the list would get too narrow the drawer
// covers its right part.
type besideLayout struct{}

// MinSize is called by the toolkit; the list takes what there is.
func (besideLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(0, objects[0].MinSize().Height)
}

// Layout is called by the toolkit.
func (besideLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	list, drawer := objects[0], objects[1]
	width := size.Width
	if rest := width - kit.DrawerWidth - besideGap; drawer.Visible() && rest >= rowsLeast {
		width = rest
	}
	list.Move(fyne.NewPos(0, 0))
	list.Resize(fyne.NewSize(width, size.Height))
	drawer.Move(fyne.NewPos(max(size.Width-kit.DrawerWidth, 0), 0))
	drawer.Resize(fyne.NewSize(min(kit.DrawerWidth, size.Width), size.Height))
}
