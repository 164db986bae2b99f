package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// PressState is what a pressable thing looks like depends on.
type PressState struct {
	Hovered, Focused, Selected, Disabled bool
}

// Face is the box of a pressable thing in one state.
type Face struct {
	Fill, Stroke Token
	Width        float32
}

// Press is the base of everything that can be pressed: buttons, links, radio
// cards, navigation items, chips. It has a Box below its content and a focus
// ring around it, shows the hand cursor, is pressed by click, Enter and
// Space, and takes the focus when clicked. The ring is painted outside the
// bounds; keep 4 px free inside scrolling or clipping areas.
//
// Other widgets embed Press, call Extend with themselves in their constructor
// and set Style.
type Press struct {
	widget.DisableableWidget

	// OnTapped is called on click, Enter and Space, never while disabled.
	OnTapped func()
	// Style gives the box for a state; nil means no box at all.
	Style func(PressState) Face
	// OnState is called when the state changes, to recolour the content.
	OnState func(PressState)
	// OnKey sees every key first while focused and returns true to keep it;
	// arrow keys of tabs and radio cards go here.
	OnKey func(*fyne.KeyEvent) bool
	// OnHover is told when the pointer comes and goes; tooltips use it.
	OnHover func(in bool)
	// OnFocus is told when the keyboard focus comes and goes.
	OnFocus func(in bool)
	// Label is what a screen reader says.
	Label string
	// Role is the kind of control a screen reader announces.
	Role fyne.AccessibleRole

	self     fyne.Focusable
	content  fyne.CanvasObject
	box      *Box
	ring     *Box
	state    PressState
	minW     float32
	height   float32
	ignoring bool
}

var (
	_ fyne.Tappable      = (*Press)(nil)
	_ fyne.Focusable     = (*Press)(nil)
	_ desktop.Hoverable  = (*Press)(nil)
	_ desktop.Keyable    = (*Press)(nil)
	_ desktop.Cursorable = (*Press)(nil)
	_ fyne.Accessible    = (*Press)(nil)
)

// NewPress makes any content pressable. The style may be nil.
func NewPress(content fyne.CanvasObject, radius float32, style func(PressState) Face, onTapped func()) *Press {
	p := &Press{OnTapped: onTapped, Style: style}
	p.Extend(p, content, radius)
	return p
}

// Extend finishes construction for the widget that embeds this Press: self is
// that widget, content what it shows, radius that of its box.
func (p *Press) Extend(self interface {
	fyne.Widget
	fyne.Focusable
}, content fyne.CanvasObject, radius float32) {
	p.self, p.content = self, content
	p.box = NewBox(Transparent, Transparent, radius, 0)
	p.ring = NewBox(Transparent, Primary, radius+4, 2)
	p.ring.Hide()
	if p.Role == "" {
		p.Role = fyne.AccessibleRoleButton
	}
	p.ExtendBaseWidget(self)
	p.restyle()
}

// SetMin sets a least width and a fixed height; 0 leaves a side to the
// content.
func (p *Press) SetMin(width, height float32) {
	p.minW, p.height = width, height
	p.Refresh()
}

// SetSelected marks the thing as the chosen one.
func (p *Press) SetSelected(selected bool) {
	if p.state.Selected != selected {
		p.state.Selected = selected
		p.restyle()
	}
}

// Selected tells whether it is marked as chosen.
func (p *Press) Selected() bool { return p.state.Selected }

// State returns the present state.
func (p *Press) State() PressState { return p.state }

// SetDisabled enables or disables in one call.
func (p *Press) SetDisabled(disabled bool) {
	if disabled {
		p.Disable()
	} else {
		p.Enable()
	}
}

// Disable greys the thing out and takes it out of the tab order.
func (p *Press) Disable() {
	p.state.Hovered = false
	p.DisableableWidget.Disable()
}

// restyle asks Style for the box and tells OnState; unchanged parts are not
// repainted.
func (p *Press) restyle() {
	p.state.Disabled = p.Disabled()
	face := Face{}
	if p.Style != nil {
		face = p.Style(p.state)
	}
	p.box.Set(face.Fill, face.Stroke, face.Width)
	if p.OnState != nil {
		p.OnState(p.state)
	}
	if on := p.state.Focused && !p.state.Disabled; on != p.ring.Visible() {
		if on {
			p.ring.Show()
		} else {
			p.ring.Hide()
		}
	}
}

// activate runs the action unless disabled or busy.
func (p *Press) activate() {
	if !p.Disabled() && !p.ignoring && p.OnTapped != nil {
		p.OnTapped()
	}
}

