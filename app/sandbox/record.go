package sandbox

import (
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"
)

// Request is what the sandbox remembers of a request. There is no secret in it.
type Request struct {
	// Provider is the simulated one: meta, qontak or coster.
	Provider string `json:"provider"`
	// N numbers the provider's requests from 1.
	N      int       `json:"n"`
	At     time.Time `json:"at"`
	Method string    `json:"method"`
	// Path is without the version, for Qontak without the base, for Coster
	// without the host's part.
	Path string `json:"path"`
	// Version is the one in the path, "" when there is none. For Qontak it is
	// the base (api/open/v1 or qontak/chat/v1), for Coster the host (conversation
	// or push).
	Version string `json:"version"`
	// Query has the names in the address, sorted; Fields what was asked for.
	Query  []string `json:"query,omitempty"`
	Fields string   `json:"fields,omitempty"`
	// Header is without the value of Authorization; only its scheme is kept.
	Header    map[string]string `json:"header"`
	UserAgent string            `json:"user_agent"`
	// TokenAt is header, query, body, or "" when there was no token.
	TokenAt string `json:"token_at"`
	// TokenInURL is true when an access token or an input token stood in the
	// address.
	TokenInURL bool `json:"token_in_url"`
	// Proof is true when appsecret_proof came along.
	Proof bool `json:"proof"`
	// BodyForm is none, json, form, multipart or other; BodyKeys its names.
	BodyForm string   `json:"body_form"`
	BodyKeys []string `json:"body_keys,omitempty"`
	// Batch has the operations of a batch, as "GET /debug_token?input_token".
	Batch []string `json:"batch,omitempty"`
	// Fault is the kind of fault that happened to it, or "".
	Fault FaultKind `json:"fault,omitempty"`
	// Status is what was answered; 0 while it is open or when it was cut.
	Status int `json:"status"`
}

// Rule names what a request did wrong.
type Rule string

// The rules. Those from RuleMissing on are of Qontak and Coster.
const (
	// RuleNoVersion is a path without a version.
	RuleNoVersion Rule = "no_version"
	// RuleDeadVersion is a version that Meta does not serve any more.
	RuleDeadVersion Rule = "dead_version"
	// RuleTokenInURL is an access token in the address.
	RuleTokenInURL Rule = "token_in_url"
	// RuleInputTokenInURL is the input token of debug_token in the address:
	// the documented form, but it puts the token into logs on the way.
	RuleInputTokenInURL Rule = "input_token_in_url"
	// RuleSecretInURL is any other secret in the address.
	RuleSecretInURL Rule = "secret_in_url"
	// RuleSecretInHeader is a secret in a header other than Authorization.
	RuleSecretInHeader Rule = "secret_in_header"
	// RuleUserAgent is a User-Agent that is not of the form Name/1.2.3.
	RuleUserAgent Rule = "user_agent"
	// RuleBody is a body that Graph would not look at.
	RuleBody Rule = "body"
	// RuleRefused is a request that Graph refuses for its form: an unknown
	// path, field or parameter. Ids and tokens that are wrong do not count.
	RuleRefused Rule = "refused"
	// RuleMissing is a member or header that the provider's pages ask for.
	RuleMissing Rule = "missing"
	// RuleForeign is a member that belongs to another provider or another host.
	RuleForeign Rule = "foreign"
	// RuleType is a value of the wrong type or form, as a number for a text.
	RuleType Rule = "type"
	// RuleWrongPlace is a credential that was sent to the wrong host, or in a way
	// that the host does not take.
	RuleWrongPlace Rule = "wrong_place"
	// RuleSwapped is the name of a variable where its text belongs.
	RuleSwapped Rule = "swapped"
	// RuleAgain is a caller's own id that was used before.
	RuleAgain Rule = "again"
)

// Violation is something that the provider would refuse or that leaks a secret.
type Violation struct {
	// Provider is the simulated one: meta, qontak or coster.
	Provider string `json:"provider"`
	Rule     Rule   `json:"rule"`
	// Detail says more; it has no secret.
	Detail string `json:"detail"`
	// Request is the number of the request.
	Request int `json:"request"`
}

