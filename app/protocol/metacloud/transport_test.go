package metacloud

import (
	"context"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"channeldesk/app"
	"channeldesk/app/protocol"
	"channeldesk/app/protocol/transport"

	"github.com/stretchr/testify/require"
)

const (
	testToken  = "EAAtesttokentesttokentesttokentesttokentesttokentest"
	testSecret = "0123456789abcdef0123456789abcdef"
)

// carrier answers requests without a network.
type carrier func(*http.Request) (*http.Response, error)

func (c carrier) RoundTrip(r *http.Request) (*http.Response, error) { return c(r) }

func answer(status int, contentType, body string) (*http.Response, error) {
	return &http.Response{
		StatusCode: status, Header: http.Header{"Content-Type": {contentType}}, Body: io.NopCloser(strings.NewReader(body)),
	}, nil
}

func testConfig() protocol.Config {
	return protocol.Config{
		Channel: app.Channel{Protocol: ID, Fields: map[string]string{
			fieldWABA: "118204417730915", fieldNumber: "104729385561027", fieldApp: "731940286650112",
		}},
		Secrets: map[string]app.Secret{secretToken: app.NewSecret(testToken), secretApp: app.NewSecret(testSecret)},
	}
}

func with(c carrier) *Protocol { return waiting(c, nil) }

// waiting waits between tries as sleep does.
func waiting(c carrier, sleep func(context.Context, time.Duration) error) *Protocol {
	return New(Options{HTTPClient: &http.Client{Transport: c}, Jitter: func() float64 { return 0.5 }, Sleep: sleep})
}

// TestRequestForm: version, token, proof and User-Agent are where they belong.
func TestRequestForm(t *testing.T) {
	var got *http.Request
	p := with(func(r *http.Request) (*http.Response, error) {
		got = r
		return answer(200, "application/json; charset=UTF-8", `{"data":[]}`)
	})
	state, err := p.ReadWebhook(t.Context(), protocol.Config{
		Channel: app.Channel{Fields: map[string]string{fieldWABA: "118204417730915", fieldApp: "731940286650112"}},
		Secrets: testConfig().Secrets,
	})
	require.NoError(t, err)
	require.False(t, state.Subscribed)
	require.Equal(t, "graph.facebook.com", got.URL.Host)
	require.Equal(t, "/v26.0/118204417730915/subscribed_apps", got.URL.Path)
	require.Equal(t, "Bearer "+testToken, got.Header.Get("Authorization"))
	require.Regexp(t, `^[A-Za-z]+/[0-9]+\.[0-9]+\.[0-9]+$`, got.UserAgent())
	require.Len(t, got.URL.Query().Get("appsecret_proof"), 64)
	require.NotContains(t, got.URL.String(), testToken)
}

// TestTriesAreBounded: three tries with growing waits, and no try after a plain no.
func TestTriesAreBounded(t *testing.T) {
	for name, c := range map[string]struct {
		status int
		body   string
		tries  int32
		took   time.Duration
	}{
		"server error":      {500, `{}`, 3, 1200 * time.Millisecond},
		"trouble at Meta":   {500, `{"error":{"code":2,"message":"x"}}`, 3, 1200 * time.Millisecond},
		"short throttling":  {400, `{"error":{"code":4,"is_transient":true}}`, 3, 1200 * time.Millisecond},
		"long throttling":   {400, `{"error":{"code":80007}}`, 1, 0},
		"bad token":         {401, `{"error":{"code":190}}`, 1, 0},
		"code 190 as a 500": {500, `{"error":{"code":190}}`, 1, 0},
		"unknown code":      {400, `{"error":{"code":987654}}`, 1, 0},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var tries atomic.Int32
				p := with(func(*http.Request) (*http.Response, error) {
					tries.Add(1)
					return answer(c.status, "application/json", c.body)
				})
				start := time.Now()
				_, err := p.ReadWebhook(t.Context(), testConfig())
				require.Error(t, err)
				require.Equal(t, c.tries, tries.Load())
				require.Equal(t, c.took, time.Since(start))
			})
		})
	}
}

// TestCancelBetweenTries: the wait ends with the context.
func TestCancelBetweenTries(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		p := with(func(*http.Request) (*http.Response, error) { return answer(503, "", "") })
		time.AfterFunc(100*time.Millisecond, cancel)
		start := time.Now()
		_, err := p.ReadWebhook(ctx, testConfig())
		require.Equal(t, app.CodeCancelled, app.ErrorCode(err))
		require.Equal(t, 100*time.Millisecond, time.Since(start))
	})
}

// dripping is a body that brings a byte a second and ends with its context.
type dripping struct{ ctx context.Context }

func (d dripping) Read(b []byte) (int, error) {
	select {
	case <-d.ctx.Done():
		return 0, d.ctx.Err()
	case <-time.After(time.Second):
		b[0] = ' '
		return 1, nil
	}
}

func (dripping) Close() error { return nil }

