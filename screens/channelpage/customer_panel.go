package channelpage

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"channeldesk/app"
	"channeldesk/app/session"
	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
)

// typingRest is how long typing has to rest before the chat is drawn anew.
const typingRest = 150 * time.Millisecond

// customerPanel answers "what will they see?": a customer's chat, played by the
// engine of the gateway with the settings as they are typed. It shows examples,
// and a chat to try out.
type customerPanel struct {
	s        *Screen
	card     *fyne.Container
	example  *fyne.Container
	pick     *scenarioPick
	chat     *kit.Timeline
	foot     *kit.Paragraph
	start    *kit.Link
	try      *tryChat
	scenario session.Scenario

	at      frame.Place
	set     app.SessionSettings
	inWords bool
	drawn   bool
	stop    func()
	// later calls a function on the UI thread after some time.
	later func(time.Duration, func()) (stop func())
}

func newCustomerPanel(s *Screen) *customerPanel {
	p := &customerPanel{s: s, later: s.later, scenario: session.Quiet, chat: kit.NewTimeline(), foot: kit.NewParagraph(kit.Text3, kit.Caption, "")}
	p.pick = newScenarioPick(p.choose, p.open)
	p.start = kit.NewLink(lang.L("Try it yourself"), "pointer", p.open)
	p.try = newTryChat(p.back)
	head := kit.CardHeadWith(kit.NewCut(lang.L("What the customer sees"), kit.Section, kit.Text), p.pick)
	p.example = kit.Col(0, head, kit.Grow(kit.Pad(0, 16, 0, 16, p.chat)),
		kit.Pad(12, 16, 12, 16, kit.Col(8, p.foot, kit.Row(0, p.start, kit.Spring()))))
	p.try.body.Hide()
	p.card = kit.NewCard(kit.Grow(kit.Stack(p.example, p.try.body)))
	return p
}

// apply shows the settings at once.
func (p *customerPanel) apply(set app.SessionSettings) {
	p.rest()
	at, inWords := p.s.m.at, p.s.m.abilities.SessionButtons < 2
	if p.drawn && at == p.at && inWords == p.inWords && set == p.set {
		return
	}
	if at != p.at {
		p.scenario = session.Quiet
		p.close()
	}
	p.drawn, p.at, p.inWords, p.set = true, at, inWords, set
	p.draw()
	if p.try.body.Visible() {
		p.try.use(set, inWords)
	}
}

// soon shows settings that are being typed, when the typing rests.
func (p *customerPanel) soon(typed func() app.SessionSettings) {
	p.rest()
	p.stop = p.later(typingRest, func() {
		p.apply(typed())
		p.s.refresh()
	})
}

// rest forgets what soon had put off.
func (p *customerPanel) rest() {
	if p.stop != nil {
		p.stop()
		p.stop = nil
	}
}

func (p *customerPanel) choose(s session.Scenario) {
	p.scenario = s
	p.draw()
	p.s.refresh()
}

// draw plays the example.
func (p *customerPanel) draw() {
	asks := p.set.AskUserToEnd
	setShown(p.pick, asks)
	if !asks {
		p.chat.SetOff(lang.L("A quiet customer is never asked. The chat simply stays open until WhatsApp closes it, 24 hours after their last message."))
		p.foot.SetText(lang.L("Turn on the switch to ask before closing."))
		return
	}
	p.pick.show(p.scenario, p.set)
	lines := session.Standard(p.set)
	if p.scenario != session.Quiet || p.inWords {
		lines = p.scenario.Sample(p.set, p.inWords)
	}
	p.chat.SetEvents(chatEvents(lines, nil))
	p.foot.SetText(frame.T(p.scenario.Explain(p.set, p.inWords)))
}

// open shows the chat to try out, from its beginning.
func (p *customerPanel) open() {
	p.example.Hide()
	p.try.body.Show()
	p.try.begin(p.set, p.inWords)
	p.s.refresh()
	// By the canvas: what was never drawn does not know where it is.
	p.s.shell.Window().Canvas().Focus(p.try.text.Focusable())
}

// close shows the examples again.
func (p *customerPanel) close() {
	if !p.try.body.Visible() {
		return
	}
	p.try.body.Hide()
	p.example.Show()
	p.s.refresh()
}

// back closes the chat and gives the keyboard to what had opened it.
func (p *customerPanel) back() {
	p.close()
	p.s.shell.Window().Canvas().Focus(p.start)
}
