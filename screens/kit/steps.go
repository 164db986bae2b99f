package kit

import "fyne.io/fyne/v2"

// Step is one thing that happened, on a line through the dots of all of them.
type Step struct {
	// Token is the colour of the dot, Ring makes it a ring.
	Token Token
	Ring  bool
	// Title says what happened, At when, Detail more of it or "".
	Title, At, Detail string
	// Bad makes the title bold and red.
	Bad bool
}

// Steps shows what happened to something, the first step on top. UI thread only.
type Steps struct {
	Block
	rows *fyne.Container
}

// NewSteps makes an empty list.
func NewSteps() *Steps {
	s := &Steps{rows: Col(0)}
	s.Extend(s, s.rows)
	return s
}

// SetSteps shows these steps.
func (s *Steps) SetSteps(steps []Step) {
	s.rows.Objects = nil
	for i, step := range steps {
		s.rows.Objects = append(s.rows.Objects, newStepRow(step, i < len(steps)-1))
	}
	s.Refresh()
}

const (
	stepText = 20 // where texts begin
	stepGap  = 8  // between steps
)

func newStepRow(s Step, goesOn bool) *fyne.Container {
	form := ShapeDisc
	if s.Ring {
		form = ShapeRing
	}
	style, ink := Body, Text
	if s.Bad {
		style, ink = BodyStrong, DangerText
	}
	line := NewRect(Input)
	line.Hidden = !goesOn
	detail := NewParagraph(Text3, Caption, s.Detail)
	detail.Hidden = s.Detail == ""
	return group(&stepLayout{goesOn: goesOn}, []fyne.CanvasObject{
		NewShape(form, 8, s.Token), line, Row(8, Grow(NewCutTip(NewCut(s.Title, style, ink))), NewLine(s.At, Caption, Text3)), detail,
	})
}

type stepLayout struct {
	goesOn bool
	width  float32
}

func (l *stepLayout) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	l.width = width
	h := float32(20)
	if objects[3].Visible() {
		h += HeightFor(objects[3], width-stepText)
	}
	if l.goesOn {
		h += stepGap
	}
	return h
}

func (*stepLayout) minWidth([]fyne.CanvasObject) float32 { return stepText + 80 }

func (l *stepLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(stepText+80, l.heightFor(objects, max(l.width, stepText+80)))
}

func (l *stepLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	place(objects[0], 0, 6, 8, 8)
	place(objects[1], 4, 18, 1, max(size.Height-16, 0))
	place(objects[2], stepText, 0, size.Width-stepText, 20)
	place(objects[3], stepText, 20, size.Width-stepText, max(size.Height-20, 0))
}
