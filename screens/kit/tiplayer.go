package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// OverlayLayer is a transparent layer that shows tooltips. It takes neither
// the focus nor clicks. Every dialog, popover and menu has one of its own.
type OverlayLayer struct {
	widget.BaseWidget
	body *fyne.Container
	text *Paragraph
	tip  *fyne.Container
}

// NewOverlayLayer makes the layer of a window. Stack it over the content,
// below the toasts; there must be one on each window that shows tooltips.
func NewOverlayLayer() fyne.CanvasObject { return newOverlayLayer() }

func newOverlayLayer() *OverlayLayer {
	l := &OverlayLayer{text: NewParagraph(Surface, Caption, "")}
	l.tip = Stack(NewBox(Text, Transparent, 6, 0), Pad(6, 10, 6, 10, l.text))
	l.tip.Hide()
	l.body = &fyne.Container{Objects: []fyne.CanvasObject{l.tip}}
	l.ExtendBaseWidget(l)
	return l
}

const (
	tipWidest = 280
	tipGap    = 6
)

// show puts a text below an area of the canvas, or above when there is no
// room. The area is given in the coordinates of the canvas.
func (l *OverlayLayer) show(text string, at fyne.Position, area fyne.Size) {
	l.text.SetText(text)
	size := l.Size()
	w := min(snap(l.text.IdealWidth())+20, tipWidest, size.Width-16)
	h := snap(HeightFor(l.tip, w))
	at = at.Subtract(fyne.CurrentApp().Driver().AbsolutePositionForObject(l))
	x := max(min(at.X+snapDown((area.Width-w)/2), size.Width-8-w), 8)
	y := at.Y + area.Height + tipGap
	if y+h > size.Height-4 {
		y = at.Y - tipGap - h
	}
	l.tip.Show()
	place(l.tip, x, y, w, h)
	l.tip.Refresh()
}

func (l *OverlayLayer) hide() {
	if l.tip.Visible() {
		l.tip.Hide()
	}
}

// CreateRenderer is called by the toolkit.
func (l *OverlayLayer) CreateRenderer() fyne.WidgetRenderer {
	return &tipLayerRenderer{widget.NewSimpleRenderer(l.body)}
}

// tipLayerRenderer is asked for its objects whenever the window is drawn, and now and
// then while nothing happens.
type tipLayerRenderer struct{ fyne.WidgetRenderer }

// Objects is called by the toolkit.
func (r *tipLayerRenderer) Objects() []fyne.CanvasObject {
	keepEntryLooks()
	return r.WidgetRenderer.Objects()
}

// MinSize is nothing: the layer is as large as what it covers.
func (l *OverlayLayer) MinSize() fyne.Size { return fyne.Size{} }

// tipLayer finds the layer that lies over an object: that of the topmost
// overlay, or that of the window.
func tipLayer(c fyne.Canvas) *OverlayLayer {
	if c.Overlays().Top() != nil {
		if o := topOverlay(c); o != nil {
			return o.tips
		}
		return nil
	}
	return findLayer(c.Content(), 4)
}

func findLayer(o fyne.CanvasObject, depth int) *OverlayLayer {
	if l, ok := o.(*OverlayLayer); ok {
		return l
	}
	if box, ok := o.(*fyne.Container); ok && depth > 0 {
		for _, child := range box.Objects {
			if l := findLayer(child, depth-1); l != nil {
				return l
			}
		}
	}
	return nil
}

// hideTip removes the tooltip that is showing on a canvas, if any.
func hideTip(c fyne.Canvas) {
	if l := tipLayer(c); l != nil {
		l.hide()
	}
}
