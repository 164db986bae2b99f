package kit

import "fyne.io/fyne/v2"

// Tabs shows one of several pages, with their names in a row above: the
// chosen one in bold over a line of 2. Arrow keys move the choice. The head
// is 40 high, the page follows 16 below. UI thread only.
type Tabs struct {
	Block

	// OnSelected is called when the person chooses another page.
	OnSelected func(value string)

	options []Option
	tabs    []*tab
	pages   []fyne.CanvasObject
	value   string
}

// NewTabs makes tabs with the first page shown; pages are in the order of the
// options. Without pages only the head is made.
func NewTabs(options []Option, pages ...fyne.CanvasObject) *Tabs {
	t := &Tabs{options: options, pages: pages}
	row := make([]fyne.CanvasObject, 0, len(options)+1)
	for _, o := range options {
		b := newTab(t, o)
		t.tabs = append(t.tabs, b)
		row = append(row, b)
	}
	head := Fix(0, 40, Stack(Col(0, Spring(), NewRect(Border).SetMin(0, 1)), Row(24, append(row, Spring())...)))
	body := Col(16, head)
	if len(pages) > 0 {
		body = Col(16, head, Grow(Stack(pages...)))
	}
	t.Extend(t, body)
	if len(options) > 0 {
		t.Select(options[0].Value)
	}
	return t
}

// Selected returns the value of the page that is showing.
func (t *Tabs) Selected() string { return t.value }

// Select shows a page without calling OnSelected; unknown values do nothing.
func (t *Tabs) Select(value string) {
	at := indexOf(t.options, value)
	if at < 0 || value == t.value {
		return
	}
	t.value = value
	for i, b := range t.tabs {
		b.SetSelected(i == at)
	}
	for i, p := range t.pages {
		if i == at {
			p.Show()
		} else {
			p.Hide()
		}
	}
	t.Refresh()
}

// SetWarning shows or removes a warning mark beside a tab's name.
func (t *Tabs) SetWarning(value string, warning bool) {
	if at := indexOf(t.options, value); at >= 0 {
		t.tabs[at].warn.Hidden = !warning
		t.Refresh()
	}
}

// FocusSelected moves the keyboard focus to the chosen tab.
func (t *Tabs) FocusSelected() {
	if at := indexOf(t.options, t.value); at >= 0 {
		t.tabs[at].Focus()
	}
}

func (t *Tabs) choose(at int) {
	if at < 0 || at >= len(t.options) || t.options[at].Value == t.value {
		return
	}
	t.Select(t.options[at].Value)
	if t.OnSelected != nil {
		t.OnSelected(t.value)
	}
}

// key moves the choice and the focus with it.
func (t *Tabs) key(e *fyne.KeyEvent) bool {
	at := indexOf(t.options, t.value)
	switch e.Name {
	case fyne.KeyHome:
		at = 0
	case fyne.KeyEnd:
		at = len(t.options) - 1
	case fyne.KeyLeft:
		at--
	case fyne.KeyRight:
		at++
	default:
		return false
	}
	t.choose(at)
	t.FocusSelected()
	return true
}

// tab is one name in the head.
type tab struct {
	Press
	text *Line
	warn *Icon
	line *Rect
}

func newTab(t *Tabs, o Option) *tab {
	b := &tab{text: NewLine(o.Label, Body, Text2), warn: NewIcon("triangle-alert", 14, WarnText), line: NewRect(Transparent)}
	b.warn.Hide()
	b.line.SetMin(0, 2)
	b.Label = o.Label
	b.OnState, b.OnKey = b.recolour, t.key
	b.OnTapped = func() { t.choose(indexOf(t.options, o.Value)) }
	b.Extend(b, Stack(Row(8, b.text, b.warn), Col(0, Spring(), b.line)), 2)
	b.SetMin(0, 40)
	return b
}

func (b *tab) recolour(s PressState) {
	switch {
	case s.Selected:
		b.text.SetStyle(BodyStrong)
		b.text.SetToken(Text)
		b.line.SetToken(Primary)
	case s.Hovered:
		b.text.SetStyle(Body)
		b.text.SetToken(Text)
		b.line.SetToken(Input)
	default:
		b.text.SetStyle(Body)
		b.text.SetToken(Text2)
		b.line.SetToken(Transparent)
	}
}
