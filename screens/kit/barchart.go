package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// Bar is one column of a BarChart: its parts from the ground up, in the order
// of the chart's tokens, and what the pointer on it tells.
type Bar struct {
	Parts []float64
	Tip   string
}

// BarChart shows one stacked column after the other, such as messages per
// day. The highest takes the whole height. Its numbers must stand somewhere
// else as well: a chart alone says nothing to a screen reader. UI thread only.
type BarChart struct {
	widget.BaseWidget

	tokens []Token
	height float32
	bars   []Bar
	at     int // the bar below the pointer, -1 for none
	tip    *Tooltip
}

const (
	barGap     = 2
	barWidest  = 24
	barLeast   = 1.5 // a part that is not nothing can be seen
	barsMinGap = 0.5
)

var _ desktop.Hoverable = (*BarChart)(nil)

// NewBarChart makes an empty chart of a height with a colour for each part.
func NewBarChart(height float32, tokens ...Token) *BarChart {
	c := &BarChart{tokens: tokens, height: height, at: -1}
	c.tip = &Tooltip{owner: c, text: c.words, area: c.area}
	c.ExtendBaseWidget(c)
	return c
}

// SetBars replaces the columns.
func (c *BarChart) SetBars(bars []Bar) {
	c.bars = bars
	c.point(-1)
	c.Refresh()
}

// Bars returns the columns that are showing.
func (c *BarChart) Bars() []Bar { return c.bars }

func (c *BarChart) words() string {
	if c.at < 0 || c.at >= len(c.bars) {
		return ""
	}
	return c.bars[c.at].Tip
}

// area is the column below the pointer.
func (c *BarChart) area() (fyne.Position, fyne.Size) {
	x, w := c.span(max(c.at, 0), c.Size().Width)
	return fyne.NewPos(x, 0), fyne.NewSize(w, c.Size().Height)
}

// span is where a column lies.
func (c *BarChart) span(i int, width float32) (x, w float32) {
	n := float32(max(len(c.bars), 1))
	step := min(width/n, barWidest+barGap)
	gap := float32(barGap)
	if step < 3*barGap {
		gap = barsMinGap
	}
	x = snapDown(float32(i) * step)
	return x, max(snapDown(float32(i+1)*step)-x-gap, 1)
}

// highest is the sum of the highest column.
func (c *BarChart) highest() (most float64) {
	for _, b := range c.bars {
		sum := 0.0
		for _, p := range b.Parts {
			sum += p
		}
		most = max(most, sum)
	}
	return most
}

// MouseIn is called by the toolkit.
func (c *BarChart) MouseIn(e *desktop.MouseEvent) { c.MouseMoved(e) }

// MouseOut is called by the toolkit.
func (c *BarChart) MouseOut() { c.point(-1) }

// MouseMoved is called by the toolkit; within one column it does nothing.
func (c *BarChart) MouseMoved(e *desktop.MouseEvent) {
	at := -1
	for i := range c.bars {
		if x, w := c.span(i, c.Size().Width); e.Position.X >= x && e.Position.X < x+w+barGap {
			at = i
			break
		}
	}
	c.point(at)
}

func (c *BarChart) point(at int) {
	if at != c.at {
		c.tip.wait(false)
		c.at = at
		c.tip.wait(at >= 0)
	}
}

// CreateRenderer is called by the toolkit.
func (c *BarChart) CreateRenderer() fyne.WidgetRenderer {
	r := &barRenderer{c: c}
	r.Refresh()
	return again(c, r)
}

type barRenderer struct {
	c       *BarChart
	coat    coat
	parts   []*canvas.Rectangle // of all columns, by column and then by token
	objects []fyne.CanvasObject
}

func (*barRenderer) Destroy()             {}
func (r *barRenderer) MinSize() fyne.Size { return fyne.NewSize(float32(len(r.c.bars)), r.c.height) }

func (r *barRenderer) Objects() []fyne.CanvasObject {
	if r.coat.old() {
		r.ink()
	}
	return r.objects
}

// ink gives the parts of the columns their colours.
func (r *barRenderer) ink() {
	for i, p := range r.parts {
		p.FillColor = Color(r.c.tokens[i%len(r.c.tokens)])
	}
}

// Layout rounds every edge to whole pixels, so that columns are equally sharp.
func (r *barRenderer) Layout(size fyne.Size) {
	most := r.c.highest()
	for i, b := range r.c.bars {
		x, w := r.c.span(i, size.Width)
		sum, top := 0.0, size.Height
		for k := range r.c.tokens {
			part := r.parts[i*len(r.c.tokens)+k]
			v := 0.0
			if k < len(b.Parts) {
				v = b.Parts[k]
			}
			part.Hidden = v <= 0 || most <= 0
			if part.Hidden {
				continue
			}
			sum += v
			y := snapDown(size.Height - size.Height*float32(sum/most))
			y = max(min(y, top-barLeast), 0)
			place(part, x, y, w, top-y)
			top = y
		}
	}
}

func (r *barRenderer) Refresh() {
	n := len(r.c.bars) * len(r.c.tokens)
	for len(r.parts) < n {
		r.parts = append(r.parts, canvas.NewRectangle(color.Transparent))
	}
	r.parts = r.parts[:n]
	r.ink()
	r.objects = r.objects[:0]
	for _, p := range r.parts {
		r.objects = append(r.objects, p)
	}
	r.Layout(r.c.Size())
	canvas.Refresh(r.c)
}
