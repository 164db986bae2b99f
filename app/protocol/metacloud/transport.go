package metacloud

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"mime"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"channeldesk/app"
)

const (
	connectTimeout = 10 * time.Second
	headerTimeout  = 15 * time.Second
	callTimeout    = 30 * time.Second
	answerMax      = 4 << 20
)

func ownClient(proxy func(*http.Request) (*url.URL, error)) *http.Client {
	if proxy == nil {
		proxy = http.ProxyFromEnvironment
	}
	return &http.Client{Transport: &http.Transport{
		Proxy:                  proxy,
		DialContext:            (&net.Dialer{Timeout: connectTimeout, KeepAlive: 30 * time.Second}).DialContext,
		TLSHandshakeTimeout:    connectTimeout,
		ResponseHeaderTimeout:  headerTimeout,
		ExpectContinueTimeout:  time.Second,
		IdleConnTimeout:        30 * time.Second,
		MaxIdleConnsPerHost:    2,
		MaxResponseHeaderBytes: 64 << 10,
		ForceAttemptHTTP2:      true,
	}}
}

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
	limited, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	var failure *app.Error
	for try := 1; ; try++ {
		failure = k.once(limited, c, out)
		if failure == nil || !c.read || try == triesMax || !worthAnotherTry(failure) {
			break
		}
		if err := k.p.sleep(limited, waitBefore(try, k.p.jitter())); err != nil {
			break
		}
	}
	if c.read && c.as.IsEmpty() && isRefusal(failure, 100) && k.proof() != "" {
		failure = k.withoutProof(limited, c, out, failure)
	}
	if failure == nil {
		return nil
	}
	if err := ctx.Err(); err != nil {
		return cancelled(err)
	}
	return failure
}

// withoutProof reads again without appsecret_proof: a wrong App Secret is refused
// with the same code as a wrong id. When that works, the proof stays off.
func (k *connection) withoutProof(ctx context.Context, c call, out any, failure *app.Error) *app.Error {
	k.proofOff = true
	if k.once(ctx, c, out) == nil {
		return nil
	}
	k.proofOff = false
	return failure
}

func (k *connection) once(ctx context.Context, c call, out any) *app.Error {
	req, bad := k.request(ctx, c)
	if bad != nil {
		return bad
	}
	start := k.p.clock.Now()
	resp, err := k.p.client.Do(req)
	if err != nil {
		failure := k.unreachable(req.URL.Host, err)
		k.note(ctx, c, 0, start, failure)
		return failure
	}
	defer resp.Body.Close()
	failure := k.read(resp, out)
	k.note(ctx, c, resp.StatusCode, start, failure)
	return failure
}

func (k *connection) request(ctx context.Context, c call) (*http.Request, *app.Error) {
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
	address := k.address + "/" + k.version + "/" + c.path
	if len(query) > 0 {
		address += "?" + query.Encode()
	}
	var body io.Reader
	kind := ""
	switch {
	case c.json != nil:
		raw, err := json.Marshal(c.json)
		if err != nil {
			return nil, app.AsError(err)
		}
		body, kind = bytes.NewReader(raw), "application/json"
	case c.form != nil:
		body, kind = strings.NewReader(c.form.Encode()), "application/x-www-form-urlencoded"
	}
	req, err := http.NewRequestWithContext(ctx, c.method, address, body)
	if err != nil {
		return nil, app.Invalid(fieldAddress, "This is not an address. Write it like https://example.com.")
	}
	req.Header.Set("User-Agent", k.p.userAgent)
	req.Header.Set("Accept", "application/json")
	if kind != "" {
		req.Header.Set("Content-Type", kind)
	}
	if !token.IsEmpty() {
		req.Header.Set("Authorization", "Bearer "+token.Expose())
	}
	return req, nil
}

// read takes the answer apart. An error body counts whatever the status says.
func (k *connection) read(resp *http.Response, out any) *app.Error {
	if resp.StatusCode >= 300 && resp.StatusCode < 400 {
		return redirected()
	}
	raw, err := io.ReadAll(io.LimitReader(resp.Body, answerMax+1))
	if err != nil {
		return brokenOff(k.clean(transportCause(err)))
	}
	if len(raw) > answerMax {
		return strange(app.Say("The answer is far too large to be Meta's."), "more than 4 MB")
	}
	if !isJSON(resp.Header.Get("Content-Type")) {
		if len(bytes.TrimSpace(raw)) == 0 && resp.StatusCode >= 500 {
			return troubleAt(resp.StatusCode)
		}
		return notJSON(resp.StatusCode, resp.Header.Get("Content-Type"), raw)
	}
	return k.decode(resp.StatusCode, raw, out)
}

func (k *connection) decode(status int, raw []byte, out any) *app.Error {
	if !saneJSON(raw) {
		return strange(app.Say("The answer is damaged."), "not readable as JSON")
	}
	if g, ok := decodeError(status, raw); ok {
		return k.explain(g)
	}
	if status >= 500 {
		return troubleAt(status)
	}
	if status >= 400 {
		return k.explain(&graphError{HTTP: status})
	}
	if out == nil {
		return nil
	}
	err := json.Unmarshal(raw, out)
	if answer, ok := out.(partial); err != nil || ok && !answer.whole() {
		return strange(app.Say("The answer has another form than Meta's."), "unexpected form")
	}
	return nil
}

// note writes one log line without any value of the call: no query, no body, no
// identifier, and none of Meta's words.
func (k *connection) note(ctx context.Context, c call, status int, start time.Time, failure *app.Error) {
	attrs := []slog.Attr{
		slog.String("method", c.method),
		slog.String("call", callName(c.path)),
		slog.Int("status", status),
		slog.Duration("took", k.p.clock.Now().Sub(start)),
	}
	if failure != nil {
		attrs = append(attrs, slog.String("code", string(failure.Code)), slog.String("detail", failure.Detail))
		if cause := failure.Unwrap(); cause != nil {
			attrs = append(attrs, slog.String("cause", k.clean(cause.Error())))
		}
	}
	k.p.log.LogAttrs(ctx, slog.LevelDebug, "meta call", attrs...)
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

// isJSON knows the types under which Meta sends JSON.
func isJSON(contentType string) bool {
	kind, _, err := mime.ParseMediaType(contentType)
	if err != nil {
		return false
	}
	switch kind {
	case "application/json", "text/javascript", "application/javascript", "text/json":
		return true
	}
	return false
}
