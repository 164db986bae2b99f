package activitypage

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"channeldesk/app"
	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
)

// linesRead is the newest part of the list, with what the filters choose from.
type linesRead struct {
	lines  []app.Activity
	actors []string
	agents []app.Agent
}

// lines is the list with its filters and the drawer of one line. UI thread only.
type lines struct {
	s       *Screen
	filters *filters
	stage   *frame.Stage
	table   *kit.Table
	drawer  *kit.Drawer
	foot    *kit.Cut
	turning *kit.Activity
	retry   *kit.Link
	fresh   *kit.Link
	card    *fyne.Container
	beside  *fyne.Container
	content *fyne.Container

	list   []app.Activity
	agents map[app.AgentID]string
	open   int64 // the line in the drawer; 0 for none
	atEnd  bool
	broken bool // reading on failed; the person decides when to try again
	newer  int  // lines that came meanwhile and are held back, because somebody reads
	more   kit.Task
	busy   bool // reading on
}

const rowHigh = 36

func newLines(s *Screen) *lines {
	l := &lines{s: s, agents: map[app.AgentID]string{}}
	l.stage = frame.NewStage(s.shell, lang.L("The activity could not be read"), skeleton, l.readAgain)
	l.filters = newFilters(s, l.refilter)
	l.table = kit.NewTable([]kit.Column{
		{ID: "when", Title: lang.L("Time"), Width: 124},
		{ID: "who", Title: lang.L("Who"), Width: 172},
		{ID: "what", Title: lang.L("What happened")},
		{ID: "agent", Title: lang.L("Agent"), Width: 168, HideBelow: 840},
		{ID: "env", Title: lang.L("Environment"), Width: 124, HideBelow: 660},
	}, rowHigh)
	l.table.Label = lang.L("Activity")
	l.table.OnSelect = l.show
	l.table.OnNearEnd = l.readOn
	l.drawer = kit.NewDrawer("", nil, nil)
	l.drawer.OnClose = func() { l.closed(true) }
	l.drawer.Hide()
	l.foot = kit.NewCut("", kit.Caption, kit.Text2)
	l.turning = kit.NewActivity(14, kit.PrimaryText)
	l.turning.Hide()
	l.retry = kit.NewLink(lang.L("Try again"), "refresh-cw", l.tryOn)
	l.retry.Hide()
	l.fresh = kit.NewLink("", "arrow-up", l.showNewer)
	l.fresh.Hide()
	foot := kit.Col(0, kit.HLine(), kit.Fix(0, 40, kit.Pad(0, 16, 0, 16, kit.Row(8, l.turning, kit.Grow(l.foot), l.retry, l.fresh))))
	l.card = kit.NewCard(kit.Grow(l.table), foot)
	l.beside = kit.Beside(l.card, l.drawer)
	l.content = kit.Col(12, l.filters.row, kit.Grow(l.stage))
	return l
}

// forget drops what belongs to another agent; the filters stay.
func (l *lines) forget() {
	l.cancel()
	l.list, l.atEnd, l.broken, l.newer, l.stage.Stale = nil, false, false, 0, false
	l.closed(false)
	l.filters.chosen.who = ""
	l.filters.show()
	l.stage.Forget()
}

func (l *lines) cancel() {
	l.stage.Cancel()
	l.more.Cancel()
	l.setBusy(false)
}

// refilter reads anew what the filters let through now.
func (l *lines) refilter() {
	l.more.Cancel()
	l.setBusy(false)
	l.closed(false)
	l.stage.Stale = true
	l.readAgain()
}

// readAgain reads the newest lines and puts them before those that are known.
func (l *lines) readAgain() {
	at, c := l.s.at, l.filters.chosen
	f := c.filter(at.Agent, l.s.clock.Now())
	frame.Read(l.s.ctx, l.stage, func(ctx context.Context) (r linesRead, err error) {
		if r.lines, err = l.s.deps.Activity(ctx, f); err != nil {
			return r, err
		}
		if r.actors, err = l.s.deps.Actors(ctx); err != nil {
			return r, err
		}
		r.agents, err = l.s.deps.ListAgents(ctx)
		return r, err
	}, l.take)
}

func (l *lines) take(r linesRead) {
	l.filters.setActors(r.actors)
	for _, a := range r.agents {
		l.agents[a.ID] = a.Name
	}
	known := l.list
	if l.stage.Stale {
		known = nil
	}
	if l.hold(r.lines) {
		return
	}
	l.newer = 0
	list, joined := merge(r.lines, known)
	same := joined && len(list) == len(known) && !l.stage.Stale
	if !joined {
		l.more.Cancel()
		l.setBusy(false)
		l.atEnd, l.broken = len(r.lines) < pageLines, false
	}
	if cameOn(list, known) && !l.stage.Stale {
		l.s.verify.forget()
	}
	fresh := l.stage.Stale
	l.list, l.stage.Stale = list, false
	if len(list) == 0 {
		l.stage.Empty(l.empty())
		return
	}
	if l.stage.Shows() && same {
		return
	}
	l.fill()
	if fresh {
		l.table.ScrollToTop()
	}
	l.stage.Put(l.beside)
}

// hold keeps lines that came on top from moving those that somebody reads, and
// tells of them; false when nobody does.
func (l *lines) hold(newest []app.Activity) bool {
	if l.stage.Stale || !l.stage.Shows() || len(l.list) == 0 || l.open == 0 && l.table.AtTop() {
		return false
	}
	newer := 0
	for newer < len(newest) && newest[newer].ID > l.list[0].ID {
		newer++
	}
	if newer == 0 {
		return false
	}
	l.newer = newer
	l.s.verify.forget()
	l.say()
	return true
}

