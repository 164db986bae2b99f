package main

import (
	"fmt"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"channeldesk/screens"
	"channeldesk/screens/kit"
)

// player does in a window what a person would.
type player struct {
	stage *stage
	w     *screens.Window
}

// tap presses the control with this label in the topmost layer, and waits until
// the window came to rest. A label that is not there is a mistake in the scene.
func (p *player) tap(label string) {
	found := find(p.top(), label)
	if found == nil {
		panic(fmt.Sprintf("there is no control %q on the stage", label))
	}
	test.Tap(found)
	p.stage.settle(0)
}

// find looks for a visible control by what a screen reader would say.
func find(o fyne.CanvasObject, label string) (found fyne.Tappable) {
	walk(o, func(o fyne.CanvasObject) bool {
		a, named := o.(fyne.Accessible)
		t, taps := o.(fyne.Tappable)
		if named && taps && a.AccessibilityLabel() == label {
			found = t
		}
		return found == nil
	})
	return found
}

// walk visits what can be seen, from the front of a tree to its leaves, for as
// long as visit wants more.
func walk(o fyne.CanvasObject, visit func(fyne.CanvasObject) bool) bool {
	if !o.Visible() {
		return true
	}
	if !visit(o) {
		return false
	}
	var parts []fyne.CanvasObject
	switch v := o.(type) {
	case *fyne.Container:
		parts = v.Objects
	case fyne.Widget:
		parts = test.WidgetRenderer(v).Objects()
	}
	for _, part := range parts {
		if !walk(part, visit) {
			return false
		}
	}
	return true
}

// seen gives the controls of one type in the topmost layer, in their order.
func seen[T any](p *player) (out []T) {
	walk(p.top(), func(o fyne.CanvasObject) bool {
		if v, ok := o.(T); ok {
			out = append(out, v)
		}
		return true
	})
	return out
}

// top is the topmost layer.
func (p *player) top() fyne.CanvasObject {
	c := p.w.Window().Canvas()
	if top := c.Overlays().Top(); top != nil {
		return top
	}
	return c.Content()
}

// rest waits until no button is busy any more, for some seconds at most.
func (p *player) rest() {
	for range 20 {
		if !slices.ContainsFunc(seen[*kit.Button](p), (*kit.Button).Busy) {
			return
		}
		p.stage.settle(2 * quiet)
	}
}

// fill types texts into the fields of the topmost layer, in their order.
func (p *player) fill(texts ...string) {
	fields := seen[*kit.TextField](p)
	for i, text := range texts {
		fields[i].SetText(text)
	}
	p.stage.settle(0)
}

// write types into what has the keyboard.
func (p *player) write(text string) {
	test.Type(p.w.Window().Canvas().Focused(), text)
	p.stage.settle(0)
}

// pick chooses an option from a list, and turn one from words that are all in
// sight; other controls do not have it.
func (p *player) pick(value string) {
	for _, s := range seen[*kit.Select](p) {
		before := s.Value()
		if s.SetValue(value); s.Value() == value {
			s.OnChanged(value)
			p.stage.settle(0)
			return
		}
		s.SetValue(before)
	}
	panic(fmt.Sprintf("there is no option %q on the stage", value))
}

func (p *player) turn(value string) {
	for _, s := range seen[*kit.Segmented](p) {
		if s.SetValue(value); s.Value() == value {
			s.OnChanged(value)
			p.stage.settle(0)
			return
		}
	}
	panic(fmt.Sprintf("there is no word %q on the stage", value))
}

// row chooses a row of the first table.
func (p *player) row(at int) {
	t := seen[*kit.Table](p)[0]
	t.SetSelected(at)
	t.OnSelect(at)
	p.stage.settle(0)
}

// down scrolls everything that scrolls, to its end.
func (p *player) down() {
	for _, s := range seen[*container.Scroll](p) {
		s.ScrollToBottom()
	}
}
