package sandbox

import (
	"bytes"
	"io"
	"net/http"
	"strconv"
	"strings"
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
func (e *engine) instead(w http.ResponseWriter, r *http.Request, number int, f Fault) bool {
	switch f.Kind {
	case FaultSlow:
		if e.wait(r, f.Delay) {
			return false
		}
		e.cut(number, f)
	case FaultHang:
		e.wait(r, -1)
		e.cut(number, f)
	case FaultCut:
		e.cut(number, f)
	case FaultHTML:
		e.plain(w, number, f, http.StatusOK, "text/html; charset=utf-8", "<!DOCTYPE html>\n<html><head><title>Error</title></head>"+
			"<body><h1>Sorry, something went wrong.</h1><p>We're working on it and we'll get it fixed as soon as we can.</p></body></html>\n")
	case FaultGateway:
		text := f.Text
		if text == "" {
			text = "An invalid response was received from the upstream server"
		}
		body, _ := plainJSON(object{{"message", text}})
		e.plain(w, number, f, http.StatusServiceUnavailable, jsonType, string(body))
	case FaultEmpty:
		e.plain(w, number, f, http.StatusOK, jsonType, "")
	case FaultDeep:
		deep := string(bytes.Repeat([]byte("["), deepLevel)) + string(bytes.Repeat([]byte("]"), deepLevel))
		e.plain(w, number, f, http.StatusOK, jsonType, `{"data":`+deep+"}")
	case FaultRedirect:
		w.Header().Set("Location", f.Location)
		e.plain(w, number, f, http.StatusFound, "text/html; charset=utf-8", "")
	case FaultHuge:
		e.huge(w, r, number, f)
	default:
		return false
	}
	return true
}

// plain writes a short answer with the fault's status, or with the usual one.
func (e *engine) plain(w http.ResponseWriter, number int, f Fault, status int, contentType, body string) {
	status = statusOr(f.Status, status)
	e.finish(number, status, f.Kind)
	w.Header().Set("Content-Type", contentType)
	w.WriteHeader(status)
	_, _ = io.WriteString(w, body)
}

// wait waits for so long, or without end when it is negative. It reports false
// when the caller went away or the sandbox closed.
func (e *engine) wait(r *http.Request, d time.Duration) bool {
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
	case <-e.closing:
	}
	return false
}

// cut ends the request without an answer by closing the connection.
func (e *engine) cut(number int, f Fault) {
	e.finish(number, 0, f.Kind)
	panic(http.ErrAbortHandler)
}

// write writes a finished answer whose headers are set, spoilt in the way of the
// fault.
func (e *engine) write(w http.ResponseWriter, number int, f Fault, status int, body []byte) {
	switch f.Kind {
	case FaultType:
		w.Header().Set("Content-Type", "application/octet-stream")
	case FaultUTF8:
		body = []byte(strings.Replace(string(body), `:"`, ":\"\xff\xfe", 1))
	case FaultStatus:
		status = statusOr(f.Status, http.StatusTeapot)
	case FaultHalf:
		e.half(w, number, status, body)
		return
	}
	e.finish(number, status, f.Kind)
	w.WriteHeader(status)
	_, _ = w.Write(body)
}

// half promises the whole body, sends half of it and closes the connection.
func (e *engine) half(w http.ResponseWriter, number, status int, body []byte) {
	e.finish(number, status, FaultHalf)
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	_, _ = w.Write(body[:len(body)/2])
	_ = http.NewResponseController(w).Flush()
	panic(http.ErrAbortHandler)
}

// huge streams a JSON string until the fault's size, the caller or the sandbox
// ends it.
func (e *engine) huge(w http.ResponseWriter, r *http.Request, number int, f Fault) {
	left := f.Bytes
	if left <= 0 {
		left = hugeBytes
	}
	e.finish(number, http.StatusOK, f.Kind)
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
		case <-e.closing:
			panic(http.ErrAbortHandler)
		default:
		}
	}
	_, _ = io.WriteString(w, `"}`)
}
