package handoff

import (
	"bytes"
	"fmt"
	"image/color"
	"image/png"
	"io"

	"codeberg.org/go-pdf/fpdf"
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
	quill := &quill{doc: doc, codes: map[string]bool{}}
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
	err   error
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
