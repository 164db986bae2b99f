package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// Segment is one part of a progress bar: its share of the whole, from 0 to 1,
// and its colour.
type Segment struct {
	Share float64
	Token Token
}

const (
	progressHeight = 6
	progressThick  = 8
)

// Progress is a bar of 6 or 8 high that shows how much is done, in one colour or
// in several. UI thread only.
type Progress struct {
	widget.BaseWidget
	tok   Token
	parts []Segment
	high  float32
}

// NewProgress makes an empty bar in the colour of a kind; KindNeutral and
// KindInfo are blue.
func NewProgress(kind Kind) *Progress {
	p := &Progress{tok: Primary, high: progressHeight}
	switch kind {
	case KindOK, KindPublished:
		p.tok = Ok
	case KindWarn:
		p.tok = Warn
	case KindDanger:
		p.tok = Danger
	case KindDraft:
		p.tok = DraftStrip
	}
	p.ExtendBaseWidget(p)
	return p
}

// Thick makes the bar 8 high, for the one that a page is about.
func (p *Progress) Thick() *Progress {
	p.high = progressThick
	p.Refresh()
	return p
}

// SetShare shows how much is done, from 0 to 1.
func (p *Progress) SetShare(share float64) {
	if len(p.parts) == 1 && p.parts[0] == (Segment{share, p.tok}) {
		return
	}
	p.SetSegments([]Segment{{Share: share, Token: p.tok}})
}

// SetSegments shows several parts after each other, each with its colour.
// Shares that add up to more than 1 are cut at the end.
func (p *Progress) SetSegments(parts []Segment) {
	p.parts = parts
	p.Refresh()
}

// Share returns the sum of the parts, from 0 to 1.
func (p *Progress) Share() float64 {
	sum := 0.0
	for _, s := range p.parts {
		sum += max(s.Share, 0)
	}
	return min(sum, 1)
}

// CreateRenderer is called by the toolkit.
func (p *Progress) CreateRenderer() fyne.WidgetRenderer {
	r := &progressRenderer{p: p}
	for i, c := range []**Box{&r.ground, &r.final, &r.first} {
		*c = NewBox(NeutralTint, Transparent, progressThick, 0)
		(*c).Hidden = i > 0
	}
	r.Refresh()
	return again(p, r)
}

// progressRenderer draws the round ends as boxes and lays the parts over them as
// plain areas: the toolkit's own round corners smear over the edge of the bar.
type progressRenderer struct {
	p            *Progress
	coat         coat
	ground       *Box
	first, final *Box // the round ends of what is done
	fills        []*canvas.Rectangle
	objects      []fyne.CanvasObject
}

func (*progressRenderer) Destroy()             {}
func (r *progressRenderer) MinSize() fyne.Size { return fyne.NewSize(0, r.p.high) }

func (r *progressRenderer) Objects() []fyne.CanvasObject {
	if r.coat.old() {
		r.ink()
	}
	return r.objects
}

// ink gives the parts their colours.
func (r *progressRenderer) ink() {
	for i, f := range r.fills {
		f.FillColor = Color(r.p.parts[i].Token)
	}
}

// leastSegment is the width below which a part could not be told from the ground.
const leastSegment = 3

// Layout lets the parts meet without a seam, on whole pixels of the screen.
func (r *progressRenderer) Layout(size fyne.Size) {
	h := min(size.Height, r.p.high)
	top := snapDown((size.Height - h) / 2)
	place(r.ground, 0, top, size.Width, h)
	ends := r.p.ends(size.Width)
	first, final, last := -1, -1, float32(0)
	for i, end := range ends {
		if end > last {
			final = i
			if first < 0 {
				first = i
			}
		}
		last = end
	}
	r.first.Hidden, r.final.Hidden = final < 0, final < 0
	if final >= 0 {
		place(r.first, 0, top, h, h)
		place(r.final, last-h, top, h, h)
		r.first.Set(r.p.parts[first].Token, Transparent, 0)
		r.final.Set(r.p.parts[final].Token, Transparent, 0)
	}
	from := float32(0)
	for i, f := range r.fills {
		left, right := from, ends[i]
		from = right
		if i == first {
			left = h / 2
		}
		right = min(right, last-h/2)
		if i < final {
			right = ends[i]
		}
		place(f, left, top, max(right-left, 0), h)
		f.Hidden = right <= left
	}
}

// ends are where the parts end on a bar of a width. Each that has a share can be
// seen: a very small one takes what it lacks from its neighbours.
func (p *Progress) ends(width float32) []float32 {
	out := make([]float32, len(p.parts))
	rest := float32(0) // what the parts that follow need at least
	for _, s := range p.parts {
		if s.Share > 0 {
			rest += leastSegment
		}
	}
	sum, last := 0.0, float32(0)
	for i, s := range p.parts {
		if s.Share > 0 {
			sum = min(sum+s.Share, 1)
			rest -= leastSegment
			least := max(last+leastSegment, p.high)
			last = min(max(snap(width*float32(sum)), least), max(width-rest, 0))
		}
		out[i] = last
	}
	return out
}

func (r *progressRenderer) Refresh() {
	for len(r.fills) < len(r.p.parts) {
		r.fills = append(r.fills, canvas.NewRectangle(color.Transparent))
	}
	r.fills = r.fills[:len(r.p.parts)]
	r.ink()
	r.objects = []fyne.CanvasObject{r.ground, r.final, r.first}
	for _, f := range r.fills {
		r.objects = append(r.objects, f)
	}
	r.Layout(r.p.Size())
	canvas.Refresh(r.p)
}
