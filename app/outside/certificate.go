package outside

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"strings"
	"time"

	"channeldesk/app"
)

// certificateWarn is how long before its end a certificate is told of. Machines
// that renew by themselves do so earlier.
const certificateWarn = 14 * 24 * time.Hour

// certificate connects and judges the certificate. It asks for it without trust,
// so that it can tell what is wrong with it.
func (r *run) certificate(ctx context.Context) Step {
	switch {
	case r.base == nil:
		return skipped(app.Say("Waits for an address"))
	case r.nameless:
		return skipped(app.Say("Waits for the name"))
	case r.base.Scheme == "http" && r.local:
		r.trusted = true
		return skipped(app.Say("Not needed on this computer"))
	case r.base.Scheme != "https":
		return failed(You, app.Say("The address begins with http. Providers only send to https, so that nobody reads what customers write."),
			app.Say("Enter the address with https in Settings, under Gateway, and let the server in front of the gateway have a certificate.")).at("public_address")
	}
	conn, err := r.s.p.Dial(ctx, "tcp", hostPort(r.base))
	if err != nil {
		r.noAnswer = err
		return unknown(Nobody, app.Say("No connection came about, so there was no certificate to look at."), app.Text{}).coded(shortError(err))
	}
	defer func() { _ = conn.Close() }()
	host := r.base.Hostname()
	// It is judged below, so that each fault has its own words.
	secured := tls.Client(conn, &tls.Config{ServerName: host, InsecureSkipVerify: true, MinVersion: tls.VersionTLS12}) //nolint:gosec // see above
	if err := secured.HandshakeContext(ctx); err != nil {
		return r.noEncryption(err)
	}
	step := judge(secured.ConnectionState().PeerCertificates, host, r.s.p.Clock.Now(), r.s.p.Roots)
	r.trusted = step.State == app.StepPassed
	return step
}

func (r *run) noEncryption(err error) Step {
	var plain tls.RecordHeaderError
	var timeout net.Error
	switch {
	case errors.As(err, &plain):
		return failed(Server, app.Say("Something listens there, but it does not speak https."),
			app.Say("Put a server with a certificate in front of the gateway, for example Caddy, or a tunnel that has one.")).coded(shortError(err))
	case errors.Is(err, context.DeadlineExceeded), errors.As(err, &timeout) && timeout.Timeout():
		r.noAnswer = err
		return unknown(Server, app.Say("The server took too long to show its certificate."), app.Say("Run the check again. If it stays, ask who runs the server."))
	}
	return failed(Server, app.Say("The server breaks off before it shows a certificate, most often because it has none for this name."),
		app.Say("Ask who runs the server to set up a certificate for {{.Host}}.", "Host", r.base.Hostname())).coded(shortError(err))
}

// judge says what is wrong with a certificate, or how long it lasts.
func judge(shown []*x509.Certificate, host string, now time.Time, roots *x509.CertPool) Step {
	if len(shown) == 0 {
		return failed(Server, app.Say("The server shows no certificate."), app.Say("Ask who runs the server to set one up."))
	}
	leaf := shown[0]
	switch {
	case leaf.VerifyHostname(host) != nil:
		return failed(Server, app.Say("The certificate is for {{.Names}} and not for {{.Host}}, so the provider breaks off.", "Names", namesOf(leaf), "Host", host),
			app.Say("Ask who runs the server for a certificate that names {{.Host}}, or compare the public address in Settings.", "Host", host))
	case now.After(leaf.NotAfter):
		return failed(Server, app.Say("The certificate ended on {{.Date}}. The provider breaks off.", "Date", app.Day(leaf.NotAfter)),
			app.Say("Ask who runs the server to renew it, and to let it renew itself."))
	case now.Before(leaf.NotBefore):
		return failed(Server, app.Say("The certificate only begins on {{.Date}}.", "Date", app.Moment(leaf.NotBefore)),
			app.Say("Compare the clock of this computer, and ask who runs the server."))
	}
	if step, ok := judgeChain(shown, host, now, roots); !ok {
		return step
	}
	left := leaf.NotAfter.Sub(now)
	days := app.DaysLeft(left)
	if left < certificateWarn {
		what := app.Say("It ends on {{.Date}}, in {{.N}} days", "Date", app.Day(leaf.NotAfter), "N", days)
		switch days {
		case 0:
			what = app.Say("It ends today")
		case 1:
			what = app.Say("It ends tomorrow")
		}
		return warned(Server, what, app.Say("Ask who runs the server whether it renews itself."))
	}
	return passed(app.Say("Valid for {{.N}} more days, and for this name", "N", days))
}

func judgeChain(shown []*x509.Certificate, host string, now time.Time, roots *x509.CertPool) (Step, bool) {
	between := x509.NewCertPool()
	for _, c := range shown[1:] {
		between.AddCert(c)
	}
	leaf := shown[0]
	_, err := leaf.Verify(x509.VerifyOptions{DNSName: host, Roots: roots, Intermediates: between, CurrentTime: now})
	if err == nil {
		return Step{}, true
	}
	var noRoots x509.SystemRootsError
	var stranger x509.UnknownAuthorityError
	switch {
	case errors.As(err, &noRoots):
		return unknown(You, app.Say("This computer has no list of trusted certificates to compare with."), app.Say("Run the check on another computer.")), false
	case bytes.Equal(leaf.RawIssuer, leaf.RawSubject):
		return failed(Server, app.Say("The server made its certificate itself, so nobody else trusts it."),
			app.Say("Ask who runs the server for one that is trusted everywhere; Let's Encrypt gives them for nothing.")), false
	case errors.As(err, &stranger) && len(shown) == 1:
		return failed(Server, app.Say("The certificate does not lead to anybody who is trusted: the one in between is not sent, or its maker is not trusted. Browsers often mend that by themselves, providers do not."),
			app.Say("Ask who runs the server to send the whole chain, often a file called fullchain.")).coded(shortError(err)), false
	}
	return failed(Server, app.Say("The certificate is not trusted."), app.Say("Ask who runs the server for one that is trusted everywhere.")).coded(shortError(err)), false
}

// namesMost is how many names of a certificate are told.
const namesMost = 3

func namesOf(c *x509.Certificate) string {
	names := c.DNSNames
	if len(names) == 0 {
		for _, ip := range c.IPAddresses {
			names = append(names, ip.String())
		}
	}
	if len(names) == 0 {
		names = []string{c.Subject.CommonName}
	}
	if len(names) > namesMost {
		names = append(names[:namesMost:namesMost], "…")
	}
	for i, n := range names {
		names[i] = plain(n)
	}
	return strings.Join(names, ", ")
}
