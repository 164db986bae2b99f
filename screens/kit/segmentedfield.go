package kit

import "fyne.io/fyne/v2"

// SegmentedField is a labelled choice of one from two to four words that are
// all in sight. Use a Select where there are more, or where they are long. UI
// thread only.
type SegmentedField struct {
	fieldShell

	// OnChanged is called when the person chooses another value.
	OnChanged func(value string)

	control  *Segmented
	fixed    *Cut
	slot     *fyne.Container
	readOnly bool
}

// NewSegmentedField makes a choice with the first option chosen; a label of ""
// leaves the label row out.
func NewSegmentedField(label string, options []Option) *SegmentedField {
	f := &SegmentedField{control: NewSegmented(options), fixed: NewCut("", Body, Text2)}
	f.control.OnChanged = func(value string) {
		f.SetError("")
		if f.OnChanged != nil {
			f.OnChanged(value)
		}
	}
	f.control.SetSpoken(label)
	f.slot = Row(0, f.control)
	f.build(f, label, f.slot)
	return f
}

// Value returns the chosen value, or "" without options.
func (f *SegmentedField) Value() string { return f.control.Value() }

// SetValue chooses without calling OnChanged; an unknown value changes nothing.
func (f *SegmentedField) SetValue(value string) {
	f.control.SetValue(value)
	f.show()
}

// SetError shows an error in place of the help; "" removes it.
func (f *SegmentedField) SetError(text string) { f.showError(text) }

// SetReadOnly shows only the chosen word, on a sunken ground with a lock.
func (f *SegmentedField) SetReadOnly(readOnly bool) {
	if f.readOnly == readOnly {
		return
	}
	f.readOnly = readOnly
	if readOnly {
		box := sunkenBox(Row(8, Grow(f.fixed), NewIcon("lock", 14, Text2)))
		f.slot.Objects = []fyne.CanvasObject{Grow(box)}
	} else {
		f.slot.Objects = []fyne.CanvasObject{f.control}
	}
	f.show()
}

// SetDisabled greys the choice out and takes it out of the tab order.
func (f *SegmentedField) SetDisabled(disabled bool) { f.control.SetDisabled(disabled) }

// Focus moves the keyboard focus to the choice.
func (f *SegmentedField) Focus() { f.control.Focus() }

func (f *SegmentedField) show() {
	if at := f.control.at; at < len(f.control.options) {
		f.fixed.SetText(f.control.options[at].Label)
	}
	f.Refresh()
}
