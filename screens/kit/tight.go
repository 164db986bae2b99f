package kit

import "fyne.io/fyne/v2"

// Tight is a Col for a place of limited height. Where its children do not fit,
// those that are wrapped in Least or Yield give way, the first one first, each down
// to its least height; a Grow around them changes nothing. What still does not fit
// is cut off at the foot.
func Tight(gap float32, children ...fyne.CanvasObject) *fyne.Container {
	return group(&tightLayout{colLayout{gap: gap}}, children)
}

// NewTightCard is a NewCard whose children are in a Tight.
func NewTightCard(objs ...fyne.CanvasObject) *fyne.Container {
	return Stack(NewBox(Surface, Border, 8, 1), Pad(1, 1, 1, 1, Tight(0, objs...)))
}

// Least lets a child give way in a Tight, down to a height. What is in it must be
// able to be lower than it would like to be, as another Tight is.
func Least(height float32, o fyne.CanvasObject) *fyne.Container {
	return group(leastLayout{least: height}, []fyne.CanvasObject{o})
}

// Yield is as high as its content where there is room for that. In a Tight it gives
// way down to a height, and the content scrolls.
func Yield(height float32, o fyne.CanvasObject) *fyne.Container {
	return Least(height, within(o))
}

type tightLayout struct{ colLayout }

// leastOf is down to where a child gives way; false when it does not.
func leastOf(o fyne.CanvasObject) (float32, bool) {
	c, ok := o.(*fyne.Container)
	if !ok {
		return 0, false
	}
	switch l := c.Layout.(type) {
	case leastLayout:
		return l.least, true
	case growLayout:
		if len(c.Objects) == 1 {
			return leastOf(c.Objects[0])
		}
	}
	return 0, false
}

// Layout is called by the toolkit.
func (l *tightLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	l.width = size.Width
	heights, total, growing := l.measure(objects, size.Width)
	over := max(total-size.Height, 0)
	for i, o := range objects {
		if least, ok := leastOf(o); ok && over > 0 && shown(o) {
			by := min(max(heights[i]-least, 0), over)
			heights[i] -= by
			over -= by
		}
	}
	l.stack(objects, heights, growing, max(size.Height-total, 0), size.Width)
}

type leastLayout struct {
	growLayout
	least float32
}
