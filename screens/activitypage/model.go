package activitypage

import (
	"fmt"
	"strings"
	"time"

	"fyne.io/fyne/v2/lang"

	"channeldesk/app"
	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
)

// pageLines is how many lines are read at a time.
const pageLines = 100

// The spans of time that can be chosen.
const (
	spanAny    = ""
	spanToday  = "today"
	spanWeek   = "7"
	spanMonth  = "30"
	spanCustom = "custom" // days that were typed
	spanChoose = "choose" // asks for them
)

// choice is what the filters say. The zero value is everything of one agent.
type choice struct {
	all      bool // of all agents
	env      app.Environment
	who      string
	group    string
	span     string
	from, to time.Time // days of spanCustom, both included
}

// narrowed reports whether anything but the agent is chosen.
func (c choice) narrowed() bool {
	return c.env != "" || c.who != "" || c.group != "" || c.span != spanAny
}

// filter is the choice for the service, at a time.
func (c choice) filter(agent app.AgentID, now time.Time) app.ActivityFilter {
	f := app.ActivityFilter{Agent: agent, Environment: c.env, By: c.who, Kinds: kindsOf(c.group), Limit: pageLines}
	if c.all {
		f.Agent = 0
	}
	today := day(now)
	switch c.span {
	case spanToday:
		f.From = today
	case spanWeek:
		f.From = today.AddDate(0, 0, -6)
	case spanMonth:
		f.From = today.AddDate(0, 0, -29)
	case spanCustom:
		f.From, f.To = c.from, c.to.AddDate(0, 0, 1)
	}
	return f
}

// day is the beginning of the day in the computer's zone.
func day(t time.Time) time.Time {
	t = t.Local()
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.Local)
}

func spanOptions(c choice) []kit.Option {
	out := []kit.Option{
		{Value: spanAny, Label: lang.L("Any time")}, {Value: spanToday, Label: lang.L("Today")},
		{Value: spanWeek, Label: lang.L("Last 7 days")}, {Value: spanMonth, Label: lang.L("Last 30 days")},
	}
	if c.span == spanCustom {
		out = append(out, kit.Option{Value: spanCustom, Label: spanText(c.from, c.to)})
	}
	return append(out, kit.Option{Value: spanChoose, Label: lang.L("Choose the days…")})
}

// spanText is "19 Oct - 17 Nov", with the years where they differ.
func spanText(from, to time.Time) string {
	a, b := frame.Date(from), frame.Date(to)
	if from.Year() == to.Year() {
		a, b = a[:len(a)-5], b[:len(b)-5]
	}
	if a == b {
		return a
	}
	return a + " - " + b
}

// lineTime is when a line was written, as the table shows it.
func lineTime(t, now time.Time) string {
	t = t.Local()
	d := frame.Date(t)
	if t.Year() == now.Local().Year() {
		d = d[:len(d)-5]
	}
	return d + " " + t.Format("15:04")
}

// exactTime is a time to the second, with the zone of this computer.
func exactTime(t time.Time) string {
	t = t.Local()
	zone, off := t.Zone()
	offset := t.Format("UTC-07:00")
	if off == 0 {
		offset = "UTC"
	}
	if zone == "" || zone == "UTC" || strings.HasPrefix(zone, "+") || strings.HasPrefix(zone, "-") {
		return frame.Date(t) + " " + t.Format("15:04:05") + " " + offset
	}
	return frame.Date(t) + " " + t.Format("15:04:05") + " " + zone + " (" + offset + ")"
}

// whoText is who acted; the program itself has a name too.
func whoText(by string) string {
	if by == "" {
		return "Channel Desk"
	}
	return by
}

// versionOf is the number of the version that a line tells of; 0 for none.
func versionOf(a app.Activity) int {
	if a.Kind != app.ActPublished && a.Kind != app.ActRestored {
		return 0
	}
	n := 0
	if v, ok := a.Text.Args["N"]; ok {
		if _, err := fmt.Sscan(fmt.Sprint(v), &n); err != nil {
			return 0
		}
	}
	return n
}

// merge puts newer lines before those that are known. The log only grows, so
// lines that are known stay as they are; ok is false when there may be a gap
// between the two, and only the newer ones are given.
func merge(newest, known []app.Activity) (lines []app.Activity, ok bool) {
	if len(known) == 0 {
		return newest, false
	}
	for i, a := range newest {
		if a.ID <= known[0].ID {
			return append(newest[:i:i], known...), true
		}
	}
	if len(newest) < pageLines {
		return append(newest[:len(newest):len(newest)], known...), true
	}
	return newest, false
}

// cameOn reports whether a list begins with a line that was not known before.
func cameOn(list, known []app.Activity) bool {
	return len(list) > 0 && (len(known) == 0 || list[0].ID > known[0].ID)
}

// shortHash is the beginning of a hash in groups of four, to be compared by eye.
func shortHash(h string) string {
	const shown = 16
	if len(h) > shown {
		h = h[:shown]
	}
	var parts []string
	for len(h) > 4 {
		parts, h = append(parts, h[:4]), h[4:]
	}
	return strings.Join(append(parts, h), " ")
}

// detailsText is a line as plain text, for the clipboard.
func detailsText(a app.Activity, agent string) string {
	rows := []string{frame.T(a.Text), exactTime(a.At), whoText(a.By)}
	if agent != "" {
		rows = append(rows, agent)
	}
	if a.Environment != "" {
		rows = append(rows, frame.EnvironmentName(a.Environment))
	}
	if a.Before != "" || a.After != "" {
		rows = append(rows, lang.L("Before")+": "+a.Before, lang.L("After")+": "+a.After)
	}
	return strings.Join(append(rows, a.Kind+" "+fmt.Sprint(a.ID)), "\n")
}
