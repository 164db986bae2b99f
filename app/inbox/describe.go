package inbox

import (
	"strings"

	"channeldesk/app"
	"channeldesk/app/protocol"
)

// wordMax is the longest word of a provider's that is repeated.
const wordMax = 40

// describe says in one line what a webhook was. Numbers are masked, and what
// people wrote is left out.
func (w *work) describe() app.Text {
	what := w.what
	switch t := w.done; {
	case w.former != nil && t.foreign > 0 && !w.broken && t.failed == 0:
		return app.Say("By {{.Protocol}}, which this channel had before: of this only delivery states count: {{.What}}", "Protocol", w.declaration.Name, "What", what)
	case w.broken && len(w.events) == 0:
		return app.Say("This could not be read through a mistake of the program.")
	case w.broken:
		return app.Say("This could not be applied: {{.What}}", "What", what)
	case t.failed > 0 && len(w.events) > 1:
		return app.Say("{{.Failed}} of these could not be applied: {{.What}}", "Failed", t.failed, "What", what)
	case t.failed > 0:
		return app.Say("This could not be applied: {{.What}}", "What", what)
	case t.foreign > 0 && t.foreign == len(w.events):
		return app.Say("For another number or channel: {{.What}}", "What", what)
	case t.foreign == 1:
		return app.Say("1 of these is for another number or channel: {{.What}}", "What", what)
	case t.foreign > 0:
		return app.Say("{{.Foreign}} of these are for another number or channel: {{.What}}", "Foreign", t.foreign, "What", what)
	}
	return what
}

func (w *work) content() app.Text {
	switch len(w.events) {
	case 0:
		return app.Say("Nothing in it")
	case 1:
		return about(&w.events[0])
	}
	var messages, states, other int
	for i := range w.events {
		switch e := &w.events[i]; {
		case e.Message != nil:
			messages++
		case e.Status != nil:
			states++
		default:
			other++
		}
	}
	var parts []app.Text
	for _, part := range []app.Text{
		some(messages, "1 message", "{{.N}} messages"),
		some(states, "1 delivery state", "{{.N}} delivery states"),
		some(other, "1 other event", "{{.N}} other events"),
	} {
		if !part.IsEmpty() {
			parts = append(parts, part)
		}
	}
	switch len(parts) {
	case 1:
		return parts[0]
	case 2:
		return app.Say("{{.First}} and {{.Second}}", "First", parts[0], "Second", parts[1])
	}
	return app.Say("{{.First}}, {{.Second}} and {{.Third}}", "First", parts[0], "Second", parts[1], "Third", parts[2])
}

// some says how many there are; nothing when there are none.
func some(n int, one, many string) app.Text {
	switch n {
	case 0:
		return app.Text{}
	case 1:
		return app.Say(one)
	}
	return app.Say(many, "N", n)
}

// about says what one event is.
func about(e *protocol.Received) app.Text {
	switch {
	case e.Message != nil:
		if e.Message.From == "" {
			return app.Say("Message ({{.Type}})", "Type", typeWord(e.Message.Type))
		}
		return app.Say("Message ({{.Type}}) of {{.Who}}", "Type", typeWord(e.Message.Type), "Who", app.MaskPhone(e.Message.From))
	case e.Status != nil:
		if e.Status.To == "" {
			return app.Say("Delivery state: {{.State}}", "State", stateWord(e.Status.State))
		}
		return app.Say("Delivery state: {{.State}}, to {{.Who}}", "State", stateWord(e.Status.State), "Who", app.MaskPhone(e.Status.To))
	case e.Notice != nil && !e.Notice.Text.IsEmpty():
		return e.Notice.Text
	case e.Notice != nil:
		return app.Say("News: {{.What}} {{.Value}}", "What", word(e.Notice.What), "Value", word(e.Notice.Value))
	}
	return app.Say("Not understood: {{.Word}}", "Word", word(e.Unknown))
}

// word shortens a provider's word and leaves out what is not part of one.
func word(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == '_', r == '-', r == ' ', r == '.':
			return r
		}
		return -1
	}, s)
	if len(s) > wordMax {
		s = s[:wordMax]
	}
	return s
}
