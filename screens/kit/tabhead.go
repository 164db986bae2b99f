package kit

import "fyne.io/fyne/v2"

// NewTabHead makes tabs for the head of a card: 44 high and without a line below
// the whole row. There are no pages; OnSelected is told of the choice.
func NewTabHead(gap float32, options []Option) *Tabs {
	t := &Tabs{options: options}
	row := make([]fyne.CanvasObject, 0, len(options))
	for _, o := range options {
		b := newTab(t, o)
		b.SetMin(0, 44)
		t.tabs = append(t.tabs, b)
		row = append(row, b)
	}
	t.Extend(t, RowStretch(gap, row...))
	if len(options) > 0 {
		t.Select(options[0].Value)
	}
	return t
}
