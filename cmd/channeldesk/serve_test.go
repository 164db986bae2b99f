package main

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"io/fs"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"channeldesk/app"
)

// lines is what a running program prints, line by line as it comes.
type lines struct {
	mu   sync.Mutex
	all  bytes.Buffer
	more chan struct{}
}

func (l *lines) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	n, err := l.all.Write(p)
	if bytes.Contains(p, []byte("\n")) {
		select {
		case l.more <- struct{}{}:
		default:
		}
	}
	return n, err
}

func (l *lines) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.all.String()
}

// served is a program that runs "serve" beside the test.
type served struct {
	b       *bench
	out     *lines
	started serveLine
	base    string
	stop    func() int
}

// serve starts the gateway of a bench on a free port.
func (b *bench) serve(args ...string) *served {
	b.t.Helper()
	ctx, cancel := context.WithCancel(b.t.Context())
	s := &served{b: b, out: &lines{more: make(chan struct{}, 1)}}
	c := b.console
	var errs lines
	c.in, c.out, c.err = strings.NewReader(""), s.out, &errs
	done := make(chan int, 1)
	all := append([]string{"--data", b.data, "--secrets", "memory", "--json", "serve", "--listen", "127.0.0.1:0"}, args...)
	go func() { done <- run(ctx, all, c, environment{Memory: b.memory}) }()
	s.stop = sync.OnceValue(func() int { cancel(); return <-done })
	b.t.Cleanup(func() { s.stop() })
	select {
	case <-s.out.more:
	case code := <-done:
		done <- code
		require.FailNow(b.t, "serve ended", "%d %s", code, errs.String())
	case <-time.After(30 * time.Second):
		require.FailNow(b.t, "serve does not start", errs.String())
	}
	require.NoError(b.t, json.Unmarshal([]byte(strings.SplitN(s.out.String(), "\n", 2)[0]), &s.started))
	s.base = "http://" + s.started.Listen
	return s
}

// ask sends a request and gives status and body.
func (s *served) ask(method, path, body string, headers ...string) (int, string) {
	s.b.t.Helper()
	req, err := http.NewRequestWithContext(s.b.t.Context(), method, s.base+path, strings.NewReader(body))
	require.NoError(s.b.t, err)
	for i := 0; i+1 < len(headers); i += 2 {
		req.Header.Set(headers[i], headers[i+1])
	}
	res, err := http.DefaultClient.Do(req)
	require.NoError(s.b.t, err)
	defer res.Body.Close()
	data, err := io.ReadAll(res.Body)
	require.NoError(s.b.t, err)
	return res.StatusCode, string(data)
}

func (s *served) api(method, path, body, key string, headers ...string) (int, map[string]any) {
	s.b.t.Helper()
	status, answer := s.ask(method, path, body, append(headers, "Authorization", "Bearer "+key, "Content-Type", "application/json")...)
	var v map[string]any
	require.NoError(s.b.t, json.Unmarshal([]byte(answer), &v), answer)
	return status, v
}

// newKey makes an API key on the command line.
func (b *bench) newKey(env, name string) string {
	b.t.Helper()
	var k keyJSON
	require.NoError(b.t, json.Unmarshal([]byte(b.must("--json", "--env", env, "keys", "create", name)), &k))
	return k.Key
}

// takesMessages is a provider that takes every message.
func takesMessages(t *testing.T) string {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodPost || !strings.HasSuffix(r.URL.Path, "/messages") {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, `{"messaging_product":"whatsapp","contacts":[{"input":"628123456789","wa_id":"628123456789"}],"messages":[{"id":"wamid.HBgN1"}]}`)
	}))
	t.Cleanup(server.Close)
	return server.URL
}

