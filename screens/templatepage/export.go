package templatepage

import (
	"context"
	"io"
	"strconv"
	"time"

	"fyne.io/fyne/v2/lang"

	"channeldesk/app/csvout"
	"channeldesk/app/template"
	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
	"channeldesk/screens/templateview"
)

// askExport lets the person choose the form of the file, and then the place.
func (s *Screen) askExport() {
	excel := kit.NewCheckbox(lang.L("For Excel with Indonesian or European settings"))
	text := lang.L("Every template is written, a row for each language.")
	if s.head.chosen.narrowed() {
		text = lang.L("Exactly the templates that the filters let through are written, a row for each language.")
	}
	var d *kit.Dialog
	cancel := kit.NewButton(lang.L("Cancel"), func() { d.Close() })
	next := kit.NewPrimary(lang.L("Choose the place"), func() {
		d.Close()
		s.export(csvout.Options{ForExcel: excel.Checked()})
	})
	d = kit.ShowDialog(s.shell.Window(), kit.DialogOptions{
		Title: lang.L("Export the templates"), Width: 480, Actions: []*kit.Button{cancel, next}, Main: next,
		Body: kit.Col(12, kit.NewParagraph(kit.Text2, kit.Body, text),
			kit.Col(0, excel, kit.Pad(0, 0, 0, 24, kit.NewParagraph(kit.Text3, kit.Caption, lang.L("Semicolons between the values. Without it the file is plain CSV with commas."))))),
	})
}

func (s *Screen) export(o csvout.Options) {
	rows := exportRows(s.list.shown)
	name := "templates-" + s.clock.Now().Local().Format("2006-01-02") + ".csv"
	s.shell.SaveFile(name, func(_ context.Context, w io.Writer) error { return writeRows(w, o, rows) }, func(path string, err error) {
		if err == nil && path != "" {
			s.shell.Toast(kit.KindOK, lang.L("Templates exported"), lang.L("Open"), func() { s.shell.OpenFile(path) })
		}
	})
}

// exportRows are the templates as a table, its head first.
func exportRows(groups []group) [][]string {
	rows := [][]string{{"name", "language", "category", "status", "quality", "reason", "header", "body", "footer", "buttons", "variables", "id", "sent_for_review", "changed"}}
	date := func(t time.Time) string {
		if t.IsZero() {
			return ""
		}
		return t.Local().Format("2006-01-02 15:04")
	}
	for _, g := range groups {
		for _, e := range g.entries {
			t := e.template
			_, _, status := templateview.NotSent()
			if e.known() {
				_, _, status = templateview.Status(t)
			} else {
				t = templateview.OfDraft(e.draft)
			}
			d := t.Design
			header, buttons := "", ""
			if d.Header != nil {
				header = string(d.Header.Kind)
				if d.Header.Text != "" {
					header = d.Header.Text
				}
			}
			for i, b := range d.Buttons {
				if i > 0 {
					buttons += " | "
				}
				buttons += b.Text
			}
			rows = append(rows, []string{g.name, e.language, string(t.Category), status, string(t.Quality), frame.T(t.Reason), header, d.Body, d.Footer, buttons,
				strconv.Itoa(len(template.Variables(t))), t.ProviderID, date(t.SubmittedAt), date(t.ChangedAt)})
		}
	}
	return rows
}

func writeRows(w io.Writer, o csvout.Options, rows [][]string) error {
	out := csvout.New(w, o)
	for _, row := range rows {
		for _, cell := range row {
			out.Text(cell)
		}
		if err := out.End(); err != nil {
			return err
		}
	}
	return out.Flush()
}
