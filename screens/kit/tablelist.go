package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// tableList is the toolkit's list with the keys of the kit. The mark of the
// keyboard and the selection are kept here; the toolkit's own are not shown.
type tableList struct {
	widget.List
	table  *Table
	ahead  typeAhead
	cursor int
	focus  bool
}

func newTableList(t *Table) *tableList {
	l := &tableList{table: t}
	l.Length = func() int { return len(t.rows) }
	l.CreateItem = func() fyne.CanvasObject { return newTableRow(t) }
	l.UpdateItem = func(i int, o fyne.CanvasObject) {
		if i < len(t.rows) {
			o.(*tableRow).set(i)
		}
		if t.OnNearEnd != nil && i >= len(t.rows)-tableNear {
			t.OnNearEnd()
		}
	}
	l.OnSelected = func(i int) {
		old := l.cursor
		l.cursor = i
		t.restyle(old)
		l.UnselectAll() // so that a second click on the row counts too
		t.choose(i)
	}
	l.HideSeparators = true
	l.ExtendBaseWidget(l)
	return l
}

// drop forgets the mark, for new rows.
func (l *tableList) drop() {
	l.cursor = 0
	l.UnselectAll()
}

// page is how many rows are in sight.
func (l *tableList) page() int {
	return max(int(l.Size().Height/l.table.height)-1, 1)
}

// TypedKey is called by the toolkit while focused.
func (l *tableList) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyDown:
		l.move(l.cursor + 1)
	case fyne.KeyUp:
		l.move(l.cursor - 1)
	case fyne.KeyPageDown:
		l.move(l.cursor + l.page())
	case fyne.KeyPageUp:
		l.move(l.cursor - l.page())
	case fyne.KeyHome:
		l.move(0)
	case fyne.KeyEnd:
		l.move(len(l.table.rows) - 1)
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace:
		l.table.choose(l.cursor)
	default:
		plainKey(l, e)
	}
}

// TypedRune goes to the next row whose first words begin with what is typed.
func (l *tableList) TypedRune(r rune) {
	if at := l.ahead.find(r, l.cursor, len(l.table.rows), l.table.firstText); at >= 0 {
		l.move(at)
	}
}

// TypedShortcut passes shortcuts on while the rows have the focus.
func (l *tableList) TypedShortcut(s fyne.Shortcut) { forwardShortcut(l, s) }

// move puts the mark of the keyboard on a row and scrolls to it. It leaves
// the other rows alone: a refresh of the list would make all rows anew.
func (l *tableList) move(to int) {
	if len(l.table.rows) == 0 {
		return
	}
	old := l.cursor
	l.cursor = min(max(to, 0), len(l.table.rows)-1)
	h := l.table.height
	top, offset, sight := float32(l.cursor)*h, l.GetScrollOffset(), l.Size().Height
	switch {
	case top < offset:
		l.ScrollToOffset(top)
	case top+h > offset+sight:
		l.ScrollToOffset(top + h - sight)
	}
	l.table.restyle(old)
	l.table.restyle(l.cursor)
	if l.focus {
		l.revealCursor()
	}
}

// revealCursor scrolls the page to the row with the mark, for tables that are as
// high as their rows.
func (l *tableList) revealCursor() {
	revealPart(l, float32(l.cursor)*l.table.height-l.GetScrollOffset(), l.table.height)
}

// KeyDown is called by the toolkit, for the Tab key as well.
func (l *tableList) KeyDown(k *fyne.KeyEvent) { noteTab(k, true) }

// KeyUp is called by the toolkit.
func (l *tableList) KeyUp(k *fyne.KeyEvent) { noteTab(k, false) }

// FocusGained is called by the toolkit.
func (l *tableList) FocusGained() {
	l.focus = true
	l.cursor = min(max(l.cursor, 0), max(len(l.table.rows)-1, 0))
	l.table.restyle(l.cursor)
	if tabbing {
		l.revealCursor()
	}
}

// FocusLost is called by the toolkit.
func (l *tableList) FocusLost() {
	l.focus = false
	l.table.restyle(l.cursor)
}

// AccessibilityLabel is what a screen reader says.
func (l *tableList) AccessibilityLabel() string { return l.table.Label }

// AccessibilityRole is the kind of control.
func (l *tableList) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleContainer }
