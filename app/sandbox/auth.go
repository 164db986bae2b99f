package sandbox

import (
	"crypto/hmac"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"time"
)

// caller is who a request speaks for: an app with its own token, or the user
// of an access token.
type caller struct {
	app App
	// isApp is true for the app token; then token is the zero value.
	isApp bool
	token Token
}

// graphTime is the form in which Graph writes times into its messages.
const graphTime = "Monday, 02-Jan-06 15:04:05 MST"

// authenticate finds out who is calling, and checks appsecret_proof.
func (m *Meta) authenticate(q *request) (caller, *graphError) {
	if q.token == "" {
		return caller{}, &graphError{Message: "An access token is required to request this resource.", Type: typeOAuth, Code: 104}
	}
	var c caller
	var err *graphError
	if appID, secret, ok := strings.Cut(q.token, "|"); ok {
		c, err = m.appCaller(appID, secret)
	} else {
		c, err = m.userCaller(q.token)
	}
	if err != nil {
		return caller{}, err
	}
	return c, checkProof(c, q)
}

func (m *Meta) appCaller(appID, secret string) (caller, *graphError) {
	a, ok := m.app(appID)
	if !ok {
		return caller{}, &graphError{
			Message: "Error validating application. Cannot get application info due to a system error.",
			Type:    typeOAuth, Code: 101,
		}
	}
	if subtle.ConstantTimeCompare([]byte(a.Secret), []byte(secret)) != 1 {
		return caller{}, &graphError{Message: "Invalid OAuth access token signature.", Type: typeOAuth, Code: 190}
	}
	return caller{app: a, isApp: true}, nil
}

func (m *Meta) userCaller(value string) (caller, *graphError) {
	t, ok := m.tokenOf(value)
	if !ok {
		return caller{}, &graphError{Message: "Invalid OAuth access token - Cannot parse access token", Type: typeOAuth, Code: 190}
	}
	if err := t.trouble(m.options.Clock.Now()); err != nil {
		return caller{}, err
	}
	a, ok := m.app(t.AppID)
	if !ok {
		return caller{}, &graphError{Message: "Error validating application. Application has been deleted.", Type: typeOAuth, Code: 190}
	}
	return caller{app: a, token: t}, nil
}

// trouble says why a known token is not accepted.
func (t Token) trouble(now time.Time) *graphError {
	switch {
	case t.InvalidatedBy == "password":
		return &graphError{
			Message: "Error validating access token: The session has been invalidated because the user changed " +
				"their password or Facebook has changed the session for security reasons.",
			Type: typeOAuth, Code: 190, Subcode: 460,
		}
	case t.InvalidatedBy != "":
		return &graphError{
			Message: "Error validating access token: The user has not authorized application " + t.AppID + ".",
			Type:    typeOAuth, Code: 190, Subcode: 458,
		}
	case !t.ExpiresAt.IsZero() && !now.Before(t.ExpiresAt):
		return &graphError{
			Message: fmt.Sprintf("Error validating access token: Session has expired on %s. The current time is %s.",
				t.ExpiresAt.UTC().Format(graphTime), now.UTC().Format(graphTime)),
			Type: typeOAuth, Code: 190, Subcode: 463,
		}
	}
	return nil
}

func checkProof(c caller, q *request) *graphError {
	given, has := q.params["appsecret_proof"]
	if !has {
		if c.app.RequireProof && !c.isApp {
			return &graphError{Message: "API calls from the server require an appsecret_proof argument", Type: typeMethod, Code: 100}
		}
		return nil
	}
	mac := hmac.New(sha256.New, []byte(c.app.Secret))
	mac.Write([]byte(q.token))
	if !hmac.Equal([]byte(hex.EncodeToString(mac.Sum(nil))), []byte(given)) {
		return &graphError{Message: "Invalid appsecret_proof provided in the API argument", Type: typeMethod, Code: 100}
	}
	return nil
}

func (c caller) hasScope(scopes ...string) bool {
	return slices.ContainsFunc(scopes, func(s string) bool { return slices.Contains(c.token.Scopes, s) })
}

func (c caller) sees(wabaID string) bool { return slices.Contains(c.token.WABAs, wabaID) }

// mayWABA says whether the caller may work with an account.
func (c caller) mayWABA(method string, a WABA) *graphError {
	switch {
	case c.isApp:
		return unknownObject(method, a.ID)
	case !c.hasScope(ScopeManagement):
		return missingScope()
	case !c.sees(a.ID):
		return notAssigned("WhatsApp Business Account")
	}
	return nil
}

// mayNumber says whether the caller may work with a number. Reading takes
// either of the two scopes, changing takes management.
func (c caller) mayNumber(method string, n Number) *graphError {
	scopes := []string{ScopeManagement}
	if method == "GET" {
		scopes = append(scopes, ScopeMessaging)
	}
	switch {
	case c.isApp:
		return unknownObject(method, n.ID)
	case !c.hasScope(scopes...):
		return missingScope()
	case !c.sees(n.WABAID):
		return notAssigned("phone number")
	}
	return nil
}
