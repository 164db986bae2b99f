package screens

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"
	"github.com/stretchr/testify/assert"
)

// counted counts how often it is refreshed.
type counted struct {
	widget.Label
	times int
}

func newCounted() *counted {
	c := &counted{}
	c.ExtendBaseWidget(c)
	return c
}

func (c *counted) Refresh() {
	c.times++
	c.Label.Refresh()
}

// A page that is turned away from costs nothing when others are opened.
func TestOnlyThePageThatIsShownIsMadeAnew(t *testing.T) {
	test.NewTempApp(t)
	first, second := newCounted(), newCounted()
	holder := container.NewStack()
	w := test.NewTempWindow(t, holder)
	w.Resize(fyne.NewSize(300, 200))
	turnTo(holder, first)
	assert.True(t, first.Visible())
	assert.Equal(t, holder.Size(), first.Size())
	before := first.times
	turnTo(holder, second)
	assert.False(t, first.Visible())
	assert.True(t, second.Visible())
	assert.Equal(t, holder.Size(), second.Size())
	assert.LessOrEqual(t, first.times, before+1, "it is only hidden")
	before, again := first.times, second.times
	turnTo(holder, second)
	assert.Equal(t, before, first.times)
	assert.Equal(t, again, second.times, "it is shown already")
	turnTo(holder, first)
	assert.True(t, first.Visible())
	assert.Greater(t, first.times, before, "it is painted as it is now")
}
