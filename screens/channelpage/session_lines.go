package channelpage

import (
	"time"

	"fyne.io/fyne/v2/lang"

	"channeldesk/app/session"
	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
)

// chatEvents draws the lines of a simulated chat. Where onTap is not nil, the
// buttons of questions that still stand can be pressed.
func chatEvents(lines []session.Line, onTap func(session.Answer)) []kit.TimelineEvent {
	events := make([]kit.TimelineEvent, 0, len(lines))
	last, day := lastSpoken(lines), time.Time{}
	for i, l := range lines {
		if l.Kind != session.LineWait {
			if !day.IsZero() && l.At.YearDay() != day.YearDay() {
				events = append(events, kit.TimelineEvent{Kind: kit.EventNote, Text: lang.L("The next day")})
			}
			day = l.At
		}
		e := chatEvent(l)
		if onTap != nil && i > last {
			e.OnButton = tapOf(l.Step, onTap)
		}
		events = append(events, e)
	}
	return events
}

func chatEvent(l session.Line) kit.TimelineEvent {
	e := kit.TimelineEvent{At: l.At.Format("15:04"), Text: l.Text, Buttons: l.Buttons}
	if e.Text == "" {
		e.Text = frame.T(l.Say)
	}
	switch l.Kind {
	case session.LineCustomer:
		e.Kind = kit.EventCustomer
	case session.LineAgent:
		e.Kind = kit.EventAgent
	case session.LineSession:
		e.Kind, e.Strong = kit.EventAgent, true
	case session.LineWait:
		e.Kind, e.At = kit.EventWait, ""
	case session.LineTap:
		e.Kind, e.At = kit.EventTap, ""
	case session.LineSleep:
		e.Kind, e.At = kit.EventPause, ""
	case session.LineEnd:
		e.Kind, e.At = kit.EventEnd, ""
	default:
		e.Kind = kit.EventNote
	}
	return e
}

// lastSpoken is the place after which questions stand: the customer's last
// message, or the end.
func lastSpoken(lines []session.Line) int {
	for i := len(lines) - 1; i >= 0; i-- {
		switch lines[i].Kind {
		case session.LineCustomer, session.LineTap, session.LineEnd:
			return i
		}
	}
	return -1
}

// tapOf gives what the buttons of a question do.
func tapOf(step session.Step, onTap func(session.Answer)) func(int) {
	answers := []session.Answer{session.AnswerMoreYes, session.AnswerMoreNo}
	switch step {
	case session.StepAskMore:
	case session.StepConfirm:
		answers = []session.Answer{session.AnswerEndYes, session.AnswerEndNo}
	default:
		return nil
	}
	return func(i int) { onTap(answers[i]) }
}
