package handoffpage

import (
	"fyne.io/fyne/v2/lang"

	"channeldesk/app"
	"channeldesk/app/handoff"
	"channeldesk/screens/kit"
)

const (
	logNarrow = 980 // narrower than this the log leaves out who handed it over
	logMost   = 10  // how many rows it shows before it scrolls
)

// logCard is the hand-off log, newest first. UI thread only.
type logCard struct {
	kit.Block
	onConfirm func(app.HandoffID)
	rows      []logRow
	mayEdit   bool
	add       *kit.Button
	table     *kit.Table
}

func newLogCard(onAdd func(), onOpen func(logRow), onConfirm func(app.HandoffID)) *logCard {
	l := &logCard{onConfirm: onConfirm, mayEdit: true}
	l.add = kit.NewQuiet(lang.L("Add a note"), onAdd).WithIcon("plus")
	head := kit.Fix(0, 40, kit.Pad(0, 3, 0, 16, kit.Row(8, kit.Grow(kit.NewCut(lang.L("Hand-off log"), kit.Section, kit.Text)), l.add)))
	l.table = kit.NewTable([]kit.Column{
		{ID: "when", Title: lang.L("When"), Width: 140},
		{ID: "by", Title: lang.L("Handed by"), Width: 168, HideBelow: logNarrow},
		{ID: "to", Title: lang.L("To"), Width: 240},
		{ID: "how", Title: lang.L("How")},
		{ID: "state", Title: lang.L("Provider confirmed?"), Width: 260},
	}, 40)
	l.table.Label = lang.L("Hand-off log")
	l.table.SetHeightForRows(logMost)
	l.table.SetEmpty(kit.NewEmpty(kit.KindNeutral, "history", lang.L("Nothing handed over yet"),
		lang.L("Every sheet that is shown, saved, copied or printed is written down here, with who got it.")))
	l.table.OnSelect = func(at int) {
		l.table.SetSelected(-1)
		if at < len(l.rows) {
			onOpen(l.rows[at])
		}
	}
	l.Extend(l, kit.Stack(kit.NewBox(kit.Surface, kit.Border, 8, 1), kit.Pad(1, 1, 8, 1, kit.Col(0, head, l.table))))
	return l
}

// setMay offers writing to who may write.
func (l *logCard) setMay(may bool) {
	l.mayEdit = may
	if may {
		l.add.Show()
	} else {
		l.add.Hide()
	}
}

// show puts the rows into the table.
func (l *logCard) show(rows []logRow) {
	l.rows = rows
	out := make([]kit.TableRow, len(rows))
	for i, r := range rows {
		out[i] = kit.TableRow{Cells: []kit.Cell{
			{Text: r.when}, {Text: r.by}, {Text: r.to}, {Text: r.how, Token: kit.Text2}, l.state(r),
		}}
	}
	l.table.SetRows(out)
	l.Refresh()
}

// state is the last cell: where the hand-off stands and what can be done.
func (l *logCard) state(r logRow) kit.Cell {
	c := kit.Cell{Kind: kit.CellStatus, Text: r.status}
	switch r.state {
	case handoff.Noted:
		return kit.Cell{Text: r.status, Token: kit.Text2}
	case handoff.OutOfDate:
		c.Status = kit.KindWarn
	case handoff.Confirmed:
		c.Status = kit.KindOK
	case handoff.SignSeen:
		c.Status, c.Icon = kit.KindOK, "activity"
	case handoff.Waiting:
		c.Status, c.Icon = kit.KindNeutral, "clock"
	}
	if r.offersInRow && l.mayEdit {
		c.Action, c.Do = lang.L("Mark confirmed"), func() { l.onConfirm(r.id) }
	}
	return c
}
