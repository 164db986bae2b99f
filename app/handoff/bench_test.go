package handoff_test

import (
	"bytes"
	"image/png"
	"io"
	"testing"
	"time"

	"codeberg.org/go-pdf/fpdf"
	"github.com/skip2/go-qrcode"
	"github.com/stretchr/testify/require"

	"channeldesk/app"
	"channeldesk/app/handoff"
)

// BenchmarkPDF compares a whole PDF sheet with what the two libraries alone need
// for the code, the fonts and the same number of characters. "x_libraries" is
// the factor; it should stay under 3.
func BenchmarkPDF(b *testing.B) {
	bench := newBench(b)
	files := fonts(b)
	sheet := bench.sheet(b, app.Published, handoff.Request{To: "Surya Digital"})
	text, err := sheet.Text()
	require.NoError(b, err)
	code, err := sheet.QRText()
	require.NoError(b, err)
	compare(b, func() { require.NoError(b, sheet.PDF(io.Discard)) }, func() {
		doc := fpdf.New("P", "mm", "A4", "")
		doc.AddUTF8FontFromBytes("regular", "", files.Regular)
		doc.AddUTF8FontFromBytes("semibold", "", files.SemiBold)
		doc.AddUTF8FontFromBytes("mono", "", files.Mono)
		doc.AddPage()
		for _, name := range []string{"semibold", "mono", "regular"} {
			doc.SetFont(name, "", 12)
			doc.MultiCell(180, 6, text[:len(text)/3], "", "", false)
		}
		data, err := qrcode.Encode(code, qrcode.Medium, 520)
		require.NoError(b, err)
		doc.RegisterImageOptionsReader("code", fpdf.ImageOptions{ImageType: "PNG"}, bytes.NewReader(data))
		doc.ImageOptions("code", 10, 200, 70, 70, false, fpdf.ImageOptions{ImageType: "PNG"}, 0, "")
		require.NoError(b, doc.Output(io.Discard))
	})
}

// BenchmarkCode compares the code on the Hand-off page with the library's own.
func BenchmarkCode(b *testing.B) {
	sheet := newBench(b).sheet(b, app.Published, handoff.Request{To: "Surya Digital"})
	text, err := sheet.QRText()
	require.NoError(b, err)
	compare(b, func() {
		codes, err := sheet.QRCodes(0)
		require.NoError(b, err)
		require.NoError(b, png.Encode(io.Discard, codes[0].QRImage(444)))
	}, func() {
		_, err := qrcode.Encode(text, qrcode.Medium, 444)
		require.NoError(b, err)
	})
}

// BenchmarkPicture is the whole sheet as PNG.
func BenchmarkPicture(b *testing.B) {
	sheet := newBench(b).sheet(b, app.Published, handoff.Request{To: "Surya Digital"})
	for b.Loop() {
		require.NoError(b, sheet.PNG(io.Discard))
	}
}

// compare runs both in turn, so that a busy machine slows both alike.
func compare(b *testing.B, ours, libraries func()) {
	b.Helper()
	var a, l time.Duration
	for b.Loop() {
		start := time.Now()
		ours()
		middle := time.Now()
		libraries()
		a, l = a+middle.Sub(start), l+time.Since(middle)
	}
	b.ReportMetric(float64(a)/float64(l), "x_libraries")
	b.ReportMetric(float64(a.Microseconds())/float64(b.N), "µs_ours")
}
