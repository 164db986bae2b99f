package session

import (
	"strings"
	"time"

	"channeldesk/app"
)

// Rules are a channel's session settings and the number under which they were
// saved.
type Rules struct {
	Settings app.SessionSettings
	// Version grows with each save. It may also grow when other settings of the
	// channel change.
	Version int64
}

// asks reports whether questions are sent at all. While they are not, sessions
// stay open until the window closes.
func (r Rules) asks() bool {
	return r.Settings.AskUserToEnd && !blank(r.Settings.AskMoreText) && !blank(r.Settings.EndConfirmationText)
}

func (r Rules) askDelay() time.Duration { return max(r.Settings.AskMoreAfter, app.SessionDelayMin) }

func (r Rules) confirmDelay() time.Duration {
	return max(r.Settings.EndConfirmationAfter, app.SessionDelayMin)
}

// print tells whether two settings are the same.
func (r Rules) print() string {
	s, on := r.Settings, "off"
	if s.AskUserToEnd {
		on = "on"
	}
	return fingerprint(on, s.AskMoreAfter.String(), s.EndConfirmationAfter.String(), s.AskMoreText, s.EndConfirmationText,
		s.ClosingText, s.AskMoreYes, s.AskMoreNo, s.EndYes, s.EndNo)
}

// word is what the button of an answer says.
func (r Rules) word(a Answer) string {
	switch a {
	case AnswerMoreYes:
		return r.Settings.AskMoreYes
	case AnswerMoreNo:
		return r.Settings.AskMoreNo
	case AnswerEndYes:
		return r.Settings.EndYes
	case AnswerEndNo:
		return r.Settings.EndNo
	}
	return ""
}

func blank(s string) bool { return strings.TrimSpace(s) == "" }
