package sandbox

import (
	"bytes"
	"encoding/json"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// The bases of Qontak's paths.
const (
	qontakBearerBase = "api/open/v1"
	qontakHMACBase   = "qontak/chat/v1"
)

// fields are the members of a body as they came: text, json.Number, bool, nil,
// []any or map[string]any; of a form everything is text.
type fields map[string]any

// text gives a member that is text.
func (f fields) text(name string) string {
	s, _ := f[name].(string)
	return strings.TrimSpace(s)
}

// inner gives a member that is an object.
func (f fields) inner(name string) fields {
	o, _ := f[name].(map[string]any)
	return o
}

// list gives the objects of a member that is a list; ok is false when it is
// something else or holds something else.
func (f fields) list(name string) (out []fields, ok bool) {
	all, ok := f[name].([]any)
	if !ok {
		return nil, f[name] == nil
	}
	for _, one := range all {
		o, isObject := one.(map[string]any)
		if !isObject {
			return nil, false
		}
		out = append(out, o)
	}
	return out, true
}

// isTrue reads a switch: true, or in a form also 1.
func (f fields) isTrue(name string) bool {
	switch v := f[name].(type) {
	case bool:
		return v
	case string:
		return v == "1" || v == "true"
	case json.Number:
		return v == "1"
	}
	return false
}

// plainRequest is a request as Qontak and Coster look at it.
type plainRequest struct {
	method string
	// base is the part in front: of Qontak the base, of Coster the host.
	base string
	// path comes after it and begins with a slash.
	path     string
	segments []string
	query    url.Values
	// bodyForm is none, json, form, multipart or other.
	bodyForm string
	body     fields
	// broken is true for a body that could not be read.
	broken bool
	// number is the one under which it is recorded.
	number int
}

// readPlain takes a request apart. bases are what may stand in front of a path.
// The error is not nil when the body is too large or was cut.
func (e *engine) readPlain(w http.ResponseWriter, r *http.Request, bases ...string) (*plainRequest, error) {
	q := &plainRequest{method: r.Method, bodyForm: "none", body: fields{}, query: r.URL.Query()}
	q.path = "/" + strings.Trim(strings.TrimPrefix(r.URL.EscapedPath(), e.prefix), "/")
	for _, base := range bases {
		if rest, ok := strings.CutPrefix(q.path, "/"+base); ok && (rest == "" || rest[0] == '/') {
			q.base, q.path = base, "/"+strings.TrimLeft(rest, "/")
			break
		}
	}
	for s := range strings.SplitSeq(strings.Trim(q.path, "/"), "/") {
		if plain, err := url.PathUnescape(s); err == nil {
			s = plain
		}
		q.segments = append(q.segments, s)
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	if err != nil {
		return q, err
	}
	q.readBody(r.Header.Get("Content-Type"), body)
	return q, nil
}

func (q *plainRequest) readBody(contentType string, body []byte) {
	if len(bytes.TrimSpace(body)) == 0 {
		return
	}
	kind, args, _ := mime.ParseMediaType(contentType)
	switch kind {
	case "application/json":
		q.bodyForm = "json"
		dec := json.NewDecoder(bytes.NewReader(body))
		dec.UseNumber()
		if err := dec.Decode(&q.body); err != nil || q.body == nil || dec.More() {
			q.body, q.broken = fields{}, true
		}
	case "application/x-www-form-urlencoded":
		q.bodyForm = "form"
		values, err := url.ParseQuery(string(body))
		q.broken = err != nil
		q.setForm(values)
	case "multipart/form-data":
		q.bodyForm = "multipart"
		form, err := multipart.NewReader(bytes.NewReader(body), args["boundary"]).ReadForm(maxBody)
		if err != nil {
			q.broken = true
			return
		}
		q.setForm(form.Value)
	default:
		q.bodyForm = "other"
	}
}

func (q *plainRequest) setForm(values map[string][]string) {
	for name, all := range values {
		q.body[name] = all[0]
	}
}

// keys are the names of the body's members, sorted.
func (q *plainRequest) keys() []string {
	var out []string
	for name := range q.body {
		out = append(out, name)
	}
	slices.Sort(out)
	return out
}
