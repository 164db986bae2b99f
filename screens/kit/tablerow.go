package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// CellKind is the look of a cell.
type CellKind int

// The kinds of cells.
const (
	CellText   CellKind = iota // text, cut when it is too long
	CellStrong                 // the same, semi-bold
	CellMono                   // an identifier or an address
	CellStatus                 // icon and word in the colours of Status
	CellDot                    // a dot or a ring in Token and a word
	CellAction                 // only the link of Action
	CellPerson                 // a person's badge and name
	CellChip                   // a small chip in the colours of Status
	CellMarked                 // an icon in the colours of Status and plain words
)

// Cell is one value of a row.
type Cell struct {
	Kind CellKind
	// Text is the value; Detail a second line in rows of 52.
	Text, Detail string
	// Tip is told when the pointer rests on the cell, in place of what is cut off,
	// where the cell says less than there is to know.
	Tip string
	// Token is the colour of the text, for CellDot that of the dot; the zero
	// value takes the usual one.
	Token Token
	// Icon and Status belong to CellStatus and CellChip; an icon of "" takes
	// that of the kind.
	Icon   string
	Status Kind
	// Initials are the letters on the badge of CellPerson.
	Initials string
	// Ring makes the dot of CellDot a ring.
	Ring bool
	// Action is the text of a link after the value, Do what it does.
	Action string
	Do     func()
}

// TableRow is one row of a Table.
type TableRow struct{ Cells []Cell }

// tableRow shows a row; it is used again for other rows while scrolling, so
// set writes every property.
type tableRow struct {
	widget.BaseWidget
	table   *Table
	at      int
	hover   bool
	ground  *Rect
	line    *Rect
	ring    *Box
	cells   []*tableCell
	objects []fyne.CanvasObject
	tip     *Tooltip
	under   *tableCell // the cell below the pointer
}

func newTableRow(t *Table) *tableRow {
	r := &tableRow{table: t, at: -1, ground: NewRect(Transparent), line: NewRect(Divider), ring: NewBox(Transparent, Primary, 4, 2)}
	r.ring.Hide()
	r.tip = &Tooltip{owner: r, text: r.tipText, area: r.tipArea}
	r.objects = []fyne.CanvasObject{r.ground, r.line, r.ring}
	r.ExtendBaseWidget(r)
	return r
}

// set shows the row of this index in its present state.
func (r *tableRow) set(at int) {
	t := r.table
	if at != r.at {
		r.hover = false
		r.tip.wait(false)
	}
	if t.live[r.at] == r {
		delete(t.live, r.at)
	}
	r.at = at
	t.live[at] = r
	row := t.rows[at]
	told := ""
	if r.tip.layer != nil {
		told = r.tipText()
	}
	for len(r.cells) < len(t.columns) {
		r.cells = append(r.cells, newTableCell(r))
	}
	for i, c := range r.cells {
		value := Cell{}
		if i < len(row.Cells) {
			value = row.Cells[i]
		}
		c.set(value, t.columns[i].Align)
	}
	r.restyle()
	r.line.Hidden = at == len(t.rows)-1
	r.Refresh()
	if told != "" && r.tipText() != told {
		r.tip.wait(false)
	}
}

// restyle paints ground and ring for selection, hover and focus.
func (r *tableRow) restyle() {
	ground := Transparent
	switch {
	case r.at == r.table.chosen:
		ground = Tint
	case r.hover:
		ground = Sunken
	}
	r.ground.SetToken(ground)
	for _, c := range r.cells {
		if c.chip != nil {
			c.chip.setChosen(r.at == r.table.chosen)
		}
	}
	l := r.table.list
	r.ring.Hidden = !l.focus || r.at != l.cursor
}

// MouseIn is called by the toolkit.
func (r *tableRow) MouseIn(e *desktop.MouseEvent) {
	r.hover = true
	r.restyle()
	if e != nil {
		r.MouseMoved(e)
	}
}

// MouseMoved is called by the toolkit.
func (r *tableRow) MouseMoved(e *desktop.MouseEvent) {
	var under *tableCell
	for i, s := range r.table.columnSpans(r.Size().Width) {
		if i < len(r.cells) && s.w > 0 && e.Position.X >= s.x && e.Position.X < s.x+s.w {
			under = r.cells[i]
		}
	}
	if under != r.under {
		r.under = under
		r.tip.wait(under != nil)
	}
}

// MouseOut is called by the toolkit.
func (r *tableRow) MouseOut() {
	r.hover, r.under = false, nil
	r.tip.wait(false)
	r.restyle()
}

func (r *tableRow) tipText() string {
	if r.under == nil {
		return ""
	}
	return r.under.hiddenText()
}

func (r *tableRow) tipArea() (fyne.Position, fyne.Size) {
	if r.under == nil {
		return fyne.Position{}, r.Size()
	}
	p := r.under.text.Position()
	return fyne.NewPos(p.X, 0), fyne.NewSize(r.under.text.Size().Width, r.Size().Height)
}

// CreateRenderer is called by the toolkit.
func (r *tableRow) CreateRenderer() fyne.WidgetRenderer { return &tableRowRenderer{r: r} }

type tableRowRenderer struct{ r *tableRow }

func (*tableRowRenderer) Destroy()                       {}
func (d *tableRowRenderer) Objects() []fyne.CanvasObject { return d.r.objects }
func (d *tableRowRenderer) MinSize() fyne.Size           { return fyne.NewSize(0, d.r.table.height) }

func (d *tableRowRenderer) Layout(size fyne.Size) {
	r := d.r
	place(r.ground, 0, 0, size.Width, size.Height-1)
	place(r.line, 0, size.Height-1, size.Width, 1)
	place(r.ring, 2, 2, size.Width-4, size.Height-5)
	if size.Width <= 0 {
		return
	}
	for i, s := range r.table.columnSpans(size.Width) {
		if i < len(r.cells) {
			r.cells[i].layout(s, size.Height-1)
		}
	}
}

func (d *tableRowRenderer) Refresh() {
	d.Layout(d.r.Size())
	canvas.Refresh(d.r)
}
