package gateway_test

import (
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"channeldesk/app"
	"channeldesk/app/gateway"
)

const secretPart = "Zk3-wholesecretwholesecretwholesecret"

func TestWebhookIsPassedOn(t *testing.T) {
	d := start(t)
	res := d.send("POST", "/hooks/meta/nb-41c0d7?x=1", `{"a":1}`, "X-Hub-Signature-256", "sha256=00")
	assert.Equal(t, http.StatusOK, res.StatusCode)
	assert.Equal(t, "OK\n", res.body)
	assert.Equal(t, "text/plain; charset=utf-8", res.Header.Get("Content-Type"))
	h := d.inbox.taken()[0]
	assert.Equal(t, []string{"meta", "nb-41c0d7", "", `{"a":1}`, "sha256=00", "1"},
		[]string{h.HookPath, h.Key, h.Secret, string(h.Body), h.Header("X-Hub-Signature-256"), h.Query.Get("x")})

	d.send("POST", "/hooks/qontak/kl-7f3a9c/"+secretPart, ``)
	assert.Equal(t, secretPart, d.inbox.taken()[1].Secret)
	st := d.Status()
	assert.EqualValues(t, 2, st.Webhooks)
	assert.Equal(t, d.Now().Truncate(time.Millisecond), st.LastWebhookAt)
	assert.NotContains(t, d.log.String(), secretPart)
	assert.Contains(t, d.log.String(), "/hooks/qontak/kl-7f3a9c/…")
}

func TestWebhookAnswers(t *testing.T) {
	d := start(t)
	for _, a := range []gateway.Answer{
		{Status: 401, Body: "The signature is missing.\n"}, {Status: 403, Body: "no\n"}, {Status: 404, Body: "no\n"}, {Status: 500, Body: "no\n"},
		{Status: 503, Body: "busy\n", RetryAfter: 1500 * time.Millisecond},
	} {
		d.inbox.answer = func(gateway.Hook) gateway.Answer { return a }
		res := d.send("POST", "/hooks/meta/nb-41c0d7", `{}`)
		assert.Equal(t, a.Status, res.StatusCode)
		assert.Equal(t, a.Body, res.body)
		assert.Equal(t, "nosniff", res.Header.Get("X-Content-Type-Options"))
		require.NotEmpty(t, res.Header.Get("X-Request-Id"))
		assert.Contains(t, d.log.String(), res.Header.Get("X-Request-Id"), "the log names it as the answer does")
		if a.RetryAfter > 0 {
			assert.Equal(t, "2", res.Header.Get("Retry-After"))
		}
	}
	assert.EqualValues(t, 5, d.Status().Refused)
	assert.True(t, d.Status().LastWebhookAt.IsZero())
}

func TestHandshakeAndBrowser(t *testing.T) {
	d := start(t)
	res := d.send("GET", "/hooks/meta/nb-41c0d7?hub.mode=subscribe&hub.challenge=42&hub.verify_token="+secretPart, "")
	assert.Equal(t, "42", res.body)
	assert.Equal(t, "text/plain; charset=utf-8", res.Header.Get("Content-Type"))
	assert.NotContains(t, d.log.String(), secretPart)

	page := d.send("GET", "/hooks/qontak/kl-7f3a9c/"+secretPart, "", "Accept", "text/html,*/*")
	assert.Equal(t, http.StatusOK, page.StatusCode)
	assert.Contains(t, page.body, "This is a webhook address")
	assert.Contains(t, page.Header.Get("Content-Security-Policy"), "default-src 'none'")
	for _, path := range []string{"/hooks/qontak/kl-7f3a9c", "/hooks/nothing/at-all/here"} {
		assert.Equal(t, page.body, d.send("GET", path, "", "Accept", "text/html").body, "the same for all: it tells nothing")
	}
	assert.NotContains(t, page.body, "kl-7f3a9c")
	assert.NotContains(t, page.body, secretPart)
	plain := d.send("GET", "/hooks/meta/nb-41c0d7", "")
	assert.Contains(t, plain.body, "webhook address of Channel Desk")
	assert.NotContains(t, plain.body, "<")
}

func TestOtherMethods(t *testing.T) {
	d := start(t)
	for _, path := range []string{"/hooks/meta/nb-41c0d7", "/hooks/qontak/kl-7f3a9c/" + secretPart} {
		for _, method := range []string{"HEAD", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "BREW"} {
			res := d.send(method, path, "")
			assert.Equal(t, http.StatusMethodNotAllowed, res.StatusCode, method)
			assert.Equal(t, "GET, POST", res.Header.Get("Allow"))
		}
	}
	assert.Empty(t, d.inbox.taken())
}

