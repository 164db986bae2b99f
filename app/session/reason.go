package session

import (
	"time"

	"channeldesk/app"
)

// Reason is why a session ended.
type Reason string

// The reasons. After the first three the customer got the closing text; all
// others end a session without a word.
const (
	ReasonNoMoreHelp  Reason = "no_more_help"  // "No" to the first question
	ReasonAgreed      Reason = "agreed"        // "End chat" to the second
	ReasonSilence     Reason = "silence"       // no answer to the second
	ReasonWindow      Reason = "window_closed" // 24 hours are over
	ReasonUnanswered  Reason = "unanswered"    // 24 hours are over, and we owed an answer
	ReasonTooLate     Reason = "too_late"      // a step was due too close to the window's end
	ReasonOptedOut    Reason = "opted_out"
	ReasonUnpublished Reason = "unpublished"
	ReasonRefused     Reason = "refused" // the provider refused the question
)

// IsSilent reports whether the session ends without a word to the customer.
func (r Reason) IsSilent() bool {
	return r != "" && r != ReasonNoMoreHelp && r != ReasonAgreed && r != ReasonSilence
}

// Say tells people why the session ended.
func (r Reason) Say() app.Text {
	switch r {
	case ReasonNoMoreHelp:
		return app.Say("Session ended: the customer needs no more help.")
	case ReasonAgreed:
		return app.Say("Session ended by the customer.")
	case ReasonSilence:
		return app.Say("Session ended: the customer did not answer.")
	case ReasonWindow:
		return app.Say("Session ended without a message: 24 hours have passed since the customer's last message.")
	case ReasonUnanswered:
		return app.Say("Session ended without a message: the customer got no answer within 24 hours.")
	case ReasonTooLate:
		return app.Say("Session ended without a message: less than {{.N}} minutes were left to write in.", "N", int(app.SessionMargin/time.Minute))
	case ReasonOptedOut:
		return app.Say("Session ended without a message: the customer opted out.")
	case ReasonUnpublished:
		return app.Say("Session ended without a message: the channel is no longer in use.")
	case ReasonRefused:
		return app.Say("Session ended without a message: the provider refused our question.")
	}
	return app.Text{}
}
