package kit

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"
	"github.com/stretchr/testify/assert"
)

// refreshCount counts how often it is refreshed.
type refreshCount struct {
	widget.BaseWidget
	refreshed int
}

func newRefreshCount() *refreshCount {
	c := &refreshCount{}
	c.ExtendBaseWidget(c)
	return c
}

func (c *refreshCount) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(NewRect(Text))
}

func (c *refreshCount) Refresh() { c.refreshed++ }

// Content that comes for the first time is laid out and needs nothing more. What comes
// back was perhaps changed while it stood nowhere: it is refreshed once.
func TestStageRefreshesWhatComesBackOnce(t *testing.T) {
	useTheme(t, ModeLight)
	useClock(t)
	s, content := NewStage(), newRefreshCount()
	w := test.NewTempWindow(t, s)
	w.Resize(fyne.NewSize(300, 200))
	s.Ready(content)
	assert.Zero(t, content.refreshed)
	assert.Positive(t, content.Size().Width)
	s.Ready(content)
	assert.Zero(t, content.refreshed, "it is there already")
	s.Loading(Spring())
	s.Ready(content)
	assert.Equal(t, 1, content.refreshed)
}

// What has no room yet is not broken at every letter: that took most of the time in
// which a page was filled before it was shown.
func TestTextWithoutRoomIsMeasuredByWords(t *testing.T) {
	useTheme(t, ModeLight)
	const text = "Customers write to the number that belongs to the account"
	p := NewParagraph(Text, Body, text)
	widths = widthMemory{}
	assert.Equal(t, Body.LineHeight(), p.HeightFor(0))
	assert.LessOrEqual(t, len(widths.new), 2*len(strings.Fields(text)))
}

func TestWordWiderThanTheLineIsBrokenWhereItEnds(t *testing.T) {
	useTheme(t, ModeLight)
	long := strings.Repeat("abcdefghij", 20)
	p := NewParagraph(Text, Body, long)
	widths = widthMemory{}
	p.HeightFor(200)
	var got strings.Builder
	for i, pc := range p.pieces {
		assert.LessOrEqual(t, pc.w, float32(200.01))
		got.WriteString(pc.text)
		if i < len(p.pieces)-1 {
			next := p.pieces[i+1].text[:1]
			assert.Greater(t, textWidth(pc.text+next, Body.Size(), Body.TextStyle()), float32(200))
		}
	}
	assert.Equal(t, long, got.String())
	assert.Less(t, len(widths.new), 100)
}
