package qontak

import (
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"channeldesk/app"

	"github.com/stretchr/testify/require"
)

var signTime = time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)

// TestSignature holds the two vectors computed by hand.
func TestSignature(t *testing.T) {
	s := signer{
		id: app.NewSecret("example-client-id"), secret: app.NewSecret("example-secret-not-real"),
		clock: app.ClockFunc(func() time.Time { return signTime.In(time.FixedZone("WIB", 7*3600)) }),
	}
	for _, c := range []struct{ method, address, want string }{
		{"GET", "https://api.mekari.com/qontak/chat/v1/templates/whatsapp?limit=10&offset=1", "FqggvZ3IClKmI1+Pgt8dF1JH5f8ZBC1gyEQSeX1s66w="},
		{"PUT", "https://api.mekari.com/qontak/chat/v1/message_interactions", "ynHIDT1iRDJrNwhlRzTxt1UFBWCiTC60GkSE2h2Obq8="},
	} {
		r := httptest.NewRequest(c.method, c.address, nil)
		s.sign(r)
		require.Equal(t, "Sun, 22 Nov 2026 09:00:00 GMT", r.Header.Get("Date"))
		require.Equal(t, `hmac username="example-client-id", algorithm="hmac-sha256", headers="date request-line", signature="`+c.want+`"`,
			r.Header.Get("Authorization"))
	}
}

// TestSignatureOfBrackets: array parameters are signed as written, whether they
// go out escaped or not.
func TestSignatureOfBrackets(t *testing.T) {
	plain := signature("s", "d", "GET", "/a?statuses[]=APPROVED&category%5B0%5D=x")
	escaped := signature("s", "d", "GET", "/a?statuses%5B%5D=APPROVED&category%5b0%5d=x")
	require.Equal(t, plain, escaped)
	require.NotEqual(t, signature("s", "d", "GET", "/a%5B%5D"), signature("s", "d", "GET", "/a[]"), "the path is not changed")
}

// TestEachTrySigned: a repeated read is signed anew, with the time of then.
func TestEachTrySigned(t *testing.T) {
	now := signTime
	var dates, signatures []string
	p := carried(func(r *http.Request) (*http.Response, error) {
		dates, signatures = append(dates, r.Header.Get("Date")), append(signatures, r.Header.Get("Authorization"))
		now = now.Add(time.Second)
		return answer(503, `{}`, nil)
	}, func() time.Time { return now })
	_, err := p.ReadEndpoint(t.Context(), sampleConfig("http://127.0.0.1:9", authHMAC))
	require.Error(t, err)
	require.Len(t, dates, 3)
	require.NotEqual(t, dates[0], dates[1])
	require.NotEqual(t, signatures[0], signatures[1])
}

// TestOwnClientSpeaksHTTP1: a TLS server that offers HTTP/2 gets HTTP/1.1, which
// is the version that was signed.
func TestOwnClientSpeaksHTTP1(t *testing.T) {
	var proto string
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		proto = r.Proto
		w.Header().Set("Content-Type", "application/json")
	}))
	server.EnableHTTP2 = true
	server.StartTLS()
	defer server.Close()
	client := ownClient(nil)
	carrier := client.Transport.(*http.Transport)
	carrier.TLSClientConfig = server.Client().Transport.(*http.Transport).TLSClientConfig.Clone()
	carrier.TLSClientConfig.NextProtos = nil
	resp, err := client.Get(server.URL)
	require.NoError(t, err)
	require.NoError(t, resp.Body.Close())
	require.Equal(t, "HTTP/1.1", proto)
}

func TestClockWords(t *testing.T) {
	for ahead, want := range map[time.Duration]string{
		7 * time.Minute:       "This computer's clock is 7 minutes fast.",
		-90 * time.Minute:     "This computer's clock is 90 minutes slow.",
		-3 * time.Hour:        "This computer's clock is 3 hours slow.",
		49 * time.Hour:        "This computer's clock is 2 days fast.",
		-365 * 24 * time.Hour: "This computer's clock is 365 days slow.",
	} {
		require.Equal(t, want, clockWords(ahead).String())
	}
}

// TestWrongClock: a refused signature is compared with the server's time.
func TestWrongClock(t *testing.T) {
	for name, c := range map[string]struct {
		auth, date string
		now        time.Time
		want       string
	}{
		"fast":       {authHMAC, "Sun, 22 Nov 2026 09:00:00 GMT", signTime.Add(11*time.Minute + 20*time.Second), "This computer's clock is 11 minutes fast."},
		"slow":       {authHMAC, "Sun, 22 Nov 2026 09:00:00 GMT", signTime.Add(-6 * time.Minute), "This computer's clock is 6 minutes slow."},
		"right":      {authHMAC, "Sun, 22 Nov 2026 09:00:00 GMT", signTime.Add(40 * time.Second), "did not accept the signature"},
		"untold":     {authHMAC, "", signTime, "did not accept the signature"},
		"nonsense":   {authHMAC, "tomorrow", signTime, "did not accept the signature"},
		"not signed": {authBearer, "Sun, 22 Nov 2026 09:00:00 GMT", signTime.Add(time.Hour), "did not accept the access token"},
	} {
		t.Run(name, func(t *testing.T) {
			p := carried(func(*http.Request) (*http.Response, error) {
				return answer(401, `{"message":"Unauthorized"}`, http.Header{"Date": {c.date}})
			}, func() time.Time { return c.now })
			r, err := p.Check(t.Context(), sampleConfig("http://127.0.0.1:9", c.auth), nil)
			require.NoError(t, err)
			s := step(t, r, stepToken)
			require.Equal(t, app.StepFailed, s.State)
			require.Contains(t, s.Detail.String(), c.want)
			require.Contains(t, s.Detail.String(), "Qontak says: “Unauthorized”.")
			require.NotEmpty(t, s.Fix.String())
			require.Equal(t, "Waits for the sign-in", step(t, r, stepWebhook).Detail.String())
		})
	}
}
