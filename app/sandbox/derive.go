package sandbox

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math/big"
)

// DefaultSeed is the seed when none is given.
const DefaultSeed = "channeldesk"

// tokenLength is the number of characters of a sandbox token. Real ones vary
// and have hundreds.
const tokenLength = 212

const tokenAlphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

// derive gives n bytes that depend on nothing but the seed and the name.
func derive(seed, name string, n int) []byte {
	var out []byte
	for i := 0; len(out) < n; i++ {
		sum := sha256.Sum256(fmt.Appendf(nil, "channeldesk sandbox\x00%s\x00%s\x00%d", seed, name, i))
		out = append(out, sum[:]...)
	}
	return out[:n]
}

// deriveToken makes an access token: it begins as real ones do, then says that
// it is of the sandbox, and goes on with letters and digits.
func deriveToken(seed, name string) string {
	number := new(big.Int).SetBytes(derive(seed, "token "+name, 4*tokenLength))
	base := big.NewInt(int64(len(tokenAlphabet)))
	out := []byte("EAA" + "Sandbox")
	for len(out) < tokenLength {
		digit := new(big.Int)
		number.DivMod(number, base, digit)
		out = append(out, tokenAlphabet[digit.Int64()])
	}
	return string(out)
}

// deriveAppSecret makes an App Secret of 32 hex characters. It begins with
// 5a4db0, which reads a little like "sandbo".
func deriveAppSecret(seed, name string) string {
	return "5a4db0" + hex.EncodeToString(derive(seed, "secret "+name, 13))
}
