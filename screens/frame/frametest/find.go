package frametest

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
	"github.com/stretchr/testify/require"

	"channeldesk/screens/kit"
)

// visit walks everything on a canvas that can be seen, layers included, bottom
// first.
func visit(c fyne.Canvas, look func(fyne.CanvasObject)) {
	var walk func(o fyne.CanvasObject)
	walk = func(o fyne.CanvasObject) {
		if o == nil || !o.Visible() {
			return
		}
		look(o)
		switch v := o.(type) {
		case *fyne.Container:
			for _, c := range v.Objects {
				walk(c)
			}
		case fyne.Widget:
			for _, c := range test.WidgetRenderer(v).Objects() {
				walk(c)
			}
		}
	}
	walk(c.Content())
	for _, o := range c.Overlays().List() {
		walk(o)
	}
}

// Texts are all words that can be seen, one a line.
func (ui *UI) Texts() string { return TextsOn(ui.win.Canvas()) }

// TextsOn are all words that can be seen on a canvas, one a line.
func TextsOn(c fyne.Canvas) string {
	var out []string
	visit(c, func(o fyne.CanvasObject) {
		switch v := o.(type) {
		case *kit.Line:
			out = append(out, v.Text())
		case interface{ FullText() string }:
			out = append(out, v.FullText())
		}
	})
	return strings.Join(out, "\n")
}

// Bottom is where the last visible text of these words ends, from the top of the
// window; 0 when there is none.
func (ui *UI) Bottom(words string) (y float32) {
	visit(ui.win.Canvas(), func(o fyne.CanvasObject) {
		t, ok := o.(interface{ FullText() string })
		if ok && t.FullText() == words {
			y = ui.AbsolutePositionForObject(o).Y + o.Size().Height
		}
	})
	return y
}

// pressable is everything that is built on the kit's Press.
type pressable interface {
	fyne.Tappable
	fyne.Focusable
	AccessibilityLabel() string
	Disabled() bool
}

// Control finds the last visible button, link or item with a text; nil when
// there is none.
func (ui *UI) Control(text string) pressable { return control(ui.win.Canvas(), text) }

func control(c fyne.Canvas, text string) pressable {
	var found pressable
	visit(c, func(o fyne.CanvasObject) {
		p, ok := o.(pressable)
		if !ok {
			return
		}
		b, isButton := o.(*kit.Button)
		if isButton && b.Text() == text || p.AccessibilityLabel() == text {
			found = p
		}
	})
	return found
}

// Press taps a control and waits for what comes of it.
func (ui *UI) Press(text string) {
	ui.t.Helper()
	TapOn(ui.t, ui.win.Canvas(), text)
	ui.Settle()
}

// TapOn taps the last visible control with a text on a canvas. The test fails
// when there is none or when it is disabled.
func TapOn(t *testing.T, c fyne.Canvas, text string) {
	t.Helper()
	p := control(c, text)
	require.NotNil(t, p, "no control %q among:\n%s", text, TextsOn(c))
	require.False(t, p.Disabled(), "%q is disabled", text)
	test.Tap(p)
}

// Type types into what has the keyboard focus, in place of what stands there.
func (ui *UI) Type(text string) {
	ui.t.Helper()
	f := ui.win.Canvas().Focused()
	require.NotNil(ui.t, f, "nothing has the focus")
	if s, ok := f.(fyne.Shortcutable); ok {
		s.TypedShortcut(&fyne.ShortcutSelectAll{})
		f.TypedKey(&fyne.KeyEvent{Name: fyne.KeyBackspace})
	}
	test.Type(f, text)
	ui.Settle()
}

// Key presses a key without a modifier, wherever the focus is.
func (ui *UI) Key(name fyne.KeyName) {
	c, e := ui.win.Canvas(), &fyne.KeyEvent{Name: name}
	switch f := c.Focused(); {
	case name == fyne.KeyTab:
		ui.tab(c, c.FocusNext)
	case f != nil:
		f.TypedKey(e)
	case c.OnTypedKey() != nil:
		c.OnTypedKey()(e)
	}
	ui.Settle()
}

// Back presses Shift and Tab.
func (ui *UI) Back() {
	c := ui.win.Canvas()
	ui.tab(c, c.FocusPrevious)
	ui.Settle()
}

// tab moves the focus as the toolkit does while the Tab key goes down and up.
func (ui *UI) tab(c fyne.Canvas, move func()) {
	e := &fyne.KeyEvent{Name: fyne.KeyTab}
	if f, ok := c.Focused().(desktop.Keyable); ok {
		f.KeyDown(e)
	}
	move()
	if f, ok := c.Focused().(desktop.Keyable); ok {
		f.KeyUp(e)
	}
}

// Ctrl presses a key with Ctrl and other modifiers, wherever the focus is.
func (ui *UI) Ctrl(name fyne.KeyName, more ...fyne.KeyModifier) {
	s := &desktop.CustomShortcut{KeyName: name, Modifier: fyne.KeyModifierShortcutDefault}
	for _, m := range more {
		s.Modifier |= m
	}
	c := ui.win.Canvas()
	if f, ok := c.Focused().(fyne.Shortcutable); ok {
		f.TypedShortcut(s)
	} else if f, ok := c.(fyne.Shortcutable); ok {
		f.TypedShortcut(s)
	}
	ui.Settle()
}

// Focused tells what has the keyboard focus, by its label.
func (ui *UI) Focused() string {
	switch f := ui.win.Canvas().Focused().(type) {
	case nil:
		return ""
	case fyne.Accessible:
		return f.AccessibilityLabel()
	default:
		return fmt.Sprintf("%T", f)
	}
}

// Walk presses Tab until the focus comes round, and tells what had it, in order, by
// label.
func (ui *UI) Walk() (order []string) {
	c := ui.win.Canvas()
	c.Unfocus()
	var seen []fyne.Focusable
	for {
		ui.Key(fyne.KeyTab)
		f := c.Focused()
		if f == nil || slices.Contains(seen, f) {
			return order
		}
		seen, order = append(seen, f), append(order, ui.Focused())
	}
}

// Layers is how many dialogs, popovers and menus are open.
func (ui *UI) Layers() int { return len(ui.win.Canvas().Overlays().List()) }
