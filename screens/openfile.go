package screens

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"channeldesk/app"
	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
)

// prefOpenFolder is the setting of the folder that a file was last opened from.
const prefOpenFolder = "open_folder"

// openDialog chooses a file that is there, or a folder. UI thread only.
type openDialog struct {
	w       *Window
	endings []string // with the dot, in small letters; nil chooses a folder
	chosen  func(path string)

	dir    string
	list   []folderEntry
	marked string // the file that is marked; "" while none is
	path   *kit.TextField
	above  *kit.Button
	table  *kit.Table
	count  *kit.Cut
	open   *kit.Button
	dialog *kit.Dialog
	task   kit.Task
}

// ChooseFile asks for a file with one of the endings, such as ".csv", and gives
// its path. UI thread only.
func (w *Window) ChooseFile(endings []string, chosen func(path string)) {
	w.choose(lang.L("Open a file"), w.Deps.Preference(prefOpenFolder), endings, func(path string) {
		w.remember(prefOpenFolder, filepath.Dir(path))
		chosen(path)
	})
}

// chooseFolder asks for a folder, beginning at one.
func (w *Window) chooseFolder(start string, chosen func(string)) {
	w.choose(lang.L("Choose a folder"), start, nil, chosen)
}

func (w *Window) choose(title, start string, endings []string, chosen func(string)) {
	d := &openDialog{w: w, endings: endings, chosen: chosen, count: kit.NewCut("", kit.Caption, kit.Text3)}
	d.path = kit.NewTextField(lang.L("Folder"))
	d.path.OnSubmitted = func(string) { d.typed() }
	d.above = kit.NewIconButton("arrow-up", lang.L("Folder above"), func() { d.read(filepath.Dir(d.dir), filepath.Base(d.dir)) })
	kit.AttachTooltip(d.above, lang.L("Folder above"))
	d.table = kit.NewTable([]kit.Column{{ID: "name", Title: lang.L("Name")}, {ID: "at", Title: lang.L("Changed"), Width: 136, HideBelow: 420}, {ID: "size", Title: lang.L("Size"), Width: 92, Align: fyne.TextAlignTrailing}}, 36)
	d.table.Label = lang.L("Files")
	d.table.OnSelect = d.take
	d.open = kit.NewPrimary(lang.L("Open"), d.submit)
	if endings == nil {
		d.table.Label = lang.L("Folders")
		d.open.SetText(lang.L("Use this folder"))
		d.table.SetColumnHidden("at", true)
		d.table.SetColumnHidden("size", true)
	}
	cancel := kit.NewButton(lang.L("Cancel"), func() { d.dialog.Close() })
	body := kit.Col(12, kit.Row(8, kit.Grow(d.path), kit.Pad(20, 0, 0, 0, d.above)), d.places(),
		kit.Fix(0, 292, kit.Stack(kit.NewBox(kit.Surface, kit.Border, 8, 1), kit.Pad(1, 1, 1, 1, d.table))))
	d.dialog = kit.ShowDialog(w.win, kit.DialogOptions{
		Title: title, Width: 560, Body: body, FootLeft: d.count, Actions: []*kit.Button{cancel, d.open}, Main: d.open, Focus: d.table.Focusable(),
		OnClose: d.task.Cancel,
	})
	d.read(folderOptions(start)[0].Value, "")
}

// places are the folders that people use most, each a step away.
func (d *openDialog) places() fyne.CanvasObject {
	var links []fyne.CanvasObject
	for _, o := range folderOptions("") {
		links = append(links, kit.NewLink(o.Label, "folder", func() { d.read(o.Value, "") }))
	}
	return kit.Row(16, links...)
}

// typed goes to the folder that was typed, or opens the file.
func (d *openDialog) typed() {
	path := strings.TrimSpace(d.path.Text())
	if rest, ok := strings.CutPrefix(path, "~"); ok {
		if home, err := os.UserHomeDir(); err == nil {
			path = filepath.Join(home, rest)
		}
	}
	if !filepath.IsAbs(path) {
		path = filepath.Join(d.dir, path)
	}
	d.read(filepath.Clean(path), "")
}

