package app

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"time"
)

const mask = "••••••••"

// Secret is a value that must not be seen by accident: printing, logging and
// marshalling it give a mask. Only Expose gives the value.
//
// The value stands behind a pointer because fmt prints the unexported fields of
// a surrounding struct without asking their methods.
type Secret struct{ value *string }

// NewSecret wraps a value.
func NewSecret(value string) Secret { return Secret{value: &value} }

// Expose gives the value. Call it only where the value leaves the program for
// the place it is meant for.
func (s Secret) Expose() string {
	if s.value == nil {
		return ""
	}
	return *s.value
}

// IsEmpty reports whether there is no value.
func (s Secret) IsEmpty() bool { return s.Expose() == "" }

// String is a mask of fixed length.
func (s Secret) String() string { return mask }

// GoString is a mask of fixed length, for %#v.
func (s Secret) GoString() string { return mask }

// Format writes the mask for every verb: fmt asks String only for some, and
// prints the fields of the struct for the others.
func (s Secret) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, mask) }

// LogValue is a mask of fixed length.
func (s Secret) LogValue() slog.Value { return slog.StringValue(mask) }

// MarshalJSON writes the mask.
func (s Secret) MarshalJSON() ([]byte, error) { return json.Marshal(mask) }

// MarshalText writes the mask.
func (s Secret) MarshalText() ([]byte, error) { return []byte(mask), nil }

// Last4 is what may be shown of a long secret: its last four characters. It is
// empty for values under sixteen characters, where four would give too much.
func (s Secret) Last4() string {
	r := []rune(s.Expose())
	if len(r) < 16 {
		return ""
	}
	return string(r[len(r)-4:])
}

// SecretRef names a stored secret value. It is made once and never reused: a
// changed secret gets a new reference, so that a kill between the store and the
// database leaves either the old pair or the new one.
type SecretRef string

// SecretInfo is what the database knows of a secret: everything but the value.
type SecretInfo struct {
	Ref SecretRef
	// Origin is the reference under which the value was first stored. A copy,
	// made for the other environment, has a Ref of its own and the same Origin.
	Origin SecretRef
	SetAt  time.Time
	SetBy  string
	// Last4 is empty where it would not be safe to show.
	Last4 string
	// ExpiresAt is zero when the provider does not tell or it never expires.
	ExpiresAt time.Time
	// NeverExpires is true when the provider said so.
	NeverExpires bool
	// VerifiedAt is when the provider last accepted it; zero if never.
	VerifiedAt time.Time
}

// Present reports whether a value was stored.
func (i SecretInfo) Present() bool { return i.Ref != "" }

// SameValue reports whether both are copies of one stored value, without
// reading it, or both absent.
func (i SecretInfo) SameValue(other SecretInfo) bool {
	return i.Present() == other.Present() && i.Origin == other.Origin
}

// SecretStore keeps secret values. Calls may block for as long as the system
// asks the person for a password: never call it on the UI goroutine. Errors
// carry CodeSecretMissing or CodeSecretsUnavailable. Safe for concurrent use.
type SecretStore interface {
	// Get gives the value; CodeSecretMissing when it is not there.
	Get(ctx context.Context, ref SecretRef) (Secret, error)
	// Put stores a value under a new reference.
	Put(ctx context.Context, ref SecretRef, value Secret) error
	// Delete removes a value; nil when it is not there.
	Delete(ctx context.Context, ref SecretRef) error
	// NewRef makes a reference for the adapter that is in use now.
	NewRef() SecretRef
	// Status tells where values go now and whether that works.
	Status(ctx context.Context) SecretStoreStatus
}

// SecretStoreKind is one of the places where secrets can live.
type SecretStoreKind string

// The three places.
const (
	SecretsInKeychain SecretStoreKind = "keychain"
	SecretsInFile     SecretStoreKind = "file"
	SecretsInMemory   SecretStoreKind = "memory"
)

// SecretStoreStatus says where secrets go and whether that place is usable.
type SecretStoreStatus struct {
	Kind   SecretStoreKind
	Usable bool
	// Problem explains why it is not usable; its Fix says what to do.
	Problem *Error
}
