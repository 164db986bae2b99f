package main

import (
	"context"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"channeldesk/app"
)

// apiTable are requests to the notification API that are refused with a code.
func (h *hostile) apiTable(t *testing.T) {
	const text = `{"to":"+628123456789","template":{"name":"hello_world","language":"en_US"}}`
	cut := h.keys["all"][:30]
	for _, c := range []struct {
		name, method, path, body, key string
		status                        int
		code                          string
	}{
		{"no key", "POST", "/v1/messages", text, "", 401, "key_missing"},
		{"cut key", "POST", "/v1/messages", text, cut, 401, "key_mistyped"},
		{"very long key", "POST", "/v1/messages", text, strings.Repeat("k", 9000), 401, "key_mistyped"},
		{"revoked key", "POST", "/v1/messages", text, h.keys["revoked"], 401, "key_revoked"},
		{"rotated key", "POST", "/v1/messages", text, h.keys["rotated"], 401, "key_replaced"},
		{"expired key", "POST", "/v1/messages", text, h.keys["expired"], 401, "key_expired"},
		{"may not send", "POST", "/v1/messages", text, h.keys["read"], 403, "key_scope"},
		{"may not read", "GET", "/v1/messages", "", h.keys["send"], 403, "key_scope"},
		{"may not read the channel", "GET", "/v1/channel", "", h.keys["send"], 403, "key_scope"},
		{"draft key, published wanted", "POST", "/v1/messages", text[:1] + `"environment":"published",` + text[1:], h.keys["draft"], 403, "key_environment"},
		{"published key, draft wanted", "POST", "/v1/messages", text[:1] + `"environment":"draft",` + text[1:], h.keys["all"], 403, "key_environment"},
		{"published key, draft listed", "GET", "/v1/messages?environment=draft", "", h.keys["all"], 403, "key_environment"},
		{"no such message", "GET", "/v1/messages/msg_0", "", h.keys["all"], 404, "no_such_message"},
		{"message by number", "GET", "/v1/messages/628123456789", "", h.keys["all"], 404, "no_such_message"},
		{"very long id", "GET", "/v1/messages/" + strings.Repeat("9", 500), "", h.keys["all"], 422, "invalid"},
		{"no such path", "GET", "/v1/628123456789", "", h.keys["all"], 404, "no_such_path"},
		{"wrong method", "DELETE", "/v1/messages", "", h.keys["all"], 405, "wrong_method"},
		{"no JSON", "POST", "/v1/messages", "{", h.keys["all"], 400, "invalid"},
		{"empty", "POST", "/v1/messages", "", h.keys["all"], 400, "invalid"},
		{"deep", "POST", "/v1/messages", strings.Repeat("[", 30_000), h.keys["all"], 400, "invalid"},
		{"deep objects", "POST", "/v1/messages", strings.Repeat(`{"to":`, 9000) + "1" + strings.Repeat("}", 9000), h.keys["all"], 422, "invalid"},
		{"wrong type", "POST", "/v1/messages", `{"to":628123456789,"text":["a"]}`, h.keys["all"], 422, "invalid"},
		{"null", "POST", "/v1/messages", `null`, h.keys["all"], 422, "invalid"},
		{"two values", "POST", "/v1/messages", text + text, h.keys["all"], 400, "invalid"},
		{"unknown member", "POST", "/v1/messages", text[:1] + `"priority":1,` + text[1:], h.keys["all"], 422, "invalid"},
		{"unknown query", "GET", "/v1/messages?to=%2B628123456789&colour=red", "", h.keys["all"], 422, "invalid"},
		{"too large", "POST", "/v1/messages", `{"to":"+628123456789","text":"` + strings.Repeat("x", 70_000) + `"}`, h.keys["all"], 413, "too_large"},
		{"no open window", "POST", "/v1/messages", `{"to":"+628119999999","text":"Hi"}`, h.keys["all"], 422, "window_closed"},
		{"no number", "POST", "/v1/messages", `{"to":"<script>","text":"Hi"}`, h.keys["all"], 422, "invalid"},
	} {
		status, p := h.s.api(c.method, c.path, c.body, c.key)
		assert.Equal(t, []any{c.status, c.code}, []any{status, p["code"]}, c.name)
		assert.NotEmpty(t, p["detail"], c.name)
	}
	status, p := h.s.api("POST", "/v1/messages", packed(t, text), h.keys["all"], "Content-Encoding", "gzip")
	assert.Equal(t, []any{415, "encoded"}, []any{status, p["code"]})
	h.idempotency(t, text)
}

