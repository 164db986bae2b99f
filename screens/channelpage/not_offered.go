package channelpage

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"channeldesk/app/protocol"
	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
)

// lacksCard says what the provider cannot do and what to do instead, so that
// nobody looks for a button that is not there.
type lacksCard struct {
	s     *Screen
	card  *fyne.Container
	title *kit.Cut
	list  *fyne.Container
	key   string
}

func newLacksCard(s *Screen) *lacksCard {
	l := &lacksCard{s: s, title: kit.NewCut("", kit.Section, kit.Text), list: kit.Col(12)}
	l.card = kit.NewCard(kit.CardHeadWith(l.title), kit.CardBody(0, l.list))
	l.card.Hide()
	return l
}

func (l *lacksCard) apply() {
	d := l.s.m.declaration()
	setShown(l.card, len(d.NotOffered) > 0)
	key := string(d.ID) + yes(l.s.m.looksOnly())
	if key == l.key {
		return
	}
	l.key = key
	l.title.SetText(say("What {{.Provider}} cannot do", "Provider", d.Name))
	l.list.Objects = nil
	for i, n := range d.NotOffered {
		if i > 0 {
			l.list.Objects = append(l.list.Objects, kit.HLine())
		}
		l.list.Objects = append(l.list.Objects, l.row(n))
	}
}

func (l *lacksCard) row(n protocol.NotOffered) fyne.CanvasObject {
	texts := kit.Col(2, kit.NewParagraph(kit.Text, kit.Body, frame.T(n.What)), kit.NewParagraph(kit.Text2, kit.Caption, frame.T(n.Instead)))
	row := []fyne.CanvasObject{kit.Pad(2, 0, 0, 0, kit.NewIcon("minus", 16, kit.Text3)), kit.Grow(texts)}
	if n.Page == frame.Handoff {
		row = append(row, kit.Pad(2, 0, 0, 8, kit.NewLink(lang.L("Go to Hand-off"), "qr-code", func() { l.s.shell.Go(n.Page, "") })))
	}
	return kit.RowTop(12, row...)
}
