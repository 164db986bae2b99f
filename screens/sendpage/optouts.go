package sendpage

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"channeldesk/app"
	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
)

// listHeight of the opt-outs lets the dialog stand whole in the smallest window.
const listHeight = 212

// optOuts is the dialog of those who get no messages that we begin. UI thread
// only.
type optOuts struct {
	s      *Screen
	at     frame.Place
	list   []string
	add    *kit.TextField
	find   *kit.TextField
	count  *kit.Cut
	table  *kit.Table
	shown  []string
	do     *kit.Button
	d      *kit.Dialog
	load   kit.Task
	change kit.Task
}

func (s *Screen) showOptOuts() {
	d := &optOuts{s: s, at: s.at, count: kit.NewCut("", kit.Caption, kit.Text2)}
	d.add = kit.NewArea(lang.L("Add numbers"))
	d.add.MultiLine(3)
	d.add.SetPlaceholder(lang.L("Paste numbers: one a line, or with commas between"))
	d.add.OnChanged = func(string) { d.tell() }
	d.do = kit.NewButton(lang.L("Add"), d.submit).WithIcon("plus")
	d.change.OnBusy = d.do.SetBusy
	d.find = kit.NewTextField("")
	d.find.SetLeading("search")
	d.find.SetPlaceholder(lang.L("Search a number"))
	d.find.OnChanged = func(string) { d.show() }
	d.table = kit.NewTable([]kit.Column{{ID: "n", Title: lang.L("Number")}, {ID: "do", Width: 104, Align: fyne.TextAlignTrailing}}, 36)
	d.table.Label = lang.L("Opt-out list")
	d.table.SetEmpty(kit.NewEmpty(kit.KindNeutral, "ban", lang.L("Nobody is on the list"), ""))
	body := []fyne.CanvasObject{kit.NewParagraph(kit.Text2, kit.Body, lang.L("These people get no templates, by whatever way they would be sent. When one of them writes, the agent may still answer."))}
	if s.maySend {
		body = append(body, d.add, kit.Row(8, kit.Grow(kit.Spring()), d.do))
	}
	body = append(body, kit.Row(8, kit.Grow(d.count), kit.Fix(200, 0, d.find)), kit.Fix(0, listHeight, kit.Stack(kit.NewBox(kit.Surface, kit.Border, 8, 1), kit.Pad(1, 1, 1, 1, d.table))))
	shut := kit.NewButton(lang.L("Close"), func() { d.d.Close() })
	var first fyne.Focusable = shut
	if s.maySend {
		first = d.add.Focusable()
	}
	d.d = kit.ShowDialog(s.shell.Window(), kit.DialogOptions{
		Title: lang.L("Opt-out list"), Width: 560, Body: kit.Col(12, body...), Actions: []*kit.Button{shut}, Focus: first,
		OnClose: func() {
			d.load.Cancel()
			s.Reload()
		},
	})
	d.read()
}

func (d *optOuts) read() {
	kit.Start(&d.load, d.s.ctx, func(ctx context.Context) ([]string, error) {
		return d.s.deps.Bulk.OptOuts(ctx, d.at.Agent, d.at.Environment)
	}, func(list []string, err error) {
		if err != nil {
			d.s.shell.ShowError(err)
			return
		}
		d.list = list
		d.show()
	})
}

func (d *optOuts) show() {
	want := strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, d.find.Text())
	want = strings.TrimPrefix(want, "0")
	d.shown = nil
	for _, n := range d.list {
		if want == "" || strings.Contains(n, want) {
			d.shown = append(d.shown, n)
		}
	}
	d.count.SetText(plural(len(d.list), "1 number", "{{.N}} numbers"))
	rows := make([]kit.TableRow, len(d.shown))
	for i, n := range d.shown {
		rows[i] = kit.TableRow{Cells: []kit.Cell{{Text: app.FormatPhone(n)}, {}}}
		if d.s.maySend {
			rows[i].Cells[1] = kit.Cell{Kind: kit.CellAction, Action: lang.L("Take off"), Do: func() { d.remove(n) }}
		}
	}
	d.table.SetRows(rows)
	d.table.OnSelect = func(row int) {
		d.table.SetSelected(-1)
		if row < len(d.shown) && d.s.maySend {
			d.remove(d.shown[row])
		}
	}
	d.d.Refresh()
}

// tell says what was pasted.
func (d *optOuts) tell() {
	good, wrong := parseNumbers(d.add.Text(), d.s.got.view.Agent.Country)
	d.add.SetError("")
	switch {
	case len(good) == 0 && len(wrong) == 0:
		d.do.SetText(lang.L("Add"))
	default:
		d.do.SetText(plural(len(good), "Add 1 number", "Add {{.N}} numbers"))
	}
	if len(wrong) > 0 {
		d.add.SetHelp(say("Not read as numbers: {{.Text}}", "Text", strings.Join(wrong[:min(len(wrong), 3)], ", ")))
	} else {
		d.add.SetHelp("")
	}
	d.d.Refresh()
}

func (d *optOuts) submit() {
	good, _ := parseNumbers(d.add.Text(), d.s.got.view.Agent.Country)
	if len(good) == 0 {
		d.add.SetError(lang.L("Enter at least one phone number."))
		d.d.Refresh()
		return
	}
	d.alter(func(ctx context.Context) (int, error) {
		return d.s.deps.Bulk.OptOut(ctx, d.at.Agent, d.at.Environment, good...)
	}, func(n int) {
		d.add.SetText("")
		d.tell()
		d.s.shell.Toast(kit.KindOK, plural(n, "1 number added", "{{.N}} numbers added"), "", nil)
	})
}

// remove takes a number off the list after asking: the person said no to messages.
func (d *optOuts) remove(number string) {
	kit.Confirm(d.s.shell.Window(), kit.ConfirmOptions{
		Title: lang.L("Take the number off the list?"),
		Text:  say("{{.Number}} asked for no messages. Take it off only when the person asked for them again.", "Number", app.FormatPhone(number)),
		Keep:  lang.L("Keep it on the list"), Do: lang.L("Take it off"), OnDo: func() {
			d.alter(func(ctx context.Context) (int, error) {
				return d.s.deps.Bulk.OptIn(ctx, d.at.Agent, d.at.Environment, number)
			}, func(int) {})
		},
	})
}

func (d *optOuts) alter(change func(context.Context) (int, error), done func(int)) {
	kit.Start(&d.change, context.WithoutCancel(d.s.ctx), change, func(n int, err error) {
		if err != nil {
			d.s.shell.ShowError(err)
		} else {
			done(n)
		}
		d.read()
	})
}
