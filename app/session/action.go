package session

import (
	"strconv"
	"strings"
	"time"

	"channeldesk/app"
)

// Outcome is what there is to do after an input.
type Outcome struct {
	// Actions are to be carried out in their order, together with keeping the new
	// state: both or neither.
	Actions []Action
	// PassOn is true for a customer's message that the agent should get. An answer
	// that ends the session, a repetition and a silent message are not passed on.
	PassOn bool
}

// ActionKind is what an action does.
type ActionKind string

// The kinds of action.
const (
	ActionSend ActionKind = "send" // send Text to the customer
	ActionEnd  ActionKind = "end"  // the session ended, for Reason
	ActionNote ActionKind = "note" // record Note, nothing else
)

// Step is which of the three messages is sent.
type Step string

// The steps.
const (
	StepAskMore Step = "ask_more"
	StepConfirm Step = "end_confirmation"
	StepClosing Step = "closing"
)

// Action is one thing to do.
type Action struct {
	Kind ActionKind
	// Session is the number of the session.
	Session int64
	// ID is set for what is sent: 64 characters at most, ASCII letters, digits, -
	// and _. What has an ID that was sent before must not be sent again.
	ID   string
	Step Step
	// Text is the customer's to read, as the settings have it.
	Text string
	// Buttons are the two answers; none below the closing text.
	Buttons []Button
	// Room is where it goes, at providers that answer into rooms.
	Room string
	// Until is when the customer service window closes. After it, nothing is sent.
	Until time.Time
	// Reason is why the session ended.
	Reason Reason
	// Note says for people what happened; empty for what is sent.
	Note app.Text
}

// Button is an answer to tap. It has the form of protocol.ReplyButton.
type Button struct{ ID, Title string }

// PlainText is the message for providers without buttons: the words to choose
// from stand below the question.
func (a Action) PlainText() string {
	if len(a.Buttons) == 0 {
		return a.Text
	}
	words := make([]string, len(a.Buttons))
	for i, b := range a.Buttons {
		words[i] = b.Title
	}
	return a.Text + "\n\n" + strings.Join(words, " / ")
}

// idPrefix begins all ids of this package.
const idPrefix = "cs-"

// stepID names a step. A question belongs to the customer's message that it
// follows, the closing text to the session: it is said once.
func (s State) stepID(step Step) string {
	id := idPrefix + idPart(s.Key) + "-" + strconv.FormatInt(s.Number, 10)
	switch step {
	case StepAskMore:
		return id + "-" + strconv.Itoa(s.Messages) + "-more"
	case StepConfirm:
		return id + "-" + strconv.Itoa(s.Messages) + "-end"
	}
	return id + "-bye"
}

// buttonID names the button of an answer to a question of this round.
func (s State) buttonID(a Answer) string {
	switch a {
	case AnswerMoreYes:
		return s.stepID(StepAskMore) + "-yes"
	case AnswerMoreNo:
		return s.stepID(StepAskMore) + "-no"
	case AnswerEndYes:
		return s.stepID(StepConfirm) + "-yes"
	case AnswerEndNo:
		return s.stepID(StepConfirm) + "-no"
	}
	return ""
}

// idPart is the key, or its fingerprint where it does not fit into an id.
func idPart(key string) string {
	odd := func(r rune) bool {
		return r != '_' && (r < '0' || r > '9') && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z')
	}
	if key == "" || len(key) > 24 || strings.ContainsFunc(key, odd) {
		return "f" + fingerprint(key)
	}
	return key
}

// send is the message of a step.
func (s State) send(step Step, r Rules) Action {
	a := Action{Kind: ActionSend, Session: s.Number, ID: s.stepID(step), Step: step, Room: s.Room, Until: s.WindowEnd()}
	buttons := func(answers ...Answer) {
		for _, answer := range answers {
			a.Buttons = append(a.Buttons, Button{ID: s.buttonID(answer), Title: r.word(answer)})
		}
	}
	switch step {
	case StepAskMore:
		a.Text = r.Settings.AskMoreText
		buttons(AnswerMoreYes, AnswerMoreNo)
	case StepConfirm:
		a.Text = r.Settings.EndConfirmationText
		buttons(AnswerEndYes, AnswerEndNo)
	case StepClosing:
		a.Text = r.Settings.ClosingText
	}
	return a
}
