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
	p.popover = showPopover(f.box, Pad(12, 12, 12, 12, p.content), PopoverOptions{Width: 7*calendarCell + 26, Align: AlignEnd, OnClose: func() {
		p.takeClock()
		f.open = nil
		f.box.restyle()
		f.box.Focus()
	}}, p.calendar.grid)
	if p.popover == nil {
		return
	}
	f.open = p
	f.box.restyle()
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

// calendarWords are those of the month that opens.
func (f *MomentField) calendarWords() CalendarWords {
	w := CalendarWords{
		Month:    func(t time.Time) string { return fmt.Sprintf("%s %d", lang.L(longMonths[t.Month()-1]), t.Year()) },
		Previous: lang.L("Earlier month"), Next: lang.L("Later month"),
	}
	for i := range w.Days {
		w.Days[i] = lang.L(weekdayNames[(i+1)%7])
	}
	return w
}

// monthPanel is the open month with the time below it.
type monthPanel struct {
	f        *MomentField
	calendar *Calendar
	clock    *TextField
	content  fyne.CanvasObject
	popover  *Popover
}

func newMonthPanel(f *MomentField) *monthPanel {
	p := &monthPanel{f: f, clock: NewTextField("")}
	var day, earliest time.Time
	at := f.at
	if at.IsZero() {
		at = time.Now()
	} else {
		day = dayOf(at)
	}
	if !f.earliest.IsZero() {
		earliest = dayOf(f.earliest)
	}
	p.calendar = newDayCalendar(f.calendarWords(), day, earliest)
	p.calendar.OnChosen = func(day, _ time.Time) { p.choose(day) }
	p.clock.SetSpoken(lang.L("Time"))
	p.clock.SetText(at.Format("15:04"))
	p.clock.OnCommitted = func(string) { p.takeClock() }
	p.clock.OnEscape = func() { p.popover.Close() }
	done := func() {
		if p.takeClock() {
			p.popover.Close()
		}
	}
	p.clock.OnSubmitted = func(string) { done() }
	p.content = Col(8, p.calendar, HLine(),
		Row(8, NewLine(lang.L("Time"), Body, Text2), Fix(84, 32, p.clock), Spring(), NewButton(lang.L("Done"), done)))
	return p
}

func (p *monthPanel) choose(day time.Time) {
	hour, minute := p.f.at.Hour(), p.f.at.Minute()
	if t, ok := parseClock(p.clock.Text()); ok {
		hour, minute = t.Hour(), t.Minute()
	}
	p.f.take(time.Date(day.Year(), day.Month(), day.Day(), hour, minute, 0, 0, time.Local))
}

// takeClock takes the time that was typed, and reports whether it is one.
func (p *monthPanel) takeClock() bool {
	t, ok := parseClock(p.clock.Text())
	p.clock.SetFault(!ok)
	if at := p.f.at; ok && !at.IsZero() {
		p.f.take(time.Date(at.Year(), at.Month(), at.Day(), t.Hour(), t.Minute(), 0, 0, time.Local))
	}
	return ok
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
