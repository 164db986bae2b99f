package activitypage

import (
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
)

// dayLayouts are how people write days; the first is how the program does.
var dayLayouts = []string{"2 Jan 2006", "2 January 2006", "2006-01-02", "2/1/2006", "2-1-2006", "2.1.2006"}

var monthNames = [...]string{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"}

// parseDay reads a day that was typed.
func parseDay(typed string) (time.Time, bool) {
	typed = strings.Join(strings.Fields(typed), " ")
	for _, m := range monthNames { // as the window writes it
		if own := lang.L(m); own != m {
			typed = strings.Replace(typed, own, m, 1)
		}
	}
	for _, layout := range dayLayouts {
		if t, err := time.ParseInLocation(layout, typed, time.Local); err == nil && t.Year() > 1999 && t.Year() < 2200 {
			return t, true
		}
	}
	return time.Time{}, false
}

// askDays lets the person type the first and the last day; giving up changes
// nothing.
func askDays(win fyne.Window, from, to time.Time, take func(from, to time.Time), gaveUp func()) {
	first, last := kit.NewTextField(lang.L("First day")), kit.NewTextField(lang.L("Last day"))
	first.SetText(frame.Date(from))
	last.SetText(frame.Date(to))
	for _, f := range []*kit.TextField{first, last} {
		f.SetLeading("calendar")
		f.SetHelp(lang.L("As 17 Nov 2026 or 2026-11-17"))
	}
	var d *kit.Dialog
	taken := false
	cancel := kit.NewButton(lang.L("Cancel"), func() { d.Close() })
	show := kit.NewPrimary(lang.L("Show these days"), func() {
		a, okA := parseDay(first.Text())
		b, okB := parseDay(last.Text())
		switch {
		case !okA:
			refuseDay(first, lang.L("This is not a day."))
		case !okB:
			refuseDay(last, lang.L("This is not a day."))
		case b.Before(a):
			refuseDay(last, lang.L("The last day lies before the first one."))
		default:
			taken = true
			d.Close()
			take(a, b)
		}
	})
	first.OnSubmitted = func(string) { last.Focus() }
	last.OnSubmitted = func(string) { show.OnTapped() }
	d = kit.ShowDialog(win, kit.DialogOptions{
		Title: lang.L("Which days?"), Width: 480, Body: kit.Even(16, first, last),
		Actions: []*kit.Button{cancel, show}, Main: show, Focus: first.Focusable(),
		OnClose: func() {
			if !taken {
				gaveUp()
			}
		},
	})
}

func refuseDay(f *kit.TextField, problem string) {
	f.SetError(problem)
	f.Focus()
}