// read lists a folder and marks the entry of a name; a file is chosen at once.
func (d *openDialog) read(path, mark string) {
	endings := d.endings
	kit.Start(&d.task, d.w.ctx(), func(context.Context) (found, error) { return lookAt(path, endings) }, func(f found, err error) {
		switch {
		case app.ErrorCode(err) == app.CodeCancelled:
		case err != nil:
			d.w.Log.Warn("list a folder", "cause", err)
			d.path.SetError(frame.ErrorText(err))
			d.dialog.Refresh()
		case f.file && d.endings != nil:
			d.finish(path)
		case !f.file:
			d.show(path, f, mark)
		}
	})
}

// show shows what a folder holds.
func (d *openDialog) show(dir string, f found, mark string) {
	d.dir, d.list, d.marked = dir, f.list, ""
	d.path.SetError("")
	d.path.SetText(dir)
	d.above.SetDisabled(filepath.Dir(dir) == dir)
	rows, files, at := make([]kit.TableRow, len(f.list)), 0, 0
	for i, e := range f.list {
		if rows[i] = entryRow(e, d.w.Clock.Now()); !e.folder {
			files++
		}
		if e.name == mark {
			at = i
		}
	}
	empty, why := lang.L("Nothing to choose here"), frame.T(wanted(d.endings))
	if d.endings == nil {
		empty, why = lang.L("No folder in here"), lang.L("This folder itself can be used.")
	}
	d.table.SetEmpty(kit.NewEmpty(kit.KindNeutral, "folder", empty, why))
	d.table.SetRows(rows)
	if mark != "" {
		d.table.SetSelected(at)
		d.table.SetSelected(-1)
	}
	d.tell(files, f.more)
	d.dialog.Refresh()
}

func (d *openDialog) tell(files int, more bool) {
	text := ""
	switch {
	case more:
		text = lang.L("The first {{.N}} are listed", map[string]any{"N": kit.Number(entriesMost)})
	case d.endings != nil:
		text = plural(files, "1 file", "{{.N}} files") + " (" + strings.Join(d.endings, ", ") + ")"
	}
	d.count.SetText(text)
	d.open.SetDisabled(d.endings != nil)
}

func entryRow(e folderEntry, now time.Time) kit.TableRow {
	if e.folder {
		return kit.TableRow{Cells: []kit.Cell{{Kind: kit.CellMarked, Icon: "folder", Status: kit.KindInfo, Text: e.name}, {}, {}}}
	}
	return kit.TableRow{Cells: []kit.Cell{
		{Kind: kit.CellMarked, Icon: "file-text", Status: kit.KindNeutral, Text: e.name}, {Text: frame.When(e.at, now), Token: kit.Text2}, {Text: fileSize(e.size), Token: kit.Text2},
	}}
}

// fileSize is a size in words: "84 KB".
func fileSize(n int64) string {
	switch {
	case n < 1000:
		return lang.L("{{.N}} bytes", map[string]any{"N": n})
	case n < 1000*1000:
		return lang.L("{{.N}} KB", map[string]any{"N": (n + 500) / 1000})
	}
	return lang.L("{{.N}} MB", map[string]any{"N": kit.Number(int((n + 500*1000) / (1000 * 1000)))})
}

// take goes into a folder, or marks a file; a second time opens it.
func (d *openDialog) take(row int) {
	if row >= len(d.list) {
		return
	}
	e, path := d.list[row], filepath.Join(d.dir, d.list[row].name)
	switch {
	case e.folder:
		d.read(path, "")
	case d.marked == e.name:
		d.finish(path)
	default:
		d.marked = e.name
		d.table.MarkSelected(row)
		d.open.SetDisabled(false)
	}
}

// submit is the main button.
func (d *openDialog) submit() {
	if d.endings == nil {
		d.finish(d.dir)
		return
	}
	if d.marked != "" {
		d.finish(filepath.Join(d.dir, d.marked))
	}
}

func (d *openDialog) finish(path string) {
	d.dialog.Close()
	d.chosen(path)
}
