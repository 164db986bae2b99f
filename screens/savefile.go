package screens

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2/lang"

	"channeldesk/app"
	"channeldesk/app/handoff"
	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
)

// saveDialog asks for a file's name and one of the folders that people use;
// another folder is chosen in the toolkit's dialog.
type saveDialog struct {
	w         *Window
	suggested string
	write     func(context.Context, io.Writer) error
	finish    func(string, error)
	file      *kit.TextField
	folder    *kit.Select
	save      *kit.Button
	dialog    *kit.Dialog
	task      kit.Task
}

// SaveFile implements frame.Shell.
func (w *Window) SaveFile(name string, write func(context.Context, io.Writer) error, done func(string, error)) {
	d := &saveDialog{w: w, suggested: name, write: write, file: kit.NewTextField(lang.L("File name")).SelectWhole(), folder: kit.NewSelect(lang.L("Where"), nil)}
	finished := false
	d.finish = func(path string, err error) {
		if !finished {
			finished = true
			done(path, err)
		}
	}
	d.file.SetText(name)
	d.setFolders(w.Deps.Preference(prefSaveFolder))
	other := kit.NewQuiet(lang.L("Another folder"), func() { w.chooseFolder(d.folder.Value(), d.setFolders) })
	cancel := kit.NewButton(lang.L("Cancel"), func() { d.dialog.Close() })
	d.save = kit.NewPrimary(lang.L("Save"), d.submit)
	d.task.OnBusy = d.save.SetBusy
	d.file.OnSubmitted = func(string) { d.submit() }
	d.dialog = kit.ShowDialog(w.win, kit.DialogOptions{
		Title: lang.L("Save file"), Width: 480, Body: kit.Col(16, d.file, kit.Row(8, kit.Grow(d.folder), kit.Pad(20, 0, 0, 0, other))),
		Actions: []*kit.Button{cancel, d.save}, Main: d.save, Focus: d.file.Focusable(),
		OnClose: func() {
			d.task.Cancel()
			d.finish("", nil)
		},
	})
}

func (d *saveDialog) setFolders(chosen string) {
	options := folderOptions(chosen)
	d.folder.SetOptions(options)
	d.folder.SetValue(options[0].Value)
}

func (d *saveDialog) submit() {
	if d.save.Busy() {
		return
	}
	name, problem := cleanFileName(d.file.Text(), d.suggested)
	if problem != "" {
		d.say(problem)
		return
	}
	d.store(filepath.Join(d.folder.Value(), name), false)
}

// store writes the file, if there is something to write, and closes the dialog. A
// file that is there already is replaced only after a question.
func (d *saveDialog) store(path string, replace bool) {
	kit.Start(&d.task, d.w.ctx(), func(ctx context.Context) (string, error) {
		if info, err := os.Stat(path); err == nil && !replace && info.Mode().IsRegular() {
			return path, fs.ErrExist
		}
		if d.write == nil {
			return path, nil
		}
		return path, handoff.WriteFile(path, func(f io.Writer) error { return errors.Join(d.write(ctx, f), ctx.Err()) })
	}, func(path string, err error) {
		switch {
		case errors.Is(err, fs.ErrExist):
			d.askToReplace(path)
		case err != nil:
			d.w.Log.Error("save a file", "cause", err)
			d.say(frame.ErrorText(err))
		default:
			d.w.remember(prefSaveFolder, filepath.Dir(path))
			d.finish(path, nil)
			d.dialog.Close()
		}
	})
}

func (d *saveDialog) askToReplace(path string) {
	kit.Confirm(d.w.win, kit.ConfirmOptions{
		Title: lang.L("Replace the file?"),
		Text:  lang.L("{{.Name}} is there already. Its present content would be lost.", map[string]any{"Name": filepath.Base(path)}),
		Keep:  lang.L("Keep the old one"), Do: lang.L("Replace"), Danger: true, OnDo: func() { d.store(path, true) },
	})
}

// say shows a problem at the name, where it can be mended.
func (d *saveDialog) say(problem string) {
	d.file.SetError(problem)
	d.file.Focus()
}

const prefSaveFolder = "save_folder"

func folderOptions(chosen string) []kit.Option {
	var out []kit.Option
	seen := map[string]bool{}
	add := func(path, label string) {
		if path == "" || seen[path] {
			return
		}
		if info, err := os.Stat(path); err == nil && info.IsDir() {
			seen[path] = true
			out = append(out, kit.Option{Value: path, Label: label})
		}
	}
	home, err := os.UserHomeDir()
	if chosen != "" {
		add(chosen, filepath.Base(chosen))
	}
	if err == nil {
		for _, n := range []string{"Documents", "Downloads", "Desktop"} {
			add(filepath.Join(home, n), lang.L(n))
		}
		add(home, lang.L("Home folder"))
	}
	if len(out) == 0 {
		out = append(out, kit.Option{Value: os.TempDir(), Label: os.TempDir()})
	}
	return out
}

// cleanFileName keeps a typed name usable on every system and gives it the
// ending of the suggested name.
func cleanFileName(typed, suggested string) (string, string) {
	s := app.CleanName(typed)
	if s == "" || strings.Trim(s, ".") == "" {
		return "", lang.L("Give the file a name.")
	}
	if strings.ContainsAny(s, `/\:*?"<>|`) {
		return "", lang.L("A file name has none of these: / \\ : * ? \" < > |")
	}
	if len(s) > 200 {
		return "", lang.L("The file name is too long.")
	}
	if !filepath.IsLocal(s) { // names that the system keeps for itself
		return "", lang.L("Give the file another name.")
	}
	if ext := filepath.Ext(suggested); !strings.EqualFold(filepath.Ext(s), ext) {
		s += ext
	}
	return s, ""
}
