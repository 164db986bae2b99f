package apipage

import (
	"strings"
	"time"

	"fyne.io/fyne/v2/lang"

	"channeldesk/app"
	"channeldesk/screens/frame"
)

// scopesText is what a key may do, as in the table: "Send, read".
func scopesText(scopes []app.KeyScope) string {
	var words []string
	for _, s := range scopes {
		switch s {
		case app.ScopeSend:
			words = append(words, lang.L("Send"))
		case app.ScopeRead:
			words = append(words, lang.X("api.scope.read", "Read"))
		default:
			words = append(words, string(s))
		}
	}
	for i := 1; i < len(words); i++ {
		words[i] = strings.ToLower(words[i])
	}
	return strings.Join(words, ", ")
}

// allowedText is the same within a sentence.
func allowedText(scopes []app.KeyScope) string {
	send, read := false, false
	for _, s := range scopes {
		send, read = send || s == app.ScopeSend, read || s == app.ScopeRead
	}
	switch {
	case send && read:
		return lang.L("allowed to send and read")
	case send:
		return lang.L("allowed to send")
	}
	return lang.L("allowed to read")
}

// usedText is when a key was used last, and from where.
func usedText(k app.APIKey, now time.Time) (when, from string) {
	if k.LastUsedAt.IsZero() {
		return lang.L("Never used"), ""
	}
	if ago := now.Sub(k.LastUsedAt); ago >= 0 && ago < time.Minute {
		return lang.L("Just now"), k.LastUsedFrom
	}
	return frame.When(k.LastUsedAt, now), k.LastUsedFrom
}

// lastUse is the same in a sentence of its own.
func lastUse(k app.APIKey, now time.Time) string {
	when, from := usedText(k, now)
	switch {
	case k.LastUsedAt.IsZero():
		return lang.L("This key was never used.")
	case from == "":
		return lang.L("Last use: {{.When}}.", map[string]any{"When": when})
	}
	return lang.L("Last use: {{.When}}, from {{.Address}}.", map[string]any{"When": when, "Address": from})
}

// overlapText names a time that an old key goes on.
func overlapText(d time.Duration) string {
	switch {
	case d == 0:
		return lang.L("Not at all")
	case d == time.Hour:
		return lang.L("1 hour")
	case d%(24*time.Hour) == 0 && d > 24*time.Hour:
		return lang.L("{{.N}} days", map[string]any{"N": int(d / (24 * time.Hour))})
	}
	return lang.L("{{.N}} hours", map[string]any{"N": int(d / time.Hour)})
}

// aboutKey is a key in a line: its environment, what it may do, and its end.
func aboutKey(k app.APIKey) string {
	about := map[string]any{"Environment": frame.EnvironmentName(k.Environment), "Allowed": allowedText(k.Scopes)}
	if k.ExpiresAt.IsZero() {
		return lang.L("{{.Environment}}, {{.Allowed}}, never expires", about)
	}
	about["Date"] = frame.Date(k.ExpiresAt)
	return lang.L("{{.Environment}}, {{.Allowed}}, expires {{.Date}}", about)
}
