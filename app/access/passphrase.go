package access

import (
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"
	"golang.org/x/text/unicode/norm"

	"channeldesk/app"
)

// The lengths of a passphrase, in characters.
const (
	PassphraseMin = 8
	PassphraseMax = 256
)

// cost is how dear it is to compare one passphrase.
type cost struct {
	memory  uint32 // KiB
	passes  uint32
	threads uint8
}

// currentCost is what RFC 9106 names second for Argon2id, for computers that
// cannot spare gigabytes. It is above what OWASP asks at least, which is 19 MiB
// and two passes. When it grows, who signs in gets a new hash.
var currentCost = cost{memory: 64 << 10, passes: 3, threads: 4}

// mostCost is the dearest hash that is compared; a stored one beyond it is
// damaged.
var mostCost = cost{memory: 1 << 20, passes: 64, threads: 64}

const (
	saltBytes = 16
	keyBytes  = 32
)

func (c cost) below(other cost) bool { return c.memory < other.memory || c.passes < other.passes }

// hashed is a salted hash of a passphrase with how it was made.
type hashed struct {
	cost cost
	salt []byte
	key  []byte
}

// prepare gives the bytes of a passphrase. The same letters typed on different
// systems may come composed or in parts; here they are the same.
func prepare(passphrase app.Secret) []byte { return []byte(norm.NFC.String(passphrase.Expose())) }

// checkPassphrase says what is wrong with a new passphrase; it never names it.
func checkPassphrase(passphrase app.Secret) error {
	n := utf8.RuneCount(prepare(passphrase))
	if n < PassphraseMin {
		return app.Invalid("passphrase", "The passphrase is too short. Use at least {{.Min}} characters, for example three words.", "Min", PassphraseMin)
	}
	if n > PassphraseMax {
		return app.Invalid("passphrase", "The passphrase is too long. At most {{.Max}} characters fit.", "Max", PassphraseMax)
	}
	return nil
}

// hash makes the form in which a passphrase is kept:
// $argon2id$v=19$m=65536,t=3,p=4$salt$key.
func (c cost) hash(passphrase app.Secret) string {
	salt := make([]byte, saltBytes)
	rand.Read(salt) //nolint:errcheck // never fails since Go 1.24
	key := argon2.IDKey(prepare(passphrase), salt, c.passes, c.memory, c.threads, keyBytes)
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, c.memory, c.passes, c.threads,
		base64.RawStdEncoding.EncodeToString(salt), base64.RawStdEncoding.EncodeToString(key))
}

// decoy takes as long as comparing and is never right.
func (c cost) decoy() hashed {
	return hashed{cost: c, salt: make([]byte, saltBytes), key: make([]byte, keyBytes)}
}

// errHash never says what was stored.
var errHash = errors.New("the stored hash cannot be read")

func parseHash(stored string) (h hashed, err error) {
	parts := strings.Split(stored, "$")
	if len(parts) != 6 || parts[0] != "" || parts[1] != "argon2id" || parts[2] != fmt.Sprintf("v=%d", argon2.Version) {
		return h, errHash
	}
	if _, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &h.cost.memory, &h.cost.passes, &h.cost.threads); err != nil {
		return h, errHash
	}
	var errSalt, errKey error
	h.salt, errSalt = base64.RawStdEncoding.DecodeString(parts[4])
	h.key, errKey = base64.RawStdEncoding.DecodeString(parts[5])
	c := h.cost
	if errSalt != nil || errKey != nil || len(h.salt) < 8 || len(h.key) < 16 || len(h.salt) > 64 || len(h.key) > 64 ||
		c.memory < 1 || c.passes < 1 || c.threads < 1 || c.memory > mostCost.memory || c.passes > mostCost.passes || c.threads > mostCost.threads {
		return h, errHash
	}
	return h, nil
}

// matches compares in a time that does not depend on how much is right.
func (h hashed) matches(passphrase app.Secret) bool {
	key := argon2.IDKey(prepare(passphrase), h.salt, h.cost.passes, h.cost.memory, h.cost.threads, uint32(len(h.key))) //nolint:gosec // at most 64
	return subtle.ConstantTimeCompare(key, h.key) == 1
}

// isOld reports whether a new hash should take its place.
func (h hashed) isOld(c cost) bool {
	return h.cost.below(c) || len(h.salt) < saltBytes || len(h.key) < keyBytes
}