// Each address has one spelling.
func TestPathTricks(t *testing.T) {
	d := start(t)
	for _, path := range []string{
		"/hooks/meta/../meta/nb-41c0d7", "/hooks/./meta/nb-41c0d7", "/hooks//meta/nb-41c0d7", "//hooks/meta/nb-41c0d7", "/hooks/meta/nb-41c0d7/",
		"/hooks/%6deta/nb-41c0d7", "/hooks/meta/nb%2d41c0d7", "/hooks/meta/%2e%2e/nb-41c0d7", "/hooks/meta%2fnb-41c0d7", "/hooks/meta/nb-41c0d7%00",
		"/HOOKS/meta/nb-41c0d7", "/Hooks/meta/nb-41c0d7", "/hooks/meta", "/hooks", "/hooks/", "/hooks/meta/a/b/c", "/hooks/meta/..", "/",
		"/hooks/meta/nb-41c0d7\\x", "/hooks/meta/" + strings.Repeat("a", 200), "/v1/messages/", "/v1//messages", "/v1/../metrics", "/V1/messages",
		"/%76%31/messages", "/docs/../metrics", "/healthz/", "/hooks/meta/nb-41c0d7;x=1/..",
	} {
		answer := d.raw("POST " + path + " HTTP/1.1\r\nHost: " + d.host() + "\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}")
		status := strings.SplitN(answer, "\r\n", 2)[0]
		assert.Contains(t, []string{"HTTP/1.1 404 Not Found", "HTTP/1.1 400 Bad Request"}, status, path)
	}
	for _, line := range []string{"POST http://evil.example/hooks/meta/nb-41c0d7", "OPTIONS *", "CONNECT evil.example:443", "POST hooks/meta/x"} {
		answer := d.raw(line + " HTTP/1.1\r\nHost: " + d.host() + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
		assert.NotContains(t, answer, "HTTP/1.1 3", line)
		assert.NotContains(t, answer, "HTTP/1.1 5", line)
	}
	for _, h := range d.inbox.taken() {
		assert.Equal(t, []string{"meta", "nb-41c0d7", ""}, []string{h.HookPath, h.Key, h.Secret}, "nothing got in under another spelling")
	}
}

func TestWrongHost(t *testing.T) {
	d := newDesk(t)
	d.make.Update(func(tx app.Tx) error { return tx.SetSetting(app.SettingPublicAddress, "https://wa.example/desk") })
	d.begin(gateway.Options{Listen: "127.0.0.1:0"})
	for host, status := range map[string]int{
		"wa.example": 200, "WA.example:443": 200, "wa.example.": 200, "localhost": 200, "127.0.0.1:1": 200, "[::1]:80": 200,
		"evil.example": 421, "wa.example.evil.example": 421, "": 200,
	} {
		if host == "" {
			continue
		}
		res := d.send("POST", "/hooks/meta/nb-41c0d7", "{}", "Host", host)
		assert.Equal(t, status, res.StatusCode, host)
		if status == 421 {
			assert.Equal(t, "wrong_host", res.problem(t).Code)
		}
	}
	assert.Equal(t, 200, d.send("POST", "/desk/hooks/meta/nb-41c0d7", "{}").StatusCode, "a proxy may leave the path on")
	assert.Equal(t, 404, d.send("POST", "/desk/desk/hooks/meta/nb-41c0d7", "{}").StatusCode)
	_, key := d.key(app.Published)
	for _, at := range []string{"", "/desk"} { // whether the proxy took the path off or not, the caller asks below it
		sent := d.api("POST", at+"/v1/messages", sendText, key, "Host", "wa.example")
		require.Equal(t, 202, sent.StatusCode, sent.body)
		assert.Equal(t, "/desk/v1/messages/"+sent.json(t)["id"].(string), sent.Header.Get("Location"))
		assert.Equal(t, 200, d.api("GET", sent.Header.Get("Location"), "", key).StatusCode)
		for _, path := range []string{"/v1/messages/msg_x", "/nothing"} {
			p := d.api("GET", at+path, "", key).problem(t)
			assert.Equal(t, "/desk/docs#"+p.Code, p.Type)
			assert.Equal(t, 200, d.send("GET", p.Type, "").StatusCode)
		}
	}

	d.make.Update(func(tx app.Tx) error { return tx.SetSetting(app.SettingPublicAddress, "https://new.example") })
	d.params.Bus.Publish(app.Event{Kind: app.SettingsChanged})
	require.Eventually(t, func() bool { return d.Status().Public == "https://new.example" }, 5*time.Second, time.Millisecond)
	assert.Equal(t, 421, d.send("POST", "/hooks/meta/nb-41c0d7", "{}", "Host", "wa.example").StatusCode)
	assert.Equal(t, 200, d.send("POST", "/hooks/meta/nb-41c0d7", "{}", "Host", "new.example").StatusCode)
}

func TestHugeBody(t *testing.T) {
	d := start(t)
	big := strings.Repeat("x", 3<<20)
	assert.Equal(t, 200, d.send("POST", "/hooks/meta/nb-41c0d7", big).StatusCode, "as large as a provider's largest")
	assert.Len(t, d.inbox.taken()[0].Body, 3<<20)
	res := d.send("POST", "/hooks/meta/nb-41c0d7", strings.Repeat("x", 4<<20+1))
	assert.Equal(t, http.StatusRequestEntityTooLarge, res.StatusCode)
	assert.Equal(t, "too_large", res.problem(t).Code)

	req, err := http.NewRequestWithContext(t.Context(), "POST", d.base+"/hooks/meta/nb-41c0d7", io.LimitReader(endless{}, 5<<20)) // size not told
	require.NoError(t, err)
	assert.Equal(t, http.StatusRequestEntityTooLarge, d.do(req).StatusCode)
	answer := d.raw("POST /hooks/meta/nb-41c0d7 HTTP/1.1\r\nHost: " + d.host() + "\r\nContent-Length: 99999999999\r\n\r\n{}")
	assert.Contains(t, answer, " 413 ", "refused without reading it")
	long := d.raw("GET / HTTP/1.1\r\nHost: " + d.host() + "\r\nX: " + strings.Repeat("x", 64<<10) + "\r\n\r\n")
	assert.Contains(t, long, " 431 ")
	assert.Len(t, d.inbox.taken(), 1)
}

// endless is a body without an end.
type endless struct{}

func (endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = 'x'
	}
	return len(p), nil
}

