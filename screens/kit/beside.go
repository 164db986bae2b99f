package kit

import "fyne.io/fyne/v2"

// rowsLeast is the width in which the rows beside a drawer can still be read.
const rowsLeast = 560

// Beside shows a drawer at the right of what it belongs to, so that it hides neither
// a part of a row nor what stands below. Only where less than rowsLeast would be
// left the drawer covers the right part in place of pushing it aside. UI thread only.
func Beside(main fyne.CanvasObject, drawer *Drawer) *fyne.Container {
	return group(&besideLayout{}, []fyne.CanvasObject{main, drawer})
}

type besideLayout struct{}

func (besideLayout) wraps() {}

func (besideLayout) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	return HeightFor(objects[0], besideWidth(objects, width))
}

// besideWidth is the width of what the drawer belongs to.
func besideWidth(objects []fyne.CanvasObject, width float32) float32 {
	if !shown(objects[1]) || covers(width) {
		return width
	}
	return max(width-DrawerWidth-panelGap, 0)
}

// covers reports whether there is no room for the drawer beside.
func covers(width float32) bool { return width-DrawerWidth-panelGap < rowsLeast }

func (besideLayout) minWidth([]fyne.CanvasObject) float32 { return 0 }

func (besideLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(0, objects[0].MinSize().Height)
}

func (besideLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	place(objects[0], 0, 0, besideWidth(objects, size.Width), size.Height)
	place(objects[1], max(size.Width-DrawerWidth, 0), 0, min(DrawerWidth, size.Width), size.Height)
}
