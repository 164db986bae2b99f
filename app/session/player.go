package session

import (
	"slices"
	"strconv"
	"time"

	"channeldesk/app"
)

// Player is a chat on a simulated clock, with the real engine between customer
// and agent. Its clock stands still but for Pass, Next and Sleep. Not safe for
// concurrent use.
type Player struct {
	rules   Rules
	inWords bool
	state   State
	now     time.Time
	turns   int
	lines   []Line
	held    time.Time // the customer's message for which a hold was told
}

// NewPlayer makes a chat in which nothing has happened yet.
func NewPlayer(set app.SessionSettings, start time.Time) *Player {
	return &Player{rules: Rules{Settings: set, Version: 1}, state: New("sample"), now: whole(start)}
}

// InWords says whether the provider has no buttons.
func (p *Player) InWords(is bool) { p.inWords = is }

// Lines are what happened so far.
func (p *Player) Lines() []Line { return slices.Clone(p.lines) }

// Now is the simulated time.
func (p *Player) Now() time.Time { return p.now }

// State is where the session stands.
func (p *Player) State() State { return p.state }

// Write lets the customer write a text; a sample sentence in place of an empty
// one.
func (p *Player) Write(text string) {
	line := Line{Text: text}
	if blank(text) {
		line = Line{Say: sampleOrder}
		if p.state.Number > 0 {
			line.Say = sampleAgain
		}
	}
	p.write(line)
}

func (p *Player) write(line Line) {
	line.At, line.Kind = p.now, LineCustomer
	p.take(CustomerMessage{Text: line.Text}, line)
}

// Answer lets our agent answer with a text; a sample sentence in place of an
// empty one.
func (p *Player) Answer(text string) {
	line := Line{Text: text}
	if blank(text) {
		line = Line{Say: sampleReady}
		if p.state.Number > 1 || p.state.Answers > 0 {
			line.Say = sampleHelp
		}
	}
	p.answer(line)
}

func (p *Player) answer(line Line) {
	line.At, line.Kind = p.now, LineAgent
	p.lines = append(p.lines, line)
	p.feed(AgentAnswer{})
}

// Tap lets the customer tap the button of an answer. When its question was not
// asked in this round, or there are no buttons, the words of the answer are written instead.
func (p *Player) Tap(a Answer) {
	m := CustomerMessage{Text: p.rules.word(a)}
	line := Line{At: p.now, Kind: LineCustomer, Text: m.Text}
	if p.state.offers(a) && !p.inWords {
		m.Button = p.state.buttonID(a)
		line = Line{At: p.now, Kind: LineTap, Say: app.Say("Customer taps {{.Answer}}", "Answer", m.Text)}
	}
	p.take(m, line)
}

// Offer is an answer that the customer may give.
type Offer struct {
	Answer Answer
	Word   string
}

// Offers are the answers to the question that stands; none when none does. The
// buttons of the first question can be tapped until the customer writes.
func (p *Player) Offers() []Offer {
	answers, stands := question[p.state.Stage]
	if !stands {
		return nil
	}
	return []Offer{{answers[0], p.rules.word(answers[0])}, {answers[1], p.rules.word(answers[1])}}
}

// OptOut lets the customer ask for no more messages that we begin.
func (p *Player) OptOut() {
	p.lines = append(p.lines, Line{At: p.now, Kind: LineNote, Say: app.Say("The customer wants no more messages")})
	p.feed(OptedOut{})
}

// Use takes other settings; a running session uses them from its next step on.
func (p *Player) Use(set app.SessionSettings) {
	if next := (Rules{Settings: set, Version: p.rules.Version + 1}); next.print() != p.rules.print() {
		p.rules = next
		p.feed(SettingsChanged{})
	}
}

// Pass lets the clock go on; all that is due meanwhile is done.
func (p *Player) Pass(d time.Duration) {
	to := p.now.Add(d.Truncate(time.Millisecond))
	p.hold(to)
	for p.state.Running() && !p.state.Due.After(to) {
		p.step()
		p.hold(to)
	}
	p.now = to
}

// Next lets the clock go on to what is due next, and reports whether there was
// something.
func (p *Player) Next() bool {
	if !p.state.Running() {
		return false
	}
	p.step()
	return true
}

