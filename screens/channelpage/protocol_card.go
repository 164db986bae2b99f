package channelpage

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"channeldesk/app"
	"channeldesk/app/channel"
	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
)

// protocolCard chooses among the registered protocols.
type protocolCard struct {
	s     *Screen
	card  *fyne.Container
	cards *kit.RadioCards
	saved *savedMark
}

// cardsInRow is how many protocols stand side by side; fewer keep that width.
const cardsInRow = 3

func newProtocolCard(s *Screen) *protocolCard {
	p := &protocolCard{s: s, saved: newSavedMark()}
	var choices []kit.RadioCard
	for _, d := range s.m.protocols {
		choices = append(choices, kit.RadioCard{ID: string(d.ID), Title: d.Name, Text: frame.T(d.Summary)})
	}
	p.cards = kit.NewRadioCards(choices)
	p.cards.OnChanged = func(id string) { p.choose(app.ProtocolID(id)) }
	row := []fyne.CanvasObject{p.cards}
	if len(choices) == 1 {
		for range cardsInRow - 1 {
			row = append(row, kit.Spring())
		}
	}
	p.card = kit.NewCard(kit.CardHead(lang.L("Protocol"), p.saved.row), kit.CardBody(0, kit.Even(12, row...)))
	return p
}

func (p *protocolCard) apply() {
	p.cards.SetSelected(string(p.s.m.declaration().ID))
	p.cards.SetReadOnly(p.s.m.readOnly())
	p.saved.set(savedText(p.s.m, p.s.clock.Now()))
}

// choose takes another protocol over. Nothing is asked, because nothing is lost:
// the values of the one before are kept and come back with it.
func (p *protocolCard) choose(id app.ProtocolID) {
	s := p.s
	old, kept := s.m.declaration(), s.m.hasValues()
	s.commitTyped()
	s.commit(channel.SetProtocol(id), func(err error) {
		if err != nil {
			p.cards.SetSelected(string(old.ID))
			s.shell.ShowError(err)
			return
		}
		s.account.shelve()
		s.account.reset()
		s.secrets.reset()
		if old.ID != "" && kept {
			s.shell.Toast(kit.KindNeutral, say("The values of {{.Protocol}} are kept and come back with it", "Protocol", old.Name),
				lang.L("Change back"), func() { p.choose(old.ID) })
		}
	})
}

// savedMark is the tick with the time in a card's head.
type savedMark struct {
	row  *fyne.Container
	text *kit.Line
}

func newSavedMark() *savedMark {
	m := &savedMark{text: kit.NewLine("", kit.Caption, kit.Text3)}
	m.row = kit.Row(6, kit.NewIcon("check", 16, kit.Text3), m.text)
	m.row.Hide()
	return m
}

func (m *savedMark) set(text string) {
	m.text.SetText(text)
	setShown(m.row, text != "")
}
