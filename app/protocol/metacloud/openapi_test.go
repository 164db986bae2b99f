package metacloud_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"os"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/stretchr/testify/require"
)

// recorder keeps the requests on their way to the sandbox, to hold them against
// Meta's own description when a copy of it is at hand.
type recorder struct {
	next http.Handler
	mu   sync.Mutex
	list []recorded
}

type recorded struct {
	request *http.Request
	body    []byte
}

func (r *recorder) ServeHTTP(w http.ResponseWriter, q *http.Request) {
	body, _ := io.ReadAll(q.Body)
	q.Body = io.NopCloser(bytes.NewReader(body))
	r.mu.Lock()
	r.list = append(r.list, recorded{q.Clone(context.Background()), body})
	r.mu.Unlock()
	r.next.ServeHTTP(w, q)
}

// description loads the file named by CHANNELDESK_META_OPENAPI once.
var description = sync.OnceValues(func() (*openapi3.T, error) {
	name := os.Getenv("CHANNELDESK_META_OPENAPI")
	if name == "" {
		return nil, nil
	}
	return openapi3.NewLoader().LoadFromFile(name)
})

// described are the paths that the description has, by the form of ours.
var described = []struct {
	form     *regexp.Regexp
	template string
	id       string
}{
	{regexp.MustCompile(`^/v[0-9]+\.[0-9]+/([0-9]+)$`), "/{Version}/{Phone-Number-ID}", "Phone-Number-ID"},
	{regexp.MustCompile(`^/v[0-9]+\.[0-9]+/([0-9]+)/phone_numbers$`), "/{Version}/{WABA-ID}/phone_numbers", "WABA-ID"},
	{regexp.MustCompile(`^/v[0-9]+\.[0-9]+/([0-9]+)/subscribed_apps$`), "/{Version}/{WABA-ID}/subscribed_apps", "WABA-ID"},
}

// validate holds each request against the description. Its single-id paths all
// look alike, so those of accounts and apps are held against that of a number,
// which has the same parameters.
func (r *recorder) validate(t *testing.T) {
	t.Helper()
	doc, err := description()
	require.NoError(t, err)
	if doc == nil {
		return
	}
	held := 0
	for _, q := range r.list {
		for _, d := range described {
			m := d.form.FindStringSubmatch(q.request.URL.Path)
			if m == nil {
				continue
			}
			err := hold(doc, d.template, d.id, m[1], q)
			require.NoError(t, err, "%s %s", q.request.Method, d.template)
			held++
		}
	}
	t.Logf("%d of %d requests held against the description", held, len(r.list))
}

// hold validates one request.
func hold(doc *openapi3.T, template, idName, id string, q recorded) error {
	item := doc.Paths.Value(template)
	if item == nil {
		return errors.New("the description has no " + template)
	}
	q.request.Body = io.NopCloser(bytes.NewReader(q.body))
	return openapi3filter.ValidateRequest(context.Background(), &openapi3filter.RequestValidationInput{
		Request:    q.request,
		PathParams: map[string]string{"Version": strings.Split(q.request.URL.Path, "/")[1], idName: id},
		Route: &routers.Route{
			Spec: doc, Path: template, PathItem: item, Method: q.request.Method,
			Operation: item.GetOperation(q.request.Method),
		},
		Options: &openapi3filter.Options{AuthenticationFunc: openapi3filter.NoopAuthenticationFunc},
	})
}

// TestDescriptionRefuses shows that the description really refuses: Go's own
// User-Agent, and a body of another form.
func TestDescriptionRefuses(t *testing.T) {
	doc, err := description()
	require.NoError(t, err)
	if doc == nil {
		return
	}
	build := func(agent, body string) recorded {
		q, err := http.NewRequest(http.MethodPost, "http://127.0.0.1/v26.0/1234567/subscribed_apps", nil)
		require.NoError(t, err)
		q.Header.Set("User-Agent", agent)
		q.Header.Set("Authorization", "Bearer x")
		q.Header.Set("Content-Type", "application/json")
		return recorded{q, []byte(body)}
	}
	const template = "/{Version}/{WABA-ID}/subscribed_apps"
	require.NoError(t, hold(doc, template, "WABA-ID", "1234567", build("ChannelDesk/1.2.3", `{"verify_token":"x"}`)))
	require.Error(t, hold(doc, template, "WABA-ID", "1234567", build("Go-http-client/1.1", `{}`)))
	require.Error(t, hold(doc, template, "WABA-ID", "1234567", build("ChannelDesk/1.2.3", `{"verify_token":1}`)))
	require.Error(t, hold(doc, template, "WABA-ID", "12x", build("ChannelDesk/1.2.3", `{}`)))
}
