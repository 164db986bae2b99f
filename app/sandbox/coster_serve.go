package sandbox

import (
	"bytes"
	"net/http"
	"path"
	"strconv"
	"strings"
)

// costerAnswer is a finished answer: a body, a file, or a refusal.
type costerAnswer struct {
	status int
	body   any
	file   *CosterMedia
	// code, title and detail are of a refusal; title is "" for others.
	code   int
	title  string
	detail string
}

// The refusals of the WhatsApp Business interface that Coster's are like.
const (
	codeAccess   = 1005
	titleAccess  = "Access denied"
	codeMissing  = 1006
	titleMissing = "Required parameter is missing or invalid"
)

// denied is a refusal of a token.
func denied(detail string) *costerAnswer {
	return &costerAnswer{status: http.StatusUnauthorized, code: codeAccess, title: titleAccess, detail: detail}
}

// invalid is any other refusal; its HTTP status is the quirk's.
func invalid(detail string) *costerAnswer {
	return &costerAnswer{code: codeMissing, title: titleMissing, detail: detail}
}

// ServeHTTP answers one request: it is recorded, then a fault may happen to it,
// then it is answered as Coster would.
func (c *Coster) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	q, fault, ok := c.begin(w, r, costerConversation, costerPush)
	if !ok {
		return
	}
	a := c.answer(r, q, fault)
	w.Header().Set("Date", c.now().Format(http.TimeFormat))
	if a.file != nil {
		w.Header().Set("Content-Type", a.file.ContentType)
		c.write(w, q.number, fault, a.status, bytes.Clone(a.file.Data))
		return
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	status, body := c.finished(a)
	raw, err := plainJSON(body)
	if err != nil {
		panic("the sandbox made an answer that is no JSON: " + err.Error())
	}
	c.write(w, q.number, fault, status, raw)
}

func (c *Coster) answer(r *http.Request, q *plainRequest, fault Fault) *costerAnswer {
	if fault.isGraphError() {
		return fault.costerError()
	}
	is := func(host, method, pattern string) bool {
		ok, _ := path.Match(pattern, q.path)
		return ok && q.base == host && q.method == method
	}
	switch {
	case is(costerConversation, http.MethodPost, "/bot/webhook"):
		return c.converse(r, q)
	case is(costerConversation, http.MethodGet, "/bot/media/*"):
		return c.media(r, q)
	case is(costerPush, http.MethodPost, "/v1/*/messages"):
		return c.push(r, q)
	}
	c.judgePlace(r, q)
	c.note(q, RuleRefused, "%s %s is not known on the %s host", q.method, q.path, q.base)
	return &costerAnswer{status: http.StatusNotFound, code: codeMissing, title: "Resource not found", detail: "Unknown path"}
}

// judgePlace notes a token that went to the host of the other one.
func (c *Coster) judgePlace(r *http.Request, q *plainRequest) {
	c.mu.Lock()
	defer c.mu.Unlock()
	_, bearer, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	for _, value := range []string{strings.TrimSpace(bearer), r.Header.Get(accessTokenHeader)} {
		if t, ok := c.world.Tokens[value]; ok && string(t.Kind) != q.base {
			c.violate(q.number, RuleWrongPlace, "the "+string(t.Kind)+" token was sent to another host than its own")
		}
	}
}

// costerError is the answer of a FaultError.
func (f Fault) costerError() *costerAnswer {
	a := &costerAnswer{status: f.Status, code: f.Code, title: "Generic error", detail: f.Text}
	if a.code == 0 {
		a.code = 1000
	}
	if a.code == codeMissing {
		a.title = titleMissing
	}
	if a.code == codeAccess {
		a.title = titleAccess
	}
	if a.detail == "" {
		a.detail = "An error was asked of the sandbox."
	}
	return a
}

// finished is an answer in the shapes that the quirks ask for.
func (c *Coster) finished(a *costerAnswer) (status int, body any) {
	c.mu.Lock()
	quirks := c.world.Quirks
	c.mu.Unlock()
	if a.title == "" {
		return a.status, a.body
	}
	status = statusOr(a.status, statusOr(quirks.ErrorStatus, http.StatusInternalServerError))
	var code any = a.code
	if quirks.CodeText {
		code = strconv.Itoa(a.code)
	}
	if quirks.ErrorObject {
		return status, object{
			{"error", object{{"code", code}, {"title", a.title}, {"detail", a.detail}}}, {"meta", quirks.meta()},
		}
	}
	return status, object{
		{"meta", quirks.meta()}, {"errors", []object{{{"code", code}, {"title", a.title}, {"details", a.detail}}}},
	}
}

func (c CosterQuirks) meta() object {
	name := "meta"
	if c.MetaVersion {
		name = "version"
	}
	return object{{"author", "jatis mobile"}, {name, "0.0.1"}}
}
