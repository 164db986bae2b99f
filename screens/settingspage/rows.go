package settingspage

import (
	"context"

	"fyne.io/fyne/v2"

	"channeldesk/app"
	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
)

// rowHigh is the height of one row of a rowsCard.
const rowHigh = 56

// rowsCard is what the cards of members and of prices have in common: rows that
// are read in the background, changed in the background, and then read again. UI
// thread only.
type rowsCard struct {
	s       *Screen
	rows    *fyne.Container
	stage   *kit.Stage
	card    fyne.CanvasObject
	failure string // the title when they cannot be read
	again   func() // reads them
	load    kit.Task
	task    kit.Task
}

func newRowsCard(s *Screen) rowsCard {
	return rowsCard{s: s, rows: kit.Col(0), stage: kit.NewStage()}
}

// loading shows that the rows are being read, unless they were before.
func (c *rowsCard) loading(widths ...float32) {
	if c.stage.State() != kit.StageReady {
		c.stage.Loading(kit.NewSkeletonBlock(widths...))
	}
}

// failed reports whether the rows could not be read, and says so. What was read
// before stays.
func (c *rowsCard) failed(err error) bool {
	switch {
	case err == nil:
		return false
	case app.ErrorCode(err) == app.CodeCancelled:
	case c.stage.State() == kit.StageReady:
		c.s.shell.ShowError(err)
	default:
		c.stage.Failed(c.failure, frame.ErrorText(err), c.again, nil)
		c.s.content.Refresh()
	}
	return true
}

// put shows the rows, with a line between two, as a part of what the card holds.
func (c *rowsCard) put(holds fyne.CanvasObject, rows []fyne.CanvasObject) {
	c.rows.Objects = nil
	for i, r := range rows {
		if i > 0 {
			c.rows.Add(kit.HLine())
		}
		c.rows.Add(r)
	}
	c.stage.Ready(holds)
	c.card.Refresh()
	c.s.content.Refresh()
	if c.s.details.State() == kit.StageReady {
		c.s.goToPart()
	}
}

// do runs a change in the background, also when the page is left meanwhile; wrong
// hears of what went wrong.
func (c *rowsCard) do(work func(context.Context) error, wrong func(error), done func()) {
	kit.Start(&c.task, context.WithoutCancel(c.s.ctx), func(ctx context.Context) (struct{}, error) {
		return struct{}{}, work(ctx)
	}, func(_ struct{}, err error) {
		if err != nil {
			wrong(err)
			return
		}
		done()
		c.again()
	})
}

// row is a title with what stands beside it, a line of detail below, something
// before them, which may be nil, and something after them.
func row(before fyne.CanvasObject, title []fyne.CanvasObject, detail string, after ...fyne.CanvasObject) fyne.CanvasObject {
	words := kit.Col(0, kit.Row(8, append(title, kit.Grow(kit.Spring()))...), kit.NewCutTip(kit.NewCut(detail, kit.Caption, kit.Text3)))
	parts := append([]fyne.CanvasObject{kit.Grow(words)}, after...)
	if before != nil {
		parts = append([]fyne.CanvasObject{before}, parts...)
	}
	return kit.Fix(0, rowHigh, kit.Row(12, parts...))
}

// rowTitle is the title of a row.
func rowTitle(text string) fyne.CanvasObject {
	return kit.NewCutTip(kit.NewCut(text, kit.BodyStrong, kit.Text))
}

// named gives a button whose word stands in every row a name of its own for
// screen readers.
func named(b *kit.Button, label string) *kit.Button {
	b.Label = label
	return b
}
