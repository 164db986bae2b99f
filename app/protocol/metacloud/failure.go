package metacloud

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/url"
	"strings"
	"syscall"

	"channeldesk/app"
)

// cancelled says why a call ended before its time.
func cancelled(err error) *app.Error {
	if errors.Is(err, context.DeadlineExceeded) {
		return app.NewError(app.CodeProviderUnreachable, app.Say("Meta took too long to answer.")).
			WithFix(app.Say("Try again in a moment."))
	}
	return app.NewError(app.CodeCancelled, app.Say("It was cancelled.")).Because(context.Canceled)
}

// unreachable turns a failure of the line into words. The cause keeps neither
// address nor query.
func (k *connection) unreachable(host string, err error) *app.Error {
	cause := k.clean(transportCause(err))
	if text, ok := tlsProblem(err); ok {
		return app.NewError(app.CodeProviderUnreachable, text).WithFix(app.Say(
			"Check the date and time of this computer. If they are right, ask your computer department whether a filter reads encrypted connections.")).
			Because(errors.New(cause))
	}
	var dns *net.DNSError
	var timeout net.Error
	switch {
	case errors.As(err, &dns), errors.Is(err, syscall.ENETUNREACH), errors.Is(err, syscall.EHOSTUNREACH):
		return app.NewError(app.CodeProviderUnreachable,
			app.Say("You seem to be offline, or the address {{.Host}} does not exist. Meta could not be asked.", "Host", host)).
			WithFix(app.Say("Check the internet connection, then try again. Nothing was changed.")).Because(&lost{cause})
	case errors.Is(err, context.DeadlineExceeded), errors.As(err, &timeout) && timeout.Timeout():
		return app.NewError(app.CodeProviderUnreachable, app.Say("{{.Host}} took too long to answer.", "Host", host)).
			WithFix(app.Say("Try again in a moment.")).Because(errors.New(cause))
	case errors.Is(err, syscall.ECONNREFUSED):
		return app.NewError(app.CodeProviderUnreachable, app.Say("Nothing answers at {{.Host}}.", "Host", host)).
			WithFix(app.Say("Check the API address under Advanced, and the internet connection.")).Because(&lost{cause})
	}
	return app.NewError(app.CodeProviderUnreachable, app.Say("The connection to {{.Host}} failed.", "Host", host)).
		WithFix(app.Say("Check the internet connection, then try again.")).Because(&lost{cause})
}

func brokenOff(cause string) *app.Error {
	return app.NewError(app.CodeProviderUnreachable, app.Say("The connection broke before the whole answer was here.")).
		WithFix(app.Say("Try again in a moment.")).Because(&lost{cause})
}

// transportCause drops the address from an error of net/http, because its query
// holds a value made from the secrets.
func transportCause(err error) string {
	var u *url.Error
	if errors.As(err, &u) {
		return u.Err.Error()
	}
	return err.Error()
}

func tlsProblem(err error) (app.Text, bool) {
	var unknown x509.UnknownAuthorityError
	var name x509.HostnameError
	var invalid x509.CertificateInvalidError
	var record tls.RecordHeaderError
	var verify *tls.CertificateVerificationError
	switch {
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired:
		return app.Say("The certificate of the server has ended or has not begun, so the connection is not safe. Nothing was sent."), true
	case errors.As(err, &name):
		return app.Say("The server showed a certificate for another name, so it may not be Meta. Nothing was sent."), true
	case errors.As(err, &unknown), errors.As(err, &verify), errors.As(err, &invalid):
		return app.Say("Nobody this computer trusts vouches for the server's certificate. Nothing was sent."), true
	case errors.As(err, &record):
		return app.Say("The server does not speak an encrypted connection. Nothing was sent."), true
	}
	return app.Text{}, false
}

func redirected() *app.Error {
	return app.NewError(app.CodeProviderAnswer,
		app.Say("The server sent us on to another address. We did not follow, so that the access token stays where it belongs.")).
		WithFix(app.Say("Check the API address under Advanced. On a guest network, sign in to the network first."))
}

// strange is an answer that cannot be Meta's or cannot be read.
func strange(what app.Text, detail string) *app.Error {
	return app.NewError(app.CodeProviderAnswer, what).
		WithFix(app.Say("Try again. If it stays, check the API address under Advanced.")).WithDetail(detail)
}

// notJSON explains answers of proxies, sign-in pages and wrong servers.
func notJSON(status int, contentType string, raw []byte) *app.Error {
	head := bytes.ToLower(bytes.TrimSpace(raw[:min(len(raw), 512)]))
	detail := fmt.Sprintf("HTTP %d", status)
	if strings.Contains(contentType, "html") || bytes.HasPrefix(head, []byte("<")) {
		return app.NewError(app.CodeProviderAnswer, app.Say("A web page came back instead of Meta's answer.")).
			WithFix(app.Say("On a guest network, sign in to the network first. Otherwise check the API address under Advanced.")).
			WithDetail(detail).Because(&graphError{HTTP: status})
	}
	return strange(app.Say("The answer is not in the form that Meta uses."), detail).Because(&graphError{HTTP: status})
}

func troubleAt(status int) *app.Error {
	return app.NewError(app.CodeProviderUnreachable, app.Say("Meta has a problem at the moment.")).
		WithFix(app.Say("Try again in a few minutes. Nothing is wrong with your settings.")).
		WithDetail(fmt.Sprintf("HTTP %d", status)).Because(&lost{fmt.Sprintf("HTTP %d", status)})
}
