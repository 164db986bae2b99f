package gateway

import (
	"context"
	"errors"
	"io"
	"net/http"
	"os"
	"strconv"
	"strings"
	"sync/atomic"
	"time"
)

// hooks answers webhook addresses.
type hooks struct {
	r *running
	// names are the protocols by their part of an address.
	names map[string]string
}

func (r *running) newHooks() *hooks {
	h := &hooks{r, map[string]string{}}
	for _, p := range r.s.p.Protocols.List() {
		d := p.Declaration()
		h.names[d.HookPath] = string(d.ID)
	}
	return h
}

const hooksPath = "/hooks/"

// partMax is the longest part of a webhook address.
const partMax = 128

// hookOf takes a webhook address apart: /hooks/PATH/KEY or /hooks/PATH/KEY/SECRET.
// It reports false for every other path.
func hookOf(path string) (h Hook, ok bool) {
	rest, ok := strings.CutPrefix(path, hooksPath)
	if !ok {
		return h, false
	}
	var more bool
	if h.HookPath, rest, more = strings.Cut(rest, "/"); !more {
		return h, false
	}
	h.Key, h.Secret, more = strings.Cut(rest, "/")
	if h.HookPath == "" || h.Key == "" || more && h.Secret == "" || strings.Contains(h.Secret, "/") {
		return h, false
	}
	return h, true
}

func (h *hooks) serve(w *watched, r *http.Request, hook Hook) {
	hook.Header = r.Header.Get
	if r.URL.RawQuery != "" {
		hook.Query = r.URL.Query()
	}
	if len(hook.HookPath) > partMax || len(hook.Key) > partMax || len(hook.Secret) > partMax {
		writeProblem(w, h.r.meet(w, r), noSuchPath())
		return
	}
	switch r.Method {
	case http.MethodPost:
		h.take(w, r, hook)
	case http.MethodGet:
		h.handshake(w, r, hook)
	default:
		writeProblem(w, r, wrongMethod("GET, POST"))
	}
}

// take passes a webhook on and counts what became of it.
func (h *hooks) take(w *watched, r *http.Request, hook Hook) {
	began := time.Now()
	body, problem := h.read(w, r)
	status, own := 0, false
	defer func() {
		if own {
			return
		}
		if status == 0 {
			status = http.StatusInternalServerError
		}
		h.r.webhookDone(h.protocolName(hook.HookPath), status, time.Since(began))
	}()
	if problem != nil {
		status = problem.Status
		writeProblem(w, h.r.meet(w, r), problem)
		return
	}
	defer h.r.budget.give(int64(cap(body)))
	hook.Body = body
	// What is stored must not depend on whether the provider waits.
	a := h.r.s.p.Inbox.Take(context.WithoutCancel(r.Context()), hook)
	status, own = a.Status, a.SelfTest
	if status == http.StatusOK && a.Body == takenBody {
		_, _ = io.WriteString(w, takenBody) // the server finds out by itself that it is plain text
		return
	}
	_ = h.r.meet(w, r)
	writeAnswer(w, a)
}

// takenBody is what nearly every webhook is answered with.
const takenBody = "OK\n"

// webhookDone counts a webhook.
func (r *running) webhookDone(protocol string, status int, took time.Duration) {
	r.s.p.Meter.webhook(protocol, status, took)
	r.counted.webhooks.Add(1)
	if status >= http.StatusBadRequest {
		r.counted.refused.Add(1)
		return
	}
	r.counted.lastWebhook.Store(r.s.p.Clock.Now().UnixMilli())
}

// protocolName is the protocol that a part of an address stands for; what
// somebody made up must not become a figure of its own.
func (h *hooks) protocolName(hookPath string) string {
	if name := h.names[hookPath]; name != "" {
		return name
	}
	return "unknown"
}

func (h *hooks) handshake(w http.ResponseWriter, r *http.Request, hook Hook) {
	if r.URL.RawQuery == "" { // no provider asks without a question
		writeHookPage(w, r)
		return
	}
	a := h.r.s.p.Inbox.Handshake(r.Context(), hook)
	if a.Status >= http.StatusBadRequest {
		h.r.counted.refused.Add(1)
	}
	writeAnswer(w, a)
}

// What most answers to webhooks say: shared, so that nobody may change it.
var plainKind, noStore = []string{"text/plain; charset=utf-8"}, []string{"no-store"}

func writeAnswer(w http.ResponseWriter, a Answer) {
	kind := a.ContentType
	if kind == "" {
		kind = plainKind[0]
	}
	header := w.Header()
	if kind == plainKind[0] {
		header["Content-Type"] = plainKind
	} else {
		header.Set("Content-Type", kind)
	}
	header["Cache-Control"] = noStore
	if a.RetryAfter > 0 {
		w.Header().Set("Retry-After", strconv.Itoa(max(1, int((a.RetryAfter+time.Second-1)/time.Second))))
	}
	w.WriteHeader(a.Status)
	_, _ = io.WriteString(w, a.Body)
}

// read reads a body within the limits: its own size, and the memory that all bodies
// together may take. The server's limit of time is for the whole request.
func (h *hooks) read(w http.ResponseWriter, r *http.Request) ([]byte, *Problem) {
	limit := h.r.limits.WebhookBytes
	if r.ContentLength > limit {
		return nil, tooLarge()
	}
	room := r.ContentLength
	if room < 0 {
		room = limit // its size is not told: count the largest
	}
	if !h.r.budget.take(room) {
		return nil, tooBusy(time.Second)
	}
	var body []byte
	var err error
	if r.ContentLength >= 0 {
		body = make([]byte, room)
		_, err = io.ReadFull(r.Body, body)
	} else {
		body, err = io.ReadAll(http.MaxBytesReader(w, r.Body, limit))
	}
	h.r.budget.give(room - int64(cap(body))) // from here on what it really takes
	if err == nil {
		return body, nil
	}
	h.r.budget.give(int64(cap(body)))
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		return nil, tooLarge()
	case errors.Is(err, os.ErrDeadlineExceeded):
		return nil, slowBody()
	}
	return nil, newProblem(http.StatusBadRequest, "cut_off", "The request broke off.", "Send it again.").with("Connection", "close")
}

func tooLarge() *Problem {
	return newProblem(http.StatusRequestEntityTooLarge, "too_large", "The webhook is too large.", "No provider sends webhooks of more than 4 MB.").with("Connection", "close")
}

// budget is memory that requests share. Safe for concurrent use.
type budget struct {
	max  int64
	used atomic.Int64
}

// take reports whether there is room for so many bytes, and takes it.
func (b *budget) take(n int64) bool {
	if b.used.Add(n) > b.max {
		b.used.Add(-n)
		return false
	}
	return true
}

func (b *budget) give(n int64) { b.used.Add(-n) }

// wantsHTML reports whether a browser asks.
func wantsHTML(r *http.Request) bool { return strings.Contains(r.Header.Get("Accept"), "text/html") }

// requestInfo names a request in the log.
type requestInfo struct {
	visit
	operation string
}

func infoOf(ctx context.Context, operation string) requestInfo {
	return requestInfo{visitOf(ctx), operation}
}
