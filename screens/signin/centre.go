package signin

import (
	"fyne.io/fyne/v2"

	"channeldesk/screens/kit"
)

const (
	columnWide = 440
	leastAbove = 32
)

// centred keeps a column at its width in the middle, with twice as much room
// below it as above.
func centred(o fyne.CanvasObject) fyne.CanvasObject {
	c := fyne.NewContainerWithoutLayout(o)
	c.Layout = centreLayout{}
	return c
}

type centreLayout struct{}

func (centreLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(columnWide, 2*leastAbove+kit.HeightFor(objects[0], columnWide))
}

func (centreLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	height := kit.HeightFor(objects[0], columnWide)
	top := max(float32(int((size.Height-height)/3)), leastAbove)
	objects[0].Move(fyne.NewPos(float32(int((size.Width-columnWide)/2)), top))
	objects[0].Resize(fyne.NewSize(columnWide, height))
}
