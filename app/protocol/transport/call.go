package transport

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"time"

	"channeldesk/app"
	"channeldesk/app/protocol"
)

// Request is one call.
type Request struct {
	Method string
	// Base is the configured address; Path is below it and made of checked or
	// escaped parts only.
	Base string
	Path string
	// Query is encoded in the order of its names; RawQuery, when not "", is sent
	// byte for byte instead.
	Query    url.Values
	RawQuery string
	// JSON or Form is the body; neither is an empty body. A json.RawMessage is
	// sent as it is, but for blanks between its parts.
	JSON any
	Form url.Values
	// Stream opens a body of Size bytes that is sent as it is, in place of JSON and
	// Form. It is for calls that change something.
	Stream func() (io.ReadCloser, error)
	Size   int64
	// Timeout is the longest that the call takes; 0 is CallTimeout.
	Timeout time.Duration
	// Header are the call's own headers, credentials included.
	Header http.Header
	// Read is true when the call changes nothing, so that it may be repeated.
	Read bool
	// Again reports whether a read is worth another try after this answer; nil
	// repeats after a status of 500 and more.
	Again func(Answer) bool
	// Name stands for the call in the log, as "/{id}/phone_numbers". It holds no
	// identifier.
	Name string
	// Hide are values that are cleaned out of every cause.
	Hide []app.Secret
	// Sign is called with the complete request right before each try; nil does
	// nothing.
	Sign func(*http.Request)
}

// Answer is what came back: any status with a body that is JSON or empty.
type Answer struct {
	Status int
	Header http.Header
	// Body is one JSON value that is not absurdly deep, or empty.
	Body []byte
	// At is when the whole answer was here.
	At time.Time
}

// Do makes the call, with repeated tries for reads. Any status with a JSON body,
// or with none, is an answer for the caller to judge. A failure of the line, a
// redirect, a web page, another type, too much, or damaged JSON is an error; it
// has protocol.ErrNotSent in its chain when nothing left this computer.
func (c *Caller) Do(ctx context.Context, r Request) (Answer, *app.Error) {
	most := r.Timeout
	if most == 0 {
		most = CallTimeout
	}
	limited, cancel := context.WithTimeout(ctx, most)
	defer cancel()
	var answer Answer
	var failure *app.Error
	cut := false
	for try := 1; !cut; try++ {
		answer, failure = c.once(limited, r)
		if !r.Read || try == triesMax || !worthAnotherTry(r, answer, failure) {
			break
		}
		cut = c.sleep(limited, waitBefore(try, c.jitter())) != nil
	}
	if err := ctx.Err(); err != nil && (failure != nil || cut) {
		return Answer{}, c.ended(err, failure)
	}
	return answer, failure
}

func (c *Caller) once(ctx context.Context, r Request) (Answer, *app.Error) {
	if err := ctx.Err(); err != nil {
		return Answer{}, c.Cancelled(err).Because(notSent(err.Error()))
	}
	var on trip
	req, bad := c.request(on.watch(ctx), r)
	if bad != nil {
		return Answer{}, bad
	}
	start := c.clock.Now()
	client := c.client
	if r.Stream != nil {
		client = c.streams
	}
	resp, err := client.Do(req)
	if err != nil {
		failure := c.unreachable(req.URL.Host, err, on.neverLeft(err), r.Hide)
		c.note(ctx, r, 0, start, failure)
		return Answer{}, failure
	}
	defer resp.Body.Close()
	answer, failure := c.read(resp, r.Hide)
	c.note(ctx, r, resp.StatusCode, start, failure)
	return answer, failure
}

// request builds the HTTP request; nothing is sent when that fails.
func (c *Caller) request(ctx context.Context, r Request) (*http.Request, *app.Error) {
	base, bad := protocol.CheckAddress(r.Base)
	if bad != nil {
		return nil, bad.Because(notSent("bad address"))
	}
	address := base + "/" + strings.TrimLeft(r.Path, "/")
	if query := r.query(); query != "" {
		address += "?" + query
	}
	body, kind, err := r.body()
	if err != nil {
		return nil, app.AsError(err).Because(notSent("the body cannot be written as JSON"))
	}
	req, err := http.NewRequestWithContext(ctx, r.Method, address, body)
	if err != nil {
		return nil, app.Invalid("address", "This is not an address. Write it like https://example.com.").Because(notSent("bad address"))
	}
	if r.Stream != nil {
		req.ContentLength = r.Size
	}
	for name, values := range r.Header {
		req.Header[http.CanonicalHeaderKey(name)] = append([]string(nil), values...)
	}
	req.Header.Set("User-Agent", c.userAgent)
	if req.Header.Get("Accept") == "" {
		req.Header.Set("Accept", "application/json")
	}
	if kind != "" {
		req.Header.Set("Content-Type", kind)
	}
	if r.Sign != nil {
		r.Sign(req)
	}
	if tellsToken(req) {
		return nil, app.NewError(app.CodeInternal, app.Say("A token would have stood in an address. Nothing was sent.")).
			WithFix(app.Say("Copy the details for support.")).Because(notSent("a credential in the address"))
	}
	return req, nil
}

func (r Request) query() string {
	if r.RawQuery != "" {
		return r.RawQuery
	}
	return r.Query.Encode()
}

func (r Request) body() (io.Reader, string, error) {
	switch {
	case r.Stream != nil:
		body, err := r.Stream()
		if err != nil {
			return nil, "", err
		}
		return body, "application/octet-stream", nil
	case r.JSON != nil:
		raw, err := json.Marshal(r.JSON)
		if err != nil {
			return nil, "", err
		}
		return bytes.NewReader(raw), "application/json", nil
	case r.Form != nil:
		return strings.NewReader(r.Form.Encode()), "application/x-www-form-urlencoded", nil
	}
	return nil, "", nil
}

var credentialHeader = regexp.MustCompile(`(?i)auth|token|secret|key`)

// tellsToken reports whether a credential of a header also stands in the address.
// To this computer that is allowed: test servers want it.
func tellsToken(req *http.Request) bool {
	const shortest = 12
	if protocol.IsLoopback(req.URL.Hostname()) {
		return false
	}
	address := req.URL.String()
	for name, values := range req.Header {
		if !credentialHeader.MatchString(name) {
			continue
		}
		for _, value := range values {
			for _, word := range strings.Fields(value) {
				if len(word) >= shortest && (strings.Contains(address, word) || strings.Contains(address, url.QueryEscape(word))) {
					return true
				}
			}
		}
	}
	return false
}

// note writes one log line without any value of the call: no query, no body, no
// identifier, and none of the provider's words.
func (c *Caller) note(ctx context.Context, r Request, status int, start time.Time, failure *app.Error) {
	attrs := []slog.Attr{
		slog.String("provider", c.provider),
		slog.String("method", r.Method),
		slog.String("call", r.Name),
		slog.Int("status", status),
		slog.Duration("took", c.clock.Now().Sub(start)),
	}
	if failure != nil {
		attrs = append(attrs, slog.String("code", string(failure.Code)))
	}
	c.log.LogAttrs(ctx, slog.LevelDebug, "provider call", attrs...)
}