const (
	mostRequests   = 5000
	mostViolations = 1000
)

// userAgentPattern is the one of Meta's own description.
var userAgentPattern = regexp.MustCompile(
	`^[a-zA-Z0-9\-_]+/[0-9]+\.[0-9]+\.[0-9]+(;[a-zA-Z0-9\-=.]+)?(\s+[a-zA-Z0-9\-_]+/[0-9\-.]+)?$`)

// record remembers a request and what is wrong with it, and numbers it.
func (m *Meta) record(r *http.Request, q *request) {
	var batch []string
	paths := m.pathsOf(q)
	for _, op := range paths[1:] {
		text := op.Method + " " + op.RelativeURL
		if op.Body != "" {
			text += "?" + op.Body
		}
		batch = append(batch, text)
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	q.number = m.next()
	rec := Request{
		N: q.number, At: m.options.Clock.Now(), Method: q.method, Path: m.masked(q.path), Version: q.asked,
		Query: sortedKeys(q.query), Fields: m.masked(q.params["fields"]), Header: m.headerOf(r),
		UserAgent: m.masked(r.UserAgent()), TokenAt: string(q.tokenAt),
		TokenInURL: q.query.Has("access_token") || q.query.Has("input_token"),
		Proof:      q.params["appsecret_proof"] != "", BodyForm: q.bodyForm,
		BodyKeys: slices.Sorted(slices.Values(q.bodyKeys)), Batch: batch,
	}
	for i := range rec.Batch {
		rec.Batch[i] = m.masked(rec.Batch[i])
	}
	m.keep(rec)
	m.judge(r, q)
}

// judge looks for what can be seen without answering. The lock is held.
func (m *Meta) judge(r *http.Request, q *request) {
	note := func(rule Rule, format string, args ...any) { m.violate(q.number, rule, fmt.Sprintf(format, args...)) }
	served, known := serveVersion(q.asked, m.options.Clock.Now())
	if q.asked == "" {
		note(RuleNoVersion, "%s %s has no version", q.method, m.masked(q.path))
	} else if known && served != q.asked {
		note(RuleDeadVersion, "%s is served by %s", q.asked, served)
	}
	for _, name := range sortedKeys(q.query) {
		switch value := q.query.Get(name); {
		case name == "access_token":
			note(RuleTokenInURL, "access_token stands in the address")
		case name == "input_token":
			note(RuleInputTokenInURL, "input_token stands in the address")
		case name == "verify_token" || name == "client_secret" || m.masked(value) != value:
			note(RuleSecretInURL, "%s has a secret and stands in the address", m.masked(name))
		}
	}
	if m.masked(q.path) != q.path {
		note(RuleSecretInURL, "the path has a secret")
	}
	for name, values := range r.Header {
		all := strings.Join(values, " ")
		if name != "Authorization" && m.masked(all) != all {
			note(RuleSecretInHeader, "the header %s has a secret", name)
		}
	}
	if !userAgentPattern.MatchString(r.UserAgent()) {
		note(RuleUserAgent, "the User-Agent is not of the form Name/1.2.3")
	}
	if q.bodyForm == "other" {
		note(RuleBody, "the body's content type is not one that is read")
	}
	if q.bodyForm != "none" && q.method == http.MethodGet {
		note(RuleBody, "a GET with a body")
	}
}

// noteRefusal remembers a request that was refused for its form.
func (m *Meta) noteRefusal(q *request, e *graphError) {
	if e == nil || e.Subcode == 33 || e.Type == typeMethod && strings.Contains(e.Message, "appsecret_proof") {
		return
	}
	if e.Code != 100 && e.Code != 2500 || strings.Contains(e.Message, "did not match the Viewing App") {
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.violate(q.number, RuleRefused, m.masked(q.method+" "+q.path+": "+e.Message))
}

func sortedKeys(v url.Values) []string { return slices.Sorted(maps.Keys(v)) }
