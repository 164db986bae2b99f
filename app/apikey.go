package app

import "time"

// KeyID numbers an API key.
type KeyID int64

// KeyScope is something that an API key may do.
type KeyScope string

// The scopes.
const (
	ScopeSend KeyScope = "send" // POST /v1/messages
	ScopeRead KeyScope = "read" // everything that only reads
)

// APIKey is a key to the notification API. The key itself is shown once and kept
// as a hash only.
type APIKey struct {
	ID          KeyID
	AgentID     AgentID
	Environment Environment
	Name        string
	// Hint is the beginning and the end of the key, as "cdk_pub_3f…9a".
	Hint string
	// Hash is SHA-256 of the key in hex: the key is random, so it cannot be guessed
	// from it.
	Hash      string
	Scopes    []KeyScope
	CreatedAt time.Time
	CreatedBy string
	// ExpiresAt is zero for never. A rotated key ends with its overlap.
	ExpiresAt time.Time
	RevokedAt time.Time
	// ReplacedBy is the key that rotating made; 0 when it was not rotated.
	ReplacedBy KeyID
	LastUsedAt time.Time
	// LastUsedFrom is the address of the computer that used it last.
	LastUsedFrom string
}

// IsOpen reports whether the key works at a time.
func (k APIKey) IsOpen(now time.Time) bool {
	return k.RevokedAt.IsZero() && (k.ExpiresAt.IsZero() || now.Before(k.ExpiresAt))
}

// KeyStore keeps API keys and the answers that were given to repeated requests.
type KeyStore interface {
	AddKey(APIKey) (KeyID, error)
	UpdateKey(APIKey) error
	GetKey(KeyID) (APIKey, error)
	FindKey(hash string) (APIKey, error)
	ListKeys(AgentID, Environment) ([]APIKey, error) // newest first
	// Replay gives what was answered to a request with this idempotency key since a
	// time; ok is false when there was none.
	Replay(key KeyID, idempotency string, since time.Time) (r Replay, ok bool, err error)
	SaveReplay(key KeyID, idempotency string, r Replay) error
}

// Replay is a remembered answer.
type Replay struct {
	// BodyHash stands for the request.
	BodyHash string
	Status   int
	Answer   []byte
	At       time.Time
}