// All bodies together take no more memory than is set.
func TestManyLargeBodies(t *testing.T) {
	d := start(t, func(p *gateway.Params) { p.Limits.BodiesInMemory = 5 << 20 })
	begin := func(conn net.Conn) {
		_, err := fmt.Fprintf(conn, "POST /hooks/meta/nb-41c0d7 HTTP/1.1\r\nHost: %s\r\nContent-Length: %d\r\nExpect: 100-continue\r\n\r\n", d.host(), 4<<20)
		require.NoError(t, err)
		b := make([]byte, 12)
		_, err = io.ReadFull(conn, b)
		require.NoError(t, err)
		require.Equal(t, "HTTP/1.1 100", string(b), "it is being read")
	}
	conn, err := net.Dial("tcp", d.host())
	require.NoError(t, err)
	begin(conn)
	res := d.send("POST", "/hooks/meta/nb-41c0d7", strings.Repeat("x", 2<<20))
	assert.Equal(t, http.StatusServiceUnavailable, res.StatusCode)
	assert.NotEmpty(t, res.Header.Get("Retry-After"))
	require.NoError(t, conn.Close())
	require.Eventually(t, func() bool {
		return d.send("POST", "/hooks/meta/nb-41c0d7", strings.Repeat("x", 2<<20)).StatusCode == http.StatusOK
	}, 5*time.Second, time.Millisecond, "the room comes back")
	for range 20 {
		assert.Equal(t, http.StatusOK, d.send("POST", "/hooks/meta/nb-41c0d7", strings.Repeat("x", 3<<20)).StatusCode)
	}
}

func TestSlowBody(t *testing.T) {
	d := start(t, func(p *gateway.Params) { p.Limits.Header, p.Limits.Body = 200*time.Millisecond, 100*time.Millisecond })
	answer := d.raw("POST /hooks/meta/nb-41c0d7 HTTP/1.1\r\nHost: " + d.host() + "\r\nContent-Length: 10\r\n\r\n{")
	assert.Contains(t, answer, " 408 ")
	assert.Contains(t, answer, "too_slow")
	_, key := d.key(app.Published)
	answer = d.raw("POST /v1/messages HTTP/1.1\r\nHost: " + d.host() + "\r\nAuthorization: Bearer " + key + "\r\nContent-Type: application/json\r\nContent-Length: 10\r\n\r\n{")
	assert.Contains(t, answer, " 408 ")
	assert.Empty(t, d.raw("POST /hooks/meta/nb-41c0d7 HTTP/1.1\r\nHost:"), "a head that never ends is cut off")
	assert.Empty(t, d.inbox.taken())
}

