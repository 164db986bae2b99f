//go:build unix

package main

import (
	"reflect"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"channeldesk/screens/kit"
)

// windowMap describes what the window shows. All measures are pixels of the
// window.
type windowMap struct {
	Serial int     `json:"serial"`
	Title  string  `json:"title"`
	Width  int     `json:"width"`
	Height int     `json:"height"`
	Scale  float32 `json:"scale"`
	Full   bool    `json:"full_screen"`
	// Layers is how many dialogs, popovers and menus are open.
	Layers int       `json:"layers"`
	Things []mapItem `json:"things"`
}

// mapItem is a control or a text in the order of drawing.
type mapItem struct {
	// Kind is "text", "step", "field", the role of another control, or "value"
	// for a text that is left out.
	Kind string `json:"kind"`
	// Text is a control's label, or what a text says.
	Text string `json:"text"`
	// State is that of a step, or "on" and "off" for switches and checkboxes.
	State string `json:"state,omitempty"`
	X     int    `json:"x"`
	Y     int    `json:"y"`
	W     int    `json:"w"`
	H     int    `json:"h"`
	// Layer is 0 for the window itself, 1 for the first dialog over it.
	Layer    int  `json:"layer"`
	Focused  bool `json:"focused,omitempty"`
	Disabled bool `json:"disabled,omitempty"`
	Selected bool `json:"selected,omitempty"`
	// Cut is true when the middle is outside the scrolled area around it.
	Cut bool `json:"cut,omitempty"`
}

// describeWindow looks at every object that is drawn. UI thread only.
func describeWindow(win fyne.Window) windowMap {
	c := win.Canvas()
	w, h := c.PixelCoordinateForPosition(fyne.NewPos(c.Size().Width, c.Size().Height))
	m := windowMap{
		Title: win.Title(), Width: w, Height: h, Scale: c.Scale(), Full: win.FullScreen(),
		Layers: len(c.Overlays().List()), Things: []mapItem{},
	}
	s := &mapWalk{canvas: c, found: &m.Things}
	walkDrawn(c, s.enter, s.leave)
	return m
}

// walkDrawn visits all objects that are drawn with their absolute positions. A
// canvas of the real window can do that, but its method speaks of a type that
// only the toolkit can name; so it is called by reflection.
func walkDrawn(c fyne.Canvas, enter, leave func(fyne.CanvasObject, fyne.Position)) {
	walk := reflect.ValueOf(c).MethodByName("WalkTrees")
	if !walk.IsValid() || walk.Type().NumIn() != 2 {
		return
	}
	visit := func(i int, do func(fyne.CanvasObject, fyne.Position)) reflect.Value {
		return reflect.MakeFunc(walk.Type().In(i), func(args []reflect.Value) []reflect.Value {
			o, _ := args[0].MethodByName("Obj").Call(nil)[0].Interface().(fyne.CanvasObject)
			at, _ := args[1].Interface().(fyne.Position)
			do(o, at)
			return nil
		})
	}
	walk.Call([]reflect.Value{visit(0, enter), visit(1, leave)})
}

// frameOf is an area of the canvas.
type frameOf struct {
	at   fyne.Position
	size fyne.Size
}

func (f frameOf) holds(p fyne.Position) bool {
	return p.X >= f.at.X && p.Y >= f.at.Y && p.X <= f.at.X+f.size.Width && p.Y <= f.at.Y+f.size.Height
}

// mapWalk gathers the items of a walk.
type mapWalk struct {
	canvas fyne.Canvas
	found  *[]mapItem
	layer  int
	clips  []frameOf
	// inside is the text or the field whose parts are passed over.
	inside fyne.CanvasObject
	// revealed is the secret field whose value can be read.
	revealed fyne.CanvasObject
	// turned is the state of the switch or checkbox whose control comes next.
	turned string
}

