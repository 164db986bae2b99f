package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// Column is one column of a Table.
type Column struct {
	// ID names the column for SetColumnHidden.
	ID string
	// Title stands in the head.
	Title string
	// Width includes the gap to the next column; columns of 0 share the rest.
	Width float32
	// Most lets the column grow from Width up to this where there is room, in step
	// with the other columns that have it; 0 keeps it at Width.
	Most float32
	// Align places title and text; leading unless said otherwise.
	Align fyne.TextAlign
	// HideBelow leaves the column out while the table is narrower than this;
	// 0 keeps it always.
	HideBelow float32
}

const (
	tableHead = 36
	tableSide = 16  // room left of the first and right of the last column
	tableGap  = 16  // room at the end of each column
	tableNear = 20  // how many rows before the last one OnNearEnd is called
	tableOpen = 128 // what the columns without a width keep each while others grow
)

// Table shows rows of text under a head. Rows are made only for what is in
// sight and used again while scrolling, so tens of thousands are no burden.
// Arrow keys, Page Up and Down, Home and End move the mark, letters go to the row
// that begins with them, Enter and Space select. It never scrolls sideways: columns give way at the right. Put it in
// a Grow, or call SetHeightForRows. UI thread only.
type Table struct {
	widget.BaseWidget

	// OnSelect is called with the index of the row that the person chose.
	OnSelect func(row int)
	// OnNearEnd is called when one of the last rows comes into sight, for lists
	// that are read in parts. It may be called again before rows were added, and
	// must not change the table by itself.
	OnNearEnd func()
	// Label is what a screen reader says.
	Label string

	columns []Column
	hidden  map[string]bool
	height  float32
	most    int
	rows    []TableRow
	chosen  int // -1 for none
	list    *tableList
	over    *container.ThemeOverride
	head    *tableHeadRow
	empty   *fyne.Container
	spans   []span
	laid    float32           // the width that spans were made for
	live    map[int]*tableRow // the widgets of the rows in sight, by row
}

// span is where a column lies; a width of 0 means that it is left out.
type span struct{ x, w float32 }

// NewTable makes an empty table. The row height is 36, 40 or, for two lines,
// 52, its hairline included.
func NewTable(columns []Column, rowHeight float32) *Table {
	t := &Table{columns: columns, height: rowHeight, chosen: -1, hidden: map[string]bool{}, live: map[int]*tableRow{}}
	t.list = newTableList(t)
	t.over = container.NewThemeOverride(t.list, tableTheme{})
	t.head = newTableHead(t)
	t.empty = Stack()
	t.empty.Hide()
	t.ExtendBaseWidget(t)
	return t
}

// SetRows replaces all rows; the place scrolled to stays, the selection goes.
func (t *Table) SetRows(rows []TableRow) {
	told := map[*tableRow]string{}
	for _, r := range t.live {
		if r.tip.layer != nil {
			told[r] = r.tipText()
		}
	}
	t.rows, t.chosen = rows, -1
	t.list.drop()
	t.show()
	for r, text := range told { // of a row that is another one now, or gone
		if r.at >= len(rows) || r.tipText() != text {
			r.tip.wait(false)
		}
	}
}

// UpdateRow replaces one row, such as one whose state changed; only that row
// is painted again.
func (t *Table) UpdateRow(row int, r TableRow) {
	if row >= 0 && row < len(t.rows) {
		t.rows[row] = r
		if shown := t.row(row); shown != nil {
			shown.set(row)
		}
	}
}

// AppendRows adds rows at the end, for lists that are read in parts.
func (t *Table) AppendRows(rows ...TableRow) {
	t.rows = append(t.rows, rows...)
	t.show()
}

// firstText is the first cell of a row that says something.
func (t *Table) firstText(row int) string {
	for _, c := range t.rows[row].Cells {
		if c.Text != "" {
			return c.Text
		}
	}
	return ""
}

