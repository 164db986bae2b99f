package kit

import (
	"testing"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"
)

func TestChartSheet(t *testing.T) {
	golden(t, "charts", 640, 330, func() fyne.CanvasObject {
		var bars []Bar
		for i := range 30 {
			v := float64(20 + (i*7)%13 - 12*((i%7)/5))
			bars = append(bars, Bar{Parts: []float64{v * 0.75, v * 0.23, 0.2, float64(i % 3)}})
		}
		month := NewBarChart(52, StateRead, StateDelivered, StateSent, StateFailed)
		month.SetBars(bars)
		year := NewBarChart(52, StateRead)
		many := make([]Bar, 365)
		for i := range many {
			many[i].Parts = []float64{float64(i % 50)}
		}
		year.SetBars(many)
		few := NewBarChart(52, StateRead, StateFailed)
		few.SetBars([]Bar{{Parts: []float64{1, 0}}, {Parts: []float64{0, 0}}, {Parts: []float64{1000, 1}}})
		pills := NewPills(Pill{"all", "All", "24"}, Pill{"approved", "Approved", "17"}, Pill{"review", "In review", "3"}, Pill{"rejected", "Rejected", "2"})
		pills.SetValue("approved")
		return sheet(NewCard(CardHead("Messages per day"), CardBody(16, pills, month, year, few)))
	})
}

func TestPillsByKeyboard(t *testing.T) {
	useTheme(t, ModeLight)
	var chosen []string
	p := NewPills(Pill{"a", "A", "1"}, Pill{"b", "B", "2"}, Pill{"c", "C", ""})
	p.OnChanged = func(v string) { chosen = append(chosen, v) }
	onWindow(t, p)
	p.parts[0].Focus()
	press(p.parts[0], fyne.KeyRight)
	press(p.parts[1], fyne.KeyRight)
	press(p.parts[2], fyne.KeyRight)
	press(p.parts[2], fyne.KeyLeft)
	require.Equal(t, []string{"b", "c", "b"}, chosen)
	p.SetPills(Pill{"a", "A", "1"}, Pill{"b", "B", "9"}, Pill{"c", "C", ""})
	require.Equal(t, "b", p.Value(), "new counts keep the choice")
	p.SetPills(Pill{"x", "X", ""})
	require.Equal(t, "x", p.Value())
}

func TestBarTellsItsNumbers(t *testing.T) {
	useTheme(t, ModeLight)
	c := NewBarChart(50, StateRead)
	c.SetBars([]Bar{{Parts: []float64{1}, Tip: "one"}, {Parts: []float64{2}, Tip: "two"}})
	c.Resize(fyne.NewSize(100, 50))
	x, _ := c.span(1, 100)
	c.at = 1
	require.Equal(t, "two", c.words())
	pos, _ := c.area()
	require.Equal(t, x, pos.X)
	c.SetBars(nil)
	require.Empty(t, c.words())
}
