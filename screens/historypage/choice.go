package historypage

import (
	"strconv"
	"strings"
	"time"

	"fyne.io/fyne/v2/lang"

	"channeldesk/app"
	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
)

// The spans of time that can be chosen. The zero one is what the page opens with.
const (
	spanMonth   = ""
	spanToday   = "today"
	spanWeek    = "7"
	spanQuarter = "90"
	spanAll     = "all"
	spanDays    = "days" // from the calendar
)

// The groups of states that can be chosen.
const (
	stateWaiting = "waiting"
	stateSent    = "sent"
)

// choice is what the filters say. The zero value is everything of 30 days.
type choice struct {
	span     string
	from, to time.Time // days of spanDays, both included
	status   string
	template string
	source   app.MessageSource
	key      app.KeyID
	bulk     app.BulkID
	search   string
}

// narrowed reports whether anything but the days is chosen.
func (c choice) narrowed() bool {
	return c.status != "" || c.template != "" || c.source != "" || c.key != 0 || c.bulk != 0 || c.search != ""
}

// choiceOf is what a link asks for.
func choiceOf(l frame.HistoryLink) choice {
	c := choice{status: groupOf(l.Status), template: l.Template, key: l.Key, bulk: l.Bulk}
	switch {
	case l.Bulk != 0:
		c.source, c.span = app.SourceBulk, spanAll
	case l.Key != 0:
		c.source, c.span = app.SourceAPI, spanAll
	}
	switch l.Days {
	case 1:
		c.span = spanToday
	case 7:
		c.span = spanWeek
	case 90:
		c.span = spanQuarter
	}
	return c
}

func groupOf(s app.MessageStatus) string {
	switch s {
	case app.MessageHeld, app.MessageQueued, app.MessageSending:
		return stateWaiting
	case app.MessageAccepted, app.MessageSent:
		return stateSent
	}
	return string(s)
}

func statusesOf(group string) []app.MessageStatus {
	switch group {
	case "":
		return nil
	case stateWaiting:
		return []app.MessageStatus{app.MessageHeld, app.MessageQueued, app.MessageSending}
	case stateSent:
		return []app.MessageStatus{app.MessageAccepted, app.MessageSent}
	}
	return []app.MessageStatus{app.MessageStatus(group)}
}

// days are the first and the last day of the choice; zero for all time.
func (c choice) days(now time.Time) (from, to time.Time) {
	today := day(now)
	switch c.span {
	case spanToday:
		return today, today
	case spanWeek:
		return today.AddDate(0, 0, -6), today
	case spanMonth:
		return today.AddDate(0, 0, -29), today
	case spanQuarter:
		return today.AddDate(0, 0, -89), today
	case spanDays:
		return c.from, c.to
	}
	return time.Time{}, time.Time{}
}

// filter is the choice for the service, at a time. A span that ends today has no
// end, so that what comes in is let through after midnight as well.
func (c choice) filter(now time.Time) app.HistoryFilter {
	f := app.HistoryFilter{
		Statuses: statusesOf(c.status), Template: c.template, Source: c.source, Key: c.key, Bulk: c.bulk, Search: strings.TrimSpace(c.search),
	}
	from, to := c.days(now)
	f.From = from
	if !to.IsZero() && to.Before(day(now)) {
		f.Until = to.AddDate(0, 0, 1)
	}
	return f
}

// day is the beginning of the day in the computer's zone.
func day(t time.Time) time.Time {
	t = t.Local()
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.Local)
}

// spanText names the days of a choice, as "19 Oct - 17 Nov".
func (c choice) spanText(now time.Time) string { return c.daysText(now, " - ") }

// daysLine is the same with a word between the days.
func (c choice) daysLine(now time.Time) string {
	from, to := c.days(now)
	if from.IsZero() || from.Equal(to) {
		return c.spanText(now)
	}
	return lang.L("{{.From}} to {{.To}}", map[string]any{"From": shortDay(from, now), "To": shortDay(to, now)})
}

func (c choice) daysText(now time.Time, between string) string {
	from, to := c.days(now)
	switch {
	case from.IsZero():
		return lang.L("All time")
	case from.Equal(to) && c.span == spanToday:
		return lang.L("Today")
	case from.Equal(to):
		return shortDay(from, now)
	}
	return shortDay(from, now) + between + shortDay(to, now)
}

// shortDay is a day without its year, when that is this year.
func shortDay(t, now time.Time) string {
	d := frame.Date(t)
	if t.Local().Year() == now.Local().Year() {
		return d[:len(d)-5]
	}
	return d
}

func statusOptions() []kit.Option {
	out := []kit.Option{{Value: "", Label: lang.L("All")}}
	for _, s := range []string{
		stateWaiting, string(app.MessageUnknown), stateSent, string(app.MessageDelivered), string(app.MessageRead), string(app.MessageFailed), string(app.MessageCancelled),
	} {
		label := lang.L("Waiting")
		if s != stateWaiting {
			label, _, _ = statusLook(app.MessageStatus(s))
		}
		out = append(out, kit.Option{Value: s, Label: label})
	}
	return out
}

func sourceOptions() []kit.Option {
	out := []kit.Option{{Value: "", Label: lang.L("All")}}
	for _, s := range []app.MessageSource{app.SourceAPI, app.SourceBulk, app.SourceWindow, app.SourceSession, app.SourceCommand} {
		out = append(out, kit.Option{Value: string(s), Label: sourceWord(s)})
	}
	return out
}

// detailOptions are the choices within a source: bulk sends, or API keys.
func detailOptions(c choice, o options) (prefix string, list []kit.Option, value string) {
	list = []kit.Option{{Value: "", Label: lang.L("All")}}
	if c.source == app.SourceBulk {
		for _, b := range o.bulks {
			list = append(list, kit.Option{Value: strconv.FormatInt(int64(b.ID), 10), Label: b.Name})
		}
		value = idText(int64(c.bulk))
		return lang.L("Bulk send"), withMissing(list, value), value
	}
	for _, k := range o.keys {
		list = append(list, kit.Option{Value: strconv.FormatInt(int64(k.ID), 10), Label: k.Name})
	}
	value = idText(int64(c.key))
	return lang.L("Key"), withMissing(list, value), value
}

func idText(id int64) string {
	if id == 0 {
		return ""
	}
	return strconv.FormatInt(id, 10)
}

// withMissing adds what is chosen and not in the list, such as a key that is gone.
func withMissing(list []kit.Option, value string) []kit.Option {
	for _, o := range list {
		if o.Value == value {
			return list
		}
	}
	return append(list, kit.Option{Value: value, Label: lang.L("Number {{.N}}", map[string]any{"N": value})})
}

// setSource chooses a source; a key and a bulk send of another one go.
func (c *choice) setSource(s app.MessageSource) {
	c.source = s
	if s != app.SourceBulk {
		c.bulk = 0
	}
	if s != "" && s != app.SourceAPI {
		c.key = 0
	}
}

// setDetail chooses a bulk send or a key.
func (c *choice) setDetail(value string) {
	id, err := strconv.ParseInt(value, 10, 64)
	if err != nil {
		id = 0
	}
	if c.source == app.SourceBulk {
		c.bulk = app.BulkID(id)
		return
	}
	if c.key = app.KeyID(id); id != 0 {
		c.source = app.SourceAPI
	}
}
