package kit

import (
	"fmt"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// bigTable shows ten thousand rows in a window.
func bigTable(t *testing.T) (*Table, fyne.Window) {
	t.Helper()
	useTheme(t, ModeLight)
	w := sheetWindow(t, 900, 500)
	table := NewTable([]Column{{ID: "n", Title: "Number", Width: 120}, {ID: "s", Title: "State", Width: 140, HideBelow: 700}, {ID: "t", Title: "Text"}}, 36)
	rows := make([]TableRow, 10_000)
	for i := range rows {
		rows[i] = TableRow{Cells: []Cell{{Text: fmt.Sprint(i)}, {Kind: CellDot, Token: StateRead, Text: "Read"}, {Text: "Text", Action: "Open"}}}
		if i%2 == 1 {
			rows[i].Cells[1] = Cell{Kind: CellStatus, Status: KindWarn, Text: "Odd"}
			rows[i].Cells[2] = Cell{Kind: CellMono, Text: "mono", Detail: "detail"}
		}
	}
	table.SetRows(rows)
	w.SetContent(Stack(table, NewOverlayLayer()))
	return table, w
}

// What is said of a row that was cut goes when the row is another one, or gone.
func TestOtherRowsTakeTheTipAway(t *testing.T) {
	long := "A text that is much longer than its column, so that it is cut and said in full"
	for name, rows := range map[string][]TableRow{
		"same": {{}, {Cells: []Cell{{Text: long}}}}, "another": {{}, {Cells: []Cell{{Text: long + " again"}}}}, "gone": {{}},
	} {
		table, w := bigTable(t)
		table.SetRows([]TableRow{{}, {Cells: []Cell{{Text: long}}}})
		r := table.row(1)
		r.under = r.cells[0]
		r.tip.show()
		layer := tipLayer(w.Canvas())
		assert.Equal(t, layer, r.tip.layer, name)
		table.SetRows(rows)
		assert.Equal(t, name == "same", r.tip.layer != nil, name)
	}
}

// A cell that says a thing in short tells the whole of it in its tip, cut or not. What
// is told goes when the row changes to something else.
func TestACellTellsItsTip(t *testing.T) {
	table, w := bigTable(t)
	short := Cell{Text: "No WhatsApp", Tip: "This number is not on WhatsApp."}
	table.SetRows([]TableRow{{Cells: []Cell{{Text: "1"}, {Text: "2"}, short}}})
	r := table.row(0)
	over := func(column int) {
		r.MouseMoved(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(table.spans[column].x+1, 4)}})
	}
	over(2)
	assert.Equal(t, short.Tip, r.tipText())
	over(0)
	assert.Empty(t, r.tipText())
	over(2)
	r.tip.show()
	assert.True(t, tipLayer(w.Canvas()).tip.Visible())
	table.UpdateRow(0, table.rows[0])
	assert.NotNil(t, r.tip.layer, "nothing changed")
	table.UpdateRow(0, TableRow{Cells: []Cell{{Text: "1"}, {Text: "2"}, {Text: "Read"}}})
	assert.Nil(t, r.tip.layer)
	assert.False(t, tipLayer(w.Canvas()).tip.Visible())
	assert.Empty(t, r.tipText(), "the row is used again for a cell without one")
}

func TestTableUsesRowsAgain(t *testing.T) {
	table, w := bigTable(t)
	w.Canvas().Focus(table.list)
	made, create := 0, table.list.CreateItem
	table.list.CreateItem = func() fyne.CanvasObject { made++; return create() }
	for range 40 {
		hit(w.Canvas(), fyne.KeyPageDown)
	}
	assert.Greater(t, table.list.cursor, 350)
	hit(w.Canvas(), fyne.KeyEnd)
	assert.Equal(t, 9999, table.list.cursor)
	hit(w.Canvas(), fyne.KeyHome)
	assert.Less(t, made, 250, "rows in sight and one for each move, never ten thousand")
}

func TestTableRowSetsEveryProperty(t *testing.T) {
	table, _ := bigTable(t)
	fresh := func(i int) *tableRow {
		r := newTableRow(table)
		r.Resize(fyne.NewSize(900, 36))
		r.set(i)
		return r
	}
	look := func(r *tableRow) string {
		out := ""
		for _, c := range r.cells {
			out += fmt.Sprint(c.text.text, c.text.style, c.text.tok, c.text.align, c.text.Position(), c.text.Visible())
			out += fmt.Sprint(c.icon != nil && c.icon.Visible(), c.dot != nil && c.dot.Visible(), c.detail != nil && c.detail.Visible(), c.link != nil && c.link.Visible(), c.do == nil)
		}
		return out + fmt.Sprint(r.ground.tok, r.line.Visible(), r.ring.Visible(), r.hover)
	}
	used := fresh(1)
	used.MouseIn(nil)
	table.chosen = 1
	used.set(1)
	for _, i := range []int{0, 1, 2, 9999, 3} {
		used.set(i)
		assert.Equal(t, look(fresh(i)), look(used), "row %d", i)
	}
}

