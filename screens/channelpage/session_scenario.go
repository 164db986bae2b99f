package channelpage

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"channeldesk/app"
	"channeldesk/app/session"
	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
)

// scenarioPick is the caption in the head of the panel, with a list behind it.
type scenarioPick struct {
	kit.Press
	text   *kit.Cut
	now    session.Scenario
	set    app.SessionSettings
	choose func(session.Scenario)
	try    func()
}

func newScenarioPick(choose func(session.Scenario), try func()) *scenarioPick {
	p := &scenarioPick{text: kit.NewCut("", kit.Caption, kit.Text3), choose: choose, try: try}
	arrow := kit.NewIcon("chevron-down", 12, kit.Text3)
	p.OnTapped = p.open
	p.OnState = func(s kit.PressState) {
		ink := kit.Text3
		if s.Hovered {
			ink = kit.Text
		}
		p.text.SetToken(ink)
		arrow.SetToken(ink)
	}
	p.OnKey = func(e *fyne.KeyEvent) bool {
		if e.Name != fyne.KeyDown && e.Name != fyne.KeyUp {
			return false
		}
		p.open()
		return true
	}
	p.Extend(p, kit.Row(4, p.text, arrow), 4)
	p.SetMin(0, 32)
	return p
}

// show names the scenario in the words of the settings.
func (p *scenarioPick) show(s session.Scenario, set app.SessionSettings) {
	p.now, p.set = s, set
	p.Label = frame.T(s.Label(set))
	p.text.SetText(p.Label)
	p.Refresh()
}

func (p *scenarioPick) open() {
	var items []kit.MenuItem
	for _, s := range session.Scenarios() {
		items = append(items, kit.MenuItem{Text: frame.T(s.Label(p.set)), Checked: s == p.now, Do: func() { p.choose(s) }})
	}
	items = append(items, kit.MenuItem{Separator: true}, kit.MenuItem{Text: lang.L("Try it yourself"), Do: p.try})
	kit.ShowMenu(p, items)
}
