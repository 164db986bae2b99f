package kit

import (
	"testing"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/assert"
)

func TestColumnsLineUpAndGiveWay(t *testing.T) {
	useTheme(t, ModeLight)
	c := NewColumns([]Column{{ID: "name", Title: "Name"}, {ID: "by", Title: "By", Width: 100, HideBelow: 400}, {ID: "do", Title: "", Width: 80}})
	name, by, do := NewCut("Core banking", BodyStrong, Text), NewCut("Dewi", Body, Text), NewLink("Rotate", "", nil)
	row := c.Row(52, false, name, by, do)
	card := Col(0, c.Head(), row)
	card.Resize(fyne.NewSize(500, 89))
	assert.Equal(t, float32(89), HeightFor(card, 500))
	assert.Equal(t, float32(16), name.Position().X)
	assert.Equal(t, float32(15), name.Position().Y)
	assert.True(t, by.Visible())
	assert.Equal(t, float32(420), do.Position().X)
	card.Resize(fyne.NewSize(360, 89))
	assert.False(t, by.Visible())
	assert.Equal(t, float32(280), do.Position().X)
	card.Resize(fyne.NewSize(500, 89))
	assert.True(t, by.Visible())
}

func TestEndsGoBelowEachOtherWhenNarrow(t *testing.T) {
	useTheme(t, ModeLight)
	first, second := Fix(300, 32, Spring()), Fix(100, 40, Spring())
	row := Ends(12, first, second)
	assert.Equal(t, float32(40), HeightFor(row, 500))
	row.Resize(fyne.NewSize(500, 40))
	assert.Equal(t, fyne.NewPos(0, 4), first.Position())
	assert.Equal(t, fyne.NewPos(400, 0), second.Position())
	assert.Equal(t, float32(84), HeightFor(row, 400))
	row.Resize(fyne.NewSize(400, 84))
	assert.Equal(t, fyne.NewPos(0, 44), second.Position())
	second.Hide()
	assert.Equal(t, float32(32), HeightFor(row, 400))
}

func TestATabHeadChoosesByKey(t *testing.T) {
	useTheme(t, ModeLight)
	tabs := NewTabHead(20, []Option{{Value: "a", Label: "cURL"}, {Value: "b", Label: "Go"}})
	got := ""
	tabs.OnSelected = func(v string) { got = v }
	assert.Equal(t, "a", tabs.Selected())
	tabs.tabs[0].TypedKey(&fyne.KeyEvent{Name: fyne.KeyRight})
	assert.Equal(t, "b", got)
	assert.Equal(t, float32(44), tabs.MinSize().Height)
}
