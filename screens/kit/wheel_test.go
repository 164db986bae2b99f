package kit

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// pageWith is a page with a field far above its end, and its scrolling area.
func pageWith(t *testing.T, f fyne.CanvasObject) (fyne.Window, *container.Scroll) {
	t.Helper()
	useTheme(t, ModeLight)
	page := Page(Col(8, f, Fix(200, 2000, Stack())))
	// As in the window, not in its corner.
	w := test.NewTempWindow(t, Pad(8, 8, 8, 8, page))
	w.SetPadded(false)
	w.Resize(fyne.NewSize(400, 300))
	scroll, ok := page.Objects[0].(*container.Scroll)
	require.True(t, ok)
	return w, scroll
}

// wheelOver turns the wheel over the middle of an object.
func wheelOver(w fyne.Window, o fyne.CanvasObject, dx, dy float32) {
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(o)
	test.Scroll(w.Canvas(), at.AddXY(o.Size().Width/2, o.Size().Height/2), dx, dy)
}

func TestTheWheelOverAFieldMovesThePage(t *testing.T) {
	f := NewTextField("Name")
	f.SetText(strings.Repeat("a long address ", 40))
	w, page := pageWith(t, f)
	wheelOver(w, f.entry, 0, -50)
	assert.InDelta(t, 50, page.Offset.Y, 0.1)
	wheelOver(w, f.entry, 0, 20)
	assert.InDelta(t, 30, page.Offset.Y, 0.1)
	assert.Zero(t, f.entry.area.Offset.X)
	wheelOver(w, f.entry, -40, 0)
	assert.InDelta(t, 40, f.entry.area.Offset.X, 0.1, "sideways the text moves")
	assert.InDelta(t, 30, page.Offset.Y, 0.1)
}

func TestTheWheelOverSeveralLinesMovesThemFirst(t *testing.T) {
	f := NewTextField("Text").MultiLine(4)
	w, page := pageWith(t, f)
	wheelOver(w, f.entry, 0, -50)
	assert.InDelta(t, 50, page.Offset.Y, 0.1, "nothing to scroll in an empty field")
	page.ScrollToTop()
	f.SetText(strings.Repeat("line\n", 12))
	wheelOver(w, f.entry, 0, -30)
	assert.InDelta(t, 30, f.entry.area.Offset.Y, 0.1)
	assert.Zero(t, page.Offset.Y)
	wheelOver(w, f.entry, 0, -5000)
	assert.Zero(t, page.Offset.Y)
	wheelOver(w, f.entry, 0, -50)
	assert.InDelta(t, 50, page.Offset.Y, 0.1, "its end is reached")
}

// A dialog over a page scrolls itself and not the page.
func TestTheWheelStaysInTheDialog(t *testing.T) {
	w, page := pageWith(t, NewTextField("Below"))
	f := NewTextField("Above")
	body := ScrollBox(Col(8, f, Fix(200, 900, Stack())))
	ShowDialog(w, DialogOptions{Title: "Dialog", Width: 380, Body: Fix(0, 120, body)})
	inner, ok := body.Objects[0].(*container.Scroll)
	require.True(t, ok)
	wheelOver(w, f.entry, 0, -50)
	assert.InDelta(t, 50, inner.Offset.Y, 0.1)
	assert.Zero(t, page.Offset.Y)
}

// A short table in a page leaves the wheel to the page, a long one scrolls first.
func TestTheWheelOverATableMovesWhatCanMove(t *testing.T) {
	table := NewTable([]Column{{ID: "a", Title: "A"}}, 40)
	rows := func(n int) {
		all := make([]TableRow, n)
		for i := range all {
			all[i] = TableRow{Cells: []Cell{{Text: "row"}}}
		}
		table.SetRows(all)
	}
	rows(4)
	w, page := pageWith(t, Fix(0, 200, table))
	wheelOver(w, table.list, 0, -50)
	assert.InDelta(t, 50, page.Offset.Y, 0.1)
	page.ScrollToTop()
	rows(40)
	wheelOver(w, table.list, 0, -50)
	assert.InDelta(t, 50, table.list.GetScrollOffset(), 0.1)
	assert.Zero(t, page.Offset.Y)
	wheelOver(w, table.list, 0, 5000)
	assert.Zero(t, table.list.GetScrollOffset())
	wheelOver(w, table.list, 0, -50000)
	wheelOver(w, table.list, 0, -30)
	assert.InDelta(t, 30, page.Offset.Y, 0.1, "its end is reached")
}
