package kit

import (
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"channeldesk/app/bidi"
)

// entrySight shows the text of an entry that has letters from right to left, in the
// order in which they are read. The toolkit's entry keeps the text, its rows, the
// cursor and all that typing does; it draws the pieces of a row in the order of
// typing, though, and puts the cursor and the selection where that many letters end
// when they are counted from the left. So its text is hidden and this lies over it,
// moves the cursor and marks the selection. Text from left to right is the
// toolkit's alone. UI thread only.
type entrySight struct {
	widget.BaseWidget
	entry  *entry
	plain  fyne.CanvasObject // the toolkit's text
	hint   fyne.CanvasObject // and its placeholder
	caret  *canvas.Rectangle // and its cursor
	picked fyne.Widget       // and its marks of what is selected, once there were some
	marks  *fyne.Container   // those of this, behind the text

	on     bool
	busy   bool
	text   []rune
	lines  []sightLine
	rows   []sightSpan
	width  float32 // of the text, and of what the rows were laid out for
	look   sightLook
	texts  []*canvas.Text
	offset float32 // sideways, of an entry of one line

	ahead   sightAt // a cursor that stands at the beginning of the letter behind it
	goal    sightGoal
	anchor  sightAt // where the mouse was pressed
	shifted bool    // the Shift key was held then
	doubled time.Time
}

// sightAt is a place of the cursor.
type sightAt struct {
	row, col int
	set      bool
}

// sightLine is a part of the text up to a line break.
type sightLine struct {
	from, to int
	right    bool
	levels   []uint8 // nil until a row of it is asked for
}

// sightSpan is a row of the entry.
type sightSpan struct {
	from, to int
	seen     *sightRow // nil until it is asked for
}

// sightLook is how the letters look, and where the first row begins.
type sightLook struct {
	size, pitch, pad, border float32
	style                    fyne.TextStyle
}

// newEntrySight puts itself into the scrolling area of an entry.
func newEntrySight(e *entry, area *container.Scroll) *entrySight {
	content, ok := area.Content.(fyne.Widget)
	if !ok {
		return nil
	}
	parts := content.CreateRenderer().Objects()
	n := len(parts)
	if n < 3 {
		return nil
	}
	caret, ok := parts[n-1].(*canvas.Rectangle)
	if !ok {
		return nil
	}
	s := &entrySight{entry: e, hint: parts[n-3], plain: parts[n-2], caret: caret}
	s.marks = container.NewWithoutLayout()
	s.ExtendBaseWidget(s)
	s.Hide()
	s.marks.Hide()
	s.plain.Show() // an earlier renderer may have hidden it
	area.Content = &fyne.Container{Layout: sightLayout{}, Objects: []fyne.CanvasObject{s.marks, content, s}}
	area.OnScrolled = s.scrolled
	e.OnCursorChanged = s.follow
	return s
}

// sightLayout gives everything the room of the toolkit's text.
type sightLayout struct{}

func (sightLayout) MinSize(objects []fyne.CanvasObject) fyne.Size { return objects[1].MinSize() }

func (sightLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	objects[1].Resize(size)
	objects[0].Resize(size)
	objects[2].Resize(size)
}

// rightToLeft tells whether the entry shows letters that read from right to left.
func (e *entry) rightToLeft() bool {
	text := e.Text
	if text == "" {
		text = e.PlaceHolder
	}
	if text != e.judged {
		e.judged, e.leftwards = text, bidi.HasRight(text)
	}
	return e.leftwards && !e.Password
}

// SetPlaceHolder sets what the empty entry shows.
func (e *entry) SetPlaceHolder(text string) {
	e.Entry.SetPlaceHolder(text)
	if e.sight != nil {
		e.sight.follow()
	}
}

// turned tells whether the sight shows the text in place of the toolkit.
func (e *entry) turned() bool { return e.sight != nil && e.sight.on }

// follow brings the sight up to date. The toolkit calls it whenever it has placed
// its cursor, which it does at every change.
func (s *entrySight) follow() {
	if s.busy {
		return
	}
	s.busy = true
	defer func() { s.busy = false }()
	if on := s.entry.rightToLeft(); on != s.on {
		s.turn(on)
	}
	if !s.on {
		return
	}
	s.hint.Hide()
	s.layOut()
	s.placeCaret()
	s.hidePicked()
	s.mark()
	s.draw()
}

