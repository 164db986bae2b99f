package kit

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/assert"
)

// seenLine is a line of a paragraph as it is seen, from the left.
func seenLine(p *Paragraph, width float32, line int) string {
	var out []string
	for _, pc := range p.flow(width) {
		for _, text := range strings.Split(pc.text, apart) {
			if text = strings.Trim(text, " "); pc.line == line && text != "" {
				out = append(out, text)
			}
		}
	}
	return strings.Join(out, "|")
}

// What is glued to a word that is wider than a line does not stand beyond its end.
func TestNothingStandsBeyondTheLine(t *testing.T) {
	useTheme(t, ModeLight)
	for n := 20; n < 60; n++ {
		p := NewRuns(Body, Run{Text: "See "}, Run{Text: strings.Repeat("Z", n), Bold: true}, Run{Text: ", then."})
		for _, pc := range p.flow(180) {
			assert.LessOrEqual(t, pc.x+pc.w, float32(180.02), n)
		}
	}
}

func TestTextFromRightToLeft(t *testing.T) {
	useTheme(t, ModeLight)
	arabic := NewRuns(Body, Run{Text: "مرحبا "}, Run{Text: "Sari", Bold: true}, Run{Text: "، تم استلام "}, Run{Text: "Rp 150", Bold: true}, Run{Text: " بنجاح."})
	assert.Equal(t, ".|بنجاح|Rp 150|استلام|تم|،|Sari|مرحبا", seenLine(arabic, 1000, 0))
	for _, pc := range arabic.flow(1000) {
		assert.True(t, pc.right)
	}
	hebrew := NewParagraph(Text, Body, "שלום, קוד: 123456.\nHello")
	assert.Equal(t, ".|123456|:|קוד|,|שלום", seenLine(hebrew, 1000, 0))
	assert.Equal(t, "Hello", seenLine(hebrew, 1000, 1), "each line for itself")
	assert.False(t, hebrew.flow(1000)[len(hebrew.flow(1000))-1].right)
	mixed := NewRuns(Body, Run{Text: "Dear "}, Run{Text: "سارة", Bold: true}, Run{Text: ", hello."})
	assert.Equal(t, "Dear|سارة|, hello.", seenLine(mixed, 1000, 0))
	two := NewRuns(Body, Run{Text: "Dear "}, Run{Text: "סבא "}, Run{Text: "רבא", Bold: true}, Run{Text: " now"})
	assert.Equal(t, "Dear|רבא|סבא|now", seenLine(two, 1000, 0))
	brackets := NewParagraph(Text, Body, "שלום (לום)")
	assert.Equal(t, "(|לום|)|שלום", seenLine(brackets, 1000, 0))
	number := NewParagraph(Text, Body, "Dear سارة 123 أحمد 😀, now")
	assert.Equal(t, "Dear|أحمد|123|سارة|😀, now", seenLine(number, 1000, 0))
	assert.Len(t, number.flow(1000), 1, "one look, one text")
	smile := NewParagraph(Text, Body, "سارة 😀 تم")
	assert.Equal(t, "تم|😀|سارة", seenLine(smile, 1000, 0))
	plain := NewParagraph(Text, Body, "Nothing of this")
	assert.Equal(t, "Nothing of this", seenLine(plain, 1000, 0))
	assert.Equal(t, float32(0), plain.flow(1000)[0].x)

	// The lines of a wrapped text are broken as before and stand at the right.
	p := NewParagraph(Text, Body, strings.Repeat("سارة تم استلام ", 12))
	p.Resize(fyne.NewSize(200, p.HeightFor(200)))
	for _, pc := range p.pieces {
		assert.LessOrEqual(t, pc.lineW, float32(200.5))
	}
	assert.Greater(t, p.pieces[len(p.pieces)-1].line, 1)
}
