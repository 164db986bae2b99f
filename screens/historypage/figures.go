package historypage

import (
	"fmt"
	"time"

	"fyne.io/fyne/v2/lang"

	"channeldesk/app"
	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
)

// figure is one counter, ready to be shown.
type figure struct {
	word, value, note string
	tok               kit.Token // of the dot
	ring, bad         bool
	chosen            bool // by the filter of states
}

// figures are the numbers of a filter, ready to be shown.
type figures struct {
	total, days string
	parts       []figure
	bars        []kit.Bar
	chart       string            // what stands below the middle of the chart
	chartShort  string            // the same in narrow room
	first, last string            // and below its ends
	noDays      bool              // the filter allows no chart
	counted     app.HistoryCounts // of what is listed
	at          time.Time         // the day for which it was made
}

// percent is a share as "74.9%"; none and all have no decimals.
func percent(part, total int) string {
	if total <= 0 {
		return "-"
	}
	p := 100 * float64(part) / float64(total)
	switch {
	case part == 0 || part == total:
		return fmt.Sprintf("%.0f%%", p)
	case p < 0.1:
		return lang.L("under 0.1%")
	}
	return fmt.Sprintf("%.1f%%", p)
}

// countsOf are the totals of a group of states among those of all; of all for "".
func countsOf(group string, all app.HistoryCounts) app.HistoryCounts {
	if group == "" {
		return all
	}
	n := map[string]int{
		stateWaiting: all.Waiting, stateSent: all.Sent, string(app.MessageUnknown): all.Unknown, string(app.MessageDelivered): all.Delivered,
		string(app.MessageRead): all.Read, string(app.MessageFailed): all.Failed, string(app.MessageCancelled): all.Cancelled,
	}[group]
	return app.HistoryCounts{Total: n, More: all.More}
}

// newFigures makes the figures of a choice. Counts are those of all states. Safe
// for concurrent use.
func newFigures(c choice, counts app.HistoryCounts, days []app.HistoryDay, ok bool, now time.Time) figures {
	f := figures{days: c.daysLine(now), counted: counts, noDays: !ok, at: day(now), total: kit.Number(counts.Total)}
	if counts.More {
		f.total += "+"
	}
	add := func(group app.MessageStatus, word string, n int, tok kit.Token, bad bool) {
		p := figure{word: word, value: "-", note: lang.L("not counted"), tok: tok, chosen: c.status == string(group)}
		if !counts.More {
			p.value, p.note, p.bad = kit.Number(n), percent(n, counts.Total), bad && n > 0
		}
		f.parts = append(f.parts, p)
	}
	add(app.MessageRead, lang.L("Read"), counts.Read, kit.StateRead, false)
	add(app.MessageDelivered, lang.L("Delivered"), counts.Delivered, kit.StateDelivered, false)
	add(stateSent, lang.L("Sent"), counts.Sent, kit.StateSent, false)
	add(app.MessageFailed, lang.L("Failed"), counts.Failed, kit.StateFailed, true)
	rest := counts.Waiting + counts.Unknown + counts.Cancelled
	switch c.status {
	case stateWaiting, string(app.MessageUnknown), string(app.MessageCancelled):
		f.parts = append(f.parts, chosenFigure(c.status, counts))
	default:
		if !counts.More && rest > 0 {
			f.parts = append(f.parts, restFigure(counts, rest))
		}
	}
	f.bars, f.chart = bars(c, days, now)
	f.chartShort = shortUnit(f.chart)
	if from, to := c.days(now); !from.IsZero() {
		f.first, f.last = shortDay(from, now), shortDay(to, now)
		if to.Equal(day(now)) {
			f.last = lang.L("Today")
		}
	} else if len(days) > 0 {
		f.first, f.last = shortDay(days[0].Day, now), lang.L("Today")
	}
	return f
}

// chosenFigure counts one of those states that are otherwise counted together.
func chosenFigure(group string, c app.HistoryCounts) figure {
	word, tok, _ := statusLook(app.MessageStatus(group))
	if group == stateWaiting {
		word, tok = lang.L("Waiting"), kit.StateQueued
	}
	p := figure{word: word, value: "-", note: lang.L("not counted"), tok: tok, ring: true, chosen: true}
	if n := countsOf(group, c).Total; !c.More {
		p.value, p.note = kit.Number(n), percent(n, c.Total)
	}
	return p
}

// restFigure counts what is neither sent nor failed, by what matters most of it.
func restFigure(c app.HistoryCounts, rest int) figure {
	p := figure{word: lang.L("Waiting"), value: kit.Number(rest), note: percent(rest, c.Total), tok: kit.StateQueued, ring: true}
	switch {
	case c.Unknown > 0:
		p.word, p.tok = lang.L("Others"), kit.Warn
		p.note = lang.L("{{.N}} in doubt", map[string]any{"N": kit.Number(c.Unknown)})
	case c.Waiting == 0:
		p.word = lang.L("Cancelled")
	case c.Cancelled > 0:
		p.word = lang.L("Others")
		p.note = lang.L("{{.N}} waiting", map[string]any{"N": kit.Number(c.Waiting)})
	}
	return p
}

