package qontak

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"channeldesk/app"
	"channeldesk/app/protocol"

	"github.com/stretchr/testify/require"
)

const (
	testToken   = "tok-Zq81mXc0Lr7vBn4kWd2sHy6tPf9eGa3uJ5"
	testClient  = "client-id-7Qd2"
	testSecret  = "hmac-secret-Vb83kLw0zR"
	hookSecret  = "hook-secret-0123456789abcdef"
	testChannel = "0b5f0c52-5a35-4c53-9a8e-3f1f7ab0d111"
	testOrg     = "6e0a7a54-93a1-4b5d-8c55-0a0f3d7e2f10"
	testHook    = "https://desk.example.test/hooks/qontak/kl-7f3a9c/" + hookSecret
)

// provider is a small Qontak: one organisation, what a test puts into it, and
// what it was asked.
type provider struct {
	mu sync.Mutex
	// channels are list elements as JSON, in pages of perPage.
	channels []string
	perPage  int
	// noCursor leaves only page numbers.
	noCursor  bool
	url       string
	on        map[string]bool
	requests  []*http.Request
	bodies    []string
	noRead    bool
	keeps     bool
	leavesOff string
	header    http.Header
}

func newProvider() *provider {
	return &provider{perPage: 100, on: map[string]bool{}, channels: []string{channelJSON(testChannel, "Toko Contoh", "6280000000101")}}
}

func channelJSON(id, name, phone string) string {
	return fmt.Sprintf(`{"id":%q,"target_channel":"wa_cloud","webhook":"Lsw","settings":{"account_name":%q,"phone_number":%q},`+
		`"organization_id":%q,"created_at":"2026-01-05T02:43:30.060Z","is_active":true,"new_member":[1]}`, id, name, phone, testOrg)
}

func (p *provider) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	p.mu.Lock()
	defer p.mu.Unlock()
	body, _ := io.ReadAll(r.Body)
	p.requests, p.bodies = append(p.requests, r), append(p.bodies, string(body))
	for name, values := range p.header {
		w.Header()[name] = values
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	if auth := r.Header.Get("Authorization"); auth != "Bearer "+testToken && !strings.HasPrefix(auth, "hmac ") {
		w.WriteHeader(http.StatusUnauthorized)
		fmt.Fprint(w, `{"message":"Unauthorized"}`)
		return
	}
	switch path := r.URL.Path; {
	case path == "/integrations":
		p.list(w, r)
	case path == "/message_interactions" && r.Method == http.MethodPut:
		p.register(body)
		p.tell(w)
	case path == "/message_interactions" && !p.noRead:
		p.tell(w)
	default:
		w.WriteHeader(http.StatusNotFound)
		fmt.Fprint(w, `{"status":"error","error":{"code":404,"messages":["Not found"]}}`)
	}
}

func (p *provider) list(w http.ResponseWriter, r *http.Request) {
	page := 1
	_, _ = fmt.Sscan(strings.TrimPrefix(r.URL.Query().Get("cursor"), "page-"), &page)
	if p.noCursor {
		_, _ = fmt.Sscan(r.URL.Query().Get("offset"), &page)
	}
	from := min((page-1)*p.perPage, len(p.channels))
	to := min(from+p.perPage, len(p.channels))
	next := "null"
	if to < len(p.channels) {
		next = fmt.Sprintf("%q", fmt.Sprint("page-", page+1))
	}
	cursor := `"cursor":{"next":` + next + `,"prev":null},`
	if p.noCursor {
		cursor = ""
	}
	fmt.Fprintf(w, `{"status":"success","data":[%s],"meta":{"pagination":{%s"offset":%d,"limit":%d,"total":%d}}}`,
		strings.Join(p.channels[from:to], ","), cursor, page, p.perPage, len(p.channels))
}

func (p *provider) register(body []byte) {
	var asked map[string]any
	if json.Unmarshal(body, &asked) != nil || p.keeps {
		return
	}
	p.url, _ = asked["url"].(string)
	for _, name := range switches {
		p.on[name] = asked[name] == true && name != p.leavesOff
	}
}

func (p *provider) tell(w http.ResponseWriter) {
	var events []string
	for _, name := range switches {
		hooks := ""
		if p.url != "" {
			hooks = fmt.Sprintf(`{"id":"9f5","event":"message_interaction","url":%q}`, p.url)
		}
		events = append(events, fmt.Sprintf(`%q:{"enabled":%v,"webhooks":[%s]}`, name, p.on[name], hooks))
	}
	fmt.Fprintf(w, `{"status":"success","data":{"auto_assign_agent":false,%s,"room_resolved":{"enabled":false,"webhooks":[]}}}`, strings.Join(events, ","))
}

// bench is the protocol with a provider to speak to.
type bench struct {
	t    *testing.T
	fake *provider
	p    *Protocol
	c    protocol.Config
	now  time.Time
}

func newBench(t *testing.T) *bench {
	t.Helper()
	b := &bench{t: t, fake: newProvider(), now: time.Now()}
	server := httptest.NewServer(b.fake)
	t.Cleanup(server.Close)
	b.p = New(Options{
		Log:   slog.New(slog.DiscardHandler),
		Clock: app.ClockFunc(func() time.Time { return b.now }),
		Sleep: func(ctx context.Context, _ time.Duration) error { return ctx.Err() },
	})
	b.c = testConfig(server.URL)
	return b
}

func testConfig(baseURL string) protocol.Config {
	return protocol.Config{
		Channel: app.Channel{
			Protocol: ID, AccountCode: "+6280000000101",
			Fields: map[string]string{fieldChannel: testChannel, fieldAddress: baseURL, fieldAuth: authBearer},
		},
		Secrets:    map[string]app.Secret{secretToken: app.NewSecret(testToken)},
		WebhookURL: testHook, WebhookSecret: app.NewSecret(hookSecret),
	}
}

// sampleConfig is a configuration that signs in by the given method.
func sampleConfig(baseURL, auth string) protocol.Config {
	c := testConfig(baseURL)
	c.Channel.Fields[fieldAuth] = auth
	if auth == authHMAC {
		c.Secrets = map[string]app.Secret{secretHMACID: app.NewSecret(testClient), secretHMACSecret: app.NewSecret(testSecret)}
	}
	return c
}

func (b *bench) check() app.CheckReport {
	b.t.Helper()
	report, err := b.p.Check(b.t.Context(), b.c, nil)
	require.NoError(b.t, err)
	return report
}

func step(t *testing.T, r app.CheckReport, id string) app.CheckStep {
	t.Helper()
	for _, s := range r.Steps {
		if s.ID == id {
			return s
		}
	}
	t.Fatalf("no step %s", id)
	return app.CheckStep{}
}
