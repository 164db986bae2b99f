package sandbox

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// upload is a file on its way in pieces. Its bytes are counted and not kept.
type upload struct {
	app, kind string
	length    int64
	offset    int64
	sum       hash.Hash
	handle    string
}

// uploadTypes are the files that can be samples of headers.
var uploadTypes = []string{"application/pdf", "image/jpeg", "image/jpg", "image/png", "video/mp4"}

// startUpload answers POST /{app-id}/uploads.
func (m *Meta) startUpload(q *request, c caller) (any, *graphError) {
	if q.segments[0] != c.app.ID {
		return nil, unknownObject(q.method, q.segments[0])
	}
	length, err := strconv.ParseInt(q.params["file_length"], 10, 64)
	switch {
	case q.params["file_length"] == "":
		return nil, missingParameter("file_length")
	case err != nil || length < 1 || length > 100<<20:
		return nil, badParameter("Param file_length must be between 1 and 104857600")
	case !slices.Contains(uploadTypes, q.params["file_type"]):
		return nil, badParameter("Param file_type must be one of {%s}", strings.Join(uploadTypes, ", "))
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.serials++
	name := fmt.Sprint("upload ", m.options.Seed, m.serials)
	id := "upload:" + base64.RawURLEncoding.EncodeToString(derive("", name, 30)) + "?sig=" + base64.RawURLEncoding.EncodeToString(derive("", "sig "+name, 18))
	m.uploads[id] = &upload{app: c.app.ID, kind: q.params["file_type"], length: length, sum: sha256.New()}
	return object{{"id", id}}, nil
}

// isUpload reports whether a request is about an upload: its body is no form.
func (m *Meta) isUpload(r *http.Request) bool {
	_, path := splitVersion(strings.TrimPrefix(r.URL.Path, m.prefix))
	return strings.HasPrefix(path, "/upload:")
}

// serveUpload answers the calls about an upload: POST brings bytes, GET asks how
// many have arrived.
func (m *Meta) serveUpload(w http.ResponseWriter, r *http.Request) {
	asked, path := splitVersion(strings.TrimPrefix(r.URL.Path, m.prefix))
	q := m.newRequest(r.Method, path, r.URL.RawQuery)
	q.asked, q.path = asked, "/upload:*"
	q.served, _ = serveVersion(asked, m.options.Clock.Now())
	q.findToken(r.Header.Get("Authorization"))
	m.record(r, q)
	id := strings.TrimPrefix(path, "/") + "?sig=" + q.query.Get("sig")
	fault := m.faultFor(q)
	if m.instead(w, r, q.number, fault) {
		return
	}
	body, err := m.moveUpload(r, q, id)
	if fault.isGraphError() {
		err = fault.graphError()
	}
	if errors.Is(err, errCutUpload) {
		m.cut(q.number, fault)
	}
	if refused := (*graphError)(nil); errors.As(err, &refused) {
		m.reply(w, q, fault, answered{status: refused.status(), err: refused, body: graphJSON(refused.body(m.trace()))})
		return
	}
	m.reply(w, q, fault, answered{status: http.StatusOK, body: graphJSON(body)})
}

var errCutUpload = errors.New("the upload was cut")

// Error makes a refusal an error.
func (e *graphError) Error() string { return e.Message }

func (m *Meta) moveUpload(r *http.Request, q *request, id string) (any, error) {
	c, refused := m.authenticate(q)
	if refused != nil {
		return nil, refused
	}
	m.mu.Lock()
	u := m.uploads[id]
	m.mu.Unlock()
	if u == nil || u.app != c.app.ID {
		return nil, unknownObject(q.method, strings.SplitN(id, "?", 2)[0])
	}
	switch r.Method {
	case http.MethodGet:
		m.mu.Lock()
		defer m.mu.Unlock()
		return object{{"id", id}, {"file_offset", u.offset}}, nil
	case http.MethodPost:
		return m.fillUpload(r, u)
	}
	return nil, unsupportedRequest(r.Method)
}

// fillUpload takes the bytes from the offset on. What came before a cut stays.
func (m *Meta) fillUpload(r *http.Request, u *upload) (any, error) {
	offset, err := strconv.ParseInt(r.Header.Get("file_offset"), 10, 64)
	m.mu.Lock()
	at := u.offset
	m.mu.Unlock()
	if err != nil || offset != at {
		return nil, badParameter("The file_offset does not match the number of bytes that have arrived")
	}
	buffer := make([]byte, 64<<10)
	for {
		n, err := r.Body.Read(buffer)
		m.mu.Lock()
		_, _ = u.sum.Write(buffer[:n])
		u.offset += int64(n)
		at = u.offset
		m.mu.Unlock()
		if at > u.length {
			return nil, badParameter("The file is longer than file_length")
		}
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, errCutUpload
		}
	}
	if at < u.length {
		return nil, &graphError{Message: "Partial request (did not match length of file)", Type: "ProcessingFailedError", Code: 6000, Subcode: 1363019}
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if u.handle == "" {
		u.handle = "4::" + base64.StdEncoding.EncodeToString([]byte(u.kind)) + ":" + hex.EncodeToString(u.sum.Sum(nil)) + ":e:" + u.app
		m.handles[u.handle] = true
	}
	return object{{"h", u.handle}}, nil
}

// knowsHandle reports whether a handle is of an uploaded file. The addresses with
// which templates are read back count as well.
func (m *Meta) knowsHandle(handle string) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.handles[handle] || strings.HasPrefix(handle, "https://")
}
