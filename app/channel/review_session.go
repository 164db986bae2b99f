package channel

import (
	"strings"
	"time"

	"channeldesk/app"
)

func sessionRows(b, a app.SessionSettings) []Row {
	var rows []Row
	for _, f := range sessionFields {
		same := b
		if f.copy(&same, a); same != b {
			rows = append(rows, Row{Name: f.name, Label: f.label, Group: Behaviour, Before: f.show(b), After: f.show(a), words: strings.HasSuffix(f.name, "_text")})
		}
	}
	return rows
}

type sessionField struct {
	name, label string
	show        func(app.SessionSettings) app.Text
	copy        func(to *app.SessionSettings, from app.SessionSettings)
}

var sessionFields = []sessionField{
	{"ask_user_to_end", "Ask user to end session", func(s app.SessionSettings) app.Text { return onOff(s.AskUserToEnd) },
		func(t *app.SessionSettings, f app.SessionSettings) { t.AskUserToEnd = f.AskUserToEnd }},
	{"ask_more_after", "Delay before ask more", func(s app.SessionSettings) app.Text { return DurationText(s.AskMoreAfter) },
		func(t *app.SessionSettings, f app.SessionSettings) { t.AskMoreAfter = f.AskMoreAfter }},
	{"end_confirmation_after", "Delay before end confirmation", func(s app.SessionSettings) app.Text { return DurationText(s.EndConfirmationAfter) },
		func(t *app.SessionSettings, f app.SessionSettings) { t.EndConfirmationAfter = f.EndConfirmationAfter }},
	{"ask_more_text", "Ask more message", func(s app.SessionSettings) app.Text { return orNotSet(s.AskMoreText) },
		func(t *app.SessionSettings, f app.SessionSettings) { t.AskMoreText = f.AskMoreText }},
	{"end_confirmation_text", "End confirmation message", func(s app.SessionSettings) app.Text { return orNotSet(s.EndConfirmationText) },
		func(t *app.SessionSettings, f app.SessionSettings) { t.EndConfirmationText = f.EndConfirmationText }},
	{"closing_text", "Closing message", func(s app.SessionSettings) app.Text { return orNotSet(s.ClosingText) },
		func(t *app.SessionSettings, f app.SessionSettings) { t.ClosingText = f.ClosingText }},
	{"answers", "Answer words", func(s app.SessionSettings) app.Text {
		return orNotSet(strings.Join([]string{s.AskMoreYes, s.AskMoreNo, s.EndYes, s.EndNo}, ", "))
	}, func(t *app.SessionSettings, f app.SessionSettings) {
		t.AskMoreYes, t.AskMoreNo, t.EndYes, t.EndNo = f.AskMoreYes, f.AskMoreNo, f.EndYes, f.EndNo
	}},
}

func pickSession(to *app.SessionSettings, from app.SessionSettings, name string) bool {
	for _, f := range sessionFields {
		if f.name == name {
			f.copy(to, from)
			return true
		}
	}
	return false
}

func onOff(b bool) app.Text {
	if b {
		return app.Say("On")
	}
	return app.Say("Off")
}

// DurationText says a delay in whole units: "10 minutes", "1 hour 30 minutes".
// What is less than a second is left out.
func DurationText(d time.Duration) app.Text {
	seconds := max(int64(d/time.Second), 0)
	var parts []app.Text
	if h := seconds / 3600; h > 0 {
		parts = append(parts, count(h, "1 hour", "{{.N}} hours"))
	}
	if m := seconds / 60 % 60; m > 0 {
		parts = append(parts, count(m, "1 minute", "{{.N}} minutes"))
	}
	if s := seconds % 60; s > 0 || seconds == 0 {
		parts = append(parts, count(s, "1 second", "{{.N}} seconds"))
	}
	text := parts[0]
	for _, p := range parts[1:] {
		text = app.Say("{{.More}} {{.Less}}", "More", text, "Less", p)
	}
	return text
}

func count(n int64, one, many string) app.Text {
	if n == 1 {
		return app.Say(one)
	}
	return app.Say(many, "N", n)
}
