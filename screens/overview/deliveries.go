package overview

import (
	"context"
	"fmt"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"channeldesk/app"
	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
)

// Deliverer is a Deps that knows what was sent. Without it the page shows no
// deliveries.
type Deliverer interface {
	// Deliveries counts the messages of each day from one on, days without messages
	// left out.
	Deliveries(ctx context.Context, agent app.AgentID, env app.Environment, from time.Time) ([]app.HistoryDay, error)
}

// deliveryDays are the days of the chart, today included.
const deliveryDays = 7

// deliveries are the messages of the last days, ready to be drawn.
type deliveries struct {
	total                   int
	delivered, read, failed string
	bad                     bool
	failedNote              string
	bars                    []kit.DayBar
}

func deliveriesOf(ctx context.Context, deps Deps, at frame.Place, now time.Time) (d deliveries, err error) {
	from, ok := deps.(Deliverer)
	if !ok {
		return d, nil
	}
	y, m, n := now.Local().Date()
	first := time.Date(y, m, n-deliveryDays+1, 0, 0, 0, 0, time.Local)
	days, err := from.Deliveries(ctx, at.Agent, at.Environment, first)
	if err != nil {
		return d, err
	}
	return newDeliveries(days, first), nil
}

func newDeliveries(days []app.HistoryDay, first time.Time) (d deliveries) {
	read, delivered, failed, worst, worstDay := 0, 0, 0, 0, time.Time{}
	at := 0
	for i := range deliveryDays {
		day := first.AddDate(0, 0, i)
		var n app.HistoryCounts
		for ; at < len(days) && days[at].Day.Before(day.AddDate(0, 0, 1)); at++ {
			n = days[at].Counts
		}
		d.total += n.Total
		read += n.Read
		delivered += n.Delivered + n.Read
		failed += n.Failed
		if n.Failed > worst {
			worst, worstDay = n.Failed, day
		}
		d.bars = append(d.bars, dayBar(day, n, i == deliveryDays-1))
	}
	d.delivered, d.read, d.failed, d.bad = share(delivered, d.total), share(read, d.total), kit.Number(failed), failed > 0
	d.failedNote = lang.L("Failed")
	if failed > 0 && 2*worst > failed {
		d.failedNote = lang.L("Failed, most on {{.Day}}", map[string]any{"Day": weekday(worstDay)})
		if worstDay.Equal(first.AddDate(0, 0, deliveryDays-1)) {
			d.failedNote = lang.L("Failed, most of them today")
		}
	}
	return d
}

// share is a part of the total as "94.3%"; none and all have no decimals.
func share(part, total int) string {
	switch {
	case total == 0:
		return "-"
	case part == 0 || part == total:
		return fmt.Sprintf("%d%%", 100*part/total)
	}
	return fmt.Sprintf("%.1f%%", 100*float64(part)/float64(total))
}

func dayBar(day time.Time, n app.HistoryCounts, today bool) kit.DayBar {
	rest := n.Sent + n.Waiting + n.Unknown
	b := kit.DayBar{Label: weekdayShort(day) + " " + fmt.Sprint(day.Day()), Strong: today}
	if today {
		b.Label = lang.L("Today")
	}
	b.Parts = []float64{float64(n.Read), float64(n.Delivered), float64(rest), float64(n.Failed)}
	b.Tip = lang.L("{{.Day}}: {{.N}} messages. Read {{.Read}}, delivered {{.Delivered}}, sent or waiting {{.Sent}}, failed {{.Failed}}", map[string]any{
		"Day": b.Label, "N": kit.Number(n.Total), "Read": kit.Number(n.Read), "Delivered": kit.Number(n.Delivered), "Sent": kit.Number(rest), "Failed": kit.Number(n.Failed),
	})
	return b
}

func weekday(t time.Time) string {
	return [...]string{lang.L("Sunday"), lang.L("Monday"), lang.L("Tuesday"), lang.L("Wednesday"), lang.L("Thursday"), lang.L("Friday"), lang.L("Saturday")}[t.Weekday()]
}