// Two thousand connections that say nothing do not keep a webhook out, with and
// without room for all of them.
func TestManyConnections(t *testing.T) {
	for name, limit := range map[string]int{"room for all": 0, "room for some": 500} {
		t.Run(name, func(t *testing.T) {
			d := start(t, func(p *gateway.Params) { p.Limits.Connections, p.Limits.Header = limit, 300*time.Millisecond })
			var open []net.Conn
			defer func() {
				for _, c := range open {
					_ = c.Close()
				}
			}()
			for range 2000 {
				c, err := net.Dial("tcp", d.host())
				require.NoError(t, err)
				open = append(open, c)
			}
			ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
			defer cancel()
			req, err := http.NewRequestWithContext(ctx, "POST", d.base+"/hooks/meta/nb-41c0d7", strings.NewReader("{}"))
			require.NoError(t, err)
			assert.Equal(t, http.StatusOK, d.do(req).StatusCode)
		})
	}
}

// Fifty at once: all are answered, none is lost.
func TestManyWebhooks(t *testing.T) {
	d := start(t)
	var wg sync.WaitGroup
	for range 50 {
		wg.Go(func() {
			for range 20 {
				if res := d.send("POST", "/hooks/meta/nb-41c0d7", "{}"); res.StatusCode != http.StatusOK {
					t.Errorf("status %d", res.StatusCode)
				}
			}
		})
	}
	wg.Wait()
	assert.Len(t, d.inbox.taken(), 1000)
	assert.EqualValues(t, 1000, d.Status().Webhooks)
}

func TestPanicIsAnswered(t *testing.T) {
	d := start(t)
	d.inbox.answer = func(gateway.Hook) gateway.Answer { panic("a mistake of ours") }
	res := d.send("POST", "/hooks/meta/nb-41c0d7", "{}")
	assert.Equal(t, http.StatusInternalServerError, res.StatusCode)
	assert.Equal(t, "internal", res.problem(t).Code)
	assert.NotContains(t, res.body, "mistake")
	assert.Contains(t, d.log.String(), "a mistake of ours")
	d.inbox.answer = nil
	assert.Equal(t, http.StatusOK, d.send("POST", "/hooks/meta/nb-41c0d7", "{}").StatusCode)
}

// A body that was compressed is never unpacked, whatever it would become.
func TestCompressedBodies(t *testing.T) {
	d := start(t)
	_, key := d.key(app.Published)
	for _, encoding := range []string{"gzip", "GZIP", "br", "deflate", "zstd", "identity, gzip", "gzip, gzip", "x"} {
		res := d.send("POST", "/hooks/meta/nb-41c0d7", bomb(t), "Content-Encoding", encoding)
		assert.Equal(t, http.StatusUnsupportedMediaType, res.StatusCode, encoding)
		assert.Equal(t, "encoded", res.problem(t).Code)
		res = d.api("POST", "/v1/messages", bomb(t), key, "Content-Encoding", encoding)
		assert.Equal(t, "encoded", res.problem(t).Code)
	}
	assert.Empty(t, d.inbox.taken())
	assert.Equal(t, http.StatusOK, d.send("POST", "/hooks/meta/nb-41c0d7", "{}", "Content-Encoding", "identity").StatusCode)
	answer := d.raw("POST /hooks/meta/nb-41c0d7 HTTP/1.1\r\nHost: " + d.host() + "\r\nTransfer-Encoding: gzip, chunked\r\nConnection: close\r\n\r\n")
	assert.Contains(t, answer, " 501 ")
	assert.Len(t, d.inbox.taken(), 1)
}

// bomb is 20 KB that would become 20 MB.
func bomb(t *testing.T) string {
	t.Helper()
	var b strings.Builder
	w := gzip.NewWriter(&b)
	_, err := io.CopyN(w, endless{}, 20<<20)
	require.NoError(t, err)
	require.NoError(t, w.Close())
	return b.String()
}
