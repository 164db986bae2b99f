package sandbox

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
)

// mostOperations is how many operations a batch may have.
const mostOperations = 50

// operation is one call within a batch.
type operation struct {
	Method      string `json:"method"`
	RelativeURL string `json:"relative_url"`
	Body        string `json:"body"`
}

// operations reads the batch parameter, which is JSON within the form.
func (q *request) operations() ([]operation, *graphError) {
	var ops []operation
	if json.Unmarshal([]byte(q.params["batch"]), &ops) != nil {
		return nil, badParameter("Param batch must be an array.")
	}
	if len(ops) == 0 {
		return nil, badParameter("Param batch must not be empty.")
	}
	if len(ops) > mostOperations {
		return nil, &graphError{Message: "Too many requests in batch message. Maximum batch size is 50", Type: typeMethod, Code: 1}
	}
	return ops, nil
}

// inner makes the request of an operation. It has the batch's token and proof
// unless it brings its own.
func (m *Meta) inner(q *request, op operation) *request {
	path, rawQuery, _ := strings.Cut(op.RelativeURL, "?")
	method := strings.ToUpper(op.Method)
	if method == "" {
		method = http.MethodGet
	}
	in := m.newRequest(method, path, rawQuery)
	in.base, in.number = q.base, q.number
	if in.asked == "" {
		in.asked, in.served = q.asked, q.served
	}
	in.readBody("application/x-www-form-urlencoded", []byte(op.Body))
	if in.findToken(""); in.token == "" {
		in.token, in.tokenAt = q.token, q.tokenAt
		if proof, has := q.params["appsecret_proof"]; has {
			in.params["appsecret_proof"] = proof
		}
	}
	return in
}

// batch answers each operation as if it had come by itself. An operation's
// answer is JSON as a string within the JSON of the whole.
func (m *Meta) batch(ctx context.Context, q *request) (any, *graphError) {
	ops, err := q.operations()
	if err != nil {
		return nil, err
	}
	out := []any{}
	for _, op := range ops {
		in := m.inner(q, op)
		if len(in.segments) == 0 {
			out = append(out, m.batchAnswer(q, nil, unsupportedRequest(in.method)))
			continue
		}
		if f := m.takeFault(in.method, in.path, Fault.isGraphError); f != nil {
			out = append(out, m.batchAnswer(q, nil, f.graphError()))
			continue
		}
		body, err := m.handle(ctx, in)
		out = append(out, m.batchAnswer(q, body, err))
	}
	return out, nil
}

func (m *Meta) batchAnswer(q *request, body any, err *graphError) object {
	code := http.StatusOK
	if err != nil {
		code, body = err.status(), err.body(m.trace())
	}
	o := object{{"code", code}}
	if q.params["include_headers"] != "false" {
		headers := []object{
			{{"name", "Content-Type"}, {"value", jsonType}},
			{{"name", "facebook-api-version"}, {"value", q.served}},
		}
		o = append(o, member{"headers", headers})
	}
	return append(o, member{"body", string(graphJSON(body))})
}

// pathsOf are the paths that a request touches: its own and, for a batch, those
// of its operations, each with its method.
func (m *Meta) pathsOf(q *request) []operation {
	paths := []operation{{Method: q.method, RelativeURL: q.path}}
	if len(q.segments) > 0 || q.params["batch"] == "" {
		return paths
	}
	ops, err := q.operations()
	if err != nil {
		return paths
	}
	for _, op := range ops {
		in := m.inner(q, op)
		paths = append(paths, operation{Method: in.method, RelativeURL: in.path, Body: queryKeys(in.query)})
	}
	return paths
}

func queryKeys(v url.Values) string { return strings.Join(sortedKeys(v), ",") }