// A message goes from the API to the provider, its state comes back by webhook,
// and all of it is there after a restart.
func TestServe(t *testing.T) {
	b := newBench(t)
	b.meta = takesMessages(t)
	b.setUp()
	key := b.newKey("published", "Billing")
	s := b.serve()
	assert.Equal(t, "https://wa.example", s.started.Public)
	require.Len(t, s.started.Channels, 1)
	hook := strings.TrimPrefix(s.started.Channels[0].WebhookURL, "https://wa.example")
	assert.Regexp(t, `^/hooks/[a-z]+/[a-z0-9-]+$`, hook)

	status, ch := s.api("GET", "/v1/channel", "", key)
	assert.Equal(t, 200, status)
	assert.Equal(t, "meta_cloud", ch["protocol"])
	status, sent := s.api("POST", "/v1/messages", `{"to":"+628123456789","template":{"name":"hello_world","language":"en_US"}}`, key, "Idempotency-Key", "a")
	require.Equal(t, 202, status, sent)
	_, again := s.api("POST", "/v1/messages", `{"to":"+628123456789","template":{"name":"hello_world","language":"en_US"}}`, key, "Idempotency-Key", "a")
	assert.Equal(t, sent, again)
	path := "/v1/messages/" + sent["id"].(string)
	var m map[string]any
	require.Eventually(t, func() bool {
		_, m = s.api("GET", path, "", key)
		return m["status"] != "queued" && m["status"] != "sending"
	}, 20*time.Second, 10*time.Millisecond)
	require.Equal(t, "accepted", m["status"], m)

	// The provider tells that it was delivered, signed with the App Secret.
	body := strings.NewReplacer("<waba>", b.values.WABAID, "<number>", b.values.PhoneNumberID, "<id>", m["provider_message_id"].(string)).Replace(
		`{"object":"whatsapp_business_account","entry":[{"id":"<waba>","changes":[{"field":"messages","value":{"messaging_product":"whatsapp",
		"metadata":{"display_phone_number":"628115550188","phone_number_id":"<number>"},
		"statuses":[{"id":"<id>","status":"delivered","timestamp":"1767225600","recipient_id":"628123456789"}]}}]}]}`)
	status, answer := s.ask("POST", hook, body)
	assert.Equal(t, 401, status, "without a signature: "+answer)
	status, answer = s.ask("POST", hook, body, "X-Hub-Signature-256", signature("wrong", body))
	assert.Equal(t, 401, status, answer)
	status, answer = s.ask("POST", hook, body, "X-Hub-Signature-256", signature(b.values.AppSecret, body))
	require.Equal(t, 200, status, answer)
	_, m = s.api("GET", path, "", key)
	assert.Equal(t, "delivered", m["status"])

	for _, wrong := range []string{strings.Repeat("[", 100_000), `{"object":`, `"text"`, `null`, `{"entry":{"a":5}}`} {
		status, answer = s.ask("POST", hook, wrong, "X-Hub-Signature-256", signature(b.values.AppSecret, wrong))
		assert.Equal(t, 200, status, "kept as not understood: %s", answer)
	}
	status, _ = s.ask("POST", hook+"x", body)
	assert.Equal(t, 404, status, "no such channel")
	status, ready := s.ask("GET", "/readyz", "")
	assert.Equal(t, 200, status, ready)
	_, figures := s.ask("GET", "/metrics", "")
	assert.Contains(t, figures, `channeldesk_sends_total{outcome="accepted"} 1`)
	assert.Contains(t, figures, `channeldesk_delivery_states_total{state="delivered"} 1`)
	assert.Contains(t, figures, `channeldesk_webhooks_total{protocol="meta_cloud",status="401"} 2`)

	other := b.run("serve", "--listen", "127.0.0.1:0")
	assert.Equal(t, exitFailed, other.code)
	assert.Contains(t, other.err, "running already")
	other = b.run("serve", "--listen", "127.0.0.1:0", "--public-url", "https://other.example")
	assert.Contains(t, other.err, "running already")
	assert.Equal(t, "https://wa.example\n", b.must("settings", "get", "public-address"), "a refusal changes nothing")
	assert.Equal(t, exitDone, s.stop())
	assert.Contains(t, s.out.String(), `"event":"stopped"`)

	s = b.serve()
	_, m = s.api("GET", path, "", key)
	assert.Equal(t, "delivered", m["status"])
	_, again = s.api("POST", "/v1/messages", `{"to":"+628123456789","template":{"name":"hello_world","language":"en_US"}}`, key, "Idempotency-Key", "a")
	assert.Equal(t, sent, again, "remembered over a restart")
	s.stop()
	for _, secret := range []string{key, b.values.Token, b.values.AppSecret} {
		b.notWritten(secret)
	}
}

