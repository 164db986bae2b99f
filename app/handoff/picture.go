package handoff

import (
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"io"

	"github.com/go-text/typesetting/font/opentype"
	xdraw "golang.org/x/image/draw"
	"golang.org/x/image/font"
	"golang.org/x/image/math/fixed"
	"golang.org/x/image/vector"
)

// PictureWidth is the width of a sheet's picture in pixels. Its height is that
// of A5 across, or more when the sheet says more.
const PictureWidth = 1240

const pictureScale = PictureWidth / paperWidth

// PNG writes the whole sheet as a picture. It fails with CodeIncomplete when
// something is missing.
func (s Sheet) PNG(w io.Writer) error {
	img, err := s.Picture()
	if err != nil {
		return err
	}
	enc := png.Encoder{CompressionLevel: png.BestSpeed}
	if err := enc.Encode(w, img); err != nil {
		return fmt.Errorf("write sheet as picture: %w", err)
	}
	return nil
}

// Picture draws the whole sheet, PictureWidth pixels wide.
func (s Sheet) Picture() (image.Image, error) {
	if s.faces == nil {
		return nil, errNoFonts
	}
	codes, err := s.QRCodes(QRBytes)
	if err != nil {
		return nil, err
	}
	dry := &brush{faces: s.faces, opened: map[style]font.Face{}}
	height := s.paperOn(dry, paperMargin, paperMargin).lay(codes)
	if dry.err != nil {
		return nil, fmt.Errorf("draw sheet: %w", dry.err)
	}
	const a5 = PictureWidth * 148 / 210
	img := image.NewRGBA(image.Rect(0, 0, PictureWidth, max(a5, int(height*pictureScale+0.5))))
	draw.Draw(img, img.Bounds(), image.White, image.Point{}, draw.Src)
	wet := &brush{faces: s.faces, opened: dry.opened, img: img}
	s.paperOn(wet, paperMargin, paperMargin).lay(codes)
	return img, wet.err
}

func (s Sheet) paperOn(p pen, left, top float64) *paper {
	return &paper{pen: p, sheet: s, faces: s.faces, left: left, top: top}
}

// brush is a pen for pictures. Without a picture it only measures.
type brush struct {
	faces  *typefaces
	opened map[style]font.Face
	img    *image.RGBA
	err    error
}

func (b *brush) face(f face, size float64) font.Face {
	key := style{face: f, size: size}
	if opened, ok := b.opened[key]; ok {
		return opened
	}
	opened, err := b.faces.open(f, size*pictureScale)
	if err != nil {
		b.err = err
		return nil
	}
	b.opened[key] = opened
	return opened
}

func (b *brush) width(text string, f face, size float64) float64 {
	opened := b.face(f, size)
	if opened == nil {
		return 0
	}
	return float64(font.MeasureString(opened, text)) / 64 / pictureScale
}

func (b *brush) text(x, baseline float64, text string, f face, size float64, c color.RGBA) {
	opened := b.face(f, size)
	if b.img == nil || opened == nil {
		return
	}
	d := font.Drawer{Dst: b.img, Src: image.NewUniform(c), Face: opened, Dot: fixed.Point26_6{
		X: fixed.Int26_6(x * pictureScale * 64), Y: fixed.Int26_6(float64(int(baseline*pictureScale+0.5)) * 64),
	}}
	d.DrawString(text)
}

func (*brush) says(float64, float64, float64, string, float64) {}

func (b *brush) marks(x, baseline float64, marks []mark, size float64, c color.RGBA) {
	if b.img == nil {
		return
	}
	baseline = float64(int(baseline*pictureScale+0.5)) / pictureScale
	for _, m := range marks {
		left, top, scale := (x+m.x*size)*pictureScale, (baseline+m.y*size)*pictureScale, m.scale*size*pictureScale
		if m.picture != nil {
			from := m.picture.Bounds()
			to := image.Rect(0, 0, int(float64(from.Dx())*scale+0.5), int(float64(from.Dy())*scale+0.5)).Add(image.Pt(int(left+0.5), int(top+0.5)))
			xdraw.CatmullRom.Scale(b.img, to, m.picture, from, draw.Over, nil)
			continue
		}
		b.outline(left, top, scale, m.outline, c)
	}
}

