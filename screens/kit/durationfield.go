package kit

import (
	"errors"
	"math"
	"strconv"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"
)

// ErrNoNumber is what Duration answers when the field does not hold a whole
// number that makes a length of time.
var ErrNoNumber = errors.New("no whole number")

var unitLengths = map[string]time.Duration{"seconds": time.Second, "minutes": time.Minute, "hours": time.Hour}

// DurationField is a number with a unit: minutes or hours, and seconds when
// the value needs them. UI thread only.
type DurationField struct {
	fieldShell

	// OnCommitted is called when the person leaves the number, presses Enter
	// or chooses a unit, and the length is another one than before. A number
	// that cannot be read shows an error and is not committed.
	OnCommitted func(time.Duration)
	// OnChanged is called while the person types, and before OnCommitted when they
	// choose a unit.
	OnChanged func()
	// OnEscape is called on Esc in the number.
	OnEscape func()

	number    *TextField
	unit      *Select
	committed time.Duration
}

// NewDurationField makes a field that holds no time: 0 minutes.
func NewDurationField(label string) *DurationField {
	f := &DurationField{number: NewTextField("").SelectWhole()}
	f.number.entry.label = label
	f.number.frame.right = true
	f.number.frame.showLock = false
	f.number.OnCommitted = func(string) { f.commit() }
	f.number.OnChanged = func(string) { f.SetError(""); f.changed() }
	f.number.OnEscape = func() {
		if f.OnEscape != nil {
			f.OnEscape()
		}
	}
	f.unit = NewSelect("", nil)
	f.unit.control.Label = label
	f.unit.OnChanged = func(string) { f.changed(); f.commit() }
	f.build(f, label, Row(8, Fix(72, 0, f.number), Fix(112, 0, f.unit), Spring()))
	f.SetDuration(0)
	return f
}

// units are the choices; seconds only for values that need them.
func units(withSeconds bool) []Option {
	out := []Option{{"minutes", lang.L("minutes")}, {"hours", lang.L("hours")}}
	if withSeconds {
		out = append([]Option{{"seconds", lang.L("seconds")}}, out...)
	}
	return out
}

// SetDuration shows a length of time in the largest unit that makes it a
// whole number, and counts as committed. Parts of a second are dropped.
func (f *DurationField) SetDuration(d time.Duration) {
	d = max(d.Truncate(time.Second), 0)
	f.committed = d
	unit := "minutes"
	switch {
	case d%time.Minute != 0:
		unit = "seconds"
	case d%time.Hour == 0 && d > 0:
		unit = "hours"
	}
	f.unit.SetOptions(units(unit == "seconds"))
	f.unit.SetValue(unit)
	f.number.SetText(strconv.FormatInt(int64(d/unitLengths[unit]), 10))
}

// Duration returns the length of time as it stands, or ErrNoNumber.
func (f *DurationField) Duration() (time.Duration, error) {
	text := strings.TrimSpace(f.number.Text())
	unit := unitLengths[f.unit.Value()]
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n < 0 || unit == 0 || n > math.MaxInt64/int64(unit) {
		return 0, ErrNoNumber
	}
	return time.Duration(n) * unit, nil
}

// IsDirty tells whether number and unit make another length than the last
// that was set or committed.
func (f *DurationField) IsDirty() bool {
	d, err := f.Duration()
	return err != nil || d != f.committed
}

// SetError shows an error in place of the help; "" removes it.
func (f *DurationField) SetError(text string) {
	f.number.frame.fault = text != ""
	f.number.frame.apply()
	f.showError(text)
}

// SetReadOnly shows number and unit on sunken grounds.
func (f *DurationField) SetReadOnly(readOnly bool) {
	f.number.SetReadOnly(readOnly)
	f.unit.SetReadOnly(readOnly)
}

// SetDisabled greys both parts out.
func (f *DurationField) SetDisabled(disabled bool) {
	f.number.SetDisabled(disabled)
	f.unit.SetDisabled(disabled)
}

// Focus moves the keyboard focus into the number.
func (f *DurationField) Focus() { f.number.Focus() }

func (f *DurationField) changed() {
	if f.OnChanged != nil {
		f.OnChanged()
	}
}

func (f *DurationField) commit() {
	d, err := f.Duration()
	if err != nil {
		f.SetError(lang.L("Enter a whole number"))
		return
	}
	f.SetError("")
	if d == f.committed {
		return
	}
	f.committed = d
	if f.OnCommitted != nil {
		f.OnCommitted(d)
	}
}

var _ fyne.Widget = (*DurationField)(nil)
