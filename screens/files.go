package screens

import (
	"net/url"
	"path/filepath"
	"runtime"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/storage"

	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
)

// chooseFolder opens the toolkit's dialog for folders.
func (w *Window) chooseFolder(start string, chosen func(string)) {
	w.choose(start, dialog.NewFolderOpen(func(u fyne.ListableURI, err error) {
		switch {
		case err != nil:
			w.ShowError(err)
		case u != nil:
			chosen(u.Path())
		}
	}, w.win))
}

// ChooseFile asks for a file and gives its path.
func (w *Window) ChooseFile(extensions []string, chosen func(path string)) {
	pick := dialog.NewFileOpen(func(r fyne.URIReadCloser, err error) {
		switch {
		case err != nil:
			w.ShowError(err)
		case r != nil:
			path := r.URI().Path()
			_ = r.Close() // nothing was read
			chosen(path)
		}
	}, w.win)
	pick.SetFilter(storage.NewExtensionFileFilter(extensions))
	w.choose(folderOptions(w.Deps.Preference(prefSaveFolder))[0].Value, pick)
}

// choose opens a file dialog of the toolkit in a folder. It has no key of its own
// to close it, so Esc is ours.
func (w *Window) choose(start string, d *dialog.FileDialog) {
	if l, err := storage.ListerForURI(storage.NewFileURI(start)); err == nil {
		d.SetLocation(l)
	}
	d.SetOnClosed(func() { w.choosing = nil })
	w.choosing = d
	d.Show()
	d.Resize(fyne.NewSize(760, 520)) // before Show the toolkit fails in it
}

// dropped hands files that were dropped on the window to the page that takes them.
func (w *Window) dropped(at fyne.Position, files []fyne.URI) {
	p, ok := w.shown.(frame.FileTaker)
	if !ok || w.fullScreen != nil || w.win.Canvas().Overlays().Top() != nil || w.ended() {
		return
	}
	var paths []string
	for _, u := range files {
		if u.Scheme() == "file" {
			paths = append(paths, u.Path())
		}
	}
	if len(paths) > 0 {
		p.TakeFiles(paths, at)
	}
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
