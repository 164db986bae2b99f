package sandbox

import (
	"bytes"
	"encoding/json"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"
)

// maxBody is the largest request body that is read, in bytes.
const maxBody = 5 << 20

// tokenPlace is where the access token stood.
type tokenPlace string

const (
	noToken       tokenPlace = ""
	tokenInHeader tokenPlace = "header"
	tokenInQuery  tokenPlace = "query"
	tokenInBody   tokenPlace = "body"
)

// request is one Graph request, or one operation of a batch, taken apart.
type request struct {
	method string
	// asked is the version in the path, "" when there is none; served is the
	// one that answers.
	asked, served string
	// path is without prefix and version, and begins with a slash.
	path     string
	segments []string
	query    url.Values
	// params are those of the address and the body together, as text; JSON
	// values other than strings stand as JSON.
	params map[string]string
	// bodyForm is none, json, form, multipart or other.
	bodyForm string
	bodyKeys []string
	token    string
	tokenAt  tokenPlace
	// base stands before the version in addresses that are answered.
	base string
	// file is the file of a multipart form.
	file *multipart.FileHeader
	// raw is a JSON body as it came. Messages are read from it once and have no
	// params.
	raw []byte
	// broken is a body or address that could not be read.
	broken *graphError
	// number is the one under which it is recorded.
	number int
}

// read takes an HTTP request apart. The error is not nil when the body is too
// large or was cut.
func (m *Meta) read(w http.ResponseWriter, r *http.Request) (*request, error) {
	limit := int64(maxBody)
	if strings.HasSuffix(r.URL.Path, "/media") {
		limit = mostMediaBody
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, limit))
	q := m.newRequest(r.Method, strings.TrimPrefix(r.URL.EscapedPath(), m.prefix), r.URL.RawQuery)
	scheme := "http"
	if r.TLS != nil {
		scheme = "https"
	}
	q.base = scheme + "://" + r.Host + m.prefix
	if err != nil {
		return q, err
	}
	q.readBody(r.Header.Get("Content-Type"), body)
	q.findToken(r.Header.Get("Authorization"))
	return q, nil
}

// newRequest reads method, path and query.
func (m *Meta) newRequest(method, path, rawQuery string) *request {
	q := &request{method: method, params: map[string]string{}, bodyForm: "none"}
	q.asked, q.path = splitVersion(path)
	q.served = q.asked
	for _, s := range strings.Split(strings.Trim(q.path, "/"), "/") {
		if s == "" {
			continue
		}
		if plain, err := url.PathUnescape(s); err == nil {
			s = plain
		}
		q.segments = append(q.segments, s)
	}
	query, err := url.ParseQuery(rawQuery)
	if err != nil {
		q.broken = badParameter("The query string cannot be read")
	}
	q.query = query
	for name, values := range query {
		q.params[name] = values[len(values)-1]
	}
	return q
}

func (q *request) readBody(contentType string, body []byte) {
	if len(bytes.TrimSpace(body)) == 0 {
		return
	}
	kind, args, _ := mime.ParseMediaType(contentType)
	switch kind {
	case "application/json":
		q.bodyForm, q.raw = "json", body
		if len(q.segments) != 2 || q.segments[1] != "messages" {
			q.readJSON(body)
		}
	case "application/x-www-form-urlencoded":
		q.bodyForm = "form"
		values, err := url.ParseQuery(string(body))
		if err != nil {
			q.broken = badParameter("The form cannot be read")
		}
		for name := range values {
			q.setBody(name, values.Get(name))
		}
	case "multipart/form-data":
		q.bodyForm = "multipart"
		form, err := multipart.NewReader(bytes.NewReader(body), args["boundary"]).ReadForm(maxBody)
		if err != nil {
			q.broken = badParameter("The form cannot be read")
			return
		}
		for name, values := range form.Value {
			q.setBody(name, values[0])
		}
		if files := form.File["file"]; len(files) > 0 {
			q.file = files[0]
		}
	default:
		// Graph does not look into a body of an unknown type.
		q.bodyForm = "other"
	}
}

func (q *request) readJSON(body []byte) {
	var values map[string]json.RawMessage
	if err := json.Unmarshal(body, &values); err != nil {
		q.broken = badParameter("The request body is not a JSON object")
		return
	}
	for name, raw := range values {
		var text string
		if json.Unmarshal(raw, &text) != nil {
			text = string(raw)
		}
		q.setBody(name, text)
	}
}

func (q *request) setBody(name, value string) {
	q.params[name] = value
	q.bodyKeys = append(q.bodyKeys, name)
}

// findToken prefers the header, as Graph does.
func (q *request) findToken(authorization string) {
	scheme, value, _ := strings.Cut(authorization, " ")
	value = strings.TrimSpace(value)
	switch {
	case value != "" && (strings.EqualFold(scheme, "Bearer") || strings.EqualFold(scheme, "OAuth")):
		q.token, q.tokenAt = value, tokenInHeader
	case q.query.Has("access_token"):
		q.token, q.tokenAt = q.query.Get("access_token"), tokenInQuery
	case q.params["access_token"] != "":
		q.token, q.tokenAt = q.params["access_token"], tokenInBody
	}
}
