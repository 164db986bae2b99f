package sandbox

import (
	"crypto/tls"
	"errors"
)

// isCertificateError reports whether a callback's certificate was refused, for
// instance because it is self-signed.
func isCertificateError(err error) bool {
	var bad *tls.CertificateVerificationError
	return errors.As(err, &bad)
}
