package gateway

import (
	"net/http"
	"regexp"
	"slices"
	"strings"
)

// What may stand in the log of a path: our own words, and what has the shape of a
// channel's key or of a message's mark. People put numbers, keys and secrets into
// all other places.
var (
	plainParts = []string{"", "hooks", "meta", "qontak", "coster", "v1", "messages", "templates", "channel", "docs", "style.css", "openapi.json", "healthz", "readyz", "metrics"}
	keyShape   = regexp.MustCompile(`^[a-z0-9]{1,4}-[0-9a-f]{1,6}$`)
	markShape  = regexp.MustCompile(`^msg_[0-9a-z]{1,40}$`)
)

// partsMost is how many parts of a path are shown.
const partsMost = 8

// maskPath is a path for the log: each part that is not known to be harmless is
// left out. prefix is the path of the public address.
func maskPath(p, prefix string) string {
	rest, ours := strings.CutPrefix(p, prefix+"/")
	if ours {
		rest = "/" + rest
	} else {
		prefix, rest = "", p
	}
	parts := strings.Split(rest, "/")
	if len(parts) > partsMost {
		parts = append(parts[:partsMost:partsMost], "…")
	}
	for i, part := range parts {
		atKey, atMark := i == 3 && parts[1] == "hooks", i == 3 && parts[2] == "messages"
		if !slices.Contains(plainParts, part) && (!atKey || !keyShape.MatchString(part)) && (!atMark || !markShape.MatchString(part)) {
			parts[i] = "…"
		}
	}
	return prefix + strings.Join(parts, "/")
}

// methodName is a method for the log: what somebody made up is left out.
func methodName(method string) string {
	switch method {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodConnect, http.MethodOptions, http.MethodTrace:
		return method
	}
	return "…"
}
