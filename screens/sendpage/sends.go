package sendpage

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"channeldesk/app"
	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
	"channeldesk/screens/templateview"
)

// sends lists the bulk sends of the place, newest first. UI thread only.
type sends struct {
	s       *Screen
	table   *kit.Table
	list    []app.BulkSend
	content *fyne.Container
}

func newSends(s *Screen) *sends {
	v := &sends{s: s}
	v.table = kit.NewTable([]kit.Column{
		{ID: "name", Title: lang.L("Bulk send")}, {ID: "state", Title: lang.L("Status"), Width: 168},
		{ID: "people", Title: lang.L("People"), Width: 104, Align: fyne.TextAlignTrailing},
		{ID: "when", Title: lang.L("Begins"), Width: 156, HideBelow: 700}, {ID: "by", Title: lang.L("By"), Width: 148, HideBelow: 860},
	}, 52)
	v.table.Label = lang.L("Bulk sends")
	v.table.OnSelect = v.open
	v.table.SetEmpty(kit.NewEmpty(kit.KindNeutral, "send", lang.L("Nothing was sent in bulk yet"),
		lang.L("Choose a template and a file with one row for each person. What is planned, on its way or done stands here.")))
	v.content = kit.Col(16, s.modeRow(viewSends), kit.Grow(kit.NewCard(kit.Grow(v.table))))
	return v
}

func (v *sends) open(row int) {
	v.table.SetSelected(-1)
	if row < len(v.list) {
		v.s.shell.Go(frame.SendProgress, frame.BulkPart(v.list[row].ID))
	}
}

// take shows what was read; rows that stay as they were are not drawn again.
func (v *sends) take() {
	now := v.s.clock.Now()
	list := v.s.got.bulks
	rows := make([]kit.TableRow, len(list))
	same := len(list) == len(v.list)
	for i, b := range list {
		kind, icon, word := bulkWord(b.Status)
		when := b.DueAt
		if !b.StartedAt.IsZero() {
			when = b.StartedAt
		}
		rows[i] = kit.TableRow{Cells: []kit.Cell{
			{Kind: kit.CellStrong, Text: b.Name, Detail: b.Template + ", " + templateview.Language(b.Language)}, {Kind: kit.CellChip, Status: kind, Icon: icon, Text: word},
			{Text: kit.Number(b.Total)}, {Text: frame.When(when, now), Token: kit.Text2}, {Text: b.CreatedBy, Token: kit.Text2},
		}}
		same = same && v.list[i].ID == b.ID
	}
	if !same {
		v.list = list
		v.table.SetRows(rows)
		return
	}
	for i := range list {
		if v.list[i].Status != list[i].Status || v.list[i].Total != list[i].Total || !v.list[i].DueAt.Equal(list[i].DueAt) || !v.list[i].StartedAt.Equal(list[i].StartedAt) {
			v.table.UpdateRow(i, rows[i])
		}
	}
	v.list = list
}
