package sandbox

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"channeldesk/app"
)

// today is the time in all tests of this package.
var today = time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)

// bench is a simulated Graph interface with a client for it.
type bench struct {
	t    *testing.T
	meta *Meta
	base string
	v    SampleValues
}

func newBench(t *testing.T) bench {
	t.Helper()
	meta := NewMeta(Options{Seed: t.Name(), Clock: app.ClockFunc(func() time.Time { return today })})
	server := httptest.NewServer(meta)
	t.Cleanup(func() {
		meta.Close()
		server.Close()
	})
	return bench{t: t, meta: meta, base: server.URL, v: meta.Sample()}
}

// reply is an answer as the tests look at it.
type reply struct {
	status int
	header http.Header
	raw    string
}

func (r reply) json(t *testing.T) map[string]any {
	t.Helper()
	var out map[string]any
	require.NoError(t, json.Unmarshal([]byte(r.raw), &out), r.raw)
	return out
}

func (r reply) errorCode(t *testing.T) (code, subcode float64) {
	t.Helper()
	e, ok := r.json(t)["error"].(map[string]any)
	require.True(t, ok, r.raw)
	code, _ = e["code"].(float64)
	subcode, _ = e["error_subcode"].(float64)
	return code, subcode
}

func (b bench) request(ctx context.Context, method, path, token, contentType, body string) *http.Request {
	b.t.Helper()
	req, err := http.NewRequestWithContext(ctx, method, b.base+path, strings.NewReader(body))
	require.NoError(b.t, err)
	req.Header.Set("User-Agent", "channeldesk-test/1.0.0")
	if token != "" {
		req.Header.Set("Authorization", "Bearer "+token)
	}
	if contentType != "" {
		req.Header.Set("Content-Type", contentType)
	}
	return req
}

func (b bench) do(req *http.Request) (reply, error) {
	client := &http.Client{
		Transport:     &http.Transport{DisableKeepAlives: true},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	res, err := client.Do(req)
	if err != nil {
		return reply{}, err
	}
	defer res.Body.Close()
	raw, err := io.ReadAll(res.Body)
	return reply{status: res.StatusCode, header: res.Header, raw: string(raw)}, err
}

func (b bench) send(method, path, token, contentType, body string) reply {
	b.t.Helper()
	r, err := b.do(b.request(b.t.Context(), method, path, token, contentType, body))
	require.NoError(b.t, err)
	return r
}

func (b bench) get(path, token string) reply { return b.send("GET", path, token, "", "") }

func (b bench) post(path, token, jsonBody string) reply {
	return b.send("POST", path, token, "application/json", jsonBody)
}

func (b bench) postForm(path, token string, form url.Values) reply {
	return b.send("POST", path, token, "application/x-www-form-urlencoded", form.Encode())
}

func (b bench) appToken() string { return b.v.AppID + "|" + b.v.AppSecret }

// debug asks debug_token by a batch, so that the token is in no address.
func (b bench) debug(access, input string) (int, map[string]any) {
	b.t.Helper()
	ops := `[{"method":"GET","relative_url":"debug_token?input_token=` + url.QueryEscape(input) + `"}]`
	r := b.postForm("/v26.0/", access, url.Values{"batch": {ops}})
	require.Equal(b.t, 200, r.status, r.raw)
	var answers []struct {
		Code    int
		Headers []struct{ Name, Value string }
		Body    string
	}
	require.NoError(b.t, json.Unmarshal([]byte(r.raw), &answers))
	require.Len(b.t, answers, 1)
	require.NotEmpty(b.t, answers[0].Headers)
	var body map[string]any
	require.NoError(b.t, json.Unmarshal([]byte(answers[0].Body), &body))
	return answers[0].Code, body
}

func proofOf(token, secret string) string {
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte(token))
	return hex.EncodeToString(mac.Sum(nil))
}

// callback is a webhook endpoint of the kind a gateway has.
func callback(t *testing.T, verifyToken string) string {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		q := r.URL.Query()
		if q.Get("hub.mode") != "subscribe" || q.Get("hub.verify_token") != verifyToken {
			w.WriteHeader(http.StatusForbidden)
			return
		}
		_, _ = io.WriteString(w, q.Get("hub.challenge"))
	}))
	t.Cleanup(server.Close)
	return server.URL + "/hooks/meta/nb-41c0d7"
}

func compact(t *testing.T, s string) string {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, json.Compact(&b, []byte(s)))
	return b.String()
}
