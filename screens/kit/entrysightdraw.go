package kit

import (
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
)

// CreateRenderer is called by the toolkit.
func (s *entrySight) CreateRenderer() fyne.WidgetRenderer { return &sightRenderer{s} }

type sightRenderer struct{ s *entrySight }

func (*sightRenderer) Destroy()           {}
func (*sightRenderer) MinSize() fyne.Size { return fyne.Size{} }
func (*sightRenderer) Refresh()           {}

// Layout is called by the toolkit, also when the rows were broken anew for another
// width.
func (r *sightRenderer) Layout(fyne.Size) { r.s.follow() }

func (r *sightRenderer) Objects() []fyne.CanvasObject {
	out := make([]fyne.CanvasObject, len(r.s.texts))
	for i, t := range r.s.texts {
		out[i] = t
	}
	return out
}

// draw shows the rows that are in sight.
func (s *entrySight) draw() {
	area, e := s.entry.area, s.entry
	first := max(int((area.Offset.Y-s.look.pad)/s.look.pitch), 0)
	last := min(int((area.Offset.Y+area.Size().Height)/s.look.pitch)+1, len(s.rows))
	name := theme.ColorNameForeground
	if e.Text == "" {
		name = theme.ColorNamePlaceHolder
	}
	ink := e.Theme().Color(name, fyne.CurrentApp().Settings().ThemeVariant())
	n := 0
	for i := first; i < last; i++ {
		row := s.row(i)
		if len(row.pieces) == 0 {
			continue
		}
		if n == len(s.texts) {
			s.texts = append(s.texts, &canvas.Text{})
		}
		t := s.texts[n]
		n++
		t.Text, t.Color, t.TextSize, t.TextStyle = row.shown, ink, s.look.size, s.look.style
		t.Move(fyne.NewPos(s.start(row), s.top(i)))
		t.Resize(fyne.NewSize(row.width, s.look.pitch))
	}
	s.texts = s.texts[:n]
	canvas.Refresh(s)
}

// placeCaret moves the toolkit's cursor to its place in what is seen.
func (s *entrySight) placeCaret() {
	e := s.entry
	if e.Text == "" || e.CursorRow >= len(s.rows) {
		return
	}
	row := s.row(e.CursorRow)
	ahead := s.ahead == sightAt{e.CursorRow, e.CursorColumn, true}
	if !ahead {
		s.ahead = sightAt{}
	}
	x := s.start(row) + row.caret(e.CursorColumn, ahead) - s.look.border/2
	s.caret.Move(fyne.NewPos(x, s.caret.Position().Y))
	if !e.MultiLine {
		s.bring(x)
	}
}

// bring moves the text of an entry of one line so that a place can be seen. The
// toolkit has just done so for the place where its own cursor would be, so it begins
// with where the text stood before.
func (s *entrySight) bring(x float32) {
	area := s.entry.area
	room := 2*s.measure("e") + s.entry.Theme().Size(theme.SizeNameLineSpacing)
	at := s.offset
	if x-room < at {
		at = x - room
	} else if over := x + s.look.border + room - area.Size().Width; over > at {
		at = over
	}
	at = min(at, s.Size().Width-area.Size().Width)
	area.ScrollToOffset(fyne.NewPos(max(at, 0), area.Offset.Y))
	s.offset = area.Offset.X
}

// mark marks the selected letters.
func (s *entrySight) mark() {
	from, to := s.selection()
	objects := s.marks.Objects[:0]
	if from < to && s.caret.Visible() {
		for i, span := range s.rows {
			if span.to < from || span.from > to {
				continue
			}
			row := s.row(i)
			for _, part := range row.marked(max(from-span.from, 0), min(to, span.to)-span.from) {
				r := canvas.NewRectangle(Color(Tint))
				r.Move(fyne.NewPos(s.start(row)+part[0], s.top(i)))
				r.Resize(fyne.NewSize(part[1]-part[0], s.look.pitch))
				objects = append(objects, r)
			}
		}
	}
	s.marks.Objects = objects
	canvas.Refresh(s.marks)
}

// selection is the part of the text that is selected.
func (s *entrySight) selection() (from, to int) {
	e := s.entry
	n := len([]rune(e.SelectedText()))
	if n == 0 {
		return 0, 0
	}
	at, picked := e.CursorTextOffset(), e.SelectedText()
	before := at >= n && string(s.text[at-n:at]) == picked
	after := at+n <= len(s.text) && string(s.text[at:at+n]) == picked
	if after && (!before || s.beginsAtCursor()) {
		return at, at + n
	}
	return max(at-n, 0), at
}

// beginsAtCursor tells whether the selection begins where the cursor is, for a text
// that has the same letters on both sides of it. The toolkit does not tell, but it
// has a box for what is selected in each row.
func (s *entrySight) beginsAtCursor() bool {
	if s.picked == nil {
		return false
	}
	boxes := s.picked.CreateRenderer()
	boxes.Refresh()
	if len(boxes.Objects()) == 0 {
		return false
	}
	box, caret := boxes.Objects()[0].Position(), s.entry.CursorPosition()
	x := box.X + 1 - (caret.X + s.look.border/2)
	return box.Y == caret.Y && x > -0.01 && x < 0.01
}

// hidePicked hides the toolkit's own marks of what is selected. It has them as soon
// as something is selected, as the first of the parts of an entry.
func (s *entrySight) hidePicked() {
	if s.picked == nil && s.entry.SelectedText() != "" {
		if parts := s.content().CreateRenderer().Objects(); len(parts) > 3 {
			s.picked, _ = parts[0].(fyne.Widget)
		}
	}
	if s.picked != nil {
		s.picked.Hide()
	}
}

// content is the toolkit's own content of the entry.
func (s *entrySight) content() fyne.Widget {
	return s.entry.area.Content.(*fyne.Container).Objects[1].(fyne.Widget)
}

// hintStarts are the letters at which the rows of a placeholder begin.
func (s *entrySight) hintStarts(width float32) []int {
	starts := []int{0}
	for _, line := range s.lines {
		if line.from > 0 {
			starts = append(starts, line.from)
		}
		from, blank := line.from, -1
		for i := line.from; i < line.to && s.entry.MultiLine; i++ {
			if isBlank(s.text[i]) {
				blank = i
			}
			if blank > from && s.measure(string(s.text[from:i+1])) > width && !isBlank(s.text[i]) {
				from = blank + 1
				starts = append(starts, from)
				blank = -1
			}
		}
	}
	return starts
}

func isBlank(r rune) bool { return unicode.IsSpace(r) }
