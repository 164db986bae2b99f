package activitypage

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"channeldesk/app"
	"channeldesk/app/channel"
	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
)

// versions is the list of the states of Published, each of which can come back.
// UI thread only.
type versions struct {
	s       *Screen
	stage   *frame.Stage
	table   *kit.Table
	drawer  *kit.Drawer
	card    *fyne.Container
	beside  *fyne.Container
	content *fyne.Container

	list   []channel.VersionLine
	open   int // the number of the one in the drawer; 0 for none
	wanted int // the number of the one to open once it is read
}

func newVersions(s *Screen) *versions {
	v := &versions{s: s}
	v.stage = frame.NewStage(s.shell, lang.L("The versions could not be read"), skeleton, v.read)
	v.table = kit.NewTable([]kit.Column{
		{ID: "number", Title: lang.L("Version"), Width: 132},
		{ID: "state", Title: "", Width: 96, HideBelow: 560},
		{ID: "who", Title: lang.L("Who"), Width: 184, HideBelow: 700},
		{ID: "what", Title: lang.L("What changed")},
		{ID: "do", Title: "", Width: 88, Align: fyne.TextAlignTrailing},
	}, 52)
	v.table.Label = lang.L("Versions")
	v.table.OnSelect = v.show
	v.drawer = kit.NewDrawer("", nil, nil)
	v.drawer.OnClose = func() { v.closed(true) }
	v.drawer.Hide()
	v.card = kit.NewCard(kit.Grow(v.table))
	v.beside = kit.Beside(v.card, v.drawer)
	about := kit.NewParagraph(kit.Text2, kit.Body, lang.L("Each change of Published is kept as a version. Restoring one makes a new version of it, after a review."))
	v.content = kit.Col(12, about, kit.Grow(v.stage))
	return v
}

// forget drops what belongs to another agent.
func (v *versions) forget() {
	v.list, v.wanted = nil, 0
	v.closed(false)
	v.stage.Forget()
}

func (v *versions) read() {
	agent := v.s.at.Agent
	frame.Read(v.s.ctx, v.stage, func(ctx context.Context) ([]channel.VersionLine, error) {
		return v.s.deps.Versions(ctx, agent)
	}, v.take)
}

func (v *versions) take(list []channel.VersionLine) {
	v.list = list
	if len(list) == 0 {
		v.closed(false)
		v.stage.Empty(emptyCard(kit.NewEmptyLarge(kit.KindNeutral, "history", lang.L("Nothing was published yet"),
			lang.L("Each time Published changes, its state is kept here as a numbered version that can come back."))))
		return
	}
	rows := make([]kit.TableRow, len(list))
	for i, line := range list {
		rows[i] = v.row(line)
	}
	v.table.SetRows(rows)
	v.stage.Put(v.beside)
	if v.wanted != 0 {
		v.open, v.wanted = v.wanted, 0
	}
	if i := slices.IndexFunc(list, func(l channel.VersionLine) bool { return l.Number == v.open }); i >= 0 {
		v.table.SetSelected(i)
		v.show(i)
	} else {
		v.closed(false)
	}
}

func (v *versions) row(l channel.VersionLine) kit.TableRow {
	state, do := kit.Cell{Kind: kit.CellChip}, kit.Cell{Kind: kit.CellAction}
	if l.Current {
		state = kit.Cell{Kind: kit.CellChip, Status: kit.KindPublished, Text: lang.L("Current")}
	}
	if l.Restorable && v.s.mayEdit {
		do.Action, do.Do = lang.L("Restore"), func() { v.restore(l.Number) }
	}
	what := kit.Cell{Text: changesText(l), Detail: l.Note}
	return kit.TableRow{Cells: []kit.Cell{
		{Kind: kit.CellStrong, Text: versionName(l.Number), Detail: lineTime(l.At, v.s.clock.Now())}, state,
		{Kind: kit.CellPerson, Text: whoText(l.By), Initials: app.Initials(whoText(l.By))}, what, do,
	}}
}

func (v *versions) restore(number int) { v.s.shell.ReviewRestore(v.s.at.Agent, number) }

// show opens the drawer with a version.
func (v *versions) show(row int) {
	if row < 0 || row >= len(v.list) {
		return
	}
	l := v.list[row]
	v.open = l.Number
	v.drawer.SetTitle(versionName(l.Number), exactTime(l.At))
	who := whoText(l.By)
	parts := []fyne.CanvasObject{kit.Row(8, kit.NewPerson(app.Initials(who), 24), kit.Grow(kit.NewCutTip(kit.NewCut(who, kit.BodyStrong, kit.Text))))}
	if l.Note != "" {
		parts = append(parts, kit.Stack(kit.NewBox(kit.Sunken, kit.Transparent, 6, 0), kit.Pad(8, 12, 8, 12, kit.NewParagraph(kit.Text, kit.Body, l.Note))))
	}
	changes := []fyne.CanvasObject{kit.NewLine(lang.L("What changed"), kit.CaptionStrong, kit.Text2)}
	for _, c := range l.Changes {
		changes = append(changes, kit.RowTop(8, kit.Pad(6, 0, 0, 0, kit.NewShape(kit.ShapeDisc, 6, kit.Text3)), kit.Grow(kit.NewParagraph(kit.Text, kit.Body, frame.T(c)))))
	}
	if len(l.Changes) == 0 {
		changes = append(changes, kit.NewParagraph(kit.Text3, kit.Body, lang.L("Nothing was written down.")))
	}
	parts = append(parts, kit.Col(6, changes...))
	v.drawer.SetBody(kit.Pad(16, 16, 16, 16, kit.Col(16, parts...)))
	v.drawer.SetFoot(v.foot(l))
	v.drawer.Show()
	v.beside.Refresh()
}

// foot offers to restore, or says why that cannot be.
func (v *versions) foot(l channel.VersionLine) fyne.CanvasObject {
	why := frame.T(l.Why)
	switch {
	case l.Current:
		return kit.Row(8, kit.NewChip(kit.KindPublished, kit.KindPublished.IconName(), lang.L("Current"), false),
			kit.Grow(kit.NewCut(lang.L("Customers use this one now"), kit.Caption, kit.Text2)))
	case !v.s.mayEdit:
		why = lang.L("Your role is {{.Role}}: you can look at versions, not restore them.", map[string]any{"Role": lang.L(v.s.role.Label())})
	case l.Restorable:
		return kit.Row(8, kit.NewButton(lang.L("Restore this version"), func() { v.restore(l.Number) }).WithIcon("rotate-ccw"), kit.Spring())
	}
	return kit.RowTop(8, kit.NewIcon("info", 16, kit.Text2), kit.Grow(kit.NewParagraph(kit.Text2, kit.Caption, why)))
}

// closed takes the mark off the table; with focus the keyboard goes back to it.
func (v *versions) closed(focus bool) {
	v.open = 0
	v.drawer.Hide()
	v.table.SetSelected(-1)
	v.beside.Refresh()
	if focus {
		v.table.Focus()
	}
}

func versionName(n int) string { return lang.L("Version {{.N}}", map[string]any{"N": n}) }

// changesText is the first change, and how many more there are.
func changesText(l channel.VersionLine) string {
	if len(l.Changes) == 0 {
		return "-"
	}
	first := frame.T(l.Changes[0])
	switch n := len(l.Changes) - 1; n {
	case 0:
		return first
	case 1:
		return lang.L("{{.First}}, and 1 more change", map[string]any{"First": first})
	default:
		return lang.L("{{.First}}, and {{.N}} more changes", map[string]any{"First": first, "N": n})
	}
}
