package metacloud_test

import (
	"bytes"
	"context"
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
			item := doc.Paths.Value(d.template)
			require.NotNil(t, item, d.template)
			version := strings.Split(q.request.URL.Path, "/")[1]
			q.request.Body = io.NopCloser(bytes.NewReader(q.body))
			err := openapi3filter.ValidateRequest(context.Background(), &openapi3filter.RequestValidationInput{
				Request:    q.request,
				PathParams: map[string]string{"Version": version, d.id: m[1]},
				Route: &routers.Route{
					Spec: doc, Path: d.template, PathItem: item, Method: q.request.Method,
					Operation: item.GetOperation(q.request.Method),
				},
				Options: &openapi3filter.Options{AuthenticationFunc: openapi3filter.NoopAuthenticationFunc},
			})
			require.NoError(t, err, "%s %s", q.request.Method, d.template)
			held++
		}
	}
	t.Logf("%d of %d requests held against the description", held, len(r.list))
}
