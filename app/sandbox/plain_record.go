package sandbox

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
)

// recordPlain remembers a request of Qontak or Coster, looks for secrets where
// they do not belong, and numbers it.
func (e *engine) recordPlain(r *http.Request, q *plainRequest) {
	e.mu.Lock()
	defer e.mu.Unlock()
	q.number = e.next()
	e.keep(Request{
		N: q.number, At: e.options.Clock.Now(), Method: q.method, Path: e.masked(q.path), Version: q.base,
		Query: sortedKeys(q.query), Header: e.headerOf(r), UserAgent: e.masked(r.UserAgent()),
		TokenAt: string(q.tokenAt(r)), TokenInURL: slices.ContainsFunc(tokenNames, q.query.Has),
		BodyForm: q.bodyForm, BodyKeys: q.keys(),
	})
	e.judgePlain(r, q)
}

// tokenNames are names under which a token might be put into an address.
var tokenNames = []string{"access_token", "token", "x-access-token", "api_key"}

func (q *plainRequest) tokenAt(r *http.Request) tokenPlace {
	switch {
	case r.Header.Get("Authorization") != "" || r.Header.Get(accessTokenHeader) != "":
		return tokenInHeader
	case slices.ContainsFunc(tokenNames, q.query.Has):
		return tokenInQuery
	case q.body["access_token"] != nil:
		return tokenInBody
	}
	return noToken
}

// judgePlain looks for what can be seen without answering. The lock is held.
func (e *engine) judgePlain(r *http.Request, q *plainRequest) {
	note := func(rule Rule, format string, args ...any) { e.violate(q.number, rule, fmt.Sprintf(format, args...)) }
	for _, name := range sortedKeys(q.query) {
		all := strings.Join(q.query[name], " ")
		if slices.Contains(tokenNames, name) {
			note(RuleTokenInURL, "%s stands in the address", name)
		} else if e.masked(all) != all {
			note(RuleSecretInURL, "%s has a secret and stands in the address", e.masked(name))
		}
	}
	if e.masked(q.path) != q.path {
		note(RuleSecretInURL, "the path has a secret")
	}
	for name, values := range r.Header {
		all := strings.Join(values, " ")
		if name != "Authorization" && name != accessTokenHeader && e.masked(all) != all {
			note(RuleSecretInHeader, "the header %s has a secret", name)
		}
	}
	if q.bodyForm == "other" {
		note(RuleBody, "the body's content type is not one that is read")
	}
	if q.broken {
		note(RuleBody, "the body cannot be read")
	}
	if q.bodyForm != "none" && q.method == http.MethodGet {
		note(RuleBody, "a GET with a body")
	}
}

// note adds a violation to a request.
func (e *engine) note(q *plainRequest, rule Rule, format string, args ...any) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.violate(q.number, rule, e.masked(fmt.Sprintf(format, args...)))
}

// begin reads and records a request and finds its fault. ok is false when it is
// answered already.
func (e *engine) begin(w http.ResponseWriter, r *http.Request, bases ...string) (q *plainRequest, fault Fault, ok bool) {
	q, err := e.readPlain(w, r, bases...)
	e.recordPlain(r, q)
	if err != nil {
		e.finish(q.number, http.StatusRequestEntityTooLarge, "")
		http.Error(w, "Request Entity Too Large", http.StatusRequestEntityTooLarge)
		return q, Fault{}, false
	}
	if f := e.takeFault(q.method, q.path, func(Fault) bool { return true }); f != nil {
		fault = *f
	}
	e.options.Log.DebugContext(r.Context(), "sandbox request", "provider", e.provider, "n", q.number,
		"method", q.method, "base", q.base, "segments", len(q.segments), "fault", fault.Kind)
	return q, fault, !e.instead(w, r, q.number, fault)
}
