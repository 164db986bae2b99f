package sandbox

import (
	"path"
	"strings"
	"time"
)

// FaultKind is a way in which an answer goes wrong.
type FaultKind string

// The kinds of fault.
const (
	// FaultGraph answers with a Graph error of Code: 4, 17 or 80007 for rate
	// limits, 1 or 2 for trouble at Meta, and any other.
	FaultGraph FaultKind = "graph"
	// FaultError answers with the provider's own error of Code and Text, with
	// Status when it is not 0. For Meta it is the same as FaultGraph.
	FaultError FaultKind = "error"
	// FaultGateway answers as the gateway in front of Qontak's current address:
	// {"message": Text} with Status (503 when 0).
	FaultGateway FaultKind = "gateway"
	// FaultSlow waits for Delay, then answers as usual.
	FaultSlow FaultKind = "slow"
	// FaultHang never answers; the request ends with the caller or the sandbox.
	FaultHang FaultKind = "hang"
	// FaultCut closes the connection without a byte.
	FaultCut FaultKind = "cut"
	// FaultHalf closes it in the middle of the body.
	FaultHalf FaultKind = "half"
	// FaultHTML answers with a page of HTML and Status (200 when 0).
	FaultHTML FaultKind = "html"
	// FaultEmpty answers with Status (200 when 0) and no body.
	FaultEmpty FaultKind = "empty"
	// FaultHuge streams Bytes (50 MB when 0) of JSON.
	FaultHuge FaultKind = "huge"
	// FaultDeep answers with JSON that is nested 200,000 deep.
	FaultDeep FaultKind = "deep"
	// FaultRedirect answers with Status (302 when 0) and Location.
	FaultRedirect FaultKind = "redirect"
	// FaultType answers as usual but with a content type that is not JSON.
	FaultType FaultKind = "type"
	// FaultUTF8 answers as usual but with bytes that are no UTF-8.
	FaultUTF8 FaultKind = "utf8"
	// FaultStatus answers as usual but with Status.
	FaultStatus FaultKind = "status"
)

var faultKinds = []FaultKind{
	FaultGraph, FaultError, FaultGateway, FaultSlow, FaultHang, FaultCut, FaultHalf, FaultHTML, FaultEmpty,
	FaultHuge, FaultDeep, FaultRedirect, FaultType, FaultUTF8, FaultStatus,
}

// Fault is an answer that goes wrong on purpose.
type Fault struct {
	Kind FaultKind
	// Method is one HTTP method, or "" for all.
	Method string
	// Path is the path as in a Request, as "/debug_token" or "/*/phone_numbers"
	// where * stands for one part; "" is every path. The operations of a batch
	// count as paths of their own beside "/".
	Path string
	// Skip lets so many matching requests through first.
	Skip int
	// Times is how often it happens; 0 is until it is cleared.
	Times int
	// Code is of FaultGraph and FaultError, Subcode of FaultGraph.
	Code    int
	Subcode int
	// Text is what FaultError and FaultGateway say; "" is a usual sentence.
	Text string
	// Delay is of FaultSlow.
	Delay time.Duration
	// Status is an HTTP status, for the kinds that name it.
	Status int
	// Location is of FaultRedirect.
	Location string
	// Bytes is of FaultHuge.
	Bytes int64
}

// Inject adds a fault. Faults are looked at in the order in which they came;
// the first that matches happens.
func (e *engine) Inject(f Fault) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.faults = append(e.faults, &f)
}

// ClearFaults takes all faults away; a request that hangs already goes on
// hanging.
func (e *engine) ClearFaults() {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.faults = nil
}

// Faults gives those that are still to happen.
func (e *engine) Faults() []Fault {
	e.mu.Lock()
	defer e.mu.Unlock()
	out := []Fault{}
	for _, f := range e.faults {
		out = append(out, *f)
	}
	return out
}

// takeFault finds the fault that happens now and counts it.
func (e *engine) takeFault(method, at string, wanted func(Fault) bool) *Fault {
	e.mu.Lock()
	defer e.mu.Unlock()
	for i, f := range e.faults {
		if !wanted(*f) || !f.matches(method, at) {
			continue
		}
		if f.Skip > 0 {
			f.Skip--
			continue
		}
		if f.Times == 1 {
			e.faults = append(e.faults[:i:i], e.faults[i+1:]...)
		} else if f.Times > 1 {
			f.Times--
		}
		taken := *f
		return &taken
	}
	return nil
}

func (f Fault) matches(method, at string) bool {
	if f.Method != "" && !strings.EqualFold(f.Method, method) {
		return false
	}
	if f.Path == "" {
		return true
	}
	at = "/" + strings.Trim(at, "/")
	ok, err := path.Match("/"+strings.Trim(f.Path, "/"), at)
	return err == nil && ok
}

func (f Fault) isGraphError() bool { return f.Kind == FaultGraph || f.Kind == FaultError }

// graphError is the error of a FaultGraph.
func (f Fault) graphError() *graphError {
	e := &graphError{Type: typeOAuth, Code: f.Code, Subcode: f.Subcode}
	switch f.Code {
	case 1:
		e.Message = "An unknown error has occurred."
	case 2:
		e.Message, e.Transient = "An unexpected error has occurred. Please retry your request later.", true
	case 4:
		e.Message, e.Transient = "(#4) Application request limit reached", true
	case 17:
		e.Message, e.Transient = "(#17) User request limit reached", true
	case 80007:
		e.Message, e.Transient = "(#80007) There have been too many calls to this WhatsApp Business account. Wait a bit and try again.", true
	case 613:
		e.Message = "(#613) Calls to this api have exceeded the rate limit."
	case 190:
		e.Message = "Invalid OAuth access token."
	default:
		e.Message = "An error was asked of the sandbox."
	}
	if f.Text != "" {
		e.Message = f.Text
	}
	return e
}
