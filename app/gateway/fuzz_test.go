package gateway_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"channeldesk/app"
	"channeldesk/app/gateway"
)

// FuzzSend: whatever a program sends, it gets a message or a documented problem,
// and the same request with the same Idempotency-Key the same answer.
func FuzzSend(f *testing.F) {
	for _, body := range []string{
		sendTemplate, sendText, "", "{", "null", "[1]", `{}`, `{"to":5,"text":"Hi"}`, `{"to":"+628123456789","text":"Hi","due_at":"2026-03-05T05:06:07Z"}`,
		`{"to":"+628123456789","template":{"name":"a","language":"id","body":[1]}}`, `{"to":"+628123456789","text":"Hi","buttons":null}`, strings.Repeat("[", 500),
		`{"to":"+628123456789","text":"\ud800","to":"+628123456780"}`, `{"to":"+628123456789","text":"Hi","environment":"draft"}`,
	} {
		f.Add("order-1", body)
		f.Add("", body)
	}
	d := start(f, func(p *gateway.Params) { p.Limits.PerKey, p.Limits.Burst = 1e6, 1e6 })
	_, key := d.key(app.Published)
	f.Cleanup(func() { d.t = f })
	f.Fuzz(func(t *testing.T, idempotency, body string) {
		if strings.ContainsFunc(idempotency, func(c rune) bool { return c < ' ' || c >= 0x7f }) {
			return // no client can send it
		}
		d.t = t
		ask := func() reply {
			return d.api("POST", "/v1/messages", body, key, "Content-Type", "application/json", "Idempotency-Key", idempotency)
		}
		first := ask()
		if first.StatusCode != http.StatusAccepted {
			p := first.problem(t)
			assert.Contains(t, []int{400, 403, 409, 413, 415, 422}, first.StatusCode, p.Code)
			return
		}
		first.json(t)
		if strings.TrimSpace(idempotency) != "" {
			again := ask()
			require.Equal(t, first.body, again.body)
			require.Equal(t, "true", again.Header.Get("Idempotent-Replayed"))
		}
	})
}
