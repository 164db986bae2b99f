package handoff_test

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"github.com/go-text/typesetting/font"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"channeldesk/app"
	"channeldesk/app/handoff"
)

// withArabic is a computer that has a font with Arabic and Hebrew letters.
func withArabic(t testing.TB) handoff.OtherFonts {
	t.Helper()
	data, err := os.ReadFile("../../screens/kit/testdata/fonts/DejaVuSans-part.ttf")
	require.NoError(t, err)
	face, err := font.ParseTTF(bytes.NewReader(data))
	require.NoError(t, err)
	return func(r rune, _ bool) *font.Face { return face }
}

func (b *bench) call(name, contact string) {
	a := b.store.state.agents[1]
	a.Name, a.Contact = name, contact
	b.store.state.agents[1] = a
}

var rightNames = []struct{ agent, contact, to string }{
	{"مطعم النور 24 (فرع جدة)", "محمد الأحمد, 081255501423", "شركة الأفق"},
	{"בנק הצפון 24/7", "דנה כהן, 081255501423", "חברת אור"},
	{"Bank Daerah Yogya مركز خدمة العملاء الرقمي في جدة والرياض والدمام ومكة", "مركز خدمة العملاء الرقمي في جدة والرياض, 081255501423", "Café"},
}

// Names from right to left are shaped, stand in their order, and can be searched and
// copied out of the PDF.
func TestNamesFromRightToLeftArePrinted(t *testing.T) {
	b := newBenchWith(t, withArabic(t))
	for _, n := range rightNames {
		b.call(n.agent, n.contact)
		sheet := b.sheet(t, app.Published, handoff.Request{To: n.to})
		got := readings(t, sheet)
		pdf := strings.Join(strings.Fields(strings.Map(func(r rune) rune {
			if r >= '\u202A' && r <= '\u202E' { // the reader's own, around what it found to read from the right
				return -1
			}
			return r
		}, got["pdf"])), " ")
		assert.NotContains(t, pdf, "□")
		for _, word := range strings.Fields(n.agent + " " + n.to + " " + strings.Split(n.contact, ",")[0]) {
			assert.Contains(t, pdf, strings.Trim(word, "()"))
		}
		assert.Contains(t, pdf, "+62 812-5550-1423")
		text, err := sheet.QRText()
		require.NoError(t, err)
		assert.Equal(t, text, got["pdf codes"])
		assert.Equal(t, text, got["picture codes"])
		// A number behind a name from the right keeps its order only with the mark.
		assert.Contains(t, got["text"], strings.Split(n.contact, ",")[0]+"\u200e, +62 812-5550-1423")
		assert.NotContains(t, got["json"], "\u200e")
	}
}

func TestPictureOfNamesFromRightToLeft(t *testing.T) {
	b := newBenchWith(t, withArabic(t))
	for i, name := range []string{"sheet-arabic", "sheet-hebrew", "sheet-long-mixed"} {
		n := rightNames[i]
		b.call(n.agent, n.contact)
		looks(t, name, b.sheet(t, app.Published, handoff.Request{To: n.to}))
	}
}

// A computer without a font for them shows boxes, so that the gap is seen.
func TestLettersThatNoFontHas(t *testing.T) {
	b := newBenchWith(t, func(rune, bool) *font.Face { return nil })
	b.call("北京", "Dewi, 081255501423")
	assert.Contains(t, readings(t, b.sheet(t, app.Published, handoff.Request{}))["pdf"], "□□")
}

// A name that is missing leaves no comma, no empty label and no hole behind.
func TestSheetsWithoutNames(t *testing.T) {
	b := newBench(t)
	for _, n := range []struct{ agent, contact, want string }{
		{"", "", ""},
		{"\u200b\u202e", ", 081255501423", "+62 812-5550-1423"},
		{"NULL", " , ", ""},
		{"null", "Dewi,", "Dewi"},
	} {
		b.call(n.agent, n.contact)
		sheet := b.sheet(t, app.Published, handoff.Request{To: "\u200b"})
		assert.Equal(t, n.want, sheet.Contact)
		got := readings(t, sheet)
		assert.Equal(t, n.want != "", strings.Contains(got["text"], "Questions? Ask: "+n.want), n.want)
		assert.NotContains(t, got["text"], ": , ")
		assert.NotContains(t, got["text"], ":  (")
		assert.NotContains(t, got["pdf codes"], "\n, ")
		assert.False(t, strings.HasPrefix(got["pdf codes"], ","), got["pdf codes"])
		assert.NotContains(t, got["pdf"], "□")
	}
}