// outline fills a letter, in pixels.
func (b *brush) outline(x, y, scale float64, segments []opentype.Segment, c color.RGBA) {
	least, most := image.Pt(b.img.Bounds().Dx(), b.img.Bounds().Dy()), image.Point{}
	at := func(p opentype.SegmentPoint) (float32, float32) {
		return float32(x + float64(p.X)*scale), float32(y - float64(p.Y)*scale)
	}
	for i := range segments {
		for _, p := range segments[i].ArgsSlice() {
			px, py := at(p)
			least = image.Pt(min(least.X, int(px)-1), min(least.Y, int(py)-1))
			most = image.Pt(max(most.X, int(px)+2), max(most.Y, int(py)+2))
		}
	}
	box := image.Rectangle{Min: least, Max: most}.Intersect(b.img.Bounds())
	if box.Empty() {
		return
	}
	z := vector.NewRasterizer(box.Dx(), box.Dy())
	in := func(p opentype.SegmentPoint) (float32, float32) {
		px, py := at(p)
		return px - float32(box.Min.X), py - float32(box.Min.Y)
	}
	for _, s := range segments {
		ax, ay := in(s.Args[0])
		bx, by := in(s.Args[1])
		cx, cy := in(s.Args[2])
		switch s.Op {
		case opentype.SegmentOpMoveTo:
			z.ClosePath()
			z.MoveTo(ax, ay)
		case opentype.SegmentOpLineTo:
			z.LineTo(ax, ay)
		case opentype.SegmentOpQuadTo:
			z.QuadTo(ax, ay, bx, by)
		case opentype.SegmentOpCubeTo:
			z.CubeTo(ax, ay, bx, by, cx, cy)
		}
	}
	z.ClosePath()
	z.Draw(b.img, box, image.NewUniform(c), image.Point{})
}

func (b *brush) box(x, y, w, h, r float64, fill, edge color.RGBA) {
	if b.img == nil {
		return
	}
	x, y, w, h, r = x*pictureScale, y*pictureScale, w*pictureScale, h*pictureScale, r*pictureScale
	if edge != none {
		b.fill(x, y, w, h, r, edge)
		x, y, w, h, r = x+pictureScale, y+pictureScale, w-2*pictureScale, h-2*pictureScale, max(0, r-pictureScale)
	}
	if fill != none {
		b.fill(x, y, w, h, r, fill)
	}
}

// fill paints a rectangle with round corners, in pixels.
func (b *brush) fill(x, y, w, h, r float64, c color.RGBA) {
	box := image.Rect(int(x), int(y), int(x+w+1), int(y+h+1)).Intersect(b.img.Bounds())
	if box.Empty() {
		return
	}
	z := vector.NewRasterizer(box.Dx(), box.Dy())
	fx, fy := float32(x-float64(box.Min.X)), float32(y-float64(box.Min.Y))
	fw, fh, fr := float32(w), float32(h), float32(r)
	const bend = 0.4477 // distance of a circle's control point from the corner, for radius 1
	k := fr * bend
	z.MoveTo(fx+fr, fy)
	z.LineTo(fx+fw-fr, fy)
	z.CubeTo(fx+fw-k, fy, fx+fw, fy+k, fx+fw, fy+fr)
	z.LineTo(fx+fw, fy+fh-fr)
	z.CubeTo(fx+fw, fy+fh-k, fx+fw-k, fy+fh, fx+fw-fr, fy+fh)
	z.LineTo(fx+fr, fy+fh)
	z.CubeTo(fx+k, fy+fh, fx, fy+fh-k, fx, fy+fh-fr)
	z.LineTo(fx, fy+fr)
	z.CubeTo(fx, fy+k, fx+k, fy, fx+fr, fy)
	z.ClosePath()
	z.Draw(b.img, box, image.NewUniform(c), image.Point{})
}

func (b *brush) code(x, y, side float64, c Code) {
	if b.img == nil {
		return
	}
	at := image.Pt(int(x*pictureScale+0.5), int(y*pictureScale+0.5))
	img := c.QRImage(int(side * pictureScale))
	draw.Draw(b.img, img.Bounds().Add(at), img, image.Point{}, draw.Src)
}

func (b *brush) page() {}

func (b *brush) pageHeight() float64 { return 0 }
