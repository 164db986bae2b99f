package gateway

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"io"
	"net/http"
	"runtime/debug"
	"strings"
	"time"
)

// front is what every request passes before it is looked at: a number for the
// log, who asks, whether the path is written plainly, and whether it is for us.
type front struct {
	r     *running
	mux   *http.ServeMux
	hooks *hooks
	host  hostCheck
}

func (r *running) newFront() *front {
	f := &front{r: r, mux: http.NewServeMux(), hooks: r.newHooks(), host: hostCheck{&r.public}}
	r.addHealth(f.mux)
	r.addMetrics(f.mux)
	api := r.addAPI(f.mux)
	r.addDocs(f.mux, api)
	return f
}

// visit is what is known of a request while it is answered.
type visit struct {
	id     string
	client client
	// path is that of the public address: what an answer names is found below it.
	path string
}

type visitKey struct{}

func visitOf(ctx context.Context) visit {
	v, _ := ctx.Value(visitKey{}).(visit)
	return v
}

// What every answer says: shared, so that nobody may change it.
var noSniff, noReferrer = []string{"nosniff"}, []string{"no-referrer"}

// ServeHTTP answers one request.
func (f *front) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	seen := &watched{ResponseWriter: w}
	began := time.Now()
	hook, quick := f.webhook(r)
	if !quick {
		r = f.r.meet(seen, r)
	}
	defer func() {
		if p := recover(); p != nil {
			r = f.r.meet(seen, r)
			f.panicked(seen, r, p)
		}
		f.r.log(seen, r, time.Since(began))
	}()
	if quick {
		f.hooks.serve(seen, r, hook)
		return
	}
	f.route(seen, r)
}

// meet gives a request its number, finds out who asks, and says in the answer what
// every answer says, unless that was done. For a webhook that is taken it is not:
// a program wrote it and reads the status alone, and there are many of them.
func (r *running) meet(w *watched, q *http.Request) *http.Request {
	if w.visit.id == "" {
		w.visit = visit{id: newRequestID(), client: r.clientOf(q), path: r.public.Load().path}
		header := w.Header()
		header["X-Request-Id"] = []string{w.visit.id}
		header["X-Content-Type-Options"], header["Referrer-Policy"] = noSniff, noReferrer
	}
	if visitOf(q.Context()).id != "" {
		return q
	}
	return q.WithContext(context.WithValue(q.Context(), visitKey{}, w.visit))
}

// webhook takes the address of a posted webhook apart. It reports false for
// everything else, and for what has to be refused.
func (f *front) webhook(r *http.Request) (hook Hook, ok bool) {
	if r.Method != http.MethodPost || !strings.HasPrefix(r.URL.Path, hooksPath) || !isPlainPath(r) || !f.host.allows(r) || isEncoded(r) {
		return hook, false
	}
	return hookOf(r.URL.Path)
}

func (f *front) route(w *watched, r *http.Request) {
	if !isPlainPath(r) {
		writeProblem(w, r, noSuchPath())
		return
	}
	if !f.host.allows(r) {
		writeProblem(w, r, wrongHost())
		return
	}
	if isEncoded(r) {
		writeProblem(w, r, encodedBody())
		return
	}
	r = f.withoutPrefix(r)
	if hook, ok := hookOf(r.URL.Path); ok {
		f.hooks.serve(w, r, hook)
		return
	}
	if h, pattern := f.mux.Handler(r); pattern == "" {
		notRouted(h, w, r)
		return
	}
	f.mux.ServeHTTP(w, r)
}

// withoutPrefix takes the path of the public address off, for proxies that pass
// it on.
func (f *front) withoutPrefix(r *http.Request) *http.Request {
	prefix := f.r.public.Load().path
	rest, ok := strings.CutPrefix(r.URL.Path, prefix+"/")
	if prefix == "" || !ok {
		return r
	}
	inner := r.Clone(r.Context())
	inner.URL.Path, inner.URL.RawPath = "/"+rest, ""
	return inner
}

// notRouted answers what the mux has no handler for: not found, or found with
// another method.
func notRouted(h http.Handler, w http.ResponseWriter, r *http.Request) {
	asked := &unwritten{header: http.Header{}}
	h.ServeHTTP(asked, r)
	if asked.status == http.StatusMethodNotAllowed {
		writeProblem(w, r, wrongMethod(asked.header.Get("Allow")))
		return
	}
	writeProblem(w, r, noSuchPath())
}

// unwritten keeps status and header of an answer that is written differently.
type unwritten struct {
	header http.Header
	status int
}

func (u *unwritten) Header() http.Header         { return u.header }
func (u *unwritten) Write(b []byte) (int, error) { return len(b), nil }
func (u *unwritten) WriteHeader(status int)      { u.status = status }

func (f *front) panicked(w *watched, r *http.Request, p any) {
	if err, ok := p.(error); ok && errors.Is(err, http.ErrAbortHandler) {
		panic(p)
	}
	f.r.s.p.Log.Error("panic while answering", "request", visitOf(r.Context()).id, "panic", p, "stack", string(debug.Stack()))
	if w.status == 0 {
		writeProblem(w, r, internalProblem())
	}
}

// watched remembers the status of an answer, and what is known of its request: the
// zero visit until it was looked at.
type watched struct {
	http.ResponseWriter
	status int
	visit  visit
}

// WriteHeader remembers the first status.
func (w *watched) WriteHeader(status int) {
	if w.status == 0 {
		w.status = status
	}
	w.ResponseWriter.WriteHeader(status)
}

// WriteString is Write for a text.
func (w *watched) WriteString(s string) (int, error) {
	if w.status == 0 {
		w.status = http.StatusOK
	}
	return io.WriteString(w.ResponseWriter, s)
}

// Write counts as a 200 where nothing was said before.
func (w *watched) Write(b []byte) (int, error) {
	if w.status == 0 {
		w.status = http.StatusOK
	}
	return w.ResponseWriter.Write(b)
}

// Unwrap lets http.ResponseController reach the connection.
func (w *watched) Unwrap() http.ResponseWriter { return w.ResponseWriter }

func newRequestID() string {
	var b [8]byte
	_, _ = rand.Read(b[:])
	return hex.EncodeToString(b[:])
}

// isPlainPath reports whether a path is written in the one way that we use: no
// escapes, no dots as folders, no empty parts.
func isPlainPath(r *http.Request) bool {
	p := r.URL.Path
	if !strings.HasPrefix(p, "/") || r.URL.RawPath != "" || hasEscape(r.RequestURI) {
		return false
	}
	for part := range strings.SplitSeq(p[1:], "/") {
		if part == "." || part == ".." || part == "" && p != "/" {
			return false
		}
		for _, c := range []byte(part) {
			if c <= ' ' || c == '\\' || c >= 0x7f {
				return false
			}
		}
	}
	return true
}

// isEncoded reports whether a body was compressed. None is unpacked here: a
// signature counts for the bytes as they came, and a few kilobytes can become
// gigabytes.
func isEncoded(r *http.Request) bool {
	for _, line := range r.Header["Content-Encoding"] {
		for word := range strings.SplitSeq(line, ",") {
			if word = strings.TrimSpace(word); word != "" && !strings.EqualFold(word, "identity") {
				return true
			}
		}
	}
	return false
}

// hasEscape reports whether the path of a request line, before its question
// mark, has an escape.
func hasEscape(uri string) bool {
	path, _, _ := strings.Cut(uri, "?")
	return strings.Contains(path, "%")
}
