package sandbox

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func startSandbox(t *testing.T) *Sandbox {
	t.Helper()
	s, err := Start(t.Context(), Options{Seed: t.Name()})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, s.Close(context.WithoutCancel(t.Context()))) })
	return s
}

func call(t *testing.T, method, address, body string, change func(*http.Request)) (int, string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, address, strings.NewReader(body))
	require.NoError(t, err)
	req.Close = true
	if change != nil {
		change(req)
	}
	res, err := http.DefaultClient.Do(req)
	require.NoError(t, err)
	defer res.Body.Close()
	raw, err := io.ReadAll(res.Body)
	require.NoError(t, err)
	return res.StatusCode, string(raw)
}

func TestSandboxServesMetaUnderItsAddress(t *testing.T) {
	s := startSandbox(t)
	v := s.Sample()
	bearer := func(r *http.Request) { r.Header.Set("Authorization", "Bearer "+v.Token) }
	status, body := call(t, "GET", s.MetaURL()+"/v26.0/"+v.PhoneNumberID+"?fields=status", "", bearer)
	require.Equal(t, 200, status)
	require.Equal(t, `{"status":"CONNECTED","id":"`+v.PhoneNumberID+`"}`, body)
	_, body = call(t, "GET", s.MetaURL()+"/v26.0/"+v.ManyNumbersWABAID+"/phone_numbers?limit=1&fields=id", "", bearer)
	var page struct{ Paging struct{ Next string } }
	require.NoError(t, json.Unmarshal([]byte(body), &page))
	require.True(t, strings.HasPrefix(page.Paging.Next, s.MetaURL()+"/v26.0/"))

	status, body = call(t, "GET", s.URL()+"/", "", nil)
	require.Equal(t, 200, status)
	require.Contains(t, body, s.MetaURL())
	require.Contains(t, body, "This is a simulator.")
	for _, secret := range v.Secrets() {
		require.NotContains(t, body, secret)
	}
	status, _ = call(t, "GET", s.URL()+"/elsewhere", "", nil)
	require.Equal(t, 404, status)
}

func TestControlPaths(t *testing.T) {
	s := startSandbox(t)
	v := s.Sample()
	faults := s.URL() + "/_sandbox/faults"
	status, body := call(t, "POST", faults, `{"kind":"graph","code":4,"path":"/*","times":1}`, nil)
	require.Equal(t, 200, status)
	require.JSONEq(t, `[{"kind":"graph","code":4,"path":"/*","times":1}]`, body)
	_, body = call(t, "GET", s.MetaURL()+"/v26.0/"+v.PhoneNumberID, "", nil)
	require.Contains(t, body, "(#4) Application request limit reached")
	call(t, "POST", faults, `{"kind":"slow","delay":"20s"}`, nil)
	_, body = call(t, "GET", faults, "", nil)
	require.JSONEq(t, `[{"kind":"slow","delay":"20s"}]`, body)
	call(t, "DELETE", faults, "", nil)
	require.Empty(t, s.Meta.Faults())

	for _, wrong := range []string{
		`{"kind":"nothing"}`, `{"kind":"graph"}`, `{"kind":"redirect"}`, `{"kind":"slow","delay":"x"}`,
		`{"kind":"cut","times":-1}`, `{"kind":"html","status":42}`, `{"unknown":1}`, `{`,
	} {
		status, _ := call(t, "POST", faults, wrong, nil)
		require.Equal(t, 400, status, wrong)
	}
	_, body = call(t, "GET", s.URL()+"/_sandbox/requests", "", nil)
	require.Contains(t, body, `"fault": "graph"`)
	_, body = call(t, "GET", s.URL()+"/_sandbox/state", "", nil)
	var state struct {
		MetaURL  string       `json:"meta_url"`
		Sample   SampleValues `json:"sample"`
		Requests int          `json:"requests"`
	}
	require.NoError(t, json.Unmarshal([]byte(body), &state))
	require.Equal(t, v, state.Sample)
	require.Equal(t, s.MetaURL(), state.MetaURL)
	require.Equal(t, 1, state.Requests)
	call(t, "DELETE", s.URL()+"/_sandbox/requests", "", nil)
	require.Empty(t, s.Meta.Requests())
}

func TestOnlyThisComputerIsAnswered(t *testing.T) {
	s := startSandbox(t)
	for _, change := range []func(*http.Request){
		func(r *http.Request) { r.Host = "evil.example" },
		func(r *http.Request) { r.Header.Set("Origin", "https://evil.example") },
		func(r *http.Request) { r.Header.Set("Origin", "null") },
	} {
		status, _ := call(t, "GET", s.URL()+"/_sandbox/state", "", change)
		require.Equal(t, 403, status)
	}
	for _, address := range []string{"0.0.0.0:0", ":0", "192.168.1.2:0", "[::]:0", "example.com:80", "nonsense"} {
		_, err := Start(t.Context(), Options{Listen: address})
		require.Error(t, err, address)
	}
	_, err := Start(t.Context(), Options{Listen: strings.TrimPrefix(s.URL(), "http://")})
	require.ErrorContains(t, err, "listen for the sandbox")
}

func TestSandboxEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	s, err := Start(ctx, Options{Listen: "localhost:0"})
	require.NoError(t, err)
	require.Equal(t, Sample(DefaultSeed), s.Sample())
	cancel()
	<-s.done
	require.NoError(t, s.Close(context.WithoutCancel(ctx)))
}

func TestSampleValues(t *testing.T) {
	one, other := Sample("one"), Sample("two")
	require.Equal(t, one, Sample("one"))
	require.Equal(t, one.AppID, other.AppID)
	seen := map[string]bool{}
	for _, v := range []SampleValues{one, other} {
		for _, secret := range v.Secrets() {
			require.False(t, seen[secret], "every secret is its own")
			seen[secret] = true
			if strings.HasPrefix(secret, "EAA") {
				require.Regexp(t, `^EAASandbox[0-9A-Za-z]{202}$`, secret)
			} else {
				require.Regexp(t, `^5a4db0[0-9a-f]{26}$`, secret)
			}
		}
	}
	world := SampleWorld("one", today)
	require.Len(t, world.Tokens, 12)
	require.NotContains(t, world.Tokens, one.UnknownToken)
	for id, n := range world.Numbers {
		require.Contains(t, world.WABAs[n.WABAID].NumberIDs, id)
		require.Regexp(t, `^\d{15}$`, id)
	}
}

// The sources have no token and no secret that a scanner could take for one.
func TestSourcesHoldNoSecretLikeText(t *testing.T) {
	files, err := filepath.Glob("*.go")
	require.NoError(t, err)
	secret := regexp.MustCompile(`EAA[0-9A-Za-z]{20}|\b[0-9a-f]{32}\b`)
	for _, name := range files {
		text, err := os.ReadFile(name)
		require.NoError(t, err)
		require.False(t, secret.Match(text), name)
	}
}