func weekdayShort(t time.Time) string {
	return [...]string{lang.L("Sun"), lang.L("Mon"), lang.L("Tue"), lang.L("Wed"), lang.L("Thu"), lang.L("Fri"), lang.L("Sat")}[t.Weekday()]
}

// deliveryCard shows them; new numbers are written into it without building the
// page anew. UI thread only.
type deliveryCard struct {
	total, delivered, read, failed *kit.Line
	failedNote                     *kit.Line
	chart                          *kit.DayChart
	shown                          deliveries
	card                           *fyne.Container
}

func (s *Screen) newDeliveryCard(d deliveries) *deliveryCard {
	c := &deliveryCard{
		total: kit.NewLine("", kit.Metric, kit.Text), delivered: kit.NewLine("", kit.Metric, kit.Text), read: kit.NewLine("", kit.Metric, kit.Text),
		failed: kit.NewLine("", kit.Metric, kit.Text), failedNote: kit.NewLine("", kit.Caption, kit.Text3),
		chart: kit.NewDayChart(kit.StateRead, kit.StateDelivered, kit.StateSent, kit.StateFailed),
	}
	open := kit.NewQuiet(lang.L("Open history"), func() { s.shell.Go(frame.History, frame.HistoryPart(frame.HistoryLink{Days: deliveryDays})) }).WithTrailing("chevron-right")
	block := func(value *kit.Line, note fyne.CanvasObject) fyne.CanvasObject { return kit.Col(0, value, note) }
	caption := func(text string) fyne.CanvasObject { return kit.NewLine(text, kit.Caption, kit.Text3) }
	failed := kit.NewPress(block(c.failed, c.failedNote), 6, nil, func() {
		s.shell.Go(frame.History, frame.HistoryPart(frame.HistoryLink{Status: app.MessageFailed, Days: deliveryDays}))
	})
	failed.Label = lang.L("Failed messages")
	legend := func(tok kit.Token, word string) fyne.CanvasObject {
		return kit.Row(6, kit.NewShape(kit.ShapeDisc, 8, tok), kit.NewLine(word, kit.Caption, kit.Text2))
	}
	c.card = kit.NewCard(kit.Grow(kit.Col(0,
		kit.Fix(0, 40, kit.Pad(8, 3, 0, 16, kit.Row(8, kit.Grow(kit.NewLine(lang.L("Deliveries, last 7 days"), kit.Section, kit.Text)), open))),
		kit.Pad(7, 16, 12, 16, kit.RowTop(32, block(c.total, caption(lang.L("Messages"))), block(c.delivered, caption(lang.L("Delivered"))),
			block(c.read, caption(lang.L("Read"))), failed, kit.Spring())),
		kit.Grow(kit.Pad(0, 16, 0, 16, c.chart)),
		kit.Pad(12, 16, 14, 16, kit.Row(16, legend(kit.StateRead, lang.L("Read")), legend(kit.StateDelivered, lang.L("Delivered")),
			legend(kit.StateSent, lang.L("Sent, waiting")), legend(kit.StateFailed, lang.L("Failed")), kit.Spring())),
	)))
	c.show(d)
	return c
}

// show writes the numbers; what is the same is left alone.
func (c *deliveryCard) show(d deliveries) {
	c.total.SetText(kit.Number(d.total))
	c.delivered.SetText(d.delivered)
	c.read.SetText(d.read)
	c.failed.SetText(d.failed)
	c.failedNote.SetText(d.failedNote)
	ink := kit.Text
	if d.bad {
		ink = kit.DangerText
	}
	c.failed.SetToken(ink)
	if len(d.bars) != len(c.shown.bars) || !sameDays(d.bars, c.shown.bars) {
		c.chart.SetBars(d.bars)
	}
	c.shown = d
	c.card.Refresh()
}

func sameDays(a, b []kit.DayBar) bool {
	for i := range a {
		if a[i].Tip != b[i].Tip {
			return false
		}
	}
	return true
}
