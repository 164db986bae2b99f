package app

import (
	"strings"
	"time"
	"unicode/utf8"
)

// SessionSettings say what happens when a customer goes quiet.
type SessionSettings struct {
	// AskUserToEnd switches the questions on.
	AskUserToEnd bool
	// AskMoreAfter is the silence before the first question.
	AskMoreAfter time.Duration
	// EndConfirmationAfter is the silence before the second question, and
	// again before the session ends without an answer.
	EndConfirmationAfter time.Duration
	AskMoreText          string
	EndConfirmationText  string
	ClosingText          string
	// The words on the buttons, or to be typed where there are no buttons.
	AskMoreYes, AskMoreNo string
	EndYes, EndNo         string
}

// The limits of session settings. The customer service window of WhatsApp is
// open for 24 hours after the customer's last message; both waits and the final
// one must fit with ten minutes to spare.
const (
	SessionDelayMin    = time.Minute
	SessionWindow      = 24 * time.Hour
	SessionMargin      = 10 * time.Minute
	SessionTextMax     = 1024
	SessionAnswerMax   = 20
	DefaultAskMore     = 10 * time.Minute
	DefaultEndConfirm  = 5 * time.Minute
	DefaultAskMoreText = "Do you still need help?"
	DefaultEndText     = "Shall we end this chat?"
	DefaultClosingText = "Thank you for writing to us. See you soon!"
)

// DefaultSession are the settings of a new channel: off, with usable texts.
func DefaultSession() SessionSettings {
	return SessionSettings{
		AskMoreAfter: DefaultAskMore, EndConfirmationAfter: DefaultEndConfirm,
		AskMoreText: DefaultAskMoreText, EndConfirmationText: DefaultEndText, ClosingText: DefaultClosingText,
		AskMoreYes: "Yes", AskMoreNo: "No", EndYes: "End chat", EndNo: "Keep open",
	}
}

// HasDefaultTexts reports whether nobody has reviewed the three texts yet.
func (s SessionSettings) HasDefaultTexts() bool {
	return s.AskMoreText == DefaultAskMoreText && s.EndConfirmationText == DefaultEndText && s.ClosingText == DefaultClosingText
}

// Check says what is wrong with the settings, or nil. The Field of the error is
// ask_more_after, end_confirmation_after, ask_more_text, end_confirmation_text,
// closing_text or one of the answers.
func (s SessionSettings) Check() error {
	if err := s.checkDelays(); err != nil {
		return err
	}
	for _, t := range []struct{ field, text string }{
		{"ask_more_text", s.AskMoreText}, {"end_confirmation_text", s.EndConfirmationText}, {"closing_text", s.ClosingText},
	} {
		if s.AskUserToEnd && CleanName(t.text) == "" {
			return Invalid(t.field, "Write what the customer should read here.")
		}
		if n := utf8.RuneCountInString(t.text); n > SessionTextMax {
			return Invalid(t.field, "The message has {{.N}} characters. WhatsApp takes {{.Max}}.", "N", n, "Max", SessionTextMax)
		}
	}
	for _, t := range []struct{ field, text string }{
		{"ask_more_yes", s.AskMoreYes}, {"ask_more_no", s.AskMoreNo}, {"end_yes", s.EndYes}, {"end_no", s.EndNo},
	} {
		if CleanName(t.text) == "" {
			return Invalid(t.field, "Every answer needs a word.")
		}
		if n := utf8.RuneCountInString(t.text); n > SessionAnswerMax {
			return Invalid(t.field, "The answer has {{.N}} characters. A button takes {{.Max}}.", "N", n, "Max", SessionAnswerMax)
		}
	}
	if strings.EqualFold(s.AskMoreYes, s.AskMoreNo) {
		return Invalid("ask_more_no", "The two answers must be different words.")
	}
	if strings.EqualFold(s.EndYes, s.EndNo) {
		return Invalid("end_no", "The two answers must be different words.")
	}
	return nil
}

// Clean gives the settings as they are kept: answers without blanks around
// them, messages without blanks at their ends and with plain line breaks.
func (s SessionSettings) Clean() SessionSettings {
	for _, t := range []*string{&s.AskMoreText, &s.EndConfirmationText, &s.ClosingText} {
		*t = strings.TrimSpace(strings.NewReplacer("\r\n", "\n", "\r", "\n", "\x00", "").Replace(strings.ToValidUTF8(*t, "")))
	}
	for _, t := range []*string{&s.AskMoreYes, &s.AskMoreNo, &s.EndYes, &s.EndNo} {
		*t = CleanName(*t)
	}
	return s
}

func (s SessionSettings) checkDelays() error {
	if s.AskMoreAfter < SessionDelayMin {
		return Invalid("ask_more_after", "Wait at least 1 minute before asking.")
	}
	if s.EndConfirmationAfter < SessionDelayMin {
		return Invalid("end_confirmation_after", "Wait at least 1 minute before asking.")
	}
	if s.AskMoreAfter%time.Second != 0 {
		return Invalid("ask_more_after", "Delays are whole seconds.")
	}
	if s.EndConfirmationAfter%time.Second != 0 {
		return Invalid("end_confirmation_after", "Delays are whole seconds.")
	}
	limit := SessionWindow - SessionMargin
	if s.AskMoreAfter >= limit {
		return Invalid("ask_more_after", "WhatsApp closes the chat 24 hours after the customer's last message. Ask earlier.")
	}
	if s.EndConfirmationAfter >= limit || s.AskMoreAfter+2*s.EndConfirmationAfter > limit {
		return Invalid("end_confirmation_after", "Together the waits pass the 24 hours in which WhatsApp lets us write. Make one of them shorter.")
	}
	return nil
}
