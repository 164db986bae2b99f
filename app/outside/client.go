package outside

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"
	"unicode"
)

// answerMost is how much of an answer is read.
const answerMost = 64 << 10

// client asks the address as a provider does: straight, without following
// anything. Its connections are its own.
type client struct {
	r    *run
	http *http.Client
}

func (s *Service) newClient(r *run) *client {
	t := &http.Transport{
		DialContext: s.p.Dial, TLSClientConfig: &tls.Config{RootCAs: s.p.Roots, MinVersion: tls.VersionTLS12},
		DisableKeepAlives: true, MaxResponseHeaderBytes: answerMost, ForceAttemptHTTP2: true,
	}
	return &client{r: r, http: &http.Client{
		Transport: t, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

func (c *client) close() { c.http.CloseIdleConnections() }

// distrust takes any certificate, for a look at who answers. No secret is sent.
func (c *client) distrust() {
	c.http.Transport.(*http.Transport).TLSClientConfig.InsecureSkipVerify = true //nolint:gosec // nothing secret is sent, see trusted
}

// answer is what came back.
type answer struct {
	status int
	header http.Header
	body   string
	took   time.Duration
}

// get asks for an address, post sends a body with one header more.
func (c *client) get(ctx context.Context, u string) (answer, error) {
	return c.ask(ctx, http.MethodGet, u, "", "", "")
}

func (c *client) post(ctx context.Context, u, body, name, value string) (answer, error) {
	return c.ask(ctx, http.MethodPost, u, body, name, value)
}

func (c *client) ask(ctx context.Context, method, u, body, name, value string) (a answer, err error) {
	q, err := http.NewRequestWithContext(ctx, method, u, strings.NewReader(body))
	if err != nil {
		return a, err
	}
	q.Header.Set("User-Agent", c.r.s.p.UserAgent)
	q.Header.Set("Accept", "*/*")
	if method == http.MethodPost {
		q.Header.Set("Content-Type", "application/json")
	}
	if name != "" {
		q.Header.Set(name, value)
	}
	began := time.Now()
	resp, err := c.http.Do(q)
	if err != nil {
		return a, err
	}
	defer func() { _ = resp.Body.Close() }()
	text, err := io.ReadAll(io.LimitReader(resp.Body, answerMost))
	return answer{status: resp.StatusCode, header: resp.Header, body: string(text), took: time.Since(began)}, err
}

// hostPort is where to connect.
func hostPort(u *url.URL) string {
	port := u.Port()
	if port == "" {
		port = map[string]string{"https": "443", "http": "80"}[u.Scheme]
	}
	return net.JoinHostPort(u.Hostname(), port)
}

// shortError is the system's own words of a failure, without the address, which
// may hold a secret.
func shortError(err error) string {
	var u *url.Error
	if errors.As(err, &u) {
		err = u.Err
	}
	var d *net.DNSError
	if errors.As(err, &d) {
		return cut(plain(d.Err))
	}
	var op *net.OpError
	if errors.As(err, &op) && op.Err != nil {
		err = op.Err
	}
	return cut(plain(err.Error()))
}

const wordsMost = 80

func cut(s string) string {
	if r := []rune(s); len(r) > wordsMost {
		return string(r[:wordsMost]) + "…"
	}
	return s
}

// plain is what somebody else wrote, fit for one line.
func plain(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.IsPrint(r):
			return r
		}
		return -1
	}, strings.ToValidUTF8(s, ""))
	return strings.Join(strings.Fields(s), " ")
}

func isTimeout(err error) bool {
	var n net.Error
	return errors.Is(err, context.DeadlineExceeded) || errors.As(err, &n) && n.Timeout()
}
