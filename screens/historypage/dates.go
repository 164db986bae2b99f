package historypage

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
)

// dateButton shows the days that are chosen and opens the calendar.
type dateButton struct {
	kit.Press
	text *kit.Cut
}

func newDateButton(onTap func()) *dateButton {
	b := &dateButton{text: kit.NewCut("", kit.Body, kit.Text)}
	b.Style = func(kit.PressState) kit.Face { return kit.Face{Fill: kit.Surface, Stroke: kit.Input, Width: 1} }
	b.OnTapped = onTap
	b.OnKey = func(e *fyne.KeyEvent) bool {
		if e.Name == fyne.KeyDown {
			onTap()
		}
		return e.Name == fyne.KeyDown
	}
	b.Extend(b, kit.Pad(0, 11, 0, 16, kit.Row(6, kit.Grow(b.text), kit.NewIcon("chevron-down", 14, kit.Text3))), 6)
	b.SetMin(64, 32)
	return b
}

func (b *dateButton) setText(text string) {
	b.text.SetText(text)
	b.Label = lang.L("Days: {{.Days}}", map[string]any{"Days": text})
}

// askDays opens the usual spans beside a calendar.
func (f *filters) askDays() {
	now := f.s.clock.Now()
	var p *kit.Popover
	take := func(change func(*choice)) {
		p.Close()
		f.set(change)
	}
	var spans []fyne.CanvasObject
	var items []*spanItem
	first := 0
	for _, o := range []kit.Option{
		{Value: spanToday, Label: lang.L("Today")}, {Value: spanWeek, Label: lang.L("Last 7 days")}, {Value: spanMonth, Label: lang.L("Last 30 days")},
		{Value: spanQuarter, Label: lang.L("Last 90 days")}, {Value: spanAll, Label: lang.L("All time")},
	} {
		i := newSpanItem(o.Label, f.chosen.span == o.Value, func() {
			take(func(c *choice) { c.span, c.from, c.to = o.Value, time.Time{}, time.Time{} })
		})
		at := len(items)
		i.OnKey = func(e *fyne.KeyEvent) bool {
			to, arrow := at+arrows[e.Name], arrows[e.Name] != 0
			if arrow && to >= 0 && to < len(items) {
				items[to].Focus()
			}
			return arrow
		}
		if f.chosen.span == o.Value {
			first = at
		}
		items, spans = append(items, i), append(spans, i)
	}
	from, to := f.chosen.days(now)
	if from.IsZero() {
		to = day(now)
		from = to
	}
	calendar := kit.NewCalendar(calendarWords(), from, to, day(now))
	calendar.OnChosen = func(from, to time.Time) { take(func(c *choice) { c.span, c.from, c.to = spanDays, from, to }) }
	right := kit.Col(8, calendar, kit.Fix(224, 0, kit.NewParagraph(kit.Text3, kit.Caption, lang.L("Choose the first day, then the last one."))))
	p = kit.ShowPopover(f.span, kit.Pad(12, 16, 12, 12, kit.RowTop(12, kit.Fix(124, 0, kit.Col(2, spans...)), kit.Fix(1, 220, kit.VLine()), right)),
		kit.PopoverOptions{Width: 124 + 12 + 1 + 12 + 224 + 28 + 2})
	items[first].Focus()
}

// arrows are the keys that move in the list of usual spans.
var arrows = map[fyne.KeyName]int{fyne.KeyUp: -1, fyne.KeyDown: 1}

// spanItem is one of the usual spans.
type spanItem struct{ kit.Press }

func newSpanItem(label string, chosen bool, do func()) *spanItem {
	i := &spanItem{}
	i.Label = label
	style, ink := kit.Body, kit.Text
	if chosen {
		style, ink = kit.BodyStrong, kit.PrimaryText
	}
	i.Style = func(s kit.PressState) kit.Face {
		switch {
		case chosen:
			return kit.Face{Fill: kit.Tint}
		case s.Hovered:
			return kit.Face{Fill: kit.Sunken}
		}
		return kit.Face{}
	}
	i.OnTapped = do
	i.Extend(i, kit.Pad(0, 8, 0, 10, kit.Row(0, kit.Grow(kit.NewCut(label, style, ink)))), 6)
	i.SetMin(0, 32)
	return i
}

func calendarWords() kit.CalendarWords {
	return kit.CalendarWords{
		Month:    func(t time.Time) string { _, rest, _ := cutDay(frame.Date(t)); return rest },
		Days:     [7]string{lang.L("Mo"), lang.L("Tu"), lang.L("We"), lang.L("Th"), lang.L("Fr"), lang.L("Sa"), lang.L("Su")},
		Previous: lang.L("Previous month"), Next: lang.L("Next month"),
	}
}

// cutDay parts "1 Nov 2026" after its day.
func cutDay(date string) (dayText, rest string, ok bool) {
	for i, r := range date {
		if r == ' ' {
			return date[:i], date[i+1:], true
		}
	}
	return "", date, false
}
