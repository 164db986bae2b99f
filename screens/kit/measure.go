package kit

import "fyne.io/fyne/v2"

// WidthFirst is implemented by anything whose height depends on its width:
// wrapped text and whatever contains it. HeightFor must be cheap and may
// remember the width, so that MinSize agrees with it afterwards.
type WidthFirst interface {
	HeightFor(width float32) float32
}

// idealer is implemented by text that can shrink; a Row gives it its ideal
// width as long as there is room.
type idealer interface {
	IdealWidth() float32
}

// widthLayout is a layout of the kit: it can tell the height for a width.
type widthLayout interface {
	fyne.Layout
	heightFor(objects []fyne.CanvasObject, width float32) float32
	minWidth(objects []fyne.CanvasObject) float32
}

// minWidther is implemented by widgets that know their least width without
// measuring any height.
type minWidther interface {
	minWidth() float32
}

// minWidth returns the least width of an object. It never asks for heights:
// otherwise every level of nesting would multiply the work.
func minWidth(o fyne.CanvasObject) float32 {
	switch v := o.(type) {
	case minWidther:
		return v.minWidth()
	case *fyne.Container:
		if l, ok := v.Layout.(widthLayout); ok {
			return l.minWidth(v.Objects)
		}
	}
	return o.MinSize().Width
}

// wrapLayout marks the layouts around a single child that vanish with it.
type wrapLayout interface {
	widthLayout
	wraps()
}

// HeightFor returns the height an object wants at a width. Widgets that know
// nothing of this rule are given the width first and then asked.
func HeightFor(o fyne.CanvasObject, width float32) float32 {
	switch v := o.(type) {
	case WidthFirst:
		return v.HeightFor(width)
	case *fyne.Container:
		if l, ok := v.Layout.(widthLayout); ok {
			return l.heightFor(v.Objects, width)
		}
	case fyne.Widget:
		if size := v.Size(); size.Width != width {
			v.Resize(fyne.NewSize(width, size.Height))
		}
	}
	return o.MinSize().Height
}

// shown tells whether an object takes room. A wrapper such as Pad or Grow
// takes none when the child inside it is hidden.
func shown(o fyne.CanvasObject) bool {
	if o == nil || !o.Visible() {
		return false
	}
	if c, ok := o.(*fyne.Container); ok && len(c.Objects) == 1 {
		if _, ok := c.Layout.(wrapLayout); ok {
			return shown(c.Objects[0])
		}
	}
	return true
}

// grows tells whether an object was wrapped in Grow or is a Spring.
func grows(o fyne.CanvasObject) bool {
	if c, ok := o.(*fyne.Container); ok {
		_, ok = c.Layout.(growLayout)
		return ok
	}
	return false
}

// idealWidth returns the width an object would like, at least its minimum.
func idealWidth(o fyne.CanvasObject) float32 {
	w := minWidth(o)
	switch v := o.(type) {
	case idealer:
		return max(w, v.IdealWidth())
	case *fyne.Container:
		if l, ok := v.Layout.(interface {
			ideal(objects []fyne.CanvasObject) float32
		}); ok {
			return max(w, l.ideal(v.Objects))
		}
	}
	return w
}

// widest returns the largest minimum width of the visible objects.
func widest(objects []fyne.CanvasObject) float32 {
	w := float32(0)
	for _, o := range objects {
		if shown(o) {
			w = max(w, minWidth(o))
		}
	}
	return w
}

// group makes a container with a layout of the kit, leaving out nils so that
// optional parts can be passed as they are.
func group(l fyne.Layout, children []fyne.CanvasObject) *fyne.Container {
	c := &fyne.Container{Layout: l}
	for _, o := range children {
		if o != nil {
			c.Objects = append(c.Objects, o)
		}
	}
	return c
}

// relayout places everything inside a container anew, also where no size
// changed: children may have been shown, hidden or replaced.
func relayout(o fyne.CanvasObject) {
	c, ok := o.(*fyne.Container)
	if !ok || c.Layout == nil {
		return
	}
	c.Layout.Layout(c.Objects, c.Size())
	for _, child := range c.Objects {
		relayout(child)
	}
}
