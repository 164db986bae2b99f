package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// Line is one line of text that never wraps and never shrinks. Its minimum
// size is the text itself, as wide as measured and as high as the line of its
// style. For text that comes from data use Cut, for sentences Paragraph.
type Line struct{ lettering }

// NewLine makes a line of text in a style and a colour token.
func NewLine(text string, style Style, tok Token) *Line {
	l := &Line{newLettering(text, style, tok)}
	l.ExtendBaseWidget(l)
	l.apply()
	return l
}

// Text returns the text that is showing.
func (l *Line) Text() string { return l.text }

// SetAlign places the text inside a wider line. It returns the line itself,
// so that it can be used where the line is made.
func (l *Line) SetAlign(align fyne.TextAlign) *Line {
	l.setAlign(align)
	return l
}

// apply copies the state into the drawn object.
func (l *Line) apply() {
	l.draw.Text = ShownText(l.text)
	l.ink()
}

// CreateRenderer is called by the toolkit.
func (l *Line) CreateRenderer() fyne.WidgetRenderer {
	return &lineRenderer{line: l, objects: []fyne.CanvasObject{l.draw}}
}

type lineRenderer struct {
	line    *Line
	coat    coat
	objects []fyne.CanvasObject
}

func (r *lineRenderer) Destroy() {}

func (r *lineRenderer) Objects() []fyne.CanvasObject {
	if r.coat.old() {
		r.line.ink()
	}
	return r.objects
}

func (r *lineRenderer) MinSize() fyne.Size {
	s := r.line.style
	return fyne.NewSize(s.Width(ShownText(r.line.text)), s.LineHeight())
}

func (r *lineRenderer) Layout(size fyne.Size) {
	placeText(r.line.draw, r.line.style, r.line.align, size)
}

func (r *lineRenderer) Refresh() {
	r.line.apply()
	r.Layout(r.line.Size())
	r.line.draw.Refresh()
}

// placeText puts a text object on the baseline of the first line inside the
// given room, at its start, middle or end.
func placeText(t *canvas.Text, s Style, align fyne.TextAlign, room fyne.Size) {
	w := s.Width(t.Text)
	x := float32(0)
	switch align {
	case fyne.TextAlignCenter:
		x = snapDown((room.Width - w) / 2)
	case fyne.TextAlignTrailing:
		x = snap(room.Width - w)
	}
	t.Move(fyne.NewPos(x, s.top()))
	t.Resize(fyne.NewSize(w, t.MinSize().Height))
}