// Len returns the number of rows.
func (t *Table) Len() int { return len(t.rows) }

// Selected returns the selected row, -1 for none.
func (t *Table) Selected() int { return t.chosen }

// SetSelected marks a row without calling OnSelect; -1 takes the mark away.
func (t *Table) SetSelected(row int) {
	if row >= len(t.rows) {
		row = -1
	}
	t.mark(row)
	if row >= 0 {
		t.list.move(row)
	}
}

// MarkSelected marks a row as SetSelected does and leaves the place scrolled to
// as it is, for lists that are read again while somebody looks at them.
func (t *Table) MarkSelected(row int) {
	if row >= len(t.rows) {
		row = -1
	}
	t.mark(row)
}

// mark changes the selection and repaints the two rows that it concerns.
func (t *Table) mark(row int) {
	old := t.chosen
	t.chosen = row
	t.restyle(old)
	t.restyle(row)
}

// row returns the widget that shows a row at present, nil when it is out of
// sight.
func (t *Table) row(at int) *tableRow {
	if r := t.live[at]; r != nil && r.at == at {
		return r
	}
	return nil
}

func (t *Table) restyle(at int) {
	if r := t.row(at); r != nil {
		r.restyle()
	}
}

// SetEmpty sets what shows below the head while there are no rows, usually a
// NewEmpty.
func (t *Table) SetEmpty(o fyne.CanvasObject) {
	t.empty.Objects = []fyne.CanvasObject{o}
	t.show()
}

// SetHeightForRows makes the table as high as its rows, but no higher than
// this many; more rows scroll. Use it for short tables inside pages.
func (t *Table) SetHeightForRows(most int) {
	t.most = most
	t.Refresh()
}

// SetColumnHidden leaves a column out or shows it again.
func (t *Table) SetColumnHidden(id string, hidden bool) {
	if t.hidden[id] == hidden {
		return
	}
	t.hidden[id] = hidden
	t.laid = 0
	t.head.Refresh()
	t.Refresh()
	t.list.Refresh()
}

// ScrollToTop shows the first row.
func (t *Table) ScrollToTop() {
	t.list.move(0)
}

// AtTop reports whether the first row is in sight and the keyboard's mark has not
// left it: then rows that come in at the top disturb nobody.
func (t *Table) AtTop() bool {
	return t.list.GetScrollOffset() <= 0 && (!t.list.focus || t.list.cursor == 0)
}

// Focusable is what takes the keyboard focus, for DialogOptions.Focus.
func (t *Table) Focusable() fyne.Focusable { return t.list }

// Focus moves the keyboard focus to the rows.
func (t *Table) Focus() { focusOn(t.list) }

func (t *Table) show() {
	none := len(t.rows) == 0 && len(t.empty.Objects) > 0
	t.empty.Hidden = !none
	t.over.Hidden = none
	clear(t.live)
	t.Refresh()
	t.list.Refresh()
}

// choose takes the selection of the person.
func (t *Table) choose(row int) {
	if row < 0 || row >= len(t.rows) {
		return
	}
	t.mark(row)
	if t.OnSelect != nil {
		t.OnSelect(row)
	}
}

// columnSpans divides the width among the columns that show.
func (t *Table) columnSpans(width float32) []span {
	if t.laid == width && len(t.spans) == len(t.columns) {
		return t.spans
	}
	fixed, growing, open := float32(0), float32(0), 0
	gone := make([]bool, len(t.columns))
	for i, c := range t.columns {
		gone[i] = t.hidden[c.ID] || c.HideBelow > 0 && width < c.HideBelow
		switch {
		case gone[i]:
		case c.Width == 0:
			open++
		default:
			fixed += c.Width
			growing += max(c.Most-c.Width, 0)
		}
	}
	rest := max(width-tableSide-fixed, 0)
	grown := float32(0)
	if growing > 0 {
		grown = max(min((rest-float32(open)*tableOpen)/growing, 1), 0)
		for i, c := range t.columns {
			if !gone[i] && c.Width > 0 {
				rest -= snapDown(max(c.Most-c.Width, 0) * grown)
			}
		}
	}
	x := float32(tableSide)
	t.spans = make([]span, len(t.columns))
	for i, c := range t.columns {
		if gone[i] {
			continue
		}
		w := c.Width
		if w == 0 {
			w = snapDown(rest / float32(open))
		} else {
			w += snapDown(max(c.Most-c.Width, 0) * grown)
		}
		w = min(w, max(width-x, 0))
		t.spans[i] = span{x: x, w: max(w-tableGap, 0)}
		x += w
	}
	t.laid = width
	return t.spans
}

