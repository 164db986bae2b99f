package kit

import (
	"image/color"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// DayBar is one column of a DayChart with the word below it.
type DayBar struct {
	Label string
	// Strong makes the word bold, for today.
	Strong bool
	Bar
}

// DayChart shows a few stacked columns over a scale, with a word below each. Its
// numbers must stand somewhere else as well. UI thread only.
type DayChart struct {
	widget.BaseWidget
	tokens []Token
	bars   []DayBar
	at     int // the column below the pointer, -1 for none
	tip    *Tooltip
}

const (
	dayScale  = 32 // room of the scale at the left
	dayWords  = 24 // room of the words below
	dayBar    = 32
	dayHeight = 90
)

var _ desktop.Hoverable = (*DayChart)(nil)

// NewDayChart makes an empty chart with a colour for each part of a column, from
// the ground up.
func NewDayChart(tokens ...Token) *DayChart {
	c := &DayChart{tokens: tokens, at: -1}
	c.tip = &Tooltip{owner: c, text: c.words, area: c.area}
	c.ExtendBaseWidget(c)
	return c
}

// SetBars replaces the columns.
func (c *DayChart) SetBars(bars []DayBar) {
	c.bars = bars
	c.point(-1)
	c.Refresh()
}

func (c *DayChart) words() string {
	if c.at < 0 || c.at >= len(c.bars) {
		return ""
	}
	return c.bars[c.at].Tip
}

// span is where a column lies.
func (c *DayChart) span(i int) (x, w float32) {
	room := (c.Size().Width - dayScale) / float32(max(len(c.bars), 1))
	w = min(dayBar, max(snapDown(room*0.6), 2))
	return dayScale + snapDown(float32(i)*room+(room-w)/2), w
}

func (c *DayChart) area() (fyne.Position, fyne.Size) {
	x, w := c.span(max(c.at, 0))
	return fyne.NewPos(x, 0), fyne.NewSize(w, c.Size().Height)
}

// MouseIn is called by the toolkit.
func (c *DayChart) MouseIn(e *desktop.MouseEvent) { c.MouseMoved(e) }

// MouseOut is called by the toolkit.
func (c *DayChart) MouseOut() { c.point(-1) }

// MouseMoved is called by the toolkit; within one column it does nothing.
func (c *DayChart) MouseMoved(e *desktop.MouseEvent) {
	at := -1
	for i := range c.bars {
		if x, w := c.span(i); e.Position.X >= x && e.Position.X < x+w {
			at = i
		}
	}
	c.point(at)
}

func (c *DayChart) point(at int) {
	if at != c.at {
		c.tip.wait(false)
		c.at = at
		c.tip.wait(at >= 0)
	}
}

// scaleStep is the distance of the lines of a scale: at most three of them above
// the ground, at 1, 2 or 5 of a power of ten.
func scaleStep(most float64) float64 {
	if most < 1 {
		return 1
	}
	for power := 1.0; ; power *= 10 {
		for _, n := range []float64{1, 2, 5} {
			if most/(n*power) < 3 {
				return n * power
			}
		}
	}
}

// scaleWord writes a number of a scale: 500, 20k, 3M.
func scaleWord(v float64) string {
	switch {
	case v >= 1e6:
		return strconv.FormatFloat(v/1e6, 'f', -1, 64) + "M"
	case v >= 1e3:
		return strconv.FormatFloat(v/1e3, 'f', -1, 64) + "k"
	}
	return strconv.FormatFloat(v, 'f', -1, 64)
}

// CreateRenderer is called by the toolkit.
func (c *DayChart) CreateRenderer() fyne.WidgetRenderer {
	r := &dayRenderer{c: c}
	r.Refresh()
	return again(c, r)
}

type dayRenderer struct {
	c       *DayChart
	coat    coat
	lines   []*canvas.Rectangle
	marks   []*Line
	parts   []*canvas.Rectangle
	labels  []*Line
	objects []fyne.CanvasObject
	most    float64
	step    float64
}

func (*dayRenderer) Destroy()             {}
func (r *dayRenderer) MinSize() fyne.Size { return fyne.NewSize(dayScale+160, dayHeight) }

func (r *dayRenderer) Objects() []fyne.CanvasObject {
	if r.coat.old() {
		r.ink()
	}
	return r.objects
}

// ink gives the lines of the scale and the parts of the columns their colours.
func (r *dayRenderer) ink() {
	for i, line := range r.lines {
		line.FillColor = Color(Divider)
		if i == 0 {
			line.FillColor = Color(Border)
		}
	}
	for i, part := range r.parts {
		part.FillColor = Color(r.c.tokens[i%len(r.c.tokens)])
	}
}

func (r *dayRenderer) Refresh() {
	c := r.c
	r.most, r.objects = 0, nil
	for _, b := range c.bars {
		sum := 0.0
		for _, p := range b.Parts {
			sum += p
		}
		r.most = max(r.most, sum)
	}
	r.step = scaleStep(r.most)
	r.lines, r.marks, r.parts, r.labels = nil, nil, nil, nil
	for v := 0.0; v == 0 || v <= r.most; v += r.step {
		line := canvas.NewRectangle(color.Transparent)
		mark := NewLine(scaleWord(v), Caption, Text3)
		r.lines, r.marks = append(r.lines, line), append(r.marks, mark)
		r.objects = append(r.objects, line, mark)
	}
	for _, b := range c.bars {
		for range c.tokens {
			part := canvas.NewRectangle(color.Transparent)
			r.parts = append(r.parts, part)
			r.objects = append(r.objects, part)
		}
		style, ink := Caption, Text3
		if b.Strong {
			style, ink = CaptionStrong, Text
		}
		label := NewLine(b.Label, style, ink).SetAlign(fyne.TextAlignCenter)
		r.labels = append(r.labels, label)
		r.objects = append(r.objects, label)
	}
	r.ink()
	r.Layout(c.Size())
	canvas.Refresh(c)
}

// Layout keeps the scale's highest line or the highest column at the top.
func (r *dayRenderer) Layout(size fyne.Size) {
	c := r.c
	ground := size.Height - dayWords
	top := max(r.most, r.step)
	y := func(v float64) float32 { return snapDown(ground - (ground-8)*float32(v/top)) }
	for i, line := range r.lines {
		at := y(float64(i) * r.step)
		place(line, dayScale, at, max(size.Width-dayScale, 0), 1)
		place(r.marks[i], 0, at-8, dayScale, 16)
	}
	room := (size.Width - dayScale) / float32(max(len(c.bars), 1))
	for i, b := range c.bars {
		x, w := c.span(i)
		sum, above := 0.0, ground
		for k := range c.tokens {
			part, v := r.parts[i*len(c.tokens)+k], 0.0
			if k < len(b.Parts) {
				v = b.Parts[k]
			}
			part.Hidden = v <= 0
			if part.Hidden {
				continue
			}
			sum += v
			at := max(min(y(sum), above-barLeast), 0)
			place(part, x, at, w, above-at)
			above = at
		}
		place(r.labels[i], dayScale+snapDown(float32(i)*room), ground+8, room, 16)
	}
}
