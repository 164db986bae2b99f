package historypage

import (
	"context"
	"errors"
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"

	"channeldesk/app"
	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
)

// list is the table with its pages. UI thread only.
type list struct {
	s      *Screen
	stage  *frame.Stage
	table  *kit.Table
	pill   *pill
	foot   *kit.Cut
	order  *kit.Line
	back   *kit.Button
	next   *kit.Button
	card   *fyne.Container
	beside *fyne.Container

	afters  []app.MessageID // of the page that is shown
	shown   []app.Message
	rows    []kit.TableRow
	figures figures
	more    bool
	top     app.MessageID // the newest one on the first page
	newer   int           // how many came since
	fresh   bool          // what is shown belongs to another choice
	load    kit.Task
	live    kit.Task
	busy    bool // live is under way
	again   bool // something changed meanwhile
	slow    *time.Timer
	run     int
	keyed   bool // what had the keyboard goes, and the rows that come get it
}

const rowHigh = 36

func newList(s *Screen) *list {
	l := &list{s: s, afters: []app.MessageID{0}}
	l.stage = frame.NewStage(s.shell, lang.L("The messages could not be read"), rowsSkeleton, func() { l.readPage([]app.MessageID{0}) })
	l.table = kit.NewTable([]kit.Column{
		{ID: "time", Title: lang.L("Time"), Width: 101, Most: 144},
		{ID: "who", Title: lang.L("Recipient"), Width: 148, Most: 184},
		{ID: "what", Title: lang.L("Template"), Width: 147, Most: 190},
		{ID: "status", Title: lang.L("Status"), Width: 92, Most: 124},
		{ID: "source", Title: lang.L("Source"), Width: 65, Most: 96, HideBelow: lastBelow},
		{ID: "last", Title: lang.L("Cost or error"), HideBelow: lastBelow},
	}, rowHigh)
	l.table.Label = lang.L("Messages")
	l.table.OnSelect = func(row int) {
		if row >= 0 && row < len(l.shown) {
			s.detail.open(l.shown[row])
		}
	}
	l.pill = newPill(func() {
		s.detail.close(false)
		l.readPage([]app.MessageID{0})
	})
	l.foot = kit.NewCut("", kit.Caption, kit.Text2)
	l.order = kit.NewLine(lang.L("Newest first"), kit.Caption, kit.Text2)
	l.back = kit.NewIconButton("chevron-left", lang.L("Newer messages"), l.turnBack)
	l.next = kit.NewIconButton("chevron-right", lang.L("Older messages"), l.turnOn)
	kit.AttachTooltip(l.back, lang.L("Newer messages"))
	kit.AttachTooltip(l.next, lang.L("Older messages"))
	foot := kit.Col(0, kit.HLine(), kit.Fix(0, 44, kit.Pad(0, 12, 0, 16, kit.Row(8, kit.Grow(l.foot), l.order, kit.Fix(8, 0, kit.Spring()), l.back, l.next))))
	over := kit.Col(0, kit.Fix(0, 44, kit.Spring()), kit.Row(0, kit.Grow(kit.Spring()), l.pill, kit.Grow(kit.Spring())), kit.Grow(kit.Spring()))
	l.card = kit.NewCard(kit.Grow(kit.Stack(l.table, over)), foot)
	l.beside = container.New(besideLayout{}, l.card, s.detail.drawer)
	return l
}

// forget drops what belongs to another place.
func (l *list) forget() {
	l.cancel()
	l.s.detail.close(false)
	l.afters, l.shown, l.rows, l.top, l.newer, l.fresh = []app.MessageID{0}, nil, nil, 0, 0, true
	l.stage.Forget()
}

func (l *list) cancel() {
	l.load.Cancel()
	l.live.Cancel()
	l.busy, l.again = false, false
	l.hurry()
}

// rechoose reads what the filters let through now, from the newest one on.
func (l *list) rechoose() {
	l.s.detail.close(false)
	l.fresh = true
	l.readPage([]app.MessageID{0})
}

func (l *list) turnOn() {
	if l.more && len(l.shown) > 0 {
		l.s.detail.close(false)
		l.readPage(append(slices.Clone(l.afters), l.shown[len(l.shown)-1].ID))
	}
}

func (l *list) turnBack() {
	if n := len(l.afters); n > 1 {
		l.s.detail.close(false)
		l.readPage(slices.Clone(l.afters[:n-1]))
	}
}

func (l *list) reading(afters []app.MessageID) reading {
	return reading{at: l.s.at, c: l.s.filters.chosen, afters: afters, now: l.s.clock.Now(), prices: l.s.deps.Prices, names: l.s.deps.FailureNames}
}

