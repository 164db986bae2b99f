package kit

import (
	"math"

	"fyne.io/fyne/v2"
)

// lastScale is the scale that the widgets on screen were built for; 0 before
// the first question.
var lastScale float32

// pixelScale returns how many device pixels one unit of length has. The
// program has one window, so the newest one answers; before it exists the
// answer is 1.
//
// Pictures and text positions depend on the scale, but the toolkit lays out
// only what changes its size. So when the answer differs from the one before
// (the window opened on a finer screen, or moved to one), everything is
// refreshed once, after the work at hand.
func pixelScale() float32 {
	app := fyne.CurrentApp()
	if app == nil {
		return 1
	}
	scale := windowScale(app)
	if scale != lastScale {
		known := lastScale != 0
		lastScale = scale
		if known {
			Do(func() { applyAnew(app.Settings()) })
		}
	}
	return scale
}

func windowScale(app fyne.App) float32 {
	windows := app.Driver().AllWindows()
	for i := len(windows) - 1; i >= 0; i-- {
		if s := windows[i].Canvas().Scale(); s > 0 {
			return s
		}
	}
	return 1
}

// snap moves a length to the nearest device pixel.
func snap(v float32) float32 { return snapAt(v, pixelScale()) }

func snapAt(v, scale float32) float32 { return fromPixels(pixels(v, scale), scale) }

// pixels counts the device pixels nearest to a length.
func pixels(v, scale float32) float32 {
	return float32(math.Floor(float64(v*scale) + 0.5))
}

// fromPixels returns the length of a number of device pixels. At scales that
// are no whole number the result lies a hair below it: some painters round
// up, and the errors of float arithmetic would give them one pixel too many.
func fromPixels(n, scale float32) float32 {
	if n == 0 || scale == float32(math.Trunc(float64(scale))) {
		return n / scale
	}
	return (n - 0.002) / scale
}

// snapDown moves a length to the device pixel at or below it; every centring
// uses it, so that text inside stays on whole pixels.
func snapDown(v float32) float32 {
	s := pixelScale()
	return fromPixels(float32(math.Floor(float64(v*s)+0.1)), s)
}

// thickness turns a line width into whole device pixels, at least one.
func thickness(width, scale float32) float32 {
	if width <= 0 {
		return 0
	}
	return fromPixels(max(pixels(width, scale), 1), scale)
}

// place moves and resizes an object so that all four edges lie on device
// pixels. Every layout of the kit goes through it.
func place(o fyne.CanvasObject, x, y, w, h float32) {
	s := pixelScale()
	left, top := pixels(x, s), pixels(y, s)
	right, bottom := pixels(x+w, s), pixels(y+h, s)
	o.Move(fyne.NewPos(fromPixels(left, s), fromPixels(top, s)))
	o.Resize(fyne.NewSize(fromPixels(max(right-left, 0), s), fromPixels(max(bottom-top, 0), s)))
}
