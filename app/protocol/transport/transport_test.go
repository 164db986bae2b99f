package transport

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"channeldesk/app"
	"channeldesk/app/protocol"

	"github.com/stretchr/testify/require"
)

const jsonType = "application/json; charset=utf-8"

// TestRequestForm: address, headers and body are as asked, and the log has none
// of them.
func TestRequestForm(t *testing.T) {
	var got *http.Request
	var body []byte
	b := newBench(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		got = r
		body, _ = io.ReadAll(r.Body)
		says(http.StatusCreated, "application/problem+json", `{"ok":true}`)(w, r)
	}))
	r := b.write()
	r.Query = url.Values{"b": {"2"}, "a": {"1 2"}}
	r.Header.Set("x-own", "kept")
	r.Sign = func(q *http.Request) { q.Header.Set("Date", "today") }
	a, e := b.caller.Do(t.Context(), r)
	require.Nil(t, e)
	require.Equal(t, http.StatusCreated, a.Status)
	require.JSONEq(t, `{"ok":true}`, string(a.Body))
	require.False(t, a.At.IsZero())
	require.Equal(t, "/v1/things/4711?a=1+2&b=2", got.RequestURI)
	require.Equal(t, "Bearer "+testToken, got.Header.Get("Authorization"))
	require.Equal(t, "kept", got.Header.Get("X-Own"))
	require.Equal(t, "today", got.Header.Get("Date"))
	require.Equal(t, "application/json", got.Header.Get("Content-Type"))
	require.Equal(t, DefaultUserAgent, got.UserAgent())
	require.JSONEq(t, `{"a":"b"}`, string(body))
	for _, private := range []string{"4711", testToken, "1+2", "kept", "127.0.0.1"} {
		require.NotContains(t, b.log.String(), private)
	}
	require.Contains(t, b.log.String(), "/v1/things/{id}")

	r.RawQuery, r.JSON, r.Form = "z=1&a=%20", nil, url.Values{"f": {"x y"}}
	_, e = b.caller.Do(t.Context(), r)
	require.Nil(t, e)
	require.Equal(t, "/v1/things/4711?z=1&a=%20", got.RequestURI)
	require.Equal(t, "f=x+y", string(body))
	require.Equal(t, "application/x-www-form-urlencoded", got.Header.Get("Content-Type"))
}

// TestAnswers: any status with JSON or with nothing is an answer; the rest is
// told in words, and may have been done.
func TestAnswers(t *testing.T) {
	for _, c := range []struct {
		name        string
		status      int
		contentType string
		body        string
		words       string
	}{
		{"good", 200, jsonType, `{"a":1}`, ""},
		{"refusal", 404, jsonType, `{"error":"x"}`, ""},
		{"server error", 500, jsonType, `{"errors":[]}`, ""},
		{"nothing", 204, "", ``, ""},
		{"nothing, typed", 200, jsonType, " \n", ""},
		{"nothing as a page", 503, "text/html", ``, ""},
		{"page", 200, "text/html", `<html>sign in</html>`, "A web page came back instead of Acme's answer"},
		{"page as text", 502, "text/plain", `<HTML>`, "A web page came back"},
		{"text", 200, "text/plain", `{"a":1}`, "not in the form that Acme uses"},
		{"damaged", 200, jsonType, `{"a":`, "damaged"},
		{"two", 200, jsonType, `{}{}`, "damaged"},
		{"deep", 200, jsonType, strings.Repeat("[", 40) + strings.Repeat("]", 40), "damaged"},
		{"large", 200, jsonType, `"` + strings.Repeat("a", answerMax) + `"`, "far too large to be Acme's"},
		{"redirect", 307, jsonType, `{}`, "We did not follow"},
		{"not modified", 304, "", ``, "We did not follow"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var calls atomic.Int32
			b := newBench(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				calls.Add(1)
				says(c.status, c.contentType, c.body)(w, r)
			}))
			if c.words == "" {
				a, e := b.caller.Do(t.Context(), b.write())
				require.Nil(t, e)
				require.Equal(t, c.status, a.Status)
				require.Equal(t, strings.TrimSpace(c.body), string(a.Body))
			} else {
				e := b.fails(t.Context(), b.write())
				require.Equal(t, app.CodeProviderAnswer, e.Code)
				require.Contains(t, e.Error(), c.words)
				require.Contains(t, e.Fix.String(), "Push address")
				require.Equal(t, c.status, StatusOf(e))
				require.True(t, protocol.MaybeDone(e))
			}
			require.EqualValues(t, 1, calls.Load(), "a write was repeated")
		})
	}
}

