package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// Block is a base for widgets that are put together from other parts of the
// kit. Embed it, build the body in the constructor and call Extend; height
// for width, minimum size and refresh then follow the body.
//
//	type Head struct{ kit.Block; title *kit.Line }
//
//	func NewHead() *Head {
//		h := &Head{title: kit.NewLine("", kit.Section, kit.Text)}
//		h.Extend(h, kit.Row(8, h.title, kit.Spring()))
//		return h
//	}
type Block struct {
	widget.BaseWidget
	self fyne.Widget
	body *fyne.Container
}

// Extend finishes construction for the widget that embeds the block.
func (b *Block) Extend(self fyne.Widget, body *fyne.Container) {
	b.self, b.body = self, body
	b.ExtendBaseWidget(self)
}

// Body returns the container, to add or replace children; call Refresh after.
func (b *Block) Body() *fyne.Container { return b.body }

// HeightFor passes the width on to the body.
func (b *Block) HeightFor(width float32) float32 { return HeightFor(b.body, width) }

// IdealWidth is the width at which no text in the body has to give way.
func (b *Block) IdealWidth() float32 { return idealWidth(b.body) }

func (b *Block) minWidth() float32 { return minWidth(b.body) }

// CreateRenderer is called by the toolkit.
func (b *Block) CreateRenderer() fyne.WidgetRenderer { return newBodyRenderer(b.self, b.body) }
