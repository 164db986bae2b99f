package session

import (
	"time"

	"channeldesk/app"
)

// Scenario is what a customer may do, as a sample chat shows it.
type Scenario string

// The scenarios.
const (
	Quiet        Scenario = "quiet"         // agrees to the second question after a minute
	Silent       Scenario = "silent"        // never answers
	NeedsHelp    Scenario = "needs_help"    // "Yes" to the first question
	NeedsNoHelp  Scenario = "needs_no_help" // "No" to the first question
	KeepsOpen    Scenario = "keeps_open"    // "Keep open" to the second question
	WritesAgain  Scenario = "writes_again"  // something else between the questions
	AnswersLate  Scenario = "answers_late"  // the first question, when the second one stands
	AfterTheEnd  Scenario = "after_the_end" // agrees when the session is over
	Unanswered   Scenario = "unanswered"    // our agent never answers
	WindowCloses Scenario = "window_closes" // our agent answers shortly before it closes
	Asleep       Scenario = "asleep"        // the computer sleeps while steps are due
	OptsOut      Scenario = "opts_out"      // the customer wants no more messages
)

// Scenarios are all scenarios, in the order in which to show them.
func Scenarios() []Scenario {
	return []Scenario{Quiet, Silent, NeedsHelp, NeedsNoHelp, KeepsOpen, WritesAgain, AnswersLate, AfterTheEnd, Unanswered, WindowCloses, Asleep, OptsOut}
}

// Label names the scenario in the words of the settings: "If they answer Yes".
func (s Scenario) Label(set app.SessionSettings) app.Text {
	answer := func(word string) app.Text { return app.Say("If they answer {{.Answer}}", "Answer", word) }
	switch s {
	case Silent:
		return app.Say("If they never answer")
	case NeedsHelp:
		return answer(set.AskMoreYes)
	case NeedsNoHelp:
		return answer(set.AskMoreNo)
	case KeepsOpen:
		return answer(set.EndNo)
	case WritesAgain:
		return app.Say("If they write again")
	case AnswersLate:
		return app.Say("If they answer late")
	case AfterTheEnd:
		return app.Say("If they answer after the end")
	case Unanswered:
		return app.Say("If our agent is silent")
	case WindowCloses:
		return app.Say("If the window closes")
	case Asleep:
		return app.Say("If the computer sleeps")
	case OptsOut:
		return app.Say("If they opt out")
	}
	return app.Say("If they stay quiet")
}

// Explain says what the scenario shows.
func (s Scenario) Explain(set app.SessionSettings, inWords bool) app.Text {
	wait := durationText(Rules{Settings: set}.confirmDelay())
	switch s {
	case Silent:
		return app.Say("The closing message comes {{.Time}} after the second question, and the session ends.", "Time", wait)
	case NeedsHelp, KeepsOpen:
		return app.Say("The session goes on and the agent gets the answer. The waits start anew.")
	case NeedsNoHelp:
		return app.Say("The closing message follows at once. The second question is not asked.")
	case WritesAgain:
		return app.Say("Any other message goes to the agent. The waits start anew.")
	case AnswersLate:
		if inWords {
			return app.Say("A typed answer counts for the question that stands. Anything else goes to the agent.")
		}
		return app.Say("An answer to the first question still counts while the second one stands.")
	case AfterTheEnd:
		return app.Say("The closing message never reopens a session. What the customer writes after it starts a new one.")
	case Unanswered:
		return app.Say("Nothing is asked while we owe an answer. After 24 hours the session ends without a message.")
	case WindowCloses:
		return app.Say("Nothing is sent in the last {{.N}} minutes of the 24 hours, nor after them.", "N", int(app.SessionMargin/time.Minute))
	case Asleep:
		return app.Say("After a sleep at most one step is taken. The next wait counts from it.")
	case OptsOut:
		return app.Say("Who opted out is asked nothing. What they write still reaches the agent.")
	}
	return app.Say("No answer at all? The session ends {{.Time}} after the second question.", "Time", wait)
}

var sampleStart = time.Date(2026, 1, 1, 14, 2, 0, 0, time.UTC)

// SampleStart is when sample chats begin: at 14:02 of some day in UTC.
func SampleStart() time.Time { return sampleStart }

// Sample sentences.
var (
	sampleOrder = app.Say("One iced palm sugar latte, please.")
	sampleReady = app.Say("Got it. Ready at 15:00 at the shop in Senopati.")
	sampleAgain = app.Say("And a butter croissant, please.")
	sampleAdded = app.Say("Added to your order.")
	sampleHelp  = app.Say("Of course. How can we help?")
)

// Script is the sample chat of the scenario. It begins at 14:02.
func (s Scenario) Script(set app.SessionSettings, inWords bool) Script {
	// What passes the window does not count, and sums stay sums.
	set.AskMoreAfter = min(set.AskMoreAfter, app.SessionWindow)
	set.EndConfirmationAfter = min(set.EndConfirmationAfter, app.SessionWindow)
	r := Rules{Settings: set}
	first, second := r.askDelay(), r.askDelay()+r.confirmDelay()
	ended := second + r.confirmDelay()
	script := Script{Start: sampleStart, InWords: inWords, Turns: []Turn{{Say: sampleOrder}, {FromAgent: true, Say: sampleReady}}}
	add := func(turns ...Turn) { script.Turns = append(script.Turns, turns...) }
	goesOn := func(t Turn) {
		answer := sampleAdded
		if t.Tap != "" {
			answer = sampleHelp
		}
		add(t, Turn{After: t.After + time.Minute, FromAgent: true, Say: answer})
		script.Stops = true
	}
	switch s {
	case Quiet:
		if r.asks() {
			add(Turn{After: second + time.Minute, Tap: AnswerEndYes})
		}
	case NeedsHelp:
		goesOn(Turn{After: first + time.Minute, Tap: AnswerMoreYes})
	case NeedsNoHelp:
		add(Turn{After: first + time.Minute, Tap: AnswerMoreNo})
	case KeepsOpen:
		goesOn(Turn{After: second + time.Minute, Tap: AnswerEndNo})
	case WritesAgain:
		goesOn(Turn{After: first + min(time.Minute, r.confirmDelay()/2), Say: sampleAgain})
	case AnswersLate:
		late := Turn{After: second + time.Minute, Tap: AnswerMoreNo}
		if inWords {
			goesOn(late)
			break
		}
		add(late)
	case AfterTheEnd:
		goesOn(Turn{After: ended + time.Minute, Tap: AnswerEndYes})
	case Unanswered:
		script.Turns = script.Turns[:1]
	case WindowCloses:
		script.Turns[1].After = app.SessionWindow - app.SessionMargin - 90*time.Second
	case Asleep:
		sleep := 3 * time.Hour
		if ended >= sleep {
			sleep = second + time.Minute
		}
		add(Turn{After: time.Minute, Sleep: sleep})
	case OptsOut:
		goesOn(Turn{After: first + 2*time.Minute, Say: sampleAgain})
		add(Turn{After: first + min(time.Minute, r.confirmDelay()/2), OptsOut: true})
		script.Stops = false
	}
	return script
}

// Sample plays the scenario with the settings.
func (s Scenario) Sample(set app.SessionSettings, inWords bool) []Line {
	return Simulate(set, s.Script(set, inWords))
}

// Standard is the sample chat of a quiet customer who answers the second
// question after a minute. It begins at 14:02.
func Standard(set app.SessionSettings) []Line { return Quiet.Sample(set, false) }
