package sandbox

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"time"
)

// qontakSkew is how far the date of a signed call may be from the server's.
const qontakSkew = 5 * time.Minute

// qontakCaller is who a request speaks for.
type qontakCaller struct {
	// id names the credential in the count of calls.
	id           string
	organisation string
	kind         QontakTokenKind
}

// may reports whether the caller's token is of the kind or does everything.
func (c qontakCaller) may(kind QontakTokenKind) bool {
	return kind == "" || c.kind == QontakFullToken || c.kind == kind
}

// authenticate finds out who is calling. What the base takes is the only way in.
func (k *Qontak) authenticate(r *http.Request, q *plainRequest) (qontakCaller, *qontakAnswer) {
	scheme, value, _ := strings.Cut(strings.TrimSpace(r.Header.Get("Authorization")), " ")
	if q.base == qontakHMACBase {
		if !strings.EqualFold(scheme, "hmac") {
			if scheme != "" {
				k.note(q, RuleWrongPlace, "%s was sent where HMAC is taken", schemeWord(scheme))
			}
			return qontakCaller{}, refuseAtGateway(http.StatusUnauthorized, "Unauthorized")
		}
		return k.signedCaller(r, q, value)
	}
	if !strings.EqualFold(scheme, "Bearer") {
		if scheme != "" {
			k.note(q, RuleWrongPlace, "%s was sent where a bearer token is taken", schemeWord(scheme))
		}
		return qontakCaller{}, refuse(http.StatusUnauthorized, "The access token is invalid")
	}
	return k.bearerCaller(strings.TrimSpace(value))
}

// schemeWord keeps a value that is no scheme out of a violation.
func schemeWord(scheme string) string {
	if len(scheme) > 12 {
		return "something else"
	}
	return strings.ToLower(scheme)
}

func (k *Qontak) bearerCaller(value string) (qontakCaller, *qontakAnswer) {
	k.mu.Lock()
	t, ok := k.world.Tokens[value]
	k.mu.Unlock()
	switch {
	case !ok:
		return qontakCaller{}, refuse(http.StatusUnauthorized, "The access token is invalid")
	case t.Revoked:
		return qontakCaller{}, refuse(http.StatusUnauthorized, "The access token was revoked")
	case !t.ExpiresAt.IsZero() && !k.now().Before(t.ExpiresAt):
		return qontakCaller{}, refuse(http.StatusUnauthorized, "The access token expired")
	}
	return qontakCaller{id: t.Value, organisation: t.OrganisationID, kind: t.Kind}, nil
}

var hmacPart = regexp.MustCompile(`([a-z]+)="([^"]*)"`)

const (
	cannotVerify = "HMAC signature cannot be verified"
	needsDate    = cannotVerify + ", a valid date or x-date header is required for HMAC Authentication"
)

// signedCaller checks date and signature in the order of the gateway.
func (k *Qontak) signedCaller(r *http.Request, q *plainRequest, value string) (qontakCaller, *qontakAnswer) {
	unauthorised := func(message string) (qontakCaller, *qontakAnswer) {
		return qontakCaller{}, refuseAtGateway(http.StatusUnauthorized, message)
	}
	date, err := http.ParseTime(r.Header.Get("Date"))
	if err != nil {
		k.note(q, RuleMissing, "the header Date is missing or no date")
		return unauthorised(needsDate)
	}
	if k.now().Sub(date).Abs() > qontakSkew {
		return unauthorised(needsDate)
	}
	parts := map[string]string{}
	for _, m := range hmacPart.FindAllStringSubmatch(value, -1) {
		parts[m[1]] = m[2]
	}
	names := strings.Fields(strings.ToLower(parts["headers"]))
	if parts["algorithm"] != "hmac-sha256" || !slices.Contains(names, "date") || !slices.Contains(names, "request-line") {
		k.note(q, RuleMissing, "Authorization lacks the algorithm hmac-sha256 or the signed date and request-line")
		return unauthorised(cannotVerify)
	}
	k.mu.Lock()
	p, ok := k.world.Pairs[parts["username"]]
	k.mu.Unlock()
	if !ok {
		return unauthorised(cannotVerify)
	}
	if !signatureMatches(p.ClientSecret, parts["signature"], names, r) {
		return unauthorised("HMAC signature does not match")
	}
	if p.NoScope {
		return qontakCaller{}, refuseAtGateway(http.StatusForbidden, "You do not have the required scope to access this resource")
	}
	return qontakCaller{id: p.ClientID, organisation: p.OrganisationID, kind: QontakFullToken}, nil
}

var plainBrackets = strings.NewReplacer("%5B", "[", "%5D", "]", "%5b", "[", "%5d", "]")

// signatureMatches compares with the request line as it was sent, and with one
// whose square brackets are not escaped.
func signatureMatches(secret, given string, names []string, r *http.Request) bool {
	for _, target := range []string{r.RequestURI, plainBrackets.Replace(r.RequestURI)} {
		var lines []string
		for _, name := range names {
			if name == "request-line" {
				lines = append(lines, r.Method+" "+target+" "+r.Proto)
			} else {
				lines = append(lines, name+": "+r.Header.Get(name))
			}
		}
		if hmac.Equal([]byte(qontakSignature(secret, strings.Join(lines, "\n"))), []byte(given)) {
			return true
		}
	}
	return false
}

func qontakSignature(secret, text string) string {
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte(text))
	return base64.StdEncoding.EncodeToString(mac.Sum(nil))
}
