package kit

import (
	"cmp"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/widget"
)

// maxTyped is how many characters a field of several lines takes, maxLine a
// field of one line. Longer pastes are cut, because the toolkit draws a line
// as one picture and would stand still over a megabyte.
const (
	maxTyped = 1 << 16
	maxLine  = 1 << 12
)

// entry is the toolkit's entry with the habits of the kit: Tab always moves
// on, Esc is passed up, pastes are cleaned and limited, and a locked entry
// can be read and copied but not changed.
type entry struct {
	widget.Entry
	locked    bool
	area      *container.Scroll // the toolkit's own, in which the text lies
	sight     *entrySight       // shows text that reads from right to left
	judged    string            // text that was looked through for such letters
	leftwards bool              // it has some
	off       bool              // disabled; the toolkit's own disabled look is not used
	secret    bool              // shows bullets, without the toolkit's reveal button
	whole     bool              // the text is selected when a key brings the focus
	label     string
	onFocus   func(in bool)
	onEscape  func()
	onTooLong func(limit int)
}

func newEntry() *entry {
	e := &entry{}
	e.ExtendBaseWidget(e)
	return e
}

// CreateRenderer is called by the toolkit. A stand-in for the reveal button
// keeps the toolkit from adding its own to secrets.
func (e *entry) CreateRenderer() fyne.WidgetRenderer {
	if e.secret {
		e.Password = true
		e.ActionItem = &fyne.Container{Hidden: true}
		defer func() { e.ActionItem = nil }()
	}
	return again(e, &entryRenderer{e.withArea(e.Entry.CreateRenderer()), e, coatNow()})
}

// withArea notes the scrolling area of a new renderer.
func (e *entry) withArea(r fyne.WidgetRenderer) fyne.WidgetRenderer {
	for _, o := range r.Objects() {
		if s, ok := o.(*container.Scroll); ok {
			e.area = s
			e.sight = newEntrySight(e, s)
		}
	}
	return r
}

// Disabled takes the entry out of the tab order. The entry below stays enabled,
// so that the frame alone decides how it looks.
func (e *entry) Disabled() bool { return e.off }

// Disable refuses input.
func (e *entry) Disable() { e.off = true }

// Enable accepts input again.
func (e *entry) Enable() { e.off = false }

// MouseDown is called by the toolkit.
func (e *entry) MouseDown(m *desktop.MouseEvent) {
	tabbing = false
	switch {
	case e.off:
	case e.turned():
		e.sight.press(m)
	default:
		e.Entry.MouseDown(m)
	}
}

// DoubleTapped is called by the toolkit.
func (e *entry) DoubleTapped(p *fyne.PointEvent) {
	if e.off {
		return
	}
	if e.sight != nil {
		e.sight.doubled = time.Now()
	}
	e.Entry.DoubleTapped(p)
}

// Dragged is called by the toolkit.
func (e *entry) Dragged(d *fyne.DragEvent) {
	switch {
	case e.off:
	case e.turned():
		d.Position = d.Position.Add(e.area.Offset)
		e.sight.Dragged(d)
	default:
		e.Entry.Dragged(d)
	}
}

// Cursor shows the text cursor where text can be selected.
func (e *entry) Cursor() desktop.Cursor {
	if e.off {
		return desktop.DefaultCursor
	}
	return e.Entry.Cursor()
}

// AcceptsTab is false also for several lines: Tab moves to the next control.
func (e *entry) AcceptsTab() bool { return false }

// AccessibilityLabel is the label above the field, or what its placeholder says.
func (e *entry) AccessibilityLabel() string { return cmp.Or(e.label, e.PlaceHolder) }

// AccessibilityRole is the kind of control.
func (e *entry) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// FocusGained is called by the toolkit.
func (e *entry) FocusGained() {
	if e.off {
		return
	}
	e.Entry.FocusGained()
	reveal(e)
	if e.whole && (tabbing || moving) && e.Text != "" {
		e.Entry.TypedShortcut(&fyne.ShortcutSelectAll{})
	}
	if e.onFocus != nil {
		e.onFocus(true)
	}
}

// KeyDown is called by the toolkit, for the Tab key as well.
func (e *entry) KeyDown(k *fyne.KeyEvent) {
	noteTab(k, true)
	e.Entry.KeyDown(k)
}

// KeyUp is called by the toolkit.
func (e *entry) KeyUp(k *fyne.KeyEvent) {
	noteTab(k, false)
	e.Entry.KeyUp(k)
}

// FocusLost is called by the toolkit.
func (e *entry) FocusLost() {
	e.Entry.FocusLost()
	if e.onFocus != nil {
		e.onFocus(false)
	}
}

// limit is how many characters fit.
func (e *entry) limit() int {
	if e.MultiLine {
		return maxTyped
	}
	return maxLine
}

// room is how many more characters fit, counting a selection as free.
func (e *entry) room() int {
	used := utf8.RuneCountInString(e.Text) - utf8.RuneCountInString(e.SelectedText())
	return e.limit() - used
}

