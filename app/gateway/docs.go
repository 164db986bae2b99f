package gateway

import (
	"bytes"
	_ "embed"
	"fmt"
	"html/template"
	"net/http"
)

// The guide is one page with its own style: it reads the same without a network.
//
//go:embed page/docs.html
var docsPage string

//go:embed page/docs.css
var docsStyle string

var docsTemplate = template.Must(template.New("docs").Parse(docsPage))

// docsValues are what the guide fills in.
type docsValues struct {
	Base        string
	Version     string
	Codes       []codeHelp
	PerSecond   string
	Burst       int
	RequestKB   int64
	ReplayHours int
}

// addDocs serves the guide.
func (r *running) addDocs(mux *http.ServeMux, a *api) {
	mux.HandleFunc("GET /docs", func(w http.ResponseWriter, q *http.Request) {
		var page bytes.Buffer
		err := docsTemplate.Execute(&page, docsValues{
			Base: r.baseURL(q), Version: a.huma.OpenAPI().Info.Version, Codes: codes,
			PerSecond: fmt.Sprintf("%g", float64(r.limits.PerKey)), Burst: r.limits.Burst, RequestKB: r.limits.RequestBytes >> 10,
			ReplayHours: int(replayFor.Hours()),
		})
		if err != nil {
			r.s.p.Log.Error("write the guide", "cause", err)
			writeProblem(w, q, internalProblem())
			return
		}
		writePage(w, "text/html; charset=utf-8", page.String())
	})
	mux.HandleFunc("GET /docs/style.css", func(w http.ResponseWriter, _ *http.Request) {
		writePage(w, "text/css; charset=utf-8", docsStyle)
	})
}

// codeHelp explains a code of a problem document.
type codeHelp struct {
	Code   string
	Status int
	What   string
	Fix    string
}

// codes are all codes that the gateway itself answers, in the order of the
// guide. Refusals of a message add those of its channel and its provider.
var codes = []codeHelp{
	{"key_missing", 401, "The request brings no API key.", "Send the header Authorization: Bearer, followed by the key."},
	{"key_mistyped", 401, "The key is cut off, or a character of it is wrong.", "Copy the whole key again."},
	{"key_unknown", 401, "Nobody knows this key here.", "Ask for a new key, and compare the address of the gateway."},
	{"key_revoked", 401, "The key was revoked.", "Ask for a new key."},
	{"key_expired", 401, "The key reached its end.", "Ask for a new key."},
	{"key_replaced", 401, "The key was rotated, and the time in which both worked is over.", "Use the newer key."},
	{"key_scope", 403, "The key may not do this.", "Use a key with the scope send or read."},
	{"key_environment", 403, "The request expects the other environment than the key's.", "Use cdk_pub_ keys for Published and cdk_drf_ keys for Draft."},
	{"key_no_channel", 403, "The draft that the key is for was deleted.", "Use a key for Published."},
	{"invalid", 422, "The request is not as it must be. The list errors names each place. Unknown members are errors too. The status is 400 when it is no JSON at all.", "Mend the places that are named."},
	{"not_json", 415, "The request is not JSON.", "Send the header Content-Type: application/json."},
	{"encoded", 415, "The body is compressed.", "Send it as it is, without Content-Encoding."},
	{"only_json", 406, "Answers are in JSON only.", "Leave the Accept header out."},
	{"too_large", 413, "The request is too large.", "Send files by link."},
	{"too_slow", 408, "The request came too slowly.", "Send it again."},
	{"cut_off", 400, "The request broke off.", "Send it again."},
	{"incomplete", 409, "The channel is not set up far enough.", "Have the channel finished in Channel Desk."},
	{"locked", 409, "This cannot be done at present.", "Read the sentence in fix."},
	{"conflict", 409, "Something changed meanwhile.", "Read it again, then repeat the request."},
	{"unsupported", 422, "The channel's provider cannot do this.", "Read the sentence in fix."},
	{"not_found", 404, "What the request names is not there.", "Compare the names."},
	{"forbidden", 403, "This is not allowed.", "Ask who runs the gateway."},
	{"idempotency_conflict", 409, "The Idempotency-Key was used for another request.", "Use a new one for each message."},
	{"request_in_flight", 409, "A request with this Idempotency-Key is being worked on.", "Wait for the seconds in Retry-After and repeat it."},
	{"too_many_requests", 429, "The key made too many requests.", "Wait for the seconds in Retry-After."},
	{"window_closed", 422, "The customer did not write within the last 24 hours, so a text cannot be sent.", "Send a template."},
	{"opted_out", 422, "The recipient asked for no messages.", "Do not write to them."},
	{"no_such_message", 404, "There is no such message for this key.", "Use the id that sending answered, and a key of the same environment."},
	{"no_such_path", 404, "There is nothing at this address.", "Compare it with this guide. Addresses are in lower case, without a slash at the end."},
	{"wrong_method", 405, "The address is there, and is not asked in this way.", "Use the method that Allow names."},
	{"wrong_host", 421, "The gateway is known under another name.", "Use its public address."},
	{"metrics_closed", 403, "Metrics are read from the gateway's own computer.", "Start the gateway with --metrics-from."},
	{"busy", 503, "Too much came at once. Nothing was stored.", "Wait for the seconds in Retry-After."},
	{"internal", 500, "Something unexpected happened.", "Try again. If it stays, name the request_id."},
}
