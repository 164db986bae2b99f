package kit

import (
	"slices"

	"fyne.io/fyne/v2"
)

// Segmented is a choice of one from two to four words in a row: views of the
// same thing. It is one stop of the Tab key; arrow keys move the choice. UI
// thread only.
type Segmented struct {
	Press

	// OnChanged is called when the person chooses another one.
	OnChanged func(value string)

	spoken  string
	options []Option
	at      int
	high    float32
	parts   []*segment
	strip   *segmentLayout
}

// segment is the box and the word of one choice.
type segment struct {
	box  *Box
	text *Line
}

// NewSegmented makes a control 32 high with the first option chosen.
func NewSegmented(options []Option) *Segmented {
	s := &Segmented{options: slices.Clone(options), high: 32}
	s.strip = &segmentLayout{s: s}
	c := &fyne.Container{Layout: s.strip}
	for _, o := range options {
		p := &segment{box: NewBox(Transparent, Transparent, 5, 0), text: NewLine(o.Label, Body, Text2)}
		s.parts = append(s.parts, p)
		c.Objects = append(c.Objects, p.box, p.text)
	}
	s.Style = func(PressState) Face { return Face{NeutralTint, Transparent, 0} }
	s.OnState, s.OnKey = s.recolour, s.key
	s.Extend(s, c, 6)
	s.describe()
	return s
}

// Small makes it 28 high, for the heads of cards.
func (s *Segmented) Small() *Segmented {
	s.high = 28
	s.Refresh()
	return s
}

// Value returns the chosen value, or "" without options.
func (s *Segmented) Value() string {
	if s.at >= len(s.options) {
		return ""
	}
	return s.options[s.at].Value
}

// SetValue chooses without calling OnChanged; unknown values do nothing.
func (s *Segmented) SetValue(value string) {
	if at := indexOf(s.options, value); at >= 0 && at != s.at {
		s.at = at
		s.describe()
		s.restyle()
		s.Refresh()
	}
}

// SetLabel replaces the word of a value, for example with a count.
func (s *Segmented) SetLabel(value, label string) {
	if at := indexOf(s.options, value); at >= 0 && s.options[at].Label != label {
		s.options[at].Label = label
		s.parts[at].text.SetText(label)
		s.describe()
		s.Refresh()
	}
}

// SetSpoken sets what screen readers say before the choice, where it has no label
// of its own: "Start" for "Start, Now".
func (s *Segmented) SetSpoken(text string) {
	s.spoken = text
	s.describe()
}

// describe tells screen readers the choice.
func (s *Segmented) describe() {
	if s.at >= len(s.options) {
		return
	}
	s.Label = s.options[s.at].Label
	if s.spoken != "" {
		s.Label = s.spoken + ", " + s.Label
	}
}

// Tapped chooses the word below the pointer.
func (s *Segmented) Tapped(e *fyne.PointEvent) {
	s.Press.Tapped(e)
	if s.Disabled() {
		return
	}
	for i := range s.parts {
		x, w := s.strip.span(i, s.Size().Width)
		if e.Position.X >= x-1 && e.Position.X < x+w+1 {
			s.choose(i)
			return
		}
	}
}

func (s *Segmented) key(e *fyne.KeyEvent) bool {
	switch e.Name {
	case fyne.KeyHome:
		s.choose(0)
	case fyne.KeyEnd:
		s.choose(len(s.options) - 1)
	default:
		by := arrow(e)
		if by == 0 {
			return false
		}
		s.choose(s.at + by)
	}
	return true
}

func (s *Segmented) choose(at int) {
	if at == s.at || at < 0 || at >= len(s.options) || s.Disabled() {
		return
	}
	s.SetValue(s.options[at].Value)
	if s.OnChanged != nil {
		s.OnChanged(s.Value())
	}
}

func (s *Segmented) recolour(p PressState) {
	for i, part := range s.parts {
		style, ink := Body, Text2
		if i == s.at {
			style, ink = BodyStrong, Text
			part.box.Set(Surface, Border, 1)
		} else {
			part.box.Set(Transparent, Transparent, 0)
		}
		if p.Disabled {
			ink = Disabled
		}
		part.text.SetStyle(style)
		part.text.SetToken(ink)
	}
}

// segmentLayout gives every word its strong width and shares what is left.
type segmentLayout struct{ s *Segmented }

// natural are the widths without any sharing.
func (l *segmentLayout) natural() []float32 {
	out := make([]float32, len(l.s.options))
	for i, o := range l.s.options {
		out[i] = BodyStrong.Width(o.Label) + 24
	}
	return out
}

// widths shares the room equally when every word fits its share, else by
// need.
func (l *segmentLayout) widths(width float32) []float32 {
	out := l.natural()
	n := float32(len(out))
	if n == 0 {
		return out
	}
	room := width - 4 - 2*(n-1)
	each, sum, fits := room/n, float32(0), true
	for _, w := range out {
		sum += w
		fits = fits && w <= each+0.01
	}
	for i := range out {
		if fits && sum < room {
			out[i] = each
		} else {
			out[i] += (room - sum) / n
		}
	}
	return out
}

func (l *segmentLayout) span(at int, width float32) (x, w float32) {
	x = 2
	all := l.widths(width)
	for i := range at {
		x += all[i] + 2
	}
	return snap(x), snap(x+all[at]) - snap(x)
}

func (l *segmentLayout) minWidth([]fyne.CanvasObject) float32 {
	w := float32(2)
	for _, n := range l.natural() {
		w += n + 2
	}
	return w
}

func (l *segmentLayout) heightFor([]fyne.CanvasObject, float32) float32 { return l.s.high }

func (l *segmentLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(l.minWidth(objects), l.s.high)
}

func (l *segmentLayout) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	for i, p := range l.s.parts {
		x, w := l.span(i, size.Width)
		place(p.box, x, 2, w, size.Height-4)
		tw := snap(p.text.MinSize().Width)
		place(p.text, snapDown(x+(w-tw)/2), snapDown((size.Height-20)/2), tw, 20)
	}
}
