package sendpage

import (
	"context"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"channeldesk/app"
	"channeldesk/app/bulk/recipients"
	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
)

// problemCard lists the rows that are left out unless somebody mends them. UI
// thread only.
type problemCard struct {
	m     *many
	title *kit.Line
	ready *kit.Cut
	save  *kit.Link
	table *kit.Table
	foot  *kit.Paragraph
	edit  *fyne.Container
	card  *fyne.Container
	list  []recipients.Problem
	field *kit.TextField // of the row that is being mended; nil while none is
}

func newProblemCard(m *many) *problemCard {
	c := &problemCard{m: m, title: kit.NewLine("", kit.Section, kit.Text), ready: kit.NewCut("", kit.Caption, kit.Text3), edit: kit.Stack(),
		foot: kit.NewParagraph(kit.Text3, kit.Caption, "")}
	c.edit.Hide()
	c.save = kit.NewLink(lang.L("Save problem rows"), "download", c.saveRows)
	c.table = kit.NewTable([]kit.Column{
		{ID: "row", Title: lang.L("Row"), Width: 68}, {ID: "phone", Title: lang.L("Phone"), Width: 168},
		{ID: "name", Title: lang.L("Name"), Width: 128, HideBelow: 600}, {ID: "what", Title: lang.L("Problem")}, {ID: "do", Width: 56, Align: fyne.TextAlignTrailing},
	}, 40)
	c.table.Label = lang.L("Rows with a problem")
	c.table.OnSelect = c.act
	c.table.SetHeightForRows(50)
	head := kit.Fix(0, 28, kit.Row(8, c.title, kit.Grow(c.ready), c.save))
	c.card = kit.NewCard(kit.Pad(10, 16, 2, 16, head), c.edit, kit.Pad(headUp, 0, 0, 0, c.table), kit.Pad(4, 16, 12, 16, c.foot))
	c.card.Hide()
	return c
}

// show lists what the latest check found.
func (c *problemCard) show(r recipients.Report, shown bool) {
	c.card.Hidden = !shown
	if !shown {
		return
	}
	wrong := r.Wrong()
	c.title.SetText(plural(wrong, "1 row has a problem", "{{.N}} rows have a problem"))
	c.ready.SetText(plural(r.Ready, "1 row is ready", "{{.N}} rows are ready"))
	if wrong == 0 {
		c.title.SetText(plural(r.Ready, "1 row is ready", "All {{.N}} rows are ready"))
		c.ready.SetText("")
		if r.Skipped > 0 {
			c.title.SetText(plural(r.Ready, "1 row is ready", "{{.N}} rows are ready"))
			c.ready.SetText(plural(r.Skipped, "1 row is skipped", "{{.N}} rows are skipped"))
		}
	}
	c.save.Hidden, c.table.Hidden = wrong == 0, wrong == 0
	c.list = r.Problems
	rows := make([]kit.TableRow, 0, len(c.list))
	for i, p := range c.list {
		rows = append(rows, c.row(i, p))
	}
	c.table.SetRows(rows)
	foot := lang.L("Rows with a problem are left out unless you fix them here.")
	quote := slices.IndexFunc(c.list, func(p recipients.Problem) bool { return p.Kind == recipients.OpenQuote })
	switch {
	case quote >= 0:
		foot = frame.T(c.list[quote].What)
	case slices.ContainsFunc(c.list, func(p recipients.Problem) bool { return p.Kind == recipients.Damaged }):
		foot = lang.L("A spreadsheet rounds long numbers to ones like 6.28E+12. Make the column with the numbers text there, save the file again, and drop it here.")
	case wrong > len(c.list):
		foot = say("These are the first {{.N}}. Save the problem rows to mend them in a spreadsheet.", "N", kit.Number(len(c.list)))
	case wrong == 0:
		foot = lang.L("Every number can be written to and every value fits.")
	}
	c.foot.SetText(foot)
	c.card.Refresh()
}