// idempotency: a key of a request stands for one request of one API key.
func (h *hostile) idempotency(t *testing.T, text string) {
	ask := func(key, idempotency, body string) (int, map[string]any) {
		return h.s.api("POST", "/v1/messages", body, key, "Idempotency-Key", idempotency)
	}
	status, first := ask(h.keys["all"], "order-1", text)
	require.Equal(t, 202, status, first)
	status, again := ask(h.keys["all"], "order-1", text)
	assert.Equal(t, []any{202, first}, []any{status, again})
	status, p := ask(h.keys["all"], "order-1", strings.Replace(text, "6789", "6780", 1))
	assert.Equal(t, []any{409, "idempotency_conflict"}, []any{status, p["code"]})
	status, other := ask(h.keys["send"], "order-1", text)
	assert.Equal(t, 202, status, "another key's own")
	assert.NotEqual(t, first["id"], other["id"])
	status, p = ask(h.keys["all"], strings.Repeat("x", 300), text)
	assert.Equal(t, []any{422, "invalid"}, []any{status, p["code"]})
	status, p = ask(h.keys["revoked"], "order-1", text)
	assert.Equal(t, []any{401, "key_revoked"}, []any{status, p["code"]}, "no answer for who may not ask any more")
}

// slow begins requests that never end. What it gives looks that they were cut off;
// a body has 20 seconds, which only the long run waits for.
func (h *hostile) slow() (look func()) {
	began := time.Now()
	head, body := make(chan string, 1), make(chan string, 1)
	go func() { head <- h.raw("POST " + h.hooks["meta"] + " HTTP/1.1\r\nHost: wa.example\r\nX-Slow: ") }()
	long := os.Getenv("CHANNELDESK_SOAK") != ""
	if long {
		go func() {
			body <- h.raw("POST " + h.hooks["meta"] + " HTTP/1.1\r\nHost: wa.example\r\nContent-Length: 100\r\n\r\n{")
		}()
	}
	return func() {
		h.t.Helper()
		assert.Equal(h.t, "nothing", <-head, "a head that never ends is cut off")
		if long {
			assert.Equal(h.t, "408", <-body)
		}
		assert.Less(h.t, time.Since(began), time.Minute)
	}
}

// nothingCounted demands that only what was proven was kept, and that nothing but
// a real message had an effect.
func (h *hostile) nothingCounted() {
	h.t.Helper()
	h.look(func(w *workspace) {
		require.NoError(h.t, w.Store.View(context.Background(), func(tx app.Tx) error {
			all, err := tx.ListChannels()
			require.NoError(h.t, err)
			for _, c := range all {
				agent, err := tx.GetAgent(c.AgentID)
				require.NoError(h.t, err)
				want := h.genuine[agent.Name]
				if c.Environment == app.Draft {
					want = 0
				}
				got, err := tx.ListArrivals(c.ID, 0, 500)
				require.NoError(h.t, err)
				assert.Len(h.t, got, want, "%s %s", agent.Name, c.Environment)
				for _, a := range got {
					assert.NotContains(h.t, a.What.String(), "forged")
				}
			}
			agent, err := tx.FindAgent("meta")
			require.NoError(h.t, err)
			messages, err := tx.ListMessages(app.MessageFilter{Agent: agent.ID, Limit: 100})
			assert.Len(h.t, messages, 2, "those two that were accepted")
			return err
		}))
	})
}

// nothingWritten looks for secrets in everything that the program wrote, and for
// numbers and panics in what is there to be read.
func (h *hostile) nothingWritten(when string) {
	t := h.t
	t.Helper()
	secrets := []string{h.values.Token, h.values.AppSecret, h.qontak.Token, h.coster.ConversationToken, h.coster.PushToken, testPassphrase}
	for _, more := range []map[string]string{h.keys, h.secrets} {
		for _, s := range more {
			secrets = append(secrets, s)
		}
	}
	for _, s := range secrets {
		require.Greater(t, len(s), 8)
		h.notWritten(s)
		assert.NotContains(t, h.printed.String()+h.s.out.String(), s, when)
	}
	var read strings.Builder
	require.NoError(t, filepath.WalkDir(filepath.Join(h.data, logFolder), func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		read.Write(data)
		return err
	}))
	require.Contains(t, read.String(), `"status":`+itoa(http.StatusForbidden), "the log was written, with requests")
	for _, n := range strangers {
		assert.NotContains(t, read.String()+h.printed.String()+h.s.out.String(), n, when)
	}
	assert.NotContains(t, strings.ToLower(read.String()+h.printed.String()), "panic", when)
}
