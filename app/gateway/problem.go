package gateway

import (
	"encoding/json"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"channeldesk/app"
)

// Problem is an error answer as RFC 9457 says, with a code for programs and a
// sentence for people.
type Problem struct {
	Type      string         `json:"type" format:"uri-reference" doc:"Where the guide explains this code." example:"/docs#key_expired"`
	Title     string         `json:"title" doc:"The status in words." example:"Unauthorized"`
	Status    int            `json:"status" doc:"The HTTP status." example:"401"`
	Code      string         `json:"code" doc:"What happened, for programs. It never changes its meaning." example:"key_expired"`
	Detail    string         `json:"detail" doc:"What happened, in a sentence." example:"This API key ended on 17 Nov 2026."`
	Fix       string         `json:"fix,omitempty" doc:"What to do about it." example:"Ask for a new key."`
	RequestID string         `json:"request_id,omitempty" doc:"Name this when you ask for help." example:"9f2c6a1be0d34c55"`
	Errors    []ProblemPlace `json:"errors,omitempty" nullable:"false" doc:"What is wrong, place by place."`
	header    http.Header
}

// ProblemPlace is one thing that is wrong with a request.
type ProblemPlace struct {
	Where   string `json:"where" doc:"The place, as a path." example:"body.template.name"`
	Message string `json:"message" doc:"What is wrong there." example:"expected string"`
}

// Error is the sentence.
func (p *Problem) Error() string { return p.Detail }

// GetStatus is the HTTP status.
func (p *Problem) GetStatus() int { return p.Status }

// GetHeaders are headers that belong to the answer.
func (p *Problem) GetHeaders() http.Header { return p.header }

// ContentType is that of problem documents.
func (p *Problem) ContentType(string) string { return problemType }

const problemType = "application/problem+json"

func newProblem(status int, code, detail, fix string) *Problem {
	return &Problem{Title: http.StatusText(status), Status: status, Code: code, Detail: detail, Fix: fix}
}

// with adds a header to the answer.
func (p *Problem) with(name, value string) *Problem {
	if p.header == nil {
		p.header = http.Header{}
	}
	p.header.Set(name, value)
	return p
}

func (p *Problem) retryAfter(d time.Duration) *Problem {
	return p.with("Retry-After", strconv.Itoa(max(1, int((d+time.Second-1)/time.Second))))
}

// answers makes it the answer to a visit, with the guide where its visitor finds
// it.
func (p *Problem) answers(v visit) {
	p.RequestID, p.Type = v.id, v.path+"/docs#"+p.Code
}

// writeProblem answers with a problem outside of the notification API.
func writeProblem(w http.ResponseWriter, r *http.Request, p *Problem) {
	p.answers(visitOf(r.Context()))
	for name, values := range p.header {
		w.Header()[name] = values
	}
	w.Header().Set("Content-Type", problemType)
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(p.Status)
	_ = json.NewEncoder(w).Encode(p)
}

// The framework makes its own errors with these two. They are set once, for the
// whole program: no other package uses the framework.
func init() {
	huma.NewError = func(status int, message string, errs ...error) huma.StatusError {
		return frameworkProblem(status, message, errs)
	}
	huma.NewErrorWithContext = func(ctx huma.Context, status int, message string, errs ...error) huma.StatusError {
		p := frameworkProblem(status, message, errs)
		p.answers(visitOf(ctx.Context()))
		for name, values := range p.header {
			for _, v := range values {
				ctx.SetHeader(name, v)
			}
		}
		return p
	}
}

// frameworkProblem says in our words what the framework found. Values that were
// sent are not repeated.
func frameworkProblem(status int, message string, errs []error) *Problem {
	var p *Problem
	for _, err := range errs {
		if errors.As(err, &p) {
			return p
		}
	}
	switch status {
	case http.StatusRequestTimeout:
		return slowBody()
	case http.StatusRequestEntityTooLarge:
		return newProblem(status, "too_large", "The request is too large.", "A message needs a few kilobytes. Send files by link.").with("Connection", "close")
	case http.StatusUnsupportedMediaType:
		return newProblem(status, "not_json", "The request is not JSON.", "Send the header Content-Type: application/json.")
	case http.StatusNotAcceptable:
		return newProblem(status, "only_json", "Answers are in JSON only.", "Leave the Accept header out, or accept application/json.")
	case http.StatusBadRequest, http.StatusUnprocessableEntity:
		p := newProblem(status, "invalid", "The request is not as it must be.", "Mend what is listed in errors. The guide shows examples.")
		if status == http.StatusBadRequest {
			p.Detail = "The request cannot be read: " + strings.ToLower(message) + "."
		}
		p.Errors = placesOf(errs)
		return p
	}
	if status < http.StatusInternalServerError && status != 0 {
		return newProblem(status, "invalid", "The request is not as it must be.", "The guide shows examples.")
	}
	return internalProblem()
}

