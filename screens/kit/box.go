package kit

import (
	"fmt"
	"image"
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// Box is a rounded rectangle with a fill and an edge, sharp at every scale.
// The toolkit's own rounded rectangle smears a 1 px edge over three pixels,
// so this one is put together from ten pieces: four corner pictures, four
// straight edges and two crossing fills. The edge lies inside the box.
type Box struct {
	widget.BaseWidget
	fill, stroke  Token
	custom        color.Color // used instead of fill when set
	radius, width float32
}

// NewBox makes a box. Give Transparent for "no fill" or "no edge", and an
// edge width of 0 for a box without an edge.
func NewBox(fill, stroke Token, radius, width float32) *Box {
	b := &Box{fill: fill, stroke: stroke, radius: radius, width: width}
	b.ExtendBaseWidget(b)
	return b
}

// Set changes the look; it returns at once when nothing is different.
func (b *Box) Set(fill, stroke Token, width float32) {
	if b.fill == fill && b.stroke == stroke && b.width == width && b.custom == nil {
		return
	}
	b.fill, b.stroke, b.width, b.custom = fill, stroke, width, nil
	b.Refresh()
}

// SetFillColor fills the box with a colour that is no token, such as the
// colour of an avatar.
func (b *Box) SetFillColor(c color.Color) {
	b.custom = c
	b.Refresh()
}

// colours returns what is painted now.
func (b *Box) colours() (fill, stroke color.Color) {
	fill, stroke = Color(b.fill), Color(b.stroke)
	if b.custom != nil {
		fill = b.custom
	}
	if b.width <= 0 {
		stroke = color.Transparent
	}
	return fill, stroke
}

// CreateRenderer is called by the toolkit.
func (b *Box) CreateRenderer() fyne.WidgetRenderer {
	r := &boxRenderer{box: b}
	for i := range r.rects {
		r.rects[i] = canvas.NewRectangle(color.Transparent)
		r.objects = append(r.objects, r.rects[i])
	}
	for i := range r.corners {
		r.corners[i] = &canvas.Image{FillMode: canvas.ImageFillStretch}
		r.objects = append(r.objects, r.corners[i])
	}
	return again(b, r)
}

// boxRenderer keeps rects in the order: two fills, then top, right, bottom,
// left; corners start top left and go clockwise.
type boxRenderer struct {
	box     *Box
	rects   [6]*canvas.Rectangle
	corners [4]*canvas.Image
	objects []fyne.CanvasObject
	key     string // of what was painted last; "" before
	coat    coat
}

func (r *boxRenderer) Destroy()           {}
func (r *boxRenderer) MinSize() fyne.Size { return fyne.Size{} }

func (r *boxRenderer) Objects() []fyne.CanvasObject {
	if r.coat.old() && r.key != "" {
		r.paint(r.box.Size())
	}
	return r.objects
}

func (r *boxRenderer) Layout(size fyne.Size) {
	if size.Width <= 0 || size.Height <= 0 {
		return
	}
	k := pixelScale()
	w, h := pixels(size.Width, k), pixels(size.Height, k)
	rad, lw := r.measures(size, k)
	put := func(o fyne.CanvasObject, x, y, ww, hh float32) {
		o.Move(fyne.NewPos(fromPixels(x, k), fromPixels(y, k)))
		o.Resize(fyne.NewSize(fromPixels(max(ww, 0), k), fromPixels(max(hh, 0), k)))
	}
	put(r.rects[0], rad, lw, w-2*rad, h-2*lw)
	put(r.rects[1], lw, rad, w-2*lw, h-2*rad)
	put(r.rects[2], rad, 0, w-2*rad, lw)
	put(r.rects[3], w-lw, rad, lw, h-2*rad)
	put(r.rects[4], rad, h-lw, w-2*rad, lw)
	put(r.rects[5], 0, rad, lw, h-2*rad)
	xs, ys := [4]float32{0, w - rad, w - rad, 0}, [4]float32{0, 0, h - rad, h - rad}
	for i, c := range r.corners {
		put(c, xs[i], ys[i], rad, rad)
	}
	r.paint(size)
}

// measures returns the radius and the edge width in device pixels; the
// radius never exceeds half of the shorter side.
func (r *boxRenderer) measures(size fyne.Size, scale float32) (radius, width float32) {
	short := pixels(min(size.Width, size.Height), scale)
	radius = min(pixels(r.box.radius, scale), float32(int(short/2)))
	if r.box.stroke != Transparent && r.box.width > 0 {
		width = max(pixels(r.box.width, scale), 1)
	}
	return radius, width
}

// paint gives every piece its colour. Corner pictures are cached by name, so
// the name holds all that changes them.
func (r *boxRenderer) paint(size fyne.Size) {
	fill, stroke := r.box.colours()
	rad, lw := r.measures(size, pixelScale())
	key := fmt.Sprintf("corner-%g-%g-%s%v-%s%v", rad, lw, hex(fill), seen(fill), hex(stroke), seen(stroke))
	if key == r.key {
		return
	}
	r.key = key
	for i, rect := range r.rects {
		rect.FillColor = fill
		if i > 1 {
			rect.FillColor = stroke
			rect.Hidden = lw == 0 || !seen(stroke)
		} else {
			rect.Hidden = !seen(fill)
		}
		rect.Refresh()
	}
	hidden := rad == 0 || !seen(fill) && (lw == 0 || !seen(stroke))
	for i, c := range r.corners {
		c.Hidden = hidden
		if hidden {
			continue
		}
		c.Image = cornerPicture(key, i, rad, lw, fill, stroke)
		c.Refresh()
	}
}

func (r *boxRenderer) Refresh() {
	size := r.box.Size()
	if size.Width > 0 && size.Height > 0 {
		r.Layout(size)
	}
	r.paint(size)
	canvas.Refresh(r.box)
}

// cornerPicture draws one quarter of a disc, size and width in device pixels.
func cornerPicture(key string, corner int, r, w float32, fill, stroke color.Color) image.Image {
	return raster(fmt.Sprintf("%s-%d", key, corner), int(r), func() string {
		out := fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" width="%g" height="%g" viewBox="0 0 %g %g">`, r, r, r, r)
		mid := r - w/2
		if seen(fill) {
			out += fmt.Sprintf(`<path fill="%s" d="%s L %s Z"/>`, hex(fill), arc(corner, r, mid), centre(corner, r))
		}
		if w > 0 && seen(stroke) {
			out += fmt.Sprintf(`<path fill="none" stroke="%s" stroke-width="%g" d="%s"/>`, hex(stroke), w, arc(corner, r, mid))
		}
		return out + `</svg>`
	})
}

// arc is the quarter circle of radius q in the corner's square of side r.
func arc(corner int, r, q float32) string {
	from := [4][2]float32{{r - q, r}, {0, r - q}, {q, 0}, {r, q}}[corner]
	to := [4][2]float32{{r, r - q}, {q, r}, {0, q}, {r - q, 0}}[corner]
	return fmt.Sprintf("M %g %g A %g %g 0 0 1 %g %g", from[0], from[1], q, q, to[0], to[1])
}

// centre is the point of the square that the arc turns around.
func centre(corner int, r float32) string {
	c := [4][2]float32{{r, r}, {0, r}, {0, 0}, {r, 0}}[corner]
	return fmt.Sprintf("%g %g", c[0], c[1])
}
