package channelpage

import (
	"context"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"channeldesk/app"
	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
)

const listRowsLeast = 9

// arrivalList is the card with what came in, newest first.
type arrivalList struct {
	in      *incoming
	card    *fyne.Container
	title   *kit.Cut
	caption *kit.Cut
	filter  *kit.Segmented
	fresh   *kit.Button
	table   *kit.Table
	clock   *kit.Line
	since   *kit.Cut
	emptyIs string
}

func newArrivalList(in *incoming) *arrivalList {
	l := &arrivalList{in: in, title: kit.NewCut(lang.L("What came in"), kit.Section, kit.Text), caption: kit.NewCut("", kit.Caption, kit.Text3)}
	l.filter = kit.NewSegmented([]kit.Option{{Value: filterAll, Label: lang.L("All")}, {Value: filterProblems, Label: lang.L("Problems")}}).Small()
	l.filter.Label = lang.L("Which webhooks to show")
	l.filter.OnChanged = l.choose
	l.fresh = kit.NewButton("", l.showFresh).WithIcon("refresh-cw")
	l.fresh.Hide()
	l.clock = kit.NewLine("", kit.Display, kit.Text).SetAlign(fyne.TextAlignCenter)
	l.since = kit.NewCut("", kit.Caption, kit.Text3).SetAlign(fyne.TextAlignCenter)
	l.table = kit.NewTable([]kit.Column{
		{ID: "time", Title: lang.L("Time"), Width: 92},
		{ID: "what", Title: lang.L("What")},
		{ID: "events", Title: lang.L("Events"), Width: 72, Align: fyne.TextAlignTrailing, HideBelow: 600},
		{ID: "result", Title: lang.L("Result"), Width: 148},
	}, 40)
	l.table.Label = lang.L("What came in")
	l.table.OnSelect = func(row int) {
		if row < len(in.m.list) {
			in.open(in.m.list[row])
		}
	}
	l.table.OnNearEnd = l.readMore
	l.table.SetHeightForRows(listRowsLeast)
	head := kit.CardHeadTwo(l.title, l.caption, l.fresh, l.filter)
	l.card = kit.NewCard(head, kit.Grow(l.table))
	l.reset()
	return l
}

func (l *arrivalList) reset() {
	l.filter.SetValue(filterAll)
	l.table.SetRows(nil)
	l.setEmpty("loading", kit.Pad(16, 16, 16, 16, kit.NewSkeletonBlock(420, 380, 440, 360, 400, 380)))
}

// setEmpty sets what shows while there are no rows, once.
func (l *arrivalList) setEmpty(is string, o fyne.CanvasObject) {
	if l.emptyIs != is {
		l.emptyIs = is
		l.table.SetEmpty(o)
	}
}

func (l *arrivalList) choose(filter string) {
	m := l.in.m
	if m.filter == filter {
		return
	}
	l.in.more.Cancel()
	m.filter, m.list, m.read, m.held, m.last, m.end = filter, nil, false, 0, 0, false
	l.table.SetRows(nil)
	l.emptyIs = ""
	l.setEmpty("loading", kit.Pad(16, 16, 16, 16, kit.NewSkeletonBlock(420, 380, 440, 360)))
	l.in.readNow()
}

// isRead reports whether rows that came in now would disturb a person.
func (l *arrivalList) isRead() bool { return !l.table.AtTop() || l.in.detail.isOpen() }

// showFresh shows what came in meanwhile.
func (l *arrivalList) showFresh() {
	l.in.detail.close()
	l.table.ScrollToTop()
	l.in.more.Cancel()
	l.in.m.held, l.in.m.list = 0, nil
	l.in.readNow()
}

// setArrivals shows another list; only rows that changed are painted.
func (l *arrivalList) setArrivals(list []app.Arrival) {
	old := l.in.m.list
	l.in.m.list = list
	same := len(old) == len(list)
	for i := 0; same && i < len(list); i++ {
		same = old[i].ID == list[i].ID
	}
	if same {
		l.update(old)
		return
	}
	rows := make([]kit.TableRow, len(list))
	for i, a := range list {
		rows[i] = l.row(a)
	}
	l.table.SetRows(rows)
	if open, ok := l.in.detail.shown(); ok {
		for i, a := range list {
			if a.ID == open {
				l.table.SetSelected(i)
			}
		}
	}
}

// refreshStates takes over what changed of the rows that are shown, and adds none.
func (l *arrivalList) refreshStates(list []app.Arrival) {
	now := map[app.ArrivalID]app.Arrival{}
	for _, a := range list {
		now[a.ID] = a
	}
	old := append([]app.Arrival(nil), l.in.m.list...)
	for i, a := range l.in.m.list {
		if newer, ok := now[a.ID]; ok {
			l.in.m.list[i] = newer
		}
	}
	l.update(old)
}

