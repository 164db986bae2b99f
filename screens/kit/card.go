package kit

import "fyne.io/fyne/v2"

// NewCard groups things on a white box with an edge and a corner radius of 8.
// Its children follow each other without gaps inside the 1 px edge; they are
// usually one CardHead and one CardBody.
func NewCard(objs ...fyne.CanvasObject) *fyne.Container {
	return Stack(NewBox(Surface, Border, 8, 1), Pad(1, 1, 1, 1, Col(0, objs...)))
}

// CardHead is the title row of a card, 48 high; what is right of the title
// stands at the far end.
func CardHead(title string, right ...fyne.CanvasObject) *fyne.Container {
	return CardHeadWith(NewCut(title, Section, Text), right...)
}

// CardHeadWith is a CardHead with any object in place of the title.
func CardHeadWith(left fyne.CanvasObject, right ...fyne.CanvasObject) *fyne.Container {
	row := append([]fyne.CanvasObject{Grow(left)}, right...)
	return Fix(0, 48, Pad(0, 16, 0, 16, Row(8, row...)))
}

// CardHeadTwo is the head of a panel: a title with a caption below it, and a
// hairline under the row.
func CardHeadTwo(title, caption fyne.CanvasObject, right ...fyne.CanvasObject) *fyne.Container {
	row := append([]fyne.CanvasObject{Grow(Col(0, title, caption))}, right...)
	return Col(0, Pad(12, 16, 12, 16, Row(8, row...)), HLine())
}

// CardBody keeps the padding of a card around its content, which follows the
// head directly.
func CardBody(gap float32, objs ...fyne.CanvasObject) *fyne.Container {
	return Pad(0, 16, 16, 16, Col(gap, objs...))
}

// CardFoot is the row at the foot of a card, above it a hairline.
func CardFoot(objs ...fyne.CanvasObject) *fyne.Container {
	return Col(0, HLine(), Pad(12, 16, 12, 16, Row(8, objs...)))
}
