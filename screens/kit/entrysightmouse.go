package kit

import (
	"math"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
)

var shiftKey = &fyne.KeyEvent{Name: desktop.KeyShiftLeft}

// at is the place of the cursor for a place in the text, and whether it stands at the
// beginning of the letter behind it.
func (s *entrySight) at(p fyne.Position) (at sightAt, ahead bool) {
	spacing := s.entry.Theme().Size(theme.SizeNameLineSpacing)
	n := int(math.Floor(float64((p.Y - s.look.pad + spacing) / s.look.pitch)))
	if n >= len(s.rows) {
		n = len(s.rows) - 1
		return sightAt{row: n, col: len(s.row(n).text)}, false
	}
	n = max(n, 0)
	row := s.row(n)
	col, ahead := row.hit(p.X - s.start(row))
	return sightAt{row: n, col: col}, ahead
}

// put moves the cursor.
func (s *entrySight) put(at sightAt, ahead bool) {
	e := s.entry
	e.CursorRow, e.CursorColumn = at.row, at.col
	s.ahead = sightAt{at.row, at.col, ahead}
}

// press is a press of the mouse somewhere in the entry. The toolkit's entry does what
// it does with one; then the cursor goes to its place in what is seen.
func (s *entrySight) press(m *desktop.MouseEvent) {
	e := s.entry
	third := time.Since(s.doubled) <= fyne.CurrentApp().Driver().DoubleTapDelay()
	kept := m.Button == desktop.MouseButtonSecondary && e.SelectedText() != ""
	e.Entry.MouseDown(m)
	if third || kept || e.Text == "" {
		return // the whole row is selected, or the selection stays
	}
	at, ahead := s.at(m.Position.Add(e.area.Offset))
	s.shifted = m.Modifier&fyne.KeyModifierShift != 0
	s.put(at, ahead)
	s.anchor = at
	if !s.shifted {
		s.open(false)
	}
	e.Refresh()
}

// open has the toolkit's entry take the place of the cursor for that where a
// selection begins, and with select begin one there. It does both for the Shift key.
func (s *entrySight) open(begin bool) {
	e := s.entry
	e.Entry.KeyDown(shiftKey)
	if begin {
		at := fyne.NewPos(s.caret.Position().X, s.caret.Position().Y+s.look.pitch/2)
		e.Entry.MouseDown(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: at.Subtract(e.area.Offset)}, Button: desktop.MouseButtonPrimary})
	}
	if !s.shifted {
		e.Entry.KeyUp(shiftKey)
	}
}

// Dragged is called by the toolkit while the mouse selects.
func (s *entrySight) Dragged(d *fyne.DragEvent) {
	e := s.entry
	if e.off || e.Text == "" {
		return
	}
	at, ahead := s.at(d.Position)
	if e.SelectedText() == "" {
		s.put(s.anchor, false)
		s.open(true)
	}
	s.put(at, ahead)
	e.Refresh()
}

// DragEnd is called by the toolkit.
func (s *entrySight) DragEnd() { s.entry.DragEnd() }

// swapped is the arrow key that moves the cursor, from letter to letter, towards where
// the key points, in a row that reads from right to left.
func (s *entrySight) swapped(name fyne.KeyName) fyne.KeyName {
	if s == nil || !s.on || s.entry.CursorRow >= len(s.rows) || !s.row(s.entry.CursorRow).right {
		return name
	}
	switch name {
	case fyne.KeyLeft:
		return fyne.KeyRight
	case fyne.KeyRight:
		return fyne.KeyLeft
	}
	return name
}
