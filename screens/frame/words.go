package frame

import (
	"fmt"
	"strings"
	"time"

	"fyne.io/fyne/v2/lang"

	"channeldesk/app"
	"channeldesk/app/price"
	"channeldesk/screens/kit"
)

// T translates a sentence of the domain.
func T(t app.Text) string {
	if t.IsEmpty() {
		return ""
	}
	if len(t.Args) == 0 {
		return lang.L(t.Template)
	}
	args := make(map[string]any, len(t.Args))
	for k, v := range t.Args {
		switch inner := v.(type) {
		case app.Text:
			v = T(inner)
		case string:
			if strings.Contains(inner, "*") { // a masked number
				v = app.FormatPhone(inner)
			}
		case app.Stamp:
			v = stamp(inner)
		case price.Money:
			v = Money(inner)
		case int:
			v = kit.Number(inner)
		case int64:
			v = kit.Number(int(inner))
		}
		args[k] = v
	}
	return lang.L(t.Template, args)
}

// stamp writes a time of a sentence, with the month translated.
func stamp(s app.Stamp) string {
	month := months[s.At.Local().Month()-1]
	return strings.Replace(s.String(), month, lang.L(month), 1)
}

// When says a time as people do: "Today 09:38", "Yesterday 16:40", "12 Nov 2026".
func When(t, now time.Time) string {
	if t.IsZero() {
		return ""
	}
	t, now = t.Local(), now.Local()
	day := func(x time.Time) int { return x.Year()*1000 + x.YearDay() }
	switch {
	case day(t) == day(now):
		return lang.L("Today {{.Time}}", map[string]any{"Time": t.Format("15:04")})
	case day(t) == day(now.AddDate(0, 0, -1)):
		return lang.L("Yesterday {{.Time}}", map[string]any{"Time": t.Format("15:04")})
	case t.Year() == now.Year():
		return Date(t)[:len(Date(t))-5] + " " + t.Format("15:04")
	}
	return Date(t)
}

var months = [...]string{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"}

// Date says a day: "17 Nov 2026".
func Date(t time.Time) string {
	t = t.Local()
	return fmt.Sprintf("%d %s %d", t.Day(), lang.L(months[t.Month()-1]), t.Year())
}

// EnvironmentName is the translated word for an environment.
func EnvironmentName(e app.Environment) string { return lang.L(e.Label()) }
