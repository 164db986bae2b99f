package handoff_test

import (
	"bytes"
	"image/png"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"channeldesk/app"
	"channeldesk/app/handoff"
)

func picture(t testing.TB, c handoff.Code, size int) string {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, png.Encode(&b, c.QRImage(size)))
	return file(t, "code.png", b.Bytes())
}

// Every code reads back byte for byte, and together they are QRText.
func TestCodesReadBack(t *testing.T) {
	b := newBench(t)
	for _, name := range names {
		b.rename(name)
		for _, r := range requests() {
			if r.Audience == app.ForClientIT {
				continue // the codes are the same
			}
			for _, env := range app.Environments {
				sheet := b.sheet(t, env, r)
				text, err := sheet.QRText()
				require.NoError(t, err)
				codes, err := sheet.QRCodes(0)
				require.NoError(t, err)
				var read []string
				for _, c := range codes {
					assert.LessOrEqual(t, c.Side(), 65, "too dense: %q", c.Text)
					got := scan(t, picture(t, c, 4*c.Side()))
					assert.Equal(t, c.Text, got)
					read = append(read, got)
				}
				joined, ok := handoff.JoinText(read)
				assert.True(t, ok)
				assert.Equal(t, text, joined)
			}
		}
	}
}

func TestUsualSheetFitsOneCode(t *testing.T) {
	b := newBench(t)
	for _, r := range requests() {
		codes, err := b.sheet(t, app.Published, r).QRCodes(0)
		require.NoError(t, err)
		assert.Len(t, codes, 1, "%+v", r)
	}
	text, err := b.sheet(t, app.Published, handoff.Request{}).QRText()
	require.NoError(t, err)
	assert.Equal(t, "Nusantara Bank Assistant, Published\nAccount code: +62 811-5550-0188, Meta Cloud\n"+
		"https://wa.banknusantara.example/hooks/meta/nb-41c0d7\nVerify token: sent separately\nSheet NB-0007", text)
	b.rename("Bank")
	text, err = b.sheet(t, app.Published, handoff.Request{}).QRText()
	require.NoError(t, err)
	assert.Contains(t, text, "\nEvents to switch on: 13, listed on the sheet")
	b.change(func(c *app.Channel) { c.Protocol = "qontak" })
	text, err = b.sheet(t, app.Published, handoff.Request{}).QRText()
	require.NoError(t, err)
	assert.Contains(t, text, "\nAsk: Dewi Kartika, +62 812-5550-1423")
}

// An address with its secret and a usual name: what the address says itself gives
// way to it.
func TestWholeAddressFitsOneCode(t *testing.T) {
	b := newBench(t)
	b.rename("Nusantara Bank Assistant for Sumatra")
	sheet := b.sheet(t, app.Draft, handoff.Request{IncludeSecret: true})
	codes, err := sheet.QRCodes(0)
	require.NoError(t, err)
	require.Len(t, codes, 1)
	assert.Contains(t, codes[0].Text, "/"+webhookSecret+"\nSheet ")
	assert.NotContains(t, codes[0].Text, "last part")
	paper, err := sheet.Text()
	require.NoError(t, err)
	assert.Contains(t, paper, "Webhook secret: Last part of the webhook URL")
	b.rename("Bank")
	text, err := b.sheet(t, app.Draft, handoff.Request{IncludeSecret: true}).QRText()
	require.NoError(t, err)
	assert.Contains(t, text, "\nWebhook secret: last part of the webhook URL\n", "where there is room")
}

// The width on the Hand-off page: 222 px.
func TestCodeReadsAtScreenSize(t *testing.T) {
	codes, err := newBench(t).sheet(t, app.Published, handoff.Request{IncludeSecret: true}).QRCodes(0)
	require.NoError(t, err)
	require.Len(t, codes, 1)
	assert.Equal(t, codes[0].Text, scan(t, picture(t, codes[0], 222)))
}

