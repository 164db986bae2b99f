package sandbox

import (
	"fmt"
	"net/http"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestQontakTakesBearerTokens(t *testing.T) {
	b := newQontakBench(t)
	require.Equal(t, 200, b.get("/integrations").status)
	ask := func(token string) reply { return b.send("GET", bearerBase+"/integrations", token, "", "") }
	for _, token := range []string{b.v.UserToken, b.v.BotToken, b.v.OtherToken} {
		require.Equal(t, 200, ask(token).status)
	}
	ask("").refused(t, 401, "The access token is invalid")
	ask(b.v.UnknownToken).refused(t, 401, "The access token is invalid")
	ask(b.v.ExpiredToken).refused(t, 401, "The access token expired")
	ask(b.v.RevokedToken).refused(t, 401, "The access token was revoked")
	require.Empty(t, b.k.Violations())
	b.clock.move(346 * 24 * time.Hour)
	ask(b.v.Token).refused(t, 401, "The access token expired")
}

func TestQontakTokensAreOfAKind(t *testing.T) {
	b := newQontakBench(t)
	const notAllowed = "You are not authorized to access this resource"
	for path, wrong := range map[string]string{"/message_interactions": b.v.UserToken, "/templates/whatsapp": b.v.BotToken} {
		b.send("GET", bearerBase+path, wrong, "", "").refused(t, 403, notAllowed)
		require.Equal(t, 200, b.send("GET", bearerBase+path, b.v.Token, "", "").status)
	}
	require.Equal(t, 200, b.send("GET", bearerBase+"/message_interactions", b.v.BotToken, "", "").status)
	require.Equal(t, 200, b.send("GET", bearerBase+"/templates/whatsapp", b.v.UserToken, "", "").status)
}

// The signature was computed by another program.
func TestQontakSignature(t *testing.T) {
	require.Equal(t, "bk+LtJHNgkU2iExF1nDy0odkJ6fZl0Hi5+MR8aHFyYY=", qontakSignature("sandbox-vector-secret",
		"date: Sun, 22 Nov 2026 09:00:00 GMT\nGET /qontak/chat/v1/integrations?limit=10 HTTP/1.1"))
}

func TestQontakTakesSignedCalls(t *testing.T) {
	b := newQontakBench(t)
	good := func(path string, change func(*http.Request)) reply {
		return b.signed("GET", path, b.v.HMACClientID, b.v.HMACClientSecret, "", change)
	}
	r := good("/integrations?limit=2", nil)
	require.Equal(t, 200, r.status, r.raw)
	require.Equal(t, today.Format(http.TimeFormat), r.header.Get("Date"))
	require.Equal(t, 200, good("/templates/whatsapp?statuses[]=APPROVED", nil).status)
	require.Equal(t, 200, good("/message_interactions", nil).status, "an application may do both")
	body := `{"url":"https://hooks.example.test/h","status_message":true}`
	require.Equal(t, 200, b.signed("PUT", "/message_interactions", b.v.HMACClientID, b.v.HMACClientSecret, body, nil).status)
	require.Empty(t, b.k.Violations())

	refused := func(r reply, status int, message string) {
		t.Helper()
		require.Equal(t, status, r.status)
		require.JSONEq(t, fmt.Sprintf(`{"message":%q}`, message), r.raw)
	}
	at := func(d time.Duration) func(*http.Request) {
		return func(*http.Request) { b.clock.move(d) }
	}
	refused(good("/integrations", func(r *http.Request) { r.Header.Del("Date") }), 401, needsDate)
	refused(good("/integrations", func(r *http.Request) { r.Header.Set("Date", "today") }), 401, needsDate)
	refused(good("/integrations", at(6*time.Minute)), 401, needsDate)
	refused(good("/integrations", at(-6*time.Minute)), 401, needsDate)
	require.Equal(t, 200, good("/integrations", at(5*time.Minute)).status)
	refused(b.signed("GET", "/integrations", b.v.HMACClientID, b.v.WrongHMACSecret, "", nil), 401, "HMAC signature does not match")
	refused(b.signed("GET", "/integrations", b.v.UnknownHMACClientID, b.v.HMACClientSecret, "", nil), 401, cannotVerify)
	refused(b.signed("GET", "/integrations", b.v.ScopelessHMACID, b.v.ScopelessHMACSecret, "", nil), 403,
		"You do not have the required scope to access this resource")
	require.Equal(t, 200, b.signed("GET", "/integrations", b.v.OtherHMACClientID, b.v.OtherHMACSecret, "", nil).status)
	refused(good("/integrations", func(r *http.Request) { r.Header.Del("Authorization") }), 401, "Unauthorized")
	refused(good("/integrations", func(r *http.Request) {
		r.Header.Set("Authorization", `hmac username="x", algorithm="hmac-sha256", headers="date", signature="x"`)
	}), 401, cannotVerify)
}

func TestQontakPathOfTheSignatureIsThatOfTheCall(t *testing.T) {
	b := newQontakBench(t)
	spoil := func(r *http.Request) { r.URL.RawQuery = "limit=3" }
	r := b.signed("GET", "/integrations?limit=2", b.v.HMACClientID, b.v.HMACClientSecret, "", spoil)
	require.Equal(t, 401, r.status)
	// Brackets may be sent escaped when they were signed as they are.
	escape := func(r *http.Request) { r.URL.RawQuery = "statuses%5B%5D=APPROVED" }
	r = b.signed("GET", "/templates/whatsapp?statuses[]=APPROVED", b.v.HMACClientID, b.v.HMACClientSecret, "", escape)
	require.Equal(t, 200, r.status, r.raw)
	b.k.prefix = "/qontak"
	require.Equal(t, 404, b.signed("GET", "/x", b.v.HMACClientID, b.v.HMACClientSecret, "", nil).status)
}

func TestQontakCredentialsAtTheWrongBase(t *testing.T) {
	b := newQontakBench(t)
	r := b.send("GET", "/"+qontakHMACBase+"/integrations", b.v.Token, "", "")
	require.Equal(t, 401, r.status)
	require.JSONEq(t, `{"message":"Unauthorized"}`, r.raw)
	b.send("GET", bearerBase+"/integrations?access_token="+b.v.Token, "", "", "").refused(t, 401, "The access token is invalid")
	req := b.request(t.Context(), "GET", bearerBase+"/integrations", "", "", "")
	req.Header.Set("Authorization", `hmac username="x"`)
	_, err := b.do(req)
	require.NoError(t, err)
	r = b.send("GET", "/elsewhere", b.v.Token, "", "")
	require.Equal(t, 404, r.status)
	require.JSONEq(t, `{"message":"no Route matched with those values"}`, r.raw)
	require.Equal(t, []Rule{RuleWrongPlace, RuleTokenInURL, RuleWrongPlace, RuleRefused}, rulesIn(b.k.Violations()))
	require.True(t, b.k.Requests()[1].TokenInURL)
}

func TestQontakLimits(t *testing.T) {
	b := newQontakBench(t)
	b.k.Change(func(w *QontakWorld) { w.Limits = SampleQontakWorld("", today).Limits })
	for i := range 10 {
		r := b.get("/integrations")
		require.Equal(t, 200, r.status)
		require.Equal(t, "100", r.header.Get("X-RateLimit-Limit"))
		require.Equal(t, strconv.Itoa(99-i), r.header.Get("X-RateLimit-Remaining"))
		require.Equal(t, strconv.FormatInt(today.Add(time.Minute).Unix(), 10), r.header.Get("X-RateLimit-Reset"))
	}
	quick := b.get("/integrations")
	quick.refused(t, 429, "Too many requests")
	require.Equal(t, "10", quick.header.Get("X-RateLimit-Limit"))
	require.Equal(t, strconv.FormatInt(today.Add(time.Second).Unix(), 10), quick.header.Get("X-RateLimit-Reset"))
	require.Equal(t, 200, b.send("GET", bearerBase+"/integrations", b.v.OtherToken, "", "").status, "each has its own count")
	for range 9 {
		b.clock.move(time.Second)
		for range 10 {
			require.Equal(t, 200, b.get("/integrations").status)
		}
	}
	b.clock.move(time.Second)
	r := b.get("/integrations")
	require.Equal(t, 429, r.status)
	require.Equal(t, "0", r.header.Get("X-RateLimit-Remaining"))
	b.clock.move(time.Minute)
	require.Equal(t, 200, b.get("/integrations").status)

	b.k.Change(func(w *QontakWorld) { w.Limits, w.Quirks.ResetAsDate = QontakLimits{PerMinute: 1}, true })
	b.clock.move(time.Minute)
	signed := func() reply {
		return b.signed("GET", "/integrations", b.v.HMACClientID, b.v.HMACClientSecret, "", nil)
	}
	require.Equal(t, 200, signed().status)
	r = signed()
	require.Equal(t, 429, r.status)
	require.JSONEq(t, `{"message":"API rate limit exceeded"}`, r.raw)
	_, err := http.ParseTime(r.header.Get("X-RateLimit-Reset"))
	require.NoError(t, err)
}