// TestWholeCallEnds: a body that trickles for ever is given up after 30 s.
func TestWholeCallEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := with(func(r *http.Request) (*http.Response, error) {
			return &http.Response{StatusCode: 200, Header: http.Header{"Content-Type": {"application/json"}}, Body: dripping{r.Context()}}, nil
		})
		start := time.Now()
		_, err := p.ReadWebhook(t.Context(), testConfig())
		require.Equal(t, app.CodeProviderUnreachable, app.ErrorCode(err))
		require.Equal(t, transport.CallTimeout, time.Since(start))
	})
}

// TestPublicHostNeverGetsTheTokenInItsAddress: a server that does not know batch
// calls makes the step unknown; only a test server is asked the other way.
func TestPublicHostNeverGetsTheTokenInItsAddress(t *testing.T) {
	p := with(func(r *http.Request) (*http.Response, error) {
		require.NotContains(t, r.URL.String(), "input_token")
		require.NotContains(t, r.URL.String(), testToken)
		return answer(405, "application/json", `{}`)
	})
	r, err := p.Check(t.Context(), testConfig(), nil)
	require.NoError(t, err)
	require.Equal(t, app.StepUnknown, r.Steps[0].State)
	require.Zero(t, r.Count(app.StepFailed))

	asked := false
	p = with(func(r *http.Request) (*http.Response, error) {
		if r.URL.Path == "/v26.0/debug_token" {
			asked = true
			return answer(200, "application/json", `{"data":{"is_valid":true,"app_id":"731940286650112","expires_at":0,"scopes":["whatsapp_business_management","whatsapp_business_messaging"]}}`)
		}
		return answer(404, "text/plain", "404 page not found")
	})
	c := testConfig()
	c.Channel.Fields[fieldAddress] = "http://127.0.0.1:9"
	r, err = p.Check(t.Context(), c, nil)
	require.NoError(t, err)
	require.True(t, asked)
	require.Equal(t, app.StepPassed, r.Steps[0].State)
}

// TestLineFailuresInWords: each way in which a line fails has its own sentence,
// and the address with its query stays out of it.
func TestLineFailuresInWords(t *testing.T) {
	for words, cause := range map[string]error{
		"You seem to be offline":        &net.OpError{Op: "dial", Err: &net.DNSError{Err: "no such host", IsNotFound: true}},
		"Nothing answers at":            &net.OpError{Op: "dial", Err: syscall.ECONNREFUSED},
		"certificate for another name":  x509.HostnameError{Certificate: &x509.Certificate{}, Host: "graph.facebook.com"},
		"Nobody this computer trusts":   x509.UnknownAuthorityError{},
		"certificate of the server has": x509.CertificateInvalidError{Reason: x509.Expired},
		"The connection to":             io.ErrUnexpectedEOF,
	} {
		p := waiting(func(*http.Request) (*http.Response, error) { return nil, cause },
			func(ctx context.Context, _ time.Duration) error { return ctx.Err() })
		_, err := p.ReadWebhook(t.Context(), testConfig())
		var e *app.Error
		require.ErrorAs(t, err, &e)
		require.Equal(t, app.CodeProviderUnreachable, e.Code)
		require.Contains(t, e.What.String(), words)
		require.NotEmpty(t, e.Fix.String())
		require.NotContains(t, e.LogValue().String(), "appsecret_proof")
	}
}

// TestEndlessPaging: pages that repeat a cursor or never end are given up.
func TestEndlessPaging(t *testing.T) {
	for name, cursor := range map[string]func(n int) string{
		"same":  func(int) string { return "again" },
		"fresh": func(n int) string { return strings.Repeat("x", n%1000+1) },
		"long":  func(int) string { return strings.Repeat("x", 4096) },
	} {
		t.Run(name, func(t *testing.T) {
			n := 0
			p := with(func(r *http.Request) (*http.Response, error) {
				n++
				require.LessOrEqual(t, n, 2*pagesMax)
				return answer(200, "application/json",
					`{"data":[],"paging":{"cursors":{"after":"`+cursor(n)+`"},"next":"https://evil.example/?access_token=x"}}`)
			})
			k, bad := p.connect(testConfig())
			require.Nil(t, bad)
			_, err := k.listAccount(t.Context(), "118204417730915")
			require.Equal(t, app.CodeProviderAnswer, app.ErrorCode(err))
		})
	}
}

// TestStaleCursor: a list that changed is read again from its beginning.
func TestStaleCursor(t *testing.T) {
	stale := true
	p := waiting(func(r *http.Request) (*http.Response, error) {
		switch {
		case r.URL.Query().Get("after") == "":
			return answer(200, "application/json", `{"data":[{"id":"1"}],"paging":{"cursors":{"after":"c"},"next":"x"}}`)
		case stale:
			stale = false
			return answer(400, "application/json", `{"error":{"code":131059}}`)
		}
		return answer(200, "application/json", `{"data":[{"id":"2"}],"paging":{"cursors":{"after":"d"}}}`)
	}, func(context.Context, time.Duration) error { return errors.New("no second try of the same page") })
	k, _ := p.connect(testConfig())
	list, err := k.listAccount(t.Context(), "118204417730915")
	require.NoError(t, err)
	require.Len(t, list, 2)
}