func (l *arrivalList) update(old []app.Arrival) {
	for i, a := range l.in.m.list {
		if b := old[i]; a.State != b.State || a.Events != b.Events || a.Fresh != b.Fresh || a.What.String() != b.What.String() {
			l.table.UpdateRow(i, l.row(a))
		}
	}
}

func (l *arrivalList) row(a app.Arrival) kit.TableRow {
	kind, word := arrivalWord(a.State)
	return kit.TableRow{Cells: []kit.Cell{
		{Kind: kit.CellMono, Text: arrivalTime(a.At, l.in.s.clock.Now()), Token: kit.Text2},
		{Text: frame.T(a.What)},
		{Text: kit.Number(a.Events), Token: kit.Text2},
		{Kind: kit.CellChip, Text: word, Status: kind},
	}}
}

// readMore reads older ones when the last rows come into sight.
func (l *arrivalList) readMore() {
	in := l.in
	if in.m.end || !in.m.read || in.m.last == 0 {
		return
	}
	at, deps, filter, before := in.s.m.at, in.s.deps, in.m.filter, in.m.last
	in.m.last = 0 // one reading at a time
	kit.Start(&in.more, in.s.ctx, func(ctx context.Context) (arrivalPage, error) {
		return readArrivals(ctx, deps, at, filter, before, arrivalsAtOnce)
	}, func(p arrivalPage, err error) {
		if in.m.last != 0 || at != in.s.m.at || filter != in.m.filter {
			return
		}
		if err != nil {
			in.m.last = before
			in.s.shell.ShowError(err)
			return
		}
		in.m.last, in.m.end = p.last, p.end
		rows := make([]kit.TableRow, len(p.list))
		for i, a := range p.list {
			rows[i] = l.row(a)
		}
		in.m.list = append(in.m.list, p.list...)
		l.table.AppendRows(rows...)
	})
}

func (l *arrivalList) apply() {
	m, now := l.in.m, l.in.s.clock.Now()
	setShown(l.fresh, m.held > 0)
	if m.held > 0 {
		l.fresh.SetText(plural(m.held, "1 new", "{{.N}} new"))
		if m.heldMore {
			l.fresh.SetText(say("{{.N}} or more new", "N", m.held))
		}
	}
	switch {
	case !m.read:
		l.caption.SetText("")
	case m.filter == filterProblems:
		l.caption.SetText(lang.L("Only what somebody should look at"))
	case len(m.list) == 0:
		l.caption.SetText(lang.L("Nothing yet"))
	default:
		l.caption.SetText(say("Last webhook came {{.When}}", "When", when(m.latest, now)))
	}
	switch {
	case m.problem != nil && len(m.list) == 0:
		again := kit.NewButton(lang.L("Try again"), func() { l.in.readNow() }).WithIcon("refresh-cw")
		l.setEmpty("failed"+frame.ErrorText(m.problem), kit.NewEmpty(kit.KindDanger, "triangle-alert", lang.L("What came in could not be read"), frame.ErrorText(m.problem), again))
	case !m.read:
	case m.filter == filterProblems:
		l.setEmpty("clean", kit.NewEmpty(kit.KindOK, "circle-check", lang.L("No problems"), lang.L("Everything that came in was understood and took effect.")))
	default:
		l.applyWaiting()
	}
}

// applyWaiting says what is waited for, with a clock that counts.
func (l *arrivalList) applyWaiting() {
	v := l.in.s.m.view
	if v.Declaration.ID == "" || v.WebhookURL == "" {
		l.setEmpty("nothing", kit.NewEmpty(kit.KindNeutral, "plug", lang.L("Nothing can come in yet"),
			lang.L("The channel needs its protocol, and the gateway a public address. Then the provider can be told where to send.")))
		return
	}
	_, what := waitsFor(v.Channel, l.in.m.handedAt)
	l.since.SetText(frame.T(what))
	text := kit.NewParagraph(kit.Text2, kit.Body, lang.L("Write a message to the number from any phone. It shows here the moment it arrives.")).SetAlign(fyne.TextAlignCenter)
	l.setEmpty("waiting", kit.Pad(56, 48, 16, 48, kit.Col(0,
		kit.NewParagraph(kit.Text, kit.Section, lang.L("Waiting for the first message")).SetAlign(fyne.TextAlignCenter),
		kit.Pad(8, 0, 0, 0, l.clock), l.since, kit.Pad(12, 0, 0, 0, text), kit.Spring())))
}

// counts is how long the first message is waited for; false when none is.
func (l *arrivalList) counts() (time.Duration, bool) {
	if l.emptyIs != "waiting" || len(l.in.m.list) > 0 || !l.in.m.read {
		return 0, false
	}
	at, _ := waitsFor(l.in.s.m.view.Channel, l.in.m.handedAt)
	return l.in.s.clock.Now().Sub(at), !at.IsZero()
}

func (l *arrivalList) setClock(text string) { l.clock.SetText(text) }
