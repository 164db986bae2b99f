package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// Rect is a plain square-cornered area of one token: strips, grounds, bars.
type Rect struct {
	widget.BaseWidget
	tok  Token
	min  fyne.Size
	draw *canvas.Rectangle
}

// NewRect makes an area without a size of its own.
func NewRect(tok Token) *Rect {
	r := &Rect{tok: tok, draw: canvas.NewRectangle(Color(tok))}
	r.ExtendBaseWidget(r)
	return r
}

// HLine is a horizontal hairline in the colour of inner dividers.
func HLine() *Rect {
	r := NewRect(Divider)
	r.min = fyne.NewSize(0, 1)
	return r
}

// VLine is a vertical hairline; put it in a RowStretch.
func VLine() *Rect {
	r := NewRect(Divider)
	r.min = fyne.NewSize(1, 0)
	return r
}

// SetToken changes the colour and repaints only this area.
func (r *Rect) SetToken(tok Token) {
	if r.tok != tok {
		r.tok = tok
		r.Refresh()
	}
}

// SetMin sets the smallest size and returns the area itself.
func (r *Rect) SetMin(width, height float32) *Rect {
	r.min = fyne.NewSize(width, height)
	return r
}

// CreateRenderer is called by the toolkit.
func (r *Rect) CreateRenderer() fyne.WidgetRenderer {
	return &rectRenderer{rect: r, objects: []fyne.CanvasObject{r.draw}}
}

type rectRenderer struct {
	rect    *Rect
	coat    coat
	objects []fyne.CanvasObject
}

func (r *rectRenderer) Destroy()              {}
func (r *rectRenderer) Layout(size fyne.Size) { r.rect.draw.Resize(size) }

func (r *rectRenderer) Objects() []fyne.CanvasObject {
	if r.coat.old() {
		r.rect.draw.FillColor = Color(r.rect.tok)
	}
	return r.objects
}

func (r *rectRenderer) MinSize() fyne.Size {
	s := pixelScale()
	m := r.rect.min
	return fyne.NewSize(thickness(m.Width, s), thickness(m.Height, s))
}

func (r *rectRenderer) Refresh() {
	r.rect.draw.FillColor = Color(r.rect.tok)
	r.rect.draw.Refresh()
}

// ShadowBox paints the one soft shadow of the design. Put it under a Box of
// the same radius in a Stack: popovers, menus, toasts and dialogs.
type ShadowBox struct {
	widget.BaseWidget
	draw *canvas.Rectangle
}

// NewShadow makes a shadow for a box of this corner radius.
func NewShadow(radius float32) *ShadowBox {
	s := &ShadowBox{draw: &canvas.Rectangle{CornerRadius: radius}}
	s.ExtendBaseWidget(s)
	s.apply()
	return s
}

// apply uses a blur of 40, which fades like a blur of 24 in the design.
func (s *ShadowBox) apply() {
	s.draw.FillColor = Color(Surface)
	s.draw.Shadow = canvas.Shadow{Color: Color(Shadow), BlurRadius: 40, Offset: fyne.NewPos(0, 8)}
}

// CreateRenderer is called by the toolkit.
func (s *ShadowBox) CreateRenderer() fyne.WidgetRenderer {
	return &shadowRenderer{s: s, objects: []fyne.CanvasObject{s.draw}}
}

type shadowRenderer struct {
	s       *ShadowBox
	coat    coat
	objects []fyne.CanvasObject
}

func (r *shadowRenderer) Destroy()              {}
func (r *shadowRenderer) MinSize() fyne.Size    { return fyne.Size{} }
func (r *shadowRenderer) Layout(size fyne.Size) { r.s.draw.Resize(size) }

func (r *shadowRenderer) Objects() []fyne.CanvasObject {
	if r.coat.old() {
		r.s.apply()
	}
	return r.objects
}

func (r *shadowRenderer) Refresh() {
	r.s.apply()
	r.s.draw.Refresh()
}