func (c *problemCard) row(i int, p recipients.Problem) kit.TableRow {
	kind, word := kit.KindDanger, lang.L("Edit")
	if !p.Kind.Serious() {
		kind, word = kit.KindWarn, lang.L("Skip")
	}
	if p.Column < 0 {
		word = lang.L("Skip")
	}
	phone := p.Phone
	if e164, err := app.ParseAccountCode(phone, c.m.choice.country); err == nil && p.Kind != recipients.TooShort {
		phone = app.FormatPhone(e164)
	}
	what, tip := frame.T(p.What), ""
	switch p.Kind {
	case recipients.Damaged:
		what, tip = lang.L("Rounded by the spreadsheet"), what
	case recipients.OpenQuote:
		what, tip = lang.L("Quotation mark not closed"), what
	}
	return kit.TableRow{Cells: []kit.Cell{
		{Text: kit.Number(p.Row), Token: kit.Text3}, {Text: plain(phone)}, {Text: plain(p.Name)},
		{Kind: kit.CellMarked, Status: kind, Text: what, Tip: tip}, {Kind: kit.CellAction, Action: word, Do: func() { c.act(i) }},
	}}
}

// act mends or skips a row.
func (c *problemCard) act(i int) {
	c.table.SetSelected(-1)
	if i >= len(c.list) {
		return
	}
	p := c.list[i]
	if !p.Kind.Serious() || p.Column < 0 {
		c.skip(p)
		return
	}
	c.openEdit(p)
}

func (c *problemCard) skip(p recipients.Problem) {
	c.leaveEdit()
	c.m.choice.skip[p.Row] = true
	c.m.changed()
	c.m.s.shell.Toast(kit.KindNeutral, say("Row {{.N}} is skipped", "N", kit.Number(p.Row)), lang.L("Undo"), func() {
		delete(c.m.choice.skip, p.Row)
		c.m.changed()
	})
}

// openEdit shows the field of the cell at fault above the list.
func (c *problemCard) openEdit(p recipients.Problem) {
	label := ""
	if p.Need >= 0 && p.Need < len(c.m.job.Needs) {
		label = c.m.job.Needs[p.Need].Label
	}
	f := kit.NewTextField(say("{{.Name}} in row {{.N}}", "Name", label, "N", kit.Number(p.Row))).SelectWhole()
	f.SetText(p.Value)
	f.OnEscape = func() { c.leaveEdit() }
	keep := func() {
		c.m.choice.edit(p.Row, p.Column, strings.TrimSpace(f.Text()))
		c.leaveEdit()
		c.m.changed()
	}
	f.OnSubmitted = func(string) { keep() }
	c.field = f
	skip := kit.NewQuiet(lang.L("Skip the row"), func() { c.skip(p) })
	buttons := kit.Pad(20, 0, 0, 0, kit.Row(8, kit.NewPrimary(lang.L("Use it"), keep), skip, kit.NewButton(lang.L("Leave it"), func() { c.leaveEdit() })))
	band := kit.Stack(kit.NewRect(kit.Sunken), kit.Pad(12, 16, 12, 16, kit.RowTop(12, kit.Grow(f), buttons)))
	c.edit.Objects = []fyne.CanvasObject{kit.Pad(0, 0, -headUp, 0, band)} // the head of the list keeps off it
	c.edit.Show()
	c.m.s.content.Refresh()
	f.Focus()
}

// leaveEdit closes the field and goes back to the list, and reports whether it was
// open.
func (c *problemCard) leaveEdit() bool {
	was := c.closeEdit()
	if was {
		c.table.Focus()
	}
	return was
}

// closeEdit closes the field, and reports whether it was open.
func (c *problemCard) closeEdit() bool {
	if c.field == nil {
		return false
	}
	c.field = nil
	c.edit.Objects = nil
	c.edit.Hide()
	c.m.s.content.Refresh()
	return true
}

// saveRows writes the rows with a problem into a file that can be mended.
func (c *problemCard) saveRows() {
	file, job := c.m.choice.file, c.m.job
	if file == nil {
		return
	}
	job.OptedOut = c.m.optedOut
	name := strings.TrimSuffix(file.Name, filepath.Ext(file.Name)) + "-problems.csv"
	c.m.s.shell.SaveFile(name, func(ctx context.Context, w io.Writer) error {
		_, err := recipients.SaveProblems(ctx, file, job, w)
		return err
	}, func(path string, err error) {
		if err == nil && path != "" {
			c.m.s.shell.Toast(kit.KindOK, lang.L("Problem rows saved"), lang.L("Open"), func() { c.m.s.shell.OpenFile(path) })
		}
	})
}
