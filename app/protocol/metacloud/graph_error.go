package metacloud

import (
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"

	"channeldesk/app"
	"channeldesk/app/protocol/cloudshape"
)

// graphError is Meta's refusal without its message, which can quote numbers and
// is only meant for programmers.
type graphError struct {
	// HTTP is the status, which decides nothing where a code is known.
	HTTP int
	// Coded is false for a refusal by status alone.
	Coded     bool
	Code      int64
	Subcode   int64
	UserMsg   string
	Details   string
	Trace     string
	Transient bool
}

// Error names the numbers only.
func (g *graphError) Error() string {
	return fmt.Sprintf("meta refused: HTTP %d, code %d, subcode %d", g.HTTP, g.Code, g.Subcode)
}

var traceShape = regexp.MustCompile(`^[A-Za-z0-9_-]{1,64}$`)

// detail is the small line for support.
func (g *graphError) detail() string {
	if !g.Coded {
		return fmt.Sprintf("HTTP %d", g.HTTP)
	}
	s := fmt.Sprintf("Meta code %d", g.Code)
	if g.Subcode != 0 {
		s += fmt.Sprintf("/%d", g.Subcode)
	}
	if g.Trace != "" {
		s += ", trace " + g.Trace
	}
	return s
}

func (g *graphError) rule() rule {
	if g.Coded {
		return ruleOf(g.Code)
	}
	switch {
	case g.HTTP >= 500:
		return trouble
	case g.HTTP == http.StatusTooManyRequests:
		return tooMany
	}
	return notMeta
}

// decodeError reads an error body; ok is false when there is none.
func decodeError(status int, raw []byte) (*graphError, bool) {
	var body struct {
		Error json.RawMessage `json:"error"`
	}
	if json.Unmarshal(raw, &body) != nil || len(body.Error) == 0 || string(body.Error) == "null" {
		return nil, false
	}
	g := &graphError{HTTP: status}
	var e struct {
		Code      *number         `json:"code"`
		Subcode   number          `json:"error_subcode"`
		Data      json.RawMessage `json:"error_data"`
		UserMsg   text            `json:"error_user_msg"`
		Trace     text            `json:"fbtrace_id"`
		Transient flag            `json:"is_transient"`
	}
	if json.Unmarshal(body.Error, &e) != nil {
		return g, true
	}
	if e.Code != nil {
		g.Coded, g.Code = true, int64(*e.Code)
	}
	g.Subcode, g.UserMsg, g.Transient = int64(e.Subcode), string(e.UserMsg), bool(e.Transient)
	if traceShape.MatchString(string(e.Trace)) {
		g.Trace = string(e.Trace)
	}
	g.Details = errorDetails(e.Data)
	return g, true
}

// errorDetails reads error_data, which is an object or a plain string.
func errorDetails(raw json.RawMessage) string {
	var o struct {
		Details text `json:"details"`
	}
	if json.Unmarshal(raw, &o) == nil && o.Details != "" {
		return string(o.Details)
	}
	var s text
	if json.Unmarshal(raw, &s) == nil {
		return string(s)
	}
	return ""
}

// explain turns a refusal into an error for people, by its code.
func (k *connection) explain(g *graphError) *app.Error {
	r := g.rule()
	what := r.what
	if g.Code == 190 && g.Subcode != 0 {
		what = tokenRefused(g.Subcode)
	}
	if words := k.metaWords(g.UserMsg); words != "" && r.speaksForItself {
		what = app.Say("Meta refused: {{.Words}}", "Words", words)
	}
	code := app.CodeProviderRefused
	switch {
	case r.retry == soon || r.retry == later:
		code = app.CodeProviderUnreachable
	case !g.Coded:
		code = app.CodeProviderAnswer
	}
	detail := g.detail()
	if k.clean(detail) != detail {
		detail = fmt.Sprintf("Meta code %d", g.Code)
	}
	return app.NewError(code, what).WithFix(r.fix).WithDetail(detail).WithField(r.field).Because(g)
}

func tokenRefused(subcode int64) app.Text {
	switch subcode {
	case 463:
		return app.Say("Meta refused the access token, because it has ended.")
	case 460:
		return app.Say("Meta refused the access token, because the password of the person who made it was changed.")
	case 458:
		return app.Say("Meta refused the access token, because the app was removed by the person who made it.")
	case 467:
		return app.Say("Meta refused the access token, because it was withdrawn.")
	}
	return app.Say("Meta no longer accepts the access token.")
}

// metaWords are Meta's own words for the person, with phone numbers masked.
func (k *connection) metaWords(s string) string {
	return cloudshape.Words(s, k.secrets...)
}
