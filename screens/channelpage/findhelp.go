package channelpage

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"channeldesk/app"
	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
)

func frameText(t app.Text) string { return frame.T(t) }

// showFindHelp explains where each value is found at the provider.
func (s *Screen) showFindHelp() {
	d := s.m.declaration()
	var rows []fyne.CanvasObject
	for i, item := range d.FindHelp {
		if i > 0 {
			rows = append(rows, kit.HLine())
		}
		where := frame.T(item.Where)
		label := lang.L(item.Label)
		copied := label + ": " + where
		if item.Link != "" {
			copied += " " + item.Link
		}
		actions := []fyne.CanvasObject{kit.NewLink(lang.L("Copy"), "copy", func() {
			s.shell.CopyText(copied, lang.L("Steps copied"))
		})}
		if item.Link != "" {
			actions = append(actions, kit.NewLink(lang.L("Open the page"), "external-link", func() { s.shell.OpenLink(item.Link) }))
		}
		rows = append(rows, kit.Col(4,
			kit.Row(8, kit.Grow(kit.NewCut(label, kit.BodyStrong, kit.Text)), kit.Row(16, actions...)),
			kit.NewParagraph(kit.Text2, kit.Body, where)))
	}
	var d2 *kit.Dialog
	closing := kit.NewButton(lang.L("Close"), func() { d2.Close() })
	d2 = kit.ShowDialog(s.shell.Window(), kit.DialogOptions{
		Title: lang.L("Where do I find these?"), Width: 560,
		Subtitle: say("The values of {{.Protocol}}, as the provider calls them.", "Protocol", d.Name),
		Body:     kit.Col(12, rows...), Actions: []*kit.Button{closing}, Focus: closing,
	})
}

// showSandboxValues lists values to try, right and wrong ones. Secrets are
// copied, never shown.
func (s *Screen) showSandboxValues() {
	var rows []fyne.CanvasObject
	for _, v := range s.deps.SandboxValues(s.m.declaration().ID) {
		label, shown := lang.L(v.Label), v.Value
		if v.Secret {
			shown = "••••••••••••••••"
		}
		copyIt := kit.NewButton(lang.L("Copy"), func() {
			said := say("{{.Label}} copied", "Label", label)
			if v.Secret {
				s.shell.CopySecret(app.NewSecret(v.Value), said)
				return
			}
			s.shell.CopyText(v.Value, said)
		}).WithIcon("copy")
		rows = append(rows, kit.Row(12, kit.Grow(kit.Col(0,
			kit.NewCut(label, kit.BodyStrong, kit.Text), kit.NewCut(shown, kit.Mono, kit.Text2))), copyIt))
	}
	var d *kit.Dialog
	closing := kit.NewButton(lang.L("Close"), func() { d.Close() })
	d = kit.ShowDialog(s.shell.Window(), kit.DialogOptions{
		Title: lang.L("Sandbox values"), Width: 560,
		Subtitle: lang.L("Copy a value, paste it into its field and run the check. The wrong ones show what a mistake looks like."),
		Body:     kit.Col(12, rows...), Actions: []*kit.Button{closing}, Focus: closing,
	})
}
