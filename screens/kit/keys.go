package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// plainKeys holds the handler of each canvas for keys without a modifier.
var plainKeys = map[fyne.Canvas]func(*fyne.KeyEvent) bool{}

// SetPlainKeys sets what happens on keys without a modifier that the focused
// control does not use itself: F1, F11, Esc. There is one handler for each
// canvas; it returns true when it used the key. Esc closes the topmost
// dialog, popover or menu first and reaches the handler only when there is
// none. A nil handler removes it. UI thread only.
func SetPlainKeys(c fyne.Canvas, handler func(*fyne.KeyEvent) bool) {
	if handler == nil {
		delete(plainKeys, c)
		c.SetOnTypedKey(nil)
		return
	}
	plainKeys[c] = handler
	c.SetOnTypedKey(func(e *fyne.KeyEvent) { typedPlainKey(c, e) })
}

// plainKey hands a key that a focused control did not use to its canvas, and
// reports whether it was used there.
func plainKey(o fyne.CanvasObject, e *fyne.KeyEvent) bool {
	c := canvasOf(o)
	return c != nil && typedPlainKey(c, e)
}

func typedPlainKey(c fyne.Canvas, e *fyne.KeyEvent) bool {
	if e.Name == fyne.KeyEscape {
		if top := topOverlay(c); top != nil {
			top.dismiss()
			return true
		}
	}
	handler := plainKeys[c]
	return handler != nil && handler(e)
}

// forwardShortcut hands a shortcut that a focused control did not use to its
// canvas. While a dialog is open, Ctrl and Enter mean its main action.
func forwardShortcut(o fyne.CanvasObject, s fyne.Shortcut) {
	custom, ok := s.(*desktop.CustomShortcut)
	c := canvasOf(o)
	if !ok || c == nil {
		return
	}
	if top := topOverlay(c); top != nil && isMainKey(custom) {
		if top.main != nil {
			top.main()
		}
		return
	}
	if target, ok := c.(fyne.Shortcutable); ok {
		target.TypedShortcut(s)
	}
}

func isMainKey(s *desktop.CustomShortcut) bool {
	return s.Modifier == fyne.KeyModifierShortcutDefault && (s.KeyName == fyne.KeyReturn || s.KeyName == fyne.KeyEnter)
}

// TypedShortcut passes shortcuts on while the thing is focused; the toolkit
// would offer them to the canvas only when nothing is.
func (p *Press) TypedShortcut(s fyne.Shortcut) {
	forwardShortcut(p.self.(fyne.CanvasObject), s)
}

func canvasOf(o fyne.CanvasObject) fyne.Canvas {
	return fyne.CurrentApp().Driver().CanvasForObject(o)
}
