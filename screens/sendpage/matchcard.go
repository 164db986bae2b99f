package sendpage

import (
	"slices"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"channeldesk/app/bulk/recipients"
	"channeldesk/screens/kit"
)

// sameForAll is the choice of one value for everybody in place of a column.
const sameForAll = "="

// headUp pulls the head of a table nearer to the title of its card.
const headUp = -8

// matchCard matches columns of the file to what a message needs. UI thread only.
type matchCard struct {
	m       *many
	columns *kit.Columns
	state   *fyne.Container
	rows    *fyne.Container
	card    *fyne.Container
	shape   string // of what the rows were built for
	lines   []*matchLine
}

// matchLine is the row of one need.
type matchLine struct {
	need  int
	pick  *kit.Select
	fixed *kit.TextField
	first *kit.Cut
	both  *fyne.Container
}

func newMatchCard(m *many) *matchCard {
	c := &matchCard{m: m, state: kit.Row(6), rows: kit.Col(0)}
	c.columns = kit.NewColumns([]kit.Column{
		{Title: lang.L("In the message"), Width: 172, Most: 196}, {Title: lang.L("Column in your file"), Width: 212, Most: 224}, {Title: lang.L("First row"), Width: 158, Most: 222},
	})
	c.card = kit.NewCard(kit.Pad(10, 16, 2, 16, kit.Fix(0, 28, kit.Row(8, kit.Grow(kit.NewCut(lang.L("Match columns to variables"), kit.Section, kit.Text)), c.state))),
		kit.Pad(0, 0, 7, 0, c.rows))
	c.card.Hide()
	return c
}

// show draws the rows: anew for another file or template, else only their values.
func (c *matchCard) show() {
	ch := &c.m.choice
	c.card.Hidden = ch.file == nil || ch.template.ID == 0
	if c.card.Hidden {
		return
	}
	shape := ch.file.Path + strconv.FormatInt(int64(ch.template.ID), 10) + strconv.FormatInt(ch.file.Size, 10)
	for _, n := range ch.needs {
		shape += "|" + n.Key + n.Label
	}
	if shape != c.shape {
		c.shape = shape
		c.build()
	}
	gone := ch.missing()
	for _, l := range c.lines {
		at := ch.columns[l.need]
		value := sameForAll
		if at >= 0 {
			value = strconv.Itoa(at)
		} else if l.fixed.Text() == "" && !l.fixed.Visible() {
			value = ""
		}
		l.pick.SetValue(value)
		l.pick.SetFault(slices.Contains(gone, l.need))
		l.fixed.Hidden = value != sameForAll
		l.first.SetText(plain(ch.firstValue(l.need)))
		l.first.Hidden = value == sameForAll
		l.both.Refresh()
	}
	c.showState(len(gone))
	c.card.Refresh()
}

// build makes the rows.
func (c *matchCard) build() {
	ch := &c.m.choice
	c.lines = nil
	rows := []fyne.CanvasObject{kit.Pad(headUp, 0, 0, 0, c.columns.Head())}
	shown := ch.shownNeeds()
	for i, at := range shown {
		l := c.line(at)
		c.lines = append(c.lines, l)
		n := ch.needs[at]
		var lead fyne.CanvasObject
		switch {
		case n.Key == recipients.KeyPhone:
			lead = kit.Row(0, kit.NewIcon("phone", 14, kit.PrimaryText))
		case mark(n.Key) != "":
			lead = kit.NewLine(mark(n.Key), kit.BodyStrong, kit.PrimaryText)
		default:
			lead = kit.Row(0, kit.NewIcon("braces", 14, kit.PrimaryText))
		}
		name := kit.NewCutTip(kit.NewCut(n.Label, kit.Body, kit.Text))
		rows = append(rows, c.columns.Row(40, i == len(shown)-1, kit.Row(0, kit.Fix(36, 20, lead), kit.Grow(name)), kit.Pad(0, 8, 0, 0, l.pick), l.both))
	}
	c.rows.Objects = rows
	c.rows.Refresh()
}

func (c *matchCard) line(need int) *matchLine {
	ch := &c.m.choice
	l := &matchLine{need: need, pick: kit.NewSelect("", nil), fixed: kit.NewTextField(""), first: kit.NewCut("", kit.Body, kit.Text2)}
	var options []kit.Option
	for i, col := range ch.file.Columns {
		options = append(options, kit.Option{Value: strconv.Itoa(i), Label: col.Name})
	}
	if ch.needs[need].Key != recipients.KeyPhone {
		options = append(options, kit.Option{Value: sameForAll, Label: lang.L("Same for everybody")})
	}
	l.pick.SetSpoken(say("Column for {{.Name}}", "Name", ch.needs[need].Label))
	l.pick.SetOptions(options)
	l.pick.SetLeading("table-2")
	l.pick.SetPlaceholder(lang.L("Choose a column"))
	l.pick.OnChanged = func(v string) {
		at, err := strconv.Atoi(v)
		if err != nil {
			at = -1
		}
		ch.columns[need] = at
		ch.byOrder = false
		if ch.byName[need] = false; v == sameForAll {
			l.fixed.Show()
			defer l.fixed.Focus()
		} else {
			l.fixed.Hide()
		}
		c.m.changed()
	}
	l.fixed.SetText(ch.fixed[ch.needs[need].Key])
	l.fixed.SetPlaceholder(lang.L("Value for everybody"))
	l.fixed.SetSpoken(say("{{.Name}}, the same for everybody", "Name", ch.needs[need].Label))
	l.fixed.Hide()
	l.fixed.OnCommitted = func(v string) {
		ch.fixed[ch.needs[need].Key] = v
		c.m.changed()
	}
	l.both = kit.Stack(kit.NewCutTip(l.first), l.fixed)
	return l
}

// focus moves the keyboard focus to what takes the place of a need.
func (c *matchCard) focus(need int) {
	for _, l := range c.lines {
		switch {
		case l.need != need:
		case l.fixed.Visible():
			l.fixed.SetError(lang.L("Enter a value."))
			l.fixed.Focus()
		default:
			l.pick.Focus()
		}
	}
}

// showState says how many columns were found.
func (c *matchCard) showState(missing int) {
	byName, all := c.m.choice.matched()
	kind, icon, text := kit.OkText, "circle-check", plural(all, "1 matched by name", "All {{.N}} matched by name")
	switch {
	case missing > 0:
		kind, icon, text = kit.WarnText, "triangle-alert", plural(missing, "1 has no column yet", "{{.N}} have no column yet")
	case c.m.choice.byOrder:
		kind, icon, text = kit.WarnText, "triangle-alert", lang.L("Matched by their order: check them")
	case byName == all:
	default:
		text = plural(all, "1 matched", "All {{.N}} matched")
	}
	c.state.Objects = []fyne.CanvasObject{kit.NewIcon(icon, 14, kind), kit.NewLine(text, kit.Caption, kind)}
	c.state.Refresh()
}
