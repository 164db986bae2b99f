package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// pickerRow is one item of a picker.
type pickerRow struct {
	Block
	list *pickerList
	at   int
	item PickerItem
	box  *Box
}

func newPickerRow(l *pickerList, at int, it PickerItem) *pickerRow {
	r := &pickerRow{list: l, at: at, item: it, box: NewBox(Transparent, Transparent, 6, 0)}
	var row []fyne.CanvasObject
	switch {
	case it.Initials != "":
		row = append(row, NewAvatar(it.Initials, it.Colour, 32, false))
	case it.Icon != "":
		row = append(row, Mid(32, 32, NewIcon(it.Icon, 16, Text2)))
	}
	texts := []fyne.CanvasObject{NewCut(it.Title, BodyStrong, Text)}
	if it.Detail != "" {
		texts = append(texts, NewCut(it.Detail, Caption, Text3))
	}
	row = append(row, Grow(Col(0, texts...)))
	if it.Selected {
		row = append(row, NewIcon("check", 16, PrimaryText))
	}
	r.Extend(r, Fix(0, pickerRowHeight, Stack(r.box, Pad(0, 10, 0, 10, Row(10, row...)))))
	return r
}

func (r *pickerRow) light(on bool) {
	if on {
		r.box.Set(NeutralTint, Transparent, 0)
	} else {
		r.box.Set(Transparent, Transparent, 0)
	}
}

// Tapped chooses the row.
func (r *pickerRow) Tapped(*fyne.PointEvent) { r.list.choose(r.at) }

// MouseIn moves the mark below the pointer.
func (r *pickerRow) MouseIn(*desktop.MouseEvent) { r.list.light(r.at) }

// MouseMoved is called by the toolkit.
func (r *pickerRow) MouseMoved(*desktop.MouseEvent) {}

// MouseOut is called by the toolkit.
func (r *pickerRow) MouseOut() {}

// Cursor shows the hand.
func (r *pickerRow) Cursor() desktop.Cursor { return desktop.PointerCursor }

// AccessibilityLabel is what a screen reader says.
func (r *pickerRow) AccessibilityLabel() string { return r.item.Title }

// AccessibilityRole is the kind of control.
func (r *pickerRow) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }
