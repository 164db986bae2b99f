package channelpage

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"channeldesk/app"
	"channeldesk/screens/kit"
)

// customerPanel answers "what will they see?": a quiet customer's chat, drawn
// from the settings as they are typed.
type customerPanel struct {
	card  *fyne.Container
	quiet *kit.Cut
	chat  *kit.Timeline
	foot  *kit.Paragraph
	last  app.SessionSettings
	drawn bool
}

func newCustomerPanel() *customerPanel {
	p := &customerPanel{chat: kit.NewTimeline(), foot: kit.NewParagraph(kit.Text3, kit.Caption, ""), quiet: kit.NewCut("", kit.Caption, kit.Text3)}
	head := kit.CardHeadWith(kit.NewCut(lang.L("What the customer sees"), kit.Section, kit.Text), p.quiet)
	p.card = kit.NewCard(head, kit.Grow(kit.Pad(0, 16, 0, 16, p.chat)), kit.Pad(12, 16, 12, 16, p.foot))
	return p
}

func (p *customerPanel) apply(set app.SessionSettings) {
	if p.drawn && set == p.last {
		return
	}
	p.drawn, p.last = true, set
	if !set.AskUserToEnd {
		p.quiet.SetText("")
		p.chat.SetOff(lang.L("A quiet customer is never asked. The chat simply stays open until WhatsApp closes it, 24 hours after their last message."))
		p.foot.SetText(lang.L("Turn on the switch to ask before closing."))
		return
	}
	p.quiet.SetText(lang.L("If they stay quiet"))
	p.chat.SetEvents(timeline(set))
	p.foot.SetText(say("No answer at all? The session ends {{.Time}} after the second question.", "Time", delayText(set.EndConfirmationAfter)))
}

// timeline tells the sample chat: it begins at 14:02, and the customer takes a
// minute to answer the second question.
func timeline(set app.SessionSettings) []kit.TimelineEvent {
	start := time.Date(2026, 1, 1, 14, 2, 0, 0, time.UTC)
	asked := start.Add(set.AskMoreAfter)
	again := asked.Add(set.EndConfirmationAfter)
	at := func(t time.Time) string { return t.Format("15:04") }
	return []kit.TimelineEvent{
		{At: at(start), Kind: kit.EventCustomer, Text: lang.L("One iced palm sugar latte, please.")},
		{At: at(start), Kind: kit.EventAgent, Text: lang.L("Got it. Ready at 15:00 at the shop in Senopati.")},
		{Kind: kit.EventWait, Text: say("{{.Time}} of silence", "Time", delayText(set.AskMoreAfter))},
		{At: at(asked), Strong: true, Kind: kit.EventAgent, Text: set.AskMoreText, Buttons: []string{set.AskMoreYes, set.AskMoreNo}},
		{Kind: kit.EventWait, Text: moreText(set.EndConfirmationAfter)},
		{At: at(again), Strong: true, Kind: kit.EventAgent, Text: set.EndConfirmationText, Buttons: []string{set.EndYes, set.EndNo}},
		{Kind: kit.EventTap, Text: say("Customer taps {{.Answer}}", "Answer", set.EndYes)},
		{At: at(again.Add(time.Minute)), Strong: true, Kind: kit.EventAgent, Text: set.ClosingText},
		{Kind: kit.EventEnd, Text: lang.L("Session ends")},
	}
}

// moreText says the second wait: "5 more minutes".
func moreText(d time.Duration) string {
	switch {
	case d >= time.Hour && d%time.Hour == 0:
		return plural(int(d/time.Hour), "1 more hour", "{{.N}} more hours")
	case d >= time.Minute && d%time.Minute == 0:
		return plural(int(d/time.Minute), "1 more minute", "{{.N}} more minutes")
	}
	return plural(int(d/time.Second), "1 more second", "{{.N}} more seconds")
}
