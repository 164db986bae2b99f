package transport

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"
	"syscall"

	"channeldesk/app"
	"channeldesk/app/protocol"
)

// Failure is the cause of what Do could not make an answer of. It holds no
// address, no query and no secret.
type Failure struct {
	// Status is that of the answer; 0 when there was none.
	Status int
	// Passing is true for trouble of the line that may be gone at the next try.
	Passing bool
	// Page is true for a web page, as of a proxy or a guest network.
	Page  bool
	cause string
	err   error
}

// Error names the cause, for the log.
func (f *Failure) Error() string { return f.cause }

// Unwrap gives protocol.ErrNotSent when nothing left this computer, else nil.
func (f *Failure) Unwrap() error { return f.err }

// notSent is the cause of a failure before anything left this computer.
func notSent(cause string) *Failure { return &Failure{cause: cause, err: protocol.ErrNotSent} }

// StatusOf gives the HTTP status of an answer that could not be read; 0 when
// there was no answer.
func StatusOf(err error) int {
	var f *Failure
	if errors.As(err, &f) {
		return f.Status
	}
	return 0
}

// IsPassing reports trouble of the line or of the provider's server that may be
// gone at the next try.
func IsPassing(err error) bool {
	var f *Failure
	return errors.As(err, &f) && (f.Passing || f.Status >= http.StatusInternalServerError)
}

// Cancelled says why a call ended before its time.
func (c *Caller) Cancelled(err error) *app.Error {
	if errors.Is(err, context.DeadlineExceeded) {
		return app.NewError(app.CodeProviderUnreachable, app.Say("{{.Provider}} took too long to answer.", "Provider", c.provider)).
			WithFix(app.Say("Try again in a moment."))
	}
	return app.NewError(app.CodeCancelled, app.Say("It was cancelled.")).Because(context.Canceled)
}

// ended is the failure of a call whose context ended; it keeps whether anything
// was sent.
func (c *Caller) ended(err error, failure *app.Error) *app.Error {
	e := c.Cancelled(err)
	if failure != nil && errors.Is(failure, protocol.ErrNotSent) {
		return e.Because(errors.Join(e.Unwrap(), notSent(err.Error())))
	}
	return e
}

// Unreachable tells in words why no line to a host could be made. Nothing was
// sent.
func (c *Caller) Unreachable(host string, err error) *app.Error {
	return c.unreachable(host, err, true, nil)
}

// unreachable turns a failure of the line into words.
func (c *Caller) unreachable(host string, err error, nothingLeft bool, hide []app.Secret) *app.Error {
	f := &Failure{cause: Clean(transportCause(err), hide)}
	if nothingLeft {
		f.err = protocol.ErrNotSent
	}
	say := func(what, fix app.Text) *app.Error {
		return app.NewError(app.CodeProviderUnreachable, what).WithFix(fix).Because(f)
	}
	if text, ok := c.tlsProblem(err); ok {
		return say(text, app.Say("Check the date and time of this computer. If they are right, ask your computer department whether a filter reads encrypted connections."))
	}
	var dns *net.DNSError
	var timeout net.Error
	switch {
	case errors.As(err, &dns), errors.Is(err, syscall.ENETUNREACH), errors.Is(err, syscall.EHOSTUNREACH):
		f.Passing = true
		return say(app.Say("You seem to be offline, or the address {{.Host}} does not exist. {{.Provider}} could not be asked.", "Host", host, "Provider", c.provider),
			app.Say("Check the internet connection, then try again. Nothing was changed."))
	case errors.Is(err, context.DeadlineExceeded), errors.As(err, &timeout) && timeout.Timeout():
		return say(app.Say("{{.Host}} took too long to answer.", "Host", host), app.Say("Try again in a moment."))
	case errors.Is(err, syscall.ECONNREFUSED):
		f.Passing = true
		return say(app.Say("Nothing answers at {{.Host}}.", "Host", host),
			app.Say("Check the {{.Address}} under Advanced, and the internet connection.", "Address", app.Say(c.address)))
	}
	f.Passing = true
	return say(app.Say("The connection to {{.Host}} failed.", "Host", host), app.Say("Check the internet connection, then try again."))
}

