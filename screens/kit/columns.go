package kit

import "fyne.io/fyne/v2"

// Columns lines up the rows of a short table whose cells hold controls. The
// head and the columns that give way are those of a Table; the rows are made
// once and not used again, so for many rows take a Table. UI thread only.
type Columns struct{ table *Table }

// NewColumns makes a set of columns.
func NewColumns(columns []Column) *Columns { return &Columns{table: NewTable(columns, 0)} }

// Head returns the row with the titles over a line.
func (c *Columns) Head() fyne.CanvasObject { return c.table.head }

// Row puts one object into each column, centred on a height. An object in a
// column that gives way is not laid out. A hairline at the foot belongs to the
// height; the last row of a card is made with last.
func (c *Columns) Row(height float32, last bool, cells ...fyne.CanvasObject) *fyne.Container {
	line := NewRect(Divider)
	line.Hidden = last
	return &fyne.Container{Layout: &columnsLayout{c: c, height: height}, Objects: append([]fyne.CanvasObject{line}, cells...)}
}

type columnsLayout struct {
	c      *Columns
	height float32
}

func (l *columnsLayout) heightFor([]fyne.CanvasObject, float32) float32 { return l.height }
func (*columnsLayout) minWidth([]fyne.CanvasObject) float32             { return 0 }

// MinSize is called by the toolkit.
func (l *columnsLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(0, l.height) }

// Layout is called by the toolkit.
func (l *columnsLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	place(objects[0], 0, size.Height-1, size.Width, 1)
	spans := l.c.table.columnSpans(size.Width)
	for i, o := range objects[1:] {
		if i >= len(spans) || spans[i].w <= 0 {
			o.Hide()
			continue
		}
		o.Show()
		high := snap(HeightFor(o, spans[i].w))
		place(o, spans[i].x, snapDown((size.Height-1-high)/2), spans[i].w, high)
	}
}
