package overview

import (
	"fyne.io/fyne/v2"

	"channeldesk/screens/kit"
)

const (
	// stripBreak is the width below which the tiles stand under the name.
	stripBreak = 860
	// tilesHigh is the room of the tiles under the name, nameHigh that of the name.
	tilesHigh, nameHigh = 96, 80
	// roomyTile is the width from which a tile has the drawn room beside its words.
	roomyTile = 140
)

// healthStrip is the channel's name beside its tiles, or above them where they would
// have no room for their words.
type healthStrip struct {
	kit.Block
	tiles []fyne.CanvasObject
}

func newHealthStrip(m model) *healthStrip {
	s := &healthStrip{}
	for _, t := range m.overview.Tiles {
		s.tiles = append(s.tiles, &fyne.Container{Layout: tileLayout{}, Objects: []fyne.CanvasObject{kit.VLine(), tile(t)}})
	}
	name, line := kit.Pad(0, 8, 0, 16, who(m)), kit.HLine()
	inside := &fyne.Container{Layout: &stripLayout{tiles: s.tiles}, Objects: append([]fyne.CanvasObject{name, line}, s.tiles...)}
	s.Extend(s, kit.NewCard(kit.Grow(inside)))
	return s
}

// HeightFor is how high the strip is at a width.
func (s *healthStrip) HeightFor(width float32) float32 {
	if width < stripBreak {
		return nameHigh + tilesHigh
	}
	return stripHigh
}

// MinSize is called by the toolkit.
func (s *healthStrip) MinSize() fyne.Size { return fyne.NewSize(0, s.HeightFor(s.Size().Width)) }

// stripLayout places name, line and tiles.
type stripLayout struct{ tiles []fyne.CanvasObject }

// MinSize is nothing: the strip says how high it is.
func (*stripLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }

// Layout is called by the toolkit.
func (l *stripLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	name, line := objects[0], objects[1]
	stacked := size.Width < stripBreak-2
	left, top, high := float32(whoWide), float32(0), size.Height
	if stacked {
		left, top, high = 0, nameHigh, size.Height-nameHigh
	}
	if stacked {
		line.Show()
		put(name, 0, 0, size.Width, nameHigh)
		put(line, 0, nameHigh, size.Width, 1)
	} else {
		line.Hide()
		put(name, 0, 0, whoWide, size.Height)
	}
	n := float32(len(l.tiles))
	at := func(i int) float32 { return float32(int((size.Width-left)*float32(i)/n + 0.5)) }
	for i, t := range l.tiles {
		put(t, left+at(i), top, at(i+1)-at(i), high)
	}
	// Under the name the first tile stands at the card's own edge.
	if first := l.tiles[0].(*fyne.Container).Objects[0]; stacked {
		first.Hide()
	} else {
		first.Show()
	}
}

// tileLayout draws the line before a tile and keeps room beside its words, less of it
// where there is little.
type tileLayout struct{}

func (tileLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }

// Layout is called by the toolkit.
func (tileLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	left, right := float32(16), float32(8)
	if size.Width < roomyTile {
		left, right = 12, 4
	}
	put(objects[0], 0, 0, 1, size.Height)
	put(objects[1], 1+left, 16, max(size.Width-1-left-right, 0), size.Height-16)
}

func put(o fyne.CanvasObject, x, y, w, h float32) {
	o.Move(fyne.NewPos(x, y))
	o.Resize(fyne.NewSize(w, h))
}
