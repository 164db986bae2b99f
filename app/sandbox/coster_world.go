package sandbox

import (
	"maps"
	"slices"
	"time"
)

// CosterWorld is what the simulated Coster knows. It is plain data; Coster
// guards the one that it holds.
type CosterWorld struct {
	// Accounts are keyed by id, Tokens by value, Media by id.
	Accounts  map[string]CosterAccount
	Tokens    map[string]CosterToken
	Media     map[string]CosterMedia
	Templates []CosterTemplate
	// NotOnWhatsApp are numbers, digits only, that no message reaches.
	NotOnWhatsApp map[string]bool
	// NoSession are numbers, digits only, that have not written within the last
	// day: text without a template fails later.
	NoSession map[string]bool
	Quirks    CosterQuirks
}

// CosterAccount is a client's account at Coster: one number.
type CosterAccount struct {
	// ID has 32 hex digits without hyphens.
	ID    string
	Title string
	// PhoneNumber has digits only, with the country's.
	PhoneNumber string
	// DivisionIDs are its divisions, 32 hex digits each.
	DivisionIDs []string
}

// CosterTokenKind says to which of the two hosts a token belongs.
type CosterTokenKind string

// The kinds of token.
const (
	CosterConversationToken CosterTokenKind = "conversation"
	CosterPushToken         CosterTokenKind = "push"
)

// CosterToken is a token of one of the two hosts.
type CosterToken struct {
	Value     string
	Kind      CosterTokenKind
	AccountID string
	// ExpiresAt is zero for a token without end.
	ExpiresAt time.Time
}

// CosterTemplate is a template that Coster's staff have registered.
type CosterTemplate struct {
	AccountID string
	Name      string
	Language  string
	// Header, Body and Button are how many values each takes.
	Header, Body, Button int
	// Text is the body's text with {{n}}.
	Text string
}

// CosterMedia is a file that a customer sent.
type CosterMedia struct {
	ID          string
	AccountID   string
	ContentType string
	Data        []byte
}

// CosterQuirks switch odd habits on.
type CosterQuirks struct {
	// ErrorStatus is the HTTP status of refusals other than of a token; 0 is
	// 500. The real ones have been seen with 200 and with 500.
	ErrorStatus int
	// ErrorObject answers errors as one object (error) and not as a list.
	ErrorObject bool
	// CodeText writes codes of errors as text.
	CodeText bool
	// NumberXID echoes an xid that looks like a number as a number.
	NumberXID bool
	// ZeroError puts an error with code 0 beside a success.
	ZeroError bool
	// MetaVersion writes meta.version in place of meta.meta.
	MetaVersion bool
	// PlainReply answers a session message with a body that has no message id.
	PlainReply bool
}

func (w CosterWorld) clone() CosterWorld {
	w.Accounts, w.Tokens, w.Media = maps.Clone(w.Accounts), maps.Clone(w.Tokens), maps.Clone(w.Media)
	w.Templates = slices.Clone(w.Templates)
	w.NotOnWhatsApp, w.NoSession = maps.Clone(w.NotOnWhatsApp), maps.Clone(w.NoSession)
	return w
}