func TestQRImageIsExact(t *testing.T) {
	code, err := newBench(t).sheet(t, app.Published, handoff.Request{}).AddressCode()
	require.NoError(t, err)
	assert.Equal(t, "https://wa.banknusantara.example/hooks/meta/nb-41c0d7", scan(t, picture(t, code, 300)))
	for _, size := range []int{1, code.Side(), 222, 600} {
		img := code.QRImage(size)
		assert.Equal(t, max(size, code.Side()), img.Bounds().Dx())
		assert.Equal(t, img.Bounds().Dx(), img.Bounds().Dy())
		scale := img.Bounds().Dx() / code.Side()
		dark := 0
		for y := range img.Bounds().Dy() {
			for x := range img.Bounds().Dx() {
				r, _, _, _ := img.At(x, y).RGBA()
				if r == 0xFFFF {
					continue
				}
				dark++
				edge := min(x, y, img.Bounds().Dx()-1-x, img.Bounds().Dy()-1-y)
				require.GreaterOrEqual(t, edge, 4*scale, "quiet zone")
			}
		}
		modules := 0
		for _, row := range code.Modules {
			for _, d := range row {
				if d {
					modules++
				}
			}
		}
		assert.Equal(t, modules*scale*scale, dark)
	}
}

func TestShortenedAddressHasNoCode(t *testing.T) {
	b := newBench(t)
	_, err := b.sheet(t, app.Draft, handoff.Request{}).AddressCode()
	assert.Equal(t, app.CodeIncomplete, app.ErrorCode(err))
	code, err := b.sheet(t, app.Draft, handoff.Request{IncludeSecret: true}).AddressCode()
	require.NoError(t, err)
	assert.Equal(t, "https://wa.banknusantara.example/hooks/qontak/kl-7f3a9c/"+webhookSecret, code.Text)
}

func TestSplitAndJoin(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := strings.TrimPrefix(rapid.String().Draw(t, "text"), "\u2060")
		size := rapid.IntRange(16, 260).Draw(t, "size")
		parts := handoff.SplitText(text, size)
		for _, p := range parts {
			if len(p) > size && len(parts) < 100 {
				t.Fatalf("part of %d bytes for %d", len(p), size)
			}
			if !utf8.ValidString(p) {
				t.Fatalf("torn character in %q", p)
			}
		}
		mixed := rapid.Permutation(parts).Draw(t, "order")
		joined, ok := handoff.JoinText(mixed)
		if !ok || joined != text {
			t.Fatalf("%q became %q", text, joined)
		}
	})
}

func TestSplitKeepsLinesWhole(t *testing.T) {
	line := strings.Repeat("a", 50)
	parts := handoff.SplitText(line+"\n"+line+"\n"+line, 110)
	assert.Equal(t, []string{"1/2\n" + line + "\n" + line + "\n", "2/2\n" + line}, parts)
	for _, wrong := range [][]string{{"1/2\na", "1/2\nb"}, {"1/3\na", "2/3\nb"}, {"a", "b"}, {"0/2\na", "1/2\nb"}, {}} {
		_, ok := handoff.JoinText(wrong)
		assert.Equal(t, len(wrong) == 0, ok, "%q", wrong)
	}
}

// Whatever a name is made of, a full part never becomes denser than planned.
func TestFullPartIsNotTooDense(t *testing.T) {
	b := newBench(t)
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.OneOf(rapid.StringMatching(`[0-9]{1,12}`), rapid.StringMatching(`[A-Z $%*+./:-]{1,9}`),
			rapid.StringMatching(`[a-z]{1,9}`), rapid.StringMatching(`[éß🌸]{1,3}`))
		b.rename(strings.Join(rapid.SliceOfN(word, 1, 40).Draw(t, "name"), ""))
		sheet, err := b.service.Sheet(as(app.Owner), 1, app.Published, handoff.Request{})
		if err != nil {
			t.Fatal(err)
		}
		codes, err := sheet.QRCodes(0)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range codes {
			if c.Side() > 65 {
				t.Fatalf("%d modules for %d bytes: %q", c.Side(), len(c.Text), c.Text)
			}
		}
	})
}
