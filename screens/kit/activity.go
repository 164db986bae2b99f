package kit

import (
	"fmt"
	"math"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

const (
	activityFrames = 12
	activityTurn   = 1200 * time.Millisecond
)

// Activity is the small open circle that turns while something is going on.
// It turns in twelve steps a round, so a window repaints ten times a second
// and not sixty, and it stands still when the system asks for no motion.
type Activity struct {
	widget.BaseWidget
	size  float32
	tok   Token
	frame int
	anim  *fyne.Animation
	draw  *canvas.Image
}

// NewActivity makes an indicator that stands still; call Start.
func NewActivity(size float32, tok Token) *Activity {
	a := &Activity{size: size, tok: tok, draw: &canvas.Image{FillMode: canvas.ImageFillContain}}
	a.ExtendBaseWidget(a)
	a.apply()
	return a
}

// Start begins to turn; a second call does nothing.
func (a *Activity) Start() {
	if a.anim != nil || !fyne.CurrentApp().Settings().ShowAnimations() {
		return
	}
	a.anim = &fyne.Animation{Duration: activityTurn, RepeatCount: fyne.AnimationRepeatForever, Curve: fyne.AnimationLinear, Tick: func(done float32) {
		a.step(int(done*activityFrames) % activityFrames)
	}}
	a.anim.Start()
}

// Stop ends the turning and returns to the first step.
func (a *Activity) Stop() {
	if a.anim != nil {
		a.anim.Stop()
		a.anim = nil
	}
	a.step(0)
}

// Running tells whether it turns.
func (a *Activity) Running() bool { return a.anim != nil }

// SetToken changes the colour.
func (a *Activity) SetToken(tok Token) {
	if a.tok != tok {
		a.tok = tok
		a.Refresh()
	}
}

func (a *Activity) step(frame int) {
	if a.frame != frame {
		a.frame = frame
		if a.apply() {
			a.draw.Refresh()
		}
	}
}

func (a *Activity) apply() bool {
	colour, width := hex(Color(a.tok)), strokeWidth(a.size)
	name := fmt.Sprintf("activity-%d-%s-%.3f", a.frame, colour[1:], width)
	img := raster(name, int(pixels(a.size, pixelScale())), func() string { return activitySVG(a.frame, colour, width) })
	if a.draw.Image == img {
		return false
	}
	a.draw.Image = img
	return true
}

// activitySVG draws four fifths of a circle, turned by the frame.
func activitySVG(frame int, colour string, width float32) string {
	turn := 2 * math.Pi * float64(frame) / activityFrames
	x1, y1 := 12+9*math.Cos(turn), 12+9*math.Sin(turn)
	end := turn - 2*math.Pi/5
	x2, y2 := 12+9*math.Cos(end), 12+9*math.Sin(end)
	return fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" width="24" height="24" viewBox="0 0 24 24" fill="none" stroke="%s" stroke-width="%.3f" stroke-linecap="round"><path d="M %.3f %.3f A 9 9 0 1 1 %.3f %.3f"/></svg>`,
		colour, width, x1, y1, x2, y2)
}

// CreateRenderer is called by the toolkit.
func (a *Activity) CreateRenderer() fyne.WidgetRenderer {
	return &activityRenderer{a: a, objects: []fyne.CanvasObject{a.draw}}
}

type activityRenderer struct {
	a       *Activity
	coat    coat
	objects []fyne.CanvasObject
}

// Destroy leaves the animation alone: renderers come and go with the cache,
// the owner of the indicator starts and stops it.
func (r *activityRenderer) Destroy()           {}
func (r *activityRenderer) MinSize() fyne.Size { return fyne.NewSquareSize(r.a.size) }

func (r *activityRenderer) Objects() []fyne.CanvasObject {
	if r.coat.old() {
		r.Refresh()
	}
	return r.objects
}

func (r *activityRenderer) Layout(size fyne.Size) {
	n := r.a.size
	place(r.a.draw, snapDown((size.Width-n)/2), snapDown((size.Height-n)/2), n, n)
}

func (r *activityRenderer) Refresh() {
	if r.a.apply() {
		r.a.draw.Refresh()
	}
}