func (e *entry) tooLong() {
	if e.onTooLong != nil {
		e.onTooLong(e.limit())
	}
}

// TypedRune is called by the toolkit.
func (e *entry) TypedRune(r rune) {
	if e.locked || e.off {
		return
	}
	if e.room() <= 0 {
		e.tooLong()
		return
	}
	e.Entry.TypedRune(r)
}

// TypedKey is called by the toolkit.
func (e *entry) TypedKey(k *fyne.KeyEvent) {
	if e.off {
		return
	}
	switch k.Name {
	case fyne.KeyEscape:
		if e.onEscape != nil {
			e.onEscape()
			return
		}
		plainKey(e, k)
		return
	case fyne.KeyF1, fyne.KeyF11:
		plainKey(e, k)
		return
	case fyne.KeyBackspace, fyne.KeyDelete, fyne.KeyReturn, fyne.KeyEnter:
		if e.locked {
			return
		}
	}
	e.typed(&fyne.KeyEvent{Name: e.sight.swapped(k.Name), Physical: k.Physical})
}

// TypedShortcut is called by the toolkit and by the context menu.
func (e *entry) TypedShortcut(s fyne.Shortcut) {
	if e.off {
		return
	}
	if custom, ok := s.(*desktop.CustomShortcut); ok && !editsText(custom.KeyName) {
		forwardShortcut(e, s)
		return
	}
	if custom, ok := s.(*desktop.CustomShortcut); ok {
		s = &desktop.CustomShortcut{KeyName: e.sight.swapped(custom.KeyName), Modifier: custom.Modifier}
	}
	if paste, ok := s.(*fyne.ShortcutPaste); ok {
		if !e.locked {
			e.paste(paste.Clipboard)
		}
		return
	}
	if e.locked {
		switch v := s.(type) {
		case *fyne.ShortcutUndo, *fyne.ShortcutRedo:
			return
		case *fyne.ShortcutCut:
			s = &fyne.ShortcutCopy{Clipboard: v.Clipboard}
		case *desktop.CustomShortcut:
			if v.KeyName == fyne.KeyBackspace || v.KeyName == fyne.KeyDelete {
				return
			}
		}
	}
	e.Entry.TypedShortcut(s)
}

// editsText tells whether an entry uses a key together with Ctrl itself: moving
// and deleting by words. All others belong to the window.
func editsText(name fyne.KeyName) bool {
	switch name {
	case fyne.KeyLeft, fyne.KeyRight, fyne.KeyUp, fyne.KeyDown, fyne.KeyHome, fyne.KeyEnd, fyne.KeyBackspace, fyne.KeyDelete:
		return true
	}
	return false
}

// TappedSecondary is called by the toolkit; locked text offers copying only.
func (e *entry) TappedSecondary(at *fyne.PointEvent) {
	if e.off {
		return
	}
	if !e.locked {
		e.Entry.TappedSecondary(at)
		return
	}
	driver := fyne.CurrentApp().Driver()
	c := driver.CanvasForObject(e)
	if c == nil {
		return
	}
	c.Focus(e)
	board := fyne.CurrentApp().Clipboard()
	menu := fyne.NewMenu("",
		fyne.NewMenuItem(lang.L("Copy"), func() { e.TypedShortcut(&fyne.ShortcutCopy{Clipboard: board}) }),
		fyne.NewMenuItem(lang.L("Select all"), func() { e.TypedShortcut(&fyne.ShortcutSelectAll{}) }))
	widget.NewPopUpMenu(menu, c).ShowAtPosition(driver.AbsolutePositionForObject(e).Add(at.Position))
}

// paste cleans and limits what the clipboard holds before it goes in.
func (e *entry) paste(board fyne.Clipboard) {
	text := e.clean(board.Content())
	room := e.room()
	runes := 0
	for i := range text {
		if runes == room {
			text = text[:i]
			defer e.tooLong()
			break
		}
		runes++
	}
	if text != "" {
		e.Entry.TypedShortcut(&fyne.ShortcutPaste{Clipboard: clip(text)})
	}
}

// clean makes pasted text fit for the field: blanks in place of line breaks
// in a single line, no control characters, nothing around a secret.
func (e *entry) clean(text string) string {
	text = strings.ReplaceAll(strings.ToValidUTF8(text, ""), "\r\n", "\n")
	if e.secret {
		text = strings.TrimSpace(text)
	}
	if !e.MultiLine {
		text = strings.TrimRight(text, "\r\n")
	}
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' && e.MultiLine:
			return r
		case r == '\n' || r == '\r' || r == '\t' || r == '\u2028' || r == '\u2029' || r == '\u0085':
			return ' '
		case unicode.IsControl(r):
			return -1
		}
		return r
	}, text)
}

// clip is a clipboard that holds one text and takes nothing.
type clip string

// Content returns the text.
func (c clip) Content() string { return string(c) }

// SetContent does nothing.
func (clip) SetContent(string) {}
