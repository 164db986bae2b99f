package channelpage

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"channeldesk/app"
	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
)

// notes are what stands above the cards: that Published is locked, conflicts,
// the sandbox, and what Draft and Published share.
type notes struct {
	s   *Screen
	col *fyne.Container
	key string
}

func newNotes(s *Screen) *notes {
	n := &notes{s: s, col: kit.Col(8)}
	n.col.Hide()
	return n
}

func (n *notes) apply() {
	m := n.s.m
	key := []string{}
	var objs []fyne.CanvasObject
	add := func(name string, make func() fyne.CanvasObject) {
		key = append(key, name)
		objs = append(objs, make())
	}
	switch {
	case m.looksOnly():
		add("looks"+m.view.Agent.Name+strings.Join(m.owners, ","), n.looksOnly)
	case m.readOnly():
		add("locked"+yes(m.view.Agent.HasDraft), n.locked)
	}
	if m.outdated() {
		add("outdated", n.outdated)
	}
	if m.view.Agent.Sandbox {
		add("sandbox", n.sandbox)
	}
	if len(m.view.Warnings) > 0 {
		add(bullets(m.view.Warnings), n.warnings)
	}
	if k := strings.Join(key, "\x00"); k != n.key {
		n.key, n.col.Objects = k, objs
	}
	setShown(n.col, len(objs) > 0)
}

func yes(b bool) string {
	if b {
		return "+"
	}
	return "-"
}

// lineNote is a note of one line with its actions at the far end.
func lineNote(kind kit.Kind, icon, text string, actions ...fyne.CanvasObject) fyne.CanvasObject {
	ground, ink, words := kind.Tint(), kind.Ink(), kit.Text
	if kind == kit.KindNeutral {
		ground, words = kit.Sunken, kit.Text2
	}
	row := []fyne.CanvasObject{kit.NewIcon(icon, 16, ink), kit.Grow(kit.NewParagraph(words, kit.Caption, text))}
	return kit.Stack(kit.NewBox(ground, kit.Transparent, 6, 0), kit.Pad(10, 12, 10, 12, kit.Row(8, append(row, kit.Row(16, actions...))...)))
}

// warnings are one note: a sentence, or a list of several.
func (n *notes) warnings() fyne.CanvasObject {
	all := n.s.m.view.Warnings
	if len(all) == 1 {
		return kit.NewNote(kit.KindWarn, kit.NewParagraph(kit.Text, kit.Caption, frame.T(all[0])))
	}
	var rows []fyne.CanvasObject
	for _, w := range all {
		rows = append(rows, kit.RowTop(6, kit.NewLine("•", kit.Caption, kit.Text), kit.Grow(kit.NewParagraph(kit.Text, kit.Caption, frame.T(w)))))
	}
	row := kit.RowTop(8, kit.NewIcon(kit.KindWarn.IconName(), 16, kit.WarnText), kit.Grow(kit.Col(4, rows...)))
	return kit.Stack(kit.NewBox(kit.WarnTint, kit.Transparent, 6, 0), kit.Pad(10, 12, 10, 12, row))
}

// bullets writes sentences as a list.
func bullets(texts []app.Text) string {
	lines := make([]string, len(texts))
	for i, t := range texts {
		lines[i] = "• " + frame.T(t)
	}
	return strings.Join(lines, "\n")
}

// looksOnly tells a member why there are no buttons, and whom to ask.
func (n *notes) looksOnly() fyne.CanvasObject {
	m := n.s.m
	text := say("Your role on {{.Agent}} is {{.Role}}.", "Agent", m.view.Agent.Name, "Role", lang.L(m.role.Label()))
	row := kit.RowTop(8, kit.NewIcon("eye", 16, kit.Text2), kit.Grow(kit.NewRuns(kit.Caption,
		kit.Run{Text: lang.L("You can look, not change.") + " ", Bold: true}, kit.Run{Text: text + " " + frame.AskOwners(m.owners), Token: kit.Text2})))
	return kit.Stack(kit.NewBox(kit.Sunken, kit.Transparent, 6, 0), kit.Pad(10, 12, 10, 12, row))
}

func (n *notes) locked() fyne.CanvasObject {
	var actions []fyne.CanvasObject
	if n.s.m.view.Agent.HasDraft {
		actions = append(actions, kit.NewLink(lang.L("Change it in Draft"), "", func() { n.s.shell.ChooseEnvironment(app.Draft) }))
	}
	actions = append(actions, kit.NewLink(lang.L("Edit published settings"), "", n.s.startEditing))
	return lineNote(kit.KindNeutral, "lock", lang.L("This is what customers use now."), actions...)
}

func (n *notes) outdated() fyne.CanvasObject {
	return lineNote(kit.KindWarn, "triangle-alert", lang.L("Somebody published other settings meanwhile. What you changed is kept here."),
		kit.NewLink(lang.L("Reload and compare"), "", n.s.reloadAndCompare))
}

func (n *notes) sandbox() fyne.CanvasObject {
	var actions []fyne.CanvasObject
	if !n.s.m.looksOnly() {
		actions = append(actions, kit.NewLink(lang.L("Sandbox values"), "", n.s.showSandboxValues))
	}
	if d, ok := n.s.deps.(PhoneDeps); ok {
		actions = append(actions, kit.NewLink(lang.L("Open the customer's phone"), "external-link", func() {
			if address := d.CustomerPhone(); address != "" {
				n.s.shell.OpenLink(address)
			}
		}))
	}
	return lineNote(kit.KindInfo, "flask-conical", lang.L("This agent speaks to the sandbox. Nothing leaves this computer."), actions...)
}