func (s *mapWalk) enter(o fyne.CanvasObject, at fyne.Position) {
	for i, top := range s.canvas.Overlays().List() {
		if o == top {
			s.layer, s.clips = i+1, nil
		}
	}
	if _, ok := o.(*container.Scroll); ok {
		s.clips = append(s.clips, frameOf{at, o.Size()})
	}
	if s.inside != nil {
		s.joinText(o)
		return
	}
	if f, ok := o.(*kit.SecretField); ok && f.IsRevealed() {
		s.revealed = o
	}
	s.look(o, at)
}

func (s *mapWalk) leave(o fyne.CanvasObject, _ fyne.Position) {
	if _, ok := o.(*container.Scroll); ok && len(s.clips) > 0 {
		s.clips = s.clips[:len(s.clips)-1]
	}
	if o == s.inside {
		s.inside = nil
	}
	if o == s.revealed {
		s.revealed = nil
	}
}

// look notes an object when it is something to find.
func (s *mapWalk) look(o fyne.CanvasObject, at fyne.Position) {
	if step, ok := o.(*kit.CheckStep); ok {
		s.note(o, at, mapItem{Kind: "step", State: stepName(step.State())})
	}
	if isField(o) {
		s.inside = o
	}
	switch v := o.(type) {
	case *fyne.Container, *kit.Note: // their parts follow
	case *kit.Switch:
		s.turned = onOff(v.On())
	case *kit.Checkbox:
		s.turned = onOff(v.Checked())
	case *canvas.Text:
		if !v.TextStyle.Monospace && s.revealed == nil && strings.TrimSpace(v.Text) != "" {
			s.note(o, at, mapItem{Kind: "text", Text: v.Text})
		}
	case interface{ FullText() string }:
		s.inside = o
		if s.revealed == nil && v.FullText() != "" {
			s.note(o, at, mapItem{Kind: "text", Text: v.FullText()})
		}
	case fyne.Accessible:
		if label := v.AccessibilityLabel(); label != "" {
			s.note(o, at, control(o, mapItem{Kind: string(v.AccessibilityRole()), Text: label, State: s.turned}))
			s.turned = ""
		}
	}
}

// joinText takes a text back whose parts are set in the fixed-width face: it is
// a value.
func (s *mapWalk) joinText(o fyne.CanvasObject) {
	t, ok := o.(*canvas.Text)
	last := len(*s.found) - 1
	if ok && t.TextStyle.Monospace && last >= 0 && (*s.found)[last].Kind == "text" {
		(*s.found)[last].Kind, (*s.found)[last].Text = "value", ""
	}
}

// isField tells an entry from other controls: what stands in it is nobody's
// business.
func isField(o fyne.CanvasObject) bool {
	_, typed := o.(interface{ SelectedText() string })
	_, focus := o.(fyne.Focusable)
	return typed && focus
}

func control(o fyne.CanvasObject, i mapItem) mapItem {
	if isField(o) {
		i.Kind = "field"
	}
	if d, ok := o.(fyne.Disableable); ok {
		i.Disabled = d.Disabled()
	}
	if p, ok := o.(interface{ Selected() bool }); ok {
		i.Selected = p.Selected()
	}
	return i
}

func (s *mapWalk) note(o fyne.CanvasObject, at fyne.Position, i mapItem) {
	size := o.Size()
	i.X, i.Y = s.canvas.PixelCoordinateForPosition(at)
	right, bottom := s.canvas.PixelCoordinateForPosition(at.AddXY(size.Width, size.Height))
	i.W, i.H, i.Layer = right-i.X, bottom-i.Y, s.layer
	middle := at.AddXY(size.Width/2, size.Height/2)
	for _, c := range s.clips {
		i.Cut = i.Cut || !c.holds(middle)
	}
	if f := s.canvas.Focused(); f != nil {
		focused, ok := f.(fyne.CanvasObject)
		i.Focused = ok && focused == o
	}
	*s.found = append(*s.found, i)
}

func onOff(on bool) string {
	if on {
		return "on"
	}
	return "off"
}

func stepName(s kit.StepState) string {
	switch s {
	case kit.StepRunning:
		return "running"
	case kit.StepPassed:
		return "passed"
	case kit.StepFailed:
		return "failed"
	case kit.StepUnknown:
		return "unknown"
	}
	return "waiting"
}
