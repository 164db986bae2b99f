package screens

import (
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

// copiedSecret is the secret that may still be in the clipboard.
type copiedSecret struct {
	value app.Secret
	stop  func() // ends the wait; nil while there is none
}

// CopySecret implements frame.Shell.
func (w *Window) CopySecret(value app.Secret, said string) {
	if w.copied.stop != nil {
		w.copied.stop()
	}
	w.App.Clipboard().SetContent(value.Expose())
	w.Toast(kit.KindNeutral, said, "", nil)
	late := false
	stop := w.later(channel.ClipboardFor, func() {
		if !late {
			w.forgetCopied()
		}
	})
	w.copied = copiedSecret{value: value, stop: func() {
		late = true
		stop()
	}}
}

// forgetCopied empties the clipboard when it still holds the secret.
func (w *Window) forgetCopied() {
	if w.copied.stop == nil {
		return
	}
	w.copied.stop()
	if w.App.Clipboard().Content() == w.copied.value.Expose() {
		w.App.Clipboard().SetContent("")
	}
	w.copied = copiedSecret{}
}
