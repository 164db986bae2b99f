package sandbox

import (
	"bytes"
	"io"
	"net/http"
	"strconv"
	"time"
)

const (
	hugeBytes = 50 << 20
	deepLevel = 200_000
)

// faultFor finds the fault that happens to a request, looking at its own path
// first and then at the operations of a batch. A Graph error that concerns one
// operation is left to the batch.
func (m *Meta) faultFor(q *request) Fault {
	for i, at := range m.pathsOf(q) {
		wanted := func(f Fault) bool { return i == 0 || !f.isGraphError() }
		if f := m.takeFault(at.Method, at.RelativeURL, wanted); f != nil {
			return *f
		}
	}
	return Fault{}
}

// instead answers with what a fault puts in the place of the real answer. It
// reports false when the real answer is still to come.
func (m *Meta) instead(w http.ResponseWriter, r *http.Request, q *request, f Fault) bool {
	switch f.Kind {
	case FaultSlow:
		if m.wait(r, f.Delay) {
			return false
		}
		m.cut(q, f)
	case FaultHang:
		m.wait(r, -1)
		m.cut(q, f)
	case FaultCut:
		m.cut(q, f)
	case FaultHTML:
		m.plain(w, q, f, http.StatusOK, "text/html; charset=utf-8", "<!DOCTYPE html>\n<html><head><title>Error</title></head>"+
			"<body><h1>Sorry, something went wrong.</h1><p>We're working on it and we'll get it fixed as soon as we can.</p></body></html>\n")
	case FaultEmpty:
		m.plain(w, q, f, http.StatusOK, jsonType, "")
	case FaultDeep:
		deep := string(bytes.Repeat([]byte("["), deepLevel)) + string(bytes.Repeat([]byte("]"), deepLevel))
		m.plain(w, q, f, http.StatusOK, jsonType, `{"data":`+deep+"}")
	case FaultRedirect:
		w.Header().Set("Location", f.Location)
		m.plain(w, q, f, http.StatusFound, "text/html; charset=utf-8", "")
	case FaultHuge:
		m.huge(w, r, q, f)
	default:
		return false
	}
	return true
}

// plain writes a short answer with the fault's status, or with the usual one.
func (m *Meta) plain(w http.ResponseWriter, q *request, f Fault, status int, contentType, body string) {
	status = statusOr(f.Status, status)
	m.finish(q.number, status, f.Kind)
	w.Header().Set("Content-Type", contentType)
	w.WriteHeader(status)
	_, _ = io.WriteString(w, body)
}

// wait waits for so long, or without end when it is negative. It reports false
// when the caller went away or the sandbox closed.
func (m *Meta) wait(r *http.Request, d time.Duration) bool {
	var over <-chan time.Time
	if d >= 0 {
		timer := time.NewTimer(d)
		defer timer.Stop()
		over = timer.C
	}
	select {
	case <-over:
		return true
	case <-r.Context().Done():
	case <-m.closing:
	}
	return false
}

// cut ends the request without an answer by closing the connection.
func (m *Meta) cut(q *request, f Fault) {
	m.finish(q.number, 0, f.Kind)
	panic(http.ErrAbortHandler)
}

// half promises the whole body, sends half of it and closes the connection.
func (m *Meta) half(w http.ResponseWriter, q *request, a answered) {
	m.finish(q.number, a.status, FaultHalf)
	w.Header().Set("Content-Length", strconv.Itoa(len(a.body)))
	w.WriteHeader(a.status)
	_, _ = w.Write(a.body[:len(a.body)/2])
	_ = http.NewResponseController(w).Flush()
	panic(http.ErrAbortHandler)
}

// huge streams a JSON string until the fault's size, the caller or the sandbox
// ends it.
func (m *Meta) huge(w http.ResponseWriter, r *http.Request, q *request, f Fault) {
	left := f.Bytes
	if left <= 0 {
		left = hugeBytes
	}
	m.finish(q.number, http.StatusOK, f.Kind)
	w.Header().Set("Content-Type", jsonType)
	_, _ = io.WriteString(w, `{"data":"`)
	chunk := bytes.Repeat([]byte("x"), 64<<10)
	for left > 0 && r.Context().Err() == nil {
		n, err := w.Write(chunk[:min(left, int64(len(chunk)))])
		if err != nil {
			return
		}
		left -= int64(n)
		select {
		case <-m.closing:
			panic(http.ErrAbortHandler)
		default:
		}
	}
	_, _ = io.WriteString(w, `"}`)
}
