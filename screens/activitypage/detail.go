package activitypage

import (
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"channeldesk/app"
	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
)

// show opens the drawer with the line of a row.
func (l *lines) show(row int) {
	if row < 0 || row >= len(l.list) {
		return
	}
	a := l.list[row]
	l.open = a.ID
	l.drawer.SetTitle(kindName(a.Kind), exactTime(a.At))
	l.drawer.SetBody(kit.Pad(16, 16, 16, 16, kit.Col(16, l.sentence(a), values(a), l.facts(a))))
	copied := kit.NewButton(lang.L("Copy details"), func() {
		l.s.shell.CopyText(detailsText(a, l.agentName(a.AgentID)), lang.L("Details copied"))
	}).WithIcon("copy")
	foot := []fyne.CanvasObject{copied, kit.Spring()}
	if n := versionOf(a); n > 0 && a.AgentID == l.s.at.Agent {
		see := kit.NewButton(lang.L("See version {{.N}}", map[string]any{"N": n}), func() { l.s.showVersion(n) }).WithIcon("history")
		foot = []fyne.CanvasObject{see, copied, kit.Spring()}
	}
	l.drawer.SetFoot(kit.Wrap(8, foot...))
	l.drawer.Show()
	l.beside.Refresh()
}

// closed takes the mark off the table; with focus the keyboard goes back to it.
func (l *lines) closed(focus bool) {
	l.open = 0
	l.drawer.Hide()
	l.table.SetSelected(-1)
	l.beside.Refresh()
	if focus {
		l.table.Focus()
	}
}

// sentence is the whole sentence with who did it.
func (l *lines) sentence(a app.Activity) fyne.CanvasObject {
	token := kit.Text
	if isTrouble(a.Kind) {
		token = kit.WarnText
	}
	who := whoText(a.By)
	return kit.Col(12, kit.NewParagraph(token, kit.Body, frame.T(a.Text)),
		kit.Row(8, kit.NewPerson(app.Initials(who), 24), kit.Grow(kit.NewCutTip(kit.NewCut(who, kit.BodyStrong, kit.Text)))))
}

// values are what stood there before and what stands there since.
func values(a app.Activity) fyne.CanvasObject {
	if a.Before == "" && a.After == "" {
		return nil
	}
	box := func(label, value string) fyne.CanvasObject {
		token := kit.Text
		if value == "" {
			value, token = lang.L("Empty"), kit.Text3
		}
		return kit.Col(4, kit.NewLine(label, kit.CaptionStrong, kit.Text2),
			kit.Stack(kit.NewBox(kit.Sunken, kit.Border, 6, 1), kit.Pad(6, 11, 6, 11, kit.NewParagraph(token, kit.Body, value))))
	}
	return kit.Col(8, box(lang.L("Before"), a.Before), box(lang.L("After"), a.After))
}

// facts are the rest of the line.
func (l *lines) facts(a app.Activity) fyne.CanvasObject {
	fact := func(label string, value fyne.CanvasObject) fyne.CanvasObject {
		return kit.Fix(0, 28, kit.Row(8, kit.Fix(96, 0, kit.NewCut(label, kit.Caption, kit.Text3)), kit.Grow(value)))
	}
	name := l.agentName(a.AgentID)
	if name == "" {
		name = lang.L("The whole workspace")
	}
	rows := []fyne.CanvasObject{fact(lang.L("Agent"), kit.NewCutTip(kit.NewCut(name, kit.Body, kit.Text)))}
	if a.Environment != "" {
		rows = append(rows, fact(lang.L("Environment"), kit.Row(0, environmentChip(a.Environment), kit.Spring())))
	}
	rows = append(rows, fact(lang.L("Kind"), kit.NewCutTip(kit.NewCut(a.Kind, kit.MonoBody, kit.Text))),
		fact(lang.L("Line number"), kit.NewCut(fmt.Sprint(a.ID), kit.MonoBody, kit.Text)))
	return kit.Col(0, kit.HLine(), kit.Pad(8, 0, 0, 0, kit.Col(0, rows...)))
}

func environmentChip(env app.Environment) fyne.CanvasObject {
	kind := kit.KindPublished
	if env == app.Draft {
		kind = kit.KindDraft
	}
	return kit.NewChip(kind, kind.IconName(), frame.EnvironmentName(env), true)
}
