package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// area is a part of the canvas.
type area struct {
	at   fyne.Position
	size fyne.Size
}

// meets tells whether two areas have a part in common.
func (a area) meets(b area) bool {
	return a.at.X < b.at.X+b.size.Width && b.at.X < a.at.X+a.size.Width && a.at.Y < b.at.Y+b.size.Height && b.at.Y < a.at.Y+a.size.Height
}

// within is the part of an area that lies in another one.
func (a area) within(b area) area {
	left, top := max(a.at.X, b.at.X), max(a.at.Y, b.at.Y)
	right, bottom := min(a.at.X+a.size.Width, b.at.X+b.size.Width), min(a.at.Y+a.size.Height, b.at.Y+b.size.Height)
	return area{fyne.NewPos(left, top), fyne.NewSize(max(right-left, 0), max(bottom-top, 0))}
}

// groundFrom is how high something that can be pressed is when it is no control
// but the ground of others.
const groundFrom = 200

// controlsIn gathers the areas of all enabled controls in an object that can be
// seen within a part of the canvas: what can be pressed, fields to type into, and
// the links in the rows of tables.
func controlsIn(o fyne.CanvasObject, parent fyne.Position, seen area) (out []area) {
	if o == nil || !o.Visible() {
		return nil
	}
	here := area{parent.Add(o.Position()), o.Size()}
	all := func(objects []fyne.CanvasObject, seen area) {
		for _, child := range objects {
			out = append(out, controlsIn(child, here.at, seen)...)
		}
	}
	switch v := o.(type) {
	case *Toasts:
	case *fyne.Container:
		all(v.Objects, seen)
	case *container.Scroll:
		all([]fyne.CanvasObject{v.Content}, here.within(seen))
	case *container.Clip:
		all([]fyne.CanvasObject{v.Content}, here.within(seen))
	case *Table:
		for _, a := range v.linkAreas(here.at) {
			out = append(out, a.within(here.within(seen)))
		}
	case *entryFrame:
		if !v.entry.Disabled() && !v.entry.locked {
			out = append(out, here.within(seen))
		}
	case Tipped:
		if p := v.base(); !p.Disabled() && here.size.Height < groundFrom {
			out = append(out, here.within(seen))
		}
	case interface{ Body() *fyne.Container }:
		all([]fyne.CanvasObject{v.Body()}, seen)
	}
	return out
}

// linkAreas are the links in those rows that are drawn, for a table at a place of
// the canvas.
func (t *Table) linkAreas(at fyne.Position) (out []area) {
	top := at.Add(t.over.Position()).SubtractXY(0, t.list.GetScrollOffset())
	for i, r := range t.live {
		for _, c := range r.cells {
			if c.link == nil || !c.link.Visible() {
				continue
			}
			place := top.AddXY(0, float32(i)*t.height).Add(c.link.Position())
			if place.Y >= at.Y+t.over.Position().Y {
				out = append(out, area{place, c.link.Size()})
			}
		}
	}
	return out
}

// lowestFree finds the lowest place at a height of at least top where an area of
// a size meets none of the others; ok is false when there is none.
func lowestFree(x, top, bottom float32, size fyne.Size, others []area, gap float32) (y float32, ok bool) {
	for y = bottom - size.Height; y >= top; {
		mine, next := area{fyne.NewPos(x, y), size}, y
		for _, o := range others {
			if o.size.Width > 0 && o.size.Height > 0 && mine.meets(o) {
				next = min(next, o.at.Y-gap-size.Height)
			}
		}
		if next == y {
			return y, true
		}
		y = next
	}
	return 0, false
}
