package transport

import (
	"context"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"channeldesk/app"
	"channeldesk/app/protocol"

	"github.com/stretchr/testify/require"
)

// carrier answers requests without a network.
type carrier func(*http.Request) (*http.Response, error)

func (c carrier) RoundTrip(r *http.Request) (*http.Response, error) { return c(r) }

// TestNothingSent: before there was a line, nothing can have been done.
func TestNothingSent(t *testing.T) {
	b := newBench(t, http.NotFoundHandler())
	plain := httptest.NewTLSServer(http.NotFoundHandler())
	defer plain.Close()
	listener, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	require.NoError(t, err)
	closed := "http://" + listener.Addr().String()
	require.NoError(t, listener.Close())
	for base, words := range map[string]string{
		closed:                                 "Nothing answers at",
		plain.URL:                              "Nobody this computer trusts",
		strings.Replace(b.url, "p:", "ps:", 1): "connection",
		"https://no-such-host.invalid":         "You seem to be offline",
		"gopher://x":                           "must begin with https",
	} {
		r := b.write()
		r.Base = base
		e := b.fails(t.Context(), r)
		require.Contains(t, e.Error(), words, base)
		require.ErrorIs(t, e, protocol.ErrNotSent, base)
		require.False(t, protocol.MaybeDone(e))
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	e := b.fails(ctx, b.write())
	require.Equal(t, app.CodeCancelled, e.Code)
	require.ErrorIs(t, e, protocol.ErrNotSent)
	require.ErrorIs(t, e, context.Canceled)
}

// TestPerhapsDone: once the request may have left, nobody knows.
func TestPerhapsDone(t *testing.T) {
	asked := make(chan struct{}, 1)
	for name, handler := range map[string]http.HandlerFunc{
		"closed without a word": func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) },
		"half an answer": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			w.Header().Set("Content-Length", "1000")
			_, _ = io.WriteString(w, `{"a":`)
			panic(http.ErrAbortHandler)
		},
		"not HTTP": func(w http.ResponseWriter, _ *http.Request) {
			conn, _, err := w.(http.Hijacker).Hijack()
			if err == nil {
				_, _ = io.WriteString(conn, testToken+" hello\r\n\r\n")
				_ = conn.Close()
			}
		},
	} {
		b := newBench(t, handler)
		e := b.fails(t.Context(), b.write())
		require.True(t, protocol.MaybeDone(e), name)
		require.NotErrorIs(t, e, protocol.ErrNotSent, name)
	}
	b := newBench(t, http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		asked <- struct{}{}
		<-r.Context().Done()
	}))
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		<-asked
		cancel()
	}()
	e := b.fails(ctx, b.write())
	require.Equal(t, app.CodeCancelled, e.Code)
	require.True(t, protocol.MaybeDone(e))
}

// TestCancelWhileConnecting: a cancel before there is a line leaves nothing open.
func TestCancelWhileConnecting(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	c := New(Options{Provider: "Acme", HTTPClient: &http.Client{Transport: &http.Transport{
		DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
			cancel()
			<-ctx.Done()
			return nil, ctx.Err()
		},
	}}})
	_, e := c.Do(ctx, Request{Method: http.MethodPost, Base: "http://127.0.0.1:9", JSON: 1})
	require.Equal(t, app.CodeCancelled, app.ErrorCode(e))
	require.False(t, protocol.MaybeDone(e))
}

// TestProxyThatIsNotThere: also then nothing left this computer.
func TestProxyThatIsNotThere(t *testing.T) {
	c := New(Options{Provider: "Acme", HTTPClient: &http.Client{Transport: carrier(func(*http.Request) (*http.Response, error) {
		return nil, &net.OpError{Op: "proxyconnect", Err: errors.New("503 from the proxy")}
	})}})
	_, e := c.Do(t.Context(), Request{Method: http.MethodPost, Base: "https://api.example"})
	require.False(t, protocol.MaybeDone(e))
}

// TestLineFailuresInWords: each way in which a line fails has its own sentence.
func TestLineFailuresInWords(t *testing.T) {
	for words, c := range map[string]struct {
		err error
		may bool
	}{
		"You seem to be offline":        {&net.OpError{Op: "dial", Err: &net.DNSError{Err: "no such host", IsNotFound: true}}, false},
		"Nothing answers at":            {&net.OpError{Op: "dial", Err: syscall.ECONNREFUSED}, false},
		"may not be Acme":               {x509.HostnameError{Certificate: &x509.Certificate{}, Host: "api.example"}, false},
		"Nobody this computer trusts":   {x509.UnknownAuthorityError{}, false},
		"certificate of the server has": {x509.CertificateInvalidError{Reason: x509.Expired}, false},
		"The connection to":             {io.ErrUnexpectedEOF, true},
	} {
		caller := New(Options{Provider: "Acme", HTTPClient: &http.Client{Transport: carrier(func(*http.Request) (*http.Response, error) { return nil, c.err })}})
		_, e := caller.Do(t.Context(), Request{Method: http.MethodPost, Base: "https://api.example", Query: map[string][]string{"q": {"private"}}})
		require.Equal(t, app.CodeProviderUnreachable, app.ErrorCode(e))
		require.Contains(t, e.What.String(), words)
		require.NotEmpty(t, e.Fix.String())
		require.NotContains(t, e.LogValue().String(), "private")
		require.Equal(t, c.may, protocol.MaybeDone(e), words)
	}
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

// TestWholeCallEnds: a body that trickles for ever is given up.
func TestWholeCallEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := New(Options{Provider: "Acme", HTTPClient: &http.Client{Transport: carrier(func(r *http.Request) (*http.Response, error) {
			return &http.Response{StatusCode: 200, Header: http.Header{"Content-Type": {"application/json"}}, Body: dripping{r.Context()}}, nil
		})}})
		start := time.Now()
		_, e := c.Do(t.Context(), Request{Method: http.MethodPost, Base: "https://api.example"})
		require.Equal(t, app.CodeProviderUnreachable, app.ErrorCode(e))
		require.True(t, protocol.MaybeDone(e))
		require.Equal(t, CallTimeout, time.Since(start))
	})
}
