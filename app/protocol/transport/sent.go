package transport

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"net/http/httptrace"
	"sync/atomic"
	"syscall"
)

// trip watches how far one try came.
type trip struct {
	// sought is set when a line to the host was looked for, had when there was one.
	sought, had atomic.Bool
}

func (t *trip) watch(ctx context.Context) context.Context {
	return httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GetConn: func(string) { t.sought.Store(true) },
		GotConn: func(httptrace.GotConnInfo) { t.had.Store(true) },
	})
}

// neverLeft reports whether the try failed before there was a line on which
// anything could have been sent. Where nothing was watched, as with another
// carrier, the kind of failure decides.
func (t *trip) neverLeft(err error) bool {
	if t.sought.Load() {
		return !t.had.Load() || isDial(err)
	}
	return isDial(err) || isHandshake(err)
}

// isDial reports a failure to make a line. net/http looks for a second line
// after a first one only when it is certain that nothing went out on that.
func isDial(err error) bool {
	var dns *net.DNSError
	if errors.As(err, &dns) {
		return true
	}
	var op *net.OpError
	return errors.As(err, &op) && (op.Op == "dial" || op.Op == "proxyconnect") || errors.Is(err, syscall.ECONNREFUSED)
}

func isHandshake(err error) bool {
	var unknown x509.UnknownAuthorityError
	var name x509.HostnameError
	var invalid x509.CertificateInvalidError
	var verify *tls.CertificateVerificationError
	var record tls.RecordHeaderError
	return errors.As(err, &unknown) || errors.As(err, &name) || errors.As(err, &invalid) || errors.As(err, &verify) || errors.As(err, &record)
}
