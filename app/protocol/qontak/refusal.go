package qontak

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"time"

	"channeldesk/app"
	"channeldesk/app/protocol/cloudshape"
	"channeldesk/app/protocol/transport"
)

// refusal is an answer that is not a success, taken apart.
type refusal struct {
	Status int
	// Code is the number inside the service's error, 0 where it has none.
	Code int64
	// Words are the provider's own, not yet cleaned; "" when it said nothing.
	Words string
	// Gateway is true for the short shape of the gateway before the service.
	Gateway bool
	Header  http.Header
}

// Error names numbers only.
func (r *refusal) Error() string {
	return fmt.Sprintf("qontak refused: HTTP %d, code %d", r.Status, r.Code)
}

// detail is the small line for support.
func (r *refusal) detail() string {
	if r.Code != 0 && r.Code != int64(r.Status) {
		return fmt.Sprintf("HTTP %d, Qontak code %d", r.Status, r.Code)
	}
	return fmt.Sprintf("HTTP %d", r.Status)
}

// readRefusal reads an answer's error. ok is false for a success: a status of
// two hundred and something whose body does not say otherwise.
func readRefusal(status int, h http.Header, body []byte) (*refusal, bool) {
	r := &refusal{Status: status, Header: h}
	var b struct {
		Status      text            `json:"status"`
		Error       json.RawMessage `json:"error"`
		Description text            `json:"error_description"`
		Message     text            `json:"message"`
	}
	readable := transport.SaneJSON(body) && json.Unmarshal(body, &b) == nil
	failed := readable && (b.Status == "error" || present(b.Error))
	if status >= 200 && status < 300 && !failed {
		return nil, false
	}
	if !readable {
		return r, true
	}
	var e struct {
		Code     number          `json:"code"`
		Messages json.RawMessage `json:"messages"`
		Message  text            `json:"message"`
	}
	if json.Unmarshal(b.Error, &e) == nil {
		r.Code = int64(e.Code)
	}
	for _, words := range []string{joined(e.Messages), string(b.Description), string(e.Message), string(b.Message), plainText(b.Error)} {
		if words = strings.TrimSpace(words); words != "" {
			r.Words = words
			break
		}
	}
	r.Gateway = !present(b.Error) && b.Message != ""
	return r, true
}

// isStatus reports whether an error is a refusal with one of the statuses.
func isStatus(e *app.Error, statuses ...int) bool {
	var r *refusal
	return e != nil && errors.As(e, &r) && slices.Contains(statuses, r.Status)
}

func present(raw json.RawMessage) bool {
	switch strings.TrimSpace(string(raw)) {
	case "", "null", "false", "{}", "[]", `""`:
		return false
	}
	return true
}

func plainText(raw json.RawMessage) string {
	var t text
	if json.Unmarshal(raw, &t) != nil {
		return ""
	}
	return string(t)
}

// joined reads a list of messages, a single one, or lists by field name.
func joined(raw json.RawMessage) string {
	var list []text
	if json.Unmarshal(raw, &list) != nil {
		return plainText(raw)
	}
	var out []string
	for _, m := range list {
		if m != "" {
			out = append(out, string(m))
		}
	}
	return strings.Join(out, "; ")
}

// explain turns a refusal into an error for people: what it means for us, then
// the provider's own words.
func (k *connection) explain(r *refusal) *app.Error {
	code, what, fix, field := k.meaning(r)
	if words := k.words(r.Words); words != "" {
		what = app.Say("{{.What}} Qontak says: “{{.Words}}”.", "What", what, "Words", strings.TrimRight(words, "."))
	}
	return app.NewError(code, what).WithFix(fix).WithField(field).WithDetail(r.detail()).Because(r)
}

func (k *connection) meaning(r *refusal) (code app.Code, what, fix app.Text, field string) {
	code = app.CodeProviderRefused
	switch {
	case r.Status == http.StatusUnauthorized:
		what, fix = k.unauthorised(r)
		field = k.signInField()
	case r.Status == http.StatusForbidden:
		what, fix, field = app.Say("This sign-in may not do that in Qontak."), k.scopeFix(), k.signInField()
	case r.Status == http.StatusNotFound:
		what = app.Say("Qontak does not know what was asked for.")
		fix = app.Say("Check the API address under Advanced and the Channel Integration ID.")
	case r.Status == http.StatusTooManyRequests:
		what, fix = app.Say("Qontak got too many calls in a short time."), k.tryAgain(r.Header)
	case r.Status >= 500, r.Status == http.StatusRequestTimeout:
		code = app.CodeProviderUnreachable
		what, fix = app.Say("Qontak has a problem at the moment."), app.Say("Try again in a few minutes. Nothing is wrong with your settings.")
	case r.Status < 400 && r.Status != 0 && r.Words == "":
		code = app.CodeProviderAnswer
		what, fix = app.Say("Qontak answered with an error but did not say which."), app.Say("Try again. If it stays, copy the details for support.")
	default:
		what, fix = app.Say("Qontak did not accept what was sent."), app.Say("Compare the Channel Integration ID and the address with Qontak, then try again.")
	}
	return code, what, fix, field
}

// unauthorised explains a refused sign-in by the likeliest cause: the wrong
// method for the host, a wrong clock, a wrong value.
func (k *connection) unauthorised(r *refusal) (what, fix app.Text) {
	if what, fix, bad := misfit(k.address, k.auth); bad {
		return what, fix
	}
	if k.auth == authBearer {
		return app.Say("Qontak did not accept the access token."),
			app.Say("Copy the token again from Qontak's settings, whole and without blanks. If it has ended, ask the client's Qontak admin for a new one.")
	}
	if ahead, off := clockOff(k.p.clock.Now(), r.Header); off {
		return app.Say("{{.Clock}} Qontak refuses signed calls with a wrong time.", "Clock", clockWords(ahead)),
			app.Say("Set the date and time of this computer, best automatically, then try again.")
	}
	return app.Say("Qontak did not accept the signature of the call."),
		app.Say("Copy client ID and client secret again from the application in Mekari Developer. They must be of the same application.")
}

func (k *connection) scopeFix() app.Text {
	if k.auth == authHMAC {
		return app.Say("Give the application in Mekari Developer the scope qontak-chat:all.")
	}
	return app.Say("Qontak has two kinds of tokens, for users and for bots. Ask the client's Qontak admin for one that may do this.")
}

// signInField is the secret that stands for the sign-in.
func (k *connection) signInField() string {
	if k.auth == authHMAC {
		return secretHMACSecret
	}
	return secretToken
}

// tryAgain tells from the limit's headers when the next try makes sense.
func (k *connection) tryAgain(h http.Header) app.Text {
	now := k.p.clock.Now()
	if at, ok := resetTime(h, now); ok {
		return app.Say("Try again at {{.Time}}.", "Time", hourMinute(roundUp(at)))
	}
	return app.Say("Wait a minute, then try again.")
}

func hourMinute(t time.Time) app.Stamp { return app.Stamp{At: t.Round(0).UTC(), Layout: "15:04"} }

func roundUp(t time.Time) time.Time {
	if full := t.Truncate(time.Minute); full.Before(t) {
		return full.Add(time.Minute)
	}
	return t
}

var anyAddress = regexp.MustCompile(`(?i)https?://[^\s"'<>]+`)

// words are the provider's own, fit for people: phone numbers are masked, and of
// an address only the host stays, because the rest can be somebody's secret.
func (k *connection) words(s string) string {
	return cloudshape.Words(anyAddress.ReplaceAllStringFunc(k.clean(s), hostOf), k.hide...)
}
