package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
)

// shownButtons is how many buttons a phone shows at once: with more, the last
// row opens the rest.
const shownButtons = 3

// buttons are the rows below a message, each under a line.
func (v *MessageView) buttons(all []MessageButton) []fyne.CanvasObject {
	show := all
	folded := len(all) > shownButtons && !v.all
	if folded {
		show = all[:shownButtons-1]
	}
	var rows []fyne.CanvasObject
	for _, b := range show {
		rows = append(rows, NewRect(v.tok(Border)).SetMin(0, 1), Fix(0, 39, v.buttonRow(b)))
	}
	if folded {
		text := lang.L("See all options")
		more := NewPress(v.buttonRow(MessageButton{"list", text}), 6, nil, func() {
			v.all = true
			v.rebuild()
		})
		more.Label = text
		rows = append(rows, NewRect(v.tok(Border)).SetMin(0, 1), Fix(0, 39, more))
	}
	return rows
}

// buttonRow is an icon and a word in the middle of the row.
func (v *MessageView) buttonRow(b MessageButton) *fyne.Container {
	ink := v.tok(ChatLink)
	text := NewCut(b.Text, Body, ink)
	if b.Icon == "" {
		return Mid(0, 39, Pad(0, 12, 0, 12, text))
	}
	return Mid(0, 39, Pad(0, 12, 0, 12, Row(8, NewIcon(b.Icon, 14, ink), text)))
}

// strip are the cards of a carousel side by side, with arrows below when they
// do not all fit.
func (v *MessageView) strip(cards []Message) fyne.CanvasObject {
	var made []fyne.CanvasObject
	for _, c := range cards {
		made = append(made, newBubble(false, v.tok(ChatBubble), v.bubble(c)))
	}
	first := 0
	if v.cards != nil {
		first = min(v.cards.first, len(cards)-1)
	}
	v.cards = newCardStrip(made, first, v.tok)
	return v.cards
}

// ShowCard turns to a card of a carousel, counted from 0; without cards it does
// nothing. UI thread only.
func (v *MessageView) ShowCard(at int) {
	if v.cards != nil && len(v.message.Cards) > 0 && v.cards.first != at {
		v.cards.show(at)
	}
}

// cardStrip shows cards of one width from the first chosen one on.
type cardStrip struct {
	Block
	layout *stripLayout
	strip  *fyne.Container
	first  int
	count  int
	where  *Line
	back   *Press
	on     *Press
}

func newCardStrip(cards []fyne.CanvasObject, first int, tok func(Token) Token) *cardStrip {
	s := &cardStrip{layout: &stripLayout{}, count: len(cards), where: NewLine("", Caption, tok(ChatMeta))}
	arrow := func(icon, label string, step int) *Press {
		p := NewPress(Mid(32, 32, NewIcon(icon, 16, tok(ChatLink))), 6, nil, func() { s.show(s.first + step) })
		p.Label = label
		return p
	}
	s.back, s.on = arrow("chevron-left", lang.L("Card before"), -1), arrow("chevron-right", lang.L("Next card"), 1)
	s.strip = group(s.layout, cards)
	clip := container.NewClip(s.strip)
	clip.ExtendBaseWidget(clip) // else it takes no size before it is drawn
	s.Extend(s, Col(4, group(clipLayout{s.strip}, []fyne.CanvasObject{clip}), Row(4, s.where, Spring(), s.back, s.on)))
	s.show(first)
	return s
}

func (s *cardStrip) show(first int) {
	s.first = max(0, min(first, s.count-1))
	s.layout.first = s.first
	s.back.SetDisabled(s.first == 0)
	s.on.SetDisabled(s.first == s.count-1)
	s.where.SetText(lang.L("Card {{.N}} of {{.All}}", map[string]any{"N": s.first + 1, "All": s.count}))
	relayout(s.strip)
	s.Refresh()
}

// stripLayout puts cards of one width and one height side by side, beginning
// with the first chosen one; those before it stand outside.
type stripLayout struct{ first int }

func (*stripLayout) heightFor(objects []fyne.CanvasObject, _ float32) float32 {
	return highest(objects, cardWidth)
}

func (*stripLayout) minWidth([]fyne.CanvasObject) float32 { return 0 }

func (l *stripLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(0, l.heightFor(objects, 0))
}

func (l *stripLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for i, o := range objects {
		place(o, float32(i-l.first)*(cardWidth+8), 0, cardWidth, size.Height)
	}
}

// clipLayout gives a clip the height of what is in it.
type clipLayout struct{ inner *fyne.Container }

func (l clipLayout) heightFor(_ []fyne.CanvasObject, width float32) float32 {
	return HeightFor(l.inner, width)
}

func (clipLayout) minWidth([]fyne.CanvasObject) float32 { return 0 }

func (l clipLayout) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(0, l.inner.MinSize().Height)
}

func (clipLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	growLayout{}.Layout(objects, size)
}
