package channelpage

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"fyne.io/fyne/v2/lang"

	"channeldesk/app"
	"channeldesk/app/outside"
	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
)

// arrivalWord is the result of a webhook in a word.
func arrivalWord(s app.ArrivalState) (kit.Kind, string) {
	switch s {
	case app.ArrivalApplied:
		return kit.KindOK, lang.L("Applied")
	case app.ArrivalRepeated:
		return kit.KindNeutral, lang.L("Repeated")
	case app.ArrivalForeign:
		return kit.KindWarn, lang.L("Foreign")
	case app.ArrivalNotPlain:
		return kit.KindWarn, lang.L("Not understood")
	case app.ArrivalHadProblem:
		return kit.KindDanger, lang.L("Problem")
	}
	return kit.KindInfo, lang.L("Waiting")
}

// arrivalSense explains a result, and what can be done.
func arrivalSense(m *model, s app.ArrivalState) string {
	name := m.view.Declaration.Name
	switch s {
	case app.ArrivalApplied:
		return lang.L("It was understood and everything in it took effect.")
	case app.ArrivalRepeated:
		return say("{{.Provider}} sent this once more. It had taken effect before, so nothing changed. That is usual and harmless.", "Provider", name)
	case app.ArrivalForeign:
		return lang.L("It names another number or channel than this one. Often two numbers share one address at the provider. Compare the identifiers on the first tab, then process it again.")
	case app.ArrivalNotPlain:
		return say("{{.Provider}} sent something that this program does not know. Nothing is lost: it is kept as it came and can be processed again after an update.", "Provider", name)
	case app.ArrivalHadProblem:
		return lang.L("Something in it could not be carried out, by a mistake of this program. It is kept as it came. Process it again; if that fails too, copy the details for support.")
	}
	return lang.L("It is on the disk and will be looked at when the gateway starts.")
}

// elapsed is a time as a clock that counts: 0:00:07, 0:12:45, then 3 h 12 min,
// 2 days.
func elapsed(d time.Duration) string {
	switch n := int(d / time.Second); {
	case n < 0:
		return "0:00:00"
	case n < 3600:
		return fmt.Sprintf("0:%02d:%02d", n/60, n%60)
	case n < 48*3600:
		return say("{{.H}} h {{.M}} min", "H", n/3600, "M", n/60%60)
	default:
		return plural(n/(24*3600), "1 day", "{{.N}} days")
	}
}

// nextTick is when the clock shows something else.
func nextTick(d time.Duration) time.Duration {
	if d < time.Hour {
		return time.Second - d%time.Second
	}
	return time.Minute - d%time.Minute
}

// arrivalTime is the time of a row: with seconds today, else with the day.
func arrivalTime(t, now time.Time) string {
	if sameDay(t, now) {
		return t.Local().Format("15:04:05")
	}
	d := frame.Date(t)
	return d[:len(d)-5] + t.Local().Format(" 15:04")
}

// bodyMost is how many letters of a body are shown.
const bodyMost = 6000

// bodyText is what the provider sent, laid out to be read; whole is false when it
// was cut.
func bodyText(raw []byte) (text string, whole bool) {
	var out bytes.Buffer
	if json.Indent(&out, raw, "", " ") == nil {
		raw = out.Bytes()
	}
	text = strings.ToValidUTF8(string(raw), "?")
	text = strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' {
			return -1
		}
		return r
	}, text)
	if utf8.RuneCountInString(text) > bodyMost {
		return string([]rune(text)[:bodyMost]), false
	}
	return text, true
}

// outsideCaption says when the check from outside ran.
func outsideCaption(m *incomingModel, now time.Time) string {
	switch {
	case m.checking:
		return lang.L("Checking now")
	case m.report.At.IsZero():
		return lang.L("Not run yet")
	case tookText(m.report.Took) == "":
		return say("Ran {{.When}}", "When", when(m.report.At, now))
	}
	return say("Ran {{.When}}, took {{.Time}}", "When", when(m.report.At, now), "Time", tookText(m.report.Took))
}

// outsidePassed counts the steps of the check from outside. Where nothing went wrong,
// those that were left out were not needed, and are no lack.
func outsidePassed(rows []outside.Step, ran, checking bool) string {
	if !ran {
		return plural(len(rows), "1 step", "{{.N}} steps")
	}
	passed, left := outside.Report{Steps: rows}.Passed(), 0
	for _, s := range rows {
		if s.State == app.StepSkipped {
			left++
		}
	}
	if checking || left == 0 || passed+left < len(rows) {
		return say("{{.Passed}} of {{.All}} passed", "Passed", passed, "All", len(rows))
	}
	return say("{{.Passed}} passed, {{.N}} not needed", "Passed", passed, "N", left)
}

// outsideReport is the check from outside for the clipboard.
func outsideReport(r outside.Report) string {
	var b strings.Builder
	fmt.Fprintf(&b, "Channel Desk, check from outside\n%s, %s\n", r.Host, r.At.UTC().Format(time.RFC3339))
	for _, s := range r.Steps {
		fmt.Fprintf(&b, "\n%s: %s\n", s.State, s.Title)
		for _, line := range []string{s.Detail.String(), s.Fix.String(), s.Code} {
			if line != "" {
				fmt.Fprintf(&b, "  %s\n", line)
			}
		}
		if who := s.Who.String(); who != "" {
			fmt.Fprintf(&b, "  Who must act: %s\n", who)
		}
	}
	fmt.Fprintf(&b, "\n%s\n", r.Note)
	return b.String()
}
