package kit

import (
	"testing"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/assert"
)

func TestTightGivesWayInOrder(t *testing.T) {
	useTheme(t, ModeLight)
	one, two, foot := block(10, 200), block(10, 100), block(10, 50)
	inner := Least(80, one)
	grow := Grow(Yield(40, two))
	c := Tight(10, inner, grow, foot)
	c.Resize(fyne.NewSize(100, 400))
	at(t, inner, 0, 0, 100, 200)
	at(t, grow, 0, 210, 100, 130)
	at(t, foot, 0, 350, 100, 50)
	c.Resize(fyne.NewSize(100, 300)) // 70 too many
	at(t, inner, 0, 0, 100, 130)
	at(t, grow, 0, 140, 100, 100)
	at(t, foot, 0, 250, 100, 50)
	c.Resize(fyne.NewSize(100, 210)) // the first is at its least, the second scrolls
	at(t, inner, 0, 0, 100, 80)
	at(t, grow, 0, 90, 100, 60)
	assert.Equal(t, float32(100), two.Size().Height, "the content of what scrolls keeps its height")
	at(t, foot, 0, 160, 100, 50)
	assert.Equal(t, float32(370), c.MinSize().Height)
}

func TestFormBesideFillsThePage(t *testing.T) {
	useTheme(t, ModeLight)
	form, panel := block(100, 2000), block(100, 2000)
	page := Page(FormBeside(form, panel, 660, 336))
	page.Resize(fyne.NewSize(1060, 741))
	assert.Equal(t, fyne.NewSize(660, 2000), form.Size())
	assert.Equal(t, fyne.NewSize(336, 697), panel.Size(), "the panel is as high as the window")
	page.Resize(fyne.NewSize(960, 641))
	assert.Equal(t, float32(560), form.Size().Width)
	assert.Equal(t, fyne.NewSize(336, 597), panel.Size())
	low := block(10, 10)
	page = Page(FormBeside(Col(0, Grow(low)), block(10, 10), 660, 336))
	page.Resize(fyne.NewSize(1060, 741))
	assert.Equal(t, float32(697), low.Size().Height, "a short form fills the height")
}
