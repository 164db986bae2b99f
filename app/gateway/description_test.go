package gateway_test

import (
	"encoding/json"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// described is the gateway's own description, read by somebody else's program.
type described struct {
	*openapi3.T
	t *testing.T
	// seen are the answers that came, as "send-message 202".
	seen map[string]bool
}

// describe reads the description and holds it against the rules of OpenAPI 3.1.
func (d *desk) describe(t *testing.T) *described {
	t.Helper()
	res := d.send("GET", "/openapi.json", "")
	require.Equal(t, "application/openapi+json", res.Header.Get("Content-Type"))
	doc, err := openapi3.NewLoader().LoadFromData([]byte(res.body))
	require.NoError(t, err)
	require.True(t, doc.IsOpenAPI31OrLater())
	require.NoError(t, doc.Validate(t.Context(), openapi3.EnableExamplesValidation(), openapi3.EnableSchemaFormatValidation()))
	return &described{doc, t, map[string]bool{}}
}

// operation is what the description has for a request; nil when it has nothing.
func (d *described) operation(method, path string) *openapi3.Operation {
	path, _, _ = strings.Cut(path, "?")
	for template, item := range d.Paths.Map() {
		form := regexp.MustCompile(`\{[a-z]+\}`).ReplaceAllString(template, `[^/]+`)
		if regexp.MustCompile("^" + form + "$").MatchString(path) {
			return item.Operations()[method]
		}
	}
	return nil
}

// holds demands that an answer is one that the description tells of: its status,
// its kind, its headers and its body.
func (d *described) holds(method, path string, res reply) {
	d.t.Helper()
	op := d.operation(method, path)
	if op == nil { // another path or method: a problem like all others
		d.fits(d.Components.Schemas["Problem"].Value, res)
		return
	}
	said := op.Responses.Value(strconv.Itoa(res.StatusCode))
	require.NotNil(d.t, said, "%s does not tell of %d", op.OperationID, res.StatusCode)
	d.seen[op.OperationID+" "+strconv.Itoa(res.StatusCode)] = true
	content := said.Value.Content.Get(res.Header.Get("Content-Type"))
	require.NotNil(d.t, content, "%s %d as %s", op.OperationID, res.StatusCode, res.Header.Get("Content-Type"))
	d.fits(content.Schema.Value, res)
	for _, name := range []string{"Location", "Idempotent-Replayed", "RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset", "Retry-After", "Www-Authenticate", "X-Request-Id"} {
		if name = http.CanonicalHeaderKey(name); res.Header.Get(name) == "" {
			continue
		}
		known := false
		for header := range said.Value.Headers {
			known = known || http.CanonicalHeaderKey(header) == name
		}
		assert.True(d.t, known, "%s %d does not tell of %s", op.OperationID, res.StatusCode, name)
	}
}

func (d *described) fits(schema *openapi3.Schema, res reply) {
	d.t.Helper()
	var v any
	require.NoError(d.t, json.Unmarshal([]byte(res.body), &v), res.body)
	assert.NoError(d.t, d.ValidateSchemaJSON(schema, v, openapi3.VisitAsResponse(), openapi3.EnableFormatValidation()), res.body)
}

// takes reports whether a body is one that the description allows to be sent.
func (d *described) takes(method, path, body string) bool {
	var v any
	if json.Unmarshal([]byte(body), &v) != nil {
		return false
	}
	schema := d.operation(method, path).RequestBody.Value.Content.Get("application/json").Schema.Value
	return d.ValidateSchemaJSON(schema, v, openapi3.VisitAsRequest(), openapi3.EnableFormatValidation()) == nil
}
