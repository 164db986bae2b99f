package channelpage

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"fyne.io/fyne/v2/lang"

	"channeldesk/app"
	"channeldesk/app/channel"
	"channeldesk/app/protocol"
	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
)

func say(text string, pairs ...any) string {
	args := make(map[string]any, len(pairs)/2)
	for i := 0; i+1 < len(pairs); i += 2 {
		args[pairs[i].(string)] = pairs[i+1]
	}
	return lang.L(text, args)
}

// plural chooses between the forms for one and for several.
func plural(n int, one, many string) string {
	if n == 1 {
		return lang.L(one)
	}
	return say(many, "N", n)
}

// lowerFirst puts a sentence behind another one's colon or comma.
func lowerFirst(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	if n == 0 {
		return s
	}
	return string(unicode.ToLower(r)) + s[n:]
}

// when says a time inside a sentence: "today 09:38".
func when(t, now time.Time) string { return lowerFirst(frame.When(t, now)) }

// sinceText is a time in few letters: "09:36" today, else the day.
func sinceText(t, now time.Time) string {
	if sameDay(t, now) {
		return t.Local().Format("15:04")
	}
	return frame.Date(t)
}

func sameDay(a, b time.Time) bool {
	a, b = a.Local(), b.Local()
	return a.Year() == b.Year() && a.YearDay() == b.YearDay()
}

// savedText says when Draft was saved last.
func savedText(m *model, now time.Time) string {
	at := m.view.Channel.UpdatedAt
	switch {
	case m.published() || at.IsZero():
		return ""
	case sameDay(at, now):
		return say("Saved in draft {{.When}}", "When", at.Local().Format("15:04"))
	}
	return say("Saved in draft {{.When}}", "When", frame.Date(at))
}

// checkCaption says when the check ran, and its colour.
func checkCaption(m *model, now time.Time) (string, kit.Token) {
	r := m.report()
	switch {
	case m.running:
		return lang.L("Checking now"), kit.Text3
	case m.heldCount() > 0:
		return lang.L("Checks what is live now"), kit.Text3
	case r.At.IsZero():
		return lang.L("Not run yet"), kit.Text3
	case !m.view.CheckIsCurrent():
		return say("Settings changed since {{.When}}", "When", sinceText(r.At, now)), kit.WarnText
	}
	took := tookText(r.Took)
	if took == "" {
		return say("Ran {{.When}}", "When", when(r.At, now)), kit.Text3
	}
	return say("Ran {{.When}}, took {{.Time}}", "When", when(r.At, now), "Time", took), kit.Text3
}

func tookText(d time.Duration) string {
	if n := int(d.Round(time.Second) / time.Second); n > 0 {
		return plural(n, "1 second", "{{.N}} seconds")
	}
	return "" // too short to speak of
}

func passedText(steps []app.CheckStep) string {
	return say("{{.Passed}} of {{.All}} passed", "Passed", app.CheckReport{Steps: steps}.Count(app.StepPassed), "All", len(steps))
}

// fixText is the fix as the rest of a sentence that begins with "To fix it:".
// Names of the provider keep their capital.
func fixText(fix string, d protocol.Declaration) string {
	names := append(strings.Fields(d.Name), "WhatsApp", "I ")
	for _, f := range d.Fields {
		names = append(names, lang.L(f.Label))
	}
	for _, s := range d.Secrets {
		names = append(names, lang.L(s.Label))
	}
	for _, n := range names {
		if strings.HasPrefix(fix, n) {
			return fix
		}
	}
	return lowerFirst(fix)
}

// secretLine is the line below a stored secret: a warning about its end, and
// what else is known of it.
type secretLine struct {
	kind kit.Kind // KindNeutral when the end is far away or unknown
	main string
	more string
}

func verifiedText(at, now time.Time) string {
	return say("Last verified {{.When}}", "When", when(at, now))
}

func describeSecret(i app.SecretInfo, now time.Time) secretLine {
	var l secretLine
	if !i.VerifiedAt.IsZero() {
		l.more = verifiedText(i.VerifiedAt, now)
	}
	switch {
	case !i.ExpiresAt.IsZero():
		l.kind, l.main = expiryText(i.ExpiresAt, now)
	case i.NeverExpires:
		l.main = lang.L("Does not expire")
	case i.SetBy != "":
		l.main = say("Replaced {{.Date}} by {{.Who}}", "Date", frame.Date(i.SetAt), "Who", i.SetBy)
		l.more = ""
	case !i.SetAt.IsZero():
		l.main, l.more = say("Replaced {{.Date}}", "Date", frame.Date(i.SetAt)), ""
	}
	return l
}

// expirySoon is how many days before the end of a secret it is told in colour.
const expirySoon = 30

func expiryText(end, now time.Time) (kit.Kind, string) {
	left, date := end.Sub(now), frame.Date(end)
	days := int(left / (24 * time.Hour))
	switch {
	case left <= 0:
		return kit.KindDanger, say("Ended on {{.Date}}", "Date", date)
	case days == 0:
		return kit.KindWarn, say("Expires in {{.Time}}, on {{.Date}}", "Time", plural(int(left/time.Hour)+1, "1 hour", "{{.N}} hours"), "Date", date)
	case days <= expirySoon:
		return kit.KindWarn, say("Expires in {{.Time}}, on {{.Date}}", "Time", plural(days, "1 day", "{{.N}} days"), "Date", date)
	}
	return kit.KindNeutral, say("Expires on {{.Date}}", "Date", date)
}

// storeText says where secrets are kept.
func storeText(kind app.SecretStoreKind) string {
	switch kind {
	case app.SecretsInFile:
		return lang.L("Stored in an encrypted file on this computer")
	case app.SecretsInMemory:
		return lang.L("Kept for this run only")
	}
	return lang.L("Stored in this computer's keychain")
}

// reportText is the check for a mail to support: no secret, no value of one.
func reportText(m *model, now time.Time) string {
	v, r := m.view, m.report()
	d := v.Declaration
	lines := []string{
		lang.L("Channel Desk connection check"),
		say("{{.Agent}}, {{.Environment}}, {{.Protocol}}", "Agent", v.Agent.Name, "Environment", frame.EnvironmentName(m.at.Environment), "Protocol", d.Name),
		say("Account code (phone number)") + ": " + app.FormatPhone(v.Channel.AccountCode),
	}
	for _, f := range d.Fields {
		if val := d.Value(v.Channel, f.Name); val != "" {
			lines = append(lines, lang.L(f.Label)+": "+val)
		}
	}
	lines = append(lines, "", say("Ran {{.When}}, took {{.Time}}", "When", when(r.At, now), "Time", tookText(r.Took))+". "+passedText(m.rows()))
	for _, s := range m.rows() {
		lines = append(lines, stepText(s))
	}
	return strings.Join(lines, "\n")
}

var stepWords = map[app.StepState]string{
	app.StepPassed: "Passed", app.StepFailed: "Failed", app.StepUnknown: "Could not check", app.StepSkipped: "Waits", app.StepRunning: "Running",
}

func stepText(s app.CheckStep) string {
	line := lang.L(stepWords[s.State]) + ": " + frame.T(s.Title)
	for _, part := range []string{frame.T(s.Detail), frame.T(s.Fix), s.Code} {
		if part != "" {
			line += ". " + strings.TrimSuffix(part, ".")
		}
	}
	return line
}

// delayText says a delay: "10 minutes".
func delayText(d time.Duration) string { return frame.T(channel.DurationText(d)) }
