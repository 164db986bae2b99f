package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// NewBubble puts content on the ground of a chat message. The corner at the
// top is square on the side of the speaker: right for the customer's own
// messages, left for the agent's. The content brings its padding.
func NewBubble(own bool, content fyne.CanvasObject) *fyne.Container {
	tok := ChatBubble
	if own {
		tok = ChatOwn
	}
	return newBubble(own, tok, content)
}

func newBubble(own bool, tok Token, content fyne.CanvasObject) *fyne.Container {
	g := &bubbleGround{tok: tok, draw: &canvas.Rectangle{CornerRadius: 8}}
	// An override of exactly 0 counts as not set.
	if own {
		g.draw.TopRightCornerRadius = 0.01
	} else {
		g.draw.TopLeftCornerRadius = 0.01
	}
	g.ExtendBaseWidget(g)
	return Stack(g, content)
}

type bubbleGround struct {
	widget.BaseWidget
	tok  Token
	draw *canvas.Rectangle
}

// CreateRenderer is called by the toolkit.
func (g *bubbleGround) CreateRenderer() fyne.WidgetRenderer {
	return &bubbleRenderer{g: g, objects: []fyne.CanvasObject{g.draw}}
}

type bubbleRenderer struct {
	g       *bubbleGround
	coat    coat
	objects []fyne.CanvasObject
}

func (*bubbleRenderer) Destroy()                {}
func (*bubbleRenderer) MinSize() fyne.Size      { return fyne.Size{} }
func (r *bubbleRenderer) Layout(size fyne.Size) { r.g.draw.Resize(size) }

func (r *bubbleRenderer) Objects() []fyne.CanvasObject {
	if r.coat.old() {
		r.apply()
	}
	return r.objects
}

func (r *bubbleRenderer) apply() {
	r.g.draw.FillColor = Color(r.g.tok)
}

func (r *bubbleRenderer) Refresh() {
	r.apply()
	r.g.draw.Refresh()
}
