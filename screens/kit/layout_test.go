package kit

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/assert"
)

const sentence = "Meta is not passing customer messages to this agent yet, because the app is not subscribed to the account."

func block(w, h float32) *Rect { return NewRect(Border).SetMin(w, h) }

func at(t *testing.T, o fyne.CanvasObject, x, y, w, h float32) {
	t.Helper()
	assert.Equal(t, fyne.NewPos(x, y), o.Position(), "position")
	assert.Equal(t, fyne.NewSize(w, h), o.Size(), "size")
}

func TestColSkipsHiddenAndGrows(t *testing.T) {
	useTheme(t, ModeLight)
	a, b, c, d := block(10, 20), block(30, 10), block(5, 5), block(5, 8)
	b.Hide()
	grow := Grow(c)
	col := Col(4, a, b, nil, grow, d)
	assert.Equal(t, fyne.NewSize(10, 20+4+5+4+8), col.MinSize())
	col.Resize(fyne.NewSize(100, 100))
	at(t, a, 0, 0, 100, 20)
	at(t, grow, 0, 24, 100, 64)
	at(t, d, 0, 92, 100, 8)

	wrapped := Pad(5, 5, 5, 5, c)
	c.Hide()
	assert.Equal(t, float32(20), Col(4, a, wrapped).MinSize().Height, "a wrapper vanishes with its child")
}

func TestRowSharesWidth(t *testing.T) {
	useTheme(t, ModeLight)
	a, b := block(20, 10), block(20, 31)
	left, right := Grow(block(0, 5)), Grow(block(0, 5))
	row := Row(6, a, left, b, right)
	assert.Equal(t, fyne.NewSize(58, 31), row.MinSize())
	row.Resize(fyne.NewSize(101, 31))
	at(t, a, 0, 10, 20, 10)
	at(t, left, 26, 13, 21, 5)
	at(t, b, 53, 0, 20, 31)
	at(t, right, 79, 13, 22, 5)
}

func TestRowLetsTextGiveWay(t *testing.T) {
	useTheme(t, ModeLight)
	cut := NewCut("A long name of an agent", Body, Text)
	button := block(80, 32)
	row := Row(8, cut, button)
	assert.Equal(t, float32(88), row.MinSize().Width)
	row.Resize(fyne.NewSize(400, 32))
	assert.Equal(t, cut.IdealWidth(), cut.Size().Width)
	assert.False(t, cut.IsCut())
	row.Resize(fyne.NewSize(150, 32))
	at(t, button, 70, 0, 80, 32)
	assert.True(t, cut.IsCut())
	assert.True(t, strings.HasSuffix(cut.draw.Text, ellipsis))
	assert.Equal(t, "A long name of an agent", cut.FullText())
}

func TestACutSaysItShorter(t *testing.T) {
	useTheme(t, ModeLight)
	cut := NewCut("", Body, Text)
	cut.SetTexts("2,418 rows. Drop a file to replace", "2,418 rows")
	for _, s := range []struct {
		width float32
		says  string
	}{{300, "2,418 rows. Drop a file to replace"}, {100, "2,418 rows"}, {36, "2,4…"}} {
		cut.Resize(fyne.NewSize(s.width, 20))
		assert.Equal(t, s.says, cut.draw.Text)
	}
	assert.Equal(t, "2,418 rows. Drop a file to replace", cut.FullText())
	cut.SetTexts("2,418 rows. Drop a file to replace", "")
	assert.Equal(t, "2,4…", cut.draw.Text)
}

func TestTheFirstGivesWay(t *testing.T) {
	first, rest := block(10, 20), block(10, 30)
	row := Uneven(16, 228, 264, 348, first, rest)
	for _, s := range []struct{ width, first float32 }{{700, 264}, {628, 264}, {620, 256}, {528, 228}} {
		row.Resize(fyne.NewSize(s.width, 30))
		at(t, first, 0, 0, s.first, 20)
		at(t, rest, s.first+16, 0, s.width-s.first-16, 30)
	}
	assert.Equal(t, float32(30), row.MinSize().Height)
}

func TestWrappedTextIsRightInTheFirstPass(t *testing.T) {
	useTheme(t, ModeLight)
	p := NewParagraph(Text, Caption, sentence)
	below := block(10, 10)
	page := Pad(10, 10, 10, 10, Col(8, RowTop(8, block(16, 16), Grow(p)), below))
	page.Resize(fyne.NewSize(20+24+270, 400))
	assert.Equal(t, float32(48), p.Size().Height, "three lines of 16")
	assert.Equal(t, float32(56), below.Position().Y)
	assert.Equal(t, float32(10+48+8+10+10), page.MinSize().Height, "the least height agrees with the last width")
	page.Resize(fyne.NewSize(900, 400))
	assert.Equal(t, float32(16), p.Size().Height)
	assert.Equal(t, float32(54), page.MinSize().Height)
}