func placesOf(errs []error) (out []ProblemPlace) {
	for _, err := range errs {
		var d *huma.ErrorDetail
		switch {
		case errors.As(err, &d):
			out = append(out, ProblemPlace{Where: d.Location, Message: inPlainWords(d.Message)})
		case err != nil:
			out = append(out, ProblemPlace{Where: "body", Message: "cannot be read as JSON"})
		}
	}
	return out
}

// inPlainWords says what the framework found about a time without its own form of
// one.
func inPlainWords(message string) string {
	if strings.HasPrefix(message, "invalid date/time") || strings.Contains(message, "date-time") {
		return "expected a time, as 2026-11-23T02:00:00Z"
	}
	return message
}

func internalProblem() *Problem {
	return newProblem(http.StatusInternalServerError, "internal", "Something unexpected happened.",
		"Try again. If it stays, name the request_id to who runs this gateway.")
}

func noSuchPath() *Problem {
	return newProblem(http.StatusNotFound, "no_such_path", "There is nothing at this address.", "Compare the address with the guide at /docs.")
}

func wrongMethod(allow string) *Problem {
	return newProblem(http.StatusMethodNotAllowed, "wrong_method", "This address is not asked in this way.", "Use "+orWords(allow)+".").with("Allow", allow)
}

// orWords writes a list of methods as a sentence does: "GET, HEAD or POST".
func orWords(allow string) string {
	i := strings.LastIndex(allow, ", ")
	if i < 0 {
		return allow
	}
	return allow[:i] + " or " + allow[i+2:]
}

func wrongHost() *Problem {
	return newProblem(http.StatusMisdirectedRequest, "wrong_host", "This gateway is known under another name.",
		"Use its public address. If this name is right, set it as the public address of the gateway.")
}

func encodedBody() *Problem {
	return newProblem(http.StatusUnsupportedMediaType, "encoded", "The body is compressed.", "Send it as it is, without the header Content-Encoding.").with("Connection", "close")
}

func slowBody() *Problem {
	return newProblem(http.StatusRequestTimeout, "too_slow", "The request came too slowly.", "Send it again.").with("Connection", "close")
}

func tooBusy(after time.Duration) *Problem {
	return newProblem(http.StatusServiceUnavailable, "busy", "Too much came at once. Nothing was stored.", "Send the request again after the seconds in Retry-After.").retryAfter(after)
}

var statusOfCode = map[app.Code]int{
	app.CodeInvalid: http.StatusUnprocessableEntity, app.CodeUnsupported: http.StatusUnprocessableEntity,
	app.CodeNotFound: http.StatusNotFound, app.CodeConflict: http.StatusConflict, app.CodeIncomplete: http.StatusConflict,
	app.CodeLocked: http.StatusConflict, app.CodeForbidden: http.StatusForbidden,
}

// problemOf says what went wrong in a service. What people cannot mend is
// internal, and only the log knows the cause.
func (r *running) problemOf(q requestInfo, err error) *Problem {
	if p, ok := errors.AsType[*Problem](err); ok {
		return p
	}
	e := app.AsError(err)
	switch e.Code {
	case app.CodeBusy:
		return tooBusy(time.Second)
	case app.CodeInternal, app.CodeCancelled, app.CodeSecretMissing, app.CodeSecretsUnavailable:
		r.s.p.Log.Error("a request failed", "request", q.id, "operation", q.operation, "cause", err)
		return internalProblem()
	}
	status, ok := statusOfCode[e.Code]
	if !ok {
		status = http.StatusUnprocessableEntity
	}
	p := newProblem(status, string(e.Code), e.What.String(), e.Fix.String())
	if p.Fix == "" {
		p.Fix = "Mend this and send the request again."
	}
	if e.Field != "" {
		p.Errors = []ProblemPlace{{Where: "body." + e.Field, Message: e.What.String()}}
	}
	return p
}

// insideTemplate are the fields of a message that stand inside of a request's
// template.
var insideTemplate = map[string]string{
	"template": "template", "language": "template.language", "values": "template.body", "header": "template.header", "buttons": "template.buttons",
	"cards": "template.cards", "offer": "template.offer_ends_at",
}

// problemOfMessage is problemOf for a message that was refused: it names the place
// in the request, and what the request leaves out is a mistake of the request, not
// of the channel.
func (a *api) problemOfMessage(q requestInfo, err error, m messageRequest) *Problem {
	p := a.r.problemOf(q, err)
	e := app.AsError(err)
	place, inside := insideTemplate[e.Field]
	if len(p.Errors) != 1 || p.Status >= http.StatusInternalServerError {
		return p
	}
	switch {
	case m.Template != nil && inside:
		p.Errors[0].Where = "body." + place
	case e.Field == "room": // where the answer goes is found by the recipient
		p.Errors[0].Where = "body.to"
	}
	if e.Code == app.CodeIncomplete && (inside || e.Field == "text") {
		p.Status, p.Title, p.Code = http.StatusUnprocessableEntity, http.StatusText(http.StatusUnprocessableEntity), string(app.CodeInvalid)
	}
	return p
}
