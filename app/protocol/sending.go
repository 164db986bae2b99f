package protocol

import "channeldesk/app"

// UsualPerSecond is how many messages a second are sent where the provider names
// no limit.
const UsualPerSecond = 80

// Sending is what is known of how one channel sends. It needs no secrets.
type Sending struct {
	// Provider is its name.
	Provider string
	// PerSecond is how many messages a second may be sent. Why says in a sentence
	// whose limit that is, Raise what raises it; both may be empty.
	PerSecond  float64
	Why, Raise app.Text
	// NoArrival and Charging are as declared.
	NoArrival bool
	Charging  *Charging
}

// AtMost is a wanted pace in messages a second, or the channel's when that is less.
func (s Sending) AtMost(wanted float64) float64 {
	if s.PerSecond > 0 {
		return min(wanted, s.PerSecond)
	}
	return wanted
}

// SendingOf gives what is known of sending with a configuration.
func SendingOf(p Protocol, c Config) Sending {
	d := p.Declaration()
	s := Sending{Provider: d.Name, NoArrival: d.NoArrival, Charging: d.Charging}
	if p, ok := p.(Pacer); ok {
		s.PerSecond = p.SendsPerSecond(c)
	}
	if p, ok := p.(PaceReasoner); ok {
		s.Why, s.Raise = p.PaceReason(c)
	}
	if s.PerSecond <= 0 {
		s.PerSecond = UsualPerSecond
		s.Why, s.Raise = app.Say("{{.Provider}} names no limit. Channel Desk sends {{.N}} messages a second at most.", "Provider", d.Name, "N", UsualPerSecond), app.Text{}
	}
	return s
}

// FailureNamer is an ability: naming in a word or two why a message failed, for
// tables. The name is empty where the code alone does not tell.
type FailureNamer interface {
	FailureName(code string) app.Text
}
