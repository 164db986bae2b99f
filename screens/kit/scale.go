package kit

import (
	"math"

	"fyne.io/fyne/v2"
)

// pixelScale returns how many device pixels one unit of length has. The
// program has one window, so its canvas answers; before it exists the answer
// is 1 and the first layout after it is shown corrects everything.
func pixelScale() float32 {
	app := fyne.CurrentApp()
	if app == nil {
		return 1
	}
	for _, w := range app.Driver().AllWindows() {
		if s := w.Canvas().Scale(); s > 0 {
			return s
		}
	}
	return 1
}

// snap moves a length to the nearest device pixel.
func snap(v float32) float32 { return snapAt(v, pixelScale()) }

func snapAt(v, scale float32) float32 {
	return float32(math.Floor(float64(v*scale)+0.5)) / scale
}

// snapDown moves a length to the device pixel at or below it; every centring
// uses it, so that text inside stays on whole pixels.
func snapDown(v float32) float32 {
	s := pixelScale()
	return float32(math.Floor(float64(v*s)+0.001)) / s
}

// thickness turns a line width into whole device pixels, at least one.
func thickness(width, scale float32) float32 {
	if width <= 0 {
		return 0
	}
	px := float32(math.Floor(float64(width*scale) + 0.5))
	if px < 1 {
		px = 1
	}
	return px / scale
}

// place moves and resizes an object so that all four edges lie on device
// pixels. Every layout of the kit goes through it.
func place(o fyne.CanvasObject, x, y, w, h float32) {
	s := pixelScale()
	left, top := snapAt(x, s), snapAt(y, s)
	right, bottom := snapAt(x+w, s), snapAt(y+h, s)
	o.Move(fyne.NewPos(left, top))
	o.Resize(fyne.NewSize(max(right-left, 0), max(bottom-top, 0)))
}