// readPage reads a page; what is shown stays until it is there, unless that takes
// long.
func (l *list) readPage(afters []app.MessageID) {
	l.live.Cancel()
	l.busy, l.again = false, false
	l.stage.Expect()
	l.wait()
	r, h := l.reading(afters), l.s.deps.History
	kit.Start(&l.load, l.s.ctx, func(ctx context.Context) (answer, error) { return r.all(ctx, h) }, func(a answer, err error) {
		l.hurry()
		l.take(r, a, err)
	})
}

// wait takes away what is shown when the answer takes long.
func (l *list) wait() {
	l.hurry()
	run := l.run
	l.slow = time.AfterFunc(slowAfter, func() {
		kit.Do(func() {
			if l.run == run {
				l.s.strip.dim(true)
				l.stage.Ready(rowsSkeleton())
			}
		})
	})
}

func (l *list) hurry() {
	l.run++
	if l.slow != nil {
		l.slow.Stop()
		l.slow = nil
	}
}

func (l *list) take(r reading, a answer, err error) {
	switch {
	case errors.Is(err, errTooLong):
		l.s.strip.dim(true)
		l.stage.Empty(l.tooLong())
		return
	case err != nil:
		l.failed(err)
		return
	case len(a.list) == 0 && r.page() > 1: // they are gone meanwhile
		l.readPage(r.afters[:r.page()-1])
		return
	}
	turned := l.fresh || !slices.Equal(r.afters, l.afters)
	l.afters, l.more, l.fresh = r.afters, a.more, false
	if r.page() == 1 {
		l.newer, l.top = 0, 0
		if len(a.list) > 0 {
			l.top = a.list[0].ID
		}
	}
	l.put(a)
	if len(a.list) == 0 {
		l.stage.Empty(l.empty(r, a.any))
		l.giveKeys(l.s.filters.search.Focus)
		return
	}
	if turned {
		l.table.ScrollToTop()
	}
	l.stage.Ready(l.beside)
	l.giveKeys(l.table.Focus)
}

// giveKeys moves the keyboard on from a button that made itself go.
func (l *list) giveKeys(to func()) {
	if l.keyed {
		l.keyed = false
		to()
	}
}

// goes is a button of an empty list, which goes with what it does.
func (l *list) goes(b func(string, func()) *kit.Button, text string, do func()) *kit.Button {
	return b(text, func() {
		l.keyed = true
		do()
	})
}

// put shows rows and figures; rows that are the same are left alone.
func (l *list) put(a answer) {
	same := len(a.list) == len(l.shown) && len(a.list) == l.table.Len()
	for i := 0; same && i < len(a.list); i++ {
		same = a.list[i].ID == l.shown[i].ID
	}
	if same {
		for i, r := range a.rows {
			if !sameRow(r, l.rows[i]) {
				l.table.UpdateRow(i, r)
			}
		}
	} else {
		l.table.SetRows(slices.Clone(a.rows))
	}
	l.shown, l.rows, l.figures = a.list, a.rows, a.figures
	l.s.strip.show(a.figures)
	l.s.export.button.SetDisabled(a.figures.counted.Total == 0)
	l.say()
}

// say writes what stands below the table and on the pill.
func (l *list) say() {
	if len(l.shown) > 0 {
		l.foot.SetText(shownText(len(l.afters), len(l.shown), l.figures.counted))
	}
	l.back.SetDisabled(len(l.afters) == 1)
	l.next.SetDisabled(!l.more)
	l.pill.show(l.newer)
	l.order.Hidden = l.s.detail.mark != ""
	l.markOpen()
	l.card.Refresh()
}

// markOpen marks the row of the message in the drawer, however that was opened.
func (l *list) markOpen() {
	if l.s.detail.mark == "" || l.table.Len() != len(l.shown) {
		return
	}
	at := slices.IndexFunc(l.shown, func(m app.Message) bool { return m.Mark == l.s.detail.mark })
	if at >= 0 && at != l.table.Selected() {
		l.table.MarkSelected(at)
	}
}

// frozen reports whether rows that come in must not move those that are shown.
func (l *list) frozen() bool {
	return len(l.afters) > 1 || l.s.detail.mark != "" || !l.table.AtTop()
}

