package metacloud

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"time"

	"channeldesk/app"
	"channeldesk/app/protocol"
	"channeldesk/app/protocol/transport"
)

const (
	mega = 1 << 20
	// uploadTimeout is the longest that the bytes of one file take.
	uploadTimeout = 15 * time.Minute
	// uploadTries is how often it is tried while nothing arrives.
	uploadTries = 4
)

// sampleTypes are the files that Meta takes as samples, by kind of heading.
var sampleTypes = map[app.HeaderKind]struct {
	types []string
	most  int64
	fix   app.Text
}{
	app.HeaderImage:    {[]string{"image/jpeg", "image/png"}, 5 * mega, app.Say("Choose a JPEG or PNG image of up to 5 MB.")},
	app.HeaderVideo:    {[]string{"video/mp4"}, 16 * mega, app.Say("Choose an MP4 video of up to 16 MB.")},
	app.HeaderGIF:      {[]string{"video/mp4"}, 16 * mega, app.Say("Choose an MP4 video of up to 16 MB.")},
	app.HeaderDocument: {[]string{"application/pdf"}, 100 * mega, app.Say("Choose a PDF of up to 100 MB.")},
}

// CheckSample says why Meta would not take such a file.
func (p *Protocol) CheckSample(kind app.HeaderKind, mime string, size int64) *app.Error {
	rule, ok := sampleTypes[kind]
	if !ok {
		return app.Invalid("header", "A heading of this kind has no file.")
	}
	for _, known := range rule.types {
		if mime != known {
			continue
		}
		switch {
		case size <= 0:
			return app.Invalid("header", "The file is empty.").WithFix(rule.fix)
		case size > rule.most:
			return app.Invalid("header", "The file has {{.N}} MB. At most {{.Max}} MB are taken.", "N", (size+mega-1)/mega, "Max", rule.most/mega).WithFix(rule.fix)
		}
		return nil
	}
	return app.Invalid("header", "Meta does not take a file of this type here.").WithFix(rule.fix)
}

// An upload's mark is Meta's, and becomes part of an address.
var uploadMark = regexp.MustCompile(`^upload:[A-Za-z0-9+/=_:.-]{1,1000}(\?sig=[A-Za-z0-9_.~%-]{1,500})?$`)

type uploadAnswer struct {
	ID text `json:"id"`
}

func (a uploadAnswer) whole() bool { return uploadMark.MatchString(string(a.ID)) }

type handleAnswer struct {
	Handle text `json:"h"`
}

func (a handleAnswer) whole() bool { return a.Handle != "" }

// offsetAnswer tells how much of an upload has arrived.
type offsetAnswer struct {
	Offset json.Number `json:"file_offset"`
}

func (a offsetAnswer) whole() bool { return a.Offset != "" }

// UploadSample brings a file to Meta and gives the handle that stands for it. An
// upload that breaks off goes on where it stopped, some times by itself, and later
// with its mark.
func (p *Protocol) UploadSample(ctx context.Context, c protocol.Config, s protocol.Sample) (string, error) {
	k, e := p.connect(c)
	if e == nil {
		e = k.need(fieldApp, secretToken)
	}
	if e != nil {
		return "", e
	}
	u := sampleUpload{k: k, s: s, mark: s.Session}
	if !uploadMark.MatchString(u.mark) {
		u.mark = ""
	}
	if u.mark != "" {
		err := u.find(ctx)
		if ctx.Err() != nil {
			return "", err
		}
		if err != nil {
			u.mark, u.offset = "", 0 // an old mark is no use any more
		}
	}
	if u.mark == "" {
		if err := u.begin(ctx); err != nil {
			return "", err
		}
	}
	return u.run(ctx)
}

// sampleUpload is one file on its way.
type sampleUpload struct {
	k      *connection
	s      protocol.Sample
	mark   string
	offset int64
}

func (u *sampleUpload) begin(ctx context.Context) error {
	q := url.Values{"file_name": {filepath.Base(u.s.Name)}, "file_length": {strconv.FormatInt(u.s.Size, 10)}, "file_type": {u.s.Type}}
	var got uploadAnswer
	if err := u.k.do(ctx, call{method: http.MethodPost, path: u.k.appID + "/uploads", query: q}, &got); err != nil {
		return err
	}
	u.mark, u.offset = string(got.ID), 0
	if u.s.Started != nil {
		u.s.Started(u.mark)
	}
	return nil
}

// run sends the rest, and asks how much has arrived when it breaks off. It gives up
// after uploadTries during which nothing arrived.
func (u *sampleUpload) run(ctx context.Context) (string, error) {
	for try := 1; ; try++ {
		before := u.offset
		handle, err := u.send(ctx)
		if err == nil {
			return handle, nil
		}
		// A try that was cut here may go on arriving there, so that the next one has the
		// wrong place and is refused.
		refused := app.ErrorCode(err) == app.CodeProviderRefused
		if ctx.Err() != nil || try >= uploadTries || !refused && !protocol.MaybeDone(err) && !errors.Is(err, protocol.ErrNotSent) {
			return "", err
		}
		if u.find(ctx) != nil || refused && u.offset == before {
			return "", err
		}
		if u.offset > before {
			try = 0
		}
	}
}

// find asks how much of the upload has arrived.
func (u *sampleUpload) find(ctx context.Context) error {
	var got offsetAnswer
	answer, e := u.k.p.caller.Do(ctx, u.request(http.MethodGet))
	if e == nil {
		e = u.k.decode(answer.Status, answer.Body, &got)
	}
	if e != nil {
		return e
	}
	n, err := got.Offset.Int64()
	if err != nil || n < 0 || n > u.s.Size {
		return u.k.p.caller.OtherForm()
	}
	u.offset = n
	return nil
}

func (u *sampleUpload) send(ctx context.Context) (string, error) {
	r := u.request(http.MethodPost)
	r.Timeout = uploadTimeout
	r.Header.Set("file_offset", strconv.FormatInt(u.offset, 10))
	r.Size = u.s.Size - u.offset
	r.Stream = func() (io.ReadCloser, error) {
		body, err := u.s.At(u.offset)
		if err != nil {
			return nil, err
		}
		return &counted{ReadCloser: body, sent: u.offset, tell: u.s.Progress}, nil
	}
	answer, e := u.k.p.caller.Do(ctx, r)
	var got handleAnswer
	if e == nil {
		e = u.k.decode(answer.Status, answer.Body, &got)
	}
	if e != nil {
		return "", e
	}
	return string(got.Handle), nil
}

// request is a call about the upload. The guide to uploads wants the word OAuth
// before the token.
func (u *sampleUpload) request(method string) transport.Request {
	path, query, _ := strings.Cut(u.mark, "?")
	if proof := u.k.proof(); proof != "" {
		if query != "" {
			query += "&"
		}
		query += "appsecret_proof=" + proof
	}
	return transport.Request{
		Method: method, Base: u.k.address, Path: u.k.version + "/" + path, RawQuery: query,
		Header: http.Header{"Authorization": {"OAuth " + u.k.token.Expose()}},
		Read:   method == http.MethodGet, Name: "/{upload}", Hide: u.k.secrets,
	}
}

// counted tells how much was read.
type counted struct {
	io.ReadCloser
	sent int64
	tell func(int64)
}

// Read counts.
func (c *counted) Read(b []byte) (int, error) {
	n, err := c.ReadCloser.Read(b)
	c.sent += int64(n)
	if n > 0 && c.tell != nil {
		c.tell(c.sent)
	}
	return n, err
}
