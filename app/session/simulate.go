package session

import (
	"slices"
	"strconv"
	"time"

	"channeldesk/app"
)

// Script is a chat to play: what customer and agent do, and when. What the
// session does in between is the engine's.
type Script struct {
	// Start is the time from which the turns count.
	Start time.Time
	Turns []Turn
}

// Turn is one message of customer or agent.
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
	// Wait is how long a wait takes.
	Wait time.Duration
	// Step is which message the session writes.
	Step Step
	// Reason is why the session ends.
	Reason Reason
}

// Simulate plays a script on a simulated clock with the real engine, until
// nothing is left to happen.
func Simulate(set app.SessionSettings, script Script) []Line {
	p := &play{rules: Rules{Settings: set, Version: 1}, state: New("sample")}
	turns := slices.Clone(script.Turns)
	slices.SortStableFunc(turns, func(a, b Turn) int { return int(max(-1, min(1, a.After-b.After))) })
	for n, t := range turns {
		at := whole(script.Start).Add(t.After.Truncate(time.Millisecond))
		p.until(at)
		p.turn(n, t, at)
	}
	for p.state.Running() {
		p.step()
	}
	return p.lines
}

// Standard is the sample chat of a quiet customer who answers the second
// question after a minute. It begins at 14:02.
func Standard(set app.SessionSettings) []Line {
	s := Script{Start: time.Date(2026, 1, 1, 14, 2, 0, 0, time.UTC), Turns: []Turn{
		{Say: app.Say("One iced palm sugar latte, please.")},
		{FromAgent: true, Say: app.Say("Got it. Ready at 15:00 at the shop in Senopati.")},
	}}
	if r := (Rules{Settings: set}); r.asks() {
		s.Turns = append(s.Turns, Turn{After: r.askDelay() + r.confirmDelay() + time.Minute, Tap: AnswerEndYes})
	}
	return Simulate(set, s)
}

// play is a simulation under way.
type play struct {
	rules Rules
	state State
	lines []Line
}

// until takes all steps that are due before the time. A window that closes at
// that very time has closed already.
func (p *play) until(at time.Time) {
	for p.state.Running() && (p.state.Due.Before(at) || !p.state.WindowEnd().After(at)) {
		p.step()
	}
}

// step lets the clock go on to what is due next.
func (p *play) step() {
	before := p.state
	after, out := before.Advance(Tick{}, p.rules, before.Due)
	p.lines = append(p.lines, before.waiting())
	p.state = after
	p.show(out, before.Due)
}

// waiting is the wait that ends when the next step is due.
func (s State) waiting() Line {
	l := Line{At: s.Due, Kind: LineWait, Wait: s.Due.Sub(s.LastCustomerAt)}
	switch {
	case s.Owed:
		l.Say = app.Say("{{.Time}} without an answer from us", "Time", durationText(l.Wait))
	case s.Stage == StageActive:
		l.Say = app.Say("{{.Time}} of silence", "Time", durationText(l.Wait))
	default:
		l.Wait = s.Due.Sub(s.Since)
		l.Say = moreText(l.Wait)
	}
	return l
}

// turn plays one turn of the script.
func (p *play) turn(n int, t Turn, at time.Time) {
	if t.FromAgent {
		p.lines = append(p.lines, Line{At: at, Kind: LineAgent, Text: t.Text, Say: t.Say})
		p.state, _ = p.state.Advance(AgentAnswer{}, p.rules, at)
		return
	}
	m := CustomerMessage{ID: "turn-" + strconv.Itoa(n), At: at, Text: t.Text}
	line := Line{At: at, Kind: LineCustomer, Text: t.Text, Say: t.Say}
	if t.Tap != "" {
		m.Text = p.rules.word(t.Tap)
		line.Text = m.Text
		if p.state.offers(t.Tap) {
			m.Button = p.state.buttonID(t.Tap)
			line = Line{At: at, Kind: LineTap, Say: app.Say("Customer taps {{.Answer}}", "Answer", m.Text)}
		}
	}
	number := p.state.Number
	after, out := p.state.Advance(m, p.rules, at)
	p.state = after
	if number > 0 && after.Number > number {
		p.lines = append(p.lines, Line{At: at, Kind: LineStart, Say: app.Say("A new session starts")})
	}
	p.lines = append(p.lines, line)
	p.show(out, at)
}

// offers reports whether the answer's question stands.
func (s State) offers(a Answer) bool {
	answers := question[s.Stage]
	return a == answers[0] || a == answers[1]
}

// show adds what the engine does.
func (p *play) show(out Outcome, at time.Time) {
	for _, a := range out.Actions {
		switch a.Kind {
		case ActionSend:
			l := Line{At: at, Kind: LineSession, Text: a.Text, Step: a.Step}
			for _, b := range a.Buttons {
				l.Buttons = append(l.Buttons, b.Title)
			}
			p.lines = append(p.lines, l)
		case ActionEnd:
			l := Line{At: at, Kind: LineEnd, Say: app.Say("Session ends"), Reason: a.Reason}
			if a.Reason.IsSilent() {
				l.Say = a.Note
			}
			p.lines = append(p.lines, l)
		}
	}
}
