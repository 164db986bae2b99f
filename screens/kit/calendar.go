package kit

import (
	"strconv"
	"time"

	"fyne.io/fyne/v2"
)

// CalendarWords are the words of a Calendar in the language of the window.
type CalendarWords struct {
	// Month names a month with its year.
	Month func(time.Time) string
	// Days are Monday to Sunday, in two letters.
	Days [7]string
	// Previous and Next are what the arrows do.
	Previous, Next string
}

// Calendar shows a month in which a first and a last day are chosen, or one day
// alone, with the pointer or with arrow keys, Page Up, Page Down and Enter. Days are
// the first moments of days in the computer's time zone. UI thread only.
type Calendar struct {
	Block

	// OnChosen is called with both days once the last one is chosen too; twice the
	// same where one day is chosen alone.
	OnChosen func(from, to time.Time)

	words    CalendarWords
	title    *Line
	grid     *calendarGrid
	month    time.Time // the first day of the month that is shown
	from, to time.Time
	picking  bool // the first day is chosen, the last one is not
	alone    bool // one day is chosen
	earliest time.Time
	latest   time.Time // zero, as earliest, is no bound
}

// NewCalendar shows the month of the last chosen day. Days after latest cannot be
// chosen.
func NewCalendar(words CalendarWords, from, to, latest time.Time) *Calendar {
	c := &Calendar{words: words, from: from, to: to, latest: latest}
	c.build(to)
	return c
}

// newDayCalendar chooses one day; those before earliest cannot be chosen.
func newDayCalendar(words CalendarWords, day, earliest time.Time) *Calendar {
	c := &Calendar{words: words, from: day, to: day, earliest: earliest, alone: true}
	if day.IsZero() {
		day = dayOf(time.Now())
	}
	c.build(day)
	return c
}

// dayOf is the first moment of the day of a time.
func dayOf(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.Local)
}

func (c *Calendar) build(day time.Time) {
	c.title = NewLine("", BodyStrong, Text).SetAlign(fyne.TextAlignCenter)
	c.grid = newCalendarGrid(c)
	back := NewIconButton("chevron-left", c.words.Previous, func() { c.turn(-1) }).As(VariantQuietNeutral)
	next := NewIconButton("chevron-right", c.words.Next, func() { c.turn(1) }).As(VariantQuietNeutral)
	names := make([]fyne.CanvasObject, len(c.words.Days))
	for i, n := range c.words.Days {
		names[i] = Fix(calendarCell, 24, Mid(0, 24, NewLine(n, Caption, Text3)))
	}
	c.Extend(c, Fix(7*calendarCell, 0, Col(0, Row(0, back, Grow(c.title), next), Row(0, names...), c.grid)))
	c.show(day)
}

const (
	calendarCell = 32
	calendarHigh = 28
	calendarDays = 42
)

// show turns to the month of a day and puts the keyboard's mark on it.
func (c *Calendar) show(day time.Time) {
	switch {
	case !c.latest.IsZero() && day.After(c.latest):
		day = c.latest
	case day.Before(c.earliest):
		day = c.earliest
	}
	c.month = time.Date(day.Year(), day.Month(), 1, 0, 0, 0, 0, time.Local)
	c.title.SetText(c.words.Month(c.month))
	c.grid.at = day
	c.grid.restate()
}

func (c *Calendar) turn(months int) {
	day := c.month.AddDate(0, months, 0)
	if (c.latest.IsZero() || !day.After(c.latest)) && day.AddDate(0, 1, 0).After(c.earliest) {
		c.show(day)
	}
}

// open tells whether a day can be chosen.
func (c *Calendar) open(day time.Time) bool {
	return !day.Before(c.earliest) && (c.latest.IsZero() || !day.After(c.latest))
}

// choose takes the first day, and then the last one; days in either order.
func (c *Calendar) choose(day time.Time) {
	if !c.open(day) {
		return
	}
	c.grid.at = day
	if c.alone {
		c.from, c.to = day, day
		c.show(day)
		if c.OnChosen != nil {
			c.OnChosen(day, day)
		}
		return
	}
	if !c.picking {
		c.from, c.to, c.picking = day, day, true
		c.show(day)
		return
	}
	c.picking = false
	if day.Before(c.from) {
		c.from, c.to = day, c.from
	} else {
		c.to = day
	}
	c.show(day)
	if c.OnChosen != nil {
		c.OnChosen(c.from, c.to)
	}
}

