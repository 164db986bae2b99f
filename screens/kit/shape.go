package kit

import (
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// ShapeKind is the form of a small round thing.
type ShapeKind int

// The forms. A disc is one colour; a ring is a 2 px line without a fill; the
// radio forms are the 16 px marks of a choice.
const (
	ShapeDisc ShapeKind = iota
	ShapeRing
	ShapeRadioOff
	ShapeRadioOn
)

// Shape draws a small round thing as a picture, which is crisper than the
// toolkit's circle and costs one object.
type Shape struct {
	widget.BaseWidget
	kind ShapeKind
	size float32
	tok  Token
	draw *canvas.Image
}

// NewShape makes a shape of this width and height. The token is the disc or
// the line; radio forms take their ground from Surface.
func NewShape(kind ShapeKind, size float32, tok Token) *Shape {
	s := &Shape{kind: kind, size: size, tok: tok, draw: &canvas.Image{FillMode: canvas.ImageFillContain}}
	s.ExtendBaseWidget(s)
	s.apply()
	return s
}

// NewRadio makes the 16 px mark of a radio choice.
func NewRadio(on bool) *Shape {
	s := NewShape(ShapeRadioOff, 16, Input)
	s.SetRadio(on)
	return s
}

// SetRadio turns the mark of a radio choice on or off.
func (s *Shape) SetRadio(on bool) {
	if on {
		s.Set(ShapeRadioOn, Primary)
	} else {
		s.Set(ShapeRadioOff, Input)
	}
}

// Set changes form and colour; it does nothing when both are the same.
func (s *Shape) Set(kind ShapeKind, tok Token) {
	if s.kind != kind || s.tok != tok {
		s.kind, s.tok = kind, tok
		s.Refresh()
	}
}

func (s *Shape) apply() bool {
	k := pixelScale()
	colour, ground := hex(Color(s.tok)), hex(Color(Surface))
	name := fmt.Sprintf("shape-%d-%g-%g-%s-%s", s.kind, s.size, k, colour[1:], ground[1:])
	img := raster(name, int(pixels(s.size, k)), func() string { return shapeSVG(s.kind, pixels(s.size, k), k, colour, ground) })
	if s.draw.Image == img {
		return false
	}
	s.draw.Image = img
	return true
}

// shapeSVG draws in device pixels: n is the side, k the scale.
func shapeSVG(kind ShapeKind, n, k float32, colour, ground string) string {
	mid := n / 2
	circle := func(r, w float32, fill, stroke string) string {
		return fmt.Sprintf(`<circle cx="%g" cy="%g" r="%g" fill="%s" stroke="%s" stroke-width="%g"/>`, mid, mid, r, fill, stroke, w)
	}
	body := ""
	switch kind {
	case ShapeDisc:
		body = fmt.Sprintf(`<circle cx="%g" cy="%g" r="%g" fill="%s"/>`, mid, mid, mid, colour)
	case ShapeRing:
		w := max(pixels(2, k), 1)
		body = circle(mid-w/2, w, "none", colour)
	case ShapeRadioOff:
		w := max(pixels(1, k), 1)
		body = circle(mid-w/2, w, ground, colour)
	case ShapeRadioOn:
		w := max(pixels(5, k), 1)
		body = circle(mid-w/2, w, ground, colour)
	}
	return fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" width="%g" height="%g" viewBox="0 0 %g %g">%s</svg>`, n, n, n, n, body)
}

// CreateRenderer is called by the toolkit.
func (s *Shape) CreateRenderer() fyne.WidgetRenderer {
	return &shapeRenderer{shape: s, objects: []fyne.CanvasObject{s.draw}}
}

type shapeRenderer struct {
	coat    coat
	shape   *Shape
	objects []fyne.CanvasObject
}

func (r *shapeRenderer) Destroy() {}

func (r *shapeRenderer) Objects() []fyne.CanvasObject {
	if r.coat.old() {
		r.Refresh()
	}
	return r.objects
}

func (r *shapeRenderer) MinSize() fyne.Size { return fyne.NewSquareSize(r.shape.size) }

func (r *shapeRenderer) Layout(size fyne.Size) {
	n := r.shape.size
	place(r.shape.draw, snapDown((size.Width-n)/2), snapDown((size.Height-n)/2), n, n)
	if r.shape.apply() {
		r.shape.draw.Refresh()
	}
}

func (r *shapeRenderer) Refresh() {
	if r.shape.apply() {
		r.shape.draw.Refresh()
	}
}
