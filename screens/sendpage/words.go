package sendpage

import (
	"math"
	"strconv"
	"strings"
	"time"
	"unicode"

	"fyne.io/fyne/v2/lang"

	"channeldesk/app"
	"channeldesk/app/bulk"
	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
)

// say is lang.L with pairs of names and values.
func say(text string, pairs ...any) string {
	args := make(map[string]any, len(pairs)/2)
	for i := 0; i+1 < len(pairs); i += 2 {
		args[pairs[i].(string)] = pairs[i+1]
	}
	return lang.L(text, args)
}

// lasts says roughly how long something takes: "2 minutes".
func lasts(d time.Duration) string {
	minutes := int(math.Ceil(d.Minutes() - 0.25))
	hours := int(math.Round(d.Hours()))
	switch {
	case d <= 0:
		return lang.L("A moment")
	case d < 57*time.Second:
		return say("{{.N}} seconds", "N", max(int(math.Round(d.Seconds()/5))*5, 5))
	case minutes < 2:
		return lang.L("1 minute")
	case minutes < 90:
		return say("{{.N}} minutes", "N", minutes)
	case hours < 48:
		return say("{{.N}} hours", "N", hours)
	}
	return say("{{.N}} days", "N", int(math.Round(d.Hours()/24)))
}

// plural chooses between one and many; N is written with commas.
func plural(n int, one, many string) string {
	if n == 1 {
		return lang.L(one)
	}
	return lang.L(many, map[string]any{"N": kit.Number(n)})
}

// paceNumber writes a pace without needless digits.
func paceNumber(pace float64) string { return strconv.FormatFloat(pace, 'f', -1, 64) }

// rate says a pace: "20 per second", or by the minute what is slow.
func rate(perSecond float64) string {
	if perSecond < 10 && perSecond != math.Trunc(perSecond) {
		return say("{{.N}} per minute", "N", paceNumber(math.Round(perSecond*600)/10))
	}
	return say("{{.N}} per second", "N", paceNumber(perSecond))
}

// startsIn says how far a start is away: "In 23 hours 12 minutes".
func startsIn(left time.Duration) string {
	days, hours, minutes := int(left/(24*time.Hour)), int(left/time.Hour), int(left/time.Minute)
	switch {
	case left <= 0:
		return lang.L("It starts at any moment.")
	case minutes < 1:
		return lang.L("In less than a minute.")
	case hours < 1:
		return plural(minutes, "In 1 minute.", "In {{.N}} minutes.")
	case days < 2:
		return say("In {{.Hours}} h {{.Minutes}} min.", "Hours", hours, "Minutes", minutes%60)
	}
	return say("In {{.N}} days.", "N", days)
}

// zoneText names the time zone: "Jakarta time (WIB)".
func zoneText(zone string, at time.Time) string {
	short := at.Local().Format("MST")
	if strings.HasSuffix(zone, short) { // "Etc/UTC" has no city
		return short
	}
	city := zone[strings.LastIndexByte(zone, '/')+1:]
	if city = strings.ReplaceAll(city, "_", " "); city == "" || !strings.Contains(zone, "/") {
		return say("Time of this computer ({{.Zone}})", "Zone", short)
	}
	return say("{{.City}} time ({{.Zone}})", "City", city, "Zone", short)
}

// statusWord is a message's state for people, with its dot.
func statusWord(m app.Message) (tok kit.Token, ring bool, word string) {
	switch m.Status {
	case app.MessageHeld, app.MessageQueued:
		return kit.StateQueued, true, lang.L("Waiting")
	case app.MessageSending:
		return kit.StateQueued, true, lang.L("Sending")
	case app.MessageUnknown:
		return kit.Warn, true, lang.L("In doubt")
	case app.MessageAccepted, app.MessageSent:
		return kit.StateSent, false, lang.L("Sent")
	case app.MessageDelivered:
		return kit.StateDelivered, false, lang.L("Delivered")
	case app.MessageRead:
		return kit.StateRead, false, lang.L("Read")
	case app.MessageFailed:
		return kit.StateFailed, false, lang.L("Failed")
	}
	return kit.Text3, true, lang.L("Cancelled")
}

// latestTime is when a message last moved.
func latestTime(m app.Message) time.Time {
	at := m.CreatedAt
	for _, t := range []time.Time{m.AcceptedAt, m.SentAt, m.DeliveredAt, m.ReadAt, m.FailedAt} {
		if t.After(at) {
			at = t
		}
	}
	return at
}

// bulkWord is a bulk send's state for people, with the look of its chip.
func bulkWord(s app.BulkStatus) (kind kit.Kind, icon, word string) {
	switch s {
	case app.BulkPreparing:
		return kit.KindNeutral, "loader-circle", lang.L("Being stored")
	case app.BulkScheduled:
		return kit.KindInfo, "clock", lang.L("Scheduled")
	case app.BulkTrying:
		return kit.KindInfo, "flask-conical", lang.L("Trying the first")
	case app.BulkRunning:
		return kit.KindInfo, "send", lang.L("Sending")
	case app.BulkPaused:
		return kit.KindWarn, "circle-pause", lang.L("Paused")
	case app.BulkStopped:
		return kit.KindDanger, "circle-stop", lang.L("Stopped")
	case app.BulkDone:
		return kit.KindOK, "circle-check", lang.L("Done")
	}
	return kit.KindNeutral, "ban", lang.L("Cancelled")
}

func noteKind(l bulk.Level) kit.Kind {
	switch l {
	case bulk.Problem:
		return kit.KindDanger
	case bulk.Warning:
		return kit.KindWarn
	}
	return kit.KindNeutral
}

// sentence joins what is so and what to do.
func sentence(what, fix app.Text) string {
	return strings.TrimSpace(frame.T(what) + " " + frame.T(fix))
}

// askOwners says whom to ask.
func askOwners(owners []string) string {
	switch len(owners) {
	case 0:
		return lang.L("Ask an Owner of this workspace.")
	case 1:
		return say("Ask {{.Name}}.", "Name", owners[0])
	}
	return say("Ask one of {{.Names}}.", "Names", strings.Join(owners, ", "))
}

// lower makes the first letter of a length of time small, for within a sentence.
func lower(s string) string {
	if s == "" {
		return s
	}
	return strings.ToLower(s[:1]) + s[1:]
}

// lowerDay does so for "Today 09:43", and leaves dates as they are.
func lowerDay(s string) string {
	if s != "" && (s[0] < '0' || s[0] > '9') {
		return lower(s)
	}
	return s
}

// plain is a value of a file as one line: a line break or a tab has no letter.
func plain(value string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, value)
}

// unbroken keeps a number on one line.
func unbroken(number string) string { return strings.ReplaceAll(number, " ", "\u00a0") }
