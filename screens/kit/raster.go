package kit

import (
	"fmt"
	"image"
	paint "image/draw"
	"regexp"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// Small pictures: corners, icons and shapes. Each is drawn once for a size and a
// colour, and shown by as many objects as want it. The toolkit would read the SVG
// text again for every object, and again at each of its refreshes: a page has a
// thousand of them.

// rasters are those that were drawn until now, by name. UI thread only.
var rasters = map[string]image.Image{}

// raster gives the picture of this name, n device pixels wide and high, and draws it
// from the SVG text when it is new. The name holds all that changes the picture. The
// text has a square view box that begins at 0, and says its width and height.
func raster(name string, n int, svg func() string) image.Image {
	if n <= 0 {
		return nil
	}
	key := fmt.Sprintf("%s@%d", name, n)
	if img, ok := rasters[key]; ok {
		return img
	}
	img := drawSVG(key+".svg", svg(), n)
	rasters[key] = img
	return img
}

// drawSVG lets the toolkit draw on an object that nobody sees. For an object without
// a window it draws twice as large as asked for, so the text is laid into a corner of
// a box twice as large, and cut out of it.
func drawSVG(name, svg string, n int) image.Image {
	d := &canvas.Image{FillMode: canvas.ImageFillStretch}
	side := float32(n)
	if c := fyne.CurrentApp().Driver().CanvasForObject(d); c != nil { // a test's window takes all objects
		side /= c.Scale()
	} else {
		svg = inCorner(svg)
	}
	d.Resource = fyne.NewStaticResource(name, []byte(svg))
	d.Resize(fyne.NewSize(side, side))
	if d.Image == nil || d.Image.Bounds().Dx() < n || d.Image.Bounds().Dy() < n {
		return image.NewNRGBA(image.Rect(0, 0, n, n)) // the toolkit has said why
	}
	out := image.NewNRGBA(image.Rect(0, 0, n, n))
	paint.Draw(out, out.Bounds(), d.Image, d.Image.Bounds().Min, paint.Src)
	return out
}

var svgBox = regexp.MustCompile(`width="([0-9.]+)" height="[0-9.]+" viewBox="0 0 [0-9.]+ [0-9.]+"`)

// inCorner makes the box of an SVG text twice as large; what is in it stays.
func inCorner(svg string) string {
	return svgBox.ReplaceAllStringFunc(svg, func(box string) string {
		var side float64
		_, _ = fmt.Sscanf(svgBox.FindStringSubmatch(box)[1], "%g", &side)
		return fmt.Sprintf(`width="%g" height="%g" viewBox="0 0 %g %g"`, 2*side, 2*side, 2*side, 2*side)
	})
}
