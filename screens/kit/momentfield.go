package kit

import (
	"fmt"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"
)

// MomentField is a labelled choice of a day and a time of day, to the minute, in
// the computer's time zone. It opens a month to choose from, with a field for the
// time. UI thread only.
type MomentField struct {
	fieldShell

	// OnChanged is called when the person chooses another day or time.
	OnChanged func(time.Time)

	box      *Press
	text     *Cut
	icon     *Icon
	at       time.Time
	earliest time.Time // days before it cannot be chosen; zero for any
	fault    bool
	open     *monthPanel
}

// NewMomentField makes a field that shows nothing yet; a label of "" leaves the
// label row out.
func NewMomentField(label string) *MomentField {
	f := &MomentField{text: NewCut("", Body, Text), icon: NewIcon("calendar", 14, Text2)}
	f.box = &Press{Style: f.face, OnTapped: f.show, OnKey: f.key, Label: label}
	f.box.Extend(f.box, Pad(0, 11, 0, 11, Row(8, f.icon, Grow(f.text))), 6)
	f.box.SetMin(64, 32)
	f.build(f, label, f.box)
	return f
}

// SetSpoken sets what screen readers say of a field without a label of its own.
func (f *MomentField) SetSpoken(text string) { f.box.Label = text }

// SetMoment shows a time without calling OnChanged. Seconds are dropped.
func (f *MomentField) SetMoment(t time.Time) {
	f.at = t.Local().Truncate(time.Minute)
	f.text.SetText(f.words())
}

// Moment returns what is chosen; zero for nothing.
func (f *MomentField) Moment() time.Time { return f.at }

// SetEarliest keeps days before that of t from being chosen.
func (f *MomentField) SetEarliest(t time.Time) {
	f.earliest = t.Local()
	if !f.at.IsZero() {
		f.text.SetText(f.words())
	}
}

// SetError shows an error in place of the help; "" removes it.
func (f *MomentField) SetError(text string) {
	f.fault = text != ""
	f.box.restyle()
	f.showError(text)
}

// SetDisabled greys the field out and takes it out of the tab order.
func (f *MomentField) SetDisabled(disabled bool) {
	f.box.SetDisabled(disabled)
	ink := Text
	if disabled {
		ink = Disabled
	}
	f.text.SetToken(ink)
}

// Focus moves the keyboard focus to the box.
func (f *MomentField) Focus() { f.box.Focus() }

func (f *MomentField) face(s PressState) Face {
	switch {
	case s.Disabled:
		return Face{Sunken, Border, 1}
	case f.fault:
		return Face{Surface, Danger, 1}
	case f.open != nil:
		return Face{Surface, Primary, 1}
	}
	return Face{Surface, Input, 1}
}

func (f *MomentField) key(e *fyne.KeyEvent) bool {
	if e.Name != fyne.KeyDown && e.Name != fyne.KeyUp {
		return false
	}
	f.show()
	return true
}

func (f *MomentField) show() {
	if f.open != nil || f.box.Disabled() {
		return
	}
	p := newMonthPanel(f)
	p.popover = showPopover(f.box, Pad(12, 12, 12, 12, p.content), PopoverOptions{Width: 7*monthCell + 26, Align: AlignEnd, OnClose: func() {
		p.takeClock()
		f.open = nil
		f.box.restyle()
		f.box.Focus()
	}}, nil)
	if p.popover == nil {
		return
	}
	f.open = p
	f.box.restyle()
	p.focusDay()
}

// take takes a choice of the person.
func (f *MomentField) take(t time.Time) {
	if t.Equal(f.at) {
		return
	}
	f.SetMoment(t)
	f.SetError("")
	if f.OnChanged != nil {
		f.OnChanged(f.at)
	}
}

