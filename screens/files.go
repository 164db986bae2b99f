package screens

import (
	"context"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/storage"

	"channeldesk/app"
	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
)

// SaveFile implements frame.Shell: a small dialog with a name and the folders
// that people use; another folder is chosen in the toolkit's dialog.
func (w *Window) SaveFile(name string, write func(context.Context, io.Writer) error, done func(string, error)) {
	file := kit.NewTextField(lang.L("File name"))
	file.SetText(name)
	folder := kit.NewSelect(lang.L("Where"), nil)
	var options []kit.Option
	setFolders := func(chosen string) {
		options = folderOptions(chosen)
		folder.SetOptions(options)
		folder.SetValue(options[0].Value)
	}
	setFolders(w.Deps.Preference(prefSaveFolder))
	var d *kit.Dialog
	finished := false
	finish := func(path string, err error) {
		if !finished {
			finished = true
			done(path, err)
		}
	}
	other := kit.NewQuiet(lang.L("Another folder"), func() {
		w.chooseFolder(folder.Value(), setFolders)
	})
	cancel := kit.NewButton(lang.L("Cancel"), func() { d.Close() })
	var save *kit.Button
	save = kit.NewPrimary(lang.L("Save"), func() {
		clean, problem := cleanFileName(file.Text(), name)
		if problem != "" {
			file.SetError(problem)
			file.Focus()
			return
		}
		path := filepath.Join(folder.Value(), clean)
		store := func() {
			save.SetBusy(true)
			kit.Start(&w.fileTask, w.ctx(), func(ctx context.Context) (string, error) {
				return path, frame.WriteFile(ctx, path, write)
			}, func(path string, err error) {
				save.SetBusy(false)
				if err != nil {
					w.Log.Error("save a file", "cause", err)
					file.SetError(lang.L("The file could not be saved there. Is the disk full or the folder protected? Choose another folder."))
					return
				}
				w.remember(prefSaveFolder, filepath.Dir(path))
				finish(path, nil)
				d.Close()
			})
		}
		if _, err := os.Stat(path); err == nil {
			kit.Confirm(w.win, kit.ConfirmOptions{
				Title: lang.L("Replace the file?"), Text: lang.L("{{.Name}} is there already. Its present content would be lost.", map[string]any{"Name": clean}),
				Keep: lang.L("Keep the old one"), Do: lang.L("Replace"), Danger: true, OnDo: store,
			})
			return
		}
		store()
	})
	file.OnSubmitted = func(string) { save.Tapped(nil) }
	d = kit.ShowDialog(w.win, kit.DialogOptions{
		Title: lang.L("Save file"), Width: 480, Body: kit.Col(16, file, kit.Row(8, kit.Grow(folder), kit.Pad(20, 0, 0, 0, other))),
		Actions: []*kit.Button{cancel, save}, Main: save, Focus: file.Focusable(),
		OnClose: func() { finish("", nil) },
	})
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

func (w *Window) chooseFolder(start string, chosen func(string)) {
	pick := dialog.NewFolderOpen(func(u fyne.ListableURI, err error) {
		if err != nil || u == nil {
			return
		}
		chosen(u.Path())
	}, w.win)
	if l, err := storage.ListerForURI(storage.NewFileURI(start)); err == nil {
		pick.SetLocation(l)
	}
	pick.Resize(fyne.NewSize(760, 520))
	pick.Show()
}

// ChooseFile asks for a file and gives its path.
func (w *Window) ChooseFile(extensions []string, chosen func(path string)) {
	pick := dialog.NewFileOpen(func(r fyne.URIReadCloser, err error) {
		if err != nil || r == nil {
			return
		}
		path := r.URI().Path()
		_ = r.Close()
		chosen(path)
	}, w.win)
	pick.SetFilter(storage.NewExtensionFileFilter(extensions))
	if l, err := storage.ListerForURI(storage.NewFileURI(folderOptions(w.Deps.Preference(prefSaveFolder))[0].Value)); err == nil {
		pick.SetLocation(l)
	}
	pick.Resize(fyne.NewSize(760, 520))
	pick.Show()
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
	if ext := filepath.Ext(suggested); !strings.EqualFold(filepath.Ext(s), ext) {
		s += ext
	}
	return s, ""
}

// OpenFile implements frame.Shell.
func (w *Window) OpenFile(path string) {
	slash := filepath.ToSlash(path)
	if runtime.GOOS == "windows" {
		slash = "/" + slash
	}
	w.open(&url.URL{Scheme: "file", Path: slash})
}

// OpenLink implements frame.Shell.
func (w *Window) OpenLink(address string) {
	u, err := url.Parse(address)
	if err != nil {
		w.ShowError(err)
		return
	}
	w.open(u)
}

func (w *Window) open(u *url.URL) {
	if err := w.App.OpenURL(u); err != nil {
		w.Log.Warn("open in another program", "cause", err)
		w.Toast(kit.KindWarn, lang.L("No program on this computer opens this."), lang.L("Copy the address"), func() {
			w.CopyText(u.String(), lang.L("Address copied"))
		})
	}
}
