package kit

import "fyne.io/fyne/v2"

// skeletonShares vary the bars from row to row, so that they look like text.
var skeletonShares = [...]float32{0.8, 0.92, 0.7, 0.84, 0.76}

// NewSkeletonBar is one bar of 10 high that stands for a text.
func NewSkeletonBar(width float32) *fyne.Container {
	return Fix(width, 10, NewBox(NeutralTint, Transparent, 5, 0))
}

// NewSkeletonRows stands for n rows of a table while it loads: rows of 40
// with hairlines, one still bar in each column. The widths are those of the
// columns; none means a single wide column.
func NewSkeletonRows(n int, widths ...float32) *fyne.Container {
	if len(widths) == 0 {
		widths = []float32{320}
	}
	var rows []fyne.CanvasObject
	for i := range n {
		var cells []fyne.CanvasObject
		for j, w := range widths {
			share := skeletonShares[(i+2*j)%len(skeletonShares)]
			bar := NewSkeletonBar(snap((w - 12) * share))
			cells = append(cells, Fix(w, 0, bar))
		}
		cells = append(cells, Spring())
		rows = append(rows, Fix(0, 39, Pad(0, 16, 0, 16, Row(0, cells...))), HLine())
	}
	return Col(0, rows...)
}

// NewSkeletonBlock stands for paragraphs while they load: one bar for each
// width, below each other with the pitch of body text.
func NewSkeletonBlock(widths ...float32) *fyne.Container {
	var bars []fyne.CanvasObject
	for _, w := range widths {
		bars = append(bars, Fix(0, 20, Row(0, NewSkeletonBar(w), Spring())))
	}
	return Col(0, bars...)
}
