package kit

import (
	"strings"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"channeldesk/app/bidi"
)

// searchBox takes typed letters while the list below it takes the arrow keys.
// The text can only be changed at its end, which is all a search needs.
type searchBox struct {
	Block
	value   string
	hint    string
	text    *Cut
	caret   *Rect // behind the text
	before  *Rect // in front of a text that reads from right to left
	box     *Box
	onText  func(string)
	onKey   func(*fyne.KeyEvent) bool
	focused bool
}

// searchMost is how many characters a search holds.
const searchMost = 100

func newSearchBox(hint string, onText func(string), onKey func(*fyne.KeyEvent) bool) *searchBox {
	s := &searchBox{hint: hint, onText: onText, onKey: onKey, text: NewCut("", Body, Text3), caret: NewRect(Primary).SetMin(1, 18), before: NewRect(Primary).SetMin(1, 18)}
	s.box = NewBox(Surface, Input, 6, 1)
	row := Row(0, NewIcon("search", 14, Text2), Fix(8, 0, Spring()), s.before, s.text, s.caret, Spring())
	s.Extend(s, Fix(0, 32, Stack(s.box, Pad(0, 11, 0, 11, row))))
	s.show()
	return s
}

// show writes the text or, while there is none, the hint.
func (s *searchBox) show() {
	right := bidi.FromRight([]rune(s.value))
	s.caret.Hidden = !s.focused || s.value == "" || right
	s.before.Hidden = !s.focused || !right
	if s.value == "" {
		s.text.SetText(s.hint)
		s.text.SetToken(Text3)
	} else {
		s.text.SetText(s.value)
		s.text.SetToken(Text)
	}
	stroke, width := Input, float32(1)
	if s.focused {
		stroke, width = Primary, 2
	}
	s.box.Set(Surface, stroke, width)
	s.Refresh()
}

func (s *searchBox) change(value string) {
	if r := []rune(value); len(r) > searchMost {
		value = string(r[:searchMost])
	}
	if value == s.value {
		return
	}
	s.value = value
	s.show()
	s.onText(value)
}

// TypedRune is called by the toolkit.
func (s *searchBox) TypedRune(r rune) { s.change(s.value + string(r)) }

// TypedKey is called by the toolkit.
func (s *searchBox) TypedKey(e *fyne.KeyEvent) {
	switch {
	case e.Name == fyne.KeyBackspace:
		if r := []rune(s.value); len(r) > 0 {
			s.change(string(r[:len(r)-1]))
		}
	case e.Name == fyne.KeyDelete:
		s.change("")
	case s.onKey(e):
	default:
		plainKey(s, e)
	}
}

// TypedShortcut takes a paste and passes everything else on.
func (s *searchBox) TypedShortcut(sc fyne.Shortcut) {
	if paste, ok := sc.(*fyne.ShortcutPaste); ok {
		clean := strings.Map(func(r rune) rune {
			if unicode.IsControl(r) {
				return -1
			}
			return r
		}, strings.ToValidUTF8(paste.Clipboard.Content(), ""))
		s.change(s.value + clean)
		return
	}
	forwardShortcut(s, sc)
}

// Tapped moves the focus here.
func (s *searchBox) Tapped(*fyne.PointEvent) { focusOn(s) }

// FocusGained is called by the toolkit.
func (s *searchBox) FocusGained() { s.focus(true) }

// FocusLost is called by the toolkit.
func (s *searchBox) FocusLost() { s.focus(false) }

func (s *searchBox) focus(in bool) {
	s.focused = in
	s.show()
}

// Cursor shows the text cursor.
func (s *searchBox) Cursor() desktop.Cursor { return desktop.TextCursor }

// AccessibilityLabel is what a screen reader says.
func (s *searchBox) AccessibilityLabel() string { return s.hint }

// AccessibilityRole is the kind of control.
func (s *searchBox) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }
