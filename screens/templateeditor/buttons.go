package templateeditor

import (
	"slices"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"channeldesk/app"
	"channeldesk/app/protocol"
	"channeldesk/screens/kit"
	"channeldesk/screens/templateview"
)

// buttonList are the buttons below the message, or below one card. UI thread only.
type buttonList struct {
	s     *Screen
	part  func() string // buttons, or cards.1.buttons
	row   func() (buttonRow, bool)
	most  func() int
	after func() // follows a change of which buttons there are

	title   *kit.Line
	counter *kit.Line
	lines   []*buttonLine
	rows    *fyne.Container
	add     *kit.Button
	foot    *fyne.Container
	content *fyne.Container
	locked  bool
}

func newButtonList(s *Screen, part func() string, row func() (buttonRow, bool), most func() int, after func()) *buttonList {
	l := &buttonList{s: s, part: part, row: row, most: most, after: after,
		title: kit.NewLine(lang.L("Buttons"), kit.CaptionStrong, kit.Text2), counter: kit.NewLine("", kit.Caption, kit.Text3), rows: kit.Col(8)}
	l.add = kit.NewQuiet(lang.L("Add button"), l.askKind).WithIcon("plus")
	l.foot = kit.Row(8, l.add, kit.Spring())
	l.content = kit.Col(0, kit.Row(6, kit.Grow(l.title), l.counter), kit.Pad(4, 0, 0, 0, l.rows), kit.Pad(8, 0, 0, 0, l.foot))
	return l
}

func (l *buttonList) list() []app.ButtonDesign {
	if r, ok := l.row(); ok {
		return *r.list
	}
	return nil
}

func (l *buttonList) show() {
	list := l.list()
	for len(l.lines) < len(list) {
		l.lines = append(l.lines, newButtonLine(l, len(l.lines)))
	}
	l.rows.Objects = nil
	for i := range list {
		l.rows.Objects = append(l.rows.Objects, l.lines[i].content)
		l.lines[i].show(list[i], len(list))
		l.lines[i].lock(l.locked)
	}
	l.rows.Hidden = len(list) == 0
	l.counter.SetText(of(len(list), l.most()))
	l.add.SetDisabled(l.locked || len(list) >= l.most())
	l.content.Refresh()
	l.s.form.relayout()
}

// askKind opens the kinds of button that still fit.
func (l *buttonList) askKind() {
	var items []kit.MenuItem
	for _, o := range l.s.offer.Buttons {
		items = append(items, kit.MenuItem{
			Icon: templateview.ButtonIcon(o.Kind), Text: buttonWord(o.Kind), Disabled: !mayAdd(l.list(), o, l.most()),
			Do: func() { l.insert(o.Kind) },
		})
	}
	kit.ShowMenu(l.add, items)
}

func (l *buttonList) insert(k app.ButtonKind) {
	r, ok := l.row()
	if !ok || l.locked {
		return
	}
	at := addButton(&l.s.w.d, r, app.ButtonDesign{Kind: k})
	l.altered()
	l.lines[at].focus("")
}

func (l *buttonList) removeAt(at int) {
	r, ok := l.row()
	if !ok || l.locked || at >= len(*r.list) {
		return
	}
	removeButton(&l.s.w.d, r, at)
	l.altered()
	if n := len(l.list()); n > 0 {
		l.lines[min(at, n-1)].remove.Focus()
		return
	}
	l.add.Focus()
}

func (l *buttonList) move(at, by int) {
	if r, ok := l.row(); ok && !l.locked {
		moveButton(&l.s.w.d, r, at, by)
		l.altered()
		if to := at + by; to >= 0 && to < len(l.list()) {
			l.lines[to].order.Focus()
		}
	}
}

// altered follows a change of which buttons there are.
func (l *buttonList) altered() {
	if l.after != nil {
		l.after()
	}
	l.show()
	l.s.changed(l.part())
}

// change changes one button.
func (l *buttonList) change(at int, do func(*app.ButtonDesign)) {
	r, ok := l.row()
	if !ok || at >= len(*r.list) {
		return
	}
	list := slices.Clone(*r.list)
	do(&list[at])
	*r.list = list
	l.s.changed(l.part() + "." + strconv.Itoa(at))
}

func (l *buttonList) lock(locked bool) {
	l.locked = locked
	l.add.SetDisabled(locked || len(l.list()) >= l.most())
	for _, line := range l.lines {
		line.lock(locked)
	}
}

func (l *buttonList) mark(faults map[string]string) {
	all := faults[l.part()] != ""
	for i, line := range l.lines {
		rule := faults[l.part()+"."+strconv.Itoa(i)]
		if all && rule == "" {
			rule = "buttons"
		}
		line.mark(rule)
	}
}

func (l *buttonList) focus(at int, rule string) {
	if at >= 0 && at < len(l.list()) {
		l.lines[at].focus(rule)
		return
	}
	l.add.Focus()
}

// kindOptions are the kinds that one button may become.
func (l *buttonList) kindOptions(present app.ButtonKind) (out []kit.Option) {
	known := false
	for _, o := range l.s.offer.Buttons {
		if o.Kind == present {
			known = true
		} else if !mayBecome(l.list(), o) {
			continue
		}
		out = append(out, kit.Option{Value: string(o.Kind), Label: buttonWord(o.Kind)})
	}
	if !known {
		out = append(out, kit.Option{Value: string(present), Label: buttonWord(present)})
	}
	return out
}

// mayBecome reports whether a button may become one of a kind.
func mayBecome(list []app.ButtonDesign, o protocol.ButtonOffer) bool {
	return countKind(list, o.Kind) < o.Max
}
