package app

import "time"

// Stamp is a time inside a Text. It keeps the time itself, so that the window
// can write the month in its own language. The zero value is not meant to be
// shown; Day and its sisters make one.
type Stamp struct {
	// At is the time, in UTC.
	At time.Time
	// Layout is how the local time is written, in the form of package time. It
	// has no words but the short month.
	Layout string
}

// Day is a time shown as "17 Nov 2026".
func Day(t time.Time) Stamp { return stamp(t, "2 Jan 2006") }

// ShortDay is a time shown as "17 Nov", for a year that goes without saying.
func ShortDay(t time.Time) Stamp { return stamp(t, "2 Jan") }

// Moment is a time shown as "17 Nov 2026 09:36".
func Moment(t time.Time) Stamp { return stamp(t, "2 Jan 2006 15:04") }

// ShortMoment is a time shown as "17 Nov 09:36".
func ShortMoment(t time.Time) Stamp { return stamp(t, "2 Jan 15:04") }

func stamp(t time.Time, layout string) Stamp { return Stamp{At: t.Round(0).UTC(), Layout: layout} }

// String is the local time in English.
func (s Stamp) String() string { return s.At.Local().Format(s.Layout) }
