package overview

import (
	"fyne.io/fyne/v2"

	"channeldesk/screens/kit"
)

// skeleton stands in the places of the cards while the page is read.
func skeleton() fyne.CanvasObject {
	return kit.Page(kit.Col(16,
		kit.Fix(0, stripHigh, kit.NewCard(kit.Pad(16, 16, 16, 16, kit.NewSkeletonRows(3, 120, 200, 160)))),
		kit.Fix(0, middleHigh, kit.RowStretch(16,
			kit.Fix(setupWide, 0, kit.NewCard(kit.Pad(16, 16, 16, 16, kit.NewSkeletonRows(6, 200)))),
			kit.Grow(kit.NewCard(kit.Pad(16, 16, 16, 16, kit.NewSkeletonRows(6, 320)))))),
		kit.Grow(kit.NewCard(kit.Pad(16, 16, 16, 16, kit.NewSkeletonRows(4, 480)))),
	))
}