// refresh reads again after something changed. Changes that come meanwhile are
// read when it is done, so that a stream of them cannot keep the rows from being
// written.
func (l *list) refresh() {
	switch {
	case l.slow != nil:
		return // the page is being read anyway
	case l.busy:
		l.again = true
		return
	case l.stage.State() == kit.StageFailed || l.stage.State() == kit.StageIdle:
		l.readPage([]app.MessageID{0})
		return
	}
	l.busy, l.again = true, false
	h := l.s.deps.History
	if !l.frozen() || len(l.shown) == 0 {
		r := l.reading([]app.MessageID{0})
		kit.Start(&l.live, l.s.ctx, func(ctx context.Context) (answer, error) { return r.all(ctx, h) }, func(a answer, err error) {
			switch {
			case err != nil:
			case l.frozen():
				l.again = true // the person began to read meanwhile
			default:
				l.take(r, a, nil)
			}
			l.refreshed(err)
		})
		return
	}
	r, shown, top := l.reading(l.afters), l.shown, l.top
	type result struct {
		answer
		newer int
	}
	kit.Start(&l.live, l.s.ctx, func(ctx context.Context) (out result, err error) {
		out.answer, out.newer, err = r.again(ctx, h, shown, top)
		return out, err
	}, func(out result, err error) {
		if err == nil {
			l.newer = out.newer
			l.put(out.answer)
		}
		l.refreshed(err)
	})
}

func (l *list) refreshed(err error) {
	l.busy = false
	if err != nil && app.ErrorCode(err) != app.CodeCancelled && !errors.Is(err, errTooLong) {
		l.s.shell.ShowError(err)
		return
	}
	if l.again {
		l.refresh()
	}
}

func (l *list) failed(err error) {
	if app.ErrorCode(err) != app.CodeCancelled {
		l.shown = nil
		l.stage.Break(err)
	}
}

// tooLong offers to narrow what was asked for.
func (l *list) tooLong() fyne.CanvasObject {
	l.shown = nil
	return card(kit.NewEmptyLarge(kit.KindWarn, "timer", lang.L("This takes too long"),
		lang.L("There are very many messages to look through. Narrow the dates, or write more of the number or name."),
		l.goes(kit.NewPrimary, lang.L("Look at the last 7 days"), func() { l.s.filters.set(func(c *choice) { c.span = spanWeek }) }),
		l.goes(kit.NewButton, lang.L("Try again"), func() { l.readPage([]app.MessageID{0}) })))
}

// empty says why there is no row, and what shows some.
func (l *list) empty(r reading, some bool) fyne.CanvasObject {
	f := l.s.filters
	allTime := func() { f.set(func(c *choice) { c.span = spanAll }) }
	switch {
	case !some:
		return card(kit.NewEmptyLarge(kit.KindNeutral, "history", lang.L("No message yet"),
			lang.L("Every message that this channel sends is listed here, with its delivery states and what to do when it failed."), l.waysToSend()...))
	case !r.c.narrowed():
		return card(kit.NewEmptyLarge(kit.KindNeutral, "calendar", lang.L("No message in these days"), nothingText(r.c, r.now),
			l.goes(kit.NewButton, lang.L("Look at all time"), allTime)))
	}
	actions := []fyne.CanvasObject{l.goes(kit.NewButton, lang.L("Clear filters"), f.clear)}
	if r.c.span != spanAll {
		actions = append(actions, l.goes(kit.NewQuiet, lang.L("Look at all time"), allTime))
	}
	return card(kit.NewEmptyLarge(kit.KindNeutral, "search", lang.L("Nothing matches these filters"), nothingText(r.c, r.now), actions...))
}

// waysToSend lead to where messages are sent; there are none for who may only look.
func (l *list) waysToSend() []fyne.CanvasObject {
	if !l.s.role.Allows(app.MaySend) {
		return nil
	}
	return []fyne.CanvasObject{
		kit.NewPrimary(lang.L("Send a message"), func() { l.s.shell.Go(frame.Send, "") }).WithIcon("send"),
		kit.NewButton(lang.L("Send with the API"), func() { l.s.shell.Go(frame.API, "") }).WithIcon("code-xml"),
	}
}

// card puts something into the middle of the room that the table has.
func card(o fyne.CanvasObject) fyne.CanvasObject { return kit.NewCard(kit.Grow(frame.Middle(o))) }

// pill tells of messages that came in above and shows them.
type pill struct {
	kit.Press
	text *kit.Line
}

func newPill(onTap func()) *pill {
	p := &pill{text: kit.NewLine("", kit.CaptionStrong, kit.OnPrimary)}
	p.Style = func(s kit.PressState) kit.Face {
		if s.Hovered {
			return kit.Face{Fill: kit.PrimaryHover}
		}
		return kit.Face{Fill: kit.Primary}
	}
	p.OnTapped = onTap
	p.Extend(p, kit.Pad(6, 14, 6, 14, p.text), 14)
	p.Hide()
	return p
}

func (p *pill) show(n int) {
	p.Hidden = n == 0
	if n > 0 {
		p.text.SetText(newText(n))
		p.Label = newText(n)
	}
}
