package main

import (
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"channeldesk/screens"
)

// player does in a window what a person would.
type player struct {
	stage *stage
	w     *screens.Window
}

// tap presses the control with this label in the topmost layer, and waits until
// the window came to rest. A label that is not there is a mistake in the scene.
func (p *player) tap(label string) {
	c := p.w.Window().Canvas()
	root := c.Content()
	if top := c.Overlays().Top(); top != nil {
		root = top
	}
	found := find(root, label)
	if found == nil {
		panic(fmt.Sprintf("there is no control %q on the stage", label))
	}
	test.Tap(found)
	p.stage.settle(0)
}

// find looks for a visible control by what a screen reader would say.
func find(o fyne.CanvasObject, label string) fyne.Tappable {
	if !o.Visible() {
		return nil
	}
	var parts []fyne.CanvasObject
	switch v := o.(type) {
	case *fyne.Container:
		parts = v.Objects
	case fyne.Widget:
		a, named := o.(fyne.Accessible)
		t, taps := o.(fyne.Tappable)
		if named && taps && a.AccessibilityLabel() == label {
			return t
		}
		parts = test.WidgetRenderer(v).Objects()
	}
	for _, part := range parts {
		if t := find(part, label); t != nil {
			return t
		}
	}
	return nil
}
