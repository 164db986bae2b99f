package frametest

import "fyne.io/fyne/v2"

// canvas adds to the toolkit's test canvas what that of a real window has: it
// takes shortcuts.
type canvas struct {
	fyne.Canvas
	shortcuts fyne.ShortcutHandler
}

func (c *canvas) AddShortcut(s fyne.Shortcut, do func(fyne.Shortcut)) { c.shortcuts.AddShortcut(s, do) }
func (c *canvas) RemoveShortcut(s fyne.Shortcut)                      { c.shortcuts.RemoveShortcut(s) }
func (c *canvas) TypedShortcut(s fyne.Shortcut)                       { c.shortcuts.TypedShortcut(s) }

// window is a window with such a canvas.
type window struct {
	fyne.Window
	ui *UI
}

func (w window) Canvas() fyne.Canvas { return w.ui.canvasOf(w.Window.Canvas()) }

// runApp is an application with windows, driver and clipboard of the test.
type runApp struct {
	fyne.App
	ui *UI
}

func (a runApp) NewWindow(title string) fyne.Window { return window{a.App.NewWindow(title), a.ui} }
func (a runApp) Driver() fyne.Driver                { return a.ui }
func (a runApp) Clipboard() fyne.Clipboard          { return a.ui.board }

// CanvasForObject is called by the toolkit.
func (ui *UI) CanvasForObject(o fyne.CanvasObject) fyne.Canvas {
	return ui.canvasOf(ui.Driver.CanvasForObject(o))
}

func (ui *UI) canvasOf(inner fyne.Canvas) fyne.Canvas {
	if inner == nil {
		return nil
	}
	c := ui.canvases[inner]
	if c == nil {
		c = &canvas{Canvas: inner}
		ui.canvases[inner] = c
	}
	return c
}

// clipboard is one that no other test sees.
type clipboard struct{ text string }

func (c *clipboard) Content() string        { return c.text }
func (c *clipboard) SetContent(text string) { c.text = text }