// turn changes between the toolkit's own text and this one.
func (s *entrySight) turn(on bool) {
	s.on = on
	if on {
		s.plain.Hide()
		s.marks.Show()
		s.Show()
		return
	}
	s.plain.Show()
	s.marks.Hide()
	s.Hide()
	s.offset, s.ahead = 0, sightAt{}
}

// scrolled is called when the text has moved in its window.
func (s *entrySight) scrolled(at fyne.Position) {
	if !s.on || s.busy {
		return
	}
	s.offset = at.X
	s.draw()
}

// layOut cuts the text into the rows of the entry.
func (s *entrySight) layOut() {
	e := s.entry
	th := e.Theme()
	look := sightLook{size: th.Size(theme.SizeNameText), pad: th.Size(theme.SizeNameInnerPadding),
		border: th.Size(theme.SizeNameInputBorder), style: e.TextStyle}
	look.pitch = fyne.MeasureText("M", look.size, look.style).Height
	text := []rune(e.Text)
	width := s.Size().Width - 2*look.pad
	hint := e.Text == ""
	if hint {
		text = []rune(e.PlaceHolder)
	}
	if look != s.look || !slices.Equal(text, s.text) || s.lines == nil {
		s.text, s.look, s.lines, s.rows = text, look, linesOf(text), nil
	}
	starts := e.rowStarts()
	if hint {
		starts = s.hintStarts(width)
	}
	rows := rowsOf(text, starts)
	for i := range rows {
		if i < len(s.rows) && s.rows[i].from == rows[i].from && s.rows[i].to == rows[i].to {
			rows[i].seen = s.rows[i].seen
		}
	}
	s.rows, s.width = rows, width
}

// linesOf are the parts of a text between its line breaks.
func linesOf(text []rune) (out []sightLine) {
	for from := 0; ; {
		to := from
		for to < len(text) && text[to] != '\n' {
			to++
		}
		out = append(out, sightLine{from: from, to: to})
		if to == len(text) {
			return out
		}
		from = to + 1
	}
}

// rowStarts are the letters at which the rows of the toolkit's entry begin. It does
// not tell them, but it tells how far into the text a place in a row is, and 0 for a
// row that it has not.
func (e *entry) rowStarts() []int {
	row, col := e.CursorRow, e.CursorColumn
	defer func() { e.CursorRow, e.CursorColumn = row, col }()
	starts := []int{0}
	for e.CursorColumn = 0; ; {
		e.CursorRow = len(starts)
		at := e.CursorTextOffset()
		if at <= starts[len(starts)-1] {
			return starts
		}
		starts = append(starts, at)
	}
}

// rowsOf are the rows with these beginnings. A row ends before the line break or the
// blank at which it was broken, except when that is all it has.
func rowsOf(text []rune, starts []int) []sightSpan {
	rows := make([]sightSpan, len(starts))
	for i, from := range starts {
		from = min(from, len(text))
		to := len(text)
		if i+1 < len(starts) {
			to = min(starts[i+1], len(text))
			if last := to - 1; last >= from && (text[last] == '\n' || last > from && isBlank(text[last])) {
				to = last
			}
		}
		rows[i] = sightSpan{from: from, to: to}
	}
	return rows
}

// row is a row as it is seen.
func (s *entrySight) row(i int) *sightRow {
	span := &s.rows[i]
	if span.seen == nil {
		n, _ := slices.BinarySearchFunc(s.lines, span.from, func(l sightLine, at int) int {
			switch {
			case l.to < at:
				return -1
			case l.from > at:
				return 1
			}
			return 0
		})
		line := &s.lines[min(n, len(s.lines)-1)]
		if line.levels == nil {
			text := s.text[line.from:line.to]
			line.right = bidi.FromRight(text)
			line.levels = bidi.Levels(text, line.right)
		}
		from, to := span.from-line.from, min(span.to, line.to)-line.from
		span.seen = newSightRow(s.text[span.from:line.from+to], line.levels[from:to], line.right, s.measure)
	}
	return span.seen
}

func (s *entrySight) measure(text string) float32 {
	return fyne.MeasureText(text, s.look.size, s.look.style).Width
}

// start is where a row begins from the left: rows that read from right to left stand
// at the right.
func (s *entrySight) start(r *sightRow) float32 {
	if !r.right {
		return s.look.pad
	}
	return snap(s.look.pad + s.width - r.width)
}

// top is the upper edge of a row.
func (s *entrySight) top(row int) float32 {
	return s.look.pad - s.look.border + float32(row)*s.look.pitch
}
