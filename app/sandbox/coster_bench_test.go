package sandbox

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// costerBench is a simulated Coster with a client for it.
type costerBench struct {
	bench
	c     *Coster
	clock *testClock
	v     CosterValues
}

func newCosterBench(t *testing.T) costerBench {
	t.Helper()
	clock := newTestClock()
	c := NewCoster(Options{Seed: t.Name(), Clock: clock})
	return costerBench{bench: serve(t, c, c.Close), c: c, clock: clock, v: c.Sample()}
}

// converse posts to the conversation host.
func (b costerBench) converse(token, body string) reply {
	b.t.Helper()
	return b.withToken("POST", "/conversation/bot/webhook", token, body)
}

func (b costerBench) withToken(method, path, token, body string) reply {
	b.t.Helper()
	req := b.request(b.t.Context(), method, path, "", "", body)
	if body != "" {
		req.Header.Set("Content-Type", "application/json")
	}
	if token != "" {
		req.Header.Set("X-Access-Token", token)
	}
	r, err := b.do(req)
	require.NoError(b.t, err)
	return r
}

// push posts to the push host.
func (b costerBench) push(token, body string) reply {
	b.t.Helper()
	return b.post("/push/v1/"+b.v.AccountID+"/messages", token, body)
}

// session is a good message of a conversation; each pair of replacements spoils
// it.
func (b costerBench) session(replacements ...string) string {
	return strings.NewReplacer(replacements...).Replace(`{"xid":"s-1","channel_id":"whatsapp-cloud","account_id":"` + b.v.AccountID +
		`","division_id":"` + b.v.DivisionID + `","is_helpdesk":false,"message_type":"outbound","data":{"messaging_product":"whatsapp",` +
		`"recipient_type":"individual","to":"` + digitsOf(b.v.Customer) + `","type":"text","text":{"body":"Selamat pagi."}}}`)
}

// template is a good push; each pair of replacements spoils it.
func (b costerBench) template(replacements ...string) string {
	return strings.NewReplacer(replacements...).Replace(`{"xid":"p-1","to":"` + digitsOf(b.v.Customer) + `","type":"template","template":{"name":"` +
		b.v.Template + `","language":{"policy":"deterministic","code":"id"},"components":[{"type":"body","parameters":[` +
		`{"type":"text","text":"Sari"},{"type":"text","text":"Rp75.000"}]}]}}`)
}

// refusedAs checks an answer in the usual error shape of Coster.
func (r reply) refusedAs(t *testing.T, status int, code, title, details string) {
	t.Helper()
	require.Equal(t, status, r.status, r.raw)
	require.JSONEq(t, `{"meta":{"author":"jatis mobile","meta":"0.0.1"},"errors":[{"code":`+code+`,"title":"`+title+`","details":"`+details+`"}]}`, r.raw)
}

// invalidAs checks a refusal for a request's form.
func (r reply) invalidAs(t *testing.T, details string) {
	t.Helper()
	r.refusedAs(t, 500, "1006", "Required parameter is missing or invalid", details)
}

// deniedAs checks a refusal of a token.
func (r reply) deniedAs(t *testing.T, details string) {
	t.Helper()
	r.refusedAs(t, 401, "1005", "Access denied", details)
}
