package protocoltest

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"channeldesk/app"

	"github.com/stretchr/testify/require"
)

// broken are answers that no provider means.
func broken() map[string]http.HandlerFunc {
	body := func(contentType string, status int, text string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", contentType)
			w.WriteHeader(status)
			_, _ = io.WriteString(w, text)
		}
	}
	const json = "application/json"
	return map[string]http.HandlerFunc{
		"empty":           body(json, 200, ""),
		"empty object":    body(json, 200, "{}"),
		"null":            body(json, 200, "null"),
		"half":            body(json, 200, `{"data":[{"id":"1`),
		"two values":      body(json, 200, `{"data":[]}{"data":[]}`),
		"wrong types":     body(json, 200, `{"data":"x","id":{},"success":[],"error":null}`),
		"text":            body("text/plain", 200, "hello"),
		"typed wrong":     body("text/plain", 200, `{"data":{}}`),
		"html":            body("text/html", 200, "<html><body>Sign in to the guest network</body></html>"),
		"html as json":    body(json, 200, "<html><body>no</body></html>"),
		"html 502":        body("text/html", 502, "<html><body>Bad gateway</body></html>"),
		"bare 500":        body(json, 500, "{}"),
		"bare 503":        body("", 503, ""),
		"deep":            body(json, 200, `{"data":`+strings.Repeat("[", 20000)+strings.Repeat("]", 20000)+"}"),
		"not utf-8":       body(json, 200, "{\"data\":\"\xff\xfe\""),
		"cut off":         cutOff,
		"without an end":  endless,
		"huge one string": body(json, 200, `{"data":"`+strings.Repeat("a", 6<<20)+`"}`),
	}
}

func cutOff(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Content-Length", "1000")
	_, _ = io.WriteString(w, `{"data":[`)
	panic(http.ErrAbortHandler)
}

func endless(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	_, _ = io.WriteString(w, `{"data":[`)
	chunk := strings.Repeat(`"aaaaaaaaaaaaaaa",`, 4096)
	for r.Context().Err() == nil {
		if _, err := io.WriteString(w, chunk); err != nil {
			return
		}
	}
}

func (s Suite) testBroken(t *testing.T) {
	for name, handler := range broken() {
		t.Run(name, func(t *testing.T) {
			b := s.start(t, handler)
			b.allRefuse(name)
		})
	}
}

// allRefuse fails when any call takes the answer for a result.
func (b *bench) allRefuse(what string) {
	b.t.Helper()
	for _, c := range b.calls() {
		e := b.proper(c.do(b.t.Context(), b.c))
		require.Contains(b.t, []app.Code{app.CodeProviderAnswer, app.CodeProviderUnreachable, app.CodeProviderRefused, app.CodeIncomplete},
			e.Code, "%s: %s", what, c.name)
	}
	for _, c := range b.askers() {
		if err := c.do(b.t.Context(), b.c); err != nil {
			b.proper(err)
		}
	}
	report := b.check(b.t.Context(), b.c)
	for _, step := range report.Steps {
		if b.suite.asks(step.ID) {
			require.NotEqual(b.t, app.StepPassed, step.State, "%s: %s passed: %s", what, step.ID, step.Detail)
		}
	}
	b.noSecretIn(b.log.String())
}

// testRedirect: no redirect is followed, to wherever it leads, and nothing
// reaches the other host.
func (s Suite) testRedirect(t *testing.T) {
	for _, status := range []int{301, 302, 303, 307, 308} {
		var strayed atomic.Int64
		other := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { strayed.Add(1) }))
		b := s.start(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, other.URL+r.URL.Path, status)
		}))
		b.allRefuse("redirect")
		other.Close()
		require.Zero(t, strayed.Load(), "a redirect %d was followed", status)
	}
}

// testEcho: a provider that sends back all that it got, as its error message
// and as its answer, does not make the secrets come out.
func (s Suite) testEcho(t *testing.T) {
	for _, status := range []int{200, 400, 401, 500} {
		b := s.start(t, echoing(status))
		for _, c := range append(b.calls(), b.askers()...) {
			if err := c.do(t.Context(), b.c); err != nil {
				b.proper(err)
			}
		}
		b.check(t.Context(), b.c)
		b.noSecretIn(b.log.String())
	}
}

// echoing sends back all that it got.
func echoing(status int) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		raw, _ := io.ReadAll(r.Body)
		said := strings.Join(r.Header["Authorization"], " ") + " " + r.URL.String() + " " + string(raw)
		for _, values := range r.Header {
			said += " " + strings.Join(values, " ")
		}
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(status)
		_, _ = io.WriteString(w, echoBody(said))
	}
}
