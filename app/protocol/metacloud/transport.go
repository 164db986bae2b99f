package metacloud

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"net/url"
	"strings"

	"channeldesk/app"
	"channeldesk/app/protocol"
	"channeldesk/app/protocol/transport"
)

// call is one request. Path is below the version and is made of checked
// identifiers and constants only.
type call struct {
	method string
	path   string
	query  url.Values
	// json or form is the body; neither is an empty body.
	json any
	form url.Values
	// as is the access token to use, instead of the channel's.
	as app.Secret
	// read is true when the call changes nothing, so that it may be repeated.
	read bool
}

// get reads a node or an edge and decodes the answer into out.
func (k *connection) get(ctx context.Context, path string, query url.Values, out any) error {
	return k.do(ctx, call{method: http.MethodGet, path: path, query: query, read: true}, out)
}

// do makes the call, with repeated tries for reads, and decodes the answer. It
// returns nil or an *app.Error.
func (k *connection) do(ctx context.Context, c call, out any) error {
	limited, cancel := context.WithTimeout(ctx, transport.CallTimeout)
	defer cancel()
	failure := k.ask(limited, c, out)
	if c.read && c.as.IsEmpty() && isRefusal(failure, 100) && k.proof() != "" {
		failure = k.withoutProof(limited, c, out, failure)
	}
	if failure == nil {
		return nil
	}
	if err := ctx.Err(); err != nil && failure.Code != app.CodeCancelled && !errors.Is(failure, protocol.ErrNotSent) {
		return k.p.caller.Cancelled(err)
	}
	return failure
}

// withoutProof reads again without appsecret_proof: a wrong App Secret is refused
// with the same code as a wrong id. When that works, the proof stays off.
func (k *connection) withoutProof(ctx context.Context, c call, out any, failure *app.Error) *app.Error {
	k.proofOff = true
	if k.ask(ctx, c, out) == nil {
		return nil
	}
	k.proofOff = false
	return failure
}

// ask makes the call and judges the answer by its body.
func (k *connection) ask(ctx context.Context, c call, out any) *app.Error {
	answer, failure := k.p.caller.Do(ctx, k.request(c))
	if failure != nil {
		return failure
	}
	failure = k.decode(answer.Status, answer.Body, out)
	if failure != nil {
		k.p.log.LogAttrs(ctx, slog.LevelDebug, "meta refused", slog.String("call", callName(c.path)),
			slog.String("code", string(failure.Code)), slog.String("detail", failure.Detail))
	}
	return failure
}

func (k *connection) request(c call) transport.Request {
	query := url.Values{}
	for name, values := range c.query {
		query[name] = values
	}
	token := c.as
	if token.IsEmpty() {
		token = k.token
		if proof := k.proof(); proof != "" {
			query.Set("appsecret_proof", proof)
		}
	}
	r := transport.Request{
		Method: c.method, Base: k.address, Path: k.version + "/" + c.path, Query: query,
		JSON: c.json, Form: c.form, Header: http.Header{}, Read: c.read, Name: callName(c.path), Hide: k.secrets,
		Again: func(a transport.Answer) bool { return worthAnotherTry(k.decode(a.Status, a.Body, nil)) },
	}
	if !token.IsEmpty() {
		r.Header.Set("Authorization", "Bearer "+token.Expose())
	}
	return r
}

// decode takes the answer apart. An error body counts whatever the status says.
func (k *connection) decode(status int, raw []byte, out any) *app.Error {
	if len(raw) == 0 && status >= 500 {
		return k.p.caller.Trouble(status)
	}
	if len(raw) == 0 && status >= 400 {
		return k.explain(&graphError{HTTP: status})
	}
	if !transport.SaneJSON(raw) {
		return k.p.caller.Strange(app.Say("The answer is damaged."), "not readable as JSON")
	}
	if g, ok := decodeError(status, raw); ok {
		return k.explain(g)
	}
	if status >= 500 {
		return k.p.caller.Trouble(status)
	}
	if status >= 400 {
		return k.explain(&graphError{HTTP: status})
	}
	if out == nil {
		return nil
	}
	err := json.Unmarshal(raw, out)
	if answer, ok := out.(partial); err != nil || ok && !answer.whole() {
		return k.p.caller.OtherForm()
	}
	return nil
}

// worthAnotherTry is true for a refusal that passes within seconds. Throttling
// counts only when Meta says that it is short.
func worthAnotherTry(e *app.Error) bool {
	if e == nil {
		return false
	}
	var g *graphError
	if !errors.As(e, &g) {
		return transport.IsPassing(e)
	}
	switch g.rule().retry {
	case soon:
		return true
	case later, none:
		return g.Transient
	case fix:
	}
	return false
}

// callName is a path with the identifiers replaced.
func callName(path string) string {
	parts := strings.Split(path, "/")
	for i, part := range parts {
		if part != "" && isDigits(part) {
			parts[i] = "{id}"
		}
	}
	return "/" + strings.Join(parts, "/")
}