// calendarGrid are six weeks; one stop of the Tab key.
type calendarGrid struct {
	Press
	c     *Calendar
	at    time.Time // where the keyboard's mark is
	cells [calendarDays]calendarDay
}

type calendarDay struct {
	box  *Box
	text *Line
	day  time.Time
}

func newCalendarGrid(c *Calendar) *calendarGrid {
	g := &calendarGrid{c: c}
	all := &fyne.Container{Layout: calendarLayout{g}}
	for i := range g.cells {
		g.cells[i] = calendarDay{box: NewBox(Transparent, Transparent, 6, 0), text: NewLine("", Body, Text).SetAlign(fyne.TextAlignCenter)}
		all.Objects = append(all.Objects, g.cells[i].box, g.cells[i].text)
	}
	g.OnKey, g.OnState = g.key, func(PressState) { g.restate() }
	g.OnTapped = func() { c.choose(g.at) }
	g.Extend(g, all, 6)
	return g
}

// Tapped chooses the day below the pointer.
func (g *calendarGrid) Tapped(e *fyne.PointEvent) {
	col, row := int(e.Position.X/calendarCell), int(e.Position.Y/calendarHigh)
	g.Focus()
	if i := row*7 + col; col >= 0 && col < 7 && i >= 0 && i < calendarDays {
		g.c.choose(g.cells[i].day)
	}
}

func (g *calendarGrid) key(e *fyne.KeyEvent) bool {
	switch e.Name {
	case fyne.KeyLeft:
		g.c.show(g.at.AddDate(0, 0, -1))
	case fyne.KeyRight:
		g.c.show(g.at.AddDate(0, 0, 1))
	case fyne.KeyUp:
		g.c.show(g.at.AddDate(0, 0, -7))
	case fyne.KeyDown:
		g.c.show(g.at.AddDate(0, 0, 7))
	case fyne.KeyPageUp:
		g.c.show(g.at.AddDate(0, -1, 0))
	case fyne.KeyPageDown:
		g.c.show(g.at.AddDate(0, 1, 0))
	default:
		return false
	}
	return true
}

// restate writes days and colours of the month.
func (g *calendarGrid) restate() {
	c := g.c
	first := c.month.AddDate(0, 0, -(int(c.month.Weekday())+6)%7)
	for i := range g.cells {
		cell := &g.cells[i]
		cell.day = first.AddDate(0, 0, i)
		ink, style, fill, edge, width := Text, Body, Transparent, Transparent, float32(0)
		inside := !cell.day.Before(c.from) && !cell.day.After(c.to)
		switch {
		case cell.day.Equal(c.from) || cell.day.Equal(c.to):
			ink, style, fill = OnPrimary, BodyStrong, Primary
		case inside:
			fill = Tint
		case !c.open(cell.day):
			ink = Disabled
		case cell.day.Month() != c.month.Month():
			ink = Text3
		}
		if g.State().Focused && cell.day.Equal(g.at) {
			edge, width = Primary, 2
			if fill == Primary {
				edge = TintBorder
			}
		}
		cell.box.Set(fill, edge, width)
		cell.text.SetText(strconv.Itoa(cell.day.Day()))
		cell.text.SetStyle(style)
		cell.text.SetToken(ink)
	}
	g.Label = c.words.Month(c.month) + ", " + strconv.Itoa(g.at.Day())
}

type calendarLayout struct{ g *calendarGrid }

func (calendarLayout) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(7*calendarCell, calendarDays/7*calendarHigh)
}

func (l calendarLayout) Layout([]fyne.CanvasObject, fyne.Size) {
	for i, cell := range l.g.cells {
		x, y := float32(i%7*calendarCell), float32(i/7*calendarHigh)
		place(cell.box, x+1, y+1, calendarCell-2, calendarHigh-2)
		place(cell.text, x, y+4, calendarCell, 20)
	}
}
