package handoffpage

import (
	"bytes"
	"context"
	"io"
	"os"
	"path/filepath"
	"time"

	"fyne.io/fyne/v2/lang"

	"channeldesk/app"
	"channeldesk/screens/kit"
)

// save lets a person choose a file and writes the sheet there. The log gets its
// entry in the same transaction as the file gets its content.
func (s *Screen) save(way app.HandoffWay, ending, said string) {
	if !s.canHandOver() {
		return
	}
	r, at := s.request(), s.at
	write := func(ctx context.Context, w io.Writer) error {
		_, err := s.deps.Export(ctx, at.Agent, at.Environment, r, way, flushing{w})
		return err
	}
	s.shell.SaveFile(fileName(s.sheet, ending), write, func(path string, err error) {
		switch {
		case err != nil:
			s.shell.ShowError(err)
		case path != "":
			s.shell.Toast(kit.KindOK, said, lang.L("Open"), func() { s.shell.OpenFile(path) })
		}
	})
}

// flushing empties the buffer below after each write, so that a full disk is an
// error of the write and nothing is logged.
type flushing struct{ io.Writer }

func (f flushing) Write(p []byte) (int, error) {
	n, err := f.Writer.Write(p)
	if b, ok := f.Writer.(interface{ Flush() error }); ok && err == nil {
		err = b.Flush()
	}
	return n, err
}

func (s *Screen) copyText() {
	if !s.canHandOver() {
		return
	}
	r, at := s.request(), s.at
	s.ctl.text.setBusy(true)
	kit.Start(&s.copyTask, s.ctx, func(ctx context.Context) (string, error) {
		var b bytes.Buffer
		_, err := s.deps.Export(ctx, at.Agent, at.Environment, r, app.HandoffClipboard, &b)
		return b.String(), err
	}, func(text string, err error) {
		s.ctl.text.setBusy(false)
		if err != nil {
			s.shell.ShowError(err)
			return
		}
		s.toClipboard(text, r.IncludeSecret, lang.L("Sheet copied as text"))
	})
}

// toClipboard copies what may hold a secret in the way that forgets it again.
func (s *Screen) toClipboard(text string, secret bool, said string) {
	if secret {
		s.shell.CopySecret(app.NewSecret(text), said)
		return
	}
	s.shell.CopyText(text, said)
}

// CopyAddress implements frame.AddressCopier.
func (s *Screen) CopyAddress() {
	if !s.isReady() {
		return
	}
	if !s.sheet.AddressWhole {
		s.shell.Toast(kit.KindWarn, lang.L("The webhook URL ends with a secret. Switch on Include secret to copy it whole."), "", nil)
		return
	}
	s.toClipboard(s.sheet.WebhookURL, s.sheet.SecretInAddress, lang.L("Webhook URL copied"))
}

// How long printed files stay: the viewer reads them when it starts, and may
// read them again while it prints.
const (
	printedFor = 10 * time.Minute
	printedDir = "channeldesk-print-"
)

// print writes the sheet into the temporary folder and opens it in the system's
// own viewer, which can print.
func (s *Screen) print() {
	if !s.canHandOver() {
		return
	}
	r, at, name := s.request(), s.at, fileName(s.sheet, "pdf")
	s.ctl.page.setBusy(true)
	kit.Start(&s.printTask, s.ctx, func(ctx context.Context) (string, error) {
		removePrinted(s.clock.Now().Add(-printedFor))
		dir, err := os.MkdirTemp("", printedDir)
		if err != nil {
			return "", err
		}
		path := filepath.Join(dir, name)
		if _, err := s.deps.ExportFile(ctx, at.Agent, at.Environment, r, app.HandoffPrint, path); err != nil {
			_ = os.RemoveAll(dir)
			return "", err
		}
		// A file that is still open then (on Windows) goes with the next print.
		time.AfterFunc(printedFor, func() { _ = os.RemoveAll(dir) })
		return path, nil
	}, func(path string, err error) {
		s.ctl.page.setBusy(false)
		if err != nil {
			s.shell.ShowError(err)
			return
		}
		s.shell.OpenFile(path)
	})
}

// removePrinted removes what earlier prints left behind before a time.
func removePrinted(before time.Time) {
	dirs, err := filepath.Glob(filepath.Join(os.TempDir(), printedDir+"*"))
	if err != nil {
		return
	}
	for _, dir := range dirs {
		if info, err := os.Stat(dir); err == nil && info.ModTime().Before(before) {
			_ = os.RemoveAll(dir)
		}
	}
}

func (s *Screen) openMore() {
	kit.ShowMenu(s.ctl.more, []kit.MenuItem{
		{Icon: "copy", Text: lang.L("Copy webhook URL"), Do: s.CopyAddress},
		{Icon: "braces", Text: lang.L("Save as JSON"), Do: func() { s.save(app.HandoffJSON, "json", lang.L("JSON saved")) }},
		{Icon: "qr-code", Text: lang.L("QR with the address only"), Do: func() { s.showFullScreen(true) }},
	})
}

// turnSecret asks before the secret goes onto the sheet. Taking it off again
// needs no question.
func (s *Screen) turnSecret(on bool) {
	if !on {
		s.read()
		return
	}
	s.ctl.secret.SetOn(false)
	args := map[string]any{"Word": secretWord(s.sheet), "Who": s.readerNow()}
	kit.Confirm(s.shell.Window(), kit.ConfirmOptions{
		Title: lang.L("Print the {{.Word}} for all to read?", args),
		Text:  lang.L("{{.Who}} will be able to read the {{.Word}}, and so will everyone who sees the screen, the file or the paper. The log keeps that it was included.", args),
		Keep:  lang.L("Leave it out"), Do: lang.L("Include it"), Danger: true,
		OnDo: func() {
			s.ctl.secret.SetOn(true)
			s.read()
		},
	})
}

func (s *Screen) confirm(id app.HandoffID) {
	kit.Start(&s.confirmTask, s.ctx, func(ctx context.Context) (struct{}, error) {
		return struct{}{}, s.deps.Confirm(ctx, id)
	}, func(_ struct{}, err error) {
		if err != nil {
			s.shell.ShowError(err)
			return
		}
		s.shell.Toast(kit.KindOK, lang.L("Marked as confirmed"), "", nil)
		s.read()
	})
}
