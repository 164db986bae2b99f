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
	tok    Token
	parts  []Segment
	ground *canvas.Rectangle
	high   float32
}

// NewProgress makes an empty bar in the colour of a kind; KindNeutral and
// KindInfo are blue.
func NewProgress(kind Kind) *Progress {
	p := &Progress{tok: Primary, high: progressHeight, ground: &canvas.Rectangle{CornerRadius: progressHeight / 2}}
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
	p.ground.CornerRadius = progressThick / 2
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
	r.Refresh()
	return again(p, r)
}

type progressRenderer struct {
	p       *Progress
	coat    coat
	fills   []*canvas.Rectangle
	objects []fyne.CanvasObject
}

func (*progressRenderer) Destroy()             {}
func (r *progressRenderer) MinSize() fyne.Size { return fyne.NewSize(0, r.p.high) }

func (r *progressRenderer) Objects() []fyne.CanvasObject {
	if r.coat.old() {
		r.ink()
	}
	return r.objects
}

// ink gives ground and parts their colours.
func (r *progressRenderer) ink() {
	r.p.ground.FillColor = Color(NeutralTint)
	for i, f := range r.fills {
		f.FillColor = Color(r.p.parts[i].Token)
	}
}

// Layout rounds both ends of each part, so that parts meet without a seam.
func (r *progressRenderer) Layout(size fyne.Size) {
	h := min(size.Height, r.p.high)
	top := snapDown((size.Height - h) / 2)
	place(r.p.ground, 0, top, size.Width, h)
	sum, last := 0.0, float32(0)
	for i, s := range r.p.parts {
		sum = min(sum+max(s.Share, 0), 1)
		end := snap(size.Width * float32(sum))
		if i == 0 && s.Share > 0 {
			end = max(end, h)
		}
		end = min(max(end, last), size.Width)
		place(r.fills[i], last, top, end-last, h)
		r.fills[i].Hidden = end <= last
		last = end
	}
}

func (r *progressRenderer) Refresh() {
	for len(r.fills) < len(r.p.parts) {
		r.fills = append(r.fills, canvas.NewRectangle(color.Transparent))
	}
	r.fills = r.fills[:len(r.p.parts)]
	r.ink()
	r.objects = []fyne.CanvasObject{r.p.ground}
	round := r.p.high / 2
	for i, f := range r.fills {
		left, right := float32(0.01), float32(0.01)
		if i == 0 {
			left = round
		}
		if i == len(r.fills)-1 {
			right = round
		}
		f.TopLeftCornerRadius, f.BottomLeftCornerRadius = left, left
		f.TopRightCornerRadius, f.BottomRightCornerRadius = right, right
		r.objects = append(r.objects, f)
	}
	r.Layout(r.p.Size())
	canvas.Refresh(r.p)
}
