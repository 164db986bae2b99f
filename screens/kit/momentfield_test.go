package kit

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"
)

func TestMomentSheet(t *testing.T) {
	golden(t, "moments", 520, 360, func() fyne.CanvasObject {
		at := time.Date(2031, 11, 19, 9, 0, 0, 0, time.Local)
		plain, wrong, off := NewMomentField("Begins"), NewMomentField("Begins"), NewMomentField("")
		for _, f := range []*MomentField{plain, wrong, off} {
			f.SetMoment(at)
		}
		plain.SetHelp("Jakarta time (WIB)")
		wrong.SetError("This time is over")
		off.SetDisabled(true)
		plain.SetEarliest(at.AddDate(0, 0, -6))
		month := newMonthPanel(plain)
		return sheet(NewCard(Pad(16, 16, 16, 16, RowTop(24, Fix(200, 0, Col(16, plain, wrong, off)), Fix(7*calendarCell, 0, month.content)))))
	})
}

func TestMomentByKeyboard(t *testing.T) {
	useTheme(t, ModeLight)
	f := NewMomentField("Begins")
	f.SetMoment(time.Date(2031, 11, 30, 9, 0, 30, 0, time.Local))
	f.SetEarliest(time.Date(2031, 11, 28, 12, 0, 0, 0, time.Local))
	var got []time.Time
	f.OnChanged = func(at time.Time) { got = append(got, at) }
	win := onWindow(t, f)
	f.Focus()
	press(f.box, fyne.KeyDown)
	require.NotNil(t, f.open)
	grid := f.open.calendar.grid
	require.Equal(t, fyne.Focusable(grid), win.Canvas().Focused())
	require.Equal(t, "November 2031, 30", grid.Label)
	grid.TypedKey(&fyne.KeyEvent{Name: fyne.KeyRight})
	require.Equal(t, "December 2031, 1", grid.Label)
	grid.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	require.Equal(t, []time.Time{time.Date(2031, 12, 1, 9, 0, 0, 0, time.Local)}, got)
	f.open.calendar.turn(-1)
	grid.TypedKey(&fyne.KeyEvent{Name: fyne.KeyPageUp})
	require.Equal(t, "November 2031, 28", grid.Label, "the 27th is over")
	win.Canvas().FocusNext()
	require.Equal(t, "Time", win.Canvas().Focused().(*entry).label, "all days are one stop")
	f.open.clock.SetText("9.3x")
	require.False(t, f.open.takeClock())
	f.open.clock.SetText("0745")
	require.True(t, f.open.takeClock())
	require.Equal(t, "07:45", f.Moment().Format("15:04"))
	f.open.popover.Close()
	require.Nil(t, f.open)
}
