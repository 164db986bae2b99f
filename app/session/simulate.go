package session

import (
	"slices"
	"time"

	"channeldesk/app"
)

// Script is a chat to play: what customer and agent do, and when. What the
// session does in between is the engine's.
type Script struct {
	// Start is the time from which the turns count.
	Start time.Time
	Turns []Turn
	// InWords is true for providers without buttons: the answers to choose from
	// stand in the text, and the customer writes instead of tapping.
	InWords bool
	// Stops ends the play with the last turn; else it goes on until nothing is left
	// to happen.
	Stops bool
}

// Turn is one thing that happens: a message of customer or agent, or what Sleep
// and OptsOut say.
type Turn struct {
	// After is the time since the start. Turns are played in the order of time.
	After time.Duration
	// FromAgent is true for an answer from our side.
	FromAgent bool
	// Tap answers the question that stands at that time. When it does not stand,
	// the words of the answer are written instead.
	Tap Answer
	// Text is what is written; Say is a sample sentence of ours in its place.
	Text string
	Say  app.Text
	// Sleep is how long the computer sleeps, from that time on.
	Sleep time.Duration
	// OptsOut is true when the customer wants nothing any more that we begin.
	OptsOut bool
}

// LineKind is what a line of a simulated chat shows.
type LineKind string

// The kinds of line.
const (
	LineCustomer LineKind = "customer" // the customer writes
	LineAgent    LineKind = "agent"    // the agent writes
	LineSession  LineKind = "session"  // the session writes, by itself
	LineWait     LineKind = "wait"     // time passes
	LineTap      LineKind = "tap"      // the customer taps a button
	LineStart    LineKind = "start"    // another session begins
	LineEnd      LineKind = "end"      // the session ends
	LineHold     LineKind = "hold"     // nothing is sent, and why
	LineSleep    LineKind = "sleep"    // the computer sleeps
	LineNote     LineKind = "note"     // what else happened
)

// Line is one step of a simulated chat.
type Line struct {
	// At is the simulated time; for a wait, its end.
	At   time.Time
	Kind LineKind
	// Text is what was written, word for word. When it is empty, Say is shown.
	Text string
	Say  app.Text
	// Buttons are the words on the buttons below the message.
	Buttons []string
	// Wait is how long a wait or a sleep takes.
	Wait time.Duration
	// Step is which message the session writes.
	Step Step
	// Reason is why the session ends.
	Reason Reason
}

// Simulate plays a script on a simulated clock with the real engine.
func Simulate(set app.SessionSettings, script Script) []Line {
	p := NewPlayer(set, script.Start)
	p.InWords(script.InWords)
	turns := slices.Clone(script.Turns)
	slices.SortStableFunc(turns, func(a, b Turn) int { return int(max(-1, min(1, a.After-b.After))) })
	for _, t := range turns {
		p.before(whole(script.Start).Add(t.After.Truncate(time.Millisecond)))
		p.turn(t)
	}
	for !script.Stops && p.Next() {
	}
	return p.lines
}

func (p *Player) turn(t Turn) {
	switch {
	case t.Sleep > 0:
		p.Sleep(t.Sleep)
	case t.OptsOut:
		p.OptOut()
	case t.FromAgent:
		p.answer(Line{Text: t.Text, Say: t.Say})
	case t.Tap != "":
		p.Tap(t.Tap)
	default:
		p.write(Line{Text: t.Text, Say: t.Say})
	}
}
