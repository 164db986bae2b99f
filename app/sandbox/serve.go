package sandbox

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
)

const jsonType = "application/json; charset=UTF-8"

// ServeHTTP answers one request: it is recorded, then a fault may happen to it,
// then it is answered as Graph would.
func (m *Meta) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if id, ok := strings.CutPrefix(r.URL.Path, m.prefix+downloadPath); ok {
		m.serveDownload(w, r, id)
		return
	}
	if m.isUpload(r) {
		m.serveUpload(w, r)
		return
	}
	q, err := m.read(w, r)
	m.record(r, q)
	if err != nil {
		var large *http.MaxBytesError
		if errors.As(err, &large) {
			m.finish(q.number, http.StatusRequestEntityTooLarge, "")
			http.Error(w, "Request Entity Too Large", http.StatusRequestEntityTooLarge)
		}
		return
	}
	if served, known := serveVersion(q.asked, m.options.Clock.Now()); known {
		q.served = served
	}
	fault := m.faultFor(q)
	m.options.Log.DebugContext(r.Context(), "sandbox request", "n", q.number, "method", q.method,
		"version", q.asked, "segments", len(q.segments), "fault", fault.Kind)
	if m.instead(w, r, q.number, fault) {
		return
	}
	m.reply(w, q, fault, m.answer(r.Context(), q, fault))
}

// answered is a finished answer.
type answered struct {
	status int
	err    *graphError
	body   []byte
}

func (m *Meta) answer(ctx context.Context, q *request, fault Fault) answered {
	var body any
	var err *graphError
	if fault.isGraphError() {
		err = fault.graphError()
	} else {
		body, err = m.handle(ctx, q)
	}
	if err != nil {
		return answered{status: err.status(), err: err, body: graphJSON(err.body(m.trace()))}
	}
	return answered{status: http.StatusOK, body: graphJSON(body)}
}

// reply writes an answer with the headers that Graph sends.
func (m *Meta) reply(w http.ResponseWriter, q *request, fault Fault, a answered) {
	h := w.Header()
	h.Set("Content-Type", jsonType)
	h.Set("Facebook-Api-Version", q.served)
	h.Set("X-Fb-Request-Id", "A"+strconv.Itoa(q.number))
	h.Set("Cache-Control", "private, no-cache, no-store, must-revalidate")
	h.Set("Vary", "Origin, Accept-Encoding")
	m.usageHeaders(h, q, a.err)
	if a.err != nil && a.err.Code == 190 {
		h.Set("WWW-Authenticate", fmt.Sprintf("OAuth \"Facebook Platform\" \"invalid_token\" %q", a.err.Message))
	}
	m.write(w, q.number, fault, a.status, a.body)
}

// usageHeaders tell how much of the limits is used, in per cent.
func (m *Meta) usageHeaders(h http.Header, q *request, err *graphError) {
	used := min(q.number/100, 95)
	if err != nil && (err.Code == 4 || err.Code == 17) {
		used = 100
	}
	h.Set("X-App-Usage", fmt.Sprintf(`{"call_count":%d,"total_cputime":%d,"total_time":%d}`, used, used/2, used/2))
	if len(q.segments) == 0 || !isDigits(q.segments[0]) {
		return
	}
	wabaID := q.segments[0]
	if n, ok := m.number(wabaID); ok {
		wabaID = n.WABAID
	}
	if _, ok := m.waba(wabaID); !ok {
		return
	}
	wait := 0
	if err != nil && err.Code == 80007 {
		used, wait = 100, 12
	}
	h.Set("X-Business-Use-Case-Usage", fmt.Sprintf(
		`{"%s":[{"type":"whatsapp_business_management","call_count":%d,"total_cputime":%d,"total_time":%d,"estimated_time_to_regain_access":%d}]}`,
		wabaID, used, used/2, used/2, wait))
}

func statusOr(status, otherwise int) int {
	if status == 0 {
		return otherwise
	}
	return status
}
