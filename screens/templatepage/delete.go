package templatepage

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"channeldesk/app"
	"channeldesk/app/template"
	"channeldesk/screens/kit"
	"channeldesk/screens/templateview"
)

// whatBreaks is read before somebody is asked whether to delete.
type whatBreaks struct{ one, all template.Uses }

// askDelete says what would break, and deletes when that is wanted.
func (d *detail) askDelete() {
	t := d.shown.template
	kit.Start(&d.act, d.s.ctx, func(ctx context.Context) (w whatBreaks, err error) {
		if w.one, err = d.s.deps.Templates.Uses(ctx, t.ID, false); err != nil || len(w.one.Languages) == 0 {
			return w, err
		}
		w.all, err = d.s.deps.Templates.Uses(ctx, t.ID, true)
		return w, err
	}, func(w whatBreaks, err error) {
		if err != nil {
			d.s.shell.ShowError(err)
			return
		}
		d.confirmDelete(t, w)
	})
}

const (
	deleteOne = "one"
	deleteAll = "all"
)

func (d *detail) confirmDelete(t app.Template, w whatBreaks) {
	language := templateview.Language(t.Language)
	title, do := lang.L("Delete {{.Name}} in {{.Language}}?", map[string]any{"Name": t.Name, "Language": language}), lang.L("Delete it")
	text := lang.L("{{.Provider}} forgets it, and no message can be made from it any more.", map[string]any{"Provider": d.s.provider()})
	if t.Status == app.TemplateDeclared {
		title, do = lang.L("Forget {{.Name}} in {{.Language}}?", map[string]any{"Name": t.Name, "Language": language}), lang.L("Forget it")
		text = lang.L("It stays at {{.Provider}}; here no message can be made from it any more.", map[string]any{"Provider": d.s.provider()})
	}
	breaks := kit.NewParagraph(kit.Text, kit.Caption, "")
	note := kit.NewNote(kit.KindWarn, breaks)
	body := []fyne.CanvasObject{kit.NewParagraph(kit.Text2, kit.Body, text)}
	all := false
	var dialog *kit.Dialog
	tell := func() {
		uses := w.one
		if all {
			uses = w.all
		}
		note.SetKind(kit.KindNeutral)
		if uses.Any() {
			note.SetKind(kit.KindWarn)
		}
		note.SetRuns(kit.Run{Text: breakText(uses)})
		if dialog != nil {
			dialog.Refresh()
		}
	}
	if len(w.one.Languages) > 0 && t.Status != app.TemplateDeclared {
		names := []string{language}
		for _, code := range w.one.Languages {
			names = append(names, templateview.Language(code))
		}
		choice := kit.NewRadioList([]kit.RadioCard{
			{ID: deleteOne, Title: lang.L("Only {{.Language}}", map[string]any{"Language": language})},
			{ID: deleteAll, Title: lang.L("All languages: {{.Languages}}", map[string]any{"Languages": strings.Join(names, ", ")})},
		})
		choice.SetSelected(deleteOne)
		choice.OnChanged = func(id string) {
			all = id == deleteAll
			tell()
		}
		body = append(body, choice)
		title = lang.L("Delete {{.Name}}?", map[string]any{"Name": t.Name})
	}
	tell()
	keep := kit.NewButton(lang.L("Keep it"), func() { dialog.Close() })
	remove := kit.NewButton(do, func() {
		dialog.Close()
		d.s.list.table.Focus() // the button that was pressed goes with the template
		d.delete(t, all, len(w.one.Languages) > 0)
	}).As(kit.VariantDangerFill)
	dialog = kit.ShowDialog(d.s.shell.Window(), kit.DialogOptions{
		Title: title, Width: 480, Body: kit.Col(12, append(body, note)...), Actions: []*kit.Button{keep, remove}, Main: remove, Focus: keep,
	})
}

// breakText says what stops working.
func breakText(u template.Uses) string {
	if !u.Any() {
		return lang.L("Nothing waits for it, and nothing has sent it in the last 30 days.")
	}
	lines := usesText(u)
	if u.Waiting > 0 || len(u.Bulks) > 0 {
		lines = append(lines, lang.L("What waits fails when its turn comes."))
	}
	if len(u.Sent) > 0 {
		lines = append(lines, lang.L("Requests that name it are refused from then on."))
	}
	return strings.Join(lines, "\n")
}

// delete deletes one language or all; several is true when there are others.
func (d *detail) delete(t app.Template, all, several bool) {
	kit.Start(&d.act, d.s.ctx, func(ctx context.Context) (struct{}, error) {
		return struct{}{}, d.s.deps.Templates.Delete(context.WithoutCancel(ctx), t.ID, all)
	}, func(_ struct{}, err error) {
		if err != nil {
			d.s.shell.ShowError(err)
			return
		}
		args := map[string]any{"Name": t.Name, "Language": templateview.Language(t.Language)}
		said := lang.L("{{.Name}} is deleted", args)
		switch {
		case t.Status == app.TemplateDeclared:
			said = lang.L("{{.Name}} is forgotten", args)
		case several && all:
			said = lang.L("{{.Name}} is deleted in all languages", args)
		case several:
			said = lang.L("{{.Name}} in {{.Language}} is deleted", args)
		}
		d.s.shell.Toast(kit.KindOK, said, "", nil)
		d.s.Reload()
	})
}

// askDrop throws away what is being written.
func (d *detail) askDrop() {
	draft := d.shown.draft
	kit.Confirm(d.s.shell.Window(), kit.ConfirmOptions{
		Title: lang.L("Throw away what is written of {{.Name}}?", map[string]any{"Name": draft.Name}),
		Text:  lang.L("It was never sent for review. Nobody can bring it back."),
		Keep:  lang.L("Keep it"), Do: lang.L("Throw it away"), Danger: true,
		OnDo: func() {
			kit.Start(&d.act, d.s.ctx, func(ctx context.Context) (struct{}, error) {
				return struct{}{}, d.s.deps.Templates.DropDraft(context.WithoutCancel(ctx), draft.ID)
			}, func(_ struct{}, err error) {
				if err != nil {
					d.s.shell.ShowError(err)
					return
				}
				d.s.Reload()
			})
		},
	})
}
