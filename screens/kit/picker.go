package kit

import (
	"image/color"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
)

// PickerItem is one thing to choose in a picker.
type PickerItem struct {
	// ID is handed to the callback.
	ID string
	// Title and Detail are shown and searched; Detail may be "".
	Title, Detail string
	// Initials on Colour make an avatar; without initials Icon is shown, or
	// nothing.
	Initials string
	Colour   color.Color
	Icon     string
	// Selected marks the present choice with a tick.
	Selected bool
}

const (
	pickerRowHeight = 48
	pickerRowsShown = 7
	pickerRowsNear  = 12 // so many rows are made around one that is looked at
)

// ShowPicker opens a dialog with a searchable list. What is typed narrows the
// list, arrow keys move, Enter chooses, Esc closes. onPick is called after
// the dialog closed. The foot objects stand at the left of the Cancel button.
func ShowPicker(win fyne.Window, title string, items []PickerItem, onPick func(id string), foot ...fyne.CanvasObject) *Dialog {
	var d *Dialog
	l := newPickerList(items, func(id string) {
		d.Close()
		if onPick != nil {
			onPick(id)
		}
	})
	cancel := NewButton(lang.L("Cancel"), func() { d.Close() })
	d = ShowDialog(win, DialogOptions{
		Title: title, Width: 480, Body: l, FootLeft: Row(8, append(foot, Spring())...),
		Actions: []*Button{cancel}, Focus: l.search,
	})
	l.reveal()
	return d
}

// pickerList is the search box with the list below it.
type pickerList struct {
	Block
	items  []PickerItem
	found  []PickerItem // those that hold what is searched
	shown  []*pickerRow // their rows; nil for those that are not made yet
	at     int
	search *searchBox
	rows   *fyne.Container
	scroll *container.Scroll
	none   *Paragraph
	pick   func(id string)
}

func newPickerList(items []PickerItem, pick func(string)) *pickerList {
	l := &pickerList{items: items, pick: pick}
	l.rows = &fyne.Container{Layout: pickerRows{l}}
	l.search = newSearchBox(lang.L("Search"), l.filter, l.key)
	l.none = NewParagraph(Text3, Body, lang.L("Nothing matches")).SetAlign(fyne.TextAlignCenter)
	l.none.Hide()
	l.scroll = container.NewVScroll(l.rows)
	l.scroll.OnScrolled = func(at fyne.Position) { l.fill(int(at.Y/pickerRowHeight) + pickerRowsShown/2) }
	n := min(max(len(items), 1), pickerRowsShown)
	list := Fix(0, float32(n)*pickerRowHeight, Stack(l.scroll, Col(0, Pad(14, 0, 0, 0, l.none))))
	l.Extend(l, Col(8, l.search, list))
	l.filter("")
	for i, it := range items {
		if it.Selected {
			l.light(i)
		}
	}
	return l
}

// filter shows the items that hold every word.
func (l *pickerList) filter(text string) {
	words := strings.Fields(strings.ToLower(text))
	l.found, l.shown, l.rows.Objects = nil, nil, nil
	for _, it := range l.items {
		if holdsAll(strings.ToLower(it.Title+" "+it.Detail), words) {
			l.found = append(l.found, it)
		}
	}
	l.shown = make([]*pickerRow, len(l.found))
	l.none.Hidden = len(l.found) > 0
	l.at = -1
	l.light(0)
	l.rows.Refresh()
	l.scroll.Refresh()
	l.reveal()
}

// fill makes the rows around one that are not made yet.
func (l *pickerList) fill(at int) {
	made := false
	for i := max(at-pickerRowsNear, 0); i < min(at+pickerRowsNear, len(l.found)); i++ {
		if l.shown[i] == nil {
			l.shown[i] = newPickerRow(l, i, l.found[i])
			l.rows.Objects = append(l.rows.Objects, l.shown[i])
			made = true
		}
	}
	if made {
		l.rows.Layout.Layout(l.rows.Objects, l.rows.Size())
		canvas.Refresh(l.rows)
	}
}

// pickerRows places the rows that are made where they belong among all.
type pickerRows struct{ l *pickerList }

func (r pickerRows) heightFor([]fyne.CanvasObject, float32) float32 {
	return float32(len(r.l.found)) * pickerRowHeight
}

func (r pickerRows) minWidth(objects []fyne.CanvasObject) float32 { return widest(objects) }

func (r pickerRows) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(r.minWidth(objects), r.heightFor(objects, 0))
}

func (r pickerRows) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objects {
		if row, ok := o.(*pickerRow); ok {
			place(row, 0, float32(row.at)*pickerRowHeight, size.Width, pickerRowHeight)
		}
	}
}

func holdsAll(text string, words []string) bool {
	for _, w := range words {
		if !strings.Contains(text, w) {
			return false
		}
	}
	return true
}

// light moves the mark.
func (l *pickerList) light(at int) {
	if l.at >= 0 && l.at < len(l.shown) {
		l.shown[l.at].light(false)
	}
	l.at = min(max(at, 0), len(l.found)-1)
	l.fill(l.at)
	if l.at >= 0 {
		l.shown[l.at].light(true)
	}
}

// reveal scrolls so that the marked row is in sight.
func (l *pickerList) reveal() {
	top, height, offset := float32(l.at)*pickerRowHeight, l.scroll.Size().Height, l.scroll.Offset.Y
	switch {
	case l.at < 0 || height <= 0:
		return
	case top < offset:
		offset = top
	case top+pickerRowHeight > offset+height:
		offset = top + pickerRowHeight - height
	default:
		return
	}
	l.scroll.ScrollToOffset(fyne.NewPos(0, offset))
}

func (l *pickerList) choose(at int) {
	if at >= 0 && at < len(l.shown) {
		l.pick(l.shown[at].item.ID)
	}
}

// key takes the keys that the search box does not use.
func (l *pickerList) key(e *fyne.KeyEvent) bool {
	switch e.Name {
	case fyne.KeyDown:
		l.light(l.at + 1)
	case fyne.KeyUp:
		l.light(l.at - 1)
	case fyne.KeyPageDown:
		l.light(l.at + pickerRowsShown)
	case fyne.KeyPageUp:
		l.light(l.at - pickerRowsShown)
	case fyne.KeyHome:
		l.light(0)
	case fyne.KeyEnd:
		l.light(len(l.found) - 1)
	case fyne.KeyReturn, fyne.KeyEnter:
		l.choose(l.at)
		return true
	default:
		return false
	}
	l.reveal()
	return true
}
