package handoff

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"io"
	"unicode/utf16"

	"codeberg.org/go-pdf/fpdf"
	"github.com/go-text/typesetting/font/opentype"
)

// A4 in millimetres, and how many of them one unit of the paper is.
const (
	pageWide   = 210.0
	pageHigh   = 297.0
	pageMargin = 15.0
	pdfScale   = (pageWide - 2*pageMargin) / content
	pointsInMM = 72 / 25.4
)

// pdfCodePixels is the size of a code's picture inside the PDF; it is scaled
// without smoothing.
const pdfCodePixels = 520

// PDF writes the sheet as an A4 document with selectable text and embedded
// fonts. The same sheet always gives the same bytes; nothing about the computer
// or its user goes in. It fails with CodeIncomplete when something is missing.
func (s Sheet) PDF(w io.Writer) error {
	if s.faces == nil {
		return errNoFonts
	}
	codes, err := s.QRCodes(QRBytes)
	if err != nil {
		return err
	}
	doc := fpdf.New("P", "mm", "A4", "")
	doc.SetMargins(0, 0, 0)
	doc.SetAutoPageBreak(false, 0)
	doc.SetCatalogSort(true)
	doc.SetCreationDate(s.MadeAt.UTC())
	doc.SetModificationDate(s.MadeAt.UTC())
	doc.SetProducer("Channel Desk", true)
	doc.SetTitle(s.say("Webhook details")+": "+s.Agent, true)
	doc.SetSubject(s.SheetLabel(), true)
	doc.SetLang(s.Language)
	for f, name := range pdfFaces {
		doc.AddUTF8FontFromBytes(name, "", s.faces.files[f])
	}
	doc.AddPage()
	quill := &quill{doc: doc, codes: map[string]bool{}, pictures: map[image.Image]string{}}
	s.paperOn(quill, pageMargin/pdfScale, pageMargin/pdfScale).lay(codes)
	if quill.err != nil {
		return fmt.Errorf("write sheet as PDF: %w", quill.err)
	}
	if err := doc.Output(w); err != nil {
		return fmt.Errorf("write sheet as PDF: %w", err)
	}
	return nil
}

var pdfFaces = [faceCount]string{"regular", "semibold", "mono"}

// quill is a pen for PDF.
type quill struct {
	doc   *fpdf.Fpdf
	codes map[string]bool
	// pictures are the names of letters that are pictures.
	pictures map[image.Image]string
	err      error
}

func (q *quill) use(f face, size float64) {
	q.doc.SetFont(pdfFaces[f], "", size*pdfScale*pointsInMM)
}

func (q *quill) width(text string, f face, size float64) float64 {
	q.use(f, size)
	return q.doc.GetStringWidth(text) / pdfScale
}

func (q *quill) text(x, baseline float64, text string, f face, size float64, c color.RGBA) {
	q.use(f, size)
	q.doc.SetTextColor(int(c.R), int(c.G), int(c.B))
	q.doc.Text(x*pdfScale, baseline*pdfScale, text)
}

// says puts a blank under marks that programs read as what the marks mean, so that it
// can be searched and copied.
func (q *quill) says(x, baseline, width float64, text string, size float64) {
	q.use(regular, size)
	stretched := 100 * width * pdfScale / q.doc.GetStringWidth(" ")
	q.doc.RawWriteStr(fmt.Sprintf("/Span <</ActualText <FEFF%X>>> BDC %.2f Tz", utf16Bytes(text), stretched))
	q.doc.SetTextRenderingMode(unseen)
	q.doc.Text(x*pdfScale, baseline*pdfScale, " ")
	q.doc.SetTextRenderingMode(0)
	q.doc.RawWriteStr("100 Tz EMC")
}

// unseen is the way to set text that is there and not drawn.
const unseen = 3

func utf16Bytes(text string) (out []byte) {
	for _, u := range utf16.Encode([]rune(text)) {
		out = append(out, byte(u>>8), byte(u))
	}
	return out
}

func (q *quill) marks(x, baseline float64, marks []mark, size float64, c color.RGBA) {
	q.doc.SetFillColor(int(c.R), int(c.G), int(c.B))
	for _, m := range marks {
		left, top, scale := (x+m.x*size)*pdfScale, (baseline+m.y*size)*pdfScale, m.scale*size*pdfScale
		if m.picture != nil {
			from := m.picture.Bounds()
			q.picture(left, top, float64(from.Dx())*scale, float64(from.Dy())*scale, m.picture)
			continue
		}
		q.outline(left, top, scale, m.outline)
	}
}

func (q *quill) outline(x, y, scale float64, segments []opentype.Segment) {
	at := func(p opentype.SegmentPoint) (float64, float64) {
		return x + float64(p.X)*scale, y - float64(p.Y)*scale
	}
	var nowX, nowY float64
	for i, s := range segments {
		ax, ay := at(s.Args[0])
		bx, by := at(s.Args[1])
		cx, cy := at(s.Args[2])
		switch s.Op {
		case opentype.SegmentOpMoveTo:
			if i > 0 {
				q.doc.ClosePath()
			}
			q.doc.MoveTo(ax, ay)
			nowX, nowY = ax, ay
		case opentype.SegmentOpLineTo:
			q.doc.LineTo(ax, ay)
			nowX, nowY = ax, ay
		case opentype.SegmentOpQuadTo:
			// A document knows curves with two handles only.
			q.doc.CurveBezierCubicTo((nowX+2*ax)/3, (nowY+2*ay)/3, (bx+2*ax)/3, (by+2*ay)/3, bx, by)
			nowX, nowY = bx, by
		case opentype.SegmentOpCubeTo:
			q.doc.CurveBezierCubicTo(ax, ay, bx, by, cx, cy)
			nowX, nowY = cx, cy
		}
	}
	q.doc.ClosePath()
	q.doc.DrawPath("F")
}

// picture puts a picture of a letter; the same one is kept once.
func (q *quill) picture(x, y, w, h float64, img image.Image) {
	name, ok := q.pictures[img]
	options := fpdf.ImageOptions{ImageType: "PNG"}
	if !ok {
		name = fmt.Sprintf("letter%d", len(q.pictures))
		var b bytes.Buffer
		if err := png.Encode(&b, img); err != nil {
			q.err = err
			return
		}
		q.doc.RegisterImageOptionsReader(name, options, &b)
		q.pictures[img] = name
	}
	q.doc.ImageOptions(name, x, y, w, h, false, options, 0, "")
}

func (q *quill) box(x, y, w, h, r float64, fill, edge color.RGBA) {
	how := ""
	if fill != none {
		q.doc.SetFillColor(int(fill.R), int(fill.G), int(fill.B))
		how = "F"
	}
	if edge != none {
		q.doc.SetDrawColor(int(edge.R), int(edge.G), int(edge.B))
		q.doc.SetLineWidth(pdfScale)
		how += "D"
	}
	if r == 0 {
		q.doc.Rect(x*pdfScale, y*pdfScale, w*pdfScale, h*pdfScale, how)
		return
	}
	q.doc.RoundedRect(x*pdfScale, y*pdfScale, w*pdfScale, h*pdfScale, r*pdfScale, "1234", how)
}

func (q *quill) code(x, y, side float64, c Code) {
	name := fmt.Sprintf("code%d", c.Part)
	options := fpdf.ImageOptions{ImageType: "PNG"}
	if !q.codes[name] {
		var b bytes.Buffer
		// Whole pixels a module, and no white beside the quiet zone.
		if err := png.Encode(&b, c.QRImage(pdfCodePixels/c.Side()*c.Side())); err != nil {
			q.err = err
			return
		}
		q.doc.RegisterImageOptionsReader(name, options, &b)
		q.codes[name] = true
	}
	q.doc.ImageOptions(name, x*pdfScale, y*pdfScale, side*pdfScale, side*pdfScale, false, options, 0, "")
}

func (q *quill) page() { q.doc.AddPage() }

func (q *quill) pageHeight() float64 { return pageHigh / pdfScale }
