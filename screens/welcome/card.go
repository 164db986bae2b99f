package welcome

import (
	"fyne.io/fyne/v2"

	"channeldesk/screens/kit"
)

// step is one tile of the little picture at the head of a card.
type step struct {
	icon, word string
	strong     bool
}

// line is one row of a card's list.
type line struct{ icon, text string }

const (
	flowHigh = 128
	tileWide = 88
	tileSide = 48
)

// flowPicture shows three tiles joined by lines.
func flowPicture(ground kit.Token, steps ...step) fyne.CanvasObject {
	var objs []fyne.CanvasObject
	for i, st := range steps {
		if i > 0 {
			objs = append(objs, kit.Fix(8, tileSide, kit.Spring()))
		}
		ink := kit.Text2
		if st.strong {
			ink = kit.PrimaryText
		}
		tile := kit.Fix(tileSide, tileSide, kit.Stack(kit.NewBox(kit.Surface, kit.Border, 12, 1), kit.Mid(tileSide, tileSide, kit.NewIcon(st.icon, 22, ink))))
		word := kit.NewCut(st.word, kit.Caption, kit.Text2)
		word.SetAlign(fyne.TextAlignCenter)
		objs = append(objs, kit.Fix(tileWide, 0, kit.Col(8, kit.Row(0, kit.Spring(), tile, kit.Spring()), word)))
	}
	tiles := kit.Pad(28, 0, 0, 0, kit.Row(0, append(append([]fyne.CanvasObject{kit.Spring()}, kit.Row(0, objs...)), kit.Spring())...))
	joints := kit.Pad(52, 0, 0, 0, kit.Row(56, kit.Spring(), joint(), joint(), kit.Spring()))
	// The ground is round at the top, as the card's edge around it.
	return kit.Fix(0, flowHigh, kit.Stack(kit.NewBox(ground, kit.Transparent, 7, 0), kit.Pad(8, 0, 0, 0, kit.NewRect(ground)), kit.Col(0, joints), kit.Col(0, tiles)))
}

func joint() fyne.CanvasObject { return kit.NewRect(kit.Input).SetMin(40, 1) }

func card(edge kit.Token, flow fyne.CanvasObject, title, time, text, listTitle string, lines []line, actions ...fyne.CanvasObject) fyne.CanvasObject {
	rows := []fyne.CanvasObject{
		kit.Row(8, kit.Grow(kit.NewCut(title, kit.Heading, kit.Text)), kit.NewIcon("clock", 14, kit.Text3), kit.Pad(0, 0, 0, -2, kit.NewLine(time, kit.Caption, kit.Text3))),
		kit.Pad(4, 0, 0, 0, kit.Fix(0, 40, kit.NewParagraph(kit.Text2, kit.Body, text))),
		kit.Pad(16, 0, 0, 0, kit.NewLine(listTitle, kit.CaptionStrong, kit.Text2)),
	}
	for _, l := range lines {
		rows = append(rows, kit.Pad(8, 0, 0, 0, kit.Row(12, kit.NewIcon(l.icon, 16, kit.Text3), kit.Grow(kit.NewCut(l.text, kit.Body, kit.Text2)))))
	}
	rows = append(rows, kit.Pad(24, 0, 0, 0, kit.Row(8, append(actions, kit.Spring())...)))
	inside := kit.Col(0, flow, kit.Pad(20, 24, 24, 24, kit.Col(0, rows...)))
	return kit.Stack(kit.NewBox(kit.Surface, edge, 8, 1), kit.Pad(1, 1, 1, 1, inside))
}

// centred keeps the column at its width in the middle, with the space above
// halved in a low window.
func centred(o fyne.CanvasObject) fyne.CanvasObject {
	c := fyne.NewContainerWithoutLayout(o)
	c.Layout = &centreLayout{}
	return c
}

// lowWindow is the height below which the space above is halved.
const lowWindow = 790

type centreLayout struct{}

func (l *centreLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(pageWide, pageTight+kit.HeightFor(objects[0], pageWide))
}

func (l *centreLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	top := float32(pageTop)
	if size.Height < lowWindow {
		top = pageTight
	}
	height := kit.HeightFor(objects[0], pageWide)
	objects[0].Move(fyne.NewPos(float32(int((size.Width-pageWide)/2)), top))
	objects[0].Resize(fyne.NewSize(pageWide, height))
}