// TestRedirectStaysHere: neither host nor body is followed anywhere.
func TestRedirectStaysHere(t *testing.T) {
	var strayed atomic.Int32
	other := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { strayed.Add(1) }))
	defer other.Close()
	b := newBench(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, other.URL, http.StatusTemporaryRedirect)
	}))
	b.fails(t.Context(), b.read())
	b.fails(t.Context(), b.write())
	require.Zero(t, strayed.Load())
}

// TestReadsAreRepeated: reads are tried three times at most, and only when the
// trouble may pass; Again decides about answers.
func TestReadsAreRepeated(t *testing.T) {
	for name, c := range map[string]struct {
		handler http.HandlerFunc
		again   func(Answer) bool
		tries   int32
	}{
		"server error": {says(500, jsonType, `{}`), nil, 3},
		"page of 502":  {says(502, "text/html", `<html>`), nil, 3},
		"page of 200":  {says(200, "text/html", `<html>`), nil, 1},
		"refusal":      {says(400, jsonType, `{}`), nil, 1},
		"own rule":     {says(400, jsonType, `{}`), func(a Answer) bool { return a.Status == 400 }, 3},
		"own rule, no": {says(500, jsonType, `{}`), func(Answer) bool { return false }, 1},
		"cut off":      {func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, nil, 3},
	} {
		t.Run(name, func(t *testing.T) {
			var tries atomic.Int32
			b := newBench(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				tries.Add(1)
				c.handler(w, r)
			}))
			r := b.read()
			r.Again = c.again
			_, _ = b.caller.Do(t.Context(), r)
			require.Equal(t, c.tries, tries.Load())
		})
	}
}

// TestWaitsGrow: half to one and a half of 0.4 s, then double.
func TestWaitsGrow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := New(Options{
			Provider: "Acme", Jitter: func() float64 { return 0.5 },
			HTTPClient: &http.Client{Transport: carrier(func(*http.Request) (*http.Response, error) {
				return &http.Response{StatusCode: 503, Header: http.Header{}, Body: http.NoBody}, nil
			})},
		})
		start := time.Now()
		a, e := c.Do(t.Context(), Request{Method: http.MethodGet, Base: "http://127.0.0.1:9", Read: true})
		require.Nil(t, e)
		require.Equal(t, 503, a.Status)
		require.Equal(t, 1200*time.Millisecond, time.Since(start))

		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(100*time.Millisecond, cancel)
		start = time.Now()
		_, e = c.Do(ctx, Request{Method: http.MethodGet, Base: "http://127.0.0.1:9", Read: true})
		require.Equal(t, app.CodeCancelled, app.ErrorCode(e))
		require.Equal(t, 100*time.Millisecond, time.Since(start))
	})
}

// TestNoTokenInAnAddress: a credential that would stand in an address of another
// computer is held back.
func TestNoTokenInAnAddress(t *testing.T) {
	c := New(Options{Provider: "Acme", HTTPClient: &http.Client{Transport: carrier(func(*http.Request) (*http.Response, error) {
		t.Error("something was sent")
		return nil, io.EOF
	})}})
	for _, header := range []http.Header{{"Authorization": {"Bearer " + testToken}}, {"X-Access-Token": {testToken}}} {
		_, e := c.Do(t.Context(), Request{
			Method: http.MethodGet, Base: "https://api.example", Header: header, Query: url.Values{"t": {testToken}},
		})
		require.Equal(t, app.CodeInternal, app.ErrorCode(e))
		require.False(t, protocol.MaybeDone(e))
	}
	for _, base := range []string{"http://api.example", "https://u:p@api.example", "https://api.example?x=y", ""} {
		_, e := c.Do(t.Context(), Request{Method: http.MethodGet, Base: base})
		require.Equal(t, app.CodeInvalid, app.ErrorCode(e))
	}
}

// TestClean: a secret goes in each of its forms, whatever stands around it.
func TestClean(t *testing.T) {
	hide := []app.Secret{app.NewSecret("a+b/c=secret"), {}, app.NewSecret("abc")}
	require.Equal(t, "x *** *** *** abc y", Clean("x a+b/c=secret\n a%2Bb%2Fc%3Dsecret "+url.PathEscape("a+b/c=secret")+" abc\x00y", hide))
	require.LessOrEqual(t, len([]rune(Clean(strings.Repeat("é", 1<<15), nil))), cleanMost)
}
