package handoff_test

import (
	"bytes"
	"encoding/json"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"channeldesk/app"
	"channeldesk/app/handoff"
)

var ways = []app.HandoffWay{app.HandoffPDF, app.HandoffPNG, app.HandoffText, app.HandoffJSON, app.HandoffClipboard, app.HandoffPrint}

func render(t testing.TB, s handoff.Sheet, way app.HandoffWay) []byte {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, s.Render(way, &b))
	return b.Bytes()
}

// flat takes out what differs when a long text is broken into lines.
func flat(s string) string { return strings.Join(strings.Fields(s), "") }

// readings are all texts that a person or a program can get out of a sheet.
func readings(t testing.TB, s handoff.Sheet) map[string]string {
	t.Helper()
	pdf := file(t, "sheet.pdf", render(t, s, app.HandoffPDF))
	out := map[string]string{
		"text": string(render(t, s, app.HandoffText)),
		"json": string(render(t, s, app.HandoffJSON)),
		"pdf":  run(t, "pdftotext", "-layout", pdf, "-"),
		"info": run(t, "pdfinfo", pdf),
	}
	stem := filepath.Join(t.TempDir(), "page")
	run(t, "pdftoppm", "-r", "150", "-png", pdf, stem)
	pages, err := filepath.Glob(stem + "*.png")
	require.NoError(t, err)
	var found []string
	for _, page := range pages {
		found = append(found, scanAll(t, page)...)
	}
	joined, ok := handoff.JoinText(found)
	require.Truef(t, ok, "codes of the PDF: %q", found)
	out["pdf codes"] = joined
	joined, ok = handoff.JoinText(scanAll(t, file(t, "sheet.png", render(t, s, app.HandoffPNG))))
	require.True(t, ok, "codes of the picture")
	out["picture codes"] = joined
	return out
}

// No rendering holds a protocol's secret; the webhook secret only when asked.
func TestRenderingsSayTheSame(t *testing.T) {
	b := newBench(t)
	for _, r := range requests() {
		for _, env := range app.Environments {
			sheet := b.sheet(t, env, r)
			text, err := sheet.QRText()
			require.NoError(t, err)
			got := readings(t, sheet)
			assert.Equal(t, text, got["pdf codes"])
			assert.Equal(t, text, got["picture codes"])
			for where, read := range got {
				assert.NotContains(t, flat(read), accessToken, where)
				assert.NotContains(t, flat(read), appSecret, where)
				if where == "info" {
					assert.NotContains(t, flat(read), webhookSecret)
					continue
				}
				assert.Equal(t, r.IncludeSecret, strings.Contains(flat(read), webhookSecret), "%s %+v", where, r)
			}
			for _, l := range sheet.Lines() {
				if l.Kind != handoff.LineMasked {
					assert.Contains(t, flat(got["pdf"]), flat(l.Value))
					assert.Contains(t, got["text"], l.Label+": "+l.Value)
				}
			}
			for _, step := range sheet.Steps() {
				assert.Contains(t, flat(got["pdf"]), flat(step))
				assert.Contains(t, got["text"], step)
			}
			assert.Contains(t, got["info"], "Nusantara Bank Assistant")
			assert.NotRegexp(t, `(?m)^Author:|^Creator:`, got["info"])
		}
	}
	for _, ref := range b.secrets.asked {
		assert.Equal(t, app.SecretRef("r-hook"), ref, "only the webhook secret may be read")
	}
}

func TestOddNamesAreHarmless(t *testing.T) {
	b := newBench(t)
	for _, name := range names {
		b.rename(name)
		sheet := b.sheet(t, app.Published, handoff.Request{To: "=1+1\u202E", IncludeSecret: true})
		got := readings(t, sheet)
		for where, read := range got {
			assert.NotRegexp(t, `[\x{202A}-\x{202E}\x{2066}-\x{2069}]`, read, where)
		}
		for line := range strings.Lines(got["text"]) {
			assert.NotRegexp(t, `^[=+\-@\t]`, line)
		}
		assert.NotContains(t, got["json"], "<script>")
		var parsed struct{ Agent string }
		require.NoError(t, json.Unmarshal([]byte(got["json"]), &parsed))
		assert.Equal(t, sheet.Agent, parsed.Agent)
	}
}

