package kit

import (
	"fmt"
	"image"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"channeldesk/assets"
)

// Icon shows one of the line icons of the assets package in a token's colour.
// The toolkit's SVG reader does not scale line widths, so the width is
// written into the picture for the size and the scale at hand.
type Icon struct {
	widget.BaseWidget
	name string
	size float32
	tok  Token
	draw *canvas.Image
}

// NewIcon makes an icon: 14 in buttons and chips, 16 in rows, larger in empty
// states. An unknown name shows nothing.
func NewIcon(name string, size float32, tok Token) *Icon {
	i := &Icon{name: name, size: size, tok: tok, draw: &canvas.Image{FillMode: canvas.ImageFillContain}}
	i.ExtendBaseWidget(i)
	i.apply()
	return i
}

// SetName shows another icon; the same name does nothing.
func (i *Icon) SetName(name string) {
	if i.name != name {
		i.name = name
		i.Refresh()
	}
}

// SetToken changes the colour; the same token does nothing.
func (i *Icon) SetToken(tok Token) {
	if i.tok != tok {
		i.tok = tok
		i.Refresh()
	}
}

// apply chooses the picture and reports whether it is another one.
func (i *Icon) apply() bool {
	img := iconPicture(i.name, i.size, i.tok)
	if i.draw.Image == img {
		return false
	}
	i.draw.Image = img
	return true
}

// CreateRenderer is called by the toolkit.
func (i *Icon) CreateRenderer() fyne.WidgetRenderer {
	return &iconRenderer{icon: i, objects: []fyne.CanvasObject{i.draw}}
}

type iconRenderer struct {
	coat    coat
	icon    *Icon
	objects []fyne.CanvasObject
}

func (r *iconRenderer) Destroy() {}

func (r *iconRenderer) Objects() []fyne.CanvasObject {
	if r.coat.old() {
		r.Refresh()
	}
	return r.objects
}

func (r *iconRenderer) MinSize() fyne.Size { return fyne.NewSquareSize(r.icon.size) }

func (r *iconRenderer) Layout(size fyne.Size) {
	s := r.icon.size
	place(r.icon.draw, snapDown((size.Width-s)/2), snapDown((size.Height-s)/2), s, s)
	if r.icon.apply() {
		r.icon.draw.Refresh()
	}
}

func (r *iconRenderer) Refresh() {
	if r.icon.apply() {
		r.icon.draw.Refresh()
	}
}

// strokeWidth is the line width in device pixels: two units of the icon's
// grid of 24, finer from 32 up.
func strokeWidth(size float32) float32 {
	units := float32(2)
	if size >= 32 {
		units = 1.5
	}
	return units * size / 24 * pixelScale()
}

func iconPicture(name string, size float32, tok Token) image.Image {
	if tok == Transparent || name == "" {
		return nil
	}
	colour, width := hex(Color(tok)), strokeWidth(size)
	key := fmt.Sprintf("%s-%s-%.3f", name, strings.TrimPrefix(colour, "#"), width)
	data := assets.Icon(name)
	if data == nil {
		return nil
	}
	return raster(key, int(pixels(size, pixelScale())), func() string {
		svg := strings.ReplaceAll(string(data), "currentColor", colour)
		return strings.ReplaceAll(svg, `stroke-width="2"`, fmt.Sprintf(`stroke-width="%.3f"`, width))
	})
}
