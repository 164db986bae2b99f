package gateway

import (
	"net/http"
	"slices"
	"strconv"

	"github.com/danielgtaylor/huma/v2"
)

// The headers that the description tells of.
const (
	headerRequestID    = "X-Request-Id"
	headerRateLimit    = "RateLimit-Limit"
	headerRateLeft     = "RateLimit-Remaining"
	headerRateReset    = "RateLimit-Reset"
	headerRetryAfter   = "Retry-After"
	headerAuthenticate = "WWW-Authenticate"
)

// describeAnswers completes the description with what belongs to every operation:
// the headers of its answers, and that a problem can come with another status too,
// as when a wrong host or method is asked.
func (a *api) describeAnswers() {
	doc := a.huma.OpenAPI()
	seconds, text := &huma.Schema{Type: huma.TypeInteger}, &huma.Schema{Type: huma.TypeString}
	doc.Components.Headers = map[string]*huma.Header{
		headerRequestID:    {Description: "Name this when you ask for help.", Schema: text},
		headerRateLimit:    {Description: "How many requests the key may make at once after a pause.", Schema: seconds},
		headerRateLeft:     {Description: "How many of them are left now.", Schema: seconds},
		headerRateReset:    {Description: "In how many seconds all of them are there again.", Schema: seconds},
		headerRetryAfter:   {Description: "After how many seconds to send the request again.", Schema: seconds},
		headerAuthenticate: {Description: "That a key is asked for.", Schema: text},
	}
	for _, path := range doc.Paths {
		for _, op := range []*huma.Operation{path.Get, path.Post} {
			if op == nil {
				continue
			}
			op.Responses["default"] = &huma.Response{
				Description: "Another problem, for example 421 under a wrong name of the gateway.",
				Content:     op.Responses[strconv.Itoa(http.StatusInternalServerError)].Content,
			}
			for status, answer := range op.Responses {
				describeHeaders(status, answer)
			}
		}
	}
}

func describeHeaders(status string, answer *huma.Response) {
	names := []string{headerRequestID}
	is := func(list ...int) bool {
		n, _ := strconv.Atoi(status)
		return slices.Contains(list, n)
	}
	if !is(0, http.StatusUnauthorized) { // otherwise nobody knows whose limit it is
		names = append(names, headerRateLimit, headerRateLeft, headerRateReset)
	}
	if is(http.StatusConflict, http.StatusTooManyRequests, http.StatusServiceUnavailable) {
		names = append(names, headerRetryAfter)
	}
	if is(http.StatusUnauthorized) {
		names = append(names, headerAuthenticate)
	}
	if answer.Headers == nil {
		answer.Headers = map[string]*huma.Param{}
	}
	for _, name := range names {
		answer.Headers[name] = &huma.Param{Ref: "#/components/headers/" + name}
	}
	for name, own := range answer.Headers { // described where a reader looks for it
		if own.Schema != nil && own.Description == "" {
			answer.Headers[name] = &huma.Param{Description: own.Schema.Description, Schema: &huma.Schema{Type: own.Schema.Type}}
		}
	}
}