func (c *Caller) brokenOff(cause string, status int) *app.Error {
	return app.NewError(app.CodeProviderUnreachable, app.Say("The connection broke before the whole answer was here.")).
		WithFix(app.Say("Try again in a moment.")).Because(&Failure{Status: status, Passing: true, cause: cause})
}

// transportCause drops the address from an error of net/http, because its query
// can hold a value made from the secrets.
func transportCause(err error) string {
	var u *url.Error
	if errors.As(err, &u) {
		return u.Err.Error()
	}
	return err.Error()
}

func (c *Caller) tlsProblem(err error) (app.Text, bool) {
	var unknown x509.UnknownAuthorityError
	var name x509.HostnameError
	var invalid x509.CertificateInvalidError
	var record tls.RecordHeaderError
	var verify *tls.CertificateVerificationError
	switch {
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired:
		return app.Say("The certificate of the server has ended or has not begun, so the connection is not safe. Nothing was sent."), true
	case errors.As(err, &name):
		return app.Say("The server showed a certificate for another name, so it may not be {{.Provider}}. Nothing was sent.", "Provider", c.provider), true
	case errors.As(err, &unknown), errors.As(err, &verify), errors.As(err, &invalid):
		return app.Say("Nobody this computer trusts vouches for the server's certificate. Nothing was sent."), true
	case errors.As(err, &record):
		return app.Say("The server does not speak an encrypted connection. Nothing was sent."), true
	}
	return app.Text{}, false
}

func (c *Caller) redirected(status int) *app.Error {
	return app.NewError(app.CodeProviderAnswer,
		app.Say("The server sent us on to another address. We did not follow, so that the access token stays where it belongs.")).
		WithFix(app.Say("Check the {{.Address}} under Advanced. On a guest network, sign in to the network first.", "Address", app.Say(c.address))).
		Because(&Failure{Status: status, cause: fmt.Sprintf("HTTP %d", status)})
}

// Strange is an answer that cannot be the provider's or cannot be read. Detail
// is small, copyable and holds no secret.
func (c *Caller) Strange(what app.Text, detail string) *app.Error {
	return app.NewError(app.CodeProviderAnswer, what).
		WithFix(app.Say("Try again. If it stays, check the {{.Address}} under Advanced.", "Address", app.Say(c.address))).WithDetail(detail)
}

func (c *Caller) unreadable(what app.Text, detail string, status int) *app.Error {
	return c.Strange(what, detail).Because(&Failure{Status: status, cause: detail})
}

// OtherForm is an answer that is JSON, but not in the provider's form.
func (c *Caller) OtherForm() *app.Error {
	return c.Strange(app.Say("The answer has another form than {{.Provider}}'s.", "Provider", c.provider), "unexpected form")
}

// notJSON explains answers of proxies, sign-in pages and wrong servers.
func (c *Caller) notJSON(status int, contentType string, raw []byte) *app.Error {
	head := bytes.ToLower(bytes.TrimSpace(raw[:min(len(raw), 512)]))
	detail := fmt.Sprintf("HTTP %d", status)
	if strings.Contains(contentType, "html") || bytes.HasPrefix(head, []byte("<")) {
		return app.NewError(app.CodeProviderAnswer, app.Say("A web page came back instead of {{.Provider}}'s answer.", "Provider", c.provider)).
			WithFix(app.Say("On a guest network, sign in to the network first. Otherwise check the {{.Address}} under Advanced.", "Address", app.Say(c.address))).
			WithDetail(detail).Because(&Failure{Status: status, Page: true, cause: detail})
	}
	return c.unreadable(app.Say("The answer is not in the form that {{.Provider}} uses.", "Provider", c.provider), detail, status)
}

// Trouble says that the provider answered with an error of its own server.
func (c *Caller) Trouble(status int) *app.Error {
	detail := fmt.Sprintf("HTTP %d", status)
	return app.NewError(app.CodeProviderUnreachable, app.Say("{{.Provider}} has a problem at the moment.", "Provider", c.provider)).
		WithFix(app.Say("Try again in a few minutes. Nothing is wrong with your settings.")).
		WithDetail(detail).Because(&Failure{Status: status, Passing: true, cause: detail})
}
