package kit

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// SetFault marks the edge of the field as one at fault, without a line below: what
// is wrong is said elsewhere. Typing takes the mark away.
func (f *TextField) SetFault(fault bool) {
	if f.frame.fault != fault {
		f.frame.fault = fault
		f.frame.apply()
	}
}

// SetFault marks the edge of the box as one at fault, without a line below.
func (s *Select) SetFault(fault bool) {
	if s.fault != fault {
		s.fault = fault
		s.control.restyle()
		s.control.Refresh()
	}
}

// Surround puts a mark around the selection, or takes it away when it stands there
// already, and selects the same words again. Each line gets marks of its own,
// because formatting does not go over line breaks. Without a selection the cursor
// comes to stand between two marks.
func (f *TextField) Surround(mark string) {
	if f.entry.locked || f.entry.off {
		return
	}
	selected := f.entry.SelectedText()
	if strings.TrimSpace(selected) == "" {
		f.Insert(selected + mark + mark)
		f.back(utf8.RuneCountInString(mark), false)
		return
	}
	lines := strings.Split(selected, "\n")
	for i, line := range lines {
		lines[i] = surround(line, mark)
	}
	text := strings.Join(lines, "\n")
	f.Insert(text)
	f.back(utf8.RuneCountInString(text), true)
}

// surround marks one line; blanks at its ends stay outside, because a mark must
// touch what it encloses.
func surround(line, mark string) string {
	inner := strings.TrimSpace(line)
	if inner == "" {
		return line
	}
	at := strings.IndexFunc(line, func(r rune) bool { return !unicode.IsSpace(r) })
	before, after := line[:at], line[at+len(inner):]
	if plain, ok := strings.CutPrefix(inner, mark); ok && len(plain) > len(mark) && strings.HasSuffix(plain, mark) {
		return before + strings.TrimSuffix(plain, mark) + after
	}
	return before + mark + inner + mark + after
}

// back moves the cursor to the left, selecting what it passes.
func (f *TextField) back(runes int, selecting bool) {
	shift := &fyne.KeyEvent{Name: desktop.KeyShiftLeft}
	if selecting {
		f.entry.KeyDown(shift)
		defer f.entry.KeyUp(shift)
	}
	for range runes {
		f.entry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyLeft})
	}
}
