package sendpage

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"channeldesk/app"
	"channeldesk/app/bulk/recipients"
	"channeldesk/screens/kit"
	"channeldesk/screens/templateview"
)

// preview shows what a person gets, row by row. UI thread only.
type preview struct {
	s        *Screen
	title    *kit.Line
	which    *kit.Line
	back, on *kit.Press
	view     *kit.MessageView
	card     *fyne.Container
	at       int
	rows     []recipients.Row
	needs    []recipients.Need
	all      int
	template app.Template
}

func newPreview(s *Screen, title string) *preview {
	p := &preview{s: s, title: kit.NewLine(title, kit.Section, kit.Text), which: kit.NewLine("", kit.Caption, kit.Text3), view: kit.NewMessageView()}
	p.back = arrow("chevron-left", lang.L("Message before"), func() { p.turn(-1) })
	p.on = arrow("chevron-right", lang.L("Next message"), func() { p.turn(1) })
	head := kit.Fix(0, 24, kit.Row(8, p.title, kit.Grow(kit.Spring()), p.which, kit.Row(4, p.back, p.on)))
	// Where the window is low, the message scrolls.
	p.card = kit.NewTightCard(kit.Least(0, kit.Pad(12, 16, 16, 16, kit.Tight(8, head, kit.Yield(0, p.view)))))
	p.clear()
	return p
}

// arrow is a small arrow that turns pages.
func arrow(icon, label string, do func()) *kit.Press {
	p := kit.NewPress(kit.Mid(16, 24, kit.NewIcon(icon, 16, kit.Text2)), 4, func(s kit.PressState) kit.Face {
		if s.Hovered && !s.Disabled {
			return kit.Face{Fill: kit.NeutralTint}
		}
		return kit.Face{}
	}, do)
	p.Label = label
	p.SetMin(16, 24)
	return p
}

// clear shows that nothing was chosen yet.
func (p *preview) clear() {
	p.rows, p.template = nil, app.Template{}
	p.which.SetText("")
	p.back.Hide()
	p.on.Hide()
	p.view.Set(kit.Message{Hint: lang.L("Choose a template to see the message.")})
}

// show shows a message of one template and values.
func (p *preview) show(t app.Template, values map[string]string) {
	if t.ID == 0 {
		p.clear()
		return
	}
	p.template = t
	p.view.Set(templateview.Message(t, values, p.s.clock.Now().Local().Format("15:04")))
}

// showRows shows the messages of the first rows of a file, of all that are ready.
func (p *preview) showRows(t app.Template, needs []recipients.Need, rows []recipients.Row, all int) {
	if t.ID == 0 || len(rows) == 0 {
		p.clear()
		if t.ID != 0 {
			p.show(t, templateview.Names(t))
		}
		return
	}
	p.template, p.needs, p.rows, p.all = t, needs, rows, all
	p.at = min(p.at, len(rows)-1)
	p.turn(0)
}

func (p *preview) turn(by int) {
	if len(p.rows) == 0 {
		return
	}
	p.at = min(max(p.at+by, 0), len(p.rows)-1)
	p.which.SetText(say("{{.N}} of {{.All}}", "N", kit.Number(p.at+1), "All", kit.Number(p.all)))
	p.title.SetText(lang.L("First message"))
	if p.at > 0 {
		p.title.SetText(lang.L("Message"))
	}
	p.back.Show()
	p.on.Show()
	p.back.SetDisabled(p.at == 0)
	p.on.SetDisabled(p.at == len(p.rows)-1)
	values := valuesOf(p.needs, p.rows[p.at])
	for key, name := range templateview.Names(p.template) {
		if _, has := values[key]; !has { // it has no column yet
			values[key] = name
		}
	}
	p.show(p.template, values)
	p.card.Refresh()
}

// values are those of the row that is shown; nil when none is.
func (p *preview) values() map[string]string {
	if p.at >= len(p.rows) {
		return nil
	}
	return valuesOf(p.needs, p.rows[p.at])
}
