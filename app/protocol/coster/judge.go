package coster

import (
	"errors"
	"net/http"
	"strings"

	"channeldesk/app"
	"channeldesk/app/protocol"
	"channeldesk/app/protocol/cloudshape"
	"channeldesk/app/protocol/transport"
)

// judge decides from the body whether the message was taken, and from the status
// only where the body says nothing. It gives the message's id.
func (s sending) judge(status int, raw []byte) (string, *app.Error) {
	r := readReply(raw)
	switch {
	case len(r.faults) > 0 && r.id != "":
		return "", s.contradiction(status)
	case len(r.faults) > 0:
		return "", s.explain(status, r.faults[0])
	case status >= http.StatusInternalServerError:
		return "", s.tell(serverTrouble, &refusal{status: status}, "")
	case status >= http.StatusBadRequest:
		return "", s.byStatus(status, r)
	case r.id != "" && r.xid != "" && !sameMark(s.mark, r.xid):
		return "", s.strange(app.Say("Coster answered about another message than ours, so nobody knows whether ours went out."), "another xid")
	case r.id != "":
		return s.k.clean(r.id), nil
	case r.denied:
		return "", s.tell(unknownCode, &refusal{status: status}, s.k.words(r.says))
	case !s.push && (r.object || len(raw) == 0):
		// The form of this host's answers is not known; integrators go by the status.
		return "", nil
	}
	return "", s.strange(app.Say("Coster gave no message ID, so nobody knows whether the message went out."), "no message id")
}

// unread is an answer that is no JSON. Words without a form still say by their
// status that the token was refused, unless they are a web page of somebody else.
func (s sending) unread(e *app.Error) *app.Error {
	var f *transport.Failure
	if !errors.As(e, &f) || f.Page {
		return e
	}
	switch f.Status {
	case http.StatusUnauthorized:
		return s.tell(tokenRefused, &refusal{status: f.Status}, "")
	case http.StatusForbidden:
		return s.tell(tokenForbidden, &refusal{status: f.Status}, "")
	}
	return e
}

// explain turns an error of Coster's into one for people, by its code.
func (s sending) explain(status int, f fault) *app.Error {
	cause := &refusal{status: status}
	if codeShape.MatchString(f.Code) && s.k.clean(f.Code) == f.Code {
		cause.code = f.Code
	}
	rule, known := rules[f.Code]
	switch {
	case status == http.StatusUnauthorized:
		rule = tokenRefused
	case f.Code == "1006" && strings.Contains(strings.ToLower(f.Title+f.Detail), "unknown contact"):
		rule = unknownRecipient
	case !known && status == http.StatusForbidden:
		rule = tokenForbidden
	case !known && status == http.StatusTooManyRequests:
		rule = slowDown
	case !known:
		rule = passedOn(f.Code)
	}
	return s.tell(rule, cause, s.k.words(f.Title, f.Detail))
}

// passedOn is the rule for a code of Meta's that is only passed on. Its short ones
// mean something else in the older interface.
func passedOn(code string) rule {
	f, ok := cloudshape.PassedOn(code)
	if !ok {
		return unknownCode
	}
	return rule{brief: f.Brief, what: f.What, fix: f.Fix, open: f.Open, passing: f.Passing, speaksForItself: f.Words}
}

// byStatus explains a refusal whose body has no error of Coster's form.
func (s sending) byStatus(status int, r reply) *app.Error {
	rule := unknownCode
	switch status {
	case http.StatusUnauthorized:
		rule = tokenRefused
	case http.StatusForbidden:
		rule = tokenForbidden
	case http.StatusNotFound:
		rule = unknownAccount
	case http.StatusTooManyRequests:
		rule = slowDown
	case http.StatusRequestTimeout:
		rule = serverTrouble
	}
	return s.tell(rule, &refusal{status: status}, s.k.words(r.says))
}

// tell makes the error of a rule, with Coster's own words where they say more.
func (s sending) tell(r rule, cause *refusal, words string) *app.Error {
	what := r.what
	if r.speaksForItself && words != "" {
		what = app.Say("Coster refused: {{.Words}}", "Words", words)
	}
	code := app.CodeProviderRefused
	switch {
	case r.open:
		code = app.CodeProviderUnreachable
	case r.passing:
		code = protocol.CodeSlowDown
	}
	field := r.field
	if field == secretOfCall {
		field = s.secret
	}
	return app.NewError(code, what).WithFix(r.fix).WithField(field).WithDetail(cause.detail()).Because(cause)
}

// contradiction is an answer that has a message id and an error.
func (s sending) contradiction(status int) *app.Error {
	return s.strange(app.Say("Coster gave a message ID and an error at the same time, so nobody knows whether the message went out."),
		(&refusal{status: status}).detail())
}

// strange is an answer that leaves it open whether the message went out.
func (s sending) strange(what app.Text, detail string) *app.Error {
	return app.NewError(app.CodeProviderAnswer, what).WithDetail(detail).
		WithFix(app.Say("Look at the phone, or wait for a delivery state, before you send again. If nothing came, check the addresses under Advanced."))
}
