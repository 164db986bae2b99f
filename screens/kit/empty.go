package kit

import "fyne.io/fyne/v2"

// NewEmpty says that there is nothing here, why, and what to do: an icon on a
// tile of 48, a title, one or two lines and the actions, all centred in the
// room it gets.
func NewEmpty(kind Kind, icon, title, text string, actions ...fyne.CanvasObject) *fyne.Container {
	return newEmpty(kind, icon, title, text, 48, 22, 12, actions)
}

// NewEmptyLarge is a NewEmpty with a tile of 56, for a whole part of a page.
func NewEmptyLarge(kind Kind, icon, title, text string, actions ...fyne.CanvasObject) *fyne.Container {
	return newEmpty(kind, icon, title, text, 56, 26, 16, actions)
}

const emptyWidest = 320

func newEmpty(kind Kind, icon, title, text string, tile, picture, gap float32, actions []fyne.CanvasObject) *fyne.Container {
	ground, ink := Sunken, Text3
	if kind == KindWarn || kind == KindDanger {
		ground, ink = kind.Tint(), kind.Ink()
	}
	mark := Stack(NewBox(ground, Transparent, 12, 0), Mid(tile, tile, NewIcon(icon, picture, ink)))
	parts := []fyne.CanvasObject{
		Mid(0, tile, Fix(tile, tile, mark)),
		Pad(gap, 0, 0, 0, NewParagraph(Text, Section, title).SetAlign(fyne.TextAlignCenter)),
	}
	if text != "" {
		parts = append(parts, Pad(4, 0, 0, 0, &fyne.Container{
			Layout:  narrowLayout{emptyWidest},
			Objects: []fyne.CanvasObject{NewParagraph(Text2, Body, text).SetAlign(fyne.TextAlignCenter)},
		}))
	}
	if len(actions) > 0 {
		parts = append(parts, Pad(16, 0, 0, 0, Mid(0, 0, Row(8, actions...))))
	}
	return Pad(16, 16, 16, 16, Col(0, Spring(), Col(0, parts...), Spring()))
}

// narrowLayout centres its child at a width that it does not exceed.
type narrowLayout struct{ width float32 }

func (narrowLayout) wraps() {}

func (l narrowLayout) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	return highest(objects, min(width, l.width))
}

func (l narrowLayout) ideal(objects []fyne.CanvasObject) float32 {
	return min(l.width, stackLayout{}.ideal(objects))
}

func (narrowLayout) minWidth(objects []fyne.CanvasObject) float32 { return widest(objects) }

func (l narrowLayout) MinSize(objects []fyne.CanvasObject) fyne.Size { return largest(objects) }

func (l narrowLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	w := min(size.Width, l.width)
	for _, o := range objects {
		place(o, snapDown((size.Width-w)/2), 0, w, size.Height)
	}
}
