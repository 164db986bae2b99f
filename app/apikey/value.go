package apikey

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"hash/crc32"
	"math/big"
	"strings"

	"channeldesk/app"
)

const (
	// randomBytes is the randomness of a key; 43 digits of base 62 hold it.
	randomBytes  = 32
	randomDigits = 43
	// checkDigits hold a CRC-32 of all before them: a key that was mistyped or cut
	// off is told from one that is unknown, without asking the database.
	checkDigits = 6

	digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
)

// prefixes are the beginnings of the keys, so that people see at a glance for
// which environment one is, and tools that look for leaked keys know ours.
var prefixes = map[app.Environment]string{app.Published: "cdk_pub_", app.Draft: "cdk_drf_"}

func newValue(env app.Environment) app.Secret {
	b := make([]byte, randomBytes)
	rand.Read(b) //nolint:errcheck // never fails since Go 1.24
	body := prefixes[env] + base62(new(big.Int).SetBytes(b), randomDigits)
	return app.NewSecret(body + checksum(body))
}

func checksum(body string) string {
	return base62(big.NewInt(int64(crc32.ChecksumIEEE([]byte(body)))), checkDigits)
}

func base62(n *big.Int, width int) string {
	out, base, rest := make([]byte, width), big.NewInt(62), new(big.Int)
	n = new(big.Int).Set(n)
	for i := width - 1; i >= 0; i-- {
		n.DivMod(n, base, rest)
		out[i] = digits[rest.Int64()]
	}
	return string(out)
}

// environmentOf reads a key. ok is false when it was not written by us, as after
// a typing mistake.
func environmentOf(value app.Secret) (env app.Environment, ok bool) {
	v := value.Expose()
	for env, prefix := range prefixes {
		if len(v) != len(prefix)+randomDigits+checkDigits || !strings.HasPrefix(v, prefix) {
			continue
		}
		body := v[:len(v)-checkDigits]
		return env, checksum(body) == v[len(body):]
	}
	return "", false
}

func hashOf(value app.Secret) string {
	sum := sha256.Sum256([]byte(value.Expose()))
	return hex.EncodeToString(sum[:])
}

// hintOf is what may be shown of a key.
func hintOf(value app.Secret) string {
	v := value.Expose()
	shown := len(prefixes[app.Published]) + 2
	return v[:shown] + "…" + v[len(v)-2:]
}
