package template

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"

	"channeldesk/app"
	"channeldesk/app/protocol"
)

// upload brings the sample files of the design to the provider. What each is
// called there is kept with the draft at once.
func (u *submission) upload(ctx context.Context) error {
	var headers []*app.HeaderDesign
	design := cloneHeaders(u.d.Design)
	if design.Header != nil {
		headers = append(headers, design.Header)
	}
	for i := range design.Cards {
		headers = append(headers, &design.Cards[i].Header)
	}
	for _, h := range headers {
		if !h.Kind.IsFile() || h.Handle != "" || h.Path == "" {
			continue
		}
		uploader, ok := u.live.Protocol.(protocol.SampleUploader)
		if !ok {
			return app.NewError(app.CodeUnsupported, app.Say("{{.Provider}} takes no sample files from here.", "Provider", u.s.provider(u.c))).
				WithFix(app.Say("Enter a link to the file instead.")).WithField("header")
		}
		handle, err := u.one(ctx, uploader, *h)
		if err != nil {
			return err
		}
		h.Handle, h.File = handle, filepath.Base(h.Path)
		u.d.Design = cloneHeaders(design)
		if err := u.keepHandle(ctx); err != nil {
			return err
		}
	}
	return nil
}

// cloneHeaders copies what upload changes.
func cloneHeaders(d app.TemplateDesign) app.TemplateDesign {
	if d.Header != nil {
		h := *d.Header
		d.Header = &h
	}
	d.Cards = append([]app.CardDesign(nil), d.Cards...)
	return d
}

func (u *submission) keepHandle(ctx context.Context) error {
	return u.s.p.Store.Update(ctx, func(tx app.Tx) error {
		d, err := tx.GetTemplateDraft(u.d.ID)
		if err != nil {
			return err
		}
		d.Design, d.Uploads = u.d.Design, u.d.Uploads
		_, err = tx.SaveTemplateDraft(d)
		return err
	})
}

// broken finds the mark of an upload of this very file that was broken off.
func (u *submission) broken(path string, info os.FileInfo) string {
	for _, one := range u.d.Uploads {
		if one.Path == path && one.Size == info.Size() && one.Changed.Equal(info.ModTime()) {
			return one.Mark
		}
	}
	return ""
}

// keepMark keeps the mark of an upload with the draft, so that it goes on when it is
// tried again, also by another run of the program. "" says that it has arrived.
func (u *submission) keepMark(ctx context.Context, path string, info os.FileInfo, mark string) {
	u.d.Uploads = slices.DeleteFunc(slices.Clone(u.d.Uploads), func(one app.SampleUpload) bool { return one.Path == path })
	if mark == "" {
		return // kept with the handle
	}
	u.d.Uploads = append(u.d.Uploads, app.SampleUpload{Path: path, Size: info.Size(), Changed: info.ModTime().UTC(), Mark: mark})
	err := u.s.p.Store.Update(context.WithoutCancel(ctx), func(tx app.Tx) error {
		d, err := tx.GetTemplateDraft(u.d.ID)
		if err != nil {
			return err
		}
		d.Uploads = u.d.Uploads
		_, err = tx.SaveTemplateDraft(d)
		return err
	})
	if err != nil {
		u.s.p.Log.Warn("the mark of an upload was not kept", "channel", u.c.Key, "cause", err)
	}
}

func (u *submission) one(ctx context.Context, to protocol.SampleUploader, h app.HeaderDesign) (string, error) {
	kind, info, err := typeOf(h.Path)
	if err != nil {
		return "", err
	}
	if e := to.CheckSample(h.Kind, kind, info.Size()); e != nil {
		return "", e
	}
	name := filepath.Base(h.Path)
	handle, err := to.UploadSample(ctx, u.live.Config, protocol.Sample{
		Name: name, Type: kind, Size: info.Size(), Session: u.broken(h.Path, info),
		At:      func(offset int64) (io.ReadCloser, error) { return openAt(h.Path, offset) },
		Started: func(mark string) { u.keepMark(ctx, h.Path, info, mark) },
		Progress: func(sent int64) {
			u.progress(Progress{Stage: Uploading, File: name, Done: sent, Total: info.Size()})
		},
	})
	if err == nil {
		u.keepMark(ctx, h.Path, info, "")
	}
	return handle, err
}

func openAt(path string, offset int64) (io.ReadCloser, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, unreadable(path, err)
	}
	if _, err := f.Seek(offset, io.SeekStart); err != nil {
		return nil, errors.Join(unreadable(path, err), f.Close())
	}
	return f, nil
}

func unreadable(path string, cause error) *app.Error {
	return app.NewError(app.CodeInvalid, app.Say("The file {{.File}} cannot be read.", "File", filepath.Base(path))).
		WithFix(app.Say("Check that it is still there, or choose it again.")).WithField("header").Because(cause)
}

// typeOf finds out what a file is, by what it begins with.
func typeOf(path string) (kind string, info os.FileInfo, err error) {
	f, err := os.Open(path)
	if err != nil {
		return "", nil, unreadable(path, err)
	}
	defer func() { _ = f.Close() }()
	if info, err = f.Stat(); err != nil || !info.Mode().IsRegular() {
		return "", nil, unreadable(path, err)
	}
	head := make([]byte, 512)
	n, err := io.ReadFull(f, head)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) && !errors.Is(err, io.EOF) {
		return "", nil, unreadable(path, err)
	}
	return kindOf(head[:n]), info, nil
}

// kindOf knows the files that providers take; "" for any other.
func kindOf(head []byte) string {
	for _, k := range []struct {
		at          int
		begins, yes string
	}{
		{0, "\x89PNG\r\n\x1a\n", "image/png"}, {0, "\xff\xd8\xff", "image/jpeg"}, {0, "%PDF-", "application/pdf"},
		{4, "ftyp3g", "video/3gpp"}, {4, "ftyp", "video/mp4"}, {0, "GIF8", "image/gif"}, {8, "WEBP", "image/webp"},
	} {
		if len(head) >= k.at && bytes.HasPrefix(head[k.at:], []byte(k.begins)) {
			return k.yes
		}
	}
	return ""
}
