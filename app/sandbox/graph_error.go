package sandbox

import (
	"encoding/base64"
	"fmt"
	"net/http"
)

// graphError is a refusal in the words and numbers of the Graph interface.
type graphError struct {
	Message   string
	Type      string
	Code      int
	Subcode   int
	UserTitle string
	UserMsg   string
	Transient bool
	// Details are those of WhatsApp's own errors.
	Details string
}

const (
	typeOAuth  = "OAuthException"
	typeMethod = "GraphMethodException"
)

// body is the error as Graph writes it, with the order of its members.
func (e *graphError) body(trace string) object {
	o := object{{"message", e.Message}, {"type", e.Type}, {"code", e.Code}}
	if e.Details != "" {
		o = append(o, member{"error_data", object{{"messaging_product", "whatsapp"}, {"details", e.Details}}})
	}
	if e.Subcode != 0 {
		o = append(o, member{"error_subcode", e.Subcode})
	}
	if e.Transient {
		o = append(o, member{"is_transient", true})
	}
	if e.UserTitle != "" {
		o = append(o, member{"error_user_title", e.UserTitle}, member{"error_user_msg", e.UserMsg})
	}
	return object{{"error", append(o, member{"fbtrace_id", trace})}}
}

// status is the HTTP status that goes with a code. Throttling is 400, not 429.
func (e *graphError) status() int {
	switch c := e.Code; {
	case c == 190 || c == 104:
		return http.StatusUnauthorized
	case c == 10 || c >= 200 && c <= 299 || c == 368 || c == 131031 || c == 130497 || c == 131005:
		return http.StatusForbidden
	case c == 132001:
		return http.StatusNotFound
	case c == 2 || c == 133004:
		return http.StatusServiceUnavailable
	case c == 1 || c == 3 || c == 131000 || c == 131016 || c == 131045 || c == 131057:
		return http.StatusInternalServerError
	}
	return http.StatusBadRequest
}

// trace makes the id that Graph puts into each error. It depends on the seed
// and the count only, so that error bodies can be compared as a whole.
func (m *Meta) trace() string {
	n := m.traces.Add(1)
	return "A" + base64.RawURLEncoding.EncodeToString(derive(m.options.Seed, fmt.Sprint("trace ", n), 16))
}

func badParameter(format string, args ...any) *graphError {
	return &graphError{Message: "(#100) " + fmt.Sprintf(format, args...), Type: typeOAuth, Code: 100}
}

func missingParameter(name string) *graphError {
	return badParameter("The parameter %s is required", name)
}

func nonexistingField(name, nodeType string) *graphError {
	return badParameter("Tried accessing nonexisting field (%s) on node type (%s)", name, nodeType)
}

// unknownObject is the answer to an id that is unknown or not to be seen.
func unknownObject(method, id string) *graphError {
	return &graphError{
		Message: fmt.Sprintf("Unsupported %s request. Object with ID '%s' does not exist, cannot be loaded due to "+
			"missing permissions, or does not support this operation. Please read the Graph API documentation at "+
			"https://developers.facebook.com/docs/graph-api", methodWord(method), id),
		Type: typeMethod, Code: 100, Subcode: 33,
	}
}

func unsupportedRequest(method string) *graphError {
	return &graphError{
		Message: fmt.Sprintf("Unsupported %s request. Please read the Graph API documentation at "+
			"https://developers.facebook.com/docs/graph-api", methodWord(method)),
		Type: typeMethod, Code: 100,
	}
}

func methodWord(method string) string {
	switch method {
	case http.MethodGet, http.MethodHead:
		return "get"
	case http.MethodDelete:
		return "delete"
	}
	return "post"
}

func unknownPath(path string) *graphError {
	return &graphError{Message: "Unknown path components: " + path, Type: typeOAuth, Code: 2500}
}

// notAssigned is the answer when the token's user was not given the account.
func notAssigned(what string) *graphError {
	return &graphError{
		Message:   "(#200) You do not have the necessary permissions to access this " + what + ".",
		Type:      typeOAuth,
		Code:      200,
		Subcode:   1349174,
		UserTitle: "Permission Denied",
		UserMsg:   "Your app doesn't have permission to access this resource.",
	}
}

func missingScope() *graphError {
	return &graphError{Message: "(#10) Application does not have permission for this action", Type: typeOAuth, Code: 10}
}
