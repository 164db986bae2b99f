package kit

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"
)

func TestADayByKeyboard(t *testing.T) {
	useTheme(t, ModeLight)
	f := NewDayField("From")
	win := onWindow(t, f)
	require.Zero(t, f.Day())
	f.SetDay(time.Date(2031, 11, 29, 17, 3, 0, 0, time.Local))
	require.Equal(t, "29 Nov 2031", f.Text())
	var got []time.Time
	f.OnChanged = func(day time.Time) { got = append(got, day) }
	f.SetError("Another list begins then")
	f.Focus()
	press(f.box, fyne.KeyDown)
	require.True(t, f.open.IsOpen())
	f.show() // it is open already
	grid := win.Canvas().Focused().(*calendarGrid)
	require.Equal(t, "November 2031, 29", grid.Label)
	press(grid, fyne.KeyRight, fyne.KeyRight, fyne.KeyReturn)
	require.False(t, f.open.IsOpen())
	require.Equal(t, []time.Time{time.Date(2031, 12, 1, 0, 0, 0, 0, time.Local)}, got)
	require.Equal(t, "1 Dec 2031", f.Text())
	require.Empty(t, f.ErrorText())
	require.Equal(t, fyne.Focusable(f.box), win.Canvas().Focused())
	press(f.box, fyne.KeyUp)
	press(win.Canvas().Focused().(*calendarGrid), fyne.KeyReturn)
	require.Len(t, got, 1, "the same day again is no change")
	f.SetDay(time.Time{})
	require.Zero(t, f.Day())
	require.Empty(t, f.Text())
	require.Equal(t, "calendar", f.arrow.name)
}