// notWritten demands that no file of the data folder holds a secret.
func (b *bench) notWritten(secret string) {
	b.t.Helper()
	require.NoError(b.t, filepath.WalkDir(b.data, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		assert.False(b.t, bytes.Contains(data, []byte(secret)), path)
		return err
	}))
}

func signature(secret, body string) string {
	h := hmac.New(sha256.New, []byte(secret))
	h.Write([]byte(body))
	return "sha256=" + hex.EncodeToString(h.Sum(nil))
}

// Keys are made and ended on the command line while the gateway runs.
func TestServeAndKeys(t *testing.T) {
	b := readyBench(t)
	b.must("draft", "create")
	s := b.serve()
	key, draft := b.newKey("published", "Billing"), b.newKey("draft", "Trial")
	assert.True(t, strings.HasPrefix(key, "cdk_pub_"))
	status, _ := s.api("GET", "/v1/channel", "", key)
	assert.Equal(t, 200, status)
	status, p := s.api("POST", "/v1/messages", `{"to":"+628123456789","text":"Hi","environment":"published"}`, draft)
	assert.Equal(t, []any{403, "key_environment"}, []any{status, p["code"]})
	status, p = s.api("POST", "/v1/messages", `{"to":"+628123456789","text":"Hi"}`, key)
	assert.Equal(t, []any{422, "window_closed"}, []any{status, p["code"]})

	var rotated keyJSON
	require.NoError(t, json.Unmarshal([]byte(b.must("--json", "keys", "rotate", "billing")), &rotated))
	for _, k := range []string{key, rotated.Key} {
		status, _ = s.api("GET", "/v1/channel", "", k)
		assert.Equal(t, 200, status, "both work for a while")
	}
	assert.Equal(t, exitUsage, b.run("keys", "revoke", "Billing").code, "it asks first")
	assert.Contains(t, b.must("keys", "list"), "open, replaced by 3")
	assert.Regexp(t, `does not work any more\.\nThe older one that it replaced \(cdk_pub_.*\) still works until .* keys revoke 1\n`, b.must("keys", "revoke", "Billing", "--yes"))
	status, p = s.api("GET", "/v1/channel", "", rotated.Key)
	assert.Equal(t, []any{401, "key_revoked"}, []any{status, p["code"]})
	s.stop()

	list := b.must("keys", "list")
	assert.Contains(t, list, "Billing")
	assert.Contains(t, list, "127.0.0.1")
	var keys []keyJSON
	require.NoError(t, json.Unmarshal([]byte(b.must("--json", "keys", "list")), &keys))
	require.Len(t, keys, 2)
	assert.Equal(t, []string{"revoked", "open"}, []string{keys[0].State, keys[1].State})
	assert.Equal(t, []app.KeyScope{app.ScopeSend, app.ScopeRead}, keys[1].Scopes)
	assert.NotContains(t, list, key)
}

