package kit

import (
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

const (
	optionHeight  = 32
	optionsShown  = 15 // longer lists scroll
	optionsWidest = 480
)

// optionLayer covers the canvas while a list of options is open: a click
// beside the list closes it.
type optionLayer struct {
	widget.BaseWidget
	canvas fyne.Canvas
	list   *optionList
	size   fyne.Size
	done   func(at int)
	objs   []fyne.CanvasObject
}

// openOptions shows a list of options at an object. done is called once, with
// the chosen index or -1.
func openOptions(at fyne.CanvasObject, c fyne.Canvas, options []Option, selected int, done func(int)) *optionLayer {
	l := &optionLayer{canvas: c, done: done}
	l.list = newOptionList(options, selected, l.close)
	panel := Stack(NewShadow(8), NewBox(Surface, Border, 8, 1), Pad(5, 5, 5, 5, l.list))
	l.objs = []fyne.CanvasObject{panel}
	l.ExtendBaseWidget(l)
	l.Resize(c.Size())
	l.size = c.Size()
	l.put(panel, at)
	c.Overlays().Add(l)
	c.Focus(l.list)
	l.list.reveal()
	return l
}

// put places the panel below the object, or above when there is more room.
func (l *optionLayer) put(panel, at fyne.CanvasObject) {
	pos := fyne.CurrentApp().Driver().AbsolutePositionForObject(at)
	w := min(max(at.Size().Width, l.list.idealWidth()+10), optionsWidest, max(l.size.Width-16, 0))
	w = max(w, at.Size().Width)
	want := float32(min(len(l.list.rows), optionsShown))*optionHeight + 10
	below := l.size.Height - pos.Y - at.Size().Height - 4 - 8
	above := pos.Y - 4 - 8
	y, h := pos.Y+at.Size().Height+4, min(want, below)
	if below < want && above > below {
		h = min(want, above)
		y = pos.Y - 4 - h
	}
	x := max(min(pos.X, l.size.Width-8-w), 0)
	place(panel, x, y, w, max(h, optionHeight+10))
}

func (l *optionLayer) close(at int) {
	if l.done == nil {
		return
	}
	done := l.done
	l.done = nil
	l.canvas.Overlays().Remove(l)
	done(at)
}

// Tapped closes the list when the click is beside it.
func (l *optionLayer) Tapped(*fyne.PointEvent) { l.close(-1) }

// TappedSecondary closes the list too.
func (l *optionLayer) TappedSecondary(*fyne.PointEvent) { l.close(-1) }

// Resize closes the list when the window changes its size.
func (l *optionLayer) Resize(size fyne.Size) {
	l.BaseWidget.Resize(size)
	if l.size.Width > 0 && size != l.size {
		l.close(-1)
	}
}

// CreateRenderer is called by the toolkit.
func (l *optionLayer) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(&fyne.Container{Objects: l.objs})
}

// optionList is the list itself; it holds the keyboard focus while open.
type optionList struct {
	widget.BaseWidget
	rows   []*optionRow
	scroll *container.Scroll
	at     int
	done   func(at int)
	typed  string
	last   time.Time
}

func newOptionList(options []Option, selected int, done func(int)) *optionList {
	l := &optionList{at: selected, done: done}
	objs := make([]fyne.CanvasObject, len(options))
	l.rows = make([]*optionRow, len(options))
	for i, o := range options {
		l.rows[i] = newOptionRow(l, i, o.Label, i == selected)
		objs[i] = l.rows[i]
	}
	l.scroll = container.NewVScroll(Col(0, objs...))
	l.ExtendBaseWidget(l)
	l.move(max(selected, 0))
	return l
}

func (l *optionList) idealWidth() float32 {
	w := float32(0)
	for _, r := range l.rows {
		w = max(w, r.text.IdealWidth()+52)
	}
	return w
}

