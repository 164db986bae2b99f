package kit

import (
	"fmt"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestWidthsAreThoseOfTheToolkit(t *testing.T) {
	useTheme(t, ModeLight)
	for _, text := range []string{"", "0", "iii", "WWW", "a b  c", "-> != <= //", "{\"to\": \"+62 812\"}", "Tāy 🎉 é", strings.Repeat("mono ", 40), "{{1}}"} {
		for _, s := range []Style{Body, BodyStrong, Caption, Mono, MonoBody, Metric} {
			want := fyne.MeasureText(text, s.Size(), s.TextStyle()).Width
			for range 2 {
				assert.Equal(t, want, textWidth(text, s.Size(), s.TextStyle()), "%q in %d", text, s)
			}
		}
	}
}

func TestWidthsAreForgottenInTime(t *testing.T) {
	useTheme(t, ModeLight)
	var m widthMemory
	for i := range 3 * mostWidths {
		m.of(lettered{fmt.Sprint(i % (mostWidths * 2)), 13, fyne.TextStyle{}})
	}
	assert.LessOrEqual(t, len(m.new)+len(m.older), mostWidths)
	fyne.CurrentApp().Settings().SetTheme(theme.DefaultTheme())
	m.of(lettered{"of other fonts", 13, fyne.TextStyle{}})
	assert.Len(t, m.new, 1)
	assert.Empty(t, m.older)
}

// However the widths of a line come together, it is filled as far as it goes and holds
// what was measured as a whole.
func TestLinesAreFilledExactly(t *testing.T) {
	useTheme(t, ModeLight)
	text := "AVAVAT To Ty We fi ffi, WAVE; \"Tomorrow\" AV AV AV Ta Te. " + sentence + " To T. V, y. AVA"
	for width := float32(90); width < 420; width++ {
		p := NewParagraph(Text, Body, text)
		p.HeightFor(width)
		words := strings.Fields(text)
		for i, pc := range p.pieces {
			require.Equal(t, textWidth(pc.text, Body.Size(), Body.TextStyle()), pc.w)
			require.LessOrEqual(t, pc.w, width+0.01)
			words = words[len(strings.Fields(pc.text)):]
			if i < len(p.pieces)-1 {
				require.Greater(t, textWidth(pc.text+" "+words[0], Body.Size(), Body.TextStyle()), width, "%q takes one word more", pc.text)
			}
		}
		require.Empty(t, words)
	}
}

// fontCounter notes how often a font is asked for: then one is parsed.
type fontCounter struct {
	fyne.Theme
	asked int
}

func (c *fontCounter) Font(s fyne.TextStyle) fyne.Resource {
	c.asked++
	return c.Theme.Font(s)
}

// The toolkit parses the fonts for one entry of a look, whatever happens to it and
// however many follow.
func TestEntriesOfALookShareTheirFonts(t *testing.T) {
	first, second := NewTextField("One"), NewTextField("Two")
	w := onWindow(t, first, second)
	fonts := &fontCounter{Theme: fyne.CurrentApp().Settings().Theme()}
	fyne.CurrentApp().Settings().SetTheme(fonts)
	first.SetText("first")
	first.SetError("wrong")
	w.Canvas().Capture()
	before := fonts.asked
	require.Positive(t, before)
	first.SetError("")
	first.Focus()
	first.SetText("first again")
	second.SetText("second")
	second.SetError("wrong")
	w.SetContent(Col(12, first, second, NewTextField("Three")))
	w.Canvas().Capture()
	second.SetDisabled(true)
	second.SetDisabled(false)
	second.SetText("second again")
	w.Canvas().Capture()
	assert.Equal(t, before, fonts.asked)
	assert.True(t, isOver(second.entry.Theme()))
}
