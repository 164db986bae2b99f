package sandbox

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"math/big"
	"net"
	"net/http"
	"net/url"
	"time"
	"unicode/utf8"
)

// longestOverride is the longest callback address, in characters.
const longestOverride = 200

// verifyCallback makes the webhook handshake and fails the setting as Meta
// does when the answer is not 200 with the bare challenge.
func (m *Meta) verifyCallback(ctx context.Context, name, callback, verifyToken string) *graphError {
	if utf8.RuneCountInString(callback) > longestOverride {
		return badParameter("Param %s must be at most %d characters long", name, longestOverride)
	}
	u, err := url.Parse(callback)
	if err != nil || u.Host == "" || u.User != nil || u.Fragment != "" {
		return badParameter("Param %s must be a valid URL", name)
	}
	if u.Scheme != "https" && (u.Scheme != "http" || !isLoopbackHost(u.Hostname())) {
		return badParameter("Param %s must be a secure URL (https)", name)
	}
	n, err := rand.Int(rand.Reader, big.NewInt(2_000_000_000))
	if err != nil {
		return &graphError{Message: "An unknown error has occurred.", Type: typeOAuth, Code: 1}
	}
	challenge := n.String()
	query := "hub.mode=subscribe&hub.challenge=" + challenge + "&hub.verify_token=" + url.QueryEscape(verifyToken)
	if u.RawQuery != "" {
		query = u.RawQuery + "&" + query
	}
	u.RawQuery = query
	if what := m.shakeHands(ctx, u.String(), challenge); what != "" {
		return &graphError{
			Message: "(#2200) Callback verification failed with the following errors: " + what,
			Type:    typeOAuth, Code: 2200,
		}
	}
	return nil
}

// shakeHands calls the address, at the gateway when one is set, and says what was
// wrong with the answer.
func (m *Meta) shakeHands(ctx context.Context, address, challenge string) string {
	if gateway := m.Delivery().Gateway; gateway != "" {
		address = aimed(address, gateway)
	}
	ctx, cancel := context.WithTimeout(ctx, m.options.HandshakeTimeout)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return "curl_errno = 3; curl_error = URL malformed; HTTP Status Code = 0"
	}
	req.Header.Set("User-Agent", "facebookplatform/1.0 (channeldesk sandbox)")
	req.Header.Set("Accept", "*/*")
	res, err := handshakeClient.Do(req)
	if err != nil {
		return curlError(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(io.LimitReader(res.Body, 1024))
	switch {
	case err != nil:
		return curlError(err)
	case res.StatusCode != http.StatusOK:
		return fmt.Sprintf("HTTP Status Code = %d; HTTP Message = %s", res.StatusCode, http.StatusText(res.StatusCode))
	case string(body) != challenge:
		return fmt.Sprintf("Response does not match challenge, expected value=%q", challenge)
	}
	return ""
}

// curlError puts a failed call into the words that Meta uses. The address
// stays out of it, as it carries the verify token.
func curlError(err error) string {
	var timeout net.Error
	var dns *net.DNSError
	switch {
	case errors.As(err, &dns):
		return "curl_errno = 6; curl_error = Could not resolve host; HTTP Status Code = 0"
	case errors.Is(err, context.DeadlineExceeded) || errors.As(err, &timeout) && timeout.Timeout():
		return "curl_errno = 28; curl_error = Operation timed out; HTTP Status Code = 0"
	case isCertificateError(err):
		return "curl_errno = 60; curl_error = SSL certificate problem; HTTP Status Code = 0"
	}
	return "curl_errno = 7; curl_error = Failed to connect; HTTP Status Code = 0"
}

// handshakeClient follows no redirect, uses no proxy and keeps no connection.
var handshakeClient = &http.Client{
	CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	Transport: &http.Transport{
		Proxy:                  nil,
		DisableKeepAlives:      true,
		TLSHandshakeTimeout:    5 * time.Second,
		MaxResponseHeaderBytes: 64 << 10,
	},
}