// move highlights a row and scrolls to it.
func (l *optionList) move(at int) {
	if len(l.rows) == 0 {
		return
	}
	at = min(max(at, 0), len(l.rows)-1)
	if l.at >= 0 && l.at < len(l.rows) {
		l.rows[l.at].light(false)
	}
	l.at = at
	l.rows[at].light(true)
}

// reveal scrolls so that the highlighted row is in sight.
func (l *optionList) reveal() {
	top, height := float32(l.at)*optionHeight, l.scroll.Size().Height
	offset := l.scroll.Offset.Y
	switch {
	case top < offset:
		offset = top
	case top+optionHeight > offset+height:
		offset = top + optionHeight - height
	default:
		return
	}
	l.scroll.ScrollToOffset(fyne.NewPos(0, max(offset, 0)))
}

// TypedKey is called by the toolkit.
func (l *optionList) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyDown:
		l.move(l.at + 1)
	case fyne.KeyUp:
		l.move(l.at - 1)
	case fyne.KeyHome:
		l.move(0)
	case fyne.KeyEnd:
		l.move(len(l.rows) - 1)
	case fyne.KeyPageDown:
		l.move(l.at + 10)
	case fyne.KeyPageUp:
		l.move(l.at - 10)
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace:
		l.done(l.at)
		return
	case fyne.KeyEscape, fyne.KeyTab:
		l.done(-1)
		return
	}
	l.reveal()
}

// TypedRune jumps to the next label that starts with what was typed within a
// second.
func (l *optionList) TypedRune(r rune) {
	now := time.Now()
	if now.Sub(l.last) > time.Second {
		l.typed = ""
	}
	if r == ' ' && l.typed == "" {
		return
	}
	l.last = now
	l.typed += strings.ToLower(string(r))
	for i := range l.rows {
		at := (l.at + i) % len(l.rows)
		if len([]rune(l.typed)) == 1 {
			at = (l.at + 1 + i) % len(l.rows)
		}
		if strings.HasPrefix(strings.ToLower(l.rows[at].text.FullText()), l.typed) {
			l.move(at)
			l.reveal()
			return
		}
	}
}

// AcceptsTab keeps Tab here: it closes the list.
func (l *optionList) AcceptsTab() bool { return true }

// FocusGained is called by the toolkit.
func (l *optionList) FocusGained() {}

// FocusLost is called by the toolkit.
func (l *optionList) FocusLost() {}

// CreateRenderer is called by the toolkit.
func (l *optionList) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(l.scroll) }

// optionRow is one label of the list, with a tick when it is the choice.
type optionRow struct {
	Block
	list *optionList
	at   int
	box  *Box
	text *Cut
}

func newOptionRow(list *optionList, at int, label string, selected bool) *optionRow {
	r := &optionRow{list: list, at: at, box: NewBox(Transparent, Transparent, 5, 0), text: NewCut(label, Body, Text)}
	tick := NewIcon("", 14, PrimaryText)
	if selected {
		r.text.SetStyle(BodyStrong)
		tick.SetName("check")
	}
	r.Extend(r, Fix(0, optionHeight, Stack(r.box, Pad(0, 10, 0, 10, Row(8, Grow(r.text), tick)))))
	return r
}

func (r *optionRow) light(on bool) {
	if on {
		r.box.Set(NeutralTint, Transparent, 0)
	} else {
		r.box.Set(Transparent, Transparent, 0)
	}
}

// Tapped chooses the row.
func (r *optionRow) Tapped(*fyne.PointEvent) { r.list.done(r.at) }

// MouseIn highlights the row below the pointer.
func (r *optionRow) MouseIn(*desktop.MouseEvent) { r.list.move(r.at) }

// MouseMoved is called by the toolkit.
func (r *optionRow) MouseMoved(*desktop.MouseEvent) {}

// MouseOut is called by the toolkit.
func (r *optionRow) MouseOut() {}

// Cursor shows the hand.
func (r *optionRow) Cursor() desktop.Cursor { return desktop.PointerCursor }