// showNewer shows the lines that were held back.
func (l *lines) showNewer() {
	l.closed(true)
	l.table.ScrollToTop()
	l.readAgain()
}

// fill puts the lines into the table.
func (l *lines) fill() {
	all := l.filters.chosen.all
	l.table.SetColumnHidden("agent", !all)
	l.table.SetRows(l.rows(l.list))
	if i := slices.IndexFunc(l.list, func(a app.Activity) bool { return a.ID == l.open }); i >= 0 && l.open != 0 {
		l.table.SetSelected(i)
	}
	l.say()
}

func (l *lines) rows(list []app.Activity) []kit.TableRow {
	now := l.s.clock.Now()
	out := make([]kit.TableRow, len(list))
	for i, a := range list {
		env := kit.Cell{}
		switch a.Environment {
		case app.Published:
			env = kit.Cell{Kind: kit.CellChip, Status: kit.KindPublished, Text: frame.EnvironmentName(a.Environment)}
		case app.Draft:
			env = kit.Cell{Kind: kit.CellChip, Status: kit.KindDraft, Text: frame.EnvironmentName(a.Environment)}
		}
		what := kit.Cell{Text: frame.T(a.Text)}
		if isTrouble(a.Kind) {
			what.Token = kit.WarnText
		}
		out[i] = kit.TableRow{Cells: []kit.Cell{
			{Text: lineTime(a.At, now), Token: kit.Text2},
			{Kind: kit.CellPerson, Text: whoText(a.By), Initials: app.Initials(whoText(a.By))},
			what, {Text: l.agentName(a.AgentID), Token: kit.Text2}, env,
		}}
	}
	return out
}

// agentName is the agent of a line; "" for the workspace.
func (l *lines) agentName(id app.AgentID) string {
	switch name, ok := l.agents[id]; {
	case id == 0:
		return ""
	case ok:
		return name
	}
	return lang.L("Deleted agent {{.N}}", map[string]any{"N": int(id)})
}

// say tells below the table how much of the log it shows.
func (l *lines) say() {
	n := len(l.list)
	text := lang.L("The newest {{.N}} lines; more come while you scroll", map[string]any{"N": kit.Number(n)})
	switch {
	case l.broken:
		text = lang.L("The next lines could not be read")
	case l.busy:
		text = lang.L("{{.N}} lines, reading on", map[string]any{"N": kit.Number(n)})
	case l.atEnd && n == 1:
		text = lang.L("1 line, all there is")
	case l.atEnd:
		text = lang.L("{{.N}} lines, all there are", map[string]any{"N": kit.Number(n)})
	}
	l.foot.SetText(text)
	l.retry.Hidden = !l.broken
	l.fresh.Hidden = l.newer == 0
	l.fresh.SetText(lang.L("{{.N}} new", map[string]any{"N": kit.Number(l.newer)}))
	l.card.Refresh()
}

func (l *lines) setBusy(busy bool) {
	if l.busy == busy {
		return
	}
	l.busy = busy
	l.turning.Hidden = !busy
	if busy {
		l.turning.Start()
	} else {
		l.turning.Stop()
	}
}

// readOn reads the lines that follow the last one.
func (l *lines) readOn() {
	if l.busy || l.atEnd || l.broken || l.stage.Stale || len(l.list) == 0 {
		return
	}
	f := l.filters.chosen.filter(l.s.at.Agent, l.s.clock.Now())
	f.Before = l.list[len(l.list)-1].ID
	l.setBusy(true)
	kit.Start(&l.more, l.s.ctx, func(ctx context.Context) ([]app.Activity, error) {
		return l.s.deps.Activity(ctx, f)
	}, func(older []app.Activity, err error) {
		l.setBusy(false)
		if err != nil {
			l.broken = true
			l.say()
			return
		}
		l.atEnd = len(older) < pageLines
		l.list = append(l.list, older...)
		l.table.AppendRows(l.rows(older)...)
		l.say()
	})
}

func (l *lines) tryOn() {
	l.broken = false
	l.readOn()
	l.say()
}

// empty says why there is no line, and what shows some.
func (l *lines) empty() fyne.CanvasObject {
	c := l.filters.chosen
	if !c.narrowed() {
		return emptyCard(kit.NewEmptyLarge(kit.KindNeutral, "activity", lang.L("Nothing happened yet"),
			lang.L("What people change, reveal, publish and hand over is written down here, and so is every try that was refused.")))
	}
	text := lang.L("Try other days or fewer filters.")
	actions := []fyne.CanvasObject{kit.NewButton(lang.L("Clear filters"), l.filters.clear)}
	if !c.all {
		if c.group == groupMembers {
			text = lang.L("Members and sign-ins belong to the whole workspace. They are under all agents.")
		}
		actions = append(actions, kit.NewQuiet(lang.L("Look at all agents"), l.filters.widen))
	}
	return emptyCard(kit.NewEmptyLarge(kit.KindNeutral, "search", lang.L("Nothing matches these filters"), text, actions...))
}

// emptyCard puts something into the middle of the room that the table has.
func emptyCard(o fyne.CanvasObject) fyne.CanvasObject {
	return kit.NewCard(kit.Grow(frame.Middle(o)))
}

func skeleton() fyne.CanvasObject { return kit.NewCard(kit.NewSkeletonRows(10, 110, 160, 420)) }