// How many bars a chart has at most before they stand for weeks, and for months.
const (
	mostDays  = 120
	mostWeeks = 120 * 7
)

// bars makes one bar a day, also for days without messages; for long times one a
// week or a month. unit says which.
func bars(c choice, days []app.HistoryDay, now time.Time) (out []kit.Bar, unit string) {
	from, to := c.days(now)
	if from.IsZero() {
		if len(days) == 0 {
			return nil, lang.L("Messages per day")
		}
		from, to = days[0].Day, day(now)
	}
	n := int(to.Sub(from).Hours()/24+0.5) + 1
	next, unit := func(t time.Time) time.Time { return t.AddDate(0, 0, 1) }, lang.L("Messages per day")
	switch {
	case n > mostWeeks:
		from = time.Date(from.Year(), from.Month(), 1, 0, 0, 0, 0, time.Local)
		next, unit = func(t time.Time) time.Time { return t.AddDate(0, 1, 0) }, lang.L("Messages per month")
	case n > mostDays:
		from = from.AddDate(0, 0, -(int(from.Weekday())+6)%7)
		next, unit = func(t time.Time) time.Time { return t.AddDate(0, 0, 7) }, lang.L("Messages per week")
	}
	at := 0
	for begin := from; !begin.After(to); begin = next(begin) {
		end, sum := next(begin), app.HistoryCounts{}
		for ; at < len(days) && days[at].Day.Before(end); at++ {
			sum = plus(sum, days[at].Counts)
		}
		last := end.AddDate(0, 0, -1)
		if last.After(to) {
			last = to
		}
		out = append(out, bar(begin, last, sum, now))
	}
	return out, unit
}

// shortUnit is a unit of the chart where the room is narrow.
func shortUnit(unit string) string {
	switch unit {
	case lang.L("Messages per month"):
		return lang.L("Per month")
	case lang.L("Messages per week"):
		return lang.L("Per week")
	}
	return lang.L("Per day")
}

func plus(a, b app.HistoryCounts) app.HistoryCounts {
	return app.HistoryCounts{
		Total: a.Total + b.Total, Waiting: a.Waiting + b.Waiting, Unknown: a.Unknown + b.Unknown, Sent: a.Sent + b.Sent,
		Delivered: a.Delivered + b.Delivered, Read: a.Read + b.Read, Failed: a.Failed + b.Failed, Cancelled: a.Cancelled + b.Cancelled,
	}
}

// bar is the column of a stretch of days; what waits stands with what was sent.
func bar(from, to time.Time, n app.HistoryCounts, now time.Time) kit.Bar {
	rest := n.Sent + n.Waiting + n.Unknown
	when := shortDay(from, now)
	if !to.Equal(from) {
		when += " - " + shortDay(to, now)
	}
	tip := lang.L("{{.Day}}: {{.N}} messages. Read {{.Read}}, delivered {{.Delivered}}, sent or waiting {{.Sent}}, failed {{.Failed}}", map[string]any{
		"Day": when, "N": kit.Number(n.Total), "Read": kit.Number(n.Read), "Delivered": kit.Number(n.Delivered), "Sent": kit.Number(rest), "Failed": kit.Number(n.Failed),
	})
	if n.Total == 0 {
		tip = lang.L("{{.Day}}: no message", map[string]any{"Day": when})
	}
	return kit.Bar{Parts: []float64{float64(n.Read), float64(n.Delivered), float64(rest), float64(n.Failed)}, Tip: tip}
}

// shownText says which rows of how many are shown.
func shownText(page, rows int, counts app.HistoryCounts) string {
	first := (page-1)*pageRows + 1
	last := first + rows - 1
	total := kit.Number(max(counts.Total, last))
	if counts.More {
		total += "+"
	}
	return lang.L("Showing {{.First}}-{{.Last}} of {{.N}}", map[string]any{"First": kit.Number(first), "Last": kit.Number(last), "N": total})
}

// newText says how many messages came since.
func newText(n int) string {
	if n >= newMost {
		return lang.L("{{.N}}+ new", map[string]any{"N": newMost - 1})
	}
	return lang.L("{{.N}} new", map[string]any{"N": n})
}

// nothingText says what was looked for.
func nothingText(c choice, now time.Time) string {
	if c.span == spanAll {
		return lang.L("No message in all the time matches. Take a filter away or write less of the number or name.")
	}
	from, to := c.days(now)
	return lang.L("No such message from {{.From}} to {{.To}}. Try a wider date range.", map[string]any{"From": frame.Date(from), "To": frame.Date(to)})
}