// Focus moves the keyboard focus here when the widget is on a canvas.
func (p *Press) Focus() {
	if !p.Disabled() {
		focusFrom(p.self.(fyne.CanvasObject), p.self)
	}
}

// Tapped is called by the toolkit on a click.
func (p *Press) Tapped(*fyne.PointEvent) {
	tabbing = false
	if !p.state.Focused {
		p.Focus()
	}
	p.activate()
}

// isPressKey tells whether a key presses the focused thing.
func isPressKey(name fyne.KeyName) bool {
	return name == fyne.KeyReturn || name == fyne.KeyEnter || name == fyne.KeySpace
}

// TypedKey is called by the toolkit while focused.
func (p *Press) TypedKey(e *fyne.KeyEvent) {
	if p.OnKey != nil && p.OnKey(e) {
		return
	}
	if isPressKey(e.Name) {
		p.activate()
		return
	}
	plainKey(p.self.(fyne.CanvasObject), e)
}

// TypedRune is called by the toolkit; letters do nothing here.
func (p *Press) TypedRune(rune) {}

// KeyDown and KeyUp are called by the toolkit: whoever moves on with the Tab key
// sees where the focus went.
func (p *Press) KeyDown(e *fyne.KeyEvent) { noteTab(e, true) }

// KeyUp is called by the toolkit.
func (p *Press) KeyUp(e *fyne.KeyEvent) { noteTab(e, false) }

// FocusGained is called by the toolkit.
func (p *Press) FocusGained() { p.focus(true) }

// FocusLost is called by the toolkit.
func (p *Press) FocusLost() { p.focus(false) }

func (p *Press) focus(in bool) {
	p.state.Focused = in
	p.restyle()
	if in {
		reveal(p.self.(fyne.CanvasObject))
	}
	if p.OnFocus != nil {
		p.OnFocus(in)
	}
}

// MouseIn is called by the toolkit.
func (p *Press) MouseIn(*desktop.MouseEvent) { p.hover(true) }

// MouseMoved is called by the toolkit; moving inside repaints nothing.
func (p *Press) MouseMoved(*desktop.MouseEvent) {}

// MouseOut is called by the toolkit.
func (p *Press) MouseOut() { p.hover(false) }

func (p *Press) hover(in bool) {
	p.state.Hovered = in && !p.Disabled()
	p.restyle()
	if p.OnHover != nil {
		p.OnHover(in)
	}
}

// Cursor shows the hand over anything that can be pressed.
func (p *Press) Cursor() desktop.Cursor {
	if p.Disabled() {
		return desktop.DefaultCursor
	}
	return desktop.PointerCursor
}

// AccessibilityLabel is what a screen reader says.
func (p *Press) AccessibilityLabel() string { return p.Label }

// AccessibilityRole is the kind of control.
func (p *Press) AccessibilityRole() fyne.AccessibleRole { return p.Role }

// HeightFor passes the width on to the content.
func (p *Press) HeightFor(width float32) float32 {
	if p.height > 0 {
		return p.height
	}
	return HeightFor(p.content, width)
}

func (p *Press) minWidth() float32 { return max(p.minW, minWidth(p.content)) }

// IdealWidth lets text inside ask for its full width.
func (p *Press) IdealWidth() float32 { return max(p.minW, idealWidth(p.content)) }

// CreateRenderer is called by the toolkit.
func (p *Press) CreateRenderer() fyne.WidgetRenderer {
	return &pressRenderer{p: p, objects: []fyne.CanvasObject{p.box, p.content, p.ring}}
}

type pressRenderer struct {
	p       *Press
	objects []fyne.CanvasObject
}

func (r *pressRenderer) Destroy()                     {}
func (r *pressRenderer) Objects() []fyne.CanvasObject { return r.objects }

func (r *pressRenderer) MinSize() fyne.Size {
	p := r.p
	if p.height > 0 {
		return fyne.NewSize(p.minWidth(), p.height)
	}
	return fyne.NewSize(p.minWidth(), p.content.MinSize().Height)
}

func (r *pressRenderer) Layout(size fyne.Size) {
	place(r.p.box, 0, 0, size.Width, size.Height)
	place(r.p.content, 0, 0, size.Width, size.Height)
	place(r.p.ring, -4, -4, size.Width+8, size.Height+8)
}

func (r *pressRenderer) Refresh() {
	r.p.restyle()
	r.Layout(r.p.Size())
	relayout(r.p.content)
	canvas.Refresh(r.p.self.(fyne.CanvasObject))
}