func TestEvenColumnsMeetTheEdge(t *testing.T) {
	useTheme(t, ModeLight)
	a, b, c := block(1, 10), block(1, 20), block(1, 5)
	row := Even(12, a, b, c)
	row.Resize(fyne.NewSize(606, 20))
	at(t, a, 0, 0, 194, 20)
	at(t, b, 206, 0, 194, 20)
	at(t, c, 412, 0, 194, 20)
	row.Resize(fyne.NewSize(605, 20))
	assert.Equal(t, float32(605), c.Position().X+c.Size().Width)
}

func TestFixMidAndMaxWidth(t *testing.T) {
	useTheme(t, ModeLight)
	o := block(10, 10)
	fix := Fix(40, 0, o)
	assert.Equal(t, fyne.NewSize(40, 10), fix.MinSize())
	fix.Resize(fyne.NewSize(100, 30))
	at(t, o, 0, 0, 40, 30)

	o = block(11, 10)
	mid := Mid(32, 32, o)
	mid.Resize(mid.MinSize())
	at(t, o, 10, 11, 11, 10)

	o = block(10, 10)
	limit := MaxWidth(50, o)
	limit.Resize(fyne.NewSize(80, 20))
	at(t, o, 0, 0, 50, 20)
}

func TestFormPanelStacksWhenNarrow(t *testing.T) {
	useTheme(t, ModeLight)
	form, panel := block(100, 300), block(100, 200)
	both := FormPanel(form, panel, 640, 336)
	both.Resize(fyne.NewSize(1012, 649))
	at(t, form, 0, 0, 640, 649)
	at(t, panel, 656, 0, 356, 649)
	both.Resize(fyne.NewSize(980, 649))
	at(t, form, 0, 0, 628, 649)
	at(t, panel, 644, 0, 336, 649)
	both.Resize(fyne.NewSize(912, 600))
	at(t, form, 0, 0, 912, 300)
	at(t, panel, 0, 316, 912, 284)
	assert.Equal(t, float32(516), both.MinSize().Height)
}

func TestPageFillsScrollsAndStopsGrowing(t *testing.T) {
	useTheme(t, ModeLight)
	top, rest := block(10, 100), block(10, 10)
	page := Page(Col(16, top, Grow(rest)))
	page.Resize(fyne.NewSize(1060, 741))
	assert.Equal(t, fyne.NewSize(1012, 100), top.Size())
	assert.Equal(t, float32(741-44-116), rest.Size().Height, "the growing part fills the window")
	page.Resize(fyne.NewSize(1700, 100))
	assert.Equal(t, float32(PageLimit), top.Size().Width)
	assert.Equal(t, float32(10), rest.Size().Height, "it scrolls instead of squeezing")
}

func TestPlaceRoundsToDevicePixels(t *testing.T) {
	assert.Equal(t, float32(10), snapAt(10.3, 1))
	assert.InDelta(t, 10.4, snapAt(10.3, 1.25), 2e-3)
	assert.InDelta(t, 0.8, thickness(1, 1.25), 2e-3)
	assert.InDelta(t, 1.0/1.5*2, thickness(1, 1.5), 2e-3)
	assert.Equal(t, float32(0), thickness(0, 2))
}

func TestDeepNestingStaysCheap(t *testing.T) {
	useTheme(t, ModeLight)
	var o fyne.CanvasObject = NewParagraph(Text, Body, sentence)
	for range 24 {
		o = Col(1, Row(1, Pad(1, 1, 1, 1, Grow(o))))
	}
	o.Resize(fyne.NewSize(800, 600))
	assert.Positive(t, o.MinSize().Height)
}

func TestTheEndFollowsACutBeginning(t *testing.T) {
	useTheme(t, ModeLight)
	name, end := "Perusahaan Perseroan Terbatas Bank Pembangunan Daerah", ", Published"
	c := NewCutBefore(name, end, Caption, Text)
	c.Resize(fyne.NewSize(Caption.Width(name+end)+1, 16))
	c.CreateRenderer().Layout(c.Size())
	assert.Equal(t, name+end, c.part)
	c.Resize(fyne.NewSize(200, 16))
	c.CreateRenderer().Layout(c.Size())
	assert.True(t, strings.HasSuffix(c.part, ellipsis+end), c.part)
	assert.True(t, c.IsCut())
	assert.LessOrEqual(t, Caption.Width(c.part), float32(200.5))
	assert.Equal(t, name+end, c.FullText())
	c.Resize(fyne.NewSize(40, 16))
	c.CreateRenderer().Layout(c.Size())
	assert.True(t, strings.HasSuffix(c.part, ellipsis), "no room for the end: %s", c.part)
}
