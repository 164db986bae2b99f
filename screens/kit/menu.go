package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// MenuItem is one line of a menu.
type MenuItem struct {
	// Icon and Shortcut may be "". The shortcut is only shown, as "Ctrl K".
	Icon, Text, Shortcut string
	// Danger is for what cannot be undone, Checked draws a tick.
	Danger, Disabled, Checked bool
	// Separator makes the item a line between groups; the rest is ignored.
	Separator bool
	// Do is called after the menu closed.
	Do func()
}

// ShowMenu opens a menu below an anchor, or above when there is more room.
// Arrow keys move, Enter chooses, letters jump, Esc and a click beside it
// close it.
func ShowMenu(anchor fyne.CanvasObject, items []MenuItem) *Popover {
	l := newMenuList(items)
	p := showPopover(anchor, l, PopoverOptions{}, l)
	l.close = p.Close
	return p
}

const menuRowHeight = 32

// menuList holds the keyboard focus while a menu is open.
type menuList struct {
	Block
	rows  []*menuRow
	at    int // -1 for none
	close func()
	typed typeAhead
}

func newMenuList(items []MenuItem) *menuList {
	l := &menuList{at: -1}
	icons, ticks := false, false
	for _, it := range items {
		icons = icons || it.Icon != ""
		ticks = ticks || it.Checked
	}
	var objs []fyne.CanvasObject
	for _, it := range items {
		if it.Separator {
			objs = append(objs, Pad(4, 0, 4, 0, HLine()))
			continue
		}
		r := newMenuRow(l, len(l.rows), it, icons, ticks)
		l.rows = append(l.rows, r)
		objs = append(objs, r)
	}
	l.Extend(l, Pad(4, 4, 4, 4, Col(0, objs...)))
	l.step(1)
	return l
}

// light moves the mark to a row.
func (l *menuList) light(at int) {
	if l.at >= 0 {
		l.rows[l.at].light(false)
	}
	l.at = at
	if at >= 0 {
		l.rows[at].light(true)
	}
}

// step moves the mark to the next row that can be chosen, around the ends.
func (l *menuList) step(by int) {
	n := len(l.rows)
	for i := 1; i <= n; i++ {
		at := ((l.at+by*i)%n + n) % n
		if l.at < 0 && by < 0 {
			at = (n - i) % n
		}
		if !l.rows[at].item.Disabled {
			l.light(at)
			return
		}
	}
}

func (l *menuList) choose(at int) {
	if at < 0 || at >= len(l.rows) || l.rows[at].item.Disabled {
		return
	}
	if l.close != nil {
		l.close()
	}
	if do := l.rows[at].item.Do; do != nil {
		do()
	}
}

// TypedKey is called by the toolkit.
func (l *menuList) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyDown:
		l.step(1)
	case fyne.KeyUp:
		l.step(-1)
	case fyne.KeyHome:
		l.at = l.forget()
		l.step(1)
	case fyne.KeyEnd:
		l.at = l.forget()
		l.step(-1)
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace:
		l.choose(l.at)
	case fyne.KeyTab:
		if l.close != nil {
			l.close()
		}
	default:
		plainKey(l, e)
	}
}

// forget takes the mark away and returns the index for that.
func (l *menuList) forget() int {
	l.light(-1)
	return -1
}

// TypedRune jumps to the next row that starts with what was typed.
func (l *menuList) TypedRune(r rune) {
	at := l.typed.find(r, l.at, len(l.rows), func(i int) string { return l.rows[i].item.Text })
	if at >= 0 && !l.rows[at].item.Disabled {
		l.light(at)
	}
}

// AcceptsTab keeps Tab here: it closes the menu.
func (l *menuList) AcceptsTab() bool { return true }

// FocusGained is called by the toolkit.
func (l *menuList) FocusGained() {}

// FocusLost is called by the toolkit.
func (l *menuList) FocusLost() {}

// menuRow is one item.
type menuRow struct {
	Block
	list *menuList
	at   int
	item MenuItem
	box  *Box
}

func newMenuRow(l *menuList, at int, it MenuItem, icons, ticks bool) *menuRow {
	r := &menuRow{list: l, at: at, item: it, box: NewBox(Transparent, Transparent, 5, 0)}
	ink, quiet := Text, Text2
	switch {
	case it.Disabled:
		ink, quiet = Disabled, Disabled
	case it.Danger:
		ink, quiet = DangerText, DangerText
	}
	var row []fyne.CanvasObject
	if icons {
		row = append(row, Fix(16, 16, NewIcon(it.Icon, 16, quiet)))
	}
	row = append(row, Grow(NewCut(it.Text, Body, ink)))
	if it.Shortcut != "" {
		row = append(row, NewLine(it.Shortcut, Caption, Text3))
	}
	if ticks {
		tick := NewIcon("", 14, PrimaryText)
		if it.Checked {
			tick.SetName("check")
		}
		row = append(row, Fix(14, 14, tick))
	}
	r.Extend(r, Fix(0, menuRowHeight, Stack(r.box, Pad(0, 10, 0, 10, Row(10, row...)))))
	return r
}

// IdealWidth is the width at which no text of the row is cut.
func (r *menuRow) IdealWidth() float32 {
	w := Body.Width(r.item.Text) + 20 + 26
	if r.item.Shortcut != "" {
		w += Caption.Width(r.item.Shortcut) + 24
	}
	return w + 24
}

func (r *menuRow) light(on bool) {
	if on {
		r.box.Set(NeutralTint, Transparent, 0)
	} else {
		r.box.Set(Transparent, Transparent, 0)
	}
}

// Tapped chooses the row.
func (r *menuRow) Tapped(*fyne.PointEvent) { r.list.choose(r.at) }

// MouseIn moves the mark below the pointer.
func (r *menuRow) MouseIn(*desktop.MouseEvent) {
	if !r.item.Disabled {
		r.list.light(r.at)
	}
}

// MouseMoved is called by the toolkit.
func (r *menuRow) MouseMoved(*desktop.MouseEvent) {}

// MouseOut is called by the toolkit.
func (r *menuRow) MouseOut() {}

// Cursor shows the hand over what can be chosen.
func (r *menuRow) Cursor() desktop.Cursor {
	if r.item.Disabled {
		return desktop.DefaultCursor
	}
	return desktop.PointerCursor
}

// AccessibilityLabel is what a screen reader says.
func (r *menuRow) AccessibilityLabel() string { return r.item.Text }

// AccessibilityRole is the kind of control.
func (r *menuRow) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

var _ fyne.Focusable = (*menuList)(nil)
