package app

import (
	"context"
	"errors"
	"log/slog"
	"strings"
)

// Code names a kind of failure. It is stable: scripts and the log rely on it.
type Code string

// The codes that concern every part of the program. Protocols add their own
// with the provider's number in front of people last, never first.
const (
	CodeInternal            Code = "internal"
	CodeInvalid             Code = "invalid"              // what was typed cannot be right
	CodeNotFound            Code = "not_found"            // no such agent, environment, version
	CodeConflict            Code = "conflict"             // somebody else changed it meanwhile
	CodeForbidden           Code = "forbidden"            // the member's role does not allow it
	CodeLocked              Code = "locked"               // Published is locked, or there is no Draft
	CodeSecretsUnavailable  Code = "secrets_unavailable"  // keychain missing or locked
	CodeSecretMissing       Code = "secret_missing"       // referred to, but not in the store any more
	CodeProviderUnreachable Code = "provider_unreachable" // no answer: could not check, never "wrong"
	CodeProviderRefused     Code = "provider_refused"     // the provider said no
	CodeProviderAnswer      Code = "provider_answer"      // an answer that cannot be understood
	CodeCancelled           Code = "cancelled"
	CodeUnsupported         Code = "unsupported" // this protocol cannot do that
	CodeIncomplete          Code = "incomplete"  // something must be filled in first
	CodeBusy                Code = "busy"        // too much at once; later again
	CodeOptedOut            Code = "opted_out"   // the person wants no messages
)

// Error is a failure with a code, a sentence for people, and what to do next.
// The cause is for the log only.
type Error struct {
	Code Code
	// What happened and why, one or two plain sentences.
	What Text
	// Fix is what the person can do; may be empty.
	Fix Text
	// Field is the name of the field it is about, or empty.
	Field string
	// Detail is the provider's own code or trace, small and copyable; no secrets.
	Detail string
	cause  error
}

// NewError makes an Error of a code and a sentence.
func NewError(code Code, what Text) *Error { return &Error{Code: code, What: what} }

// WithFix returns the error with the sentence that says what to do.
func (e *Error) WithFix(fix Text) *Error { c := *e; c.Fix = fix; return &c }

// WithField returns the error with the name of the field it is about.
func (e *Error) WithField(name string) *Error { c := *e; c.Field = name; return &c }

// WithDetail returns the error with the provider's own code, shown last.
func (e *Error) WithDetail(detail string) *Error { c := *e; c.Detail = detail; return &c }

// Because returns the error with its cause, which only the log sees.
func (e *Error) Because(cause error) *Error { c := *e; c.cause = cause; return &c }

// Error is the sentence in English, followed by the fix.
func (e *Error) Error() string {
	s := e.What.String()
	if !e.Fix.IsEmpty() {
		s += " " + e.Fix.String()
	}
	return s
}

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.cause }

// LogValue puts code, sentence and cause into the log.
func (e *Error) LogValue() slog.Value {
	attrs := []slog.Attr{slog.String("code", string(e.Code)), slog.String("what", e.What.String())}
	if e.Field != "" {
		attrs = append(attrs, slog.String("field", e.Field))
	}
	if e.Detail != "" {
		attrs = append(attrs, slog.String("detail", e.Detail))
	}
	if e.cause != nil {
		attrs = append(attrs, slog.String("cause", e.cause.Error()))
	}
	return slog.GroupValue(attrs...)
}

// ErrorCode is the code of the first Error in the chain; CodeCancelled for a
// cancelled context, CodeInternal for anything else, and "" for nil.
func ErrorCode(err error) Code {
	if err == nil {
		return ""
	}
	var e *Error
	if errors.As(err, &e) {
		return e.Code
	}
	if errors.Is(err, context.Canceled) {
		return CodeCancelled
	}
	return CodeInternal
}

// AsError gives the first Error in the chain, or wraps err into one that tells
// people that something unexpected happened, with the cause for the log.
func AsError(err error) *Error {
	if err == nil {
		return nil
	}
	var e *Error
	if errors.As(err, &e) {
		return e
	}
	if errors.Is(err, context.Canceled) {
		return NewError(CodeCancelled, Say("It was cancelled.")).Because(err)
	}
	return NewError(CodeInternal, Say("Something unexpected happened. Nothing was lost.")).
		WithFix(Say("Try again. If it stays, copy the details for support.")).Because(err)
}

// storeCodes begins the codes of failures that only the store can have, and
// storeBusy is its code for another process that writes for too long.
const (
	storeCodes      = "storage_"
	storeBusy  Code = storeCodes + "busy"
)

// IsStoreBusy reports whether the store took something not now, but will: too much
// waits to be written, or another process writes.
func IsStoreBusy(err error) bool {
	code := ErrorCode(err)
	return code == CodeBusy || code == storeBusy
}

// IsStoreFailure reports whether the store failed or was not waited for, as with a
// full disk, a busy store or a context that ended: it says nothing against what was
// to be written, and the same can be tried again.
func IsStoreFailure(err error) bool {
	return IsStoreBusy(err) || ErrorCode(err) == CodeCancelled || strings.HasPrefix(string(ErrorCode(err)), storeCodes)
}

// Invalid is the error for a field whose value cannot be right.
func Invalid(field, template string, pairs ...any) *Error {
	return NewError(CodeInvalid, Say(template, pairs...)).WithField(field)
}
