package kit

import "fyne.io/fyne/v2"

// RadioCard is one choice of RadioCards or a RadioList.
type RadioCard struct {
	ID    string
	Title string
	Text  string // one or two lines below the title; may be "" in a list
}

// RadioCards is a choice of one from cards side by side, each with a radio
// mark, a title and two lines of text. Arrow keys move the choice. UI thread
// only.
type RadioCards struct {
	Block
	radioGroup
}

// NewRadioCards makes cards with nothing chosen.
func NewRadioCards(cards []RadioCard) *RadioCards {
	r := &RadioCards{}
	objs := make([]fyne.CanvasObject, len(cards))
	for i, card := range cards {
		objs[i] = r.add(card, true)
	}
	r.Extend(r, Even(12, objs...))
	return r
}

// RadioList is a choice of one from plain radios below each other. Arrow keys
// move the choice. UI thread only.
type RadioList struct {
	Block
	radioGroup
}

// NewRadioList makes a list with nothing chosen.
func NewRadioList(choices []RadioCard) *RadioList {
	r := &RadioList{}
	objs := make([]fyne.CanvasObject, len(choices))
	for i, c := range choices {
		objs[i] = r.add(c, false)
	}
	r.Extend(r, Col(0, objs...))
	return r
}

// radioGroup holds the choices of both forms.
type radioGroup struct {
	// OnChanged is called when the person chooses another one.
	OnChanged func(id string)

	items    []*radioItem
	selected string
}

// Selected returns the id of the choice, or "".
func (g *radioGroup) Selected() string { return g.selected }

// SetSelected chooses without calling OnChanged; an unknown id chooses none.
func (g *radioGroup) SetSelected(id string) {
	g.selected = id
	for _, it := range g.items {
		it.mark.SetRadio(it.card.ID == id)
		it.SetSelected(it.card.ID == id)
		it.restyle()
	}
}

// SetReadOnly shows the choice without letting it be changed.
func (g *radioGroup) SetReadOnly(readOnly bool) {
	for _, it := range g.items {
		it.SetDisabled(readOnly)
		it.restyle()
	}
}

// SetChoiceDisabled takes one choice out, for example because the role does
// not allow it.
func (g *radioGroup) SetChoiceDisabled(id string, disabled bool) {
	for _, it := range g.items {
		if it.card.ID == id {
			it.SetDisabled(disabled)
			it.restyle()
		}
	}
}

// FocusSelected moves the keyboard focus to the choice, or to the first one.
func (g *radioGroup) FocusSelected() {
	for i, it := range g.items {
		if it.card.ID == g.selected || g.selected == "" && i == 0 {
			it.Focus()
			return
		}
	}
}

func (g *radioGroup) choose(it *radioItem) {
	if g.selected == it.card.ID {
		return
	}
	g.SetSelected(it.card.ID)
	if g.OnChanged != nil {
		g.OnChanged(g.selected)
	}
}

// step moves the choice from an item to the next one that can be chosen.
func (g *radioGroup) step(from *radioItem, by int) {
	n := len(g.items)
	for i, it := range g.items {
		if it != from {
			continue
		}
		for k := 1; k < n; k++ {
			next := g.items[((i+by*k)%n+n)%n]
			if !next.Disabled() {
				next.Focus()
				g.choose(next)
				return
			}
		}
	}
}

// arrow turns a key into a direction; 0 is none.
func arrow(e *fyne.KeyEvent) int {
	switch e.Name {
	case fyne.KeyLeft, fyne.KeyUp:
		return -1
	case fyne.KeyRight, fyne.KeyDown:
		return 1
	}
	return 0
}

// radioItem is one card or one row of a list.
type radioItem struct {
	Press
	card  RadioCard
	mark  *Shape
	title *Line
	text  *Paragraph
	boxed bool
}

func (g *radioGroup) add(card RadioCard, boxed bool) *radioItem {
	it := &radioItem{card: card, mark: NewRadio(false), boxed: boxed}
	it.text = NewParagraph(Text2, Caption, card.Text)
	it.text.Hidden = card.Text == ""
	it.Label = card.Title
	it.Style, it.OnState = it.face, it.recolour
	it.OnTapped = func() { g.choose(it) }
	it.OnKey = func(e *fyne.KeyEvent) bool {
		by := arrow(e)
		if by != 0 {
			g.step(it, by)
		}
		return by != 0
	}
	g.items = append(g.items, it)
	if boxed {
		it.title = NewLine(card.Title, BodyStrong, Text)
		body := Col(4, Row(8, it.mark, it.title, Spring()), Pad(0, 0, 0, 24, it.text))
		it.Extend(it, Pad(13, 13, 13, 13, body), 8)
		return it
	}
	it.title = NewLine(card.Title, Body, Text)
	body := Col(0, it.title, it.text)
	it.Extend(it, Pad(6, 4, 6, 0, RowTop(8, Pad(2, 0, 2, 0, it.mark), Grow(body))), 6)
	return it
}

// HeightFor is at least the 82 of two lines with their edges, for cards.
func (it *radioItem) HeightFor(width float32) float32 {
	h := it.Press.HeightFor(width)
	if it.boxed {
		h = max(h, 82)
	}
	return h
}

func (it *radioItem) face(s PressState) Face {
	switch {
	case !it.boxed:
		return Face{}
	case s.Selected && s.Disabled:
		return Face{Sunken, Input, 2}
	case s.Selected:
		return Face{Tint, Primary, 2}
	case s.Disabled:
		return Face{Surface, Border, 1}
	case s.Hovered:
		return Face{Sunken, Border, 1}
	}
	return Face{Surface, Border, 1}
}

func (it *radioItem) recolour(s PressState) {
	mark, title, text := Input, Text, Text2
	if s.Selected {
		mark = Primary
	}
	if s.Disabled {
		mark = Input
		if !s.Selected {
			title, text = Disabled, Disabled
		}
	}
	if s.Selected {
		it.mark.Set(ShapeRadioOn, mark)
	} else {
		it.mark.Set(ShapeRadioOff, mark)
	}
	it.title.SetToken(title)
	it.text.SetToken(text)
}