// Sleep lets the computer sleep: nothing is done meanwhile, and what is due is
// looked at when it wakes, once.
func (p *Player) Sleep(d time.Duration) {
	d = d.Truncate(time.Millisecond)
	p.lines = append(p.lines, Line{At: p.now, Kind: LineSleep, Wait: d, Say: app.Say("The computer sleeps for {{.Time}}", "Time", durationText(d))})
	awake := *p
	awake.lines = nil
	awake.Pass(d)
	missed := awake.state.Steps - p.state.Steps
	p.now = p.now.Add(d)
	if !p.state.Running() || p.state.Due.After(p.now) {
		return
	}
	before := p.state.Steps
	p.feed(Tick{})
	if missed > 1 && p.state.Steps == before+1 {
		p.lines = append(p.lines, Line{At: p.now, Kind: LineHold, Say: app.Say("{{.N}} steps were due. Only one is taken after a sleep.", "N", missed)})
	}
}

// before takes all steps that are due before the time. A window that closes at
// that very time has closed already.
func (p *Player) before(at time.Time) {
	p.hold(at)
	for p.state.Running() && (p.state.Due.Before(at) || !p.state.WindowEnd().After(at)) {
		p.step()
		p.hold(at)
	}
	if at.After(p.now) {
		p.now = at
	}
}

// step lets the clock go on to what is due next.
func (p *Player) step() {
	p.hold(p.state.Due)
	p.lines = append(p.lines, p.state.waiting())
	if p.state.Due.After(p.now) {
		p.now = p.state.Due
	}
	p.feed(Tick{})
}

// hold tells, once for each message of the customer's, that the question which
// would have been due until a time is not asked, because we owe an answer.
func (p *Player) hold(to time.Time) {
	s := p.state
	due := s.LastCustomerAt.Add(p.rules.askDelay())
	if !s.Running() || !s.Owed || s.OptedOut || !p.rules.asks() || p.held.Equal(s.LastCustomerAt) || due.After(to) || !due.Before(s.WindowEnd()) {
		return
	}
	p.held = s.LastCustomerAt
	p.lines = append(p.lines, Line{At: due, Kind: LineHold, Say: app.Say("Nothing is asked: the customer waits for our answer.")})
}

// waiting is the wait that ends when the next step is due.
func (s State) waiting() Line {
	l := Line{At: s.Due, Kind: LineWait, Wait: s.Due.Sub(s.LastCustomerAt)}
	switch {
	case s.Owed:
		l.Say = app.Say("{{.Time}} without our answer", "Time", durationText(l.Wait))
	case s.Due.Equal(s.LastAgentAt.Add(ReadingPause)):
		l.Wait = ReadingPause
		l.Say = app.Say("{{.Time}} after our answer", "Time", durationText(l.Wait))
	case s.Stage == StageActive:
		l.Say = app.Say("{{.Time}} of silence", "Time", durationText(l.Wait))
	default:
		l.Wait = s.Due.Sub(s.Since)
		l.Say = moreText(l.Wait)
	}
	return l
}

// take gives a customer's message to the engine and shows it before what follows
// from it.
func (p *Player) take(m CustomerMessage, line Line) {
	p.turns++
	m.ID, m.At = "turn-"+strconv.Itoa(p.turns), p.now
	number := p.state.Number
	after, out := p.state.Advance(m, p.rules, p.now)
	p.state = after
	if number > 0 && after.Number > number {
		p.lines = append(p.lines, Line{At: p.now, Kind: LineStart, Say: app.Say("A new session starts")})
	}
	p.lines = append(p.lines, line)
	p.show(out)
}

func (p *Player) feed(in Input) {
	after, out := p.state.Advance(in, p.rules, p.now)
	p.state = after
	p.show(out)
}

// offers reports whether the answer's question was asked in this round.
func (s State) offers(a Answer) bool {
	first, second := question[StageAskedMore], question[StageAskedEnd]
	switch a {
	case first[0], first[1]:
		return s.Stage == StageAskedMore || s.Stage == StageAskedEnd
	case second[0], second[1]:
		return s.Stage == StageAskedEnd
	}
	return false
}

// show adds what the engine does.
func (p *Player) show(out Outcome) {
	for _, a := range out.Actions {
		switch a.Kind {
		case ActionSend:
			p.lines = append(p.lines, p.sent(a))
		case ActionEnd:
			l := Line{At: p.now, Kind: LineEnd, Say: app.Say("Session ends"), Reason: a.Reason}
			if a.Reason.IsSilent() {
				l.Say = a.Note
			}
			p.lines = append(p.lines, l)
		case ActionNote:
			p.lines = append(p.lines, Line{At: p.now, Kind: LineNote, Say: a.Note})
		}
	}
}

func (p *Player) sent(a Action) Line {
	l := Line{At: p.now, Kind: LineSession, Text: a.Text, Step: a.Step}
	if p.inWords {
		l.Text = a.PlainText()
		return l
	}
	for _, b := range a.Buttons {
		l.Buttons = append(l.Buttons, b.Title)
	}
	return l
}