func TestKeysOnTheCommandLine(t *testing.T) {
	b := readyBench(t)
	assert.Contains(t, b.must("keys"), "no API key yet")
	r := b.run("keys", "create", "CRM", "--scope", "read", "--expires", "90d")
	require.Equal(t, exitDone, r.code, r.err)
	assert.Regexp(t, `^cdk_pub_[0-9A-Za-z]+\n$`, r.out, "the key alone, so that a script can take it")
	assert.Contains(t, r.err, "only time")
	assert.Equal(t, exitFailed, b.run("keys", "create", "crm").code, "the name is taken")
	assert.Contains(t, b.run("keys", "rotate", "nobody").err, "keys list")
	for _, args := range [][]string{
		{"keys", "create"}, {"keys", "create", "A", "--scope", "admin"}, {"keys", "create", "A", "--expires", "soon"}, {"keys", "rotate", "CRM", "--overlap", "1y"},
		{"keys", "examples"}, {"keys", "examples", "--language", "cobol"}, {"keys", "examples", "--language", "go", "--operation", "fly"},
		{"serve", "--metrics-from", "everywhere"}, {"serve", "--trusted-proxy", "10.0.0.0/99"},
		{"serve", "--listen", "somewhere"}, {"serve", "--listen", "127.0.0.1:70000"}, {"serve", "--listen", "example.com:0"},
	} {
		assert.Equal(t, exitUsage, b.run(args...).code, args)
	}
	assert.Equal(t, "NAME is missing.\nTry: channeldesk keys create --help [usage]\n", b.run("keys", "create").err)
	assert.Contains(t, b.run("keys", "examples").err, "--language=NAME is missing.")
	assert.Contains(t, b.run("members", "role").err, "NAME ROLE is missing.")
	assert.Contains(t, b.run("forward", "replay", "abc").err, "ID takes a whole number.")
	assert.Contains(t, b.run("history", "--limit", "abc").err, "--limit takes a whole number.")
	assert.Contains(t, b.run("send-bulk", "--csv", "a", "--template", "b", "--pace", "fast").err, "--pace takes a number.")
	made := b.run("keys", "examples", "--language", "curl")
	assert.Contains(t, made.err, "the one in the example is made up", "no template was read yet")
	b.must("templates", "sync")
	assert.Contains(t, b.must("keys", "examples", "--language", "curl", "--operation", "list_templates"), "https://wa.example/v1/templates")
	own := b.run("keys", "examples", "--language", "curl")
	assert.Empty(t, own.err)
	assert.Contains(t, own.out, `"name": "appointment_reminder"`, "one that can be sent")
	assert.Equal(t, 3, strings.Count(own.out[strings.Index(own.out, `"body": [`):], `", "`)+1, "with all of its values: "+own.out)
	python := b.must("keys", "examples", "--language", "python", "--operation", "read_channel")
	assert.Contains(t, python, "https://wa.example/v1/channel")
	assert.Contains(t, b.must("keys", "examples", "--language", "curl", "--to", "0812-3456-789"), "+628123456789")
}

// Who only looks neither serves nor makes keys.
func TestViewersDoNotServe(t *testing.T) {
	b := readyBench(t)
	b.newKey("published", "Billing")
	b.must("members", "add", "Tono", "--role", "viewer")
	viewer := func(args ...string) result { return b.run(append([]string{"--member", "Tono", "--yes"}, args...)...) }
	for _, args := range [][]string{
		{"serve", "--listen", "127.0.0.1:0"}, {"keys", "create", "Mine"}, {"keys", "rotate", "Billing"}, {"keys", "revoke", "Billing"},
	} {
		r := viewer(args...)
		assert.Equal(t, exitFailed, r.code, args)
		assert.Contains(t, r.err, "[forbidden]")
		assert.NotContains(t, r.out, "cdk_pub_")
	}
	assert.Equal(t, exitDone, viewer("keys", "list").code)
	assert.Equal(t, exitDone, viewer("keys", "examples", "--language", "ruby").code)
}

// A port that another program has is said in a sentence.
func TestServeOnATakenPort(t *testing.T) {
	b := readyBench(t)
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer taken.Close()
	r := b.run("serve", "--listen", taken.Addr().String())
	assert.Equal(t, exitFailed, r.code)
	assert.Contains(t, r.err, "cannot listen on "+taken.Addr().String())
	assert.Contains(t, r.err, "[gateway_listen]")
	r = b.run("serve", "--listen", taken.Addr().String(), "--public-url", "https://other.example")
	assert.Contains(t, r.err, "[gateway_listen]")
	assert.Equal(t, "https://wa.example\n", b.must("settings", "get", "public-address"))
}
