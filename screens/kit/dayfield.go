package kit

import (
	"fmt"
	"time"

	"fyne.io/fyne/v2/lang"
)

// DayField is a labelled choice of a day, in the computer's time zone. It opens a
// month to choose from. UI thread only.
type DayField struct {
	*PickField

	// OnChanged is called when the person chooses another day.
	OnChanged func(time.Time)

	day  time.Time
	open *Popover
}

// NewDayField makes a field that shows nothing yet.
func NewDayField(label string) *DayField {
	f := &DayField{}
	f.PickField = NewPickField(label, f.show)
	f.sign = "calendar"
	f.arrow.SetName(f.sign)
	return f
}

// SetDay shows a day without calling OnChanged; the zero time shows none.
func (f *DayField) SetDay(t time.Time) {
	if t.IsZero() {
		f.day = t
		f.SetText("")
		return
	}
	f.day = dayOf(t.Local())
	f.SetText(fmt.Sprintf("%d %s %d", f.day.Day(), lang.L(shortMonths[f.day.Month()-1]), f.day.Year()))
}

// Day returns the first moment of the chosen day; zero for none.
func (f *DayField) Day() time.Time { return f.day }

func (f *DayField) show() {
	if f.open.IsOpen() {
		return
	}
	c := newDayCalendar((&MomentField{}).calendarWords(), f.day, time.Time{})
	c.OnChosen = func(day, _ time.Time) {
		f.open.Close()
		if day.Equal(f.day) {
			return
		}
		f.SetDay(day)
		f.SetError("")
		if f.OnChanged != nil {
			f.OnChanged(f.day)
		}
	}
	f.open = showPopover(f.box, Pad(12, 12, 12, 12, c), PopoverOptions{Width: 7*calendarCell + 26, OnClose: f.box.Focus}, c.grid)
}