var (
	weekdayNames = [...]string{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"}
	shortMonths  = [...]string{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"}
	longMonths   = [...]string{"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"}
)

// words say the time as "Wed 18 Nov, 09:00", with the year when it is another one
// than that of today.
func (f *MomentField) words() string {
	t, this := f.at, time.Now().Year()
	if !f.earliest.IsZero() {
		this = f.earliest.Year()
	}
	day := fmt.Sprintf("%s %d %s", lang.L(weekdayNames[t.Weekday()]), t.Day(), lang.L(shortMonths[t.Month()-1]))
	if t.Year() != this {
		day += fmt.Sprintf(" %d", t.Year())
	}
	return day + ", " + t.Format("15:04")
}

// monthCell is the side of one day.
const monthCell = 32

// monthPanel is the open month with the time below it.
type monthPanel struct {
	f       *MomentField
	month   time.Time // the first of the month that is shown
	title   *Line
	days    *fyne.Container
	clock   *TextField
	content fyne.CanvasObject
	popover *Popover
	chosen  *Press // the day that is chosen, when it is in sight
	cells   []*Press
}

func newMonthPanel(f *MomentField) *monthPanel {
	p := &monthPanel{f: f, title: NewLine("", BodyStrong, Text), days: Col(0), clock: NewTextField("")}
	at := f.at
	if at.IsZero() {
		at = time.Now()
	}
	p.month = time.Date(at.Year(), at.Month(), 1, 0, 0, 0, 0, time.Local)
	p.clock.SetSpoken(lang.L("Time"))
	p.clock.SetText(at.Format("15:04"))
	p.clock.OnCommitted = func(string) { p.takeClock() }
	p.clock.OnEscape = func() { p.popover.Close() }
	p.clock.OnSubmitted = func(string) {
		if p.takeClock() {
			p.popover.Close()
		}
	}
	back := NewIconButton("chevron-left", lang.L("Earlier month"), func() { p.turn(-1) }).As(VariantQuietNeutral)
	on := NewIconButton("chevron-right", lang.L("Later month"), func() { p.turn(1) }).As(VariantQuietNeutral)
	done := NewButton(lang.L("Done"), func() {
		if p.takeClock() {
			p.popover.Close()
		}
	})
	p.content = Col(8,
		Row(0, back, Grow(Mid(0, 32, p.title)), on),
		p.days, HLine(),
		Row(8, NewLine(lang.L("Time"), Body, Text2), Fix(84, 32, p.clock), Spring(), done),
	)
	p.draw()
	return p
}

func (p *monthPanel) turn(months int) {
	p.month = p.month.AddDate(0, months, 0)
	p.draw()
}

// draw builds the days of the month.
func (p *monthPanel) draw() {
	p.title.SetText(fmt.Sprintf("%s %d", lang.L(longMonths[p.month.Month()-1]), p.month.Year()))
	p.chosen, p.cells = nil, nil
	var names, cells []fyne.CanvasObject
	for i := range 7 {
		names = append(names, Mid(monthCell, 16, NewLine(lang.L(weekdayNames[(i+1)%7]), Caption, Text3)))
	}
	rows := []fyne.CanvasObject{Pad(0, 0, 4, 0, Row(0, names...))}
	first := p.month.AddDate(0, 0, -int(p.month.Weekday()+6)%7)
	for i := range 42 {
		cells = append(cells, p.cell(first.AddDate(0, 0, i)))
		if len(cells) == 7 {
			rows, cells = append(rows, Row(0, cells...)), nil
		}
	}
	p.days.Objects = rows
	p.days.Refresh()
}

// cell is one day.
func (p *monthPanel) cell(day time.Time) fyne.CanvasObject {
	if day.Month() != p.month.Month() {
		return Fix(monthCell, monthCell, Spring())
	}
	word := NewLine(fmt.Sprint(day.Day()), Body, Text)
	at := p.f.at
	isChosen := !at.IsZero() && at.Year() == day.Year() && at.YearDay() == day.YearDay()
	c := &Press{Label: fmt.Sprintf("%d %s %d", day.Day(), lang.L(longMonths[day.Month()-1]), day.Year())}
	c.Style = func(s PressState) Face {
		switch {
		case isChosen:
			return Face{Primary, Transparent, 0}
		case s.Hovered:
			return Face{NeutralTint, Transparent, 0}
		}
		return Face{Transparent, Transparent, 0}
	}
	c.OnTapped = func() { p.choose(day) }
	c.OnKey = func(e *fyne.KeyEvent) bool { return p.moveBy(day, e) }
	c.Extend(c, Mid(0, 0, word), 6)
	c.SetMin(monthCell, monthCell)
	switch e := p.f.earliest; {
	case isChosen:
		word.SetToken(OnPrimary)
		p.chosen = c
	case !e.IsZero() && day.Before(time.Date(e.Year(), e.Month(), e.Day(), 0, 0, 0, 0, time.Local)):
		word.SetToken(Disabled)
		c.SetDisabled(true)
	}
	p.cells = append(p.cells, c)
	return c
}

func (p *monthPanel) choose(day time.Time) {
	hour, minute := p.f.at.Hour(), p.f.at.Minute()
	if t, ok := parseClock(p.clock.Text()); ok {
		hour, minute = t.Hour(), t.Minute()
	}
	p.f.take(time.Date(day.Year(), day.Month(), day.Day(), hour, minute, 0, 0, time.Local))
	p.draw()
	p.focusDay()
}

// moveBy goes to another day with the arrow keys.
func (p *monthPanel) moveBy(day time.Time, e *fyne.KeyEvent) bool {
	steps := map[fyne.KeyName]int{fyne.KeyLeft: -1, fyne.KeyRight: 1, fyne.KeyUp: -7, fyne.KeyDown: 7}
	days, ok := steps[e.Name]
	if !ok {
		return false
	}
	to := day.AddDate(0, 0, days)
	if to.Month() != p.month.Month() {
		p.month = time.Date(to.Year(), to.Month(), 1, 0, 0, 0, 0, time.Local)
		p.draw()
	}
	if c := p.cells[to.Day()-1]; !c.Disabled() {
		c.Focus()
	}
	return true
}

// focusDay moves the focus to the day that is chosen.
func (p *monthPanel) focusDay() {
	if p.chosen != nil {
		p.chosen.Focus()
	}
}

// takeClock takes the time that was typed, and reports whether it is one.
func (p *monthPanel) takeClock() bool {
	t, ok := parseClock(p.clock.Text())
	if !ok {
		p.clock.SetFault(true)
		return false
	}
	p.clock.SetFault(false)
	if at := p.f.at; !at.IsZero() {
		p.f.take(time.Date(at.Year(), at.Month(), at.Day(), t.Hour(), t.Minute(), 0, 0, time.Local))
	}
	return true
}

// parseClock reads a time of day: 9, 9:05, 09.05, 0905.
func parseClock(typed string) (time.Time, bool) {
	for _, layout := range []string{"15:04", "15.04", "1504", "15"} {
		if t, err := time.Parse(layout, typed); err == nil {
			return t, true
		}
	}
	return time.Time{}, false
}
