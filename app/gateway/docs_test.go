package gateway_test

import (
	"encoding/json"
	"flag"
	"net/http"
	"net/netip"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"channeldesk/app"
	"channeldesk/app/gateway"
)

var update = flag.Bool("update", false, "write testdata anew")

func prefixes(t *testing.T, list ...string) (out []netip.Prefix) {
	t.Helper()
	for _, s := range list {
		p, err := netip.ParsePrefix(s)
		require.NoError(t, err)
		out = append(out, p)
	}
	return out
}

// The description is part of what programs rely on: a change shows here.
func TestDescription(t *testing.T) {
	d := newDesk(t)
	d.begin(gateway.Options{Listen: "127.0.0.1:0", PublicAddress: "https://wa.example"})
	res := d.send("GET", "/openapi.json", "")
	require.Equal(t, http.StatusOK, res.StatusCode)
	const golden = "testdata/openapi.json"
	if *update {
		require.NoError(t, os.WriteFile(golden, []byte(res.body), 0o600))
	}
	want, err := os.ReadFile(golden)
	require.NoError(t, err)
	assert.Equal(t, string(want), res.body)
	var doc struct {
		OpenAPI string
		Servers []struct{ URL string }
		Paths   map[string]map[string]struct {
			Responses map[string]any
		}
	}
	require.NoError(t, json.Unmarshal([]byte(res.body), &doc))
	assert.Equal(t, "3.1.0", doc.OpenAPI)
	assert.Equal(t, "https://wa.example", doc.Servers[0].URL)
	assert.Len(t, doc.Paths, 4)
	for path, methods := range doc.Paths {
		for method, op := range methods {
			assert.Contains(t, op.Responses, "401", method+" "+path)
			assert.Contains(t, op.Responses, "429", method+" "+path)
		}
	}
}

func TestGuide(t *testing.T) {
	d := newDesk(t)
	d.begin(gateway.Options{Listen: "127.0.0.1:0", PublicAddress: "https://wa.example"})
	page := d.send("GET", "/docs", "")
	require.Equal(t, http.StatusOK, page.StatusCode)
	assert.Equal(t, "text/html; charset=utf-8", page.Header.Get("Content-Type"))
	assert.Contains(t, page.body, "curl https://wa.example/v1/messages")
	assert.NotContains(t, page.body, "{{")
	assert.Equal(t, http.StatusOK, d.send("GET", "/docs/style.css", "").StatusCode)

	for _, m := range regexp.MustCompile(`(?:href|src)="([^"]*)"`).FindAllStringSubmatch(page.body, -1) {
		link := m[1]
		assert.False(t, strings.Contains(link, "://"), "nothing comes from elsewhere: %s", link)
		if id, ok := strings.CutPrefix(link, "#"); ok {
			assert.Contains(t, page.body, `id="`+id+`"`)
		} else {
			assert.Equal(t, http.StatusOK, d.send("GET", "/"+link, "").StatusCode, link)
		}
	}
	assert.NotContains(t, d.send("GET", "/docs", "", "Host", `127.0.0.1"><script>`).body, "<script")
}

// Every code that is written in this package is explained in the guide.
func TestEveryCodeIsExplained(t *testing.T) {
	d := start(t)
	page := d.send("GET", "/docs", "").body
	files, err := os.ReadDir(".")
	require.NoError(t, err)
	found := 0
	for _, f := range files {
		if !strings.HasSuffix(f.Name(), ".go") || strings.HasSuffix(f.Name(), "_test.go") {
			continue
		}
		source, err := os.ReadFile(f.Name())
		require.NoError(t, err)
		for _, m := range regexp.MustCompile(`newProblem\([^,]+, "([a-z_]+)"|app\.NewError\("([a-z_]+)"`).FindAllStringSubmatch(string(source), -1) {
			found++
			assert.Contains(t, page, `id="`+m[1]+m[2]+`"`)
		}
	}
	assert.Greater(t, found, 15)
	for _, code := range []app.Code{app.CodeInvalid, app.CodeNotFound, app.CodeConflict, app.CodeForbidden, app.CodeLocked, app.CodeUnsupported, app.CodeIncomplete, app.CodeBusy, app.CodeInternal} {
		assert.Contains(t, page, `id="`+string(code)+`"`)
	}
}
