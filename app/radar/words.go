package radar

import (
	"time"

	"channeldesk/app"
)

// The sentences, whole so that each can be translated.
var (
	sayEnded  = map[app.Environment]string{app.Published: "{{.What}} of {{.Agent}} ended ({{.Date}})", app.Draft: "{{.What}} of {{.Agent}} (Draft) ended ({{.Date}})"}
	sayToday  = map[app.Environment]string{app.Published: "{{.What}} of {{.Agent}} ends in less than a day ({{.Date}})", app.Draft: "{{.What}} of {{.Agent}} (Draft) ends in less than a day ({{.Date}})"}
	sayOneDay = map[app.Environment]string{app.Published: "{{.What}} of {{.Agent}} ends in 1 day ({{.Date}})", app.Draft: "{{.What}} of {{.Agent}} (Draft) ends in 1 day ({{.Date}})"}
	sayDays   = map[app.Environment]string{app.Published: "{{.What}} of {{.Agent}} ends in {{.N}} days ({{.Date}})", app.Draft: "{{.What}} of {{.Agent}} (Draft) ends in {{.N}} days ({{.Date}})"}
)

func (e End) sentence(now time.Time) app.Text {
	left := e.EndsAt.Sub(now)
	date := app.ShortDay(e.EndsAt)
	if e.EndsAt.Local().Year() != now.Local().Year() {
		date = app.Day(e.EndsAt)
	}
	say := sayDays
	switch {
	case left <= 0:
		say = sayEnded
	case e.Days == 0:
		say, date = sayToday, app.ShortMoment(e.EndsAt)
	case e.Days == 1:
		say = sayOneDay
	}
	return app.Say(say[e.Environment], "What", e.Label, "Agent", e.Agent.Name, "N", e.Days, "Date", date)
}
