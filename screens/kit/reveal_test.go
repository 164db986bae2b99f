package kit

import (
	"fmt"
	"runtime"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
	"github.com/stretchr/testify/require"
)

// The Tab key reaches controls below the visible part, and the page follows.
func TestPageFollowsTheFocus(t *testing.T) {
	useTheme(t, ModeLight)
	var rows []fyne.CanvasObject
	var buttons []*Button
	for i := range 40 {
		b := NewButton(fmt.Sprint("Button ", i), nil)
		buttons, rows = append(buttons, b), append(rows, b)
	}
	field := NewTextField("Last")
	page := Page(Col(12, append(rows, field)...))
	w := test.NewTempWindow(t, page)
	w.SetPadded(false)
	w.Resize(fyne.NewSize(600, 400))
	scroll := page.Objects[0].(*container.Scroll)
	seen := func(o fyne.CanvasObject) {
		t.Helper()
		y := fyne.CurrentApp().Driver().AbsolutePositionForObject(o).Y
		require.GreaterOrEqual(t, y, float32(0))
		require.LessOrEqual(t, y+o.Size().Height, float32(400))
	}
	w.Canvas().Focus(buttons[39])
	require.Zero(t, scroll.Offset.Y, "a program that moves the focus moves nothing else")
	buttons[39].KeyDown(&fyne.KeyEvent{Name: fyne.KeyTab})
	for _, b := range buttons {
		w.Canvas().Focus(b)
		seen(b)
	}
	w.Canvas().Focus(field.entry)
	seen(field.entry)
	low := scroll.Offset.Y
	require.Positive(t, low)
	for i := len(buttons) - 1; i >= 0; i-- {
		w.Canvas().Focus(buttons[i])
		seen(buttons[i])
	}
	require.Less(t, scroll.Offset.Y, low)

	// What is in sight stays where it is, and a dialog does not move the page.
	before := scroll.Offset.Y
	w.Canvas().Focus(buttons[1])
	require.Equal(t, before, scroll.Offset.Y)
	inside := NewButton("Inside", nil)
	ShowPopover(buttons[3], Pad(16, 16, 16, 16, inside), PopoverOptions{})
	w.Canvas().Focus(inside)
	require.Equal(t, before, scroll.Offset.Y)
	inside.KeyUp(&fyne.KeyEvent{Name: fyne.KeyTab})
	require.False(t, tabbing)
	runtime.KeepAlive(page)
}
