package kit

import "fyne.io/fyne/v2"

// sightGoal is the place across the entry that Up and Down keep: a short row on the
// way does not change it.
type sightGoal struct {
	x     float32 // to keep
	caret float32 // where the cursor was seen then
	at    sightAt // and its place in the text
	set   bool
}

// typed hands a key to the toolkit's entry. Up and Down keep how many letters come
// before the cursor there, which in rows from right to left, or of letters of many
// widths, is somewhere else on the screen; so the cursor then goes to below or above
// where it was seen.
func (e *entry) typed(k *fyne.KeyEvent) {
	s := e.sight
	vertical := k.Name == fyne.KeyUp || k.Name == fyne.KeyDown
	if !vertical || !e.turned() || e.Text == "" || e.CursorRow >= len(s.rows) {
		e.Entry.TypedKey(k)
		return
	}
	x, from := s.goalNow(), e.CursorRow
	e.Entry.TypedKey(k)
	if e.CursorRow == from || e.CursorRow >= len(s.rows) {
		return // there is no row above the first and none below the last
	}
	row := s.row(e.CursorRow)
	col, ahead := row.hit(x - s.start(row))
	s.put(sightAt{row: e.CursorRow, col: col}, ahead)
	e.Refresh()
	s.goal = sightGoal{x: x, caret: s.caret.Position().X, at: sightAt{row: e.CursorRow, col: e.CursorColumn}, set: true}
}

// goalNow is the place to keep: that of the last Up or Down while the cursor stands
// where it led, else that of the cursor.
func (s *entrySight) goalNow() float32 {
	e, x := s.entry, s.caret.Position().X
	if s.goal.set && s.goal.caret == x && s.goal.at == (sightAt{row: e.CursorRow, col: e.CursorColumn}) {
		return s.goal.x
	}
	return x + s.look.border/2
}
