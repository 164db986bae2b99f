package handoff

import (
	"image"
	"regexp"
	"strconv"

	"github.com/go-text/render"
	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/shaping"
	"golang.org/x/image/math/fixed"
)

// unit is the size at which other letters are shaped and emoji painted, in pixels.
const unit = 96

func size(v fixed.Int26_6) float64 { return float64(v) / 64 / unit }

// pictureOf paints one letter that is no outline, such as an emoji, with room around
// it for what stands over its edges.
func pictureOf(run shaping.Output, g shaping.Glyph, data font.GlyphData, x, y float64) mark {
	const above, below, beside = unit * 5 / 4, unit / 2, unit / 4
	g.XOffset, g.YOffset = 0, 0
	top := above
	if svg, ok := data.(font.GlyphSVG); ok {
		top += wholeSquare(&g, svg)
	}
	run.Glyphs = []shaping.Glyph{g}
	img := image.NewRGBA(image.Rect(0, 0, g.Advance.Ceil()+2*beside, above+below))
	r := render.Renderer{FontSize: unit, PixScale: 1, Color: textInk}
	r.DrawShapedRunAt(run, img, beside, top)
	return mark{picture: img, x: x - float64(beside)/unit, y: y - float64(above)/unit, scale: 1.0 / unit}
}

var viewBox = regexp.MustCompile(`viewBox="[-0-9.]+[ ,]+([-0-9.]+)[ ,]+([0-9.]+)[ ,]+([0-9.]+)"`)

// wholeSquare gives a letter that is an SVG the room of its view box, and tells how
// far that moves it down. The renderer would squeeze the whole picture into the room
// that its ink takes, and emoji that are narrow would come out small.
func wholeSquare(g *shaping.Glyph, svg font.GlyphSVG) int {
	m := viewBox.FindSubmatch(svg.Source[:min(len(svg.Source), 512)])
	if m == nil {
		return 0
	}
	number := func(b []byte) float64 { v, _ := strconv.ParseFloat(string(b), 64); return v } // the pattern takes little else
	base, wide, high := number(m[1]), number(m[2]), number(m[3])
	if wide <= 0 || high <= 0 {
		return 0
	}
	pixels := float64(g.Advance) / 64 / wide
	g.XBearing, g.YBearing, g.Width = 0, 0, g.Advance
	g.Height = -fixed.Int26_6(high * pixels * 64)
	return -int(base*pixels + 0.5)
}