// HeightFor is the height of head and rows when SetHeightForRows was called.
func (t *Table) HeightFor(width float32) float32 {
	if !t.empty.Hidden {
		return tableHead + 1 + HeightFor(t.empty, width)
	}
	return tableHead + 1 + float32(max(min(len(t.rows), t.most), 1))*t.height
}

func (t *Table) minWidth() float32 { return 0 }

// CreateRenderer is called by the toolkit.
func (t *Table) CreateRenderer() fyne.WidgetRenderer {
	return newBodyRenderer(t, &fyne.Container{Layout: tableLayout{t}, Objects: []fyne.CanvasObject{t.head, t.over, &rowWheel{list: t.list}, t.empty}})
}

type tableLayout struct{ t *Table }

func (l tableLayout) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(0, l.t.HeightFor(l.t.Size().Width))
}

func (l tableLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	place(objects[0], 0, 0, size.Width, tableHead+1)
	for _, o := range objects[1:] {
		place(o, 0, tableHead+1, size.Width, max(size.Height-tableHead-1, 0))
	}
}

// tableHeadRow shows the titles over a line.
type tableHeadRow struct {
	Block
	titles []fyne.CanvasObject
}

func newTableHead(t *Table) *tableHeadRow {
	h := &tableHeadRow{}
	for _, c := range t.columns {
		h.titles = append(h.titles, NewCut(c.Title, CaptionStrong, Text3).SetAlign(c.Align))
	}
	line := NewRect(Border)
	objects := append([]fyne.CanvasObject{line}, h.titles...)
	h.Extend(h, &fyne.Container{Layout: headLayout{t}, Objects: objects})
	return h
}

type headLayout struct{ t *Table }

func (headLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(0, tableHead+1) }

func (l headLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	place(objects[0], 0, tableHead, size.Width, 1)
	spans := l.t.columnSpans(size.Width)
	for i, o := range objects[1:] {
		if spans[i].w <= 0 { // the column is hidden at this width
			o.Hide()
			continue
		}
		o.Show()
		place(o, spans[i].x, 10, spans[i].w, 16)
	}
}

// tableTheme is the theme of the application without the gap that the
// toolkit's list keeps between rows, and without its marks.
type tableTheme struct{}

// Color answers the list; rows paint their own ground.
func (tableTheme) Color(n fyne.ThemeColorName, v fyne.ThemeVariant) color.Color {
	if n == theme.ColorNameHover || n == theme.ColorNameSelection {
		return Color(Transparent)
	}
	return fyne.CurrentApp().Settings().Theme().Color(n, v)
}

// Font answers the list.
func (tableTheme) Font(s fyne.TextStyle) fyne.Resource {
	return fyne.CurrentApp().Settings().Theme().Font(s)
}

// Icon answers the list.
func (tableTheme) Icon(n fyne.ThemeIconName) fyne.Resource {
	return fyne.CurrentApp().Settings().Theme().Icon(n)
}

// Size answers the list.
func (tableTheme) Size(n fyne.ThemeSizeName) float32 {
	if n == theme.SizeNamePadding {
		return 0
	}
	return fyne.CurrentApp().Settings().Theme().Size(n)
}
