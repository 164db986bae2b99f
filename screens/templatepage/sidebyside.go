package templatepage

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"channeldesk/app"
	"channeldesk/app/template"
	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
	"channeldesk/screens/templateview"
)

// besideEachOther is how many languages stand in one row.
const besideEachOther = 3

// sideBySide shows a template in all of its languages, so that their words and their
// variables can be held against each other.
func (d *detail) sideBySide(g group) {
	first := asTemplate(g.entries[0])
	var rows []fyne.CanvasObject
	for some := range slices.Chunk(g.entries, besideEachOther) {
		var columns []fyne.CanvasObject
		for _, e := range some {
			columns = append(columns, d.column(e, first))
		}
		for len(columns) < min(besideEachOther, len(g.entries)) {
			columns = append(columns, kit.Spring())
		}
		rows = append(rows, kit.Even(16, columns...))
	}
	width := float32(760)
	if len(g.entries) == 2 {
		width = 560
	}
	var dialog *kit.Dialog
	shut := kit.NewButton(lang.L("Close"), func() { dialog.Close() })
	dialog = kit.ShowDialog(d.s.shell.Window(), kit.DialogOptions{
		Title: lang.L("{{.Name}} in {{.N}} languages", map[string]any{"Name": g.name, "N": len(g.entries)}),
		Width: width, Body: kit.Col(24, rows...), Actions: []*kit.Button{shut}, Main: shut, Focus: shut,
	})
}

// asTemplate is an entry as the provider has it, or as it would become.
func asTemplate(e entry) app.Template {
	if e.known() {
		return e.template
	}
	return templateview.OfDraft(e.draft)
}

// column is one language, with what its variables have in another way than the
// first language's.
func (d *detail) column(e entry, first app.Template) fyne.CanvasObject {
	t := asTemplate(e)
	kind, icon, word := templateview.NotSent()
	if e.known() {
		kind, icon, word = templateview.Status(t)
	}
	name := kit.NewCutTip(kit.NewCut(templateview.Language(e.language), kit.BodyStrong, kit.Text))
	view := kit.NewMessageView()
	view.Set(templateview.Message(t, templateview.Samples(t), d.s.clock.Now().Local().Format("15:04")))
	parts := []fyne.CanvasObject{kit.Row(8, kit.Grow(name), kit.NewChip(kind, icon, word, true)), view}
	if note := templateview.CodeNote(t); note != "" {
		parts = append(parts, kit.NewParagraph(kit.Text3, kit.Caption, note))
	}
	if mine, theirs := variablesOf(t), variablesOf(first); !slices.Equal(mine, theirs) {
		args := map[string]any{"Here": strings.Join(mine, ", "), "There": strings.Join(theirs, ", "), "Language": templateview.Language(first.Language)}
		text := lang.L("Its variables are {{.Here}}. In {{.Language}} they are {{.There}}.", args)
		switch {
		case len(mine) == 0:
			text = lang.L("It has no variables. In {{.Language}} they are {{.There}}.", args)
		case len(theirs) == 0:
			text = lang.L("Its variables are {{.Here}}. In {{.Language}} there are none.", args)
		}
		parts = append(parts, kit.NewNote(kit.KindWarn, kit.NewParagraph(kit.Text, kit.Caption, text)))
	}
	return kit.Col(8, parts...)
}

// variablesOf are what must be given for each message, in words and sorted.
func variablesOf(t app.Template) []string {
	t.Labels = nil // our own names may differ where the variables do not
	var out []string
	for _, v := range template.Variables(t) {
		word := frame.T(v.Label)
		if v.Where == "body" && v.Kind == template.Plain {
			word = "{{" + v.Name + "}}"
		}
		out = append(out, word)
	}
	slices.Sort(out)
	return out
}
