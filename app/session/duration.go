package session

import (
	"time"

	"channeldesk/app"
)

// durationText says a time in hours, minutes and seconds: "1 hour 30 minutes".
func durationText(d time.Duration) app.Text {
	seconds := max(int64(d/time.Second), 0)
	var text app.Text
	for _, unit := range []struct {
		n         int64
		one, many string
	}{
		{seconds / 3600, "1 hour", "{{.N}} hours"},
		{seconds / 60 % 60, "1 minute", "{{.N}} minutes"},
		{seconds % 60, "1 second", "{{.N}} seconds"},
	} {
		switch {
		case unit.n == 0:
		case text.IsEmpty():
			text = count(unit.n, unit.one, unit.many)
		default:
			text = app.Say("{{.More}} {{.Less}}", "More", text, "Less", count(unit.n, unit.one, unit.many))
		}
	}
	if text.IsEmpty() {
		return app.Say("{{.N}} seconds", "N", int64(0))
	}
	return text
}

// moreText says a further wait in its largest whole unit: "5 more minutes".
func moreText(d time.Duration) app.Text {
	switch {
	case d >= time.Hour && d%time.Hour == 0:
		return count(int64(d/time.Hour), "1 more hour", "{{.N}} more hours")
	case d >= time.Minute && d%time.Minute == 0:
		return count(int64(d/time.Minute), "1 more minute", "{{.N}} more minutes")
	}
	return count(int64(d/time.Second), "1 more second", "{{.N}} more seconds")
}

func count(n int64, one, many string) app.Text {
	if n == 1 {
		return app.Say(one)
	}
	return app.Say(many, "N", n)
}