func TestTableKeysAndSelection(t *testing.T) {
	table, w := bigTable(t)
	var got []int
	table.OnSelect = func(i int) { got = append(got, i) }
	table.Focus()
	hit(w.Canvas(), fyne.KeyDown)
	hit(w.Canvas(), fyne.KeyDown)
	hit(w.Canvas(), fyne.KeyUp)
	assert.Empty(t, got, "the mark moves without selecting")
	hit(w.Canvas(), fyne.KeyReturn)
	hit(w.Canvas(), fyne.KeySpace)
	assert.Equal(t, []int{1, 1}, got)
	assert.Equal(t, 1, table.Selected())
	table.list.Select(4)
	table.list.Select(4)
	assert.Equal(t, []int{1, 1, 4, 4}, got, "a second click on the same row counts")
	table.SetSelected(-1)
	assert.Equal(t, -1, table.Selected())
	assert.Len(t, got, 4)
	table.SetRows(nil)
	hit(w.Canvas(), fyne.KeyDown)
	hit(w.Canvas(), fyne.KeyReturn)
	assert.Len(t, got, 4)
}

func TestTableColumnsGiveWay(t *testing.T) {
	table, w := bigTable(t)
	spans := table.columnSpans(900)
	assert.Equal(t, span{16, 104}, spans[0])
	assert.Equal(t, span{136, 124}, spans[1])
	assert.Equal(t, span{276, 608}, spans[2])
	narrow := table.columnSpans(600)
	assert.Zero(t, narrow[1].w)
	assert.Equal(t, span{136, 448}, narrow[2])
	table.SetColumnHidden("t", true)
	assert.Zero(t, table.columnSpans(900)[2].w)
	assert.Zero(t, minWidth(table), "it never widens the page")
	w.Resize(fyne.NewSize(600, 400))
}

func TestTableEmptyAndHeight(t *testing.T) {
	useTheme(t, ModeLight)
	table := logTable()
	assert.InDelta(t, 37+3*40, HeightFor(table, 900), 0.1)
	table.SetHeightForRows(2)
	assert.InDelta(t, 37+2*40, HeightFor(table, 900), 0.1)
	table.SetEmpty(NewEmpty(KindNeutral, "search", "Nothing matches", "Try a wider range."))
	table.SetRows(nil)
	assert.True(t, table.empty.Visible())
	assert.False(t, table.over.Visible())
	assert.Greater(t, HeightFor(table, 900), float32(130))
	table.AppendRows(TableRow{Cells: []Cell{{Text: "One"}}})
	assert.False(t, table.empty.Visible())
	table.UpdateRow(0, TableRow{Cells: []Cell{{Text: "Two"}}})
	table.UpdateRow(7, TableRow{})
	assert.Equal(t, 1, table.Len())
}

func TestTableRowHover(t *testing.T) {
	table, _ := bigTable(t)
	r := newTableRow(table)
	r.Resize(fyne.NewSize(900, 36))
	r.set(0)
	r.MouseIn(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(150, 10)}})
	assert.Equal(t, Sunken, r.ground.tok)
	require.NotNil(t, r.under)
	r.MouseOut()
	assert.Equal(t, Transparent, r.ground.tok)
	assert.Nil(t, r.under)
}

func TestQRModulesAreWholePixels(t *testing.T) {
	useTheme(t, ModeLight)
	for _, each := range []int{1, 3, 8} {
		v := NewQRView(codeOf(each), 222)
		assert.Equal(t, 29, v.modules)
		v.Resize(fyne.NewSize(222, 222))
		v.CreateRenderer().Layout(v.Size())
		assert.InDelta(t, 29*7, v.picture.Size().Width, 0.01)
		assert.Zero(t, v.picture.Position().X-float32(int(v.picture.Position().X)))
	}
	NewQRView(nil, 100).Resize(fyne.NewSize(100, 100))
}

func TestProgressShares(t *testing.T) {
	useTheme(t, ModeLight)
	p := NewProgress(KindInfo)
	p.Resize(fyne.NewSize(200, 6))
	p.SetShare(0.5)
	assert.InDelta(t, 0.5, p.Share(), 1e-9)
	p.SetSegments([]Segment{{0.7, Ok}, {0.7, Danger}, {-1, Warn}})
	assert.InDelta(t, 1, p.Share(), 1e-9)
}

func TestCodeBlockKeepsItsText(t *testing.T) {
	useTheme(t, ModeLight)
	b := NewCodeBlock("one\n\ttwo\n")
	assert.Equal(t, "one\n\ttwo", b.Code())
	got := ""
	b.SetOnCopy(func(code string) { got = code })
	b.copy.activate()
	assert.Equal(t, b.Code(), got)
	b.SetRuns([][]Run{{{Text: "curl", Token: CodeKeyword}, {Text: " -X"}}, {{Text: "x"}}})
	assert.Equal(t, "curl -X\nx", b.Code())
}

func TestDrawerCloses(t *testing.T) {
	useTheme(t, ModeLight)
	d := NewDrawer("Title", NewLine("Body", Body, Text), nil)
	closed := 0
	d.OnClose = func() { closed++ }
	d.shut.activate()
	assert.Equal(t, 1, closed)
	assert.False(t, d.Visible())
	assert.InDelta(t, DrawerWidth, d.MinSize().Width, 0.1)
}
