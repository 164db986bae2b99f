package transport

import (
	"bytes"
	"encoding/json"
	"io"
	"mime"
	"net/http"
	"strings"

	"channeldesk/app"
)

// depthMax is deeper than any answer of a provider's by far.
const depthMax = 32

// read takes the whole body in, whatever the status says.
func (c *Caller) read(resp *http.Response, hide []app.Secret) (Answer, *app.Error) {
	if resp.StatusCode >= 300 && resp.StatusCode < 400 {
		return Answer{}, c.redirected(resp.StatusCode)
	}
	raw, err := io.ReadAll(io.LimitReader(resp.Body, answerMax+1))
	if err != nil {
		return Answer{}, c.brokenOff(Clean(transportCause(err), hide), resp.StatusCode)
	}
	if len(raw) > answerMax {
		return Answer{}, c.unreadable(app.Say("The answer is far too large to be {{.Provider}}'s.", "Provider", c.provider), "more than 4 MB", resp.StatusCode)
	}
	answer := Answer{Status: resp.StatusCode, Header: resp.Header, At: c.clock.Now()}
	if len(bytes.TrimSpace(raw)) == 0 {
		return answer, nil
	}
	if resp.StatusCode == http.StatusTooManyRequests && (!isJSON(resp.Header.Get("Content-Type")) || !SaneJSON(raw)) {
		return answer, nil // whoever stands in front says all with the status: nothing was taken
	}
	if !isJSON(resp.Header.Get("Content-Type")) {
		return Answer{}, c.notJSON(resp.StatusCode, resp.Header.Get("Content-Type"), raw)
	}
	if !SaneJSON(raw) {
		return Answer{}, c.unreadable(app.Say("The answer is damaged."), "not readable as JSON", resp.StatusCode)
	}
	answer.Body = raw
	return answer, nil
}

// isJSON knows the types under which providers send JSON.
func isJSON(contentType string) bool {
	kind, _, err := mime.ParseMediaType(contentType)
	if err != nil {
		return false
	}
	switch kind {
	case "application/json", "text/javascript", "application/javascript", "text/json":
		return true
	}
	return strings.HasPrefix(kind, "application/") && strings.HasSuffix(kind, "+json")
}

// SaneJSON reports whether raw is one JSON value that is not absurdly deep.
func SaneJSON(raw []byte) bool {
	depth, quoted, escaped := 0, false, false
	for _, b := range raw {
		switch {
		case escaped:
			escaped = false
		case quoted && b == '\\':
			escaped = true
		case b == '"':
			quoted = !quoted
		case quoted:
		case b == '{' || b == '[':
			if depth++; depth > depthMax {
				return false
			}
		case b == '}' || b == ']':
			depth--
		}
	}
	return json.Valid(raw)
}
