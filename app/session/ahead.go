package session

import (
	"time"

	"channeldesk/app"
)

// Ahead is what a session does next by itself, or why it does nothing.
type Ahead struct {
	// At is when; zero when nothing is due.
	At time.Time
	// Step is what is sent then; "" when nothing is.
	Step Step
	// Reason is why the session ends then; "" when it goes on.
	Reason Reason
	// Say tells people.
	Say app.Text
}

// Ahead looks one step ahead, as if nobody wrote until then.
func (p *Player) Ahead() Ahead {
	s := p.state
	switch {
	case s.Number == 0:
		return Ahead{Say: app.Say("Nothing runs yet. A customer's message starts a session.")}
	case !s.Running():
		return Ahead{Say: app.Say("The session has ended, and nothing more is sent. The customer's next message starts a new one.")}
	}
	a := Ahead{At: s.Due}
	_, out := s.Advance(Tick{}, p.rules, s.Due)
	for _, action := range out.Actions {
		if action.Kind == ActionSend {
			a.Step = action.Step
		}
		if action.Kind == ActionEnd {
			a.Reason = action.Reason
		}
	}
	a.Say = p.aheadText(a)
	return a
}

func (p *Player) aheadText(a Ahead) app.Text {
	when := whenText(a.At, p.now)
	switch a.Step {
	case StepAskMore:
		return app.Say("First question {{.When}}, if nobody writes.", "When", when)
	case StepConfirm:
		return app.Say("Second question {{.When}}, if nobody writes.", "When", when)
	case StepClosing:
		return app.Say("Closing message {{.When}}, if nobody writes.", "When", when)
	}
	switch {
	case p.state.OptedOut:
		return app.Say("Nothing is asked: the customer opted out. The session ends {{.When}} without a message.", "When", when)
	case !p.rules.asks():
		return app.Say("Nothing is asked: the switch is off. The session ends {{.When}} without a message.", "When", when)
	case p.state.Owed:
		return app.Say("Nothing is asked: the customer waits for our answer. Without one the session ends {{.When}} without a message.", "When", when)
	case a.Reason == ReasonSilence:
		return app.Say("The session ends {{.When}}, if nobody writes.", "When", when)
	}
	return app.Say("Nothing more is asked: WhatsApp closes the chat soon. The session ends {{.When}} without a message.", "When", when)
}

// whenText says a time of the next 24 hours.
func whenText(at, now time.Time) app.Text {
	clock := at.Format("15:04")
	if at.Format(time.DateOnly) != now.Format(time.DateOnly) {
		return app.Say("tomorrow at {{.Time}}", "Time", clock)
	}
	return app.Say("at {{.Time}}", "Time", clock)
}
