package kit

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"
)

func testCalendar() *Calendar {
	at := func(d int) time.Time { return time.Date(2026, 11, d, 0, 0, 0, 0, time.Local) }
	return NewCalendar(CalendarWords{
		Month: func(t time.Time) string { return t.Format("Jan 2006") }, Days: [7]string{"Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"}, Previous: "Previous month", Next: "Next month",
	}, at(5), at(17), at(20))
}

func TestHistorySheet(t *testing.T) {
	golden(t, "history", 640, 330, func() fyne.CanvasObject {
		chart := NewDayChart(StateRead, StateDelivered, StateSent, StateFailed)
		chart.SetBars([]DayBar{
			{Label: "Mon 16", Bar: Bar{Parts: []float64{15600, 7400, 0, 1900}}}, {Label: "Sun 15", Bar: Bar{}}, {Label: "Today", Strong: true, Bar: Bar{Parts: []float64{8000, 3500, 2600, 300}}},
		})
		steps := NewSteps()
		steps.SetSteps([]Step{
			{Token: StateQueued, Ring: true, Title: "Queued", At: "09:40:58", Detail: "From API key Core banking"}, {Token: StateSent, Title: "Sent to Meta", At: "09:41:02"},
			{Token: StateFailed, Title: "Failed", At: "09:41:07", Bad: true},
		})
		return sheet(RowTop(24, testCalendar(), Grow(Col(24, Fix(0, 160, chart), steps))))
	})
}

func TestScaleHasRoundSteps(t *testing.T) {
	for most, step := range map[float64]float64{0: 1, 1: 1, 2: 1, 3: 2, 26_000: 10_000, 7: 5, 14: 5, 15: 10, 1_300_000: 500_000} {
		require.Equal(t, step, scaleStep(most), most)
	}
	require.Equal(t, "20k", scaleWord(20_000))
	require.Equal(t, "1.5M", scaleWord(1_500_000))
	require.Equal(t, "500", scaleWord(500))
}

func TestCalendarTakesDaysInEitherOrderAndNoneAhead(t *testing.T) {
	useTheme(t, ModeLight)
	c := testCalendar()
	var from, to time.Time
	c.OnChosen = func(a, b time.Time) { from, to = a, b }
	onWindow(t, c)
	tap := func(day int) {
		for i, cell := range c.grid.cells {
			if cell.day.Day() == day && cell.day.Month() == c.month.Month() {
				c.grid.Tapped(&fyne.PointEvent{Position: fyne.NewPos(float32(i%7*calendarCell+9), float32(i/7*calendarHigh+9))})
				return
			}
		}
	}
	tap(25)
	require.False(t, c.picking, "days ahead cannot be chosen")
	tap(12)
	require.True(t, from.IsZero())
	tap(3)
	require.Equal(t, 3, from.Day())
	require.Equal(t, 12, to.Day())
	c.turn(1)
	require.Equal(t, time.November, c.month.Month(), "months ahead are not shown")
	press(c.grid, fyne.KeyPageUp)
	require.Equal(t, time.October, c.month.Month())
	press(c.grid, fyne.KeyPageDown)
	press(c.grid, fyne.KeyPageDown)
	require.Equal(t, 20, c.grid.at.Day(), "the mark stays before what is ahead")
}

func TestColumnsWidenInStep(t *testing.T) {
	useTheme(t, ModeLight)
	table := NewTable([]Column{{ID: "a", Width: 100, Most: 140}, {ID: "b", Width: 100}, {ID: "c"}}, 36)
	for width, want := range map[float32][3]float32{300: {100, 100, 84}, 364: {120, 100, 128}, 600: {140, 100, 344}} {
		s := table.columnSpans(width)
		for i := range want {
			require.Equal(t, want[i], s[i].w+tableGap, "column %d at %v", i, width)
		}
	}
}