func TestJSONKeys(t *testing.T) {
	b := newBench(t)
	keys := func(data []byte) (out []string) {
		for _, m := range regexp.MustCompile(`(?m)^  "([a-z_]+)":`).FindAllSubmatch(data, -1) {
			out = append(out, string(m[1]))
		}
		return out
	}
	want := []string{"agent", "environment", "protocol", "account_code", "webhook_url", "events", "contact", "sheet"}
	plain := render(t, b.sheet(t, app.Draft, handoff.Request{}), app.HandoffJSON)
	assert.Equal(t, want, keys(plain))
	assert.JSONEq(t, `{"agent":"Nusantara Bank Assistant","environment":"draft","protocol":"qontak","account_code":"+6281155500188",
		"webhook_url":"…/hooks/qontak/kl-7f3a9c/…","events":[],"contact":"Dewi Kartika, +62 812-5550-1423","sheet":"NB-0007"}`, string(plain))
	whole := render(t, b.sheet(t, app.Draft, handoff.Request{IncludeSecret: true}), app.HandoffJSON)
	assert.Equal(t, append(want, "webhook_secret"), keys(whole))
	assert.Contains(t, string(whole), "https://wa.banknusantara.example/hooks/qontak/kl-7f3a9c/"+webhookSecret)
}

func TestSameSheetSameBytes(t *testing.T) {
	b := newBench(t)
	for _, way := range ways {
		r := handoff.Request{To: "Surya Digital", IncludeSecret: true}
		assert.Equal(t, render(t, b.sheet(t, app.Published, r), way), render(t, b.sheet(t, app.Published, r), way), way)
	}
}

func TestIndonesianIsComplete(t *testing.T) {
	for _, source := range []string{"lines.go", "text.go", "qr.go", "paper.go", "pdf.go"} {
		data, err := os.ReadFile(source)
		require.NoError(t, err)
		for _, m := range regexp.MustCompile(`\.say\("((?:[^"\\]|\\.)*)"`).FindAllSubmatch(data, -1) {
			assert.True(t, handoff.HasIndonesian(string(m[1])), "no Indonesian for %q", m[1])
		}
	}
	s := newBench(t).sheet(t, app.Published, handoff.Request{Language: handoff.Indonesian, To: "Surya Digital"})
	assert.Equal(t, "Detail webhook untuk Surya Digital, tim penyedia", s.Subtitle())
	assert.Equal(t, "Dibuat dengan Channel Desk pada 17 Nov 2026, 09:41", s.MadeLabel())
}

// The picture as it should look, tolerant of rounding on other processors.
func TestPictureLooksAsAgreed(t *testing.T) {
	b := newBench(t)
	for name, s := range map[string]handoff.Sheet{
		"sheet-published": b.sheet(t, app.Published, handoff.Request{To: "Surya Digital"}),
		"sheet-draft-secret-id": b.sheet(t, app.Draft, handoff.Request{
			To: "Bank Nusantara", Audience: app.ForClientIT, Language: handoff.Indonesian, IncludeSecret: true,
		}),
	} {
		looks(t, name, s)
	}
}

// looks compares a sheet's picture with the one that was agreed.
func looks(t testing.TB, name string, s handoff.Sheet) {
	t.Helper()
	path := "testdata/" + name + ".png"
	got := render(t, s, app.HandoffPNG)
	if os.Getenv("UPDATE_GOLDEN") != "" {
		require.NoError(t, os.MkdirAll("testdata", 0o755))
		require.NoError(t, os.WriteFile(path, got, 0o644))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err)
	assert.Less(t, difference(t, want, got), 0.002, "%s differs; look at it, then run with UPDATE_GOLDEN=1", path)
}

// difference is the share of pixels that visibly differ.
func difference(t testing.TB, a, b []byte) float64 {
	t.Helper()
	x, err := png.Decode(bytes.NewReader(a))
	require.NoError(t, err)
	y, err := png.Decode(bytes.NewReader(b))
	require.NoError(t, err)
	if x.Bounds() != y.Bounds() {
		return 1
	}
	n := 0
	for i := range x.Bounds().Dx() * x.Bounds().Dy() {
		p := image.Pt(i%x.Bounds().Dx(), i/x.Bounds().Dx())
		r1, g1, b1, _ := x.At(p.X, p.Y).RGBA()
		r2, g2, b2, _ := y.At(p.X, p.Y).RGBA()
		const little = 0x1800
		if far(r1, r2) > little || far(g1, g2) > little || far(b1, b2) > little {
			n++
		}
	}
	return float64(n) / float64(x.Bounds().Dx()*x.Bounds().Dy())
}

func far(a, b uint32) uint32 { return max(a, b) - min(a, b) }
