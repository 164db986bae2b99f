package screens

import (
	"net/url"
	"path/filepath"
	"runtime"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
)

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
