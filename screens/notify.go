package screens

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"channeldesk/app"
	"channeldesk/app/channel"
	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
)

// Toast implements frame.Shell.
func (w *Window) Toast(kind kit.Kind, text, action string, do func()) {
	w.toasts.Add(kind, text, action, do)
}

// ShowError implements frame.Shell: the sentence in a toast that stays, with
// the details to copy, and the cause in the log.
func (w *Window) ShowError(err error) {
	if err == nil || app.ErrorCode(err) == app.CodeCancelled {
		return
	}
	w.Log.Error("shown to the person", "error", app.AsError(err))
	w.toasts.Add(kit.KindDanger, frame.ErrorText(err), lang.L("Copy details"), func() {
		w.CopyText(frame.Details(err), lang.L("Details copied"))
	})
}

// CopyText implements frame.Shell.
func (w *Window) CopyText(text, said string) {
	w.App.Clipboard().SetContent(text)
	w.Toast(kit.KindNeutral, said, "", nil)
}

// CopySecret implements frame.Shell.
func (w *Window) CopySecret(value app.Secret, said string) {
	w.App.Clipboard().SetContent(value.Expose())
	w.Toast(kit.KindNeutral, said, "", nil)
	if w.clipboard != nil {
		w.clipboard.Stop()
	}
	w.clipboard = time.AfterFunc(channel.ClipboardFor, func() {
		fyne.Do(func() { w.clearClipboard(value) })
	})
	w.copied = value
}

// clearClipboard empties the clipboard when it still holds the secret.
func (w *Window) clearClipboard(value app.Secret) {
	if !value.IsEmpty() && w.App.Clipboard().Content() == value.Expose() {
		w.App.Clipboard().SetContent("")
	}
	w.copied = app.Secret{}
}
